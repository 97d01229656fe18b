package clone

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rungless/tracker"
)

func TestBadInputIsASentenceWithAWayOut(t *testing.T) {
	for _, c := range []struct {
		name     string
		make     func(t *testing.T) (Options, string)
		kind     tracker.ErrorKind
		message  string
		hintSays string
	}{
		{"there is no such folder", func(t *testing.T) (Options, string) { return Options{}, filepath.Join(t.TempDir(), "none") },
			tracker.NotFound, "there is no folder", "git clone"},
		{"a folder that is no repository", func(t *testing.T) (Options, string) { return Options{}, t.TempDir() },
			tracker.Invalid, "is not a git repository", "clone"},
		{"a folder inside another repository", func(t *testing.T) (Options, string) {
			f := newFixture(t)
			f.write("sub/file", "x")
			return Options{}, filepath.Join(f.path, "sub")
		}, tracker.Invalid, "is not a git repository", "clone"},
		{"a file", func(t *testing.T) (Options, string) {
			f := newFixture(t)
			f.write("file", "x")
			return Options{}, filepath.Join(f.path, "file")
		}, tracker.Invalid, "cannot be entered", "clone"},
		{"git is not there", func(t *testing.T) (Options, string) {
			return Options{GitCommand: "no-such-git"}, newFixture(t).path
		}, tracker.NotFound, "is not on this machine", "install git"},
		{"a remote that says nothing", func(t *testing.T) (Options, string) {
			f := newFixture(t)
			f.git("remote", "set-url", "origin", "/srv/mirror")
			return Options{}, f.path
		}, tracker.Invalid, "do not say which GitHub repository", "--repo"},
		{"a name that is none", func(t *testing.T) (Options, string) {
			return Options{Repository: "../../etc"}, newFixture(t).path
		}, tracker.Invalid, "is not the name of a repository", "owner/name"},
		{"a damaged object", func(t *testing.T) (Options, string) {
			f := newFixture(t)
			f.write("file", "x")
			sha := f.commit("Begin")
			path := filepath.Join(f.path, ".git/objects", sha[:2], sha[2:])
			if err := errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, []byte("damage"), 0o644)); err != nil {
				t.Fatal(err)
			}
			return Options{}, f.path
		}, tracker.Invalid, "damaged", "git fsck"},
		{"another user's folder", func(t *testing.T) (Options, string) {
			if os.Geteuid() != 0 {
				t.Skip("only root can give a folder away")
			}
			f := newFixture(t)
			for _, path := range []string{f.path, filepath.Join(f.path, ".git")} {
				if err := os.Chown(path, 12345, 12345); err != nil {
					t.Skip("this machine does not let a folder be given away")
				}
			}
			return Options{}, f.path
		}, tracker.Invalid, "belongs to another user", "safe.directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			options, path := c.make(t)
			err := newLedger().sync(t, options, path)
			e, ok := errors.AsType[*tracker.Error](err)
			if !ok {
				t.Fatalf("got %v, want a tracker.Error", err)
			}
			if e.Kind != c.kind || !strings.Contains(e.Message, c.message) || !strings.Contains(e.Hint, c.hintSays) {
				t.Errorf("got %v %q, hint %q; want %v %q, hint with %q", e.Kind, e.Message, e.Hint, c.kind, c.message, c.hintSays)
			}
		})
	}
}

func TestOneBadFolderDoesNotKeepTheOthersOut(t *testing.T) {
	good, bad := newFixture(t), t.TempDir()
	good.commit("Begin")
	l := newLedger()
	err := l.sync(t, Options{}, bad, good.path)
	if partial, ok := errors.AsType[*tracker.Partial](err); !ok || len(partial.Missing) != 1 {
		t.Errorf("got %v, want a Partial with one thing missing", err)
	}
	if len(l.commits) != 1 {
		t.Errorf("got %d commits of the good one, want 1", len(l.commits))
	}
}

func TestAnEmptyRepositoryHasNothing(t *testing.T) {
	l := newLedger()
	l.mustSync(t, Options{}, newFixture(t).path)
	if len(l.commits) != 0 || l.coverage["commits"].Got != 0 {
		t.Errorf("got %d commits", len(l.commits))
	}
}

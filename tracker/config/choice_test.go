package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

func TestAChoiceIsReadBackAsItWasMade(t *testing.T) {
	environ := []string{"HOME=" + t.TempDir(), "XDG_CONFIG_HOME=" + filepath.Join(t.TempDir(), "deep")}
	none, err := LoadChoice(environ)
	if err != nil || !none.IsEmpty() {
		t.Errorf("before anything was chosen there is %v, %v", none, err)
	}
	for _, want := range []Choice{
		{People: []string{"octo-pm", "null", "007"}, Repositories: []string{"octo-org/octo-repo", "octo-org/.github"}},
		{People: []string{"octo-dev"}},
	} {
		if err := SaveChoice(environ, want); err != nil {
			t.Fatal(err)
		}
		got, err := LoadChoice(environ)
		if len(got.Repositories) == 0 {
			got.Repositories = nil
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("read back otherwise (-want +got): %s %v", diff, err)
		}
	}
}

func TestWhatCannotBeANameIsNotKept(t *testing.T) {
	environ := []string{"XDG_CONFIG_HOME=" + t.TempDir()}
	for _, c := range []Choice{{People: []string{"not a login"}}, {Repositories: []string{"no-owner"}}, {People: []string{"a\nb"}}} {
		if err := SaveChoice(environ, c); tracker.KindOf(err) != tracker.Invalid {
			t.Errorf("%q: got %v", c, err)
		}
	}
	if _, err := os.Stat(ChoicePath(environ)); err == nil {
		t.Error("something was kept")
	}
}

func TestABrokenChoiceNamesItsFile(t *testing.T) {
	environ := []string{"XDG_CONFIG_HOME=" + t.TempDir()}
	if err := SaveChoice(environ, Choice{People: []string{"octo-pm"}}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ChoicePath(environ), []byte("github:\n  people: [two words]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadChoice(environ); err == nil || !strings.Contains(err.Error(), "chosen.yaml") {
		t.Errorf("got %v", err)
	}
}

func TestAChoiceIsNotWrittenThroughALink(t *testing.T) {
	folder := t.TempDir()
	environ := []string{"XDG_CONFIG_HOME=" + folder}
	path := ChoicePath(environ)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	victim := filepath.Join(folder, "victim")
	if err := os.WriteFile(victim, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, waiting := range []string{path, path + ".new"} {
		if err := os.Symlink(victim, waiting); err != nil {
			t.Fatal(err)
		}
	}
	if err := SaveChoice(environ, Choice{People: []string{"mei-zhao"}}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if text, _ := os.ReadFile(victim); string(text) != "kept" || err != nil || info.Mode() != 0o600 {
		t.Errorf("the file behind the link is %q, the choice has mode %v, %v", text, info.Mode(), err)
	}
}

package clone

import (
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

func TestTheFilesOfTheDefaultBranchAreListed(t *testing.T) {
	f := newFixture(t)
	f.write("b/two words.txt", "x\n")
	f.write("a.txt", "x\n")
	first := f.commit("Begin")
	begun := f.at
	f.git("rm", "-q", "a.txt")
	f.write("naïve", "x\n")
	second := f.commit("Go on")
	f.git("checkout", "-q", "-b", "feature")
	f.write("unmerged", "x\n")
	f.commit("Try something")
	f.git("checkout", "-q", "main")
	tree := func(sha string, at int64, paths ...string) []tracker.Tree {
		return []tracker.Tree{{Repository: ref, CommitSHA: sha, AsOf: time.Unix(at, 0).UTC(), Paths: paths}}
	}
	for name, test := range map[string]struct {
		options Options
		want    []tracker.Tree
	}{
		"now":              {Options{}, tree(second, begun+3600, "b/two words.txt", "naïve")},
		"until a day":      {Options{Until: time.Unix(begun+1, 0)}, tree(first, begun, "a.txt", "b/two words.txt")},
		"before the first": {Options{Until: time.Unix(begun-1, 0)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger()
			l.mustSync(t, test.options, f.path)
			l.mustSync(t, test.options, f.path) // nothing moved
			if diff := cmp.Diff(test.want, l.trees); diff != "" {
				t.Errorf("trees (-want +got):\n%s", diff)
			}
		})
	}
	bare := filepath.Join(t.TempDir(), "mirror")
	f.git("clone", "-q", "--mirror", "--no-local", "file://"+f.path, bare)
	l := newLedger()
	l.mustSync(t, Options{Repository: "lantern/kiln"}, bare)
	if len(l.trees) != 1 || l.coverage["files"].Got != 2 {
		t.Errorf("a mirror gave %d trees of %d files, want one of two", len(l.trees), l.coverage["files"].Got)
	}
}

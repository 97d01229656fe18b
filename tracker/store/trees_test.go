package store_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// trees are what the store gives to a caller who knows nothing.
func trees(t *testing.T, s *store.Store) []store.RepositoryTree {
	t.Helper()
	var list []store.RepositoryTree
	nothing := func(store.RepositoryTree) bool { return false }
	if err := s.Trees(t.Context(), nothing, func(tree store.RepositoryTree) { list = append(list, tree) }); err != nil {
		t.Fatal(err)
	}
	return list
}

func tree(sha string, hours int, paths ...string) tracker.Batch {
	return fromGitHub(tracker.Batch{Trees: []tracker.Tree{{Repository: kernels, CommitSHA: sha, AsOf: at(hours), Paths: paths}}})
}

func TestTheNewestFilesOfARepositoryAreKept(t *testing.T) {
	hidden := fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{{Thread: tracker.ThreadRef{Repository: kernels}, Reason: tracker.Inaccessible, At: at(60)}}})
	named := kernels
	named.DatabaseID, named.NodeID = 0, ""
	cloned := fromClone(tracker.Batch{Trees: []tracker.Tree{{Repository: named, CommitSHA: "b", AsOf: at(3), Paths: []string{"c"}}}})
	for name, test := range map[string]struct {
		batches []tracker.Batch
		want    []string // the hash, then the paths
	}{
		"one tree":                  {[]tracker.Batch{tree("a", 1, "a/x", "b y")}, []string{"a", "a/x", "b y"}},
		"an empty one":              {[]tracker.Batch{tree("a", 1)}, []string{"a"}},
		"a newer one":               {[]tracker.Batch{tree("a", 1, "x"), tree("b", 2, "y")}, []string{"b", "y"}},
		"the newer one came first":  {[]tracker.Batch{tree("b", 2, "y"), tree("a", 1, "x")}, []string{"b", "y"}},
		"two of one second":         {[]tracker.Batch{tree("b", 1, "y"), tree("a", 1, "x")}, []string{"b", "y"}},
		"a clone, by name":          {[]tracker.Batch{tree("a", 1, "x"), cloned}, []string{"b", "c"}},
		"a clone, and then its id":  {[]tracker.Batch{cloned, tree("a", 1, "x")}, []string{"b", "c"}},
		"a repository that is gone": {[]tracker.Batch{tree("a", 1, "x"), hidden}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			onEveryEngine(t, func(t *testing.T, fresh func() string) {
				s := open(t, fresh())
				apply(t, s, test.batches...)
				var got []string
				for _, tree := range trees(t, s) {
					got = append([]string{tree.CommitSHA}, tree.Paths...)
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestATreeThatIsKnownComesWithoutItsPaths(t *testing.T) {
	s := open(t, freshFile(t))
	described := fromGitHub(tracker.Batch{Repositories: []tracker.Repository{{RepositoryRef: kernels, Topics: []string{"cuda"}, UpdatedAt: at(1)}}})
	apply(t, s, described, tree("a", 1, "x"))
	err := s.Trees(t.Context(), func(tree store.RepositoryTree) bool {
		return tree.CommitSHA == "a" && slices.Equal(tree.Topics, []string{"cuda"})
	},
		func(tree store.RepositoryTree) {
			if tree.Repository != kernels || tree.Paths != nil {
				t.Errorf("got %+v", tree)
			}
		})
	if err != nil {
		t.Fatal(err)
	}
}

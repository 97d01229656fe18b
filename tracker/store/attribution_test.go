package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
)

// attributor is a catalogue in which every kind of rule has a domain.
func attributor(t testing.TB, paths ...string) store.Attributor {
	t.Helper()
	c, err := domain.New([]domain.Domain{
		{Slug: "words", Words: []string{"edition", "fuse"}},
		{Slug: "labels", Labels: []string{"kernel", "later"}},
		{Slug: "topics", Topics: []string{"gpu"}},
		{Slug: "cores", Repositories: []string{"acme/cores"}},
		{Slug: "paths", Paths: append([]string{"a/**"}, paths...)},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return ingest.Attributor(c)
}

func openAttributed(t testing.TB, dsn string, a store.Attributor) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dsn, store.Options{Attributor: a})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func derivedLines(t testing.TB, s *store.Store) []string {
	t.Helper()
	lines, err := s.DerivedLines(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func attributeAll(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Attribute(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
}

// seeds are how many random histories a test tries.
func seeds() uint64 {
	if testing.Short() {
		return 1
	}
	return 4
}

// placing is an operation that may move things between domains.
func placing(r *rand.Rand) tracker.Batch {
	b := fromGitHub(operation(r))
	for i := range b.Threads {
		p := &b.Threads[i]
		p.Title = fmt.Sprintf("Change %d, %s", p.Number, []string{"edition", "nothing"}[r.IntN(2)])
		p.Labels = [][]string{nil, {"kernel"}, {"bug"}, {"later", "kernel"}}[r.IntN(4)]
		p.PullRequest.MergeCommitSHA = fmt.Sprint("c", r.IntN(8))
		if r.IntN(2) == 0 {
			p.PullRequest.Files = []tracker.FileChange{{Path: []string{"a/x.go", "b/y.go", "go.sum"}[r.IntN(3)], Additions: 3, Deletions: 1, Change: "modified"},
				{Path: "b/z.go", Additions: r.IntN(50), Deletions: 1, Change: "modified"}}
			p.PullRequest.ChangedFiles = 2
		}
	}
	for i := range b.Commits {
		b.Commits[i].Headline = []string{"Fuse", "Split"}[r.IntN(2)]
		if r.IntN(2) == 0 {
			b.Commits[i].Files = []tracker.FileChange{{Path: []string{"a/x.go", "b/y.go"}[r.IntN(2)], Additions: 5, Deletions: 2}}
		}
	}
	if r.IntN(8) == 0 {
		ref := kernels
		ref.Name = []string{"kernels", "cores"}[r.IntN(2)]
		b.Repositories = append(b.Repositories, tracker.Repository{RepositoryRef: ref, Topics: [][]string{{"gpu"}, {"web"}}[r.IntN(2)], UpdatedAt: at(200 + r.IntN(50))})
	}
	return b
}

func TestSharesEqualARebuildAfterAnyOperations(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		for seed := range seeds() {
			r := rand.New(rand.NewPCG(seed, 5))
			kept, late := openAttributed(t, fresh(), attributor(t)), fresh()
			unattributed := open(t, late)
			for step := range 60 {
				b := placing(r)
				apply(t, kept, b)
				apply(t, unattributed, b)
				if step%10 != 9 {
					continue
				}
				before := derivedLines(t, kept)
				if err := kept.RebuildRollups(t.Context()); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(derivedLines(t, kept), before); diff != "" {
					t.Fatalf("seed %d, step %d: kept shares differ from rebuilt ones (-rebuilt +kept):\n%s", seed, step, diff)
				}
			}
			s := openAttributed(t, late, attributor(t))
			attributeAll(t, s)
			if len(derivedLines(t, s)) < 5 {
				t.Fatalf("seed %d: hardly anything lies anywhere", seed)
			}
			if diff := cmp.Diff(derivedLines(t, kept), derivedLines(t, s)); diff != "" {
				t.Fatalf("seed %d: what was attributed late differs (-kept +late):\n%s", seed, diff)
			}
		}
	})
}

func TestAnotherCatalogueAttributesEverythingAgain(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		r := rand.New(rand.NewPCG(1, 6))
		before, after := attributor(t), attributor(t, "b/**")
		first, direct := fresh(), openAttributed(t, fresh(), after)
		old := openAttributed(t, first, before)
		for range 40 {
			b := placing(r)
			apply(t, old, b)
			apply(t, direct, b)
		}
		facts := fingerprint(t, old)
		s := openAttributed(t, first, after)
		b := placing(r) // stored before anybody attributed again
		apply(t, s, b)
		apply(t, direct, b)
		attributeAll(t, s)
		if diff := cmp.Diff(derivedLines(t, direct), derivedLines(t, s)); diff != "" {
			t.Errorf("attributed again (-directly +again):\n%s", diff)
		}
		without := open(t, first) // as a program without a catalogue does
		apply(t, without, history())
		apply(t, direct, history())
		attributeAll(t, s)
		if diff := cmp.Diff(derivedLines(t, direct), derivedLines(t, s)); diff != "" {
			t.Errorf("written without a catalogue (-directly +again):\n%s", diff)
		}
		if facts == fingerprint(t, s) {
			t.Error("the fingerprint does not see facts")
		}
		if fingerprint(t, direct) != fingerprint(t, s) {
			t.Error("the fingerprint of the facts depends on the catalogue")
		}
	})
}

func TestAnAttributionThatWasStoppedGoesOn(t *testing.T) {
	dsn := freshFile(t)
	apply(t, open(t, dsn), storebench.Batch(0, 1900))
	s := openAttributed(t, dsn, attributor(t))
	ctx, stop := context.WithCancel(t.Context())
	var came store.Attributed
	err := s.Attribute(ctx, func(a store.Attributed) { came = a; stop() })
	if !errors.Is(err, context.Canceled) || came.Done == 0 || came.Done >= came.Total {
		t.Fatalf("stopped after %d of %d: %v", came.Done, came.Total, err)
	}
	again := 0
	if err := s.Attribute(t.Context(), func(a store.Attributed) { again = a.Done }); err != nil {
		t.Fatal(err)
	}
	if came.Done+again != came.Total {
		t.Errorf("%d and then %d were attributed, of %d", came.Done, again, came.Total)
	}
	before := derivedLines(t, s)
	if err := s.RebuildRollups(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(derivedLines(t, s), before); diff != "" {
		t.Errorf("a rebuild differs:\n%s", diff)
	}
}

func TestABatchThatSaysNothingNewReachesNobody(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := openAttributed(t, fresh(), attributor(t))
		apply(t, s, history())
		revision := func() int64 {
			kept, err := s.Kept(t.Context(), []store.Question{{Accounts: []int64{1, 2, 3, 4, 5}}})
			if err != nil {
				t.Fatal(err)
			}
			return kept.Revisions[0]
		}
		before := revision()
		apply(t, s, history())
		if before == 0 || revision() != before {
			t.Errorf("the revision went from %d to %d", before, revision())
		}
	})
}

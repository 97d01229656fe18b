package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// TestWhatMovesAskOfAStore asks on both engines of ana, whose change ben merged, and of an
// open issue: there are no domains, so all lies in the repository.
func TestWhatMovesAskOfAStore(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		old, later := merged(pullRequest(1, ana, at(1)), ben, at(2)), merged(pullRequest(2, chloe, at(24*300)), ben, at(24*300+5))
		later.CreatedAt = at(24 * 300)
		later.PullRequest.Additions, later.PullRequest.Deletions = 30, 4
		later.Labels = []string{"area: loader"}
		issue := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: kernels, Kind: tracker.IssueKind, Number: 3}, Title: "Who takes this?", Author: ana,
			State: tracker.Open, CreatedAt: at(30), UpdatedAt: at(31), Labels: []string{"help wanted"}}
		apply(t, s, fromGitHub(tracker.Batch{Threads: []tracker.Thread{old, later, issue}, Reviews: []tracker.Review{review(7, later, ben, tracker.Approved, at(24*300+1))}}))
		keys, err := s.AccountKeys(t.Context(), []tracker.Account{ana, ben, chloe})
		must(t, err)
		here, end := store.Ground{Repository: "acme/kernels"}, at(24*400)

		months, err := s.MergedMonths(t.Context(), keys[1:2])
		must(t, err)
		want := store.MergedMonths{keys[1]: {"acme/kernels": {store.MonthNumber(at(2)), store.MonthNumber(at(24 * 300))}}}
		if diff := cmp.Diff(want, months); diff != "" {
			t.Error("months: -want +got\n", diff)
		}
		first, err := s.FirstKnown(t.Context(), []string{"acme/kernels"})
		must(t, err)
		if !first["acme/kernels"].Equal(at(1)) {
			t.Errorf("known since %v, want %v", first, at(1))
		}
		alive, err := s.Presences(t.Context(), at(24*290), end)
		must(t, err)
		if len(alive) != 1 || alive[0].People != 2 || alive[0].Acts != 2 {
			t.Errorf("presences %+v, want chloe's change and ben's review", alive)
		}
		firsts, err := s.FirstMerges(t.Context(), end)
		must(t, err)
		if diff := cmp.Diff([]store.FirstMerge{{keys[0], "acme/kernels", at(2)}, {keys[2], "acme/kernels", at(24*300 + 5)}}, firsts); diff != "" {
			t.Error("first merges: -want +got\n", diff)
		}
		shipped, err := s.ShippedWith(t.Context(), keys[:1], at(0))
		must(t, err)
		if diff := cmp.Diff([]store.Shipped{{keys[0], keys[1], 1}}, shipped); diff != "" {
			t.Error("shipped: -want +got\n", diff)
		}
		active, err := s.ActiveIn(t.Context(), keys[:1], at(0), at(20))
		must(t, err)
		if diff := cmp.Diff([]store.ActiveIn{{keys[0], "acme/kernels", at(1)}}, active); diff != "" {
			t.Error("active: -want +got\n", diff)
		}
		shared, err := s.SharedThreads(t.Context(), [][2]int64{{keys[0], keys[1]}, {keys[0], keys[2]}}, 3)
		must(t, err)
		if len(shared[0]) != 1 || shared[0][0].Number != 1 || len(shared[1]) != 0 {
			t.Errorf("shared threads %+v", shared)
		}
		waits, err := s.OpenThreads(t.Context(), here, 10)
		must(t, err)
		if len(waits) != 1 || waits[0].Number != 3 || !waits[0].FreshAt.Equal(at(31)) || waits[0].Labels[0] != "help wanted" {
			t.Errorf("open threads %+v", waits)
		}
		lately, err := s.MergedThreads(t.Context(), here, at(24), 10)
		must(t, err)
		if len(lately) != 1 || lately[0].Number != 2 || lately[0].Lines != 34 || lately[0].AuthorKey != keys[2] {
			t.Errorf("merged threads %+v", lately)
		}
		newcomers, err := s.FirstChanges(t.Context(), here, at(0), end, 10)
		must(t, err)
		if len(newcomers) != 1 || newcomers[0].Number != 2 || newcomers[0].Reviews != 1 || newcomers[0].MergedAt.Sub(newcomers[0].OpenedAt) != 5*time.Hour {
			t.Errorf("first changes %+v, want chloe's: ana was there from the first", newcomers)
		}
	})
}

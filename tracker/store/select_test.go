package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// titled is a pull request called title.
func titled(number int, title string) tracker.Thread {
	t := pullRequest(number, []tracker.Account{ana, ben, chloe}[number%3], at(number))
	t.Title = title
	return t
}

func TestWordsFindTheTitlesThatContainThem(t *testing.T) {
	titles := []string{"Fix flash_attn on GPUs", "fix: the DataLoader hangs", "100% of c++ tests", "Über die Größe", "Loader, loader", "Revert \"fix\"", "数据 加载", "a.b/c-d"}
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		b := tracker.Batch{}
		for i, title := range titles {
			b.Threads = append(b.Threads, titled(i+1, "former words"), titled(i+1, title))
		}
		apply(t, s, fromGitHub(b))
		for query, want := range map[string][]int{
			"fix": {1, 2, 6}, "FIX": {1, 2, 6}, "loader": {2, 5}, "load": {2, 5}, "fix loader": {2}, "flash_attn": {1}, "h_at": {1}, "100%": {3},
			"c++": {3}, "++": {3}, "größe": {4}, "数": {7}, "b/c": {8}, ".": {8}, "former": nil, "nowhere": nil, `"fix"`: {6}, `\`: nil,
		} {
			for _, f := range []store.EvidenceFilter{{Query: query}, {Query: query, Repository: "acme/kernels"}} {
				var got []int
				for _, c := range facts(t, s, f) {
					got = append(got, c.Number)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("threads found by %q, repository %q (-want +got):\n%s", query, f.Repository, diff)
				}
			}
		}
		assertRebuildEqual(t, s)
	})
}

func TestEveryFilterSelectsWhatItSays(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		apply(t, s, history())
		all := facts(t, s, store.EvidenceFilter{})
		together := map[int]bool{}
		for _, c := range all {
			together[c.Number] = together[c.Number] || c.Account.Login == "ben"
		}
		_, accounts, err := s.FindAccounts(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		for name, test := range map[string]struct {
			filter store.EvidenceFilter
			keep   func(tracker.Contribution) bool
		}{
			"a state":                 {store.EvidenceFilter{State: tracker.Merged}, func(c tracker.Contribution) bool { return c.State == tracker.Merged }},
			"a review's state":        {store.EvidenceFilter{State: tracker.Approved}, func(c tracker.Contribution) bool { return c.State == tracker.Approved }},
			"a state it cannot have":  {store.EvidenceFilter{State: tracker.Approved, Kinds: []tracker.Kind{tracker.IssueKind}}, func(tracker.Contribution) bool { return false }},
			"with somebody":           {store.EvidenceFilter{WithLogin: "Ben"}, func(c tracker.Contribution) bool { return together[c.Number] }},
			"an account with another": {store.EvidenceFilter{AccountIDs: accounts, WithLogin: "ben"}, func(c tracker.Contribution) bool { return c.Account == ana && together[c.Number] }},
			"with nobody known":       {store.EvidenceFilter{WithLogin: "stranger"}, func(tracker.Contribution) bool { return false }},
			"an unknown repository":   {store.EvidenceFilter{Repository: "acme/none"}, func(tracker.Contribution) bool { return false }},
			"a repository and kinds":  {store.EvidenceFilter{Repository: "ACME/kernels", Kinds: []tracker.Kind{tracker.CommitKind}}, func(c tracker.Contribution) bool { return c.Kind == tracker.CommitKind }},
			"a time":                  {store.EvidenceFilter{From: at(3), To: at(7)}, func(c tracker.Contribution) bool { return !c.OccurredAt.Before(at(3)) && c.OccurredAt.Before(at(7)) }},
		} {
			want := slices.DeleteFunc(slices.Clone(all), func(c tracker.Contribution) bool { return !test.keep(c) })
			if diff := cmp.Diff(lines(want), lines(facts(t, s, test.filter))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func lines(list []tracker.Contribution) string {
	var b strings.Builder
	for _, c := range list {
		fmt.Fprintln(&b, c.ID, c.Account.Login, c.Account.Email)
	}
	return b.String()
}

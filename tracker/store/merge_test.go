package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// one returns the only fact that a filter selects.
func one(t *testing.T, s *store.Store, f store.EvidenceFilter) tracker.Contribution {
	t.Helper()
	list := facts(t, s, f)
	if len(list) != 1 {
		t.Fatalf("%d facts, want 1: %v", len(list), list)
	}
	return list[0]
}

func TestWhichViewOfAPullRequestWins(t *testing.T) {
	edited := func(title string, when time.Time) tracker.Thread {
		v := pullRequest(1, ana, when)
		v.Title = title
		return v
	}
	closedIssueAnswer := pullRequest(1, ana, at(40))
	closedIssueAnswer.State, closedIssueAnswer.PullRequest = tracker.Closed, nil
	for name, test := range map[string]struct {
		views []tracker.Batch
		want  string // title and state
	}{
		"the newer view": {[]tracker.Batch{fromArchive(tracker.Batch{Threads: []tracker.Thread{edited("new", at(20))}}),
			fromArchive(tracker.Batch{Threads: []tracker.Thread{edited("old", at(10))}})}, "new open"},
		"GitHub at the same second": {[]tracker.Batch{fromGitHub(tracker.Batch{Threads: []tracker.Thread{edited("asked", at(10))}}),
			fromArchive(tracker.Batch{Threads: []tracker.Thread{edited("recorded", at(10))}})}, "asked open"},
		"GitHub's later answer, though UpdatedAt did not move": {[]tracker.Batch{fromGitHub(tracker.Batch{Threads: []tracker.Thread{edited("b", at(10))}}),
			fromGitHub(tracker.Batch{Threads: []tracker.Thread{edited("a", at(10))}})}, "a open"},
		"merged, over a later answer that says closed": {[]tracker.Batch{fromArchive(tracker.Batch{Threads: []tracker.Thread{merged(edited("x", at(1)), ben, at(30))}}),
			fromArchive(tracker.Batch{Threads: []tracker.Thread{closedIssueAnswer}})}, "Change 1 merged"},
		"nothing of a view without a time, where something is known": {[]tracker.Batch{fromArchive(tracker.Batch{Threads: []tracker.Thread{edited("known", at(10))}}),
			fromArchive(tracker.Batch{Threads: []tracker.Thread{edited("guess", time.Time{})}})}, "known open"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, freshFile(t))
			apply(t, s, test.views...)
			got := one(t, s, store.EvidenceFilter{})
			if text := got.Title + " " + string(got.State); text != test.want {
				t.Errorf("got %q, want %q", text, test.want)
			}
		})
	}
}

func TestARenamedRepositoryIsOne(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		bare := kernels
		bare.DatabaseID, bare.NodeID = 0, ""
		apply(t, s, fromClone(tracker.Batch{Commits: []tracker.Commit{{Repository: bare, SHA: "c9", AuthoredAt: at(1), OnDefault: true,
			Authors: []tracker.CommitAuthor{{Email: "1+ana@users.noreply.github.com", Account: tracker.Account{Host: host, Login: "ana", Kind: tracker.UserAccount}, Role: tracker.Author}}}}}))
		apply(t, s, fromGitHub(tracker.Batch{Threads: []tracker.Thread{pullRequest(1, ana, at(2))}}))
		renamed := kernels
		renamed.Name = "cores"
		apply(t, s, fromGitHub(tracker.Batch{Repositories: []tracker.Repository{{RepositoryRef: renamed, UpdatedAt: at(3)}}}))
		for _, name := range []string{"acme/kernels", "ACME/Cores"} {
			list := facts(t, s, store.EvidenceFilter{Repository: name})
			if len(list) != 2 {
				t.Fatalf("%d facts under %s, want 2", len(list), name)
			}
			for _, c := range list {
				if c.Repository != renamed || c.Account.DatabaseID != ana.DatabaseID {
					t.Errorf("%s is of %+v in %+v", c.ID, c.Account, c.Repository)
				}
			}
		}
	})
}

func TestALoginTakenOverDoesNotConfuse(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		renamed, squatter := ana, user(77, "ana")
		renamed.Login = "anna"
		apply(t, s, fromGitHub(tracker.Batch{Threads: []tracker.Thread{pullRequest(1, ana, at(2))}}))
		person, err := s.Track(t.Context(), ana, "test")
		if err != nil {
			t.Fatal(err)
		}
		apply(t, s, fromGitHub(tracker.Batch{Accounts: []tracker.Account{renamed}, Threads: []tracker.Thread{pullRequest(2, squatter, at(3))}}))
		if got := one(t, s, store.EvidenceFilter{PersonID: person.ID}); got.Number != 1 || got.Account.Login != "anna" {
			t.Errorf("the person's fact is %+v", got)
		}
		for _, login := range []string{"ANNA", "ana"} {
			if found, err := s.FindPerson(t.Context(), login); err != nil || found.ID != person.ID {
				t.Errorf("FindPerson(%s) = %+v, %v", login, found, err)
			}
		}
	})
}

func TestWantedThreadsAreThoseWithoutFreshDetail(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		wanted := func() []int {
			refs, err := s.WantedThreads(t.Context(), host, 10)
			if err != nil {
				t.Fatal(err)
			}
			numbers := []int{}
			for _, r := range refs {
				numbers = append(numbers, r.Number)
			}
			return numbers
		}
		view := func(number int, d tracker.Detail, updated time.Time) tracker.Batch {
			v := pullRequest(number, ana, updated)
			v.Detail = d
			return fromGitHub(tracker.Batch{Threads: []tracker.Thread{v}})
		}
		for _, step := range []struct {
			batch tracker.Batch
			want  []int
		}{
			{view(1, tracker.InPassing, at(1)), []int{}},
			{view(2, tracker.Wanted, at(9)), []int{2}},
			{view(1, tracker.Wanted, at(5)), []int{1, 2}},
			{view(2, tracker.Whole, at(9)), []int{1}},
			{view(2, tracker.InPassing, at(12)), []int{1, 2}},
			{view(1, tracker.Whole, at(5)), []int{2}},
		} {
			apply(t, s, step.batch)
			if diff := cmp.Diff(step.want, wanted()); diff != "" {
				t.Errorf("wanted (-want +got):\n%s", diff)
			}
		}
	})
}

func TestAnAddressThatIsLearnedMovesItsCommits(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		commit := tracker.Batch{Commits: []tracker.Commit{{Repository: kernels, SHA: "c1", AuthoredAt: at(1), OnDefault: true,
			Authors: []tracker.CommitAuthor{{Email: "ana@example.com", Role: tracker.Author}, {Email: "noreply@anthropic.com", Account: user(5, "claude"), Role: tracker.CoAuthor}}}}}
		link := tracker.Batch{EmailLinks: []tracker.EmailLink{{Email: "ana@example.com", Account: ana, Reason: "noreply"}}}
		one, other := open(t, fresh()), open(t, fresh())
		apply(t, one, fromClone(commit), fromClone(link))
		apply(t, other, fromClone(link), fromClone(commit))
		if fingerprint(t, one) != fingerprint(t, other) {
			t.Error("an address learned late gives another store than one learned early")
		}
		var who []string
		for _, c := range facts(t, one, store.EvidenceFilter{}) {
			who = append(who, c.Account.Login+c.Account.Email+" "+string(c.Account.Kind)+" "+string(c.Role))
		}
		if diff := cmp.Diff([]string{"ana user author", "noreply@anthropic.com agent co_author"}, who); diff != "" {
			t.Errorf("authors (-want +got):\n%s", diff)
		}
	})
}

func TestHostileTextIsStoredAlike(t *testing.T) {
	var sums []string
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		v := pullRequest(1, ana, at(1))
		v.Title = "nul \x00 and \xff end"
		v.Payload = tracker.Payload{Form: "graphql/pull_request", JSON: []byte("{\"a\":\"\x00\xff\"}")}
		apply(t, s, fromGitHub(tracker.Batch{Threads: []tracker.Thread{v}}))
		if got := one(t, s, store.EvidenceFilter{}).Title; got != "nul \uFFFD and \uFFFD end" {
			t.Errorf("title %q", got)
		}
		if sums = append(sums, fingerprint(t, s)); sums[0] != sums[len(sums)-1] {
			t.Error("the engines' fingerprints differ")
		}
	})
}

func TestEvidencePagesJoinUp(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		apply(t, s, history())
		seen := map[string]bool{}
		var last tracker.Contribution
		for after := ""; ; {
			page, err := s.Evidence(t.Context(), store.EvidenceFilter{}, after, 3)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page.Items {
				if seen[c.URL+c.Account.Login+c.Account.Email] || !last.OccurredAt.IsZero() && c.OccurredAt.After(last.OccurredAt) {
					t.Errorf("%s comes twice or out of order", c.URL)
				}
				seen[c.URL+c.Account.Login+c.Account.Email], last = true, c
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(seen) != len(facts(t, s, store.EvidenceFilter{})) {
			t.Errorf("the pages hold %d contributions", len(seen))
		}
		if _, err := s.Evidence(t.Context(), store.EvidenceFilter{}, "nonsense", 3); tracker.KindOf(err) != tracker.Invalid {
			t.Errorf("a place that is none: %v", err)
		}
	})
}

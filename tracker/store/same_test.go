package store_test

import (
	"cmp"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

// Four things that sources say of one repository and one person, both renamed.
var (
	formerKernels = tracker.RepositoryRef{Host: host, DatabaseID: 100, NodeID: "R_100", Owner: "acme", Name: "cuda"}
	namedCuda     = tracker.RepositoryRef{Host: host, Owner: "acme", Name: "Cuda"}
	formerAna     = tracker.Account{Host: host, DatabaseID: 1, NodeID: "U_1", Login: "ana-old", Kind: tracker.UserAccount}
	namedAna      = tracker.Account{Host: host, Login: "ana-old", Kind: tracker.UserAccount}
)

// clonedUnderFormerNames is a clone of a repository under its former name, whose
// commits name a person's former login.
func clonedUnderFormerNames() tracker.Batch {
	authors := []tracker.CommitAuthor{{Name: "Ana", Email: "ana-old@users.noreply.github.com", Account: namedAna, Role: tracker.Author}}
	return fromClone(tracker.Batch{Commits: []tracker.Commit{
		{Repository: namedCuda, SHA: "c1", AuthoredAt: at(4), Headline: "Fuse", OnDefault: true, Authors: authors, PullRequests: []int{1},
			Files: []tracker.FileChange{{Path: "a/b.go", Additions: 3}}, Trailers: []tracker.Trailer{{Key: "Reviewed-by", Value: "Ben"}}},
		{Repository: namedCuda, SHA: "c2", AuthoredAt: at(5), Headline: "Split", OnDefault: true, Authors: authors, PullRequests: []int{2, 8}},
	}, Cursors: []tracker.Cursor{{Source: tracker.CloneSource, Scope: "repository:github.com/acme/cuda", Stream: "commits", Position: []byte(`"c2"`)}}})
}

// recordedUnderFormerNames is what an old archive hour says.
func recordedUnderFormerNames() tracker.Batch {
	thread := pullRequest(7, formerAna, at(2))
	thread.Repository, thread.Author.SeenAt = formerKernels, at(2)
	return fromArchive(tracker.Batch{Threads: []tracker.Thread{thread}})
}

func TestWhatTurnsOutToBeTheSameIsOne(t *testing.T) {
	type step func() tracker.Batch
	asked := step(history)
	tracked := step(func() tracker.Batch { return fromClone(tracker.Batch{Followed: []tracker.Account{namedAna}}) })
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		for name, test := range map[string]struct{ split, whole []step }{
			"a clone, then GitHub under the same names": {
				[]step{clonedUnderFormerNames, recordedUnderFormerNames}, []step{recordedUnderFormerNames, clonedUnderFormerNames}},
			"a clone under former names, then GitHub, then an archive that knows both": {
				[]step{clonedUnderFormerNames, asked, recordedUnderFormerNames}, []step{recordedUnderFormerNames, asked, clonedUnderFormerNames}},
			"GitHub, then a clone under former names, then an archive that knows both": {
				[]step{asked, clonedUnderFormerNames, recordedUnderFormerNames}, []step{recordedUnderFormerNames, asked, clonedUnderFormerNames}},
			"a person who was tracked by a former login": {
				[]step{asked, tracked, clonedUnderFormerNames, recordedUnderFormerNames}, []step{recordedUnderFormerNames, tracked, asked, clonedUnderFormerNames}},
		} {
			split, whole := open(t, fresh()), open(t, fresh())
			for _, s := range test.split {
				apply(t, split, s())
			}
			for _, s := range test.whole {
				apply(t, whole, s())
			}
			if fingerprint(t, split) != fingerprint(t, whole) {
				t.Errorf("%s: the store is not as if it had been known from the beginning", name)
				t.Logf("split:\n%swhole:\n%s", lines(facts(t, split, store.EvidenceFilter{})), lines(facts(t, whole, store.EvidenceFilter{})))
			}
			assertRebuildEqual(t, split)
			for _, s := range test.split {
				apply(t, split, s())
			}
			if fingerprint(t, split) != fingerprint(t, whole) {
				t.Errorf("%s: the same batches again changed something", name)
			}
		}
	})
}

func TestTheOrderInWhichTheSameIsLearnedDoesNotMatter(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		first := ""
		for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
			s := open(t, fresh())
			for _, i := range order {
				apply(t, s, []func() tracker.Batch{history, clonedUnderFormerNames, recordedUnderFormerNames}[i]())
			}
			if first = cmp.Or(first, fingerprint(t, s)); fingerprint(t, s) != first {
				t.Errorf("the order %v gives another store", order)
			}
			assertRebuildEqual(t, s)
		}
	})
}

func TestTwoPeopleWhoTurnOutToBeTheSameAreOne(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		apply(t, s, history(), clonedUnderFormerNames())
		first, err := s.Track(t.Context(), ana, "test")
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.Track(t.Context(), namedAna, "test")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.JoinAccount(t.Context(), second.ID, tracker.Account{Host: host, Email: "dee@example.com", Kind: tracker.EmailAccount}, "test", "she said so"); err != nil {
			t.Fatal(err)
		}
		apply(t, s, recordedUnderFormerNames())
		people, err := s.People(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(people) != 1 || people[0].Person.ID != first.ID || len(people[0].Person.Accounts) != 2 {
			t.Errorf("people: %+v", people)
		}
		joins, err := s.Joins(t.Context(), first.ID)
		if err != nil || len(joins) != 3 {
			t.Errorf("audit trail: %+v, %v", joins, err)
		}
		if found, err := s.FindPerson(t.Context(), "ana-old"); err != nil || found.ID != first.ID {
			t.Errorf("FindPerson(ana-old) = %+v, %v", found, err)
		}
	})
}

package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// archiveHours makes batches as archive hours give them: many small views of the
// same few things, some full, some trimmed, of things that change meanwhile.
func archiveHours(r *rand.Rand, n int) []tracker.Batch {
	people := []tracker.Account{ana, ben, chloe, robot, ghost}
	var batches []tracker.Batch
	for hour := range n {
		b := tracker.Batch{Source: tracker.ArchiveSource}
		for range 3 {
			number := 1 + r.IntN(4)
			when := at(10 + hour).Add(time.Duration(r.IntN(3600)) * time.Second)
			b.Threads = append(b.Threads, archiveView(r, number, when, people))
			thread := pullRequest(number, people[number%3], when)
			who := people[r.IntN(len(people))]
			who.SeenAt = when
			b.Comments = append(b.Comments, comment(int64(100*number+r.IntN(5)), thread, who, when))
			b.Comments[len(b.Comments)-1].Author = people[len(b.Comments)%len(people)]
			b.Comments[len(b.Comments)-1].CreatedAt = at(9)
			b.Reviews = append(b.Reviews, review(int64(10*number+r.IntN(3)), thread, people[(number+1)%3], tracker.Commented, at(9)))
		}
		batches = append(batches, b)
	}
	return batches
}

// archiveView is a pull request as one event shows it.
func archiveView(r *rand.Rand, number int, when time.Time, people []tracker.Account) tracker.Thread {
	author := people[number%3]
	author.SeenAt = when
	if when.After(at(30)) && author.DatabaseID == 1 {
		author.Login = "ana-renamed"
	}
	v := pullRequest(number, author, when)
	v.CreatedAt = at(number)
	v.Repository.Name = "kernels"
	if when.After(at(40)) {
		v.Repository.Name = "cores"
	}
	v.Title = fmt.Sprintf("Change %d, edition %d", number, r.IntN(3))
	v.PullRequest.IsDraft = r.IntN(2) == 0
	v.Labels = []string{[]string{"kernel", "bug", "later"}[r.IntN(3)]}
	v.PullRequest.Additions = r.IntN(4)
	v.AsOf = when
	switch r.IntN(5) {
	case 0: // a trimmed payload
		v.Title, v.Labels, v.UpdatedAt, v.Author = "", nil, time.Time{}, tracker.Account{}
		v.PullRequest = &tracker.PullRequest{HeadSHA: fmt.Sprint(r.IntN(3))}
	case 1:
		v.State = tracker.Closed
	case 2:
		if number%2 == 0 {
			v = merged(v, people[(number+1)%3], at(60))
			v.UpdatedAt = when
		}
	}
	return v
}

func TestTheOrderOfArchiveHoursDoesNotMatter(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		for seed := range uint64(6) {
			r := rand.New(rand.NewPCG(seed, 1))
			hours := archiveHours(r, 24)
			straight := open(t, fresh())
			apply(t, straight, hours...)
			for range 2 {
				r.Shuffle(len(hours), func(i, j int) { hours[i], hours[j] = hours[j], hours[i] })
				shuffled := open(t, fresh())
				apply(t, shuffled, rejoined(r, hours)...)
				if a, b := fingerprint(t, straight), fingerprint(t, shuffled); a != b {
					t.Fatalf("seed %d: another order of hours gives another store", seed)
				}
				assertRebuildEqual(t, shuffled)
			}
		}
	})
}

// rejoined splits batches into single views and joins them into other batches.
func rejoined(r *rand.Rand, batches []tracker.Batch) []tracker.Batch {
	var out []tracker.Batch
	current := tracker.Batch{Source: tracker.ArchiveSource}
	flush := func() {
		if r.IntN(4) == 0 {
			out = append(out, current)
			current = tracker.Batch{Source: tracker.ArchiveSource}
		}
	}
	for _, b := range batches {
		for _, v := range b.Threads {
			current.Threads = append(current.Threads, v)
			flush()
		}
		for _, v := range b.Comments {
			current.Comments = append(current.Comments, v)
			flush()
		}
		for _, v := range b.Reviews {
			current.Reviews = append(current.Reviews, v)
			flush()
		}
	}
	return append(out, current)
}

func assertRebuildEqual(t *testing.T, s *store.Store) {
	t.Helper()
	before := fingerprint(t, s)
	if err := s.RebuildRollups(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, s) != before {
		t.Fatal("the rollups that were kept differ from rebuilt ones")
	}
}

// operation is one thing that a source or a person may do.
func operation(r *rand.Rand) tracker.Batch {
	people := []tracker.Account{ana, ben, chloe, robot}
	number := 1 + r.IntN(3)
	when := at(100 + r.IntN(50))
	thread := pullRequest(number, people[number%3], when)
	thread.Detail = tracker.Whole
	if r.IntN(2) == 0 {
		thread = merged(thread, people[r.IntN(4)], when)
	}
	thread.PullRequest.CommitSHAs = []string{fmt.Sprint("c", r.IntN(4)), fmt.Sprint("c", 4+r.IntN(4))}
	switch r.IntN(7) {
	case 0, 1:
		return tracker.Batch{Threads: []tracker.Thread{thread}}
	case 2:
		return tracker.Batch{Reviews: []tracker.Review{review(int64(10*number+r.IntN(3)), thread, people[r.IntN(4)], tracker.Approved, when)}}
	case 3:
		return tracker.Batch{Comments: []tracker.Comment{comment(int64(100*number+r.IntN(3)), thread, people[r.IntN(4)], when)}}
	case 4:
		email := fmt.Sprintf("%d@example.com", r.IntN(3))
		return tracker.Batch{Commits: []tracker.Commit{{Repository: kernels, SHA: fmt.Sprint("c", r.IntN(8)), AuthoredAt: at(r.IntN(3000)),
			OnDefault: r.IntN(3) == 0, Authors: []tracker.CommitAuthor{{Name: "X", Email: email, Role: tracker.Author},
				{Email: "noreply@anthropic.com", Role: tracker.CoAuthor}}}}}
	case 5:
		return tracker.Batch{EmailLinks: []tracker.EmailLink{{Email: fmt.Sprintf("%d@example.com", r.IntN(3)), Account: people[r.IntN(3)], Reason: "noreply"}}}
	default:
		stones := []tracker.Tombstone{{Kind: tracker.PullRequestKind, Thread: thread.ThreadRef}, {Thread: tracker.ThreadRef{Repository: kernels}},
			{Kind: tracker.ReviewKind, Thread: thread.ThreadRef, DatabaseID: int64(10*number + r.IntN(3))}}
		stone := stones[r.IntN(3)]
		stone.Reason, stone.At = tracker.Deleted, when
		return tracker.Batch{Tombstones: []tracker.Tombstone{stone}}
	}
}

func TestRollupsEqualARebuildAfterAnyOperations(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		for seed := range uint64(4) {
			r := rand.New(rand.NewPCG(seed, 2))
			s := open(t, fresh())
			for step := range 60 {
				apply(t, s, fromGitHub(operation(r)))
				if step%10 == 9 {
					assertRebuildEqual(t, s)
				}
			}
		}
	})
}

func TestGoneThingsLeaveAndComeBack(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		apply(t, s, history())
		before := fingerprint(t, s)
		thread := history().Threads[0]
		for name, stone := range map[string]tracker.Tombstone{
			"a thread":     {Kind: tracker.PullRequestKind, Thread: thread.ThreadRef, Reason: tracker.Deleted, At: at(60)},
			"a repository": {Thread: tracker.ThreadRef{Repository: kernels}, Reason: tracker.Inaccessible, At: at(60)},
			"a review":     {Kind: tracker.ReviewKind, Thread: thread.ThreadRef, DatabaseID: 11, Reason: tracker.Deleted, At: at(60)},
		} {
			total := len(facts(t, s, store.EvidenceFilter{}))
			gone := apply(t, s, fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{stone}}))
			removed := 0
			for _, n := range gone.Removed {
				removed += n
			}
			if left := len(facts(t, s, store.EvidenceFilter{})); removed == 0 || left != total-removed {
				t.Errorf("%s gone: %d facts of %d left, %d removed", name, left, total, removed)
			}
			archive := history()
			archive.Source = tracker.ArchiveSource
			apply(t, s, archive)
			if left := len(facts(t, s, store.EvidenceFilter{})); left != total-removed {
				t.Errorf("%s: an archive brought it back", name)
			}
			apply(t, s, history())
			if fingerprint(t, s) != before {
				t.Errorf("%s: shown by GitHub again, the store is not as it was", name)
			}
		}
	})
}

func TestAJoinCanBeUndone(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		apply(t, s, history())
		person, err := s.Track(t.Context(), ana, "test")
		if err != nil {
			t.Fatal(err)
		}
		before, alone := fingerprint(t, s), len(facts(t, s, store.EvidenceFilter{PersonID: person.ID}))
		dee := tracker.Account{Host: host, Email: "dee@example.com", Kind: tracker.EmailAccount}
		join, err := s.JoinAccount(t.Context(), person.ID, dee, "test", "she said so")
		if err != nil {
			t.Fatal(err)
		}
		if got := len(facts(t, s, store.EvidenceFilter{PersonID: person.ID})); got != alone+1 {
			t.Errorf("joined: %d facts, want %d", got, alone+1)
		}
		if err := s.UndoJoin(t.Context(), join.ID, "test"); err != nil {
			t.Fatal(err)
		}
		if fingerprint(t, s) != before {
			t.Error("undoing the join did not restore the store")
		}
		joins, err := s.Joins(t.Context(), person.ID)
		if err != nil {
			t.Fatal(err)
		}
		var actions []string
		for _, j := range joins {
			actions = append(actions, j.Action)
		}
		if want := []string{"tracked", "joined", "split"}; !slices.Equal(actions, want) {
			t.Errorf("audit trail %v, want %v", actions, want)
		}
	})
}

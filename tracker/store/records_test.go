package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rungless/tracker"
	"rungless/tracker/store"
)

// records returns what a filter selects.
func records(t testing.TB, s *store.Store, f store.RecordFilter) []tracker.Record {
	t.Helper()
	var list []tracker.Record
	if err := s.Records(context.Background(), f, func(r tracker.Record) error { list = append(list, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return list
}

// names tells records by "repository#number", commits by "repository@hash".
func names(list []tracker.Record) []string {
	var out []string
	for _, r := range list {
		name := fmt.Sprintf("%s#%d", r.Thread.Repository.Name, r.Thread.Number)
		if r.Thread.Kind == tracker.CommitKind {
			name = r.Thread.Repository.Name + "@" + r.Commits[0].SHA
		}
		out = append(out, name)
	}
	return out
}

func issue(number int, author tracker.Account) tracker.Thread {
	return tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: kernels, Kind: tracker.IssueKind, Number: number, NodeID: fmt.Sprintf("I_%d", number)},
		Title: fmt.Sprintf("Issue %d", number), Author: author, State: tracker.Open, CreatedAt: at(number), UpdatedAt: at(number)}
}

// bare is what a source knows of somebody by name.
func bare(a tracker.Account) tracker.Account { a.SeenAt = time.Time{}; return a }

// The commits of rich: of the branch, of its merge, and one outside of pull requests.
const (
	b1 = "b100000000000000000000000000000000000000"
	b2 = "b200000000000000000000000000000000000000"
	m2 = "e200000000000000000000000000000000000000"
	c9 = "c900000000000000000000000000000000000000"
)

// rich is a batch with a thread of each kind, all of it filled, and the records
// that it comes to.
func rich() (tracker.Batch, []tracker.Record) {
	repository := tracker.Repository{RepositoryRef: kernels, Topics: []string{"cuda", "kernels"}, UpdatedAt: at(1)}
	asked := issue(1, ben)
	asked.State, asked.StateReason, asked.ClosedAt, asked.Milestone = tracker.Closed, "completed", at(30), "1.0"
	asked.Labels, asked.Assignees, asked.Closes = []string{"area: kernels", "bug"}, []tracker.Account{ana}, []tracker.ThreadRef{}
	asked.Comments, asked.Reactions, asked.Detail, asked.UpdatedAt = 1, 2, tracker.Whole, at(31)

	pull := merged(pullRequest(2, ana, at(30)), ben, at(30))
	pull.AuthorAssociation, pull.Labels, pull.Assignees, pull.Detail = "member", []string{}, []tracker.Account{}, tracker.Whole
	pull.Closes = []tracker.ThreadRef{asked.ThreadRef}
	pr := pull.PullRequest
	pr.HeadSHA, pr.MergeCommitSHA, pr.Additions, pr.Deletions, pr.ChangedFiles = b2, m2, 12, 3, 2
	pr.Files = []tracker.FileChange{{Path: "csrc/attention.cu", Additions: 12, Deletions: 3, Change: "modified"}, {Path: "tile.png", Additions: -1, Deletions: -1, Change: "added"}}
	pr.CommitSHAs = []string{b1, b2}
	pr.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ben, By: ana, At: at(3)}, {Team: "acme/kernels", By: ana, At: at(4)}}

	question := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: kernels, Kind: tracker.DiscussionKind, Number: 3, NodeID: "D_3"},
		Title: "Which tile?", Author: chloe, State: tracker.Open, CreatedAt: at(40), UpdatedAt: at(45),
		Discussion: &tracker.Discussion{Category: "Q&A", IsAnswerable: true, IsAnswered: true, AnswerID: 31, AnswerBy: chloe, Upvotes: 4}}

	commit := func(sha, email string, hours int) tracker.Commit {
		return tracker.Commit{Repository: kernels, SHA: sha, NodeID: "C_" + sha, Headline: "Step " + sha, Parents: 1, Additions: 5, Deletions: 1, ChangedFiles: 1,
			Authors:    []tracker.CommitAuthor{{Name: "Ana", Email: email, Account: ana, Role: tracker.Author}},
			AuthoredAt: at(hours).In(time.FixedZone("", 2*60*60)), CommittedAt: at(hours)}
	}
	first, second, merge, lone := commit(b1, "ana@example.org", 5), commit(b2, "", 6), commit(m2, "ana@example.org", 30), commit(c9, "ana@example.org", 50)
	second.Authors = append(second.Authors, tracker.CommitAuthor{Name: "Chloe", Email: "chloe@example.org", Account: chloe, Role: tracker.CoAuthor})
	second.Trailers = []tracker.Trailer{{Key: "Co-authored-by", Value: "Chloe <chloe@example.org>"}}
	merge.OnDefault, merge.PullRequests = true, []int{2}
	lone.OnDefault, lone.Files = true, []tracker.FileChange{{Path: "Makefile", Additions: 5, Deletions: 1, Change: "modified"}}

	approval := review(21, pull, ben, tracker.Approved, at(20))
	approval.AuthorAssociation, approval.CommitSHA = "owner", b2
	onLine := tracker.Comment{Kind: tracker.ReviewComment, Thread: pull.ThreadRef, DatabaseID: 22, NodeID: "RC_22", Author: ben, CreatedAt: at(20), UpdatedAt: at(21),
		ReviewID: 21, ReplyTo: 7, Path: "csrc/attention.cu", CommitSHA: b2, Reactions: 1}
	said := comment(11, asked, ana, at(7))
	said.Payload, said.IsMinimized = tracker.Payload{}, true
	answer := tracker.Comment{Kind: tracker.DiscussionComment, Thread: question.ThreadRef, DatabaseID: 31, NodeID: "DC_31", Author: ana, CreatedAt: at(42), UpdatedAt: at(42), IsAnswer: true}

	batch := fromGitHub(tracker.Batch{Repositories: []tracker.Repository{repository}, Threads: []tracker.Thread{question, pull, asked},
		Reviews: []tracker.Review{approval}, Comments: []tracker.Comment{answer, onLine, said}, Commits: []tracker.Commit{lone, merge, second, first}})
	of := func(thread tracker.Thread) tracker.Record {
		return tracker.Record{Thread: thread, Topics: repository.Topics}
	}
	issueRecord, pullRecord, questionRecord := of(asked), of(pull), of(question)
	issueRecord.Comments = []tracker.Comment{said}
	pullRecord.Reviews, pullRecord.Comments, pullRecord.Commits = []tracker.Review{approval}, []tracker.Comment{onLine}, []tracker.Commit{first, second, merge}
	questionRecord.Comments = []tracker.Comment{answer}
	loneRecord := of(tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: kernels, Kind: tracker.CommitKind, NodeID: "C_" + c9}, Title: "Step " + c9, Author: ana, CreatedAt: at(50)})
	loneRecord.Commits = []tracker.Commit{lone}
	return batch, []tracker.Record{issueRecord, pullRecord, questionRecord, loneRecord}
}

func TestRecordsGiveBackWhatWasStored(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		batch, want := rich()
		apply(t, s, batch)
		got := records(t, s, store.RecordFilter{})
		sameMoment := cmp.Comparer(func(a, b time.Time) bool {
			_, x := a.Zone()
			_, y := b.Zone()
			return a.Equal(b) && x == y
		})
		if diff := cmp.Diff(want, got, sameMoment); diff != "" {
			t.Errorf("records (-stored +given back):\n%s", diff)
		}
	})
}

func TestRecordsAreOfThreadsInWhichSomebodyTookPart(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		batch, _ := rich()
		other := pullRequest(9, chloe, at(60))
		revert := merged(pullRequest(10, ben, at(61)), ben, at(61))
		revert.Title = `Revert "Change 2"`
		secret := issue(1, ana)
		secret.Repository = tracker.RepositoryRef{Host: host, DatabaseID: 200, Owner: "Acme", Name: "drills"}
		apply(t, s, batch, fromGitHub(tracker.Batch{Threads: []tracker.Thread{other, revert, secret}, Comments: []tracker.Comment{comment(91, other, robot, at(62))},
			Repositories: []tracker.Repository{{RepositoryRef: secret.Repository, IsPrivate: true, UpdatedAt: at(1)}}}))
		ids := func(login string) []int64 {
			_, ids, err := s.FindAccounts(t.Context(), login)
			if err != nil {
				t.Fatal(err)
			}
			return ids
		}
		for name, test := range map[string]struct {
			filter store.RecordFilter
			want   []string
		}{
			"everybody's":                        {store.RecordFilter{}, []string{"drills#1", "kernels#1", "kernels#2", "kernels#3", "kernels#9", "kernels#10", "kernels@" + c9}},
			"one account's":                      {store.RecordFilter{AccountIDs: ids("ana")}, []string{"drills#1", "kernels#1", "kernels#2", "kernels#3", "kernels@" + c9}},
			"public ones":                        {store.RecordFilter{AccountIDs: ids("ana"), PublicOnly: true}, []string{"kernels#1", "kernels#2", "kernels#3", "kernels@" + c9}},
			"of one's own commit alone":          {store.RecordFilter{AccountIDs: ids("chloe")}, []string{"kernels#2", "kernels#3", "kernels#9"}},
			"of a reviewer who merged":           {store.RecordFilter{AccountIDs: ids("ben")}, []string{"kernels#1", "kernels#2", "kernels#10"}},
			"with what they close, and reverts":  {store.RecordFilter{AccountIDs: ids("chloe"), Related: true}, []string{"kernels#1", "kernels#2", "kernels#3", "kernels#9", "kernels#10"}},
			"with what closes them":              {store.RecordFilter{Repository: "acme/kernels", Number: 1, Related: true}, []string{"kernels#1", "kernels#2"}},
			"one repository's, whatever case":    {store.RecordFilter{Repository: "ACME/drills"}, []string{"drills#1"}},
			"one thread":                         {store.RecordFilter{Repository: "acme/kernels", Number: 9}, []string{"kernels#9"}},
			"where somebody acted in a time":     {store.RecordFilter{From: at(42), To: at(51)}, []string{"kernels#3", "kernels@" + c9}},
			"where one of them acted in a time":  {store.RecordFilter{AccountIDs: ids("ben"), From: at(30), To: at(31)}, []string{"kernels#2"}},
			"of nobody":                          {store.RecordFilter{PersonID: 77}, nil},
			"of a repository that nobody stored": {store.RecordFilter{Repository: "acme/none"}, nil},
		} {
			if diff := cmp.Diff(test.want, names(records(t, s, test.filter))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestRecordsLeaveOutWhatIsGone(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		batch, _ := rich()
		apply(t, s, batch)
		pull := tracker.ThreadRef{Repository: kernels, Kind: tracker.PullRequestKind, Number: 2}
		apply(t, s, fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{
			{Thread: pull, Kind: tracker.ReviewKind, DatabaseID: 21, Reason: tracker.Deleted, At: at(70)},
			{Thread: tracker.ThreadRef{Repository: kernels, Kind: tracker.IssueKind, Number: 1}, Kind: tracker.IssueKind, Reason: tracker.Deleted, At: at(70)},
		}}))
		got := records(t, s, store.RecordFilter{})
		if diff := cmp.Diff([]string{"kernels#2", "kernels#3", "kernels@" + c9}, names(got)); diff != "" {
			t.Fatalf("records (-want +got):\n%s", diff)
		}
		if len(got[0].Reviews) != 0 || len(got[0].Thread.Closes) != 0 {
			t.Errorf("a deleted review or issue is still named: %v, %v", got[0].Reviews, got[0].Thread.Closes)
		}
	})
}

func TestACommitIsItsPersonsOnceTheAddressIs(t *testing.T) {
	s := open(t, freshFile(t))
	commit := tracker.Commit{Repository: kernels, SHA: "d1", Headline: "By hand", Parents: 1, Additions: -1, Deletions: -1, ChangedFiles: -1, OnDefault: true, CommittedAt: at(3), AuthoredAt: at(3),
		Authors: []tracker.CommitAuthor{{Name: "Ana", Email: "ana@home.example", Role: tracker.Author}}}
	apply(t, s, fromClone(tracker.Batch{Commits: []tracker.Commit{commit}}))
	before := records(t, s, store.RecordFilter{})[0].Thread.Author
	if before.Kind != tracker.EmailAccount || before.Email != "ana@home.example" {
		t.Errorf("before the address is known the author is %+v", before)
	}
	apply(t, s, fromGitHub(tracker.Batch{EmailLinks: []tracker.EmailLink{{Email: "ana@home.example", Account: ana, Reason: "github"}}}))
	after := records(t, s, store.RecordFilter{})[0].Thread.Author
	if diff := cmp.Diff(bare(ana), after, cmpopts.IgnoreFields(tracker.Account{}, "SeenAt")); diff != "" {
		t.Errorf("after it (-want +got):\n%s", diff)
	}
}

func TestRecordsStopAtTheFirstErrorOfTheirReader(t *testing.T) {
	s := open(t, freshFile(t))
	batch, _ := rich()
	apply(t, s, batch)
	enough, seen := errors.New("enough"), 0
	err := s.Records(t.Context(), store.RecordFilter{}, func(tracker.Record) error { seen++; return enough })
	if !errors.Is(err, enough) || seen != 1 {
		t.Errorf("got %v after %d records, want the reader's error after 1", err, seen)
	}
}

func TestFileTouchesAreWhatReachedTheDefaultBranch(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		batch, _ := rich()
		open, merge := pullRequest(9, chloe, at(60)), merged(pullRequest(8, ben, at(55)), chloe, at(55))
		open.PullRequest.Files = []tracker.FileChange{{Path: "csrc/attention.cu", Additions: 99}}
		merge.PullRequest.Files = []tracker.FileChange{{Path: "Makefile", Additions: 2, Deletions: 1, Change: "modified"}, {Path: "other", Additions: 1}}
		own := tracker.Commit{Repository: kernels, SHA: "m8", CommittedAt: at(55), OnDefault: true, PullRequests: []int{8}, Files: merge.PullRequest.Files,
			Authors: []tracker.CommitAuthor{{Name: "Ben", Account: ben, Role: tracker.Author}}}
		apply(t, s, batch, fromGitHub(tracker.Batch{Threads: []tracker.Thread{open, merge}, Commits: []tracker.Commit{own}}))
		touches, err := s.FileTouches(t.Context(), []store.FileRef{{Repository: kernels, Path: "Makefile"}, {Repository: kernels, Path: "csrc/attention.cu"}, {Repository: kernels, Path: "never"}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, touch := range touches {
			got = append(got, fmt.Sprintf("%s by %s, +%d -%d, hour %d", touch.Path, touch.By[0].Login, touch.Additions, touch.Deletions, int(touch.At.Sub(at(0)).Hours())))
		}
		want := []string{"csrc/attention.cu by ana, +12 -3, hour 30", "Makefile by ana, +5 -1, hour 50", "Makefile by ben, +2 -1, hour 55"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("touches (-want +got):\n%s", diff)
		}
	})
}

func TestAreasAreLabelsTopicsAndDirectories(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		batch, _ := rich()
		apply(t, s, batch)
		got, err := s.Areas(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := []store.RepositoryAreas{{Repository: kernels, Topics: []string{"cuda", "kernels"}, Labels: map[string]int{"area: kernels": 1, "bug": 1},
			Directories: map[string]int{"csrc": 1}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("areas (-want +got):\n%s", diff)
		}
	})
}

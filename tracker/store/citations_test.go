package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// cite names a comment of a thread as a link would: by names alone.
func cite(thread tracker.Thread, kind tracker.Kind, id int64) tracker.CommentRef {
	repository := tracker.RepositoryRef{Host: host, Owner: thread.Repository.Owner, Name: thread.Repository.Name}
	return tracker.CommentRef{Thread: tracker.ThreadRef{Repository: repository, Kind: thread.Kind, Number: thread.Number}, Kind: kind, DatabaseID: id}
}

// linked is ben's merged change 2, which cites ana's comment on chloe's issue 1 in
// its description, in a comment, in a review and in a commit.
func linked() tracker.Batch {
	asked := issue(1, chloe)
	said := comment(11, asked, ana, at(2))
	ref := cite(asked, tracker.IssueComment, 11)
	pull := merged(pullRequest(2, ben, at(20)), ben, at(20))
	pull.Detail, pull.Cites, pull.PullRequest.CommitSHAs = tracker.Whole, []tracker.CommentRef{ref}, []string{"c1"}
	reply := comment(12, pull, ben, at(10))
	reply.Wording, reply.Cites = tracker.Worded, []tracker.CommentRef{ref, cite(asked, tracker.IssueComment, 99)}
	approval := review(21, pull, chloe, tracker.Approved, at(15))
	approval.Wording, approval.Cites = tracker.Worded, []tracker.CommentRef{ref}
	commit := tracker.Commit{Repository: kernels, SHA: "c1", CommittedAt: at(9), Headline: "x", Cites: []tracker.CommentRef{ref},
		Authors: []tracker.CommitAuthor{{Email: "ben@example.org", Account: ben, Role: tracker.Author}}}
	return fromGitHub(tracker.Batch{Threads: []tracker.Thread{asked, pull}, Reviews: []tracker.Review{approval},
		Comments: []tracker.Comment{said, reply}, Commits: []tracker.Commit{commit}})
}

// citations lists the links of a record as "where: number#id".
func citations(r tracker.Record) []string {
	var out []string
	add := func(where string, refs []tracker.CommentRef) {
		for _, ref := range refs {
			out = append(out, fmt.Sprintf("%s: %s/%d#%d", where, ref.Thread.Repository.Name, ref.Thread.Number, ref.DatabaseID))
		}
	}
	add("description", r.Thread.Cites)
	for _, v := range r.Reviews {
		add("review", v.Cites)
	}
	for _, v := range r.Comments {
		add("comment", v.Cites)
	}
	for _, v := range r.Commits {
		add("commit", v.Cites)
	}
	return out
}

func citationsOf(t *testing.T, s *store.Store) []string {
	t.Helper()
	list := records(t, s, store.RecordFilter{Repository: "acme/kernels", Number: 2})
	if len(list) != 1 {
		t.Fatalf("%d records, want one", len(list))
	}
	return citations(list[0])
}

func TestAMergedChangeSaysWhichCommentsItCites(t *testing.T) {
	all := []string{"description: kernels/1#11", "review: kernels/1#11", "comment: kernels/1#11", "comment: kernels/1#99", "commit: kernels/1#11"}
	edited := linked()
	edited.Comments[1].Cites, edited.Comments[1].UpdatedAt = nil, at(30)
	older := fromArchive(linked())
	older.Comments[1].Cites, older.Comments[1].UpdatedAt = nil, at(9)
	silent := fromArchive(linked())
	silent.Comments[1].Wording, silent.Comments[1].Cites, silent.Comments[1].UpdatedAt = tracker.NotSaid, nil, at(30)
	rewritten := linked()
	rewritten.Threads[1].Cites, rewritten.Threads[1].UpdatedAt = []tracker.CommentRef{}, at(31)
	unsaid := linked()
	unsaid.Threads[1].Cites, unsaid.Threads[1].UpdatedAt, unsaid.Threads[1].Detail = nil, at(32), tracker.InPassing
	deleted := fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{{Kind: tracker.IssueComment, Thread: linked().Threads[1].ThreadRef, DatabaseID: 12, Reason: tracker.Deleted, At: at(40)}}})
	renamed := fromGitHub(tracker.Batch{Repositories: []tracker.Repository{{RepositoryRef: kernels, UpdatedAt: at(50)}}})
	renamed.Repositories[0].Name = "cores"
	for name, test := range map[string]struct {
		then []tracker.Batch
		want []string
	}{
		"as it was said":                            {nil, all},
		"said twice":                                {[]tracker.Batch{linked()}, all},
		"edited, the comment links to nothing":      {[]tracker.Batch{edited}, []string{all[0], all[1], all[4]}},
		"an older edition changes nothing":          {[]tracker.Batch{older}, all},
		"a source without texts changes nothing":    {[]tracker.Batch{silent}, all},
		"the description links to nothing any more": {[]tracker.Batch{rewritten}, all[1:]},
		"an index without descriptions":             {[]tracker.Batch{unsaid}, all},
		"the comment was deleted":                   {[]tracker.Batch{deleted}, []string{all[0], all[1], all[4]}},
		"deleted, and an archive still has it":      {[]tracker.Batch{deleted, fromArchive(linked())}, []string{all[0], all[1], all[4]}},
		"deleted, and GitHub shows it again":        {[]tracker.Batch{deleted, linked()}, all},
		"the repository was renamed": {[]tracker.Batch{renamed}, []string{"description: cores/1#11", "review: cores/1#11", "comment: cores/1#11",
			"comment: kernels/1#99", "commit: cores/1#11"}},
	} {
		t.Run(name, func(t *testing.T) {
			onEveryEngine(t, func(t *testing.T, fresh func() string) {
				s := open(t, fresh())
				apply(t, s, append([]tracker.Batch{linked()}, test.then...)...)
				got := citations(records(t, s, store.RecordFilter{})[1])
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
				assertRebuildEqual(t, s)
			})
		})
	}
}

func TestWhoseCommentIsCitedGetsTheChangeThatCitesIt(t *testing.T) {
	for name, spoil := range map[string]func(*tracker.Batch){
		"in the description": func(b *tracker.Batch) { b.Reviews, b.Comments[1].Cites, b.Commits[0].Cites = nil, nil, nil },
		"in a comment":       func(b *tracker.Batch) { b.Reviews, b.Threads[1].Cites, b.Commits[0].Cites = nil, nil, nil },
		"in a review":        func(b *tracker.Batch) { b.Threads[1].Cites, b.Comments[1].Cites, b.Commits[0].Cites = nil, nil, nil },
		"in a commit":        func(b *tracker.Batch) { b.Reviews, b.Threads[1].Cites, b.Comments[1].Cites = nil, nil, nil },
	} {
		t.Run(name, func(t *testing.T) {
			onEveryEngine(t, func(t *testing.T, fresh func() string) {
				s := open(t, fresh())
				b := linked()
				spoil(&b)
				apply(t, s, b)
				_, ids, err := s.FindAccounts(t.Context(), "ana")
				if err != nil {
					t.Fatal(err)
				}
				got := names(records(t, s, store.RecordFilter{AccountIDs: ids, Related: true}))
				if diff := cmp.Diff([]string{"kernels#1", "kernels#2"}, got); diff != "" {
					t.Errorf("records of who was cited (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestAnUnmergedChangeCitesNothingYet(t *testing.T) {
	s := open(t, freshFile(t))
	b := linked()
	b.Threads[1].State, b.Threads[1].PullRequest = tracker.Open, &tracker.PullRequest{CommitSHAs: []string{"c1"}}
	apply(t, s, b)
	if got := citationsOf(t, s); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestWhetherAReviewHasWordsIsGivenBack(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		b := linked()
		b.Comments = b.Comments[:1]
		apply(t, s, b)
		list := records(t, s, store.RecordFilter{})
		if got := list[1].Reviews[0].Wording; got != tracker.Worded {
			t.Errorf("the review's wording is %d, want worded", got)
		}
		if got := list[0].Comments[0].Wording; got != tracker.NotSaid {
			t.Errorf("the wording of a comment without a text is %d, want not said", got)
		}
	})
}

package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// history is a small one in which every kind of fact occurs.
func history() tracker.Batch {
	first, second := merged(pullRequest(1, ana, at(1)), ben, at(30)), pullRequest(2, robot, at(5))
	first.Detail = tracker.Whole
	first.Labels, first.Assignees = []string{"kernel", "bug"}, []tracker.Account{chloe}
	first.PullRequest.Files = []tracker.FileChange{{Path: "a/b.go", Additions: 3, Deletions: 1, Change: "modified"}}
	first.PullRequest.CommitSHAs = []string{"c1"}
	first.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ben, By: ana, At: at(2)}}
	issue := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: kernels, Kind: tracker.IssueKind, Number: 3}, Author: ghost,
		Title: "It crashes", State: tracker.Closed, CreatedAt: at(3), UpdatedAt: at(9)}
	first.Closes = []tracker.ThreadRef{issue.ThreadRef}
	onLine := comment(22, first, ben, at(7))
	onLine.Kind, onLine.ReviewID, onLine.Path = tracker.ReviewComment, 11, "a/b.go"
	return fromGitHub(tracker.Batch{
		Repositories: []tracker.Repository{{RepositoryRef: kernels, Description: "Kernels", Topics: []string{"gpu"}, Stars: 5, UpdatedAt: at(40)}},
		Threads:      []tracker.Thread{first, second, issue},
		Reviews:      []tracker.Review{review(11, first, ben, tracker.Approved, at(6))},
		Comments:     []tracker.Comment{comment(21, first, chloe, at(8)), onLine},
		Commits: []tracker.Commit{{Repository: kernels, SHA: "c1", AuthoredAt: at(4), Headline: "Fuse", Parents: 1, Additions: -1, Deletions: -1, ChangedFiles: -1,
			Authors: []tracker.CommitAuthor{{Name: "Ana", Email: "ana@example.com", Account: ana, Role: tracker.Author},
				{Name: "Dee", Email: "dee@example.com", Role: tracker.CoAuthor}, {Name: "Ana", Email: "ana@example.com", Role: tracker.CoAuthor}}}},
		Releases: []tracker.Release{{Repository: kernels, DatabaseID: 7, Tag: "v1", Author: ana, PublishedAt: at(50), Downloads: 3}},
		Cursors:  []tracker.Cursor{{Source: tracker.GitHubSource, Scope: "person:U_1", Stream: "issues", Position: []byte(`{"at":1}`)}},
	})
}

func TestApply(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		changes := apply(t, s, history())
		want := map[tracker.Kind]int{tracker.PullRequestKind: 2, tracker.IssueKind: 1, tracker.ReviewKind: 1, tracker.ReviewComment: 1,
			tracker.IssueComment: 1, tracker.CommitKind: 2}
		if diff := cmp.Diff(want, changes.Added); diff != "" {
			t.Errorf("added (-want +got):\n%s", diff)
		}
		got := map[string]string{}
		for _, c := range facts(t, s, store.EvidenceFilter{}) {
			got[c.ID+" "+c.Account.Login+c.Account.Email] = c.URL + " " + string(c.Role) + " " + string(c.State) + " " + c.Title
		}
		if diff := cmp.Diff(map[string]string{
			"PR_1 ana":           "https://github.com/acme/kernels/pull/1 author merged Change 1",
			"PR_2 robot[bot]":    "https://github.com/acme/kernels/pull/2 author open Change 2",
			"issue:3 ":           "https://github.com/acme/kernels/issues/3 author closed It crashes",
			"PRR_11 ben":         "https://github.com/acme/kernels/pull/1#pullrequestreview-11 author approved Change 1",
			"IC_21 chloe":        "https://github.com/acme/kernels/pull/1#issuecomment-21 author  Change 1",
			"IC_22 ben":          "https://github.com/acme/kernels/pull/1#discussion_r22 author  Change 1",
			"c1 ana":             "https://github.com/acme/kernels/commit/c1 author  Fuse",
			"c1 dee@example.com": "https://github.com/acme/kernels/commit/c1 co_author  Fuse",
		}, got); diff != "" {
			t.Errorf("facts (-want +got):\n%s", diff)
		}
	})
}

func TestApplyingAgainChangesNothing(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		apply(t, s, history())
		before := fingerprint(t, s)
		again := apply(t, s, history())
		if n := len(again.Added) + len(again.Changed) + len(again.Removed); n != 0 {
			t.Errorf("the same batch again changed something: %v", again)
		}
		if after := fingerprint(t, s); after != before {
			t.Error("the same batch again changed the fingerprint")
		}
		if err := s.RebuildRollups(t.Context()); err != nil {
			t.Fatal(err)
		}
		if after := fingerprint(t, s); after != before {
			t.Error("a rebuild changed the fingerprint")
		}
	})
}

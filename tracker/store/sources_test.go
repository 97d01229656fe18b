package store_test

import (
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

func TestSourcesAreFoundAsLinksNameThem(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		pull := merged(pullRequest(1, ana, at(1)), ben, at(2))
		pull.Title, pull.Payload = "Loops", tracker.Payload{Form: "graphql/pull_request", JSON: []byte(`{"body":"Faster loops"}`)}
		revert := merged(pullRequest(2, ben, at(3)), ben, at(4))
		revert.Title = `Revert "Loops"`
		comment := tracker.Comment{Kind: tracker.IssueComment, Thread: pull.ThreadRef, DatabaseID: 9, NodeID: "IC_9", Author: ben, CreatedAt: at(2),
			Payload: tracker.Payload{Form: "graphql/comment", JSON: []byte(`{"body":"Thank you"}`)}}
		hidden := comment
		hidden.DatabaseID, hidden.NodeID, hidden.IsMinimized = 10, "IC_10", true
		deleted := pullRequest(3, ana, at(5))
		apply(t, s, fromGitHub(tracker.Batch{Threads: []tracker.Thread{pull, revert, deleted}, Comments: []tracker.Comment{comment, hidden}}),
			fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{{Kind: tracker.PullRequestKind, Thread: deleted.ThreadRef, Reason: tracker.Deleted, At: at(6)}}}))

		named := func(number int, item int64) store.SourceRef {
			ref := store.SourceRef{Repository: thread(number).Repository, Number: number, DatabaseID: item}
			if item != 0 {
				ref.Kind = tracker.IssueComment
			}
			return ref
		}
		found, err := s.Sources(t.Context(), []store.SourceRef{named(1, 0), named(1, 9), named(1, 10), named(2, 9), named(3, 0), named(99, 0),
			{Repository: thread(1).Repository, SHA: "0123456789012345678901234567890123456789"}})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []struct {
			name, text string
			isFound    bool
			gone       tracker.TombstoneReason
			reverts    int
		}{
			{"a thread", "Faster loops", true, "", 1}, {"a comment", "Thank you", true, "", 1}, {"a comment that is hidden on GitHub", "", true, "", 1},
			{"a comment of another thread", "", false, "", 0}, {"what was deleted", "", false, tracker.Deleted, 0}, {"what nobody told of", "", false, "", 0}, {"a commit", "", false, "", 0},
		} {
			got := found[i]
			if got.IsFound != want.isFound || got.Gone != want.gone || got.Text != want.text || len(got.Reverts) != want.reverts {
				t.Errorf("%s: got %v %q %q %d", want.name, got.IsFound, got.Gone, got.Text, len(got.Reverts))
			}
			if want.isFound && len(got.PayloadSHA256) != 64 {
				t.Errorf("%s has the hash %q", want.name, got.PayloadSHA256)
			}
		}
		if found[0].CapturedAt.IsZero() || found[0].Record.Thread.Title != "Loops" || len(found[0].Record.Comments) != 2 {
			t.Errorf("the thread is %+v", found[0])
		}
	})
}

func TestACommentOnACommitIsFoundWhetherItsCommitIsStoredOrNot(t *testing.T) {
	const known, unknown = "1111111111111111111111111111111111111111", "2222222222222222222222222222222222222222"
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		on := func(sha string, id int64, node string) tracker.Comment {
			return tracker.Comment{Kind: tracker.CommitComment, Thread: tracker.ThreadRef{Repository: kernels}, DatabaseID: id, NodeID: node, Author: ben,
				CreatedAt: at(2), UpdatedAt: at(3), CommitSHA: sha, Payload: tracker.Payload{Form: "rest/commit_comment", JSON: []byte(`{"body":"Why ` + node + `?"}`)}}
		}
		hidden := on(known, 13, "CC_13")
		hidden.IsMinimized, hidden.TellsMinimized = true, true
		apply(t, s, fromGitHub(tracker.Batch{Commits: []tracker.Commit{{Repository: kernels, SHA: known, AuthoredAt: at(1), CommittedAt: at(1), Headline: "Fuse"}},
			Comments: []tracker.Comment{on(known, 11, "CC_11"), on(unknown, 12, "CC_12"), hidden, on(known, 14, "CC_14")}}),
			fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{{Kind: tracker.CommitComment, Thread: tracker.ThreadRef{Repository: kernels}, DatabaseID: 14,
				Reason: tracker.Deleted, At: at(6)}}}))
		named := func(sha string, id int64) store.SourceRef {
			return store.SourceRef{Repository: kernels, SHA: sha, DatabaseID: id, Kind: tracker.CommitComment}
		}
		tests := []struct {
			name    string
			ref     store.SourceRef
			text    string
			isFound bool
			gone    tracker.TombstoneReason
			commits int
		}{
			{"on a commit that is stored", named(known, 11), "Why CC_11?", true, "", 1},
			{"on a commit that is not", named(unknown, 12), "Why CC_12?", true, "", 0},
			{"hidden on GitHub", named(known, 13), "", true, "", 1},
			{"deleted", named(known, 14), "", false, tracker.Deleted, 0},
			{"named on another commit", named(unknown, 11), "", false, "", 0},
			{"that nobody told of", named(known, 99), "", false, "", 0},
			{"the commit itself, beside its comments", store.SourceRef{Repository: kernels, SHA: known}, "", true, "", 1},
		}
		refs := make([]store.SourceRef, len(tests))
		for i, test := range tests {
			refs[i] = test.ref
		}
		found, err := s.Sources(t.Context(), refs)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range tests {
			got := found[i]
			if got.IsFound != want.isFound || got.Gone != want.gone || got.Text != want.text || len(got.Record.Commits) != want.commits {
				t.Errorf("%s: got %v %q %q with %d commits", want.name, got.IsFound, got.Gone, got.Text, len(got.Record.Commits))
			}
			if !want.isFound || want.ref.DatabaseID == 0 {
				continue
			}
			thread := got.Record.Thread
			if thread.Kind != tracker.CommitKind || thread.Repository.NodeID != kernels.NodeID || len(got.PayloadSHA256) != 64 || got.CapturedAt.IsZero() {
				t.Errorf("%s: got %+v, hash %q, of %s", want.name, thread, got.PayloadSHA256, got.CapturedAt)
			}
			if c := got.Record.Comments; len(c) != 1 || c[0].DatabaseID != want.ref.DatabaseID || c[0].Author.Login != ben.Login || !c[0].CreatedAt.Equal(at(2)) || c[0].CommitSHA != want.ref.SHA {
				t.Errorf("%s: got the comments %+v", want.name, c)
			}
		}
	})
}

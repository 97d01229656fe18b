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

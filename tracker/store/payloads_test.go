package store_test

import (
	"database/sql"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

func TestPayloadsOfWhatWasDeletedAreForgotten(t *testing.T) {
	thread, comments := history().Threads[0], history().Comments
	said := func(b tracker.Batch) tracker.Batch {
		for i := range b.Threads {
			b.Threads[i].Payload = tracker.Payload{Form: "x", JSON: []byte("what it said")}
		}
		return b
	}
	ofThread := tracker.Tombstone{Kind: tracker.PullRequestKind, Thread: thread.ThreadRef, At: at(60)}
	ofComment := tracker.Tombstone{Kind: tracker.IssueComment, Thread: thread.ThreadRef, DatabaseID: comments[0].DatabaseID, At: at(60)}
	ofRepository := tracker.Tombstone{Thread: tracker.ThreadRef{Repository: kernels}, At: at(60)}
	for name, test := range map[string]struct {
		stones []tracker.Tombstone
		reason tracker.TombstoneReason
		kept   int // of five payloads
	}{
		"a deleted comment":                         {[]tracker.Tombstone{ofComment}, tracker.Deleted, 4},
		"a deleted pull request, with its comments": {[]tracker.Tombstone{ofThread}, tracker.Deleted, 2},
		"a deleted repository":                      {[]tracker.Tombstone{ofRepository}, tracker.Deleted, 0},
		"a comment that cannot be seen":             {[]tracker.Tombstone{ofComment}, tracker.Inaccessible, 5},
		"a repository that cannot be seen":          {[]tracker.Tombstone{ofRepository}, tracker.Inaccessible, 5},
	} {
		t.Run(name, func(t *testing.T) {
			path := freshFile(t)
			s := open(t, path)
			apply(t, s, said(history()))
			for i := range test.stones {
				test.stones[i].Reason = test.reason
			}
			archive := said(history())
			archive.Source = tracker.ArchiveSource
			apply(t, s, fromGitHub(tracker.Batch{Tombstones: test.stones}), archive)
			var hashes, bodies int
			db, err := sql.Open(store.SQLiteDriver, path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := db.QueryRow("SELECT count(*), count(body) FROM payloads WHERE length(sha256) = 32").Scan(&hashes, &bodies); err != nil {
				t.Fatal(err)
			}
			if hashes != 5 || bodies != test.kept {
				t.Errorf("%d hashes and the bytes of %d payloads are kept, want 5 and %d", hashes, bodies, test.kept)
			}
		})
	}
}

func TestWhatCouldNotBeSeenMayTurnOutToBeDeleted(t *testing.T) {
	s := open(t, freshFile(t))
	apply(t, s, history())
	thread := history().Threads[0].ThreadRef
	for _, reason := range []tracker.TombstoneReason{tracker.Inaccessible, tracker.Deleted, tracker.Inaccessible} {
		apply(t, s, fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{{Kind: tracker.PullRequestKind, Thread: thread, Reason: reason, At: at(60)}}}))
	}
	deleted := open(t, freshFile(t))
	apply(t, deleted, history(), fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{{Kind: tracker.PullRequestKind, Thread: thread, Reason: tracker.Deleted, At: at(60)}}}))
	if fingerprint(t, s) != fingerprint(t, deleted) {
		t.Error("the store is not as if it had been deleted at once")
	}
}

// The list of a repository (REST) and the index of a person (GraphQL) give one comment in
// forms of their own, and only one of them says whether it is hidden. With several
// workers it is chance which is read first.
func TestTheOrderOfTwoFormsOfOneCommentDoesNotMatter(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		thread, comments := history().Threads[0], history().Comments
		listed, indexed := comments[0], comments[0]
		listed.Payload = tracker.Payload{Form: "rest/issue_comment", JSON: []byte(`{"user":"ana"}`)}
		indexed.Payload = tracker.Payload{Form: "graphql/issue_comment", JSON: []byte(`{"author":"ana"}`)}
		indexed.IsMinimized, indexed.TellsMinimized = true, true
		views := map[string]tracker.Batch{"r": {}, "g": {}}
		for name, c := range map[string]tracker.Comment{"r": listed, "g": indexed} {
			views[name] = fromGitHub(tracker.Batch{Threads: []tracker.Thread{thread}, Comments: []tracker.Comment{c}})
		}
		want := ""
		for _, order := range []string{"rg", "gr", "rgr", "grg"} {
			s := open(t, fresh())
			for _, name := range order {
				apply(t, s, views[string(name)])
			}
			if got := fingerprint(t, s); want != "" && got != want {
				t.Errorf("in the order %s another store comes out", order)
			} else {
				want = got
			}
		}
	})
}

package store_test

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib" // sql.Open("pgx", ...)

	"rungless/tracker"
	"rungless/tracker/store"
)

// asBefore makes of a store what it was before step 0004: the payloads are there,
// and what is read from them is not.
func asBefore(t *testing.T, dsn string) {
	t.Helper()
	driver := store.SQLiteDriver
	if dsn[0] == 'p' {
		driver = "pgx"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"DELETE FROM citations", "UPDATE thread_items SET wording = 0, citations = 0",
		`INSERT INTO cursors (source, scope, stream, position) VALUES ('store', 'payloads', 'texts', '{"Kind":0,"SubjectID":0}')`} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// kept is linked with payloads as GitHub's two APIs and an archive write them.
func kept() tracker.Batch {
	b := linked()
	link := "https://github.com/acme/kernels/issues/1#issuecomment-"
	payload := func(format string, args ...any) tracker.Payload {
		return tracker.Payload{Form: "x", JSON: fmt.Appendf(nil, format, args...)}
	}
	b.Threads[1].Payload = payload(`{"body":"As %s11 says","title":"x"}`, link)
	b.Comments[0].Payload = payload(`{"id":11,"body":"Keep it"}`)
	b.Comments[0].Wording = tracker.Worded
	b.Comments[1].Payload = payload(`{"type":"IssueCommentEvent","payload":{"comment":{"body":"%s11 and %s99"},"issue":{"body":"other"}}}`, link, link)
	b.Reviews[0].Payload = payload(`{"type":"PullRequestReviewEvent","payload":{"review":{"body":"%s11"},"pull_request":{"body":"other"}}}`, link)
	empty := review(22, b.Threads[1], ana, tracker.Approved, at(16))
	empty.Wording, empty.Payload = tracker.Wordless, payload(`{"body":null}`)
	silent := review(23, b.Threads[1], ana, tracker.Commented, at(17))
	silent.Payload = payload(`{"id":23}`)
	b.Reviews = append(b.Reviews, empty, silent)
	b.Commits[0].Payload = payload(`{"message":"x\n\n%s11"}`, link)
	return b
}

func TestWhatAnOlderVersionKeptIsReadAgain(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		dsn := fresh()
		s := open(t, dsn)
		apply(t, s, kept())
		want, wantTexts := fingerprint(t, s), citationsOf(t, s)
		asBefore(t, dsn)
		if fingerprint(t, s) == want {
			t.Fatal("nothing was forgotten")
		}
		for range 2 { // the second time there is nothing left to read
			again := open(t, dsn)
			if diff := cmp.Diff(wantTexts, citationsOf(t, again)); diff != "" {
				t.Errorf("citations (-as first read +read again):\n%s", diff)
			}
			if fingerprint(t, again) != want {
				t.Error("read again, the store is not as it was")
			}
		}
	})
}

package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

const host = "github.com"

// onEveryEngine runs a test on SQLite and on PostgreSQL. fresh makes an empty
// database and returns its DSN.
func onEveryEngine(t *testing.T, test func(t *testing.T, fresh func() string)) {
	t.Run("SQLite", func(t *testing.T) {
		test(t, func() string { return freshFile(t) })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		testneed.Postgres(t)
		test(t, func() string { return testneed.Database(t) })
	})
}

func freshFile(t testing.TB) string { return filepath.Join(t.TempDir(), "rungless.db") }

func open(t testing.TB, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func apply(t testing.TB, s *store.Store, batches ...tracker.Batch) store.Changes {
	t.Helper()
	var changes store.Changes
	for _, b := range batches {
		var err error
		if changes, err = s.Apply(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
	return changes
}

func fingerprint(t testing.TB, s *store.Store) string {
	t.Helper()
	sum, err := s.Fingerprint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// facts returns everything that a filter selects, in the order of Facts.
func facts(t testing.TB, s *store.Store, f store.EvidenceFilter) []tracker.Contribution {
	t.Helper()
	var list []tracker.Contribution
	if err := s.Facts(context.Background(), f, func(c tracker.Contribution) error {
		list = append(list, c)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// at is a time in hours after the tests' first day.
func at(hours int) time.Time {
	return time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
}

func user(id int64, login string) tracker.Account {
	return tracker.Account{Host: host, DatabaseID: id, NodeID: fmt.Sprintf("U_%d", id), Login: login, Kind: tracker.UserAccount}
}

var (
	ana   = user(1, "ana")
	ben   = user(2, "ben")
	chloe = user(3, "chloe")
	robot = tracker.Account{Host: host, DatabaseID: 9, NodeID: "BOT_9", Login: "robot[bot]", Kind: tracker.BotAccount}
	ghost = tracker.Account{Host: host, Kind: tracker.GhostAccount}

	kernels = tracker.RepositoryRef{Host: host, DatabaseID: 100, NodeID: "R_100", Owner: "acme", Name: "kernels"}
)

func pullRequest(number int, author tracker.Account, updated time.Time) tracker.Thread {
	return tracker.Thread{
		ThreadRef: tracker.ThreadRef{Repository: kernels, Kind: tracker.PullRequestKind, Number: number, NodeID: fmt.Sprintf("PR_%d", number)},
		Title:     fmt.Sprintf("Change %d", number), Author: author, State: tracker.Open,
		CreatedAt: at(number), UpdatedAt: updated, PullRequest: &tracker.PullRequest{BaseRef: "main"},
	}
}

func merged(t tracker.Thread, by tracker.Account, when time.Time) tracker.Thread {
	pr := *t.PullRequest
	pr.MergedAt, pr.MergedBy = when, by
	t.State, t.ClosedAt, t.PullRequest, t.UpdatedAt = tracker.Merged, when, &pr, when
	return t
}

func review(id int64, thread tracker.Thread, author tracker.Account, state tracker.State, when time.Time) tracker.Review {
	return tracker.Review{Thread: thread.ThreadRef, DatabaseID: id, NodeID: fmt.Sprintf("PRR_%d", id), Author: author,
		State: state, SubmittedAt: when, UpdatedAt: when}
}

func comment(id int64, thread tracker.Thread, author tracker.Account, when time.Time) tracker.Comment {
	return tracker.Comment{Kind: tracker.IssueComment, Thread: thread.ThreadRef, DatabaseID: id, NodeID: fmt.Sprintf("IC_%d", id),
		Author: author, CreatedAt: when, UpdatedAt: when, Payload: tracker.Payload{Form: "rest/issue_comment", JSON: fmt.Appendf(nil, `{"id":%d}`, id)}}
}

func fromGitHub(b tracker.Batch) tracker.Batch  { b.Source = tracker.GitHubSource; return b }
func fromArchive(b tracker.Batch) tracker.Batch { b.Source = tracker.ArchiveSource; return b }
func fromClone(b tracker.Batch) tracker.Batch   { b.Source = tracker.CloneSource; return b }

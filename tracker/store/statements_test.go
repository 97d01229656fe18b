package store

import (
	"context"
	"slices"
	"testing"
	"time"

	"gorm.io/gorm"

	"rungless/tracker"
)

// counted counts the statements that reading sends.
func counted(t *testing.T, s *Store) *int {
	t.Helper()
	n := new(int)
	count := func(*gorm.DB) { *n++ }
	callbacks := s.read.Callback()
	for _, err := range []error{
		callbacks.Query().Before("*").Register("count", count),
		callbacks.Row().Before("*").Register("count", count),
		callbacks.Raw().Before("*").Register("count", count),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// pageReaders are what pages call, with the most statements that each may send.
func pageReaders(s *Store, person int64, accounts []int64) []struct {
	name string
	most int
	read func(context.Context) error
} {
	evidence := func(f EvidenceFilter) func(context.Context) error {
		return func(ctx context.Context) error { _, err := s.Evidence(ctx, f, "", most); return err }
	}
	everything := EvidenceFilter{PersonID: person, Kinds: tracker.Kinds(), Repository: "o/n", State: tracker.Merged, Query: "make it faster now", WithLogin: "login-1", PublicOnly: true}
	return []struct {
		name string
		most int
		read func(context.Context) error
	}{
		{"evidence of everybody", 7, evidence(EvidenceFilter{})},
		{"evidence of a person", 8, evidence(EvidenceFilter{PersonID: person})},
		{"evidence of accounts", 7, evidence(EvidenceFilter{AccountIDs: accounts})},
		{"evidence with every filter", 17, evidence(everything)},
		{"evidence of everybody by words", 13, evidence(EvidenceFilter{Query: "make it faster now"})},
		{"monthly counts", 3, func(ctx context.Context) error {
			_, err := s.MonthlyCounts(ctx, EvidenceFilter{PersonID: person})
			return err
		}},
		{"repositories of a person", 1, func(ctx context.Context) error {
			_, err := s.RepositoriesOf(ctx, EvidenceFilter{PersonID: person})
			return err
		}},
		{"people", 2, func(ctx context.Context) error { _, err := s.People(ctx); return err }},
		{"one person", 2, func(ctx context.Context) error { _, err := s.FindPerson(ctx, "login-1"); return err }},
		{"accounts by login", 2, func(ctx context.Context) error { _, _, err := s.FindAccounts(ctx, "login-1"); return err }},
		{"the jump box", 2, func(ctx context.Context) error { _, err := s.Jump(ctx, "o", 10, nil); return err }},
		{"coverage", 1, func(ctx context.Context) error { _, err := s.Coverage(ctx); return err }},
		{"runs", 1, func(ctx context.Context) error { _, err := s.Runs(ctx, 10); return err }},
		{"proposals", 2, func(ctx context.Context) error { _, err := s.Proposals(ctx); return err }},
		{"joins", 2, func(ctx context.Context) error { _, err := s.Joins(ctx, person); return err }},
		{"health", 3, func(ctx context.Context) error { _, err := s.Health(ctx); return err }},
	}
}

func TestAPageSendsFewStatementsHoweverMuchItShows(t *testing.T) {
	for _, size := range []int{1, 900} {
		s := newSQLite(t)
		batch := reviewedPullRequests(size)
		batch.Followed = []tracker.Account{batch.Threads[0].Author}
		if _, err := s.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		if _, err := s.StartRun(t.Context(), tracker.GitHubSource, time.Now()); err != nil {
			t.Fatal(err)
		}
		_, accounts, err := s.FindAccounts(t.Context(), "login-1")
		if err != nil {
			t.Fatal(err)
		}
		sent := counted(t, s)
		for _, reader := range pageReaders(s, 1, accounts) {
			*sent = 0
			if err := reader.read(t.Context()); err != nil && tracker.KindOf(err) != tracker.NotFound {
				t.Errorf("%s: %v", reader.name, err)
			}
			if *sent == 0 || *sent > reader.most {
				t.Errorf("%s of %d pull requests: %d statements, want at most %d", reader.name, size, *sent, reader.most)
			}
		}
	}
}

func TestFewThreadsGiveTheSamePage(t *testing.T) {
	s := newSQLite(t)
	batch := reviewedPullRequests(900)
	for i := range batch.Threads {
		batch.Threads[i].Title = []string{"Make it", "Faster, now", "Unmade"}[i%7%3]
	}
	if _, err := s.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	tx := s.reader(t.Context())
	for _, f := range []EvidenceFilter{{AccountIDs: []int64{3, 8}}, {Repository: "o/n"}, {AccountIDs: []int64{3}, Kinds: []tracker.Kind{tracker.ReviewKind}}, {}} {
		f.Query = "make"
		plain, err := tx.selects(f)
		if err != nil {
			t.Fatal(err)
		}
		driven := *plain
		if driven.threads, err = tx.threadsTitled(&driven, "make"); err != nil || driven.threads == nil {
			t.Fatalf("threads titled make: %v, %v", driven.threads, err)
		}
		plain.threads = nil
		want, err := plain.query(tx, true, 50, "")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := driven.query(tx, true, 50, ""); err != nil || len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%+v: read from the threads, %d lines, %v; read in order, %d lines", f, len(got), err, len(want))
		}
	}
}

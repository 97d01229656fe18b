package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

// reviewedPullRequests are merged pull requests with a review each, of 300 people.
func reviewedPullRequests(n int) tracker.Batch {
	account := func(i int) tracker.Account {
		return tracker.Account{Host: "h", DatabaseID: int64(1 + i%300), Login: fmt.Sprint("login-", i%300), Kind: tracker.UserAccount}
	}
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i := range n {
		ref := tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: "h", DatabaseID: 1, Owner: "o", Name: "n"}, Kind: tracker.PullRequestKind, Number: i + 1}
		when := time.Unix(1_600_000_000+int64(i)*500, 0)
		b.Threads = append(b.Threads, tracker.Thread{ThreadRef: ref, Title: "t", Author: account(i), State: tracker.Merged, CreatedAt: when, UpdatedAt: when})
		b.Reviews = append(b.Reviews, tracker.Review{Thread: ref, DatabaseID: int64(i + 1), Author: account(i * 7), State: tracker.Approved, SubmittedAt: when})
	}
	return b
}

// BenchmarkRollups reports which part of an Apply the keeping of rollups takes,
// and fails where what it kept differs from a rebuild. Goal: at most 0.4.
func BenchmarkRollups(b *testing.B) {
	batch := reviewedPullRequests(5000)
	var all, rollups time.Duration
	for b.Loop() {
		s, err := Open(context.Background(), filepath.Join(b.TempDir(), fmt.Sprint(time.Now().UnixNano())), Options{})
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if _, err := s.Apply(context.Background(), batch); err != nil {
			b.Fatal(err)
		}
		all += time.Since(began)
		kept := summaries(b, s)
		rollups += rollUpAgain(b, s)
		if diff := cmp.Diff(kept, summaries(b, s)); diff != "" {
			b.Fatalf("the rollups are not those of one look at everything:\n%s", diff)
		}
		if err := s.RebuildRollups(context.Background()); err != nil {
			b.Fatal(err)
		}
		if diff := cmp.Diff(kept, summaries(b, s)); diff != "" {
			b.Fatalf("a rebuild differs:\n%s", diff)
		}
		s.Close()
	}
	b.ReportMetric(rollups.Seconds()/all.Seconds(), "of-apply")
}

// rollUpAgain makes the rollups once more, from nothing: what the batch's share
// was.
func rollUpAgain(b *testing.B, s *Store) (spent time.Duration) {
	err := s.transaction(context.Background(), "bench", func(t *tx) error {
		d := newDerivation(t, Changes{})
		var acts []contributionRow
		if err := t.db.Find(&acts).Error; err != nil {
			return err
		}
		for _, table := range []string{"thread_participants", "contribution_rollups", "collaborator_rollups"} {
			if err := t.db.Exec("DELETE FROM " + table).Error; err != nil {
				return err
			}
		}
		began := time.Now()
		defer func() { spent = time.Since(began) }()
		for _, row := range acts {
			d.count(row, 1, nil)
			d.merged[row.ThreadID] = false
		}
		return d.rollUp()
	})
	if err != nil {
		b.Fatal(err)
	}
	return spent
}

// summary is every line of the derived tables.
type summary struct {
	Counts []contributionRollupRow
	Pairs  []collaboratorRollupRow
	People []participantRow
}

func summaries(b *testing.B, s *Store) (all summary) {
	for _, err := range []error{
		s.read.Order("account_id, domain, month, kind").Find(&all.Counts).Error,
		s.read.Order("account_id, other_id, month").Find(&all.Pairs).Error,
		s.read.Order("thread_id, account_id").Find(&all.People).Error,
	} {
		if err != nil {
			b.Fatal(err)
		}
	}
	return all
}

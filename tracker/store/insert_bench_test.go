package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"rungless/tracker"
	"rungless/tracker/testneed"
)

const benchRows = 20_000

// manyContributions makes rows with the spread of real ones.
func manyContributions() []contributionRow {
	rows := make([]contributionRow, benchRows)
	for i := range rows {
		rows[i] = contributionRow{ID: int64(i + 1), Kind: int16(1 + i%9), SubjectID: int64(i), AccountID: int64(i * 7919 % 1000), Role: 1,
			RepositoryID: int64(i % 200), ThreadID: int64(1 + i/4), OccurredAt: 1_600_000_000 + int64(i)*97, State: int16(i % 4)}
	}
	return rows
}

// inTurn runs two ways of the same work alternately and reports the rate of the
// first, of its yardstick, and the ratio.
func inTurn(b *testing.B, ours, yardstick func() error) {
	var spent [2]time.Duration
	for b.Loop() {
		for i, work := range []func() error{ours, yardstick} {
			began := time.Now()
			if err := work(); err != nil {
				b.Fatal(err)
			}
			spent[i] += time.Since(began)
		}
	}
	n := float64(b.N * benchRows)
	b.ReportMetric(n/spent[0].Seconds(), "rows/s")
	b.ReportMetric(n/spent[1].Seconds(), "yardstick-rows/s")
	b.ReportMetric(spent[1].Seconds()/spent[0].Seconds(), "ratio")
}

const insertContribution = `INSERT INTO contributions (id, kind, subject_id, account_id, role, repository_id, thread_id, occurred_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

func values(r contributionRow) []any {
	return []any{r.ID, r.Kind, r.SubjectID, r.AccountID, r.Role, r.RepositoryID, r.ThreadID, r.OccurredAt, r.State}
}

// BenchmarkInsertSQLite compares the way that Apply inserts with one prepared
// statement of the same columns. Goal: at least 0.6.
func BenchmarkInsertSQLite(b *testing.B) {
	s, err := Open(context.Background(), filepath.Join(b.TempDir(), "bench.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	rows := manyContributions()
	pool, err := s.write.DB()
	if err != nil {
		b.Fatal(err)
	}
	empty := func() error { return s.write.Exec("DELETE FROM contributions").Error }
	inTurn(b, func() error {
		defer empty()
		return s.transaction(context.Background(), "bench", func(t *tx) error { return insert(t, rows, 9) })
	}, func() error {
		defer empty()
		tx, err := pool.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		statement, err := tx.Prepare(insertContribution)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if _, err := statement.Exec(values(r)...); err != nil {
				return err
			}
		}
		return tx.Commit()
	})
}

// BenchmarkInsertPostgres compares the same with COPY into a temporary table and
// a merge from it. Goal: at least 0.5.
func BenchmarkInsertPostgres(b *testing.B) {
	s, name := &Store{now: time.Now}, fmt.Sprintf("bench_%d", time.Now().UnixNano())
	quiet, err := Open(context.Background(), filepath.Join(b.TempDir(), "unused.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer quiet.Close()
	s.log = quiet.log
	if err := s.openPostgres(context.Background(), testneed.Postgres(b)); err != nil {
		b.Fatal(err)
	}
	if err := s.write.Exec("CREATE SCHEMA " + name).Error; err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	defer s.write.Exec("DROP SCHEMA " + name + " CASCADE")
	p, err := Open(context.Background(), testneed.Postgres(b)+"?search_path="+name, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	rows := manyContributions()
	empty := func() error { return p.write.Exec("TRUNCATE contributions").Error }
	inTurn(b, func() error {
		defer empty()
		return p.transaction(context.Background(), "bench", func(t *tx) error { return insert(t, rows, 9) })
	}, func() error {
		defer empty()
		return copyAndMerge(p, rows)
	})
}

func copyAndMerge(s *Store, rows []contributionRow) error {
	ctx := context.Background()
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		return pgx.BeginFunc(ctx, raw.(*stdlib.Conn).Conn(), func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "CREATE TEMP TABLE incoming (LIKE contributions) ON COMMIT DROP"); err != nil {
				return err
			}
			columns := []string{"id", "kind", "subject_id", "account_id", "role", "repository_id", "thread_id", "occurred_at", "state"}
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{"incoming"}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
				return values(rows[i]), nil
			})); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "INSERT INTO contributions SELECT * FROM incoming ON CONFLICT (kind, subject_id, account_id) DO NOTHING")
			return err
		})
	})
}

// BenchmarkRollups reports which part of an Apply the keeping of rollups takes.
// Goal: at most 0.4.
func BenchmarkRollups(b *testing.B) {
	var all, rollups time.Duration
	for b.Loop() {
		s, err := Open(context.Background(), filepath.Join(b.TempDir(), fmt.Sprint(time.Now().UnixNano())), Options{})
		if err != nil {
			b.Fatal(err)
		}
		batch := tracker.Batch{Source: tracker.GitHubSource}
		for i := range 5000 {
			account := tracker.Account{Host: "h", DatabaseID: int64(1 + i%300), Login: fmt.Sprint("login-", i%300), Kind: tracker.UserAccount}
			ref := tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: "h", DatabaseID: 1, Owner: "o", Name: "n"}, Kind: tracker.PullRequestKind, Number: i + 1}
			when := time.Unix(1_600_000_000+int64(i)*500, 0)
			batch.Threads = append(batch.Threads, tracker.Thread{ThreadRef: ref, Title: "t", Author: account, State: tracker.Merged, CreatedAt: when, UpdatedAt: when})
			other := account
			other.DatabaseID, other.Login = int64(1+i*7%300), fmt.Sprint("login-", i*7%300)
			batch.Reviews = append(batch.Reviews, tracker.Review{Thread: ref, DatabaseID: int64(i + 1), Author: other, State: tracker.Approved, SubmittedAt: when})
		}
		began := time.Now()
		err = s.transaction(context.Background(), "bench", func(t *tx) error {
			a := newApplier(t, &batch, began, Changes{Added: map[tracker.Kind]int{}, Changed: map[tracker.Kind]int{}, Removed: map[tracker.Kind]int{}})
			if err := a.run(); err != nil {
				return err
			}
			all += time.Since(began)
			// The same rollups once more, from nothing: what the batch's share was.
			for _, table := range []string{"thread_participants", "contribution_rollups", "collaborator_rollups"} {
				if err := t.db.Exec("DELETE FROM " + table).Error; err != nil {
					return err
				}
			}
			a.pairs = map[pairKey]int64{}
			began := time.Now()
			defer func() { rollups += time.Since(began) }()
			return a.rollUp()
		})
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
	b.ReportMetric(rollups.Seconds()/all.Seconds(), "of-apply")
}

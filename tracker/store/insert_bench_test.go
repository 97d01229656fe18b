package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

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
	empty := func() error { return s.write.Exec("DELETE FROM contributions").Error }
	inTurn(b, func() error {
		defer empty()
		return s.transaction(context.Background(), "bench", func(t *tx) error { return insert(t, rows, 9) })
	}, func() error {
		defer empty()
		return insertPrepared(s, insertContribution, rows, values)
	})
}

// benchRow has the shape of the yardstick of others: twelve columns, three
// indexes.
type benchRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	AccountID  int64
	Kind       int64
	Repository int64
	Thread     int64
	OccurredAt int64
	Updated    int64
	State      string
	NodeID     string
	Title      string
	URL        string `gorm:"column:url"`
	Additions  int64
}

func (benchRow) TableName() string { return "bench_rows" }

var benchSchema = []string{
	`CREATE TABLE bench_rows (id INTEGER PRIMARY KEY, account_id BIGINT, kind BIGINT, repository BIGINT, thread BIGINT, occurred_at BIGINT,
		updated BIGINT, state TEXT, node_id TEXT, title TEXT, url TEXT, additions BIGINT)`,
	"CREATE INDEX bench_by_account ON bench_rows (account_id, occurred_at)",
	"CREATE INDEX bench_by_repository ON bench_rows (repository, occurred_at)",
	"CREATE INDEX bench_by_thread ON bench_rows (thread, kind)",
}

// BenchmarkInsertWide is BenchmarkInsertSQLite in that shape.
func BenchmarkInsertWide(b *testing.B) {
	s, err := Open(context.Background(), filepath.Join(b.TempDir(), "bench.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for _, statement := range benchSchema {
		if err := s.write.Exec(statement).Error; err != nil {
			b.Fatal(err)
		}
	}
	rows := make([]benchRow, benchRows)
	for i, r := range manyContributions() {
		rows[i] = benchRow{r.ID, r.AccountID, int64(r.Kind), r.RepositoryID, r.ThreadID, r.OccurredAt, r.OccurredAt, "merged", fmt.Sprint("PR_", i),
			fmt.Sprint("Make part ", i, " of the pipeline faster"), fmt.Sprint("https://github.com/acme/kernels/pull/", i), int64(i % 50)}
	}
	empty := func() error { return s.write.Exec("DELETE FROM bench_rows").Error }
	inTurn(b, func() error {
		defer empty()
		return s.transaction(context.Background(), "bench", func(t *tx) error { return insert(t, rows, 12) })
	}, func() error {
		defer empty()
		return insertPrepared(s, "INSERT INTO bench_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows, func(r benchRow) []any {
			return []any{r.ID, r.AccountID, r.Kind, r.Repository, r.Thread, r.OccurredAt, r.Updated, r.State, r.NodeID, r.Title, r.URL, r.Additions}
		})
	})
}

// insertPrepared is the yardstick: one prepared statement in one transaction.
func insertPrepared[T any](s *Store, text string, rows []T, values func(T) []any) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	tx, err := pool.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	statement, err := tx.Prepare(text)
	if err != nil {
		return err
	}
	defer statement.Close()
	for _, r := range rows {
		if _, err := statement.Exec(values(r)...); err != nil {
			return err
		}
	}
	return tx.Commit()
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

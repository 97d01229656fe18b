package storebench

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Pour copies a store in a SQLite file into an empty PostgreSQL database, by COPY, and
// makes its indexes when the tables are full.
func Pour(ctx context.Context, path, dsn string) error {
	if err := upgrade(ctx, path); err != nil {
		return err
	}
	if err := upgrade(ctx, dsn); err != nil { // makes the tables
		return err
	}
	db, err := sql.Open(driver(), "file:"+filepath.ToSlash(path)+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	to, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer to.Close(ctx)
	indexes, err := list(ctx, to, `SELECT indexdef FROM pg_indexes i WHERE schemaname = current_schema()
		AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`)
	if err != nil {
		return err
	}
	for _, index := range indexes {
		words := strings.Fields(index)
		if _, err := to.Exec(ctx, "DROP INDEX "+words[slices.Index(words, "INDEX")+1]); err != nil {
			return err
		}
	}
	// People come first: two tables refer to them.
	tables, err := list(ctx, to, `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()
		AND table_name <> 'schema_migrations' ORDER BY table_name <> 'people', table_name`)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if err := pour(ctx, db, to, table); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	if _, err := to.Exec(ctx, "SET maintenance_work_mem = '512MB'"); err != nil {
		return err
	}
	for _, index := range indexes {
		if _, err := to.Exec(ctx, index); err != nil {
			return err
		}
	}
	return nil
}

func list(ctx context.Context, conn *pgx.Conn, query string) ([]string, error) {
	rows, err := conn.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// pour copies the lines of one table, in the order in which the file holds them.
func pour(ctx context.Context, db *sql.DB, to *pgx.Conn, table string) error {
	columns, err := list(ctx, to, "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '"+table+"' ORDER BY ordinal_position")
	if err != nil {
		return err
	}
	truths, err := list(ctx, to, "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '"+table+"' AND data_type = 'boolean'")
	if err != nil {
		return err
	}
	rows, err := db.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+table) //nolint:gosec // names of ours
	if err != nil {
		return err
	}
	defer rows.Close()
	lines := &lines{Rows: rows, values: make([]any, len(columns)), into: make([]any, len(columns)), truths: make([]bool, len(columns))}
	for i, column := range columns {
		lines.into[i], lines.truths[i] = &lines.values[i], slices.Contains(truths, column)
	}
	if _, err := to.Exec(ctx, "TRUNCATE "+table+" CASCADE"); err != nil {
		return err
	}
	_, err = to.CopyFrom(ctx, pgx.Identifier{table}, columns, lines)
	return cmp.Or(err, rows.Err())
}

// lines are rows of SQLite as COPY wants them.
type lines struct {
	*sql.Rows
	values, into []any
	truths       []bool // of the columns that PostgreSQL holds truth values in
}

// Values is the line at hand.
func (l *lines) Values() ([]any, error) {
	err := l.Scan(l.into...)
	for i, isTruth := range l.truths {
		if n, ok := l.values[i].(int64); ok && isTruth {
			l.values[i] = n != 0
		}
	}
	return l.values, err
}

package store

import (
	"context"
	"database/sql"
	"slices"
)

// SQLiteDriver is the driver's name, for tests that look into a file.
const SQLiteDriver = sqliteDriver

// DerivedLines returns what is stored of shares and of the rollups of domains, and how
// much of it follows which catalogue, in natural keys.
func (s *Store) DerivedLines(ctx context.Context) ([]string, error) {
	var lines []string
	t := s.reader(ctx)
	for _, query := range []string{
		`SELECT 'thread', {r} AS r, t.number, d.slug, x.weight, x.in_passing FROM thread_shares x {owner} JOIN domains d ON d.id = x.domain_id`,
		`SELECT 'commit', {r} AS r, c.sha, d.slug, x.weight, x.in_passing FROM commit_shares x {commit} JOIN domains d ON d.id = x.domain_id`,
		`SELECT 'orphans', count(*) FROM thread_shares WHERE owner_id NOT IN (SELECT id FROM threads)`,
		`SELECT 'rollup', {a} AS a, d.slug, x.month, x.kind, x.count FROM contribution_rollups x JOIN accounts a ON a.id = x.account_id JOIN domains d ON d.id = x.domain`,
		`SELECT 'state', catalogue, is_whole FROM attributions`,
	} {
		rows, err := t.db.Raw(naturally.Replace(query)).Rows()
		if err != nil {
			return nil, err
		}
		found, err := linesOf(rows)
		if err != nil {
			return nil, err
		}
		lines = append(lines, found...)
	}
	slices.Sort(lines)
	return lines, nil
}

func linesOf(rows *sql.Rows) (lines []string, err error) {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		lines = append(lines, line(values))
	}
	return lines, rows.Err()
}

// EachValue calls do with every value of every column of every table.
func (s *Store) EachValue(ctx context.Context, do func(table, column string, value any)) error {
	tables, err := s.read.Migrator().GetTables()
	if err != nil {
		return err
	}
	for _, table := range tables {
		rows, err := s.read.WithContext(ctx).Raw("SELECT * FROM " + table).Rows()
		if err != nil {
			return err
		}
		if err := eachValue(rows, func(column string, value any) { do(table, column, value) }); err != nil {
			return err
		}
	}
	return nil
}

func eachValue(rows *sql.Rows, do func(column string, value any)) error {
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for i, column := range columns {
			do(column, values[i])
		}
	}
	return rows.Err()
}

// CountLines counts the lines of every table.
func (s *Store) CountLines(ctx context.Context, lines map[string]int) error {
	tables, err := s.read.Migrator().GetTables()
	if err != nil {
		return err
	}
	for _, table := range tables {
		var n int
		if err := s.read.WithContext(ctx).Raw("SELECT count(*) FROM " + table).Scan(&n).Error; err != nil {
			return err
		}
		lines[table] = n
	}
	return nil
}

// FillPayloads keeps the same payload for every thread and item.
func (s *Store) FillPayloads(ctx context.Context, body string) error {
	packed := compress([]byte(body))
	for _, statement := range []string{
		"INSERT INTO payloads SELECT 22, id, 'x', x'00', ?, 0 FROM threads",
		"INSERT INTO payloads SELECT kind, id, 'x', x'00', ?, 0 FROM thread_items",
	} {
		if err := s.write.WithContext(ctx).Exec(statement, packed).Error; err != nil {
			return err
		}
	}
	return nil
}

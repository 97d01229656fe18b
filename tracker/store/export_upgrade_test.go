package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"rungless/tracker/store/migrations"
)

// StepIDs are the ids of all steps of the schema, oldest first.
func StepIDs() []string {
	var ids []string
	for _, step := range migrations.All() {
		ids = append(ids, step.ID)
	}
	return ids
}

// MakeOld makes a database at dsn as a program left it that knew these steps alone, with
// all that from holds in the tables and columns of that time, which it returns.
func MakeOld(ctx context.Context, dsn string, steps []string, from *Store) (columns map[string][]string, err error) {
	old := &Store{log: from.log}
	if strings.HasPrefix(dsn, "postgres") {
		err = old.openPostgres(ctx, dsn)
	} else {
		err = old.openSQLite(ctx, dsn, false)
	}
	if err != nil {
		return nil, err
	}
	defer old.Close()
	known := slices.DeleteFunc(migrations.All(), func(step *gormigrate.Migration) bool { return !slices.Contains(steps, step.ID) })
	if err := runSteps(old.write, known); err != nil {
		return nil, err
	}
	if columns, err = old.columns(); err != nil {
		return nil, err
	}
	tables := slices.Sorted(maps.Keys(columns))
	slices.SortStableFunc(tables, func(x, y string) int { return order(y == "people") - order(x == "people") }) // others refer to them
	for _, table := range tables {
		if err := copyTable(old.write, from.read, table, columns); err != nil {
			return nil, fmt.Errorf("%s: %w", table, err)
		}
	}
	return columns, nil
}

// ofThatTime selects the lines of a table that a program could keep which knew these
// tables: before there were works, nobody was credited on one.
func ofThatTime(table string, tables map[string][]string) string {
	_, hasWorks := tables["works"]
	if !hasWorks && (table == "contributions" || table == "contribution_rollups") {
		return table + " WHERE kind <> 10"
	}
	return table
}

// columns are the columns of every table but that of the steps.
func (s *Store) columns() (map[string][]string, error) {
	tables, err := s.write.Migrator().GetTables()
	if err != nil {
		return nil, err
	}
	found := map[string][]string{}
	for _, table := range tables {
		types, err := s.write.Migrator().ColumnTypes(table)
		if err != nil {
			return nil, err
		}
		for _, c := range types {
			found[table] = append(found[table], c.Name())
		}
	}
	delete(found, "schema_migrations")
	return found, nil
}

func copyTable(to, from *gorm.DB, table string, tables map[string][]string) error {
	columns := tables[table]
	rows, err := from.Raw("SELECT " + strings.Join(columns, ", ") + " FROM " + ofThatTime(table, tables)).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", "))
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		if err := to.Exec(insert, values...).Error; err != nil {
			return err
		}
	}
	return rows.Err()
}

// Invent writes one line into each table that has none.
func (s *Store) Invent(ctx context.Context) error {
	lines := map[string]int{}
	if err := s.CountLines(ctx, lines); err != nil {
		return err
	}
	for table, n := range lines {
		if n > 0 {
			continue
		}
		if err := s.invent(table); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

func (s *Store) invent(table string) error {
	types, err := s.write.Migrator().ColumnTypes(table)
	if err != nil {
		return err
	}
	line := map[string]any{}
	for _, c := range types {
		switch kind := strings.ToLower(c.DatabaseTypeName()); {
		case strings.HasPrefix(kind, "bool"):
			line[c.Name()] = true
		case kind == "text":
			line[c.Name()] = "invented"
		case kind == "blob", kind == "bytea":
			line[c.Name()] = []byte("invented")
		default:
			line[c.Name()] = 1
		}
	}
	return s.write.Table(table).Create(line).Error
}

// LinesIn returns the lines of a store that one with these tables and columns would hold, in
// an order of their own.
func (s *Store) LinesIn(ctx context.Context, columns map[string][]string) (all []string, err error) {
	for table, names := range columns {
		rows, err := s.read.WithContext(ctx).Raw("SELECT '" + table + "', " + strings.Join(names, ", ") + " FROM " + ofThatTime(table, columns)).Rows()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", table, err)
		}
		lines, err := linesOf(rows)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", table, err)
		}
		all = append(all, lines...)
	}
	slices.Sort(all)
	return all, nil
}

// Upgraded notes a step as done, as a later program would.
func (s *Store) Upgraded(ctx context.Context, step string) error {
	return s.write.WithContext(ctx).Exec("INSERT INTO schema_migrations (id) VALUES (?)", step).Error
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rungless/tracker"
)

var errReadOnlyFS = syscall.EROFS

// tx is one transaction, or for a reader one pool.
type tx struct {
	ctx   context.Context
	db    *gorm.DB
	first map[string]int64 // highest id before the first was given out, by table
	last  map[string]int64 // highest id given out, by table

	attributor Attributor
}

func (s *Store) reader(ctx context.Context) *tx {
	return &tx{ctx: ctx, db: s.read.WithContext(ctx)}
}

// writerTurn makes the writers of all processes take turns on PostgreSQL: each
// transaction locks the row of the first migration, which every database has. A
// row lock works on every engine that speaks PostgreSQL's protocol; advisory locks
// do not.
const writerTurn = "SELECT id FROM schema_migrations WHERE id = '0001_spine' FOR UPDATE"

// transaction runs work as the only writer, all or nothing. Because there is
// one writer, work may read, decide and write without a second look, and give
// out ids by counting. Where the engine asks to try again, work runs again from
// its beginning: it must set what it returns, not add to it.
func (s *Store) transaction(ctx context.Context, op string, work func(*tx) error) error {
	return s.retried(ctx, op, mayTryAgain, func() error { return s.once(ctx, true, work) })
}

// once is one try of a transaction. Only the migrations of a new database, which
// has nothing to lock yet, do without a turn.
func (s *Store) once(ctx context.Context, turn bool, work func(*tx) error) error {
	s.turn.Lock()
	defer s.turn.Unlock()
	return s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		if db.Name() == "postgres" {
			// Joins are written in the order that is right: from the keys. Without
			// statistics, as in a new database, PostgreSQL would begin elsewhere
			// and compare everything with everything.
			if s.engine.KeepsOrder {
				if err := db.Exec("SET LOCAL join_collapse_limit = 1").Error; err != nil {
					return err
				}
			}
			if turn {
				if err := db.Exec(writerTurn).Error; err != nil {
					return err
				}
			}
		}
		return work(&tx{ctx: ctx, db: db, first: map[string]int64{}, last: map[string]int64{}, attributor: s.attributor})
	})
}

// SQLite's result codes that a person can do something about.
const (
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteReadOnly = 8
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

// machineError gives an engine's error a sentence and a way out. Errors that
// have them already, and cancellations, pass unchanged.
func machineError(op string, err error) error {
	var known *tracker.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	kind, message, hint := tracker.Internal, "the database failed", ""
	switch code := sqliteCode(err); {
	case code == sqliteFull || errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "53100"):
		kind, message, hint = tracker.Unavailable, "the disk is full; nothing of this step was stored", "free some space and run it again: it continues where it stopped"
	case code == sqliteReadOnly:
		kind, message, hint = tracker.Unavailable, "the database cannot be written", "make the file and its folder writable for you, or set store.dsn to another file"
	case code == sqliteCantOpen:
		kind, message, hint = tracker.Unavailable, "the database file cannot be opened", "check that its folder exists and is writable for you"
	case code == sqliteBusy || code == sqliteLocked:
		kind, message, hint = tracker.Unavailable, "another program holds the database", "wait for the other rungless to finish, then run it again"
	case code == sqliteNotADB || code == sqliteCorrupt:
		kind, message, hint = tracker.Invalid, "the file is not a database that SQLite can read", "set store.dsn to another file, or restore this one from a backup"
	}
	return tracker.Errorf(kind, op, "%s", message).Because(err).WithHint("%s", hint)
}

// nextID gives out the next id of a table.
func (t *tx) nextID(table string) (int64, error) {
	if _, ok := t.last[table]; !ok {
		var highest int64
		if err := t.db.Raw("SELECT coalesce(max(id), 0) FROM " + table).Scan(&highest).Error; err != nil {
			return 0, err
		}
		t.first[table], t.last[table] = highest, highest
	}
	t.last[table]++
	return t.last[table], nil
}

// keyed is a table expression "k" with columns a, b, ... that holds the given
// keys: one parameter whatever their number, so that the statement's text stays
// the same and no engine's limit on parameters is met. first tells the types.
func (t *tx) keyed(first []any) string {
	var columns []string
	for i, v := range first {
		column := fmt.Sprintf("value ->> %d", i)
		if t.db.Name() == "postgres" {
			kind := "bigint"
			if _, ok := v.(string); ok {
				kind = "text"
			}
			column = fmt.Sprintf("(%s)::%s", column, kind)
		}
		columns = append(columns, column+" AS "+string(rune('a'+i)))
	}
	from := "json_each(?)"
	if t.db.Name() == "postgres" {
		from = "json_array_elements(?::json)"
	}
	return "(SELECT " + strings.Join(columns, ", ") + " FROM " + from + ") k"
}

// loadBy returns the rows of a table whose columns equal one of the keys. CROSS
// JOIN keeps SQLite from scanning the table and looking up the keys; the last of
// the columns may carry the condition of a partial index ("email <> ”"), which
// no engine infers from a key.
func loadBy[T any](t *tx, table string, columns []string, keys [][]any) ([]T, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	conditions := make([]string, len(columns))
	for i, c := range columns {
		conditions[i] = fmt.Sprintf("t.%s = k.%c", c, 'a'+i)
		if i >= len(keys[0]) {
			conditions[i] = "t." + c
		}
	}
	var rows []T
	err := t.queryKeyed(&rows, "SELECT t.* FROM {keys} CROSS JOIN "+table+" t WHERE "+strings.Join(conditions, " AND "), keys)
	return rows, err
}

// queryKeyed runs a query in which every {keys} stands for the keys.
func (t *tx) queryKeyed(into any, query string, keys [][]any) error {
	if len(keys) == 0 {
		return nil
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	var all []any
	for range strings.Count(query, "{keys}") {
		all = append(all, string(text))
	}
	return t.db.Raw(strings.ReplaceAll(query, "{keys}", t.keyed(keys[0])), all...).Scan(into).Error
}

// execKeyed runs a statement in which {keys} stands for the keys.
func (t *tx) execKeyed(statement string, keys [][]any) error {
	if len(keys) == 0 {
		return nil
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	return t.db.Exec(strings.Replace(statement, "{keys}", t.keyed(keys[0]), 1), string(text)).Error
}

// keysOf turns ids into keys of one column.
func keysOf[K int64 | string](ids []K) [][]any {
	keys := make([][]any, len(ids))
	for i, id := range ids {
		keys[i] = []any{id}
	}
	return keys
}

// maxParameters stays below SQLite's 32,766 and PostgreSQL's 65,535.
const maxParameters = 12_000

// insert adds rows that are known to be new.
func insert[T any](t *tx, rows []T, columns int) error {
	if len(rows) == 0 {
		return nil
	}
	return t.db.CreateInBatches(rows, min(500, maxParameters/columns)).Error
}

// upsert writes whole rows over those with the same primary key.
func upsert[T any](t *tx, rows []T, columns int) error {
	if len(rows) == 0 {
		return nil
	}
	return t.db.Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, min(500, maxParameters/columns)).Error
}

package storebench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rungless/tracker/store"
)

// Large makes a store of n contributions, a multiple of [Million], in a SQLite file that
// is not there yet. One community of a million contributions is stored as a sync would
// store it, with its last act at until and everybody in it tracked; the rest are copies of it, each with its
// own accounts, repositories, threads and commits, written in bulk. The bot is one account
// in all of them.
//
// With ten copies there are 47,501 accounts, 4,750 people and 2,000 repositories, an ordinary
// person has a part in 72 threads and a maintainer in 5,040, and the bot did 833,000 things.
func Large(ctx context.Context, path string, n int, until time.Time) error {
	one := path + ".one"
	defer removeStore(one)
	if err := community(ctx, one, Million, until); err != nil {
		return err
	}
	return multiply(ctx, path, one, n/Million)
}

func removeStore(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + suffix) // it may not be there
	}
}

// community builds the n contributions that the others are copies of.
func community(ctx context.Context, path string, n int, until time.Time) error {
	begin := until.Add(-time.Hour).Unix() - int64(n/perThread*pause)
	if err := build(ctx, path, n, begin); err != nil {
		return err
	}
	s, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	for i := range People {
		_, found, err := s.FindAccounts(ctx, Account(i+1).Login)
		if err == nil && len(found) > 0 { // not everybody had a turn
			_, err = s.Track(ctx, Account(i+1), "benchmark")
		}
		if err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return s.Close()
}

// copied is a table of the community. In where and in the values of set, x is its line, k
// the number of the copy and [names] are replaced.
type copied struct {
	table string
	where string            // "": every line in every copy
	set   map[string]string // by column: its value in a copy, where that is not the rule of its name
}

const (
	once       = "k = 0"
	botOnce    = "(k = 0 OR x.account_id <> {bot})"
	ofItsTable = "x.id + k * (SELECT max(id) FROM one.{table})"
	ofCommit   = "x.owner_id + k * {commits}"
	ofAccount  = "CASE WHEN x.{column} IN (0, {bot}) THEN x.{column} ELSE x.{column} + k * {accounts} END"
	ofThread   = "CASE x.{column} WHEN 0 THEN 0 ELSE x.{column} + k * {threads} END"
	hash       = "CASE x.{column} WHEN '' THEN '' ELSE printf('%04x', k) || substr(x.{column}, 5) END"
)

// bySort are the rules by a column's name: whatever stands in it belongs to the copy.
var bySort = map[string]string{
	"id": ofItsTable, "node_id": "CASE WHEN k = 0 OR x.node_id = '' THEN x.node_id ELSE x.node_id || '-' || k END",
	"repository_id": "x.repository_id + k * {repositories}",
	"account_id":    ofAccount, "author_id": ofAccount, "merged_by_id": ofAccount, "other_id": ofAccount, "answer_by_id": ofAccount,
	"thread_id": ofThread, "owner_id": ofThread, "closes_id": ofThread,
	"sha": hash, "head_sha": hash, "merge_commit_sha": hash,
	"login": "'person-' || (CAST(substr(x.login, 8) AS INTEGER) + k * {people})",
}

var communityTables = []copied{
	{"repositories", "", map[string]string{"database_id": "x.database_id + k * {repositories}", "name": repositoryName}},
	{"repository_names", "", map[string]string{"name": repositoryName, "full_name": "'acme/' || " + repositoryName}},
	{"accounts", "(k = 0 OR x.id <> {bot})", map[string]string{"id": "x.id + k * {accounts}", "database_id": "x.database_id + k * {people}", "login": loginButBots}},
	{"account_logins", botOnce, map[string]string{"login": loginButBots, "login_key": loginButBots}},
	{"account_revisions", botOnce, nil},
	{"attributions", once, map[string]string{"id": "x.id"}},
	{"domains", once, nil}, {"paths", once, nil}, {"words", once, nil},
	{"people", once, map[string]string{"login": "x.login"}}, {"person_accounts", once, nil}, {"identity_joins", once, nil},
	{"threads", "", nil},
	{"thread_words", "", nil}, {"thread_labels", "", nil}, {"thread_files", "", nil}, {"thread_links", "", nil}, {"thread_commits", "", nil},
	{"thread_shares", "", nil}, {"thread_participants", "", nil},
	{"thread_items", "", map[string]string{"database_id": "x.database_id + k * 2 * {threads}"}},
	{"commits", "", nil},
	{"commit_authors", "", map[string]string{"owner_id": ofCommit}},
	{"contributions", "", map[string]string{"subject_id": "x.subject_id + k * CASE WHEN x.kind = 9 THEN {commits} WHEN x.kind IN (1, 4, 6) THEN {threads} ELSE {items} END"}},
	{"contribution_rollups", botOnce, map[string]string{"count": "CASE x.account_id WHEN {bot} THEN x.count * {copies} ELSE x.count END"}},
	{"collaborator_rollups", "", nil},
}

const (
	repositoryName = "'repository-' || (CAST(substr(x.name, 12) AS INTEGER) + k * {repositories})"
	loginButBots   = "CASE x.login WHEN '" + Bot + "' THEN x.login ELSE 'person-' || (CAST(substr(x.login, 8) AS INTEGER) + k * {people}) END"
)

// multiply writes copies of the community into a new store. Its indexes are made when
// the tables are full.
func multiply(ctx context.Context, path, one string, copies int) error {
	if err := upgrade(ctx, path); err != nil {
		return err
	}
	db, err := sql.Open(driver(), "file:"+filepath.ToSlash(path))
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	indexes, err := texts(ctx, conn, "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
	if err != nil {
		return err
	}
	named, err := texts(ctx, conn, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
	if err != nil {
		return err
	}
	statements := []string{"PRAGMA synchronous = OFF", "PRAGMA journal_mode = OFF", "PRAGMA cache_size = -262144", fmt.Sprintf("ATTACH '%s' AS one", one)}
	for _, name := range named {
		statements = append(statements, "DROP INDEX "+name)
	}
	if err := run(ctx, conn, statements); err != nil {
		return err
	}
	for _, c := range communityTables {
		if err := c.copy(ctx, conn, copies); err != nil {
			return fmt.Errorf("%s: %w", c.table, err)
		}
	}
	return run(ctx, conn, slices.Concat(indexes, []string{"DETACH one", "PRAGMA journal_mode = WAL"}))
}

// copy writes all copies of a table, in the order of its key where that is a number.
func (c copied) copy(ctx context.Context, conn *sql.Conn, copies int) error {
	columns, err := texts(ctx, conn, fmt.Sprintf("SELECT name FROM pragma_table_info('%s') ORDER BY cid", c.table))
	if err != nil {
		return err
	}
	values := make([]string, len(columns))
	for i, column := range columns {
		value, ok := c.set[column]
		if !ok {
			value, ok = bySort[column]
		}
		if !ok || c.where == once {
			value = "x.{column}"
		}
		values[i] = strings.ReplaceAll(value, "{column}", column)
	}
	where := c.where
	if where == "" {
		where = "true"
	}
	names := strings.NewReplacer("{table}", c.table, "{bot}", "1", "{copies}", fmt.Sprint(copies), "{people}", fmt.Sprint(People), "{repositories}", fmt.Sprint(repositories),
		"{accounts}", "(SELECT max(id) FROM one.accounts)", "{threads}", "(SELECT max(id) FROM one.threads)",
		"{commits}", "(SELECT max(id) FROM one.commits)", "{items}", "(SELECT max(id) FROM one.thread_items)")
	return run(ctx, conn, []string{names.Replace(fmt.Sprintf(`INSERT INTO main.{table} (%s)
		WITH RECURSIVE copies (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM copies WHERE k + 1 < {copies})
		SELECT %s FROM copies CROSS JOIN one.{table} x WHERE %s`, strings.Join(columns, ", "), strings.Join(values, ", "), where))})
}

// driver is the name of the SQLite driver that package store has registered.
func driver() string {
	if slices.Contains(sql.Drivers(), "sqlite3") {
		return "sqlite3"
	}
	return "sqlite"
}

func run(ctx context.Context, conn *sql.Conn, statements []string) error {
	for _, statement := range statements {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%.60s: %w", statement, err)
		}
	}
	return nil
}

func texts(ctx context.Context, conn *sql.Conn, query string) (found []string, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		found = append(found, text)
	}
	return found, rows.Err()
}

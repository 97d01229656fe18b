package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// plainly keeps PostgreSQL from compiling a query before it runs it, and from running it in several
// processes. It would for each page of evidence, whose many branches look dear and read a few lines each: at
// ten million contributions compiling took ten times as long as reading, and the
// other processes read what nobody asked for. Engines without these settings list none.
const plainly = `SELECT set_config(s.name, v.value, false) FROM pg_settings s
	JOIN (VALUES ('jit', 'off'), ('max_parallel_workers_per_gather', '0')) v (name, value) ON v.name = s.name`

// postgresPool makes the pool of connections to a server.
func postgresPool(dsn string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	return stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, plainly)
		return err
	})), nil
}

// engine is what a server that speaks PostgreSQL's protocol can do besides what all of
// them do. docs/scale.md says how they differ.
type engine struct {
	KeepsOrder bool // joins are made in the order in which they are written, where the transaction asks for it
	TellsSize  bool // of the database
}

// askEngine asks a server what it can do. CockroachDB, YugabyteDB and Citus have both
// catalogues; the first has neither the setting nor the function in each of its versions.
func (s *Store) askEngine(ctx context.Context) error {
	return s.write.WithContext(ctx).Raw(`SELECT EXISTS (SELECT 1 FROM pg_settings WHERE name = 'join_collapse_limit') AS keeps_order,
		EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'pg_database_size') AS tells_size`).Scan(&s.engine).Error
}

// Analyze renews the statistics by which the engine chooses its plans, of the tables of which much
// changed since they were made. Who stored much calls it: PostgreSQL does so by itself only after
// a while, and where autovacuum is on, SQLite never.
func (s *Store) Analyze(ctx context.Context) error {
	const op = "store.Analyze"
	db := s.write.WithContext(ctx)
	if s.path != "" {
		return machineError(op, db.Exec("PRAGMA optimize").Error)
	}
	tables, err := s.largeTables(ctx)
	if err != nil {
		return machineError(op, err)
	}
	var all []error
	for _, table := range tables {
		if table.Stale {
			all = append(all, db.Exec("ANALYZE "+table.Name).Error)
		}
	}
	return machineError(op, errors.Join(all...))
}

// largeTable is how many rows make bad statistics cost something.
const largeTable = 10_000

// analyzed is when the statistics of a table of PostgreSQL were made.
type analyzed struct {
	Name     string
	Analyzed int64 // 0: never
	Stale    bool  // so much changed since that they mislead
}

// largeTables lists PostgreSQL's by name. Others that speak its protocol list none: they
// keep statistics by themselves.
func (s *Store) largeTables(ctx context.Context) (tables []analyzed, err error) {
	// Autovacuum analyzes once a tenth of a table changed; half of it is far behind that.
	err = s.reader(ctx).db.Raw(`SELECT relname AS name, coalesce(extract(epoch FROM greatest(last_analyze, last_autoanalyze)), 0)::bigint AS analyzed,
			n_mod_since_analyze > ? AND n_mod_since_analyze * 2 > n_live_tup AS stale
		FROM pg_stat_user_tables WHERE schemaname = current_schema() AND greatest(n_live_tup, n_mod_since_analyze) > ? ORDER BY relname`,
		largeTable, largeTable).Scan(&tables).Error
	return tables, err
}

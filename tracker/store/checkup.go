package store

import (
	"context"
	"time"
)

// Checkup is what takes longer than [Health] to find out: doctor asks it, pages do not.
type Checkup struct {
	Damage []string // what the engine found broken in the file, in its words; PostgreSQL looks by itself
	Server int      // PostgreSQL's version as a number, such as 150003; 0 for SQLite

	// Unanalyzed are the tables of PostgreSQL, by name, of which so much changed since their
	// statistics were made that it chooses bad plans.
	Unanalyzed []string
	Analyzed   time.Time // when the oldest statistics of a large table were made; zero: there is no large table, or never
}

// Checkup reads the whole file (SQLite), or asks PostgreSQL about its statistics.
func (s *Store) Checkup(ctx context.Context) (Checkup, error) {
	if s.path == "" {
		return s.checkPostgres(ctx)
	}
	var found []string
	err := s.reader(ctx).db.Raw("PRAGMA quick_check(5)").Scan(&found).Error
	if len(found) == 1 && found[0] == "ok" {
		found = nil
	}
	return Checkup{Damage: found}, machineError("store.Checkup", err)
}

func (s *Store) checkPostgres(ctx context.Context) (Checkup, error) {
	var c Checkup
	err := s.reader(ctx).db.Raw("SELECT current_setting('server_version_num')::int").Scan(&c.Server).Error
	if err != nil {
		return c, machineError("store.Checkup", err)
	}
	tables, err := s.largeTables(ctx)
	for _, table := range tables {
		if at := fromUnix(table.Analyzed); !at.IsZero() && (c.Analyzed.IsZero() || at.Before(c.Analyzed)) {
			c.Analyzed = at
		}
		if table.Stale {
			c.Unanalyzed = append(c.Unanalyzed, table.Name)
		}
	}
	return c, machineError("store.Checkup", err)
}

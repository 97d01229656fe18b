package store

import (
	"context"
	"fmt"
	"strings"
)

// Health is what doctor and readiness ask.
type Health struct {
	Engine        string // "SQLite 3.50.4 (cgo)", "PostgreSQL 15.3"
	SchemaVersion string
	Path          string // "" for PostgreSQL
	Bytes         int64  // of the database, without its write-ahead log; 0: the server does not say
}

// Health asks the engine about itself.
func (s *Store) Health(ctx context.Context) (Health, error) {
	h := Health{Path: s.path}
	t := s.reader(ctx)
	version, size, name := "SELECT sqlite_version()", "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", "SQLite %s ("+sqliteBuild+")"
	if t.db.Name() == "postgres" {
		version, size, name = "SHOW server_version", "SELECT pg_database_size(current_database())", "PostgreSQL %s"
	}
	var engine string
	err := t.db.Raw(version).Scan(&engine).Error
	if err == nil && (s.path != "" || s.engine.TellsSize) {
		err = t.db.Raw(size).Scan(&h.Bytes).Error
	}
	if err == nil {
		h.SchemaVersion, err = s.schemaVersion(ctx)
	}
	engine, _, _ = strings.Cut(engine, " ")
	h.Engine = fmt.Sprintf(name, engine)
	return h, machineError("store.Health", err)
}

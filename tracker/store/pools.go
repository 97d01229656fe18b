package store

import (
	"database/sql"

	"gorm.io/gorm"
)

// Pool is how one pool of connections stands.
type Pool struct {
	Name string // "write" or "read"; PostgreSQL has the one, "all"
	sql.DBStats
}

// Pools tells how the pools of connections stand.
func (s *Store) Pools() []Pool {
	if s.path == "" {
		return []Pool{pool("all", s.write)}
	}
	return []Pool{pool("write", s.write), pool("read", s.read)}
}

func pool(name string, db *gorm.DB) Pool {
	p := Pool{Name: name}
	if connections, err := db.DB(); err == nil { // gorm has one wherever Open came to its end
		p.DBStats = connections.Stats()
	}
	return p
}

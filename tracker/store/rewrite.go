package store

import (
	"context"
)

// secureDelete lets SQLite write zeros over what is deleted from now on.
func (s *Store) secureDelete(ctx context.Context) error {
	if s.path == "" {
		return nil
	}
	s.turn.Lock()
	defer s.turn.Unlock()
	return s.write.WithContext(ctx).Exec("PRAGMA secure_delete = ON").Error
}

// rewrite writes the database anew, so that no free page and no log of it holds what was
// deleted, and reports whether it could: SQLite's log stays as long as another program
// reads. PostgreSQL frees the lines; its pages and its own log keep them until they are
// written over.
func (s *Store) rewrite(ctx context.Context) (bool, error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	db := s.write.WithContext(ctx)
	if s.path == "" {
		return false, db.Exec("VACUUM").Error
	}
	if err := db.Exec("VACUUM").Error; err != nil {
		return false, err
	}
	var checkpoint struct{ Busy, Log, Checkpointed int64 }
	err := db.Raw("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&checkpoint).Error
	return err == nil && checkpoint.Busy == 0, err
}

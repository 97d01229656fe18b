package store

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"rungless/tracker"
)

// Backup writes the whole database into a new file, as it is at one moment, while others
// read and write. The file is made with mode 0600; one that exists is not touched. Only a
// store in a file can be copied so: for PostgreSQL it is Invalid, and the hint names
// PostgreSQL's own way.
func (s *Store) Backup(ctx context.Context, path string) error {
	const op = "store.Backup"
	if s.path == "" {
		return tracker.Errorf(tracker.Invalid, op, "the store is in PostgreSQL, which makes its own backups").
			WithHint("pg_dump --format=custom --file=%q DATABASE-ADDRESS", path)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return tracker.Errorf(tracker.Conflict, op, "%s is there already, and is not overwritten", path).WithHint("name another file")
	}
	if err != nil {
		return openFailed(path, err)
	}
	if err := file.Close(); err != nil {
		return machineError(op, err)
	}
	if err := s.copyInto(ctx, path); err != nil {
		return errors.Join(machineError(op, err), os.Remove(path))
	}
	return nil
}

// copyInto writes the database into an empty file, on a connection of its own: it sees
// one moment and keeps nobody from writing.
func (s *Store) copyInto(ctx context.Context, path string) error {
	pool, err := s.read.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// What VACUUM INTO writes is another file; to a connection that may not write it is refused all the same.
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = OFF"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	_, again := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = ON")
	return errors.Join(err, again)
}

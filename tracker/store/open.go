package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"rungless/tracker"
)

// Store keeps the facts. It is safe for concurrent use: one writer at a time,
// in this process by a lock and between processes by the engine's, and any
// number of readers beside it.
type Store struct {
	log    *slog.Logger
	watch  func()     // nil: nobody counts statements
	write  *gorm.DB   // SQLite: one connection whose transactions begin as writers
	read   *gorm.DB   // SQLite: a pool that cannot write; PostgreSQL: the same pool as write
	turn   sync.Mutex // held by the writer
	path   string     // of the file; "" for PostgreSQL
	engine engine     // zero for a file
	now    func() time.Time

	attributor Attributor
	readOnly   bool
	keeping    sync.Mutex // held by who keeps an answer, or notes what one showed; taken before turn
}

// Options of [Open].
type Options struct {
	Logger   *slog.Logger     // nil: slog's discarding one
	Watch    func()           // hears of each statement before it is sent; nil: nobody counts
	ReadOnly bool             // change nothing, not even the schema
	Now      func() time.Time // nil: the machine's clock
	// Attributor says where records lie. Without one shares are not kept, and those
	// that are stored go out of date with what is written; see [Store.Attribute].
	Attributor Attributor
}

const readers = 8 // connections of the reading pool

// What each connection to a file keeps of it in memory, in KiB: together 48 MiB at most, so
// that a program which serves a large store stays small. What is read again and again
// the system's own cache holds as well, and for all of them; a batch writes the same pages
// many times before they leave the writer's.
const (
	writerCache = 16 << 10
	readerCache = 4 << 10
)

// Open opens the store at dsn, a file's path (SQLite) or a postgres:// address,
// and brings its schema up to date. A missing file is made, with mode 0600;
// its folder must exist. Errors are [tracker.Error]s with a sentence and a hint:
// Conflict when the database is newer than this program, Invalid when it is no
// database, Unavailable when the machine does not let us.
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{log: o.Logger, now: o.Now, attributor: o.Attributor, readOnly: o.ReadOnly, watch: o.Watch}
	var err error
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		err = s.openPostgres(ctx, dsn)
	} else {
		err = s.openPatiently(ctx, dsn, o.ReadOnly)
	}
	if err == nil {
		err = s.migrate(ctx, o.ReadOnly)
	}
	if err == nil && !o.ReadOnly {
		err = s.reread(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close ends the readers, then the writer, which for SQLite folds the
// write-ahead log back into the file.
func (s *Store) Close() error {
	var all []error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		all = append(all, err)
	}
	return errors.Join(all...)
}

func (s *Store) openPostgres(ctx context.Context, dsn string) error {
	pool, err := postgresPool(dsn)
	if err == nil {
		if s.write, err = s.connect(postgres.New(postgres.Config{Conn: pool}), readers); err == nil {
			s.read = s.write
			err = s.askEngine(ctx)
		}
	}
	if err != nil {
		// The cause may repeat the address, and with it the password.
		s.log.DebugContext(ctx, "postgres refused the connection", "error_type", fmt.Sprintf("%T", err))
		return tracker.Errorf(tracker.Unavailable, "store.Open", "the PostgreSQL server at %s cannot be reached or does not let us in", address(dsn)).
			WithHint("check host, database, user and password in store.dsn, and that the server runs")
	}
	return nil
}

// address is a DSN without user, password and parameters.
func address(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil {
		return "the given address"
	}
	return u.Host + u.Path
}

// openPatiently opens a file that other processes may be opening: the switch to
// the write-ahead log, and the last close, do not wait for the busy timeout.
func (s *Store) openPatiently(ctx context.Context, path string, readOnly bool) error {
	for try := 0; ; try++ {
		err := s.openSQLite(ctx, path, readOnly)
		if code := sqliteCode(err); code != sqliteBusy && code != sqliteLocked || try == 100 {
			return err
		}
		if err := errors.Join(s.Close(), ctx.Err()); err != nil {
			return err
		}
		s.write, s.read = nil, nil
		select {
		case <-time.After(50 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *Store) openSQLite(ctx context.Context, path string, readOnly bool) error {
	s.path = path
	if err := prepareFile(path, readOnly); err != nil {
		return err
	}
	write, err := s.connect(sqlite.New(sqlite.Config{DriverName: sqliteDriver, DSN: fileDSN(path, !readOnly)}), 1)
	if err != nil {
		return openFailed(path, err)
	}
	s.write = write
	if s.read, err = s.connect(sqlite.New(sqlite.Config{DriverName: sqliteDriver, DSN: fileDSN(path, false)}), readers); err != nil {
		return openFailed(path, err)
	}
	if err := assertPragmas(ctx, s.write, s.read); err != nil {
		return openFailed(path, err)
	}
	return nil
}

func fileDSN(path string, writer bool) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + sqliteParameters(writer).Encode()
}

// prepareFile makes the file before SQLite does, because SQLite would make it
// readable by everybody; the files beside it inherit its mode.
func prepareFile(path string, readOnly bool) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return tracker.Errorf(tracker.Invalid, "store.Open "+path, "%s is a folder, not a database file", path).
			WithHint("name a file in it, for example %s", filepath.Join(path, "rungless.db"))
	}
	if err == nil || readOnly {
		if err != nil {
			return openFailed(path, err)
		}
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return openFailed(path, err)
	}
	return file.Close()
}

func openFailed(path string, err error) error {
	e := tracker.Errorf(tracker.Unavailable, "store.Open "+path, "the database file %s cannot be opened", path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return tracker.Errorf(tracker.NotFound, "store.Open "+path, "the folder of %s does not exist", path).
			Because(err).WithHint("make the folder, or set store.dsn to another file")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, errReadOnlyFS):
		e = e.WithHint("the folder or the file is not writable for you: change its permissions, or set store.dsn to another file")
	default:
		return machineError("store.Open "+path, err)
	}
	return e.Because(err)
}

// connect opens a pool. gorm logs slow statements only, and never a value.
func (s *Store) connect(d gorm.Dialector, connections int) (*gorm.DB, error) {
	quiet := logger.NewSlogLogger(s.log, logger.Config{
		SlowThreshold: 2 * time.Second, LogLevel: logger.Warn, IgnoreRecordNotFoundError: true, ParameterizedQueries: true,
	})
	if !s.log.Enabled(context.Background(), slog.LevelDebug) {
		quiet = logger.Discard
	}
	db, err := gorm.Open(d, &gorm.Config{
		Logger: quiet, TranslateError: true, SkipDefaultTransaction: true, DisableAutomaticPing: true,
		NowFunc: func() time.Time { return time.Now().UTC() },
	})
	if err != nil {
		return nil, err
	}
	if err := s.watchStatements(db); err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return db, nil
}

// watchStatements lets who counts them hear of each statement.
func (s *Store) watchStatements(db *gorm.DB) error {
	if s.watch == nil {
		return nil
	}
	hear := func(*gorm.DB) { s.watch() }
	callbacks := db.Callback()
	return errors.Join(callbacks.Query().Before("*").Register("watch", hear), callbacks.Row().Before("*").Register("watch", hear),
		callbacks.Raw().Before("*").Register("watch", hear), callbacks.Create().Before("*").Register("watch", hear))
}

// assertPragmas checks the settings on the writer and on two readers at once: a
// driver that does not know a key of its DSN says nothing.
func assertPragmas(ctx context.Context, write, read *gorm.DB) error {
	for _, db := range []*gorm.DB{write, read} {
		pool, err := db.DB()
		if err != nil {
			return err
		}
		for range min(2, pool.Stats().MaxOpenConnections) {
			conn, err := pool.Conn(ctx)
			if err != nil {
				return err
			}
			defer conn.Close()
			if err := assertConn(ctx, conn); err != nil {
				return err
			}
		}
	}
	return nil
}

func assertConn(ctx context.Context, conn *sql.Conn) error {
	for _, want := range [][2]string{{"journal_mode", "wal"}, {"foreign_keys", "1"}, {"synchronous", "1"}, {"busy_timeout", "15000"}} {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+want[0]).Scan(&got); err != nil {
			return err
		}
		if got != want[1] {
			return fmt.Errorf("PRAGMA %s is %s, not %s", want[0], got, want[1])
		}
	}
	return nil
}

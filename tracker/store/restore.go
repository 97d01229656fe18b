package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/store/migrations"
)

const opRestore = "store.Restore"

// Restore puts a backup in the place of the store at path. The backup is copied and the
// copy looked at first: it must be a whole SQLite database, hold the tables of a store
// and nothing else, and be no newer than this program. A store that is there already is
// moved aside only where replace says so, and not while a program has it open; Restore
// returns where it is then, "" where there was none.
func Restore(ctx context.Context, backup, path string, replace bool) (aside string, err error) {
	if err := checkBackupFile(backup, path); err != nil {
		return "", err
	}
	copied, err := copyBeside(backup, path)
	if err != nil {
		return "", err
	}
	defer os.Remove(copied) // nothing there once it is in place
	if err := checkBackup(ctx, copied, backup); err != nil {
		return "", err
	}
	switch _, err := os.Lstat(path); {
	case err == nil && !replace:
		return "", tracker.Errorf(tracker.Conflict, opRestore, "there is a store at %s already", path).
			WithHint("with --force it is moved aside, and the backup takes its place")
	case err == nil:
		if aside, err = moveAside(ctx, path); err != nil {
			return "", err
		}
	}
	if err := os.Rename(copied, path); err != nil {
		return aside, openFailed(path, err)
	}
	return aside, nil
}

// checkBackupFile refuses what is no plain file, or is in use.
func checkBackupFile(backup, path string) error {
	info, err := os.Lstat(backup)
	if err != nil {
		return openFailed(backup, err)
	}
	if !info.Mode().IsRegular() {
		return tracker.Errorf(tracker.Invalid, opRestore, "%s is no plain file", backup).WithHint("name the file that `rungless backup` wrote, not a link to it")
	}
	if there, err := os.Stat(path); err == nil && os.SameFile(info, there) {
		return tracker.Errorf(tracker.Invalid, opRestore, "%s is the store itself", backup).WithHint("name a backup of it")
	}
	if log, err := os.Stat(backup + "-wal"); err == nil && log.Size() > 0 {
		return tracker.Errorf(tracker.Invalid, opRestore, "%s is in use, or was copied by hand: a log lies beside it", backup).
			WithHint("make a backup with: rungless backup FILE")
	}
	return nil
}

// copyBeside copies a backup into the folder where it is to be, under a name of its own.
func copyBeside(backup, path string) (string, error) {
	from, err := os.Open(backup)
	if err != nil {
		return "", openFailed(backup, err)
	}
	defer from.Close()
	to, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".restoring-*") // made with mode 0600
	if err != nil {
		return "", openFailed(path, err)
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Sync(), to.Close()); err != nil {
		return "", errors.Join(machineError(opRestore, err), os.Remove(to.Name()))
	}
	return to.Name(), nil
}

// checkBackup looks into the copy of a backup.
func checkBackup(ctx context.Context, copied, backup string) error {
	db, err := sql.Open(sqliteDriver, "file:"+filepath.ToSlash(copied)+"?mode=ro&immutable=1")
	if err != nil {
		return machineError(opRestore, err)
	}
	defer db.Close()
	objects, err := texts(ctx, db, "SELECT type || ' ' || name FROM sqlite_master WHERE type <> 'index' ORDER BY 1")
	if err != nil {
		return notABackup(backup).Because(err)
	}
	if !slices.Contains(objects, "table schema_migrations") {
		return notABackup(backup)
	}
	if err := checkSteps(ctx, db, backup); err != nil {
		return err
	}
	known := map[string]bool{"table schema_migrations": true, "table sqlite_stat1": true, "table sqlite_stat4": true} // the last two are the engine's statistics
	for _, h := range holdings {
		known["table "+h.table] = true
	}
	for _, object := range objects {
		if !known[object] {
			return tracker.Errorf(tracker.Invalid, opRestore, "%s holds a %s, which no store has", backup, object).WithHint("take another backup: this one was changed")
		}
	}
	problems, err := texts(ctx, db, "PRAGMA integrity_check(1)")
	if err != nil || !slices.Equal(problems, []string{"ok"}) {
		return tracker.Errorf(tracker.Invalid, opRestore, "%s is damaged", backup).Because(err).WithHint("take another backup")
	}
	return nil
}

func notABackup(backup string) *tracker.Error {
	return tracker.Errorf(tracker.Invalid, opRestore, "%s is not a store of rungless", backup).WithHint("name the file that `rungless backup` wrote")
}

// checkSteps refuses a store that a newer program made.
func checkSteps(ctx context.Context, db *sql.DB, backup string) error {
	steps, err := texts(ctx, db, "SELECT id FROM schema_migrations ORDER BY id")
	if err != nil || len(steps) == 0 {
		return notABackup(backup).Because(err)
	}
	known := map[string]bool{}
	for _, step := range migrations.All() {
		known[step.ID] = true
	}
	for _, step := range steps {
		if !known[step] {
			return tracker.Errorf(tracker.Conflict, opRestore, "%s was made by a newer version of rungless", backup).WithHint("install that version or a later one")
		}
	}
	return nil
}

func texts(ctx context.Context, db *sql.DB, query string) (found []string, err error) {
	rows, err := db.QueryContext(ctx, query)
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

// moveAside gives the store that is in place another name, with what belongs to it.
func moveAside(ctx context.Context, path string) (string, error) {
	if err := assertUnused(ctx, path); err != nil {
		return "", err
	}
	aside := path + ".before-" + time.Now().UTC().Format("20060102T150405Z")
	if _, err := os.Lstat(aside); err == nil {
		return "", tracker.Errorf(tracker.Conflict, opRestore, "%s is there already", aside).WithHint("wait a second and try again")
	}
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return "", openFailed(path, err)
		}
	}
	return aside, nil
}

// assertUnused refuses a store that a program has open: it would go on writing into the
// file that was moved aside. What is no database is nobody's.
func assertUnused(ctx context.Context, path string) error {
	db, err := sql.Open(sqliteDriver, "file:"+filepath.ToSlash(path))
	if err != nil {
		return machineError(opRestore, err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range []string{"PRAGMA busy_timeout = 500", "PRAGMA locking_mode = EXCLUSIVE", "BEGIN IMMEDIATE", "COMMIT"} {
		if _, err = db.ExecContext(ctx, statement); err != nil {
			break
		}
	}
	if code := sqliteCode(err); code == sqliteBusy || code == sqliteLocked {
		return tracker.Errorf(tracker.Conflict, opRestore, "a program has the store at %s open", path).Because(err).WithHint("stop rungless there first")
	}
	if err != nil && sqliteCode(err) != sqliteNotADB && !strings.Contains(err.Error(), "malformed") {
		return machineError(opRestore, err)
	}
	return nil
}

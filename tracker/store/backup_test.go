package store_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// A backup that is made while a writer writes is the store as it was at one of its
// transactions.
func TestABackupIsOneMomentOfAStoreThatIsWritten(t *testing.T) {
	s := open(t, freshFile(t))
	apply(t, s, fromGitHub(tracker.Batch{Accounts: []tracker.Account{ana}}))
	moments := map[string]bool{fingerprint(t, s): true}
	path := filepath.Join(t.TempDir(), "backup.db")
	var writer sync.WaitGroup
	started := make(chan struct{})
	writer.Go(func() {
		for i := range 30 {
			if _, err := s.Apply(t.Context(), fromGitHub(tracker.Batch{Threads: []tracker.Thread{pullRequest(i+1, ana, at(i))}})); err != nil {
				t.Error(err)
			}
			sum, err := s.Fingerprint(t.Context())
			if err != nil {
				t.Error(err)
			}
			moments[sum] = true
			if i == 3 {
				close(started)
			}
		}
	})
	<-started
	if err := s.Backup(t.Context(), path); err != nil {
		t.Error(err)
	}
	writer.Wait()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v (%v), want 0600", info.Mode(), err)
	}
	if err := s.Backup(t.Context(), path); tracker.KindOf(err) != tracker.Conflict {
		t.Errorf("a backup over a file: %v", err)
	}
	restored := freshFile(t)
	if aside, err := store.Restore(t.Context(), path, restored, false); err != nil || aside != "" {
		t.Fatalf("restore: %q, %v", aside, err)
	}
	if !moments[fingerprint(t, open(t, restored))] {
		t.Error("the restored store is no moment of the one that was copied")
	}
}

// The engine keeps its statistics in tables of its own.
func TestAStoreWithStatisticsIsRestored(t *testing.T) {
	path, backup := freshFile(t), filepath.Join(t.TempDir(), "backup.db")
	s := open(t, path)
	apply(t, s, fromGitHub(tracker.Batch{Accounts: []tracker.Account{ana}}))
	db, err := sql.Open(store.SQLiteDriver, path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), backup, freshFile(t), false); err != nil {
		t.Error(err)
	}
}

func TestARestoreNeverLosesWhatIsThere(t *testing.T) {
	s := open(t, freshFile(t))
	apply(t, s, fromGitHub(tracker.Batch{Accounts: []tracker.Account{ana, ben}}))
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	target := freshFile(t)
	there, err := store.Open(t.Context(), target, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	before := fingerprint(t, there)
	if _, err := store.Restore(t.Context(), backup, target, true); tracker.KindOf(err) != tracker.Conflict {
		t.Errorf("a restore over a store that is open: %v", err)
	}
	if err := there.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(t.Context(), backup, target, false); tracker.KindOf(err) != tracker.Conflict {
		t.Errorf("a restore over a store: %v", err)
	}
	aside, err := store.Restore(t.Context(), backup, target, true)
	if err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, open(t, target)) != fingerprint(t, s) || fingerprint(t, open(t, aside)) != before {
		t.Error("after a restore the two stores are not the backup and what was there")
	}
	if leftOver, _ := filepath.Glob(target + ".restoring*"); len(leftOver) > 0 {
		t.Errorf("left over: %v", leftOver)
	}
}

func TestOnlyABackupIsRestored(t *testing.T) {
	s := open(t, freshFile(t))
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	changed := func(name string, change func(path string) error) string {
		path := filepath.Join(t.TempDir(), name)
		bytes, err := os.ReadFile(backup)
		if err = errors.Join(err, os.WriteFile(path, bytes, 0o600), change(path)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	statement := func(text string) func(string) error {
		return func(path string) error {
			db, err := sql.Open(store.SQLiteDriver, path)
			if err != nil {
				return err
			}
			defer db.Close()
			_, err = db.Exec(text)
			return err
		}
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(backup, link); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ path, says string }{
		"a file that is not there":       {filepath.Join(t.TempDir(), "none.db"), "does not exist"},
		"a folder":                       {t.TempDir(), "no plain file"},
		"a link":                         {link, "no plain file"},
		"text":                           {changed("text.db", func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("no database ", 900)), 0o600) }), "not a store"},
		"an empty file":                  {changed("empty.db", func(path string) error { return os.Truncate(path, 0) }), "not a store"},
		"half a file":                    {changed("half.db", func(path string) error { return os.Truncate(path, 20_000) }), ""},
		"a store with a trigger":         {changed("trigger.db", statement("CREATE TRIGGER x AFTER INSERT ON people BEGIN DELETE FROM people; END")), "trigger x"},
		"a store with a table too many":  {changed("table.db", statement("CREATE TABLE more (id BIGINT)")), "table more"},
		"a store of a newer version":     {changed("newer.db", statement("INSERT INTO schema_migrations (id) VALUES ('9999_later')")), "newer version"},
		"another program's database":     {changed("other.db", statement("DROP TABLE schema_migrations")), "not a store"},
		"a file with a log that matters": {changed("log.db", func(path string) error { return os.WriteFile(path+"-wal", []byte("x"), 0o600) }), "in use"},
	} {
		target := freshFile(t)
		_, err := store.Restore(t.Context(), test.path, target, true)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(target); err == nil {
			t.Errorf("%s: was restored", name)
		}
	}
}

func TestPostgreSQLMakesItsOwnBackups(t *testing.T) {
	s := open(t, testneed.Database(t))
	err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "x"))
	if tracker.KindOf(err) != tracker.Invalid {
		t.Errorf("a backup of PostgreSQL: %v", err)
	}
}

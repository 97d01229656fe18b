package store

import (
	"errors"
	"os"
	"slices"
	"testing"

	"gorm.io/gorm"
)

func TestACheckupFindsADamagedFile(t *testing.T) {
	s := newSQLite(t)
	if got, err := s.Checkup(t.Context()); err != nil || len(got.Damage) > 0 || got.Server != 0 {
		t.Fatalf("a sound store: %+v, %v", got, err)
	}
	path := s.path
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	// The header of a page in the middle says how its cells lie.
	info, err := file.Stat()
	if err == nil {
		_, err = file.WriteAt([]byte{0x0d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, info.Size()/4096/2*4096)
	}
	if err != nil || file.Close() != nil {
		t.Fatal(err)
	}
	damaged, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer damaged.Close()
	if got, err := damaged.Checkup(t.Context()); err == nil && len(got.Damage) == 0 {
		t.Errorf("nothing was found: %+v", got)
	}
}

func TestACheckupOfPostgreSQLNamesTablesWithoutStatistics(t *testing.T) {
	s := newPostgres(t)
	// Each connection counts for itself until it is told to let the others know.
	err := s.write.Connection(func(db *gorm.DB) error {
		return errors.Join(db.Exec("INSERT INTO paths (id, path) SELECT n, 'a/' || n FROM generate_series(1, 20001) n").Error,
			db.Exec("SELECT pg_stat_force_next_flush()").Error)
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Checkup(t.Context())
	if err != nil || got.Server < 130000 || !slices.Equal(got.Unanalyzed, []string{"paths"}) {
		t.Errorf("before Analyze: %+v, %v", got, err)
	}
	if err := s.Analyze(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err = s.Checkup(t.Context()); err != nil || len(got.Unanalyzed) > 0 || got.Analyzed.IsZero() {
		t.Errorf("after ANALYZE: %+v, %v", got, err)
	}
}

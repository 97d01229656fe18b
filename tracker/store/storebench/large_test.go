package storebench

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"rungless/tracker/domain"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// TestCopiesAreAsASyncWouldStoreThem derives everything again from the copied facts: where
// a contribution, a share or a count were wrong, the store would be another one.
func TestCopiesAreAsASyncWouldStoreThem(t *testing.T) {
	testneed.Thorough(t)
	ctx, folder := t.Context(), t.TempDir()
	one, path := filepath.Join(folder, "one.db"), filepath.Join(folder, "three.db")
	if err := community(ctx, one, 3_000, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := multiply(ctx, path, one, 3); err != nil {
		t.Fatal(err)
	}
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, path, store.Options{Attributor: ingest.Attributor(catalogue)})
	if err != nil {
		t.Fatal(err)
	}
	copied := fingerprint(t, s)
	if err := s.RebuildRollups(ctx); err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, s) != copied {
		t.Error("what is derived from the copied facts is not what was copied")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	t.Run("and so in PostgreSQL", func(t *testing.T) {
		dsn := testneed.Database(t)
		if err := Pour(ctx, path, dsn); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(ctx, dsn, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if fingerprint(t, s) != copied {
			t.Error("what was poured is not what was in the file")
		}
	})
}

func fingerprint(t *testing.T, s *store.Store) string {
	t.Helper()
	sum, err := s.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// BenchmarkLarge makes the store that docs/scale.md measures, in the folder that
// RUNGLESS_SCALE names; RUNGLESS_SCALE_MILLIONS is how many contributions it holds, 10
// unless set. One that is there already is kept.
func BenchmarkLarge(b *testing.B) {
	path, millions := scale(b)
	if _, err := os.Stat(path); err == nil {
		b.Skipf("%s is there already", path)
	}
	for b.Loop() {
		if err := Large(b.Context(), path, millions*Million, time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	reportSize(b, path)
}

// BenchmarkPour copies that store into the empty PostgreSQL database that
// RUNGLESS_SCALE_POSTGRES names.
func BenchmarkPour(b *testing.B) {
	path, _ := scale(b)
	dsn := os.Getenv("RUNGLESS_SCALE_POSTGRES")
	if dsn == "" {
		b.Skip("RUNGLESS_SCALE_POSTGRES names no empty database: docs/scale.md")
	}
	for b.Loop() {
		if err := Pour(b.Context(), path, dsn); err != nil {
			b.Fatal(err)
		}
	}
	reportSize(b, dsn)
}

func reportSize(b *testing.B, dsn string) {
	s, err := store.Open(b.Context(), dsn, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	health, err := s.Health(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(health.Bytes)/1e6, "MB")
}

// scale is where the large store is, and of how many millions.
func scale(b *testing.B) (path string, millions int) {
	b.Helper()
	folder := os.Getenv("RUNGLESS_SCALE")
	if folder == "" {
		b.Skip("RUNGLESS_SCALE names no folder for several gigabytes: docs/scale.md")
	}
	millions = 10
	if text := os.Getenv("RUNGLESS_SCALE_MILLIONS"); text != "" {
		var err error
		if millions, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	return filepath.Join(folder, "large.db"), millions
}

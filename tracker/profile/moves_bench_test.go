package profile_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/ingest"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
)

// benchMoves is a store of a million contributions whose threads lie in domains and in
// which everybody is tracked, and a maker for it.
func benchMoves(b *testing.B) *profile.Maker {
	path, err := storebench.Path(b.Context(), storebench.Million)
	if err != nil {
		b.Fatal(err)
	}
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		b.Fatal(err)
	}
	own := filepath.Join(b.TempDir(), "moves.db")
	copyFile(b, path, own)
	s, err := store.Open(b.Context(), own, store.Options{Attributor: ingest.Attributor(catalogue)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	if err := s.Attribute(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	for i := range storebench.People {
		if _, err := s.Track(b.Context(), storebench.Account(i+1), "benchmark"); err != nil {
			b.Fatal(err)
		}
	}
	return profile.New(s, catalogue, growth.DefaultRules())
}

func copyFile(b *testing.B, from, to string) {
	b.Helper()
	in, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		b.Fatal(err)
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkMoves measures moves at a million contributions, 5,000 accounts and 200
// repositories: all of an ordinary person's and of the busiest maintainer's, again and for the first
// time on a day; everybody's signals; and those after a small sync. Goals: 150 ms,
// 2 minutes and 2 seconds on two cores.
func BenchmarkMoves(b *testing.B) {
	m := benchMoves(b)
	now := time.Unix(1_675_000_000, 0).UTC()
	for b.Loop() {
		began := time.Now()
		if err := m.FindMoves(b.Context(), now); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "everybody-s")
		if _, err := m.Store.Apply(b.Context(), storebench.Batch(storebench.Million/5, storebench.Million/5+20)); err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		if err := m.FindMoves(b.Context(), now); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "after-sync-s")
		for _, login := range []string{storebench.Login, storebench.Busy} {
			who, err := profile.Find(b.Context(), m.Store, login)
			if err != nil {
				b.Fatal(err)
			}
			for i, name := range []string{"first", "again", "next-day"} {
				began = time.Now()
				if _, err := m.Moves(b.Context(), who, profile.MovesRequest{Now: now.AddDate(0, 0, i/2)}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(time.Since(began).Milliseconds()), login+"-"+name+"-ms")
			}
		}
	}
}

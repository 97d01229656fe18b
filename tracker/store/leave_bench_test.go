package store_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime/metrics"
	"testing"
	"time"

	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
)

// BenchmarkLeave exports and erases somebody with 20,000 contributions, of two accounts, in
// a store of a million in which each item has its payload: how long it takes, and how much
// the heap holds at most.
func BenchmarkLeave(b *testing.B) {
	ctx := context.Background()
	for b.Loop() {
		b.StopTimer()
		s, who := leaving(b)
		b.StartTimer()
		peak := heapPeak(b, "export", func() error { return s.ExportPerson(ctx, who, io.Discard) })
		b.ReportMetric(peak, "export-MB")
		peak = heapPeak(b, "forget", func() error { _, err := s.Forget(ctx, who); return err })
		b.ReportMetric(peak, "forget-MB")
	}
}

// leaving copies the large store, gives each item a payload, and joins two maintainers.
func leaving(b *testing.B) (*store.Store, store.Who) {
	b.Helper()
	ctx := context.Background()
	large, err := storebench.Path(ctx, storebench.Million)
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "leaving.db")
	from := open(b, large)
	if err := from.Backup(ctx, path); err != nil {
		b.Fatal(err)
	}
	s := open(b, path)
	if err := s.FillPayloads(ctx, `{"author":{"login":"somebody-else"},"body":"I read it, and would rather have loops here."}`); err != nil {
		b.Fatal(err)
	}
	person, err := s.Track(ctx, storebench.Account(7), "a benchmark")
	if err == nil {
		_, err = s.JoinAccount(ctx, person.ID, storebench.Account(8), "a benchmark", "a benchmark")
	}
	if err != nil {
		b.Fatal(err)
	}
	who, err := s.WhoIs(ctx, storebench.Busy)
	if err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/(1<<20), "store-MB")
	return s, who
}

// heapPeak runs something, reports its seconds, and returns the most that the heap held
// meanwhile, in megabytes.
func heapPeak(b *testing.B, name string, do func() error) float64 {
	b.Helper()
	began, done, peak := time.Now(), make(chan struct{}), make(chan uint64)
	go func() {
		sample, most := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}, uint64(0)
		for tick := time.Tick(5 * time.Millisecond); ; {
			select {
			case <-tick:
				metrics.Read(sample)
				most = max(most, sample[0].Value.Uint64())
			case <-done:
				peak <- most
				return
			}
		}
	}()
	err := do()
	close(done)
	most := <-peak
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(began).Seconds(), name+"-s")
	return float64(most) / (1 << 20)
}

//go:build unix

package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
)

// BenchmarkBackup copies the store that RUNGLESS_SCALE_STORE names, a file, by `rungless backup`
// while batch after batch is written into it, and puts the copy in place elsewhere by `rungless
// restore`. The copy must hold the batches up to one moment of the copying and no later ones: with the
// rest of them it must be the same as the store, by fingerprint. It prints how long each step took and how
// much memory. The folder beside the store must have room for two more of it.
func BenchmarkBackup(b *testing.B) {
	path := os.Getenv("RUNGLESS_SCALE_STORE")
	if path == "" || isPostgres(path) {
		b.Skip("RUNGLESS_SCALE_STORE names no large file: docs/scale.md")
	}
	folder, err := os.MkdirTemp(filepath.Dir(path), "backup")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(folder)
	copied, restored := filepath.Join(folder, "copy.db"), filepath.Join(folder, "restored.db")
	program := built(b)
	for b.Loop() {
		live := attributed(b, path)
		w := write(b, live)
		before := w.count()
		timed(b, "backup", program, path, "backup", copied)
		after := w.stop()
		timed(b, "restore", program, restored, "restore", copied)
		if err := os.Remove(copied); err != nil {
			b.Fatal(err)
		}
		other := attributed(b, restored)
		held := w.heldBy(b, other)
		b.Logf("%d batches before the backup began, %d in it, %d when it was done", before, held, after)
		if held < before || held > after {
			b.Error("the backup is of no moment of its making")
		}
		for i := held; i < after; i++ {
			w.apply(b, other, i)
		}
		began := time.Now()
		if sumOf(b, live) != sumOf(b, other) {
			b.Error("with the batches that came later, the restored store is not the one that was copied")
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-comparing")
	}
	b.ReportMetric(0, "ns/op")
}

// timed runs the program over a store, and reports how long it took and what memory it held.
func timed(b *testing.B, name, program, dsn string, args ...string) {
	b.Helper()
	began := time.Now()
	p := launch(b, name, program, []string{"HOME=" + b.TempDir(), "PATH=", "RUNGLESS_STORE_DSN=" + dsn}, args...)
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	peak := 0.0
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("%s: %v\n%s", name, err, p.words)
			}
			b.ReportMetric(time.Since(began).Seconds(), "s-"+name)
			b.ReportMetric(peak, "MB-peak-"+name)
			return
		case <-time.After(20 * time.Millisecond):
			peak = max(peak, p.peak())
		}
	}
}

// writer writes batches, one after the other, until it is stopped.
type writer struct {
	from  int // the number of the first change that the store has not
	done  chan int
	ask   chan int
	until chan struct{}
}

const (
	perBatch = 20 // changes
	between  = 100 * time.Millisecond
)

func write(b *testing.B, st *store.Store) *writer {
	b.Helper()
	w := &writer{from: newChanges, done: make(chan int, 1), ask: make(chan int), until: make(chan struct{})}
	for w.isThere(b, st, 0) { // of an earlier run
		w.from += 10_000
	}
	go func() {
		for i := 0; ; i++ {
			select {
			case <-w.until:
				w.done <- i
				return
			case w.ask <- i:
			default:
			}
			w.apply(b, st, i)
			time.Sleep(between)
		}
	}()
	for w.count() == 0 {
		time.Sleep(time.Millisecond)
	}
	return w
}

const (
	newChanges = 210_000 // the number of the first change that no large store has
	most       = 1000    // lines of a page
)

func (w *writer) apply(b *testing.B, st *store.Store, i int) {
	from := w.from + i*perBatch
	if _, err := st.Apply(b.Context(), storebench.Batch(from, from+perBatch)); err != nil {
		b.Error(err)
	}
}

// count is how many batches were written so far.
func (w *writer) count() int { return <-w.ask }

// stop ends the writing, and returns how many batches that were.
func (w *writer) stop() int {
	close(w.until)
	return <-w.done
}

// isThere reports whether a store holds a batch.
func (w *writer) isThere(b *testing.B, st *store.Store, i int) bool {
	b.Helper()
	change := storebench.Batch(w.from+i*perBatch, w.from+i*perBatch+1).Threads[0]
	found, err := st.Evidence(b.Context(), store.EvidenceFilter{Repository: change.Repository.Owner + "/" + change.Repository.Name,
		From: change.CreatedAt, To: change.CreatedAt.Add(time.Second), Kinds: []tracker.Kind{tracker.PullRequestKind}}, "", most)
	if err != nil {
		b.Fatal(err)
	}
	return slices.ContainsFunc(found.Items, func(c tracker.Contribution) bool { return c.Title == change.Title })
}

// heldBy is how many of the batches a store holds; after one that is missing there may be no other.
func (w *writer) heldBy(b *testing.B, st *store.Store) int {
	b.Helper()
	n := 0
	for w.isThere(b, st, n) {
		n++
	}
	for i := n + 1; i < n+5; i++ {
		if w.isThere(b, st, i) {
			b.Errorf("batch %d is there and batch %d is not", i, n)
		}
	}
	return n
}

// attributed opens a store as the program does, with the domains that are built in.
func attributed(b *testing.B, path string) *store.Store {
	b.Helper()
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(b.Context(), path, store.Options{Attributor: ingest.Attributor(catalogue)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	return st
}

func sumOf(b *testing.B, st *store.Store) string {
	b.Helper()
	sum, err := st.Fingerprint(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return sum
}

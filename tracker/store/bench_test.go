package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
	"rungless/tracker/testneed"
)

// BenchmarkApply stores 8,000 contributions in a fresh store, then the same
// batch again, which changes nothing.
func BenchmarkApply(b *testing.B) {
	b.Run("a file", func(b *testing.B) { benchmarkApply(b, freshFile) })
	b.Run("PostgreSQL", func(b *testing.B) {
		testneed.Postgres(b)
		benchmarkApply(b, testneed.Database)
	})
}

func benchmarkApply(b *testing.B, fresh func(testing.TB) string) {
	batch := storebench.Batch(0, 2000)
	var first, second time.Duration
	for b.Loop() {
		s := open(b, fresh(b))
		began := time.Now()
		apply(b, s, batch)
		first += time.Since(began)
		began = time.Now()
		apply(b, s, batch)
		second += time.Since(began)
	}
	n := float64(b.N * 8000)
	b.ReportMetric(n/first.Seconds(), "contributions/s")
	b.ReportMetric(n/second.Seconds(), "again/s")
}

// BenchmarkPages asks what a page asks, at a million contributions, of an
// ordinary person, of the busiest account and of everybody. Goal: p99 below 50 ms
// on a quiet machine, whatever the filter.
func BenchmarkPages(b *testing.B) {
	ctx := context.Background()
	path, err := storebench.Path(ctx, storebench.Million)
	if err != nil {
		b.Fatal(err)
	}
	s := open(b, path)
	for _, who := range []string{storebench.Login, storebench.Bot, "everybody"} {
		_, ids, err := s.FindAccounts(ctx, who)
		if err != nil {
			b.Fatal(err)
		}
		f := store.EvidenceFilter{AccountIDs: ids}
		if len(ids) > 0 {
			b.Run(who+"/MonthlyCounts", func(b *testing.B) {
				measure(b, func() error { _, err := s.MonthlyCounts(ctx, f); return err })
			})
		}
		for _, filter := range pageFilters {
			b.Run(who+"/"+strings.ReplaceAll(filter.name, " ", "_"), func(b *testing.B) {
				f := f
				filter.change(&f)
				measure(b, func() error { _, err := s.Evidence(ctx, f, "", 50); return err })
			})
		}
	}
}

// BenchmarkRecords loads every record of an ordinary person, at a million
// contributions.
func BenchmarkRecords(b *testing.B) {
	ctx := context.Background()
	path, err := storebench.Path(ctx, storebench.Million)
	if err != nil {
		b.Fatal(err)
	}
	s := open(b, path)
	_, ids, err := s.FindAccounts(ctx, storebench.Login)
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]store.RecordFilter{
		"own":          {AccountIDs: ids},
		"with related": {AccountIDs: ids, Related: true},
		"one year":     {AccountIDs: ids, From: time.Unix(1_640_000_000, 0), To: time.Unix(1_671_536_000, 0)},
		"repository":   {Repository: "acme/repository-3"},
	} {
		b.Run(name, func(b *testing.B) {
			var records int
			measure(b, func() error {
				records = 0
				return s.Records(ctx, f, func(tracker.Record) error { records++; return nil })
			})
			b.ReportMetric(float64(records), "records")
		})
	}
}

// BenchmarkAttribution stores 10,000 contributions without and with a catalogue, in
// turn, and then attributes what was stored without one. It reports what keeping shares
// adds to an Apply, and how fast everything is attributed again. Goal: with the rollups
// at most 0.4 of an Apply.
func BenchmarkAttribution(b *testing.B) {
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		b.Fatal(err)
	}
	const threads = 2000
	batch := storebench.Batch(0, threads)
	var without, with, again time.Duration
	for b.Loop() {
		dsn := freshFile(b)
		plain, kept := open(b, dsn), openAttributed(b, freshFile(b), ingest.Attributor(catalogue))
		began := time.Now()
		apply(b, plain, batch)
		without += time.Since(began)
		began = time.Now()
		apply(b, kept, batch)
		with += time.Since(began)
		late := openAttributed(b, dsn, ingest.Attributor(catalogue))
		began = time.Now()
		attributeAll(b, late)
		again += time.Since(began)
	}
	b.ReportMetric((with-without).Seconds()/with.Seconds(), "of-apply")
	b.ReportMetric(float64(b.N*threads)/again.Seconds(), "again-threads/s")
}

// pageFilters are what a reader may ask for: what is common, what is rare, what
// is not there at all.
var pageFilters = []struct {
	name   string
	change func(*store.EvidenceFilter)
}{
	{"all", func(*store.EvidenceFilter) {}},
	{"a kind", func(f *store.EvidenceFilter) { f.Kinds = []tracker.Kind{tracker.ReviewKind} }},
	{"a common state", func(f *store.EvidenceFilter) { f.State = tracker.Merged }},
	{"a state of none", func(f *store.EvidenceFilter) { f.State = tracker.Closed }},
	{"a repository", func(f *store.EvidenceFilter) { f.Repository = "acme/repository-3" }},
	{"common words", func(f *store.EvidenceFilter) { f.Query = "faster pipeline" }},
	{"a common word in a rare repository", func(f *store.EvidenceFilter) { f.Query, f.Repository = "faster", "acme/repository-3" }},
	{"a rare word", func(f *store.EvidenceFilter) { f.Query = "77777" }},
	{"a word of none", func(f *store.EvidenceFilter) { f.Query = "nowhere" }},
	{"with a person", func(f *store.EvidenceFilter) { f.WithLogin = "person-8" }},
	{"with the bot", func(f *store.EvidenceFilter) { f.WithLogin = storebench.Bot }},
	{"public", func(f *store.EvidenceFilter) { f.PublicOnly = true }},
	{"public, repository and words", func(f *store.EvidenceFilter) {
		f.PublicOnly, f.Repository, f.Query = true, "acme/repository-3", "part 42"
	}},
}

// asked is how often one round asks, so that a few rounds make a percentile.
const asked = 34

// measure reports the median and the 99th percentile.
func measure(b *testing.B, ask func() error) {
	var all []time.Duration
	for b.Loop() {
		for range asked {
			began := time.Now()
			if err := ask(); err != nil {
				b.Fatal(err)
			}
			all = append(all, time.Since(began))
		}
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
}

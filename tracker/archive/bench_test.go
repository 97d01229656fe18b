package archive

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"errors"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/testneed"

	"github.com/klauspost/compress/gzip"
)

const hour = "2015-01-01-1.json.gz"

// The yardsticks of an import: what reading the same file costs at least.

func BenchmarkYardstickEncodingJSON(b *testing.B) {
	lines := bytes.SplitAfter(realText(b, hour), []byte("\n"))
	b.SetBytes(size(lines))
	for b.Loop() {
		for _, line := range lines {
			var e event
			if err := stdjson.Unmarshal(line, &e); err != nil && len(line) > 0 {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	lines := bytes.SplitAfter(realText(b, hour), []byte("\n"))
	b.SetBytes(size(lines))
	for b.Loop() {
		for _, line := range lines {
			if _, err := decodeEvent(line); err != nil && len(line) > 0 {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkImport prints the wall time of an import without a store, beside
// that of gunzip and decoding alone on one core, taken in turn.
func BenchmarkImport(b *testing.B) {
	file := testneed.Shared(b, "data", "gharchive", hour)
	raw, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(realText(b, hour))))
	var imports, alone time.Duration
	for b.Loop() {
		start := time.Now()
		gunzipAndDecode(b, raw)
		alone += time.Since(start)
		start = time.Now()
		if err := New(quiet(), everything(file)).Sync(b.Context(), newRecorder(), drop, func(tracker.Progress) {}); err != nil {
			b.Fatal(err)
		}
		imports += time.Since(start)
	}
	b.ReportMetric(float64(imports)/float64(alone), "x-gunzip+decode")
	b.ReportMetric(7427*float64(b.N)/imports.Seconds(), "events/s")
}

func gunzipAndDecode(b *testing.B, raw []byte) {
	in, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		b.Fatal(err)
	}
	text := &chunker{in: in}
	for {
		c, err := text.next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			b.Fatal(err)
		}
		for r := range c.records {
			if _, err := decodeEvent(r.text); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkMemory imports twenty hours in one stream and prints the most
// memory that the runtime held.
func BenchmarkMemory(b *testing.B) {
	raw, err := os.ReadFile(testneed.Shared(b, "data", "gharchive", hour))
	if err != nil {
		b.Fatal(err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	var peak uint64
	for b.Loop() {
		o := everything("-")
		hours := make([]io.Reader, 20)
		for i := range hours {
			hours[i] = bytes.NewReader(raw)
		}
		o.In = io.MultiReader(hours...)
		err := New(quiet(), o).Sync(b.Context(), newRecorder(), func(context.Context, tracker.Batch) error {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse+m.StackInuse)
			return nil
		}, func(tracker.Progress) {})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
}

func drop(context.Context, tracker.Batch) error { return nil }

func size(lines [][]byte) (n int64) {
	for _, line := range lines {
		n += int64(len(line))
	}
	return n
}

package domain

import (
	"fmt"
	"testing"
	"time"

	"rungless/tracker"
)

// BenchmarkAttribute reports how long a million threads take on one core: two in
// five are issues, the others change one to nine files of a few thousand.
func BenchmarkAttribute(b *testing.B) {
	records := benchRecords(4096)
	for name, domains := range map[string][]Domain{"default": Default(), "hundred": manyDomains()} {
		b.Run(name, func(b *testing.B) {
			c := must(b, domains)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				c.Attribute(records[i%len(records)])
				i++
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)*1e6/float64(time.Second), "s/million")
		})
	}
}

func benchRecords(n int) []tracker.Record {
	dirs := []string{"src/engine/scheduler", "docs/source/en", "csrc/kernels/attention", "tests/unit/models", "tools", "python/bindings/tokenizers"}
	ends := []string{".py", ".md", ".cu", ".rs", "_test.py", ".yaml", ".lock"}
	records := make([]tracker.Record, n)
	for i := range records {
		var files []tracker.FileChange
		for j := range i % 5 * 2 {
			files = append(files, file(fmt.Sprintf("%s/module_%d%s", dirs[(i+j)%len(dirs)], i*j%700, ends[(i+3*j)%len(ends)]), i%90))
		}
		title := "Fix a stuck queue under load in the continuous batcher"
		records[i] = in(fmt.Sprintf("repository-%d", i%25), title, []string{"bug", "good first issue"}, []string{"llm", "python", "inference"}, files...)
	}
	return records
}

// manyDomains is a catalogue of twenty domains with a hundred path rules.
func manyDomains() []Domain {
	var domains []Domain
	for i := range 20 {
		d := Domain{Slug: fmt.Sprintf("domain-%d", i), Labels: []string{fmt.Sprintf("area/%d", i)}, Words: []string{fmt.Sprintf("word%d", i), "two words"}}
		for j := range 5 {
			d.Paths = append(d.Paths, fmt.Sprintf("**/part_%d_%d/**", i, j))
		}
		domains = append(domains, d)
	}
	return domains
}

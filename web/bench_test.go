package web

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
)

// BenchmarkPages asks for pages over a million contributions, two clients at a
// time, and prints the 50th and the 99th hundredth of the times of an answer. The
// goal for each page is p99 under 50 ms; the yardstick is the first line, an answer
// that asks the store nothing.
func BenchmarkPages(b *testing.B) {
	path, err := storebench.Path(b.Context(), storebench.Million)
	if err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(b.Context(), path, store.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	h := site(b, st, func(o *Options) { o.Me = func() string { return storebench.Login } })
	const person, bot = "/p/" + storebench.Login, "/p/" + storebench.Bot
	for _, page := range []struct{ name, path string }{
		{"yardstick", "/-/healthz"},
		{"home", "/"},
		{"people", "/people"},
		{"person", person},
		{"bot", bot},
		{"evidence", person + "/evidence"},
		{"evidence of a month", person + "/evidence?kind=review&from=2021-05-01&to=2021-05-31"},
		{"evidence by words", person + "/evidence?q=part+42"},
		{"evidence by repository and state", person + "/evidence?repository=acme/repository-7&state=merged"},
		{"evidence with somebody", person + "/evidence?with=person-8"},
		{"evidence of a bot", bot + "/evidence?kind=pull_request&q=part+42"},
		{"evidence of everybody", "/evidence"},
		{"jump", "/-/jump?q=person-77"},
	} {
		b.Run(page.name, func(b *testing.B) { benchmarkPage(b, h, page.path) })
	}
}

func benchmarkPage(b *testing.B, h http.Handler, path string) {
	const clients, each = 2, 150
	if got := ask(h, "GET", path, nil); got.Code != http.StatusOK {
		b.Fatalf("%s: got %d", path, got.Code)
	}
	var mu sync.Mutex
	var times []time.Duration
	for b.Loop() {
		var group sync.WaitGroup
		for range clients {
			group.Go(func() {
				mine := make([]time.Duration, each)
				for i := range mine {
					start := time.Now()
					ask(h, "GET", path, nil)
					mine[i] = time.Since(start)
				}
				mu.Lock()
				defer mu.Unlock()
				times = append(times, mine...)
			})
		}
		group.Wait()
	}
	slices.Sort(times)
	b.ReportMetric(milliseconds(times[len(times)/2]), "p50-ms")
	b.ReportMetric(milliseconds(times[len(times)*99/100]), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

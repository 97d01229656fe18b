//go:build unix

package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
)

// clients ask at the same time.
const clients = 8

// BenchmarkPages asks for every page over a million contributions of five thousand
// accounts, eight clients at a time, and prints the 50th, 95th and 99th hundredth of the times
// of an answer, compressed as browsers ask for it, and the processor time and the memory that one takes,
// which other work on the machine does not change. A page of a person is asked for of an ordinary one, of a maintainer and of
// a bot. The goal for each is p99 under 100 ms; the yardstick is an answer that asks the
// store nothing.
func BenchmarkPages(b *testing.B) {
	h, st := million(b)
	benchmarkPage(b, h, "/-/healthz")
	for _, address := range addresses(b, st) {
		if !strings.HasPrefix(address, "/p/mei-zhao") {
			benchmarkPage(b, h, address)
			continue
		}
		for _, login := range []string{storebench.Login, storebench.Busy, storebench.Bot} {
			benchmarkPage(b, h, strings.Replace(address, "mei-zhao", login, 1))
		}
	}
	for _, query := range []string{"?kind=review&from=2021-05-01&to=2021-05-31", "?q=part+42", "?repository=acme/repository-7&state=merged",
		"?with=person-8", "?domain=kernels", "?domain=kernels&kind=pull_request&state=merged", "?q=part+42&domain=nlp"} {
		for _, owner := range []string{"", "/p/" + storebench.Login, "/p/" + storebench.Busy, "/p/" + storebench.Bot} {
			benchmarkPage(b, h, owner+"/evidence"+query)
		}
	}
	benchmarkPage(b, h, "/-/jump?q=person-77")
}

// BenchmarkFirstLook is the first look of a day at a person whom nobody measured before.
func BenchmarkFirstLook(b *testing.B) {
	for _, login := range []string{storebench.Login, storebench.Busy} {
		b.Run(login, func(b *testing.B) {
			_, st := million(b)
			now := fixtureNow
			for b.Loop() {
				now = now.AddDate(0, 0, 1)
				h := site(b, st, func(o *Options) { o.Now = func() time.Time { return now } })
				if got := ask(h, "GET", "/p/"+login, nil); got.Code != http.StatusOK {
					b.Fatalf("got %d", got.Code)
				}
			}
		})
	}
}

// million is the site over a copy of the large store, which may keep what it measures.
func million(b *testing.B) (http.Handler, *store.Store) {
	b.Helper()
	path, err := storebench.Path(b.Context(), storebench.Million)
	if err != nil {
		b.Fatal(err)
	}
	mine := filepath.Join(b.TempDir(), "million.db")
	if err := copyFile(mine, path); err != nil {
		b.Fatal(err)
	}
	st, err := store.Open(b.Context(), mine, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	return site(b, st, func(o *Options) { o.Me = func() string { return storebench.Login } }), st
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

func benchmarkPage(b *testing.B, h http.Handler, path string) {
	b.Run(path, func(b *testing.B) {
		const each = 40
		if got := askLikeABrowser(h, path); got.Code != http.StatusOK {
			b.Skipf("got %d", got.Code)
		}
		before := usage(b)
		var mu sync.Mutex
		var times []time.Duration
		for b.Loop() {
			var group sync.WaitGroup
			for range clients {
				group.Go(func() {
					mine := make([]time.Duration, each)
					for i := range mine {
						start := time.Now()
						askLikeABrowser(h, path)
						mine[i] = time.Since(start)
					}
					mu.Lock()
					defer mu.Unlock()
					times = append(times, mine...)
				})
			}
			group.Wait()
		}
		after := usage(b)
		b.ReportMetric(milliseconds(after.processor-before.processor)/float64(len(times)), "cpu-ms")
		b.ReportMetric(float64(after.allocated-before.allocated)/1000/float64(len(times)), "kB")
		slices.Sort(times)
		for percent, name := range map[int]string{50: "p50-ms", 95: "p95-ms", 99: "p99-ms"} {
			b.ReportMetric(milliseconds(times[len(times)*percent/100]), name)
		}
		b.ReportMetric(0, "ns/op")
	})
}

func askLikeABrowser(h http.Handler, path string) *httptest.ResponseRecorder {
	return ask(h, http.MethodGet, path, func(r *http.Request) {
		r.RemoteAddr = "127.0.0.1:5000"
		r.Header.Set("Accept-Encoding", "gzip")
	})
}

// used is what this process has used so far.
type used struct {
	processor time.Duration
	allocated uint64 // bytes
}

func usage(b *testing.B) used {
	b.Helper()
	var of syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &of); err != nil {
		b.Fatal(err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return used{time.Duration(of.Utime.Nano() + of.Stime.Nano()), memory.TotalAlloc}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"rungless/tracker/growth"
	"rungless/tracker/ingest"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
	"rungless/web/story"
)

// A page may send so many statements once whom it shows was measured: a page of a
// person some 19, of moves 28, of a domain 17. What shows a draft looks up each of its sources.
const (
	mostStatements        = 30
	mostStatementsOfDraft = 55
)

// A page sends about as many statements for three thousand pieces of evidence as for fifty.
func TestEveryPageSendsFewStatementsHoweverMuchItShows(t *testing.T) {
	testneed.Thorough(t)
	few, many := statements(t, "fifty"), statements(t, "many")
	for address, n := range few {
		t.Logf("%s: %d, %d", address, n, many[address])
		const parts = 8 // in which what is asked of thousands of lines is read
		most := mostStatements
		if strings.HasPrefix(address, "/packs/") {
			most = mostStatementsOfDraft
		}
		if more := many[address]; n > most || more > most || more > n+parts {
			t.Errorf("%s sends %d statements, and %d where there is much", address, n, more)
		}
	}
	if len(few) < 15 {
		t.Errorf("only %d pages were asked for", len(few))
	}
}

// statements counts what each page of a story sends.
func statements(t *testing.T, slug string) map[string]int {
	t.Helper()
	var sent atomic.Int64
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "counted.db"), store.Options{Attributor: ingest.Attributor(defaultCatalogue(t)), Watch: func() { sent.Add(1) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	told, _ := story.Find(slug)
	s, err := newStory(context.Background(), slog.New(slog.NewTextHandler(io.Discard, nil)),
		Options{Profiles: profile.New(st, defaultCatalogue(t), growth.DefaultRules())}, st, told)
	if err != nil {
		t.Fatal(err)
	}
	h, counts := s.Handler(), map[string]int{}
	for _, address := range addresses(t, st) {
		askAtMachine(h, address) // measures whoever was not measured yet
		sent.Store(0)
		if askAtMachine(h, address).Code == http.StatusOK {
			counts[address] = int(sent.Load())
		}
	}
	return counts
}

// Every page is light where there is much to show: at most 150 kB on the way and 500 kB
// unpacked, with its style sheet and script.
func TestEveryPageIsLightWhereThereIsMuch(t *testing.T) {
	testneed.Thorough(t)
	st := openStore(t)
	apply(t, st, story.Small())
	apply(t, st, history(10_000, crew(60)))
	apply(t, st, story.Research(10_000))
	track(t, st, append(crew(60), mei, omar)...)
	addRuns(t, st)
	h := site(t, st, func(o *Options) { atHome(o); o.story = "any" })
	for _, address := range addresses(t, st) {
		w := askAtMachine(h, address)
		if !isPage(w.Header()) || w.Code == http.StatusNotFound {
			continue // packs and moves are in no such history; their own tests weigh them
		}
		zipped := ask(h, http.MethodGet, address, func(r *http.Request) { r.RemoteAddr = "127.0.0.1:5000"; r.Header.Set("Accept-Encoding", "gzip") })
		const beside = 15_000 // the style sheet and the script, zipped
		sent, unpacked := zipped.Body.Len()+beside, w.Body.Len()
		t.Logf("%s: %d bytes sent, %d unpacked", address, sent, unpacked)
		if w.Code >= http.StatusBadRequest || sent > 150_000 || unpacked > 500_000 {
			t.Errorf("%s: got %d with %d bytes sent and %d unpacked", address, w.Code, sent, unpacked)
		}
	}
}

package web

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

// loggedSite is a site whose log is kept, line by line, as the program writes it.
func loggedSite(t *testing.T, change func(*Options)) (*Server, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	logger := slog.New(NamingRequests(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	st := fixture(t)
	o := Options{Store: st, Profiles: profile.New(st, defaultCatalogue(t), growth.DefaultRules())}
	if change != nil {
		change(&o)
	}
	s, err := New(logger, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, &log
}

func askClaiming(h http.Handler, path, claimedID string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
	r.Header.Set(requestIDHeader, claimedID)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestEveryRequestHasAnIDOfItsOwnInTheLog(t *testing.T) {
	s, log := loggedSite(t, nil)
	first, second := askClaiming(s.Handler(), "/people", "mine"), askClaiming(s.Handler(), "/people", "mine")
	seen := map[string]bool{"mine": true, "": true}
	for _, w := range []*httptest.ResponseRecorder{first, second} {
		id := w.Header().Get(requestIDHeader)
		if seen[id] {
			t.Errorf("the id %q is taken from outside, empty or not the request's own", id)
		}
		seen[id] = true
	}
	for line := range strings.Lines(log.String()) {
		var got struct {
			ID string `json:"request_id"`
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil || !seen[got.ID] || got.ID == "" || got.ID == "mine" {
			t.Errorf("%v: a line of a request does not name it: %s", err, line)
		}
	}
	if lines := strings.Count(log.String(), "request served"); lines != 2 {
		t.Errorf("%d requests are logged, want 2:\n%s", lines, log)
	}
}

func TestAPageThatFailedNamesItsRequestAndNothingElse(t *testing.T) {
	s, log := loggedSite(t, nil)
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/people", "/people.json", "/api/v1/people"} {
		w := askClaiming(s.Handler(), path, "")
		if id := w.Header().Get(requestIDHeader); w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), id) {
			t.Errorf("%s: status %d, and the id %s is not in:\n%s", path, w.Code, id, w.Body)
		} else if !strings.Contains(log.String(), id) {
			t.Errorf("%s: the id %s is not in the log:\n%s", path, id, log)
		}
		if strings.Contains(w.Body.String(), "sql: database is closed") {
			t.Errorf("%s shows the cause:\n%s", path, w.Body)
		}
	}
}

// What somebody may not see is answered with the same bytes as what does not exist.
func TestWhatIsNotThereNamesNoRequest(t *testing.T) {
	s, _ := loggedSite(t, nil)
	w := askClaiming(s.Handler(), "/p/nobody-at-all", "")
	if id := w.Header().Get(requestIDHeader); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), id) {
		t.Errorf("status %d, and the page holds %s:\n%s", w.Code, id, w.Body)
	}
}

func TestAServerThatLeavesIsNotReadyAndStillAnswers(t *testing.T) {
	asked := 0
	s, _ := loggedSite(t, func(o *Options) { o.SyncNow = func() error { asked++; return nil } })
	h := s.Handler()
	if w := askClaiming(h, "/-/readyz", ""); w.Code != http.StatusOK {
		t.Fatalf("before: status %d", w.Code)
	}
	s.Leave()
	for path, want := range map[string]int{"/-/readyz": http.StatusServiceUnavailable, "/-/healthz": http.StatusOK, "/people": http.StatusOK} {
		if w := askClaiming(h, path, ""); w.Code != want {
			t.Errorf("%s: status %d, want %d", path, w.Code, want)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "http://localhost/sync", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable || asked != 0 {
		t.Errorf("a sync that is asked for: status %d, %d started", w.Code, asked)
	}
}

func TestWhoCountsHearsOfRoutesAndNotOfPeople(t *testing.T) {
	var heard []Served
	s, _ := loggedSite(t, func(o *Options) { o.Served = func(r Served) { heard = append(heard, r) } })
	askClaiming(s.Handler(), "/p/meizhao?from=2026-01-01", "")
	askClaiming(s.Handler(), "/no/such/page", "")
	if len(heard) != 2 || heard[0].Route != "/p/:login" || heard[1].Route != "" || heard[1].Status != http.StatusNotFound {
		t.Errorf("heard %+v", heard)
	}
}

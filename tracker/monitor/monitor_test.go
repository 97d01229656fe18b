package monitor

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

func newMonitor(t *testing.T) (*Monitor, *store.Store) {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return New(slog.New(slog.NewTextHandler(io.Discard, nil)), st, "test"), st
}

func figures(t *testing.T, m *Monitor) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, Path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestTheQueueIsCountedByKindAndNotByName(t *testing.T) {
	m, st := newMonitor(t)
	now := time.Now()
	work := []store.Work{{Kind: store.PersonWork, Name: "octo-ada", Label: "octo-ada", Every: time.Hour}, {Kind: store.PersonWork, Name: "octo-ben", Every: time.Hour},
		{Kind: store.RepositoryWork, Name: "acme/widgets", Every: time.Hour}}
	if err := st.Plan(t.Context(), work, now.Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	text := figures(t, m)
	for _, want := range []string{`rungless_queue_items{kind="person",state="due"} 2`, `rungless_queue_items{kind="repository",state="due"} 1`, "rungless_workers 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in:\n%s", want, text)
		}
	}
	for _, name := range []string{"octo", "acme", "rungless_webhook"} {
		if strings.Contains(text, name) {
			t.Errorf("the figures hold %q:\n%s", name, text)
		}
	}
}

func TestTheNewestRunsOfEachSourceAreTold(t *testing.T) {
	m, st := newMonitor(t)
	begun := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for i, state := range []store.RunState{store.Failed, store.Done, store.Done} {
		run, err := st.StartRun(t.Context(), tracker.GitHubSource, begun)
		if err != nil {
			t.Fatal(err)
		}
		run.State, run.Added, run.FinishedAt = state, i, begun.Add(time.Duration(i)*time.Hour)
		run.Usage = tracker.Usage{Remaining: 100 * i, ResetAt: begun.Add(5 * time.Hour)}
		if err := st.SaveRun(t.Context(), run); err != nil {
			t.Fatal(err)
		}
	}
	text := figures(t, m)
	for _, want := range []string{
		`rungless_sync_last_finished_timestamp_seconds{source="github",state="done"} 1.7723628e+09`,
		`rungless_sync_last_finished_timestamp_seconds{source="github",state="failed"} 1.7723556e+09`,
		`rungless_sync_last_changes{source="github"} 2`, `rungless_github_points_remaining{source="github"} 200`,
		`rungless_sync_running{source="github"} 0`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in:\n%s", want, text)
		}
	}
}

func TestAStoreThatFailsTakesOnlyItsOwnFiguresAlong(t *testing.T) {
	m, st := newMonitor(t)
	m.Served(http.MethodGet, "/people", http.StatusOK, time.Millisecond)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	text := figures(t, m)
	for _, want := range []string{"rungless_store_up 0", `route="/people"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in:\n%s", want, text)
		}
	}
}

func TestNothingElseIsAnsweredWhereFiguresAreRead(t *testing.T) {
	m, _ := newMonitor(t)
	for _, r := range []*http.Request{httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRequest(http.MethodPost, Path, nil), httptest.NewRequest(http.MethodGet, "/debug/pprof/", nil)} {
		w := httptest.NewRecorder()
		m.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusNotFound && w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s %s has status %d", r.Method, r.URL, w.Code)
		}
	}
}

package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

// bare is a server without a store: enough for whatever reads none.
func bare(t *testing.T, o Options) (*Server, *bytes.Buffer) {
	t.Helper()
	log := new(bytes.Buffer)
	if o.Profiles == nil {
		o.Profiles = profile.New(nil, defaultCatalogue(t), growth.DefaultRules())
	}
	s, err := New(slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})), o)
	if err != nil {
		t.Fatal(err)
	}
	return s, log
}

func ask(h http.Handler, method, target string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:8080"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestOnlyItsOwnNamesReachTheServer(t *testing.T) {
	s, _ := bare(t, Options{AllowedHosts: []string{"Growth.example.org"}})
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "127.0.0.1:1": 200, "[::1]:8080": 200, "LOCALHOST.": 200,
		"growth.example.org": 200, "growth.example.org:443": 200,
		"evil.example": 400, "localhost.evil.example": 400, "10.0.0.1:8080": 400, "": 400,
	} {
		got := ask(s.Handler(), "GET", "/-/healthz", func(r *http.Request) { r.Host = host }).Code
		if got != want {
			t.Errorf("host %q: got %d, want %d", host, got, want)
		}
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	s, _ := bare(t, Options{SyncNow: func() error { t.Error("a sync was started"); return nil }})
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		got := ask(s.Handler(), "POST", "/sync", func(r *http.Request) { r.Header.Set(header, value) }).Code
		if got != http.StatusForbidden {
			t.Errorf("%s: got %d, want 403", header, got)
		}
	}
}

func TestASyncIsStartedByItsButton(t *testing.T) {
	started := 0
	s, _ := bare(t, Options{SyncNow: func() error { started++; return nil }})
	w := ask(s.Handler(), "POST", "/sync", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") })
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sync" || started != 1 {
		t.Errorf("got %d to %q, started %d times", w.Code, w.Header().Get("Location"), started)
	}
}

func TestEveryAnswerCarriesThePolicies(t *testing.T) {
	s, _ := bare(t, Options{})
	for _, path := range []string{"/-/healthz", "/nowhere", "/nowhere.json", s.mustAsset(t, "style.css")} {
		h := ask(s.Handler(), "GET", path, nil).Header()
		if h.Get("Content-Security-Policy") != contentSecurityPolicy || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: the headers are %v", path, h)
		}
	}
}

func (s *Server) mustAsset(t *testing.T, name string) string {
	t.Helper()
	path, err := s.assets.path(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAnAssetIsKeptForGoodOnlyUnderItsOwnHash(t *testing.T) {
	s, _ := bare(t, Options{})
	for path, want := range map[string]string{
		s.mustAsset(t, "style.css"):     "public, max-age=31536000, immutable",
		"/static/0123456789ab/icon.svg": "no-cache",
	} {
		w := ask(s.Handler(), "GET", path, nil)
		if got := w.Header().Get("Cache-Control"); got != want || w.Code != 200 {
			t.Errorf("%s: got %d, %q, want %q", path, w.Code, got, want)
		}
	}
	if got := ask(s.Handler(), "GET", "/static/0/secret", nil).Code; got != 404 {
		t.Errorf("a file that is not there: got %d, want 404", got)
	}
}

func TestAPanicIsAnErrorPageAndALogLineThatNamesNobody(t *testing.T) {
	s, log := bare(t, Options{})
	router := gin.New()
	router.Use(s.logRequests, s.recoverPanics)
	router.GET("/p/:login", func(*gin.Context) { panic("broken") })
	w := ask(router, "GET", "/p/mei-zhao?q=secret", nil)
	if w.Code != 500 || !strings.Contains(w.Body.String(), "Something went wrong") || strings.Contains(w.Body.String(), "broken") {
		t.Errorf("got %d:\n%s", w.Code, w.Body)
	}
	if text := log.String(); !strings.Contains(text, "panic: broken") || strings.Contains(text, "mei-zhao") || strings.Contains(text, "secret") {
		t.Errorf("the log is:\n%s", text)
	}
}

func TestErrorsHaveOneStatusEachAndTellNoSecrets(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	limited := tracker.Errorf(tracker.RateLimited, "op", "GitHub asked to wait")
	limited.RetryAt = now.Add(90 * time.Second)
	for _, test := range []struct {
		err    error
		status int
		body   string
		retry  string
	}{
		{tracker.Errorf(tracker.NotFound, "op", "Nobody is there").WithHint("Look elsewhere."), 404, "Look elsewhere.", ""},
		{tracker.Errorf(tracker.Invalid, "op", "Wrong"), 400, "Wrong", ""},
		{tracker.Errorf(tracker.Conflict, "op", "A sync runs already"), 409, "A sync runs already", ""},
		{limited, 503, "GitHub asked to wait", "90"},
		{http.ErrBodyNotAllowed, 500, "Something went wrong", ""},
		{tracker.Errorf(tracker.Internal, "op", "chain of causes"), 500, "Something went wrong", ""},
	} {
		s, _ := bare(t, Options{Now: func() time.Time { return now }})
		router := gin.New()
		router.GET("/x", s.handle(func(*gin.Context) error { return test.err }))
		router.GET("/x.json", s.handle(func(*gin.Context) error { return test.err }))
		for _, path := range []string{"/x", "/x.json"} {
			w := ask(router, "GET", path, nil)
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.body) || w.Header().Get("Retry-After") != test.retry {
				t.Errorf("%s, %v: got %d, Retry-After %q:\n%s", path, test.err, w.Code, w.Header().Get("Retry-After"), w.Body)
			}
		}
	}
}

func TestAFormLeadsBackToAPathOfThisServer(t *testing.T) {
	for given, want := range map[string]string{
		"/p/mei?q=a": "/p/mei?q=a", "/": "/", "": "/", "//evil.example": "/", "https://evil.example/": "/",
		"/\\evil.example": "/", "javascript:alert(1)": "/", "/a\r\nb": "/", "people": "/",
	} {
		if got := returnPath(given); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

func TestColoursAreChosenByAFormAndKeptInACookie(t *testing.T) {
	s, _ := bare(t, Options{})
	w := ask(s.Handler(), "POST", "/settings/appearance", func(r *http.Request) {
		form := url.Values{"theme": {"dark"}, "return": {"/people"}}.Encode()
		*r = *httptest.NewRequest("POST", "/settings/appearance", strings.NewReader(form))
		r.Host = "localhost"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/people" {
		t.Fatalf("got %d to %q", w.Code, w.Header().Get("Location"))
	}
	page := ask(s.Handler(), "GET", "/nowhere", func(r *http.Request) { r.Header.Set("Cookie", w.Header().Get("Set-Cookie")) })
	if !strings.Contains(page.Body.String(), `data-theme="dark"`) {
		t.Errorf("the next page is not dark:\n%.300s", page.Body)
	}
}

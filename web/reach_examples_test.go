package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"rungless/tracker/growth"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/web/story"
)

// tell opens a story as the storybook does: for Mei, at her own machine.
func tell(t testing.TB, slug string) (http.Handler, *store.Store) {
	t.Helper()
	s, st := tellServer(t, slug)
	return s.Handler(), st
}

func tellServer(t testing.TB, slug string) (*Server, *store.Store) {
	t.Helper()
	told, ok := story.Find(slug)
	if !ok {
		t.Fatalf("there is no story %q", slug)
	}
	st := openStore(t)
	logger := slog.New(slog.NewTextHandler(io.Discard, nil))
	s, err := newStory(t.Context(), logger, Options{Profiles: profile.New(st, defaultCatalogue(t), growth.DefaultRules())}, st, told)
	if err != nil {
		t.Fatal(err)
	}
	return s, st
}

// addresses are where to look at each GET route in a store.
func addresses(t testing.TB, st *store.Store) []string {
	t.Helper()
	var all []string
	for _, route := range gettable(t) {
		all = append(all, addressesOf(route)...)
	}
	for i, address := range all {
		all[i] = strings.ReplaceAll(address, "{work}", someWork(st))
	}
	return all
}

// gettable are the routes that answer GET, but for the twins of pages.
func gettable(t testing.TB) []string {
	t.Helper()
	return pageRoutes((&Server{options: Options{story: "any"}}).routes())
}

// someWork is the address of a work in a store, or of none.
func someWork(st *store.Store) string {
	path := "/works/0"
	_ = st.Ledger(context.Background(), store.LedgerFilter{}, func(w store.LedgerWork) error { path = workPath(w); return nil }) // a store that cannot be read has none
	return path
}

func TestEveryRouteIsLookedAt(t *testing.T) {
	h, st := tell(t, "fifty")
	routes := gettable(t)
	for _, route := range routes {
		if _, ok := examples[route]; !ok && strings.ContainsAny(strings.ReplaceAll(route, ":login", ""), ":*") {
			t.Errorf("nobody looks at %s: give examples a line for it (storybook_pages.go)", route)
		}
	}
	pages := 0
	for _, address := range addresses(t, st) {
		w := askAtMachine(h, address)
		if w.Code >= http.StatusBadRequest && !strings.HasPrefix(address, "/static/") {
			t.Errorf("%s: got %d", address, w.Code)
		}
		if isPage(w.Header()) {
			pages++
		}
	}
	if len(routes) < 20 || pages < 20 {
		t.Errorf("%d routes and %d pages were found, want 20 at least", len(routes), pages)
	}
	for route := range examples {
		if !slices.Contains(routes, route) {
			t.Errorf("there is no route %s any more", route)
		}
	}
}

// askAtMachine asks as a browser on the same machine does.
func askAtMachine(h http.Handler, address string) *httptest.ResponseRecorder {
	return ask(h, http.MethodGet, address, func(r *http.Request) { r.RemoteAddr = "127.0.0.1:5000" })
}

func isPage(h http.Header) bool { return strings.HasPrefix(h.Get("Content-Type"), "text/html") }

// untold are templates that no story draws, and why.
var untold = map[string]string{
	"signin": "team mode", "stranger": "team mode", "sessions": "team mode", "tokens": "team mode", "sharing": "team mode", "nowhere": "team mode",
}

func TestEveryTemplateHasAStory(t *testing.T) {
	drawn := map[string]bool{}
	for _, slug := range []string{"empty", "fifty"} {
		s, st := tellServer(t, slug)
		s.templates.drawn = func(name string) { drawn[name] = true }
		h := s.routes()
		for _, address := range append(addresses(t, st), mistakes...) {
			askAtMachine(h, address)
		}
	}
	for name := range pageTemplates {
		if !drawn[name] && untold[name] == "" {
			t.Errorf("no story draws the template %q: give examples an address that does (storybook_pages.go)", name)
		}
	}
}

func TestAStoryIsChosenAndEnded(t *testing.T) {
	opened := 0
	h := site(t, fixture(t), func(o *Options) {
		o.OpenStory = func(context.Context, string) (*store.Store, error) { opened++; return openStore(t), nil }
	})
	list := getPage(t, h, storybookPath)
	if stories := list.all(".rules dt"); len(stories) != len(story.All()) {
		t.Errorf("%d stories are listed, want %d", len(stories), len(story.All()))
	}
	told := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: storyCookie, Value: "one"}) }
	w := ask(h, http.MethodGet, storybookPath+"/one?at=/p/mei-zhao", nil)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/p/mei-zhao" || !strings.Contains(w.Header().Get("Set-Cookie"), "story=one") {
		t.Errorf("choosing answers %d with %v", w.Code, w.Header())
	}
	for range 2 {
		if body := ask(h, http.MethodGet, "/people", told).Body.String(); !strings.Contains(body, "Story “one”") {
			t.Error("the story is not told")
		}
	}
	if body := ask(h, http.MethodGet, "/people", nil).Body.String(); strings.Contains(body, "Story “") || opened != 1 {
		t.Errorf("without its cookie the story is told, or %d stores were opened", opened)
	}
	if w := ask(site(t, fixture(t), nil), http.MethodGet, storybookPath, told); w.Code != http.StatusNotFound {
		t.Errorf("outside of -dev the storybook answers %d", w.Code)
	}
}

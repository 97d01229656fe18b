package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rungless/tracker/store"
	"rungless/web/story"
)

// examples are the addresses at which the tests of reach look at pages, by route. A GET
// route whose only parameter is :login, or which has none, is looked at without a line here.
//
// ADD A LINE when you add a route with another parameter, or a page that looks otherwise
// with another query; without one for the first, TestEveryRouteIsLookedAt fails. Every
// address is asked of every story of package story, as Mei at her machine; one that a story
// has nothing for may answer 404, but not in the story "fifty". {work} is a work of that
// story. What answers with anything but a page is left alone.
var examples = map[string][]string{
	"/people":                    {"/people", "/people?q=e", "/people?q=nobody-at-all"},
	"/p/:login":                  {"/p/mei-zhao", "/p/tidy%5Bbot%5D"},
	"/p/:login/figures/:measure": {"/p/mei-zhao/figures/depth?domain=kernels", "/p/mei-zhao/figures/collaborators"},
	"/p/:login/evidence":         {"/p/mei-zhao/evidence", "/p/mei-zhao/evidence?kind=review&q=nothing-fits"},
	"/works/:id":                 {"{work}"},
	"/domains/:slug":             {"/domains/kernels"},
	"/sync/:run":                 {"/sync/1"},
	"/me/hours":                  {"/me/hours?zone=Asia/Tokyo"},
	"/static/:hash/:name":        {"/static/0/style.css"},
}

// mistakes are addresses that ask for what cannot be: each answers with a page that says so.
var mistakes = []string{
	"/nowhere", "/p/nobody", "/p/ghost", "/p/mei-zhao?from=x", "/p/mei-zhao/scope?sort=x", "/p/mei-zhao/figures/nothing", "/p/mei-zhao/evidence?kind=x",
	"/p/tidy%5Bbot%5D/depth", "/works/x", "/domains/nothing", "/sync/x",
}

// tell opens a story as its pages are looked at: by Mei, at her own machine.
func tell(t testing.TB, slug string) (http.Handler, *store.Store) {
	t.Helper()
	told, ok := story.Find(slug)
	if !ok {
		t.Fatalf("there is no story %q", slug)
	}
	st := openStore(t)
	if err := told.Fill(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	if told.Unavailable {
		st.Close()
	}
	return site(t, st, func(o *Options) {
		atHome(o)
		o.Sample = slug == "one"
		o.SyncNow = func() error { return nil }
	}), st
}

// addresses are where to look at each GET route in a store.
func addresses(t testing.TB, st *store.Store) []string {
	t.Helper()
	var all []string
	for _, route := range gettable(t) {
		given, ok := examples[route]
		if !ok {
			given = []string{strings.ReplaceAll(route, ":login", "mei-zhao")}
		}
		all = append(all, given...)
	}
	for i, address := range all {
		all[i] = strings.ReplaceAll(address, "{work}", someWork(st))
	}
	return all
}

// gettable are the routes that answer GET, but for the twins of pages.
func gettable(t testing.TB) []string {
	t.Helper()
	s := &Server{options: Options{}}
	var routes []string
	for _, r := range s.routes().Routes() {
		if r.Method == http.MethodGet && !regexp.MustCompile(`\.(json|csv)$`).MatchString(r.Path) {
			routes = append(routes, r.Path)
		}
	}
	slices.Sort(routes)
	return routes
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
			t.Errorf("nobody looks at %s: give examples a line for it (reach_examples_test.go)", route)
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

package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

// typed is a form that was filled in at the machine itself.
func typed(fields url.Values) func(*http.Request) {
	return func(r *http.Request) {
		*r = *httptest.NewRequest("POST", r.URL.String(), strings.NewReader(fields.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Host = "localhost"
		fromHere(r)
	}
}

func TestThePrivacyPageSaysOfEveryTableWhatBecomesOfIt(t *testing.T) {
	page := parse(t, ask(site(t, fixture(t), atHome), "GET", privacyPath, nil).Body.String())
	text := page.text()
	for _, h := range store.Holdings() {
		if !strings.Contains(text, h.Table) {
			t.Errorf("the page does not name %s", h.Table)
		}
	}
	guide, err := os.ReadFile("../docs/privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range store.Topics() {
		words := topics[topic]
		for _, said := range []string{words.Name, words.What, words.Why, words.Alone, words.Team, words.HowLong, words.Delete} {
			if said == "" {
				t.Errorf("%s leaves something unsaid: %+v", topic, words)
			}
			if !strings.Contains(string(guide), said) {
				t.Errorf("docs/privacy.md does not say %q", said)
			}
		}
	}
}

func TestAPersonTakesTheirDataWithThem(t *testing.T) {
	h := site(t, fixture(t), atHome)
	w := ask(h, "POST", dataPath+"/export", fromHere)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/zip" || !strings.Contains(w.Header().Get("Content-Disposition"), "rungless-mei-zhao.zip") {
		t.Fatalf("got %d with %v", w.Code, w.Header())
	}
	archive, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil || archive.File[0].Name != "README.txt" {
		t.Errorf("the file is no export: %v", err)
	}
	away := func(r *http.Request) { r.RemoteAddr = "10.0.0.9:4711" }
	for _, path := range []string{dataPath + "/export", dataPath + "/erase"} {
		if got := ask(h, "POST", path, away).Code; got != http.StatusForbidden {
			t.Errorf("%s from another machine: got %d, want 403", path, got)
		}
	}
	if got := ask(h, "GET", dataPath, away).Code; got != http.StatusForbidden {
		t.Errorf("the page from another machine: got %d, want 403", got)
	}
}

func TestAPersonIsErasedOnceTheyTypedTheirLogin(t *testing.T) {
	st := fixture(t)
	h := site(t, st, atHome)
	w := ask(h, "POST", dataPath+"/erase", typed(url.Values{"login": {"somebody-else"}}))
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(got, dataPath+"?wrong") {
		t.Errorf("another login: got %d to %s", w.Code, got)
	}
	if _, err := st.FindPerson(t.Context(), "mei-zhao"); err != nil {
		t.Fatal("another login erased them")
	}
	w = ask(h, "POST", dataPath+"/erase", typed(url.Values{"login": {" Mei-Zhao "}}))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("got %d:\n%s", w.Code, w.Body)
	}
	said := parse(t, ask(h, "GET", w.Header().Get("Location"), fromHere).Body.String()).text()
	if !strings.Contains(said, "You are erased.") {
		t.Errorf("the page after it does not say what was done:\n%s", said)
	}
	if _, err := st.FindPerson(t.Context(), "mei-zhao"); tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("after the erasure: %v", err)
	}
	for _, path := range []string{"/", "/people", "/evidence", "/p/omar"} {
		if body := ask(h, "GET", path, nil).Body.String(); strings.Contains(body, "/p/mei-zhao") || strings.Contains(body, "Mei Zhao") {
			t.Errorf("%s still names who was erased", path)
		}
	}
	if got := ask(h, "GET", "/p/mei-zhao", nil).Code; got != http.StatusNotFound {
		t.Errorf("their page: got %d, want 404", got)
	}
}

package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// say sends the form beside a line of mei's evidence and fails where it is not taken.
func say(t *testing.T, h http.Handler, fields url.Values) {
	t.Helper()
	fields.Set("return", "/p/mei-zhao/evidence")
	fields.Set("row", "row-0a1b")
	w := ask(h, "POST", "/p/mei-zhao/notes", typed(fields))
	if want := "/p/mei-zhao/evidence#row-0a1b"; w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
		t.Fatalf("%v: got %d to %q, want %q:\n%s", fields, w.Code, w.Header().Get("Location"), want, w.Body)
	}
}

// oneOfMei is the address of the newest piece of mei's evidence.
func oneOfMei(t *testing.T, st *store.Store) string {
	t.Helper()
	person, err := st.FindPerson(t.Context(), "mei-zhao")
	if err != nil {
		t.Fatal(err)
	}
	found, err := st.Evidence(t.Context(), store.EvidenceFilter{PersonID: person.ID}, "", 1)
	if err != nil || len(found.Items) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	return found.Items[0].URL
}

func TestWhatIsHiddenIsOnThePersonsOwnPagesOnly(t *testing.T) {
	st := fixture(t)
	h := site(t, st, atHome)
	address := oneOfMei(t, st)
	say(t, h, url.Values{"url": {address}, "do": {"say"}, "words": {"Told by a note."}})
	say(t, h, url.Values{"url": {address}, "do": {"hide"}})
	asOthers := func(r *http.Request) {
		fromHere(r)
		r.AddCookie(&http.Cookie{Name: viewCookie, Value: "others"})
	}
	for _, path := range []string{"/p/mei-zhao/evidence", "/p/mei-zhao/evidence.json", "/p/mei-zhao/evidence.csv", "/p/mei-zhao", "/evidence", "/evidence.json"} {
		for name, looks := range map[string]func(*http.Request){"somebody else": nil, "the person as others": asOthers} {
			if body := ask(h, "GET", path, looks).Body.String(); strings.Contains(body, address+`"`) || strings.Contains(body, "Told by") {
				t.Errorf("%s shows %s what is hidden", path, name)
			}
		}
	}
	own := ask(h, "GET", "/p/mei-zhao/evidence", fromHere).Body.String()
	if !strings.Contains(own, address) || !strings.Contains(own, "hidden from others") || !strings.Contains(own, "Told by a note.") {
		t.Error("the person does not see what they hide")
	}
	say(t, h, url.Values{"url": {address}, "do": {"show"}})
	say(t, h, url.Values{"url": {address}, "do": {"pin"}})
	say(t, h, url.Values{"url": {address}, "do": {"say"}, "contested": {"Omar wrote it."}})
	if body := ask(h, "GET", "/p/mei-zhao", nil).Body.String(); !strings.Contains(body, `id="pinned"`) || !strings.Contains(body, "Omar wrote it.") {
		t.Error("what is pinned and contested is not on the overview")
	}
}

func TestNobodyElseSaysAnything(t *testing.T) {
	st := fixture(t)
	h := site(t, st, atHome)
	if w := ask(h, "POST", "/p/omar/notes", typed(url.Values{"url": {oneOfMei(t, st)}, "do": {"hide"}})); w.Code != http.StatusForbidden {
		t.Errorf("for another: got %d", w.Code)
	}
	away := func(r *http.Request) { r.RemoteAddr = "192.0.2.7:1" }
	for _, path := range []string{"/me/initiatives", "/settings/profile", "/settings/time-zone"} {
		if w := ask(h, "GET", path, away); w.Code != http.StatusForbidden {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
}

func TestHostileNotesStayText(t *testing.T) {
	text, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
	if err != nil {
		t.Fatal(err)
	}
	var hostile []string
	if err := json.Unmarshal(text, &hostile); err != nil {
		t.Fatal(err)
	}
	st := fixture(t)
	h := site(t, st, atHome)
	address := oneOfMei(t, st)
	for _, words := range hostile {
		words = strings.TrimSpace(words)
		say(t, h, url.Values{"url": {address}, "do": {"say"}, "words": {words}, "contested": {words}})
		var got struct {
			Contributions []struct{ Note, Contested string }
		}
		getJSON(t, h, "/p/mei-zhao/evidence.json", &got)
		if said := got.Contributions[0]; said.Note != words || said.Contested != words {
			t.Errorf("%q came back as %+v", words, said)
		}
		page := parse(t, ask(h, "GET", "/p/mei-zhao/evidence", fromHere).Body.String())
		if scripts := page.all("main script"); len(scripts) > 0 {
			t.Errorf("%q became a script", words)
		}
	}
}

func TestWhatThePersonSaysOfThemselvesIsKeptUnlessTheFileSaysIt(t *testing.T) {
	st := fixture(t)
	h := site(t, st, func(o *Options) {
		atHome(o)
		o.Configured = []Configured{{Emails: []string{"mei@example.org"}}}
		o.Configured[0].Login, o.Configured[0].ORCID = "mei-zhao", "0000-0002-1825-0097"
	})
	for path, fields := range map[string]url.Values{
		"/settings/profile": {"name": {"Mei"}, "orcid": {"nonsense"}}, "/settings/time-zone": {"zone": {"Asia/Tokyo"}}} {
		if w := ask(h, "POST", path, typed(fields)); w.Code != http.StatusSeeOther {
			t.Errorf("%s: got %d:\n%s", path, w.Code, w.Body)
		}
	}
	person, err := st.FindPerson(t.Context(), "mei-zhao")
	if err != nil || person.Name != "Mei" || person.TimeZone != "Asia/Tokyo" || person.ORCID != "" {
		t.Errorf("kept: %+v, %v", person, err)
	}
	if text := parse(t, ask(h, "GET", "/settings/profile", fromHere).Body.String()).text(); !strings.Contains(text, "0000-0002-1825-0097") || !strings.Contains(text, "mei@example.org") {
		t.Errorf("the page does not show what the file says:\n%s", text)
	}
	if w := ask(h, "POST", "/settings/time-zone", typed(url.Values{"zone": {"Mars/Olympus"}})); w.Code != http.StatusBadRequest {
		t.Errorf("a zone that is not there: got %d", w.Code)
	}
}

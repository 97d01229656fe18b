package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func atHome(o *Options) { o.Me = func() string { return "mei-zhao" } }

func TestHoursAreShownInTheZoneThatIsAskedFor(t *testing.T) {
	h := site(t, grown(t, 120, 9), atHome)
	for zone, want := range map[string]string{"": "have not said in which time zone", "Asia/Tokyo": "hour in Asia/Tokyo", "Nowhere/Land": "There is no time zone called “Nowhere/Land”",
		"../../etc/passwd": "There is no time zone called", "Local": "There is no time zone called"} {
		if text := parse(t, ask(h, "GET", "/me/hours?zone="+zone, fromHere).Body.String()).text(); !strings.Contains(text, want) {
			t.Errorf("%q: the page does not say %q:\n%s", zone, want, text)
		}
	}
	page := parse(t, ask(h, "GET", "/me/hours?zone=Asia/Tokyo", fromHere).Body.String()) // 13:57 UTC is 22:57 there
	if links := page.all("figure a"); len(links) != 0 {
		t.Errorf("the chart links to %q", attributes(links, "href"))
	}
	if got := len(page.all("svg .hour")); got != 7*24 {
		t.Errorf("%d hours are drawn, want 168", got)
	}
	for _, row := range page.all("tbody tr") {
		if row.all("th")[0].text() == "12:00" && strings.Trim(row.text(), "012: ") != "" {
			t.Errorf("noon has acts: %s", row.text())
		}
	}
}

func TestHoursAreForTheOwnerAtTheMachineAlone(t *testing.T) {
	st := grown(t, 120, 9)
	if got := ask(site(t, st, nil), "GET", "/me/hours", fromHere).Code; got != http.StatusNotFound {
		t.Errorf("nobody is known to look: got %d, want 404", got)
	}
	h := site(t, st, atHome)
	away := ask(h, "GET", "/me/hours?zone=UTC", func(r *http.Request) { r.RemoteAddr = "10.0.0.9:4711" })
	if away.Code != http.StatusForbidden {
		t.Errorf("from another machine: got %d, want 403", away.Code)
	}
	w := ask(h, "GET", "/me/hours?zone=UTC", fromHere)
	if got := w.Header(); w.Code != http.StatusOK || got.Get("Cache-Control") != "no-store" || got.Get("ETag") != "" {
		t.Errorf("got %d with %v", w.Code, got)
	}
	if strings.Contains(w.Body.String(), "as JSON") {
		t.Error("the page offers a twin")
	}
}

// fromHere asks from the machine itself, as a browser on it does.
func fromHere(r *http.Request) { r.RemoteAddr = "127.0.0.1:50000" }

// No other address of the whole site may hold what the page of hours says.
func TestNoOtherPageHoldsAnybodysHours(t *testing.T) {
	st := grown(t, 120, 9)
	addRuns(t, st)
	h := site(t, st, atHome)
	private := []string{"Saturday", "Sunday", "19:00", "working_hours", "without a break", "hour h1", "13:57"}
	said := ask(h, "GET", "/me/hours?zone=UTC", fromHere).Body.String()
	for _, words := range private[:3] {
		if !strings.Contains(said, words) {
			t.Fatalf("the page of hours does not say %q, so that nothing would be found", words)
		}
	}
	for _, path := range []string{"/me/hours.json", "/me/hours.csv", "/p/mei-zhao/hours", "/p/mei-zhao/figures/working_hours", "/p/mei-zhao/figures/working_hours.json"} {
		if got := ask(h, "GET", path, nil).Code; got != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
	for _, path := range everyAddress() {
		body := ask(h, "GET", path, nil).Body.String()
		for _, words := range private {
			defined := strings.HasPrefix(path, "/about/metrics") && slices.Contains(private[:5], words)
			if strings.Contains(body, words) && !defined {
				t.Errorf("%s says %q", path, words)
			}
		}
	}
}

// everyAddress is one address of each page and of each of its twins.
func everyAddress() []string {
	fill := strings.NewReplacer(":login", "mei-zhao", ":measure", "collaborators", ":slug", "kernels", ":run", "1", ":id", "1")
	var all []string
	for _, r := range new(Server).readings() {
		path := fill.Replace(r.path)
		all = append(all, path, twinPath(path, ".json"))
		if r.csv != nil {
			all = append(all, twinPath(path, ".csv"))
		}
	}
	return all
}

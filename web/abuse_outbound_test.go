package web

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"rungless/tracker/testneed"
)

// fieldsOfAll are the names that any form here reads.
var fieldsOfAll = []string{"at", "action", "claim", "contested", "days", "decision", "depth", "depth-logins", "do", "domain", "evidence", "evidence-logins", "figure", "file", "from", "handle", "id", "initiative", "into",
	"key", "login", "moves", "moves-logins", "name", "note", "orcid", "others", "people", "place", "repositories", "return", "row", "scope", "scope-logins", "session", "source", "sources", "sure", "text", "theme", "thread", "title", "to",
	"token", "url", "view", "what", "words", "yaml", "zone"}

// postEverywhere sends every form of the site with texts in its fields, as somebody.
func postEverywhere(t *testing.T, s *teamSite, v *visitor, texts func(field string) string) (sent int) {
	t.Helper()
	for _, route := range s.server.routes().Routes() {
		if route.Method != http.MethodPost || endsTheSession(route.Method, route.Path) || route.Path == hookPath || strings.HasSuffix(route.Path, "/delete") {
			continue
		}
		form := url.Values{}
		for _, field := range fieldsOfAll {
			form.Set(field, texts(field))
		}
		for _, path := range formsOf(t, s, route.Path) {
			sent++
			got := v.stay().post(path, form)
			if got.code >= http.StatusInternalServerError && got.code != http.StatusServiceUnavailable || got.header.Get("X-Evil") != "" {
				t.Errorf("POST %s with %q: got %d\n%s", path, texts("name"), got.code, got.body)
			}
			for _, sign := range []string{"SQL logic", "SQLSTATE", "syntax error", "no such column", "unrecognized token", "goroutine "} {
				if strings.Contains(got.body, sign) {
					t.Errorf("POST %s with %q: the answer holds %q", path, texts("name"), sign)
				}
			}
		}
	}
	return sent
}

// Whatever address somebody writes into a field, and whatever page is then opened: the server
// asks nobody but GitHub.
func TestNoAddressInAFieldIsEverAsked(t *testing.T) {
	s, all := teamOfStory(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var connections atomic.Int64
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return // the test ended
			}
			connections.Add(1)
			connection.Close()
		}
	}()
	trap := "http://" + listener.Addr().String() + "/trap.png"
	self := all["self"]
	for _, text := range []string{trap, "![](" + trap + ")", `<img src="` + trap + `"><link rel=stylesheet href="` + trap + `">`} {
		postEverywhere(t, s, self, func(field string) string {
			switch field {
			case "scope", "depth", "evidence", "moves":
				return "me"
			case "yaml", "file":
				return "pack: 1\ntitle: " + trap + "\nclaims:\n  - id: a\n    text: see " + trap + "\n    sources: [" + trap + "]\n"
			}
			return text
		})
	}
	for _, route := range s.server.routes().Routes() {
		if route.Method == http.MethodGet {
			for _, path := range formsOf(t, s, route.Path) {
				self.stay().get(path + "?" + url.Values{"return": {trap}, "url": {trap}}.Encode())
			}
		}
	}
	for _, header := range []string{"Referer", "Origin", "X-Forwarded-Host", "X-Original-URL", "Destination", "SourceMap", "X-Forwarded-For"} {
		self.do(http.MethodGet, "/", "", func(r *http.Request) { r.Header.Set(header, trap) })
	}
	if got := connections.Load(); got != 0 {
		t.Errorf("%d connections were made to an address that somebody wrote", got)
	}
}

// The fields of forms are values as well: no statement in one changes what is of others.
func TestNoFieldIsPartOfAStatement(t *testing.T) {
	testneed.Thorough(t)
	s, all := teamOfStory(t)
	person, err := s.store.FindPerson(t.Context(), "mei-zhao")
	if err != nil {
		t.Fatal(err)
	}
	facts, err := s.store.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	evidence := all["self"].get("/p/mei-zhao/evidence.json").body
	sent := 0
	for _, who := range []string{"other member", "admin"} {
		for _, text := range statementsInDisguise {
			sent += postEverywhere(t, s, all[who], func(string) string { return text })
		}
	}
	t.Logf("%d forms", sent)
	if after, err := s.store.Fingerprint(t.Context()); err != nil || after != facts {
		t.Errorf("the facts changed: %v", err)
	}
	if now, err := s.store.FindPerson(t.Context(), "mei-zhao"); err != nil || now.Name != person.Name || now.ID != person.ID || now.TimeZone != person.TimeZone {
		t.Errorf("somebody else's forms changed her: %+v, %v", now, err)
	}
	if all["self"].get("/p/mei-zhao/evidence.json").body != evidence {
		t.Error("somebody else's forms changed what she did")
	}
}

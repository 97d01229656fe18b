package tracker_test

import (
	"strings"
	"testing"

	"rungless/tracker"
)

func TestASourceIsAnAddressThatAnybodyCanOpen(t *testing.T) {
	for source, want := range map[string]bool{
		"https://stats.example.org/engine?from=2026#top":   true,
		"http://127.0.0.1:8080/":                           true,
		"https://example.org/%E2%80%AEgnp":                 true,
		"":                                                 false,
		"example.org":                                      false,
		"//example.org/x":                                  false,
		"https:evil.example":                               false,
		"https:///x":                                       false,
		"ftp://example.org/x":                              false,
		"javascript:alert(1)":                              false,
		"data:text/html,x":                                 false,
		"https://ana@example.org/":                         false,
		"https://ana:secret@example.org/":                  false,
		"https://example.org/?q=>)[x](javascript:1":        false,
		"https://example.org/a b":                          false,
		"https://example.org/\u202egnp":                    false,
		"https://example.org/\nSet-Cookie: a":              false,
		"https://example.org/" + strings.Repeat("x", 2000): false,
	} {
		err := tracker.EnteredFigure{What: "stars", Figure: "3", SourceURL: source}.Check()
		if (err == nil) != want {
			t.Errorf("%q: %v", source, err)
		}
		if err != nil && (tracker.KindOf(err) != tracker.Invalid || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%q: %v", source, err)
		}
	}
}

func TestOwnWordsAreAFewWords(t *testing.T) {
	for name, want := range map[string]bool{"": false, " \n": false, "Kernels": true, strings.Repeat("ü", 200): true, strings.Repeat("ü", 201): false} {
		if err := (tracker.InitiativeEdit{Rename: "k", Name: name}).Check(); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}

package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// manyAuthors is a store with a work of as many authors as fill several pages.
func manyAuthors(t *testing.T) *store.Store {
	t.Helper()
	st := researched(t)
	names := make([]string, 120)
	for i := range names {
		names[i] = strings.Repeat("Somebody ", 1+i%3) + "of the long names"
	}
	apply(t, st, tracker.Batch{Source: tracker.ResearchSource, Research: []tracker.ResearchFile{credited(serve, "CITATION.cff", "A work of many", names)}})
	return st
}

// A proposal is decided with the keyboard or the mouse by a form, which needs no script.
func TestANameIsConfirmedInABrowser(t *testing.T) {
	st := researched(t)
	ctx, console := browser(t)
	server := httptest.NewServer(site(t, st, atHome))
	defer server.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+meisResearch), chromedp.Click(chromedp.CSS(".decide button")), chromedp.WaitVisible(chromedp.CSS("#proposals ~ .note"))); err != nil {
		t.Fatal(err)
	}
	said, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector(".note").textContent`))
	if err != nil || !strings.Contains(said, "is mei-zhao, on every work there") {
		t.Errorf("the page says %q, %v", said, err)
	}
	if heard := console.take(); len(heard) > 0 {
		t.Errorf("the console says %q", heard)
	}
}

package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

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

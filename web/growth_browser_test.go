package web

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// bareStore tracks Mei and holds nothing of hers.
func bareStore(t *testing.T) *store.Store {
	t.Helper()
	st := openStore(t)
	apply(t, st, tracker.Batch{Source: tracker.GitHubSource, Accounts: []tracker.Account{mei}})
	track(t, st, mei)
	return st
}

// Each page of growth, with nothing, fifty and thousands of pieces of evidence, is
// looked at in three widths and two themes. The narrowest is what a window of 1280
// pixels shows at 400 per cent.
func TestPagesOfGrowthAreSoundInARealBrowser(t *testing.T) {
	testneed.Thorough(t)
	script := axe(t)
	const person = "/p/mei-zhao"
	for state, visit := range map[string]struct {
		store *store.Store
		paths []string
	}{
		"empty": {bareStore(t), append(growthPaths(person), "/me/hours", "/domains", "/domains/kernels")},
		"small": {grown(t, 50, 7), append(growthPaths(person), person+"/evidence", person+"/figures/depth?domain=serving",
			"/me/hours?zone=Asia/Tokyo", "/me/hours?zone=x", "/domains/serving", "/about/metrics")},
		"large": {grown(t, 3000, 60), append(growthPaths(person), person+"/figures/collaborators")},
	} {
		ctx, console := browser(t)
		server := httptest.NewServer(site(t, visit.store, func(o *Options) { atHome(o); o.Sample = state == "small" }))
		defer server.Close()
		for _, path := range visit.paths {
			t.Run(state+path, func(t *testing.T) {
				inspect(ctx, t, console, server.URL+path, script)
				overlapping(ctx, t)
			})
		}
	}
}

// overlaps lists texts of one chart whose boxes share more than a pixel.
const overlaps = `[...document.querySelectorAll("svg.chart")].flatMap(svg => {
	const all = [...svg.querySelectorAll("text")].map(t => ({said: t.textContent, box: t.getBoundingClientRect()}));
	return all.flatMap((a, i) => all.slice(i + 1).filter(b =>
		Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 &&
		Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1).map(b => a.said + " | " + b.said));
})`

func overlapping(ctx context.Context, t *testing.T) {
	t.Helper()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](overlaps))
	if err != nil || len(found) > 0 {
		t.Errorf("texts lie upon each other: %q, %v", found, err)
	}
}

func TestTheCheckSeesTextsUponEachOther(t *testing.T) {
	ctx, _ := browser(t)
	server := httptest.NewServer(site(t, fixture(t), nil))
	defer server.Close()
	const fault = `document.querySelector("svg.chart text").parentNode.append(document.querySelector("svg.chart text").cloneNode(true)); 0`
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/p/mei-zhao"), chromedp.Evaluate[chromedp.Void](fault)); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](overlaps))
	if err != nil || len(found) == 0 {
		t.Errorf("found %q, %v", found, err)
	}
}

// The keyboard goes past the marks, to the chart as one stop and to its table, which
// has every link.
func TestAChartIsOneStopOfTheKeyboardAndItsTableHasTheLinks(t *testing.T) {
	ctx, console := browser(t)
	server := httptest.NewServer(site(t, grown(t, 50, 7), nil))
	defer server.Close()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/p/mei-zhao")); err != nil {
		t.Fatal(err)
	}
	const where = `document.activeElement.closest("svg") ? "mark" : document.activeElement.matches(".scroll") ? "chart" :
		document.activeElement.matches("#sounding-table summary") ? "table" : document.activeElement.closest("#sounding-table td") ? "link" : ""`
	var stops []string
	for range 60 {
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			t.Fatal(err)
		}
		stop, err := chromedp.Run(ctx, chromedp.Evaluate[string](where))
		if err != nil {
			t.Fatal(err)
		}
		if stop != "" {
			stops = append(stops, stop)
		}
		if stop == "table" {
			if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
				t.Fatal(err)
			}
		}
		if stop == "mark" || stop == "link" {
			break
		}
	}
	if len(stops) < 3 || stops[0] != "chart" || stops[1] != "table" || stops[len(stops)-1] != "link" {
		t.Errorf("the keyboard stopped at %q, want the chart, its table, then a link", stops)
	}
	if heard := console.take(); len(heard) > 0 {
		t.Errorf("the console says %q", heard)
	}
}

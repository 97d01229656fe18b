package web

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestTheCheckSeesTextsUponEachOther(t *testing.T) {
	ctx, _ := browser(t)
	server := httptest.NewServer(site(t, fixture(t), nil))
	defer server.Close()
	const fault = `document.querySelector("svg.chart text").parentNode.append(document.querySelector("svg.chart text").cloneNode(true)); 0`
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/p/mei-zhao"), chromedp.Evaluate[chromedp.Void](fault)); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](layoutFaults))
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

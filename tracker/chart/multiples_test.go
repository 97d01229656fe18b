package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

func months(from time.Time, n int) []time.Time {
	all := make([]time.Time, n)
	for i := range all {
		all[i] = from.AddDate(0, i, 0)
	}
	return all
}

// sample is a chart of two rows over n months whose values come from value.
func sample(n int, value func(row, month int) int) Multiples {
	m := Multiples{ID: "c", Title: "Title", Subtitle: "Unit",
		Months: months(time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), n)}
	for r := range 2 {
		row := Row{Label: fmt.Sprintf("Row %d", r)}
		for i := range n {
			row.Bars = append(row.Bars, Bar{Value: value(r, i), Label: fmt.Sprintf("%d-%d", r, i), Href: fmt.Sprintf("/e?r=%d&m=%d", r, i)})
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// elements returns the attributes of every element of a name, in order.
func elements(t *testing.T, markup, name string) []map[string]string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	var found []map[string]string
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || node.Data != name {
			continue
		}
		attributes := map[string]string{}
		for _, a := range node.Attr {
			attributes[a.Key] = a.Val
		}
		found = append(found, attributes)
	}
	return found
}

func TestNothingToDrawDrawsNothing(t *testing.T) {
	for name, m := range map[string]Multiples{
		"no rows":   {Months: months(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 12)},
		"no months": {Rows: []Row{{Label: "Reviews"}}},
	} {
		if got := m.SVG(); got != "" {
			t.Errorf("%s: got %q, want nothing", name, got)
		}
	}
}

func TestEveryBarAboveZeroIsOneLinkOutsideTheTabOrder(t *testing.T) {
	m := sample(36, func(r, i int) int { return (r + i) % 3 })
	want := 0
	for _, row := range m.Rows {
		for _, bar := range row.Bars {
			if bar.Value > 0 {
				want++
			}
		}
	}
	links := elements(t, string(m.SVG()), "a")
	if len(links) != want {
		t.Errorf("got %d links, want %d", len(links), want)
	}
	for _, link := range links {
		if link["tabindex"] != "-1" || !strings.HasPrefix(link["href"], "/e?") {
			t.Errorf("a mark's link is %v", link)
		}
	}
}

func TestTheTallestBarOfEachRowFillsItAndNoneIsInvisible(t *testing.T) {
	for _, values := range [][]int{{1}, {50, 1}, {20000, 1, 0, 300}} {
		m := sample(len(values), func(_, i int) int { return values[i] })
		var heights []float64
		for _, rect := range elements(t, string(m.SVG()), "rect") {
			if rect["class"] == "bar" {
				h, err := strconv.ParseFloat(rect["height"], 64)
				if err != nil {
					t.Fatal(err)
				}
				heights = append(heights, h)
			}
		}
		if heights[0] != barHeight {
			t.Errorf("%v: the tallest bar is %v high, want %v", values, heights[0], barHeight)
		}
		for _, h := range heights {
			if h < 1 || math.IsNaN(h) {
				t.Errorf("%v: a bar is %v high", values, h)
			}
		}
	}
}

func TestDatesOnTheAxisNeverRunIntoEachOther(t *testing.T) {
	for n := 1; n <= 240; n++ {
		for start := range 12 {
			m := Multiples{Months: months(time.Date(2020, time.Month(start+1), 1, 0, 0, 0, 0, time.UTC), n), Rows: []Row{{Bars: make([]Bar, n)}}}
			end := 0.0
			root, _ := html.Parse(strings.NewReader(string(m.SVG())))
			labels := 0
			for node := range root.Descendants() {
				if node.Data != "text" || len(node.Attr) != 2 {
					continue
				}
				x, _ := strconv.ParseFloat(node.Attr[0].Val, 64)
				if x < end {
					t.Fatalf("%d months from month %d: %q begins at %v, before %v", n, start+1, node.FirstChild.Data, x, end)
				}
				end = x + 7*float64(len(node.FirstChild.Data))
				labels++
			}
			if labels == 0 && n >= 12 {
				t.Fatalf("%d months from month %d: no date at all", n, start+1)
			}
		}
	}
}

func TestTextFromOutsideStaysText(t *testing.T) {
	hostile := `</title><script>alert(1)</script>"onmouseover=alert(1)`
	m := sample(1, func(int, int) int { return 1 })
	m.Rows[0].Label, m.Rows[0].Bars[0].Label = hostile, hostile
	m.Rows[0].Bars[0].Href = `/p/"><script>`
	markup := string(m.SVG())
	if got := elements(t, markup, "script"); len(got) != 0 {
		t.Errorf("the drawing holds a script:\n%s", markup)
	}
	if got := elements(t, markup, "a")[0]["href"]; got != `/p/"><script>` {
		t.Errorf("the address became %q", got)
	}
}

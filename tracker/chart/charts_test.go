package chart

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rungless/tracker/testneed"
)

var quarter = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// span of n quarters.
func quarters(n int) Span { return Span{From: quarter, To: quarter.AddDate(0, 3*n, 0)} }

// drawn is each kind of chart with n things in it.
func drawn(n int) map[string]template.HTML {
	span := quarters(12)
	lanes := Lanes{ID: "l", Span: span, Strata: true}
	events := Lanes{ID: "e", Span: span}
	for i := range 8 {
		lanes.Lanes = append(lanes.Lanes, Lane{Name: fmt.Sprintf("A domain with a rather long name %d", i)})
	}
	events.Lanes = []Lane{{Name: "Events"}}
	steps := Lanes{ID: "w", Span: span, Lanes: []Lane{{Name: "A place"}}}
	curves := Curves{ID: "c", Span: span}
	matrix := Matrix{ID: "m"}
	for i, at := range span.Quarters() {
		matrix.Columns = append(matrix.Columns, Column{Year: map[bool]string{true: at.Format("2006")}[i%4 == 0], Name: fmt.Sprintf("Q%d", i%4+1)})
	}
	shares := Shares{ID: "s", Months: months(quarter, 24), Unit: "Changes reviewed"}
	for i := range n {
		at := span.From.AddDate(0, 0, i*1090/n)
		shape := []Shape{Change, Review, Proposal, Research}[i%4]
		mark := Mark{At: at, Shape: shape, Count: 1 + i%7, Hollow: i%5 == 0, Label: fmt.Sprint("mark ", i), Href: fmt.Sprint("/e?", i)}
		lanes.Lanes[i%8].Marks = append(lanes.Lanes[i%8].Marks, mark)
		mark.Shape = Event
		events.Lanes[0].Marks = append(events.Lanes[0].Marks, mark)
		mark.Shape = []Shape{Looked, Asked, Argued, Changed, Returned}[i%5]
		steps.Lanes[0].Marks = append(steps.Lanes[0].Marks, mark)
	}
	for i := range min(n, 30) {
		line, row := Curve{Name: fmt.Sprint("Domain ", i), Latest: "12.5"}, MatrixRow{Name: fmt.Sprint("somebody-", i)}
		for j, at := range months(quarter, 36) {
			line.Points = append(line.Points, Point{At: at, Value: float64(i * j % 17), Label: "p", Href: fmt.Sprintf("/c?%d-%d", i, j)})
		}
		for j := range matrix.Columns {
			row.Cells = append(row.Cells, Cell{Count: (i + j) % 4 * n, First: j == 1, Label: "c", Href: fmt.Sprintf("/m?%d-%d", i, j)})
		}
		curves.Rows, matrix.Rows = append(curves.Rows, line), append(matrix.Rows, row)
	}
	tenures := Tenures{ID: "t", Span: span}
	for i := range min(n, 50) {
		at := span.From.AddDate(0, 0, i*20)
		tenures.Rows = append(tenures.Rows, Tenure{Name: fmt.Sprintf("%d. Somebody with a long name", i), Periods: []Span{{From: at, To: at.AddDate(2, 0, 0)}},
			Marks: []Mark{{At: at, Shape: Change, Count: 1, Label: "t", Href: fmt.Sprint("/t?", i)}}})
	}
	for i, at := range shares.Months[:min(n, 24)] {
		shares.Points = append(shares.Points, SharePoint{Month: at, Part: i * n / 24, Whole: max(1, n), Label: "s", Href: fmt.Sprint("/s?", i)})
	}
	return map[string]template.HTML{"sounding": lanes.SVG(), "events": events.SVG(), "steps": steps.SVG(), "curves": curves.SVG(), "matrix": matrix.SVG(), "shares": shares.SVG(), "tenures": tenures.SVG()}
}

func TestChartsAreSoundAtNothingOneFiftyAndTwentyThousand(t *testing.T) {
	for _, n := range []int{0, 1, 50, 20_000} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			if n > 50 {
				testneed.Thorough(t)
			}
			for name, svg := range drawn(n) {
				isSound(t, name, n, string(svg))
			}
		})
	}
}

func isSound(t *testing.T, name string, n int, markup string) {
	t.Helper()
	if strings.Contains(markup, "NaN") || strings.Contains(markup, "Inf") {
		t.Errorf("%s holds a number that is none", name)
	}
	if links := len(elements(t, markup, "a")); (n == 0) != (links == 0) {
		t.Errorf("%s of %d has %d links", name, n, links)
	}
	inside(t, name, markup)
}

// inside reports whatever lies outside of a drawing.
func inside(t *testing.T, name, markup string) {
	t.Helper()
	if markup == "" {
		return
	}
	box := strings.Fields(elements(t, markup, "svg")[0]["viewbox"] + elements(t, markup, "svg")[0]["viewBox"])
	wide, high := parse(t, box[2]), parse(t, box[3])
	for _, tag := range []string{"rect", "circle", "line", "text"} {
		for _, e := range elements(t, markup, tag) {
			for _, key := range []string{"x", "x1", "x2", "cx"} {
				if v, ok := e[key]; ok && (parse(t, v) < -1 || parse(t, v) > wide+1) {
					t.Fatalf("%s: a %s lies outside: %v", name, tag, e)
				}
			}
			for _, key := range []string{"y", "y1", "y2", "cy"} {
				if v, ok := e[key]; ok && (parse(t, v) < -1 || parse(t, v) > high+1) {
					t.Fatalf("%s: a %s lies outside: %v", name, tag, e)
				}
			}
		}
	}
}

func parse(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEveryMarkOfAChartIsOneLinkOutsideTheTabOrder(t *testing.T) {
	for name, want := range map[string]int{"sounding": 50, "events": 50, "steps": 50, "curves": 30 * 36, "shares": 24, "tenures": 50} {
		links := elements(t, string(drawn(50)[name]), "a")
		if len(links) != want {
			t.Errorf("%s has %d links, want %d", name, len(links), want)
		}
		for _, link := range links {
			if link["tabindex"] != "-1" || !strings.HasPrefix(link["href"], "/") {
				t.Errorf("%s: a mark's link is %v", name, link)
			}
		}
	}
}

func TestMarksOfOneDayDoNotLieUponEachOtherWhileThereIsRoom(t *testing.T) {
	l := Lanes{ID: "l", Span: quarters(4), Lanes: []Lane{{Name: "a"}}}
	for range mostRows {
		l.Lanes[0].Marks = append(l.Lanes[0].Marks, Mark{At: quarter.AddDate(0, 2, 0), Shape: Change, Count: 1, Href: "/"})
	}
	seen := map[string]bool{}
	for _, c := range elements(t, string(l.SVG()), "circle") {
		if seen[c["cy"]] {
			t.Errorf("two marks lie at height %s", c["cy"])
		}
		seen[c["cy"]] = true
	}
}

// The place of a mark must not tell the time of day.
func TestNoMarkIsMovedByTheTimeOfDay(t *testing.T) {
	at := func(hour int) string {
		day := time.Date(2024, 5, 17, hour, 59, 59, 0, time.UTC)
		l := Lanes{ID: "l", Span: quarters(4), Lanes: []Lane{{Name: "a", Marks: []Mark{{At: day, Shape: Change, Count: 1, Href: "/"}}}}}
		c := Curves{ID: "c", Span: quarters(4), Rows: []Curve{{Name: "a", Points: []Point{{At: day, Value: 1, Href: "/"}}}}}
		return string(l.SVG() + c.SVG())
	}
	if at(0) != at(23) {
		t.Error("a mark of the evening lies elsewhere than one of the morning")
	}
}

func TestTheLineOfSustainedWorkStepsAndBreaks(t *testing.T) {
	l := Lanes{ID: "l", Span: quarters(4), Lanes: []Lane{{Name: "a"}, {Name: "b"}}, Line: []Reach{
		{From: quarter, To: quarter.AddDate(0, 1, 0), Lane: 0}, {From: quarter.AddDate(0, 1, 0), To: quarter.AddDate(0, 2, 0), Lane: 1},
		{From: quarter.AddDate(0, 6, 0), To: quarter.AddDate(0, 7, 0), Lane: 0}}}
	for _, path := range elements(t, string(l.SVG()), "path") {
		if path["class"] != "reach" {
			continue
		}
		if m, v := strings.Count(path["d"], "M"), strings.Count(path["d"], "V"); m != 2 || v != 1 {
			t.Errorf("%q begins %d times and steps %d times, want 2 and 1", path["d"], m, v)
		}
		return
	}
	t.Error("there is no line")
}

func TestTheAreaOfASquareGrowsWithWhatIsShared(t *testing.T) {
	m := Matrix{ID: "m", Columns: make([]Column, 2), Rows: []MatrixRow{{Cells: []Cell{{Count: 100, First: true, Href: "/"}, {Count: 25, Href: "/"}}}}}
	var sides []float64
	for _, rect := range elements(t, string(m.SVG()), "rect") {
		if rect["class"] == "cell" {
			sides = append(sides, parse(t, rect["width"]))
		}
	}
	if len(sides) != 2 || math.Abs(sides[0]/sides[1]-2) > 0.01 {
		t.Errorf("the sides are %v, want one twice the other", sides)
	}
	if rings := elements(t, string(m.SVG()), "circle"); len(rings) != 1 {
		t.Errorf("%d cells are ringed, want the first time only", len(rings))
	}
}

func TestAShareOfFewIsHollow(t *testing.T) {
	s := Shares{ID: "s", Months: months(quarter, 2), Points: []SharePoint{
		{Month: quarter, Part: 1, Whole: 4, Href: "/"}, {Month: quarter.AddDate(0, 1, 0), Part: 1, Whole: 5, Href: "/"}}}
	circles := elements(t, string(s.SVG()), "circle")
	if len(circles) != 2 || !strings.Contains(circles[0]["class"], "hollow") || strings.Contains(circles[1]["class"], "hollow") {
		t.Errorf("the dots are %v, want only that of four hollow", circles)
	}
}

func TestTheWeekHasFiveShadesAndLinksToNothing(t *testing.T) {
	w := Week{ID: "w", Evening: 19}
	for hour := range 24 {
		w.Cells[2][hour] = hour
	}
	markup := string(w.SVG())
	if len(elements(t, markup, "a")) != 0 {
		t.Error("somebody's hours link somewhere")
	}
	seen := map[string]bool{}
	for _, rect := range elements(t, markup, "rect") {
		seen[rect["class"]] = true
	}
	if len(seen) != shades+1 {
		t.Errorf("the shades are %v, want five and none", seen)
	}
}

func TestDatesOfQuartersNeverRunIntoEachOther(t *testing.T) {
	for n := 4; n <= 80; n++ {
		for start := range 4 {
			span := Span{From: quarter.AddDate(0, 3*start, 0), To: quarter.AddDate(0, 3*(start+n), 0)}
			var out svg
			timeScale{span: span, left: labelWidth, right: width}.drawQuarters(&out, 100)
			root, err := html.Parse(strings.NewReader(string(out.html())))
			if err != nil {
				t.Fatal(err)
			}
			ends := map[string]float64{}
			for node := range root.Descendants() {
				if node.Data != "text" {
					continue
				}
				a := map[string]string{}
				for _, attribute := range node.Attr {
					a[attribute.Key] = attribute.Val
				}
				x, text := parse(t, a["x"]), node.FirstChild.Data
				if x < ends[a["y"]] {
					t.Fatalf("%d quarters from %d: %q begins at %v, before %v", n, start, text, x, ends[a["y"]])
				}
				ends[a["y"]] = x + 7*float64(len(text))
			}
			if len(ends) == 0 {
				t.Fatalf("%d quarters from %d: no date at all", n, start)
			}
		}
	}
}

func TestASpanIsOfWholeQuartersAndFourAtLeast(t *testing.T) {
	now := time.Date(2026, 11, 23, 4, 2, 0, 0, time.UTC)
	for first, want := range map[time.Time]string{now: "2026-01-01", now.AddDate(0, -14, 0): "2025-07-01", now.AddDate(-3, 0, 0): "2023-10-01"} {
		span := SpanOver(first, now)
		if got := span.From.Format(time.DateOnly); got != want || span.To.Format(time.DateOnly) != "2027-01-01" {
			t.Errorf("from %v: got %s to %v, want %s to 2027-01-01", first, got, span.To, want)
		}
	}
}

func TestANameThatIsTooLongHasTwoLinesAndIsCutThere(t *testing.T) {
	for given, want := range map[string]string{"short": "short", "Tokenizers and data sets": "Tokenizers and data |sets",
		"lanternfish-labs/threadneedle": "lanternfish-labs/|threadneedle", "a-login-of-thirty-nine-letters-at-most-x": "a-login-of-thirty-|nine-letters-at-mos…",
		"nowhere to be broken/": "nowhere to be |broken/", "onewordthatrunsonandonandon": "onewordthatrunsonan…", "春永由紀春永由紀春永由紀春永由紀": "春永由紀春永由紀春永由…"} {
		if got := strings.Join(nameLines(given), "|"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestHostileNamesAndLabelsStayText(t *testing.T) {
	const hostile = `</title><script>alert(1)</script>"onload=alert(1)`
	mark := Mark{At: quarter, Shape: Review, Count: 1, Label: hostile, Href: `/p/"><script>`}
	markup := string(Lanes{ID: "l", Span: quarters(4), Lanes: []Lane{{Name: hostile, Marks: []Mark{mark}}}}.SVG()) +
		string(Matrix{ID: "m", Columns: []Column{{Name: hostile}}, Rows: []MatrixRow{{Name: hostile, Cells: []Cell{{Count: 1, Label: hostile, Href: hostile}}}}}.SVG()) +
		string(Tenures{ID: "t", Span: quarters(4), Rows: []Tenure{{Name: hostile, Marks: []Mark{mark}}}}.SVG())
	if got := elements(t, markup, "script"); len(got) != 0 {
		t.Errorf("the drawing holds a script:\n%s", markup)
	}
}

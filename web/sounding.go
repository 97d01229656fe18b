package web

import (
	"slices"
	"strings"
	"time"

	"rungless/tracker/chart"
	"rungless/tracker/growth"
)

// Work in a domain is sustained while there are sustainedPieces validated pieces of
// it within sustainedDays.
const (
	sustainedPieces = 3
	sustainedDays   = 90
)

// sounding draws the depth sounding: domains from surface to deep downward, time
// across, a mark for each piece of evidence, and how deep sustained work reached.
// It is nil where there is nothing to draw.
func (s *Server) sounding(m *measured) *drawing {
	lanes := m.lanes()
	pieces := m.piecesInLanes(lanes)
	if len(pieces) == 0 {
		return nil
	}
	groups, binned := grouped(pieces)
	lines := m.reaches(lanes)
	d := &drawing{
		ID: "sounding", Title: m.soundingTitle(lanes, lines),
		Unit: "Each mark is one piece of evidence; lower is deeper, in the order that this instance has set.",
		Legend: []legend{icon(chart.Change, "Change"), icon(chart.Review, "Review"), icon(chart.Proposal, "Proposal or answer"),
			{Icon: chart.Change.Icon(true), Name: "Shown, and in no figure"}},
		Notes: append([]string{"The line is the deepest domain with three or more validated pieces in the 90 days before."},
			s.cannotSay("depth")...),
		Method: s.method("depth"),
		Table:  table{Caption: "Evidence by day (UTC) and domain, newest first", Columns: []string{"When", "Domain", "Evidence"}},
	}
	if len(lines) > 0 {
		d.Legend = append(d.Legend, legend{Icon: chart.LineIcon(), Name: "Deepest domain of sustained work"})
	}
	if binned != byPiece {
		d.Unit = "Each mark is the evidence of one kind, domain and " + string(binned) +
			"; its area grows with the number of pieces. Lower is deeper, in the order that this instance has set."
		d.Table.Caption = "Evidence by " + string(binned) + " (UTC) and domain, newest first"
	}
	drawn := chart.Lanes{ID: d.ID, Span: m.span(pieces), Strata: true, Line: lines}
	for _, slug := range lanes {
		drawn.Lanes = append(drawn.Lanes, chart.Lane{Name: m.domain(slug)})
	}
	for _, g := range groups {
		mark := m.mark(g, binned, "depth", lanes[g.lane])
		drawn.Lanes[g.lane].Marks = append(drawn.Lanes[g.lane].Marks, mark)
		d.Table.Rows = append(d.Table.Rows, []cell{text(binned.name(g.first)), text(m.domain(lanes[g.lane])), links(link{g.words(binned), mark.Href})})
	}
	slices.Reverse(d.Table.Rows)
	d.SVG = drawn.SVG()
	return d
}

// lanes are the domains to draw: the whole catalogue while it is short, else those
// with evidence; from surface to deep.
func (m *measured) lanes() []string {
	const short = 14
	var touched []string
	for _, d := range m.Depths {
		touched = append(touched, d.Domain)
	}
	if len(m.slugs) > short {
		return touched
	}
	lanes := slices.Clone(m.slugs)
	for _, slug := range touched {
		if !slices.Contains(lanes, slug) { // a domain that the configuration no longer has
			lanes = append(lanes, slug)
		}
	}
	return lanes
}

// piecesInLanes are the pieces of evidence of the window, of every domain.
func (m *measured) piecesInLanes(lanes []string) []datedPiece {
	var pieces []datedPiece
	for _, d := range m.Depths {
		lane := slices.Index(lanes, d.Domain)
		for _, e := range slices.Concat(d.Curve.Evidence, d.Shown) {
			if !e.At.Before(m.Window.From) {
				pieces = append(pieces, datedPiece{e, lane})
			}
		}
	}
	return pieces
}

// span covers the pieces up to now.
func (m *measured) span(pieces []datedPiece) chart.Span {
	first := m.now
	for _, p := range pieces {
		if p.At.Before(first) {
			first = p.At
		}
	}
	return chart.SpanOver(first, m.now)
}

// mark makes the mark of a group, which leads to GitHub where it is one piece, and
// else to the list of its pieces.
func (m *measured) mark(g group, binned bin, measure, domain string) chart.Mark {
	mark := chart.Mark{At: middle(g.first, g.last), Shape: g.shape, Count: len(g.pieces), Hollow: !g.counted(), Href: g.pieces[0].URL}
	mark.Label = g.words(binned) + ", " + binned.name(g.first)
	if binned != byPiece {
		mark.Href = m.figure(measure, pieces{domain: domain, act: g.shape, from: g.first, to: g.last})
	}
	return mark
}

func middle(first, last time.Time) time.Time {
	return first.AddDate(0, 0, int(last.Sub(first).Hours())/48)
}

// words are what a mark stands for: the title of one piece, the number of several.
func (g group) words(binned bin) string {
	if binned != byPiece {
		return counted(len(g.pieces), g.shape)
	}
	p := g.pieces[0]
	words := displayName(actName[p.Act], "Research") + ": " + displayName(strings.TrimSpace(p.Title), p.URL)
	if !p.Counted {
		words += " (in no figure)"
	}
	return words
}

// reaches says, day by day, which was the deepest lane of sustained work, from the
// beginning of the window to today.
func (m *measured) reaches(lanes []string) []chart.Reach {
	days := make([][]time.Time, len(lanes))
	for _, d := range m.Depths {
		lane := slices.Index(lanes, d.Domain)
		for _, e := range d.Curve.Evidence {
			if e.Counted {
				days[lane] = append(days[lane], midnight(e.At))
			}
		}
		slices.SortFunc(days[lane], time.Time.Compare)
	}
	var reaches []chart.Reach
	for day := midnight(m.Window.From); !day.After(m.now); day = day.AddDate(0, 0, 1) {
		lane := deepest(days, day)
		if lane < 0 {
			continue
		}
		next := day.AddDate(0, 0, 1)
		if last := len(reaches) - 1; last >= 0 && reaches[last].Lane == lane && reaches[last].To.Equal(day) {
			reaches[last].To = next
			continue
		}
		reaches = append(reaches, chart.Reach{From: day, To: next, Lane: lane})
	}
	return reaches
}

// deepest is the last lane with enough days in the time that ends with a day, or -1.
func deepest(days [][]time.Time, day time.Time) int {
	since := day.AddDate(0, 0, 1-sustainedDays)
	for lane := len(days) - 1; lane >= 0; lane-- {
		from, _ := slices.BinarySearchFunc(days[lane], since, time.Time.Compare)
		to, _ := slices.BinarySearchFunc(days[lane], day.AddDate(0, 0, 1), time.Time.Compare)
		if to-from >= sustainedPieces {
			return lane
		}
	}
	return -1
}

// soundingTitle says where sustained work reached, and when it got there first.
func (m *measured) soundingTitle(lanes []string, reaches []chart.Reach) string {
	if len(reaches) == 0 {
		return "Evidence in " + plural(len(m.Depths), "domain") + "; nowhere three validated pieces within 90 days"
	}
	const named = 3
	var steps []string
	deepest := -1
	for _, r := range reaches {
		if r.Lane > deepest {
			deepest = r.Lane
			steps = append(steps, m.domain(lanes[r.Lane])+" in "+quarterName(r.From))
		}
	}
	return "Sustained work reached " + listed(steps[max(0, len(steps)-named):])
}

// sustainedNow is the deepest domain of sustained work today; "" where there is none.
func (m *measured) sustainedNow() string {
	lanes := m.lanes()
	reaches := m.reaches(lanes)
	if len(reaches) == 0 {
		return ""
	}
	last := reaches[len(reaches)-1]
	if last.To.Before(m.now) {
		return ""
	}
	return lanes[last.Lane]
}

// earliest is the day of the first piece of validated evidence in any domain.
func (m *measured) earliest() (first growth.Evidence, found bool) {
	for _, d := range m.Depths {
		for _, e := range d.Curve.Evidence {
			if e.Counted && (!found || e.At.Before(first.At)) {
				first, found = e, true
			}
		}
	}
	return first, found
}

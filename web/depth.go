package web

import (
	"fmt"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker/chart"
	"rungless/tracker/growth"
)

// depthPiecesShown is how many pieces of evidence a domain's part of the page lists.
const depthPiecesShown = 4

// depthPage shows one person's depth in each domain, over time and with its evidence.
// Domains stand in the catalogue's order, and nothing is added up over them.
type depthPage struct {
	growthPage
	measured *measured

	Curves  *drawing // nil: no domain has a figure
	Homes   figure
	Domains []domainDepth
	Without string // domains in which there is nothing, in words
}

// domainDepth is the depth in one domain.
type domainDepth struct {
	Slug, Name string
	Path       string // of the domain's own page; "" where the catalogue has none
	Figures    []figure
	Newest     []piece
	All        string // address of all evidence in the domain
	Count      int
}

func (*depthPage) template() string { return "depth" }

func (p *depthPage) json() any {
	return datesOnly(struct {
		Version string                    `json:"version"`
		Window  growth.Window             `json:"window"`
		At      time.Time                 `json:"at"`
		Depths  []growth.Depth            `json:"depths"`
		Homes   growth.Measured[[]string] `json:"home_domains"`
	}{p.measured.Profile.Version, p.measured.Window, p.measured.At, p.measured.Depths, p.measured.Homes})
}

func (s *Server) loadDepth(c *gin.Context) (page, error) {
	m, err := s.measureAsked(c)
	if err != nil {
		return nil, err
	}
	p := &depthPage{growthPage: s.growthPage(m, "Depth of "+m.account.Name, "Depth"), measured: m, Curves: s.curves(m), Homes: s.homesFigure(m)}
	for _, d := range m.Depths {
		p.Domains = append(p.Domains, s.domainDepth(m, d))
	}
	var without []string
	for _, slug := range m.slugs {
		if !slices.ContainsFunc(m.Depths, func(d growth.Depth) bool { return d.Domain == slug }) {
			without = append(without, m.domain(slug))
		}
	}
	p.Without = listed(without)
	return p, nil
}

func (s *Server) domainDepth(m *measured, d growth.Depth) domainDepth {
	evidence := newestFirst(slices.Concat(d.Curve.Evidence, d.Shown))
	one := domainDepth{Slug: d.Domain, Name: m.domain(d.Domain), Figures: s.depthFigures(m, d, pieces{}), Count: len(evidence),
		Newest: s.piecesFrom(evidence[:min(depthPiecesShown, len(evidence))]), All: m.figure("depth", pieces{domain: d.Domain})}
	if slices.Contains(m.slugs, d.Domain) {
		one.Path = domainPath(d.Domain)
	}
	return one
}

// curves draws the depth in each domain that has a figure, on one scale.
func (s *Server) curves(m *measured) *drawing {
	d := &drawing{
		ID: "curves", Unit: "Depth at each turn of a month, in units of validated work that weigh half after 180 days. All domains have one scale; the figure at the end is today’s.",
		Legend: []legend{icon(chart.Change, "Turn of a quarter: leads to what counted by then")},
		Notes:  s.cannotSay("depth"), Method: s.method("depth"),
		Table: table{Caption: "Depth at the turn of each quarter; each figure leads to what counted by then", Columns: []string{"Day (UTC)"}},
	}
	drawn := chart.Curves{ID: d.ID}
	var newest growth.Depth
	rows := map[time.Time][]cell{}
	first := m.now
	for _, depth := range m.Depths {
		points := depth.Curve.Value
		if len(points) == 0 {
			continue
		}
		if len(drawn.Rows) == 0 || points[0].At.After(newest.Curve.Value[0].At) {
			newest = depth
		}
		first = earlier(first, points[0].At)
		drawn.Rows = append(drawn.Rows, m.curve(depth, rows, len(drawn.Rows)))
		d.Table.Columns = append(d.Table.Columns, m.domain(depth.Domain))
	}
	if len(drawn.Rows) == 0 {
		return nil
	}
	drawn.Span = chart.SpanOver(first, m.now)
	d.Title = fmt.Sprintf("A depth in %s; the latest to begin: %s, by %s", plural(len(drawn.Rows), "domain"),
		m.domain(newest.Domain), newest.Curve.Value[0].At.Format("2 January 2006"))
	d.SVG, d.Table.Rows = drawn.SVG(), tableOfDays(rows, len(drawn.Rows))
	return d
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// curve makes the line of one domain and puts its marked points into the rows of the
// table, at a place.
func (m *measured) curve(d growth.Depth, rows map[time.Time][]cell, place int) chart.Curve {
	points := d.Curve.Value
	line := chart.Curve{Name: m.domain(d.Domain), Latest: fmt.Sprintf("%.1f", points[len(points)-1].Depth)}
	for i, p := range points {
		day := midnight(p.At)
		at := chart.Point{At: day, Value: p.Depth}
		if i == len(points)-1 || day.Day() == 1 && day.Month()%3 == 1 {
			value := fmt.Sprintf("%.1f", p.Depth)
			at.Href = m.figure("depth", pieces{domain: d.Domain, to: lastDayBefore(p.At)})
			at.Label = line.Name + ", " + day.Format("2 January 2006") + ": " + value
			for len(rows[day]) <= place {
				rows[day] = append(rows[day], cell{})
			}
			rows[day][place] = links(link{value, at.Href})
		}
		line.Points = append(line.Points, at)
	}
	return line
}

// lastDayBefore is the last day of which something counts at a time.
func lastDayBefore(t time.Time) time.Time { return midnight(t.Add(-time.Nanosecond)) }

// tableOfDays puts rows of a number of cells in order, newest first.
func tableOfDays(rows map[time.Time][]cell, cells int) [][]cell {
	var days []time.Time
	for day := range rows {
		days = append(days, day)
	}
	slices.SortFunc(days, func(a, b time.Time) int { return b.Compare(a) })
	var all [][]cell
	for _, day := range days {
		row := append([]cell{text(day.Format("2 January 2006"))}, rows[day]...)
		for len(row) <= cells {
			row = append(row, text("no figure"))
		}
		for i := range row {
			if row[i].Text == "" && row[i].Links == nil {
				row[i] = text("no figure")
			}
		}
		all = append(all, row)
	}
	return all
}

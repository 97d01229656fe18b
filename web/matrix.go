package web

import (
	"fmt"
	"slices"
	"time"

	"rungless/tracker/chart"
	"rungless/tracker/growth"
)

const (
	// Up to so many collaborators have a row each; more are drawn by the domain where
	// they are at home.
	mostRows = 24
	// Up to so many quarters are columns; a longer time is drawn by years.
	mostQuarters = 20
)

// companions are the collaborators of one row of the matrix.
type companions struct {
	name   string
	limits pieces
	since  time.Time
	shared []growth.Evidence
	known  map[string]bool // addresses of what is shared
}

// matrix draws whom the person shipped with over time, in the order in which they
// first did. It is nil where there is nobody.
func (s *Server) matrix(m *measured) *drawing {
	rows := m.companions()
	if len(rows) == 0 {
		return nil
	}
	d := &drawing{
		ID: "matrix", Title: m.shipsWith(),
		Unit:  "The area of a square grows with the merged changes shared in that time; a ring marks the first time. In the order of the first shared change.",
		Notes: s.cannotSay("collaborators"), Method: s.method("collaborators"),
		Table: table{Caption: "Merged changes shared; each number leads to them", Columns: []string{"With"}},
	}
	columns, stretch := m.columns(rows)
	drawn := chart.Matrix{ID: d.ID}
	for i, first := range columns {
		column := chart.Column{Name: first.Format("2006")}
		if stretch == byQuarter {
			column = chart.Column{Name: fmt.Sprintf("Q%d", (int(first.Month())+2)/3)}
			if i == 0 || first.Month() == time.January {
				column.Year = first.Format("2006")
			}
		}
		drawn.Columns = append(drawn.Columns, column)
		d.Table.Columns = append(d.Table.Columns, stretch.name(first))
	}
	for _, row := range rows {
		cells, line := m.sharedByTime(row, columns, stretch)
		drawn.Rows = append(drawn.Rows, chart.MatrixRow{Name: row.name, Cells: cells})
		d.Table.Rows = append(d.Table.Rows, line)
	}
	d.SVG = drawn.SVG()
	return d
}

// companions are the rows: each collaborator with anything shared within the window,
// or where these are many, those at home in one domain together.
func (m *measured) companions() rows {
	var people, homes rows
	for _, c := range m.Scope.Collaborators.Value.People {
		shared := slices.DeleteFunc(slices.Clone(c.Shared), func(e growth.Evidence) bool { return e.At.Before(m.Window.From) })
		if len(shared) == 0 {
			continue
		}
		login, home := accountLabel(c.Account.Account), homeOf(c)
		people = people.add(companions{name: login, limits: pieces{with: login}, since: c.Since, shared: shared})
		name := "At home in " + m.domain(home)
		if home == nowhere {
			name = "Home not known"
		}
		homes = homes.add(companions{name: name, limits: pieces{domain: home}, since: c.Since, shared: shared})
	}
	if len(people) > mostRows {
		people = homes
	}
	slices.SortStableFunc(people, func(a, b companions) int { return midnight(a.since).Compare(midnight(b.since)) })
	return people
}

// rows are the rows of the matrix, each name once.
type rows []companions

// add puts companions into the row of their name: what several share is there once.
func (r rows) add(more companions) rows {
	i := slices.IndexFunc(r, func(c companions) bool { return c.name == more.name })
	if i < 0 {
		i = len(r)
		r = append(r, companions{name: more.name, limits: more.limits, since: more.since, known: map[string]bool{}})
	}
	r[i].since = earlier(r[i].since, more.since)
	for _, e := range more.shared {
		if !r[i].known[e.URL] {
			r[i].known[e.URL] = true
			r[i].shared = append(r[i].shared, e)
		}
	}
	return r
}

// columns are the quarters, or the years, from the first shared change of the window
// to now.
func (m *measured) columns(rows rows) ([]time.Time, bin) {
	first := m.now
	for _, row := range rows {
		for _, e := range row.shared {
			first = earlier(first, e.At)
		}
	}
	quarters := chart.SpanOver(first, m.now).Quarters()
	if len(quarters) <= mostQuarters {
		return quarters, byQuarter
	}
	var years []time.Time
	for year := quarters[0].Year(); year <= m.now.Year(); year++ {
		years = append(years, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	return years, byYear
}

// sharedByTime makes the cells of a row, for the chart and for its table.
func (m *measured) sharedByTime(row companions, columns []time.Time, stretch bin) ([]chart.Cell, []cell) {
	cells := make([]chart.Cell, len(columns))
	line := []cell{text(row.name)}
	for i, first := range columns {
		_, last := stretch.bounds(first)
		limits := row.limits
		limits.from, limits.to = first, last
		for _, e := range row.shared {
			if limits.fits(e) {
				cells[i].Count++
			}
		}
		if cells[i].Count == 0 {
			line = append(line, text("0"))
			continue
		}
		since := midnight(row.since)
		cells[i].First = !since.Before(first) && !since.After(last)
		cells[i].Href = m.figure("collaborators", limits)
		cells[i].Label = fmt.Sprintf("%s, %s: %s shared", row.name, stretch.name(first), plural(cells[i].Count, "merged change"))
		said := number(cells[i].Count)
		if cells[i].First {
			cells[i].Label += ", for the first time"
			said += " (first time)"
		}
		line = append(line, links(link{said, cells[i].Href}))
	}
	return cells, line
}

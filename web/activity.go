package web

import (
	"html/template"
	"time"

	"rungless/tracker"
	"rungless/tracker/chart"
	"rungless/tracker/store"
)

// A chart shows at least a year, so that one contribution does not fill it, and
// at most ten: bars of older months would be too thin to tell apart.
const (
	fewestMonths = 12
	mostMonths   = 120
)

// activity is the contributions of an account by month and kind: as a chart and,
// with the same links, as a table.
type activity struct {
	Chart  template.HTML `json:"-"`
	Title  string        `json:"title"`
	Unit   string        `json:"unit"`
	Kinds  []kindColumn  `json:"kinds"`
	Months []monthRow    `json:"months"` // newest first; those without a contribution are left out
	Absent string        `json:"absent"` // which kinds there are none of, in words
	Before string        `json:"before"` // evidence older than the chart; "" when there is none
	Start  day           `json:"start"`  // the first of the first month with a contribution
}

type kindColumn struct {
	Kind     tracker.Kind `json:"kind"`
	Name     string       `json:"-"`
	Evidence string       `json:"evidence"` // address of the list
}

type monthRow struct {
	Month string      `json:"month"` // "2026-05"
	Name  string      `json:"-"`
	Cells []monthCell `json:"counts"` // one for each of the kinds
}

type monthCell struct {
	Kind     tracker.Kind `json:"kind"`
	Count    int          `json:"count"`
	Evidence string       `json:"evidence,omitempty"` // address of the list; "" for a count of 0
	Name     string       `json:"-"`                  // "May 2026: 14 reviews"
}

// calendar is what activityFrom counts in: a count for each month and kind.
type calendar struct {
	counts      map[time.Time]map[tracker.Kind]int
	started     map[tracker.Kind]time.Time // first month of each kind
	first, last time.Time
}

func calendarFrom(counts []store.MonthCount) calendar {
	c := calendar{counts: map[time.Time]map[tracker.Kind]int{}, started: map[tracker.Kind]time.Time{}}
	for _, count := range counts {
		if count.Count == 0 {
			continue
		}
		at := count.Month.UTC()
		if c.counts[at] == nil {
			c.counts[at] = map[tracker.Kind]int{}
		}
		c.counts[at][count.Kind] += count.Count
		if start, ok := c.started[count.Kind]; !ok || at.Before(start) {
			c.started[count.Kind] = at
		}
		if c.first.IsZero() || at.Before(c.first) {
			c.first = at
		}
		if at.After(c.last) {
			c.last = at
		}
	}
	return c
}

// kinds lists those that occur, in the order in which pages show them, and in
// words those that do not.
func (c calendar) kinds() (present []tracker.Kind, absent []string) {
	for _, kind := range tracker.Kinds() {
		if _, ok := c.started[kind]; ok {
			present = append(present, kind)
		} else {
			absent = append(absent, kindName[kind]+"s")
		}
	}
	return present, absent
}

// months lists the months to draw, oldest first: up to now, so that a pause is
// seen, and later still where a clock was wrong.
func (c calendar) months(now time.Time) []time.Time {
	end := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	if c.last.After(end) {
		end = c.last
	}
	start := c.first
	if latest := end.AddDate(0, 1-fewestMonths, 0); start.After(latest) {
		start = latest
	}
	if earliest := end.AddDate(0, 1-mostMonths, 0); start.Before(earliest) {
		start = earliest
	}
	var all []time.Time
	for at := start; !at.After(end); at = at.AddDate(0, 1, 0) {
		all = append(all, at)
	}
	return all
}

// activityFrom lays out the counts of an account whose pages are under owner. It
// returns nil when there is nothing to show.
func (s *Server) activityFrom(counts []store.MonthCount, owner string) *activity {
	c := calendarFrom(counts)
	if c.first.IsZero() {
		return nil
	}
	months := c.months(s.now())
	kinds, absent := c.kinds()
	a := &activity{Title: c.finding(kinds), Start: s.day(c.first), Absent: listed(absent),
		Unit: "Contributions per month (UTC). Each row has its own scale, and its highest month is labelled; each bar leads to the evidence behind it."}
	for _, kind := range kinds {
		a.Kinds = append(a.Kinds, kindColumn{Kind: kind, Name: capitalized(kindName[kind]) + "s",
			Evidence: evidencePath(owner, "", filter{Kinds: []tracker.Kind{kind}})})
	}
	for _, at := range months {
		a.Months = append(a.Months, c.row(at, kinds, owner))
	}
	a.Chart = a.draw(months)
	a.Months = newestWithContributions(a.Months)
	if c.first.Before(months[0]) {
		a.Before = evidencePath(owner, "", filter{To: months[0].AddDate(0, 0, -1).Format(time.DateOnly)})
	}
	return a
}

func (c calendar) row(at time.Time, kinds []tracker.Kind, owner string) monthRow {
	row := monthRow{Month: at.Format("2006-01"), Name: month(at)}
	for _, kind := range kinds {
		cell := monthCell{Kind: kind, Count: c.counts[at][kind]}
		if cell.Count > 0 {
			cell.Evidence = evidencePath(owner, "", monthOf(kind, at))
			cell.Name = month(at) + ": " + plural(cell.Count, kindName[kind])
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// draw makes the chart from the table, so that both say the same.
func (a *activity) draw(months []time.Time) template.HTML {
	m := chart.Multiples{ID: "activity", Title: a.Title, Subtitle: a.Unit, Months: months}
	for k, kind := range a.Kinds {
		row := chart.Row{Label: kind.Name}
		for _, month := range a.Months {
			cell := month.Cells[k]
			row.Bars = append(row.Bars, chart.Bar{Value: cell.Count, Label: cell.Name, Href: cell.Evidence})
		}
		m.Rows = append(m.Rows, row)
	}
	return m.SVG()
}

func newestWithContributions(months []monthRow) []monthRow {
	var all []monthRow
	for i := len(months) - 1; i >= 0; i-- {
		for _, cell := range months[i].Cells {
			if cell.Count > 0 {
				all = append(all, months[i])
				break
			}
		}
	}
	return all
}

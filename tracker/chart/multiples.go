package chart

import (
	"html/template"
	"strconv"
	"time"
)

// Multiples is a set of aligned small bar charts: one row for each kind of
// thing, months across, the same month at the same place in every row. Each row
// has its own scale, from zero to its tallest bar, which is labelled.
type Multiples struct {
	ID       string      // unique in the page; names the parts that label the chart
	Title    string      // what the chart finds, in a sentence
	Subtitle string      // what is counted, by which unit
	Months   []time.Time // first instants of months in UTC, in order, without holes
	Rows     []Row
}

// Row is one of the aligned charts.
type Row struct {
	Label string
	Bars  []Bar // one for each month, in the same order
}

// Bar is one month of a row. A bar of zero draws nothing.
type Bar struct {
	Value int
	Label string // read out and shown on hover: "May 2026: 14 reviews"
	Href  string // a path on this server: the evidence behind the bar
}

// Lengths in user units. The drawing is as wide as the page's column and is
// never shown smaller than about nine tenths of these.
const (
	width      = 800.0
	labelWidth = 184.0 // of the rows' names and scales
	axisHeight = 24.0  // of the row of dates on top
	rowHeight  = 40.0
	barHeight  = 28.0 // of the tallest bar of a row
	endPadding = 8.0
	barGap     = 1.5
	tickWidth  = 9.0 // of one letter of a date, with room to the next
)

// SVG draws the chart. With no rows or no months it returns nothing: the page
// then says in words that there is nothing to draw.
func (m Multiples) SVG() template.HTML {
	if len(m.Rows) == 0 || len(m.Months) == 0 {
		return ""
	}
	height := axisHeight + rowHeight*float64(len(m.Rows)) + endPadding
	var s svg
	s.chart(m.ID, height)
	m.drawTimeAxis(&s, height-endPadding)
	for i, row := range m.Rows {
		m.drawRow(&s, row, axisHeight+rowHeight*float64(i))
	}
	s.close("svg")
	return s.html()
}

// drawTimeAxis draws a line and a date where a labelled month begins, leaving
// out those that would run into the one before.
func (m Multiples) drawTimeAxis(s *svg, bottom float64) {
	s.open("g", "class", "axis", "aria-hidden", "true")
	free := 0.0
	for i, month := range m.Months {
		label, x := m.tickLabel(i, month), m.x(i)
		if label == "" || x < free {
			continue
		}
		s.element("line", "", "x1", px(x), "x2", px(x), "y1", px(axisHeight-18), "y2", px(bottom))
		s.element("text", label, "x", px(x+4), "y", px(axisHeight-8))
		free = x + tickWidth*float64(len(label))
	}
	s.close("g")
}

// tickLabel names the months that the axis may mark: every January, the first
// unless the January after it needs the room, and every quarter while the chart
// is short.
func (m Multiples) tickLabel(i int, month time.Time) string {
	const short = 18
	untilJanuary := (13 - int(month.Month())) % 12
	first := month.Format("Jan 2006")
	switch {
	case untilJanuary == 0:
		return month.Format("2006")
	case i == 0 && m.x(untilJanuary)-m.x(0) >= tickWidth*float64(len(first)):
		return first
	case i > 0 && month.Month()%3 == 1 && len(m.Months) <= short:
		return month.Format("Jan")
	}
	return ""
}

func (m Multiples) drawRow(s *svg, row Row, top float64) {
	baseline := top + rowHeight - 4
	highest := 0
	for _, bar := range row.Bars {
		highest = max(highest, bar.Value)
	}
	s.open("g", "class", "axis", "aria-hidden", "true")
	s.element("text", row.Label, "class", "row", "x", "0", "y", px(baseline-9))
	s.element("text", strconv.Itoa(highest), "class", "scale", "x", px(labelWidth-8), "y", px(baseline-barHeight+8))
	s.element("line", "", "class", "base", "x1", "0", "x2", px(width), "y1", px(baseline), "y2", px(baseline))
	s.close("g")
	for i, bar := range row.Bars {
		if bar.Value > 0 {
			m.drawBar(s, bar, m.x(i), baseline, barHeight*float64(bar.Value)/float64(highest))
		}
	}
}

// drawBar draws the bar and, around it, the whole height of the row as its
// target, so that a low bar is as easy to hit as a high one.
func (m Multiples) drawBar(s *svg, bar Bar, left, baseline, height float64) {
	step := m.x(1) - m.x(0)
	height = max(height, 1.5) // one of twenty thousand is still to be seen
	s.open("a", "href", bar.Href, "tabindex", "-1")
	s.element("title", bar.Label)
	s.element("rect", "", "class", "target", "x", px(left), "y", px(baseline-barHeight-4),
		"width", px(step), "height", px(barHeight+4))
	s.element("rect", "", "class", "bar", "x", px(left+barGap/2), "y", px(baseline-height),
		"width", px(max(step-barGap, 1)), "height", px(height))
	s.close("a")
}

// x is where the i-th month begins.
func (m Multiples) x(i int) float64 {
	return labelWidth + (width-labelWidth)*float64(i)/float64(len(m.Months))
}

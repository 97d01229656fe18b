package chart

import (
	"html/template"
	"time"
)

// Curves is a set of aligned small charts of one person, a line each, all with the
// same scale and the same time across. They are never added up.
type Curves struct {
	ID   string
	Span Span
	Rows []Curve
}

// Curve is one line.
type Curve struct {
	Name   string
	Points []Point // in order of time
	Latest string  // what is written at the end of the line: "5.7"
}

// Point is one place of a line. Those with an address are marked, and lead there; those
// with a label alone are marked.
type Point struct {
	At    time.Time
	Value float64
	Label string
	Href  string
}

const (
	curveHeight = 52.0
	latestWidth = 44.0 // of the figure at the end
	pointRadius = 3.0
	// A line goes on over as many days as the longest month has, and stops at a gap.
	longestStep = 32 * 24 * time.Hour
)

// SVG draws the chart, or nothing where there is no row.
func (c Curves) SVG() template.HTML {
	if len(c.Rows) == 0 {
		return ""
	}
	scale := timeScale{span: c.Span, left: labelWidth, right: width - latestWidth}
	bottom := quartersHeight + curveHeight*float64(len(c.Rows))
	var out svg
	out.chart(c.ID, bottom+endPadding)
	scale.drawQuarters(&out, bottom)
	highest := c.highest()
	for i, row := range c.Rows {
		row.draw(&out, scale, quartersHeight+curveHeight*float64(i+1)-4, highest)
	}
	out.close("svg")
	return out.html()
}

// highest is the top of the scale that all rows share.
func (c Curves) highest() float64 {
	highest := 0.0
	for _, row := range c.Rows {
		for _, p := range row.Points {
			highest = max(highest, p.Value)
		}
	}
	return max(highest, 1)
}

func (c Curve) draw(out *svg, scale timeScale, baseline, highest float64) {
	y := func(p Point) float64 { return baseline - (curveHeight-14)*p.Value/highest }
	out.open("g", "class", "axis", "aria-hidden", "true")
	out.element("line", "", "class", "base", "x1", "0", "x2", px(width), "y1", px(baseline), "y2", px(baseline))
	drawName(out, c.Name, baseline-16)
	if n := len(c.Points); n > 0 {
		out.element("text", c.Latest, "class", "latest", "x", px(scale.right+8), "y", px(min(baseline-2, y(c.Points[n-1])+4)))
	}
	path := ""
	for i, p := range c.Points {
		step := "L"
		if i == 0 || p.At.Sub(c.Points[i-1].At) > longestStep {
			step = "M"
		}
		path += step + px(scale.x(p.At)) + " " + px(y(p))
	}
	if path != "" {
		out.element("path", "", "class", "curve", "d", path)
	}
	out.close("g")
	for _, p := range c.Points {
		p.draw(out, px(scale.x(p.At)), px(y(p)))
	}
}

func (p Point) draw(out *svg, x, y string) {
	if p.Label == "" {
		return
	}
	element := "g"
	if p.Href != "" {
		element = "a"
		out.open("a", "href", p.Href, "tabindex", "-1")
	} else {
		out.open("g")
	}
	out.element("title", p.Label)
	out.element("circle", "", "class", "target", "cx", x, "cy", y, "r", px(3*pointRadius))
	out.element("circle", "", "class", "mark change", "cx", x, "cy", y, "r", px(pointRadius))
	out.close(element)
}

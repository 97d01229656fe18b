package chart

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
	"time"
)

// Lanes is time across and named lanes downward, with one mark for each piece of
// evidence. With strata it is the depth sounding: the lanes are domains from
// surface to deep, and a line says how deep sustained work reached.
type Lanes struct {
	ID     string // unique in the page; names the parts that label the chart
	Span   Span
	Lanes  []Lane
	Strata bool
	Line   []Reach // in order of time
}

// Lane is one row of marks.
type Lane struct {
	Name  string
	Marks []Mark
}

// Reach says that the line lies below a lane for a time.
type Reach struct {
	From, To time.Time
	Lane     int
}

// Lengths of lanes, in user units.
const (
	emptyLane   = 22.0
	fullLane    = 34.0 // at least
	lanePadding = 8.0
	mostRows    = 5 // of marks within a lane; beyond them marks overlap
	strata      = 6 // shades that the style sheet has
)

// SVG draws the chart, or nothing where there is no lane.
func (l Lanes) SVG() template.HTML {
	if len(l.Lanes) == 0 {
		return ""
	}
	scale := timeScale{span: l.Span, left: labelWidth, right: width - endPadding}
	radius := l.radii()
	placed := make([]placedLane, len(l.Lanes))
	bottom := quartersHeight
	for i, lane := range l.Lanes {
		placed[i] = place(lane, scale, radius, bottom)
		bottom = placed[i].bottom
	}
	var out svg
	out.chart(l.ID, bottom+endPadding)
	l.drawLanes(&out, placed)
	scale.drawQuarters(&out, bottom)
	l.drawLine(&out, scale, placed)
	for _, p := range placed {
		for _, m := range p.marks {
			m.draw(&out, m.x, m.y, radius(m.Count))
		}
	}
	out.close("svg")
	return out.html()
}

// radii gives a radius for a count: the area grows with it, up to that of the largest.
func (l Lanes) radii() func(int) float64 {
	most := 1
	for _, lane := range l.Lanes {
		for _, m := range lane.Marks {
			most = max(most, m.Count)
		}
	}
	return func(count int) float64 {
		if most == 1 {
			return oneRadius
		}
		return max(fewestRadius, largestRadius*math.Sqrt(float64(count)/float64(most)))
	}
}

// placedLane is a lane with its place, and that of its marks.
type placedLane struct {
	top, bottom float64
	marks       []placedMark
}

type placedMark struct {
	Mark
	x, y float64
}

// place stacks marks that would lie upon each other, in as many rows as they need.
func place(lane Lane, scale timeScale, radius func(int) float64, top float64) placedLane {
	if len(lane.Marks) == 0 {
		return placedLane{top: top, bottom: top + emptyHeight(lane.Name)}
	}
	marks := slices.Clone(lane.Marks)
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Shape, b.Shape)) })
	p := placedLane{top: top}
	var ends []float64 // of the rows
	rows := make([]int, len(marks))
	largest := 0.0
	for i, m := range marks {
		x, r := scale.x(m.At), radius(m.Count)
		largest = max(largest, r)
		rows[i] = freeRow(&ends, x-r)
		ends[rows[i]] = x + r + 1
		p.marks = append(p.marks, placedMark{Mark: m, x: x})
	}
	pitch := 2*largest + 2
	height := max(fullLane, 2*lanePadding+pitch*float64(len(ends)))
	first := top + (height-pitch*float64(len(ends)-1))/2
	for i := range p.marks {
		p.marks[i].y = first + pitch*float64(rows[i])
	}
	p.bottom = top + height
	return p
}

// emptyHeight is that of a lane without marks: it has room for its name.
func emptyHeight(name string) float64 {
	if len(nameLines(name)) > 1 {
		return twoNames
	}
	return emptyLane
}

// freeRow is the first row that ends before x, a new one while there may be one, or
// else the one that ends first.
func freeRow(ends *[]float64, x float64) int {
	i := slices.IndexFunc(*ends, func(end float64) bool { return end <= x })
	switch {
	case i >= 0:
		return i
	case len(*ends) < mostRows:
		*ends = append(*ends, 0)
		return len(*ends) - 1
	}
	return slices.Index(*ends, slices.Min(*ends))
}

func (l Lanes) drawLanes(out *svg, placed []placedLane) {
	out.open("g", "class", "axis", "aria-hidden", "true")
	for i, p := range placed {
		if l.Strata {
			out.element("rect", "", "class", "stratum s"+strconv.Itoa(i*strata/len(placed)), "x", px(labelWidth-8), "y", px(p.top),
				"width", px(width-endPadding-labelWidth+8), "height", px(p.bottom-p.top))
		}
		out.element("line", "", "class", "base", "x1", "0", "x2", px(width-endPadding), "y1", px(p.bottom), "y2", px(p.bottom))
		drawName(out, l.Lanes[i].Name, (p.top+p.bottom)/2)
	}
	out.close("g")
}

// LineIcon is the line of Lanes alone, for a legend.
func LineIcon() template.HTML {
	var out svg
	out.open("svg", "class", "icon", "viewBox", "0 0 14 14", "aria-hidden", "true")
	out.element("path", "", "class", "reach", "d", "M0 4H7V11H14")
	out.close("svg")
	return out.html()
}

// drawLine draws the line as steps along the bottoms of lanes, broken where nothing
// was sustained.
func (l Lanes) drawLine(out *svg, scale timeScale, placed []placedLane) {
	path := ""
	var before time.Time
	for _, r := range l.Line {
		y := px(placed[r.Lane].bottom - 1.5)
		if r.From.Equal(before) {
			path += "V" + y
		} else {
			path += "M" + px(scale.x(r.From)) + " " + y
		}
		path += "H" + px(scale.x(r.To))
		before = r.To
	}
	if path != "" {
		out.element("path", "", "class", "reach", "aria-hidden", "true", "d", path)
	}
}

package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"time"
)

// Week is how much was done in each hour of the week. It is drawn for the eyes of
// one person and links to nothing.
type Week struct {
	ID      string
	Cells   [7][24]int // by weekday, Monday first, and hour
	Evening int        // the hour from which a line marks the evening
}

const (
	dayHeight = 26.0
	dayWidth  = 104.0 // of the days' names
	shades    = 5
)

// SVG draws the week, whatever is in it.
func (w Week) SVG() template.HTML {
	bottom := axisHeight + 7*dayHeight
	step := (width - dayWidth - endPadding) / 24
	most := 0
	for _, day := range w.Cells {
		for _, n := range day {
			most = max(most, n)
		}
	}
	var out svg
	out.chart(w.ID, bottom+endPadding)
	w.drawHours(&out, step)
	for day, hours := range w.Cells {
		top := axisHeight + dayHeight*float64(day)
		name := dayName(day)
		out.element("text", name, "class", "row", "aria-hidden", "true", "x", "0", "y", px(top+17))
		for hour, n := range hours {
			out.open("rect", "class", "hour h"+strconv.Itoa(shade(n, most)), "x", px(dayWidth+step*float64(hour)+1), "y", px(top+1),
				"width", px(step-2), "height", px(dayHeight-2))
			out.element("title", fmt.Sprintf("%s, %02d:00 to %02d:00: %d", name, hour, hour+1, n))
			out.close("rect")
		}
	}
	out.open("g", "class", "axis", "aria-hidden", "true")
	x := dayWidth + step*float64(w.Evening)
	out.element("line", "", "class", "evening", "x1", px(x), "x2", px(x), "y1", px(axisHeight-4), "y2", px(bottom))
	out.element("line", "", "class", "evening", "x1", "0", "x2", px(width-endPadding), "y1", px(axisHeight+5*dayHeight), "y2", px(axisHeight+5*dayHeight))
	out.close("g")
	out.close("svg")
	return out.html()
}

func (w Week) drawHours(out *svg, step float64) {
	out.open("g", "class", "axis", "aria-hidden", "true")
	for hour := 0; hour < 24; hour += 3 {
		if hour < w.Evening-1 || hour > w.Evening {
			out.element("text", fmt.Sprintf("%02d:00", hour), "x", px(dayWidth+step*float64(hour)), "y", px(axisHeight-8))
		}
	}
	out.element("text", fmt.Sprintf("%02d:00", w.Evening), "class", "evening", "x", px(dayWidth+step*float64(w.Evening)), "y", px(axisHeight-8))
	out.close("g")
}

// shade is 0 for nothing, else 1 to 5 by the part of the most.
func shade(n, most int) int {
	if n == 0 {
		return 0
	}
	return 1 + (n-1)*shades/max(most, 1)
}

// dayName is the name of a weekday, Monday first.
func dayName(day int) string { return time.Weekday((day + 1) % 7).String() }

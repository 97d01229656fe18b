package chart

import (
	"fmt"
	"html/template"
	"strconv"
	"time"
)

// Shares is a part of a whole by month, as a line from 0 to 100 per cent. The whole
// is printed under each month, since a share of two says little.
type Shares struct {
	ID     string
	Months []time.Time // first instants, in order, without holes
	Points []SharePoint
	Unit   string // of the whole, at the left of its row: "changes reviewed"
}

// SharePoint is one month.
type SharePoint struct {
	Month       time.Time
	Part, Whole int
	Label       string
	Href        string
}

const (
	sharesHeight = 120.0
	wholeHeight  = 22.0
	// A share of fewer than this is drawn hollow.
	enoughForShare = 5
)

// SVG draws the chart, or nothing where there are no points.
func (s Shares) SVG() template.HTML {
	if len(s.Points) == 0 || len(s.Months) == 0 {
		return ""
	}
	var out svg
	out.chart(s.ID, axisHeight+sharesHeight+wholeHeight+endPadding)
	bars := Multiples{Months: s.Months}
	bars.drawTimeAxis(&out, axisHeight+sharesHeight)
	s.drawScale(&out)
	s.drawLine(&out)
	for _, p := range s.Points {
		s.drawPoint(&out, p)
	}
	out.close("svg")
	return out.html()
}

func (s Shares) drawScale(out *svg) {
	out.open("g", "class", "axis", "aria-hidden", "true")
	for _, percent := range []int{0, 50, 100} {
		y := s.y(float64(percent) / 100)
		out.element("line", "", "class", "base", "x1", px(labelWidth), "x2", px(width), "y1", px(y), "y2", px(y))
		out.element("text", fmt.Sprintf("%d %%", percent), "class", "scale", "x", px(labelWidth-8), "y", px(y+4))
	}
	out.element("text", fitName(s.Unit), "class", "row", "x", "0", "y", px(axisHeight+sharesHeight+18))
	out.close("g")
}

// drawLine joins months that follow each other.
func (s Shares) drawLine(out *svg) {
	path := ""
	for i, p := range s.Points {
		step := "L"
		if i == 0 || !s.Points[i-1].Month.AddDate(0, 1, 0).Equal(p.Month) {
			step = "M"
		}
		path += step + px(s.x(p)) + " " + px(s.y(p.share()))
	}
	out.element("path", "", "class", "curve", "aria-hidden", "true", "d", path)
}

func (s Shares) drawPoint(out *svg, p SharePoint) {
	class := "mark change"
	if p.Whole < enoughForShare {
		class += " hollow"
	}
	step := (width - labelWidth) / float64(len(s.Months))
	out.open("a", "href", p.Href, "tabindex", "-1")
	out.element("title", p.Label)
	out.element("rect", "", "class", "target", "x", px(s.x(p)-step/2), "y", px(axisHeight), "width", px(step), "height", px(sharesHeight+wholeHeight))
	out.element("circle", "", "class", class, "cx", px(s.x(p)), "cy", px(s.y(p.share())), "r", px(oneRadius))
	out.element("text", strconv.Itoa(p.Whole), "class", "whole", "x", px(s.x(p)), "y", px(axisHeight+sharesHeight+18))
	out.close("a")
}

func (p SharePoint) share() float64 { return float64(p.Part) / float64(max(p.Whole, 1)) }

// x is the middle of a point's month.
func (s Shares) x(p SharePoint) float64 {
	first := s.Months[0]
	i := (p.Month.Year()-first.Year())*12 + int(p.Month.Month()-first.Month())
	return labelWidth + (width-labelWidth)*(float64(i)+0.5)/float64(len(s.Months))
}

func (s Shares) y(share float64) float64 {
	return axisHeight + sharesHeight - 8 - (sharesHeight-22)*share
}

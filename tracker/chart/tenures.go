package chart

import "html/template"

// Tenures is who stood on a list from when to when: time across, one row for each
// entry, a bar while it stood there, and a mark for each commit that changed it.
type Tenures struct {
	ID   string // unique in the page; names the parts that label the chart
	Span Span
	Rows []Tenure
}

// Tenure is one entry's row.
type Tenure struct {
	Name    string
	Periods []Span // of any length, not of whole quarters
	Marks   []Mark
}

const tenureHeight = twoNames

// SVG draws the chart, or nothing where there is no row.
func (t Tenures) SVG() template.HTML {
	if len(t.Rows) == 0 {
		return ""
	}
	scale := timeScale{span: t.Span, left: labelWidth, right: width - endPadding}
	bottom := quartersHeight + tenureHeight*float64(len(t.Rows))
	var out svg
	out.chart(t.ID, bottom+endPadding)
	scale.drawQuarters(&out, bottom)
	out.open("g", "class", "axis", "aria-hidden", "true")
	for i, row := range t.Rows {
		row.drawBars(&out, scale, quartersHeight+tenureHeight*float64(i))
	}
	out.close("g")
	for i, row := range t.Rows {
		for _, m := range row.Marks {
			m.draw(&out, scale.x(m.At), quartersHeight+tenureHeight*(float64(i)+0.5), oneRadius)
		}
	}
	out.close("svg")
	return out.html()
}

func (t Tenure) drawBars(out *svg, scale timeScale, top float64) {
	middle := top + tenureHeight/2
	drawName(out, t.Name, middle)
	for _, p := range t.Periods {
		out.element("line", "", "class", "tenure", "x1", px(scale.x(p.From)), "x2", px(scale.x(p.To)), "y1", px(middle), "y2", px(middle))
	}
}

package chart

import (
	"html/template"
	"math"
)

// Matrix is who was worked with, over time: a row for each collaborator or group of
// them, a column for each quarter or year.
type Matrix struct {
	ID      string
	Columns []Column
	Rows    []MatrixRow
}

// Column is one time. Year is written above the columns where it is not empty.
type Column struct{ Year, Name string }

// MatrixRow is one collaborator or group.
type MatrixRow struct {
	Name  string
	Cells []Cell // one for each column
}

// Cell is what was shared in one time. A cell of zero draws nothing.
type Cell struct {
	Count int  // the area of the square grows with it
	First bool // ringed: nothing was shared before
	Label string
	Href  string
}

const (
	cellHeight    = 30.0
	largestSquare = 18.0
	leastSquare   = 5.0
	ringRadius    = 13.5
)

// SVG draws the chart, or nothing where there are no rows or no columns.
func (m Matrix) SVG() template.HTML {
	if len(m.Rows) == 0 || len(m.Columns) == 0 {
		return ""
	}
	bottom := quartersHeight + cellHeight*float64(len(m.Rows))
	var out svg
	out.chart(m.ID, bottom+endPadding)
	out.open("g", "class", "axis", "aria-hidden", "true")
	for i, column := range m.Columns {
		out.element("text", column.Name, "class", "column", "x", px(m.x(i)), "y", px(quartersHeight-5))
		if column.Year != "" {
			out.element("text", column.Year, "class", "column year", "x", px(m.x(i)), "y", px(quartersHeight-19))
		}
	}
	out.close("g")
	most := m.most()
	for i, row := range m.Rows {
		m.drawRow(&out, row, quartersHeight+cellHeight*float64(i), most)
	}
	out.close("svg")
	return out.html()
}

func (m Matrix) most() float64 {
	most := 1
	for _, row := range m.Rows {
		for _, cell := range row.Cells {
			most = max(most, cell.Count)
		}
	}
	return float64(most)
}

func (m Matrix) drawRow(out *svg, row MatrixRow, top, most float64) {
	middle := top + cellHeight/2
	out.open("g", "class", "axis", "aria-hidden", "true")
	out.element("line", "", "class", "base", "x1", "0", "x2", px(width), "y1", px(top+cellHeight), "y2", px(top+cellHeight))
	drawName(out, row.Name, middle)
	out.close("g")
	for i, cell := range row.Cells {
		if cell.Count == 0 {
			continue
		}
		side := max(leastSquare, largestSquare*math.Sqrt(float64(cell.Count)/most))
		out.open("a", "href", cell.Href, "tabindex", "-1")
		out.element("title", cell.Label)
		out.element("rect", "", "class", "target", "x", px(m.x(i)-cellHeight/2), "y", px(top), "width", px(cellHeight), "height", px(cellHeight))
		if cell.First {
			out.element("circle", "", "class", "ring", "cx", px(m.x(i)), "cy", px(middle), "r", px(ringRadius))
		}
		out.element("rect", "", "class", "cell", "x", px(m.x(i)-side/2), "y", px(middle-side/2), "width", px(side), "height", px(side))
		out.close("a")
	}
}

// x is the middle of the i-th column.
func (m Matrix) x(i int) float64 {
	step := (width - labelWidth) / float64(len(m.Columns))
	return labelWidth + step*(float64(i)+0.5)
}

package render

const columnGap = 3.0 // between columns, in millimetres

// table draws columns as wide as their longest cell, or as wide as fit.
func (p *paper) table(t table) {
	p.text([]span{theirs(t.caption)}, style{size: smallSize, grey: true})
	columns := p.columns(t)
	p.row(t.head, columns, true)
	for _, row := range t.rows {
		p.row(row, columns, false)
	}
	p.gap(3)
}

// columns gives each column the room of its longest cell, and where all of them are wider
// than the page, takes the same limit from every wide one.
func (p *paper) columns(t table) []style {
	columns := make([]style, len(t.head))
	for i := range columns {
		for _, row := range append([][]string{t.head}, t.rows...) {
			_, width := runOf(p.cells([]span{theirs(row[i])}, style{size: smallSize, bold: true}))
			columns[i].width = max(columns[i].width, width)
		}
	}
	limit := widthLimit(columns)
	left := 0.0
	for i := range columns {
		columns[i] = style{size: smallSize, left: left, width: min(columns[i].width, limit)}
		left += columns[i].width + columnGap
	}
	return columns
}

// widthLimit is the widest that a column may be for all of them to fit.
func widthLimit(columns []style) float64 {
	const step = 0.5
	for limit := pageWidth - 2*marginX; limit > step; limit -= step {
		all := -columnGap
		for _, c := range columns {
			all += min(c.width, limit) + columnGap
		}
		if all <= pageWidth-2*marginX {
			return limit
		}
	}
	return step
}

// row draws the cells of one row side by side, on one page.
func (p *paper) row(texts []string, columns []style, bold bool) {
	cells := make([][][]cell, len(texts))
	lines := 0
	for i, text := range texts {
		columns[i].bold = bold
		cells[i] = broken(p.cells([]span{theirs(text)}, columns[i]), columns[i].width)
		lines = max(lines, len(cells[i]))
	}
	height := columns[0].height()
	p.room(float64(lines) * height)
	for i := range cells {
		for j, line := range cells[i] {
			p.drawLine(line, p.y+float64(j)*height, columns[i])
		}
	}
	p.y += float64(lines)*height + 0.8
}

package render

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

const columnGap = 3.0

func (p *paper) columns(t table) []style {
	const widest = 60.0
	columns := make([]style, len(t.head))
	all := 0.0
	for i := range columns {
		columns[i] = style{size: smallSize}
		for _, row := range append([][]string{t.head}, t.rows...) {
			_, width := runOf(p.cells([]span{theirs(row[i])}, style{size: smallSize, bold: true}))
			columns[i].width = max(columns[i].width, min(width, widest))
		}
		all += columns[i].width + columnGap
	}
	scale, left := min(1, (pageWidth-2*marginX)/all), 0.0
	for i := range columns {
		columns[i].left = left
		columns[i].width = (columns[i].width+columnGap)*scale - columnGap
		left += columns[i].width + columnGap
	}
	return columns
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

package render

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"rungless/tracker"
)

// Lengths on paper, in millimetres; sizes of letters, in points.
const (
	marginX, marginY = 18.0, 20.0
	pageWidth        = 210.0
	pageHeight       = 297.0
	bodySize         = 10.0
	smallSize        = 8.5
	perPoint         = 25.4 / 72
	lineFeed         = 1.4 // of the size
	indent           = 6.0
)

// paper is a PDF in the making, drawn line by line.
type paper struct {
	pdf   *fpdf.Fpdf
	fonts *fonts
	d     document
	y     float64 // the top of the next line
}

// style is how a text is set.
type style struct {
	size  float64
	bold  bool
	grey  bool
	left  float64 // from the margin
	width float64 // 0: to the other margin
}

// drawn draws a PDF without a browser.
func drawn(d document) ([]byte, error) {
	p, err := newPaper(d)
	if err != nil {
		return nil, err
	}
	for _, b := range d.blocks {
		p.block(b)
	}
	way := "This PDF was drawn without a browser: it is not tagged for screen readers, and charts are shown as their tables. The HTML page of this pack has both."
	p.gap(3)
	p.text([]span{ours(remarkOnFonts(way, p.fonts.missed))}, style{size: smallSize, grey: true})
	var out bytes.Buffer
	if err := p.pdf.Output(&out); err != nil {
		return nil, tracker.Errorf(tracker.Invalid, "render.drawn", "the pack could not be drawn as a PDF").Because(err)
	}
	return out.Bytes(), nil
}

func newPaper(d document) (*paper, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	fonts, err := newFonts(pdf)
	if err != nil {
		return nil, err
	}
	p := &paper{pdf: pdf, fonts: fonts, d: d}
	pdf.SetTitle(d.title+" · evidence pack of "+d.login, true)
	pdf.SetCreator(d.maker, true)
	pdf.SetLang("en")
	pdf.SetCreationDate(d.day.Time())
	pdf.SetModificationDate(d.day.Time())
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AliasNbPages("{pages}")
	pdf.SetHeaderFunc(p.drawEdges)
	p.newPage()
	return p, nil
}

func (p *paper) newPage() {
	p.pdf.AddPage()
	p.y = marginY
}

// drawEdges draws what stands above and below every page.
func (p *paper) drawEdges() {
	const longest = 80
	small := style{size: 8, grey: true}
	p.drawLine(p.cells([]span{theirs(cut(p.d.title, longest))}, small), 12, small)
	p.drawLine(p.cells([]span{ours(p.d.maker + ", snapshot of " + p.d.day.Words())}, small), pageHeight-14, small)
	p.fonts.use(latin, small)
	number := "Page " + strconv.Itoa(p.pdf.PageNo()) + " of {pages}"
	p.pdf.Text(pageWidth-marginX-p.pdf.GetStringWidth("Page 000 of 000"), pageHeight-14+small.size*perPoint, number)
}

func (p *paper) gap(height float64) { p.y += height }

// room begins a new page where less than a height is left on this one.
func (p *paper) room(height float64) {
	if p.y+height > pageHeight-marginY {
		p.newPage()
	}
}

func (p *paper) block(b block) {
	switch b := b.(type) {
	case heading:
		p.heading(b)
	case paragraph:
		s := style{size: bodySize}
		if b.quiet {
			s = style{size: smallSize, grey: true}
		}
		p.text(b.spans, s)
		p.gap(1.8)
	case sources:
		p.sources(b)
	case list:
		for _, line := range b {
			p.text(slices.Concat([]span{ours("• ")}, line), style{size: bodySize, left: 2})
		}
		p.gap(2)
	case table:
		p.table(b)
	case picture:
		p.text([]span{theirs(b.caption + " " + b.unit)}, style{size: smallSize, grey: true})
		p.gap(1.5)
	}
}

// heading keeps room for some lines of what it heads, and is a line of the outline.
func (p *paper) heading(h heading) {
	size := map[int]float64{1: 19, 2: 14, 3: 11}[h.depth]
	p.gap(map[int]float64{2: 6, 3: 3}[h.depth])
	p.room(4*size*perPoint*lineFeed + 12)
	p.fonts.use(latin, style{size: size, bold: true})
	p.pdf.Bookmark(cut(h.number+h.text, 120), h.depth-1, p.y)
	p.text([]span{ours(h.number), theirs(h.text)}, style{size: size, bold: true})
	p.gap(1.5)
}

func (p *paper) sources(entries sources) {
	for _, e := range entries {
		title := append([]span{ours(e.label + " ")}, e.title...)
		small := style{size: 9, left: indent}
		p.room(2.5 * bodySize * perPoint * lineFeed)
		p.text(title, style{size: 9.5, left: 0})
		for _, line := range e.lines {
			p.text(line, small)
		}
		for _, text := range e.note {
			p.text([]span{theirs(text)}, small)
		}
		if e.quote != nil {
			p.quotation(*e.quote)
		}
		p.gap(2)
	}
}

func (p *paper) quotation(q quotation) {
	inner := style{size: 9, left: 2 * indent}
	for i, text := range q.paragraphs {
		if i == 0 {
			text = "“" + text
		}
		if i == len(q.paragraphs)-1 {
			text += "”"
		}
		p.text([]span{theirs(text)}, inner)
	}
	inner.grey = true
	p.text(q.by, inner)
}

// text sets spans in lines, over as many pages as they need.
func (p *paper) text(spans []span, s style) {
	for _, line := range broken(p.cells(spans, s), s.room()) {
		p.room(s.height())
		p.drawLine(line, p.y, s)
		p.y += s.height()
	}
}

func (s style) height() float64 { return s.size * perPoint * lineFeed }

func (s style) room() float64 {
	if s.width > 0 {
		return s.width
	}
	return pageWidth - 2*marginX - s.left
}

// drawLine draws one line whose top is at y, run by run of one font and one link.
func (p *paper) drawLine(line []cell, y float64, s style) {
	line = inOrder(line)
	x, baseline := marginX+s.left, y+s.size*perPoint*1.1
	for len(line) > 0 {
		n := 1
		for n < len(line) && line[n].font == line[0].font && line[n].href == line[0].href {
			n++
		}
		text, width := runOf(line[:n])
		p.fonts.use(line[0].font, s)
		p.pdf.Text(x, baseline, text)
		if line[0].href != "" {
			p.pdf.LinkString(x, y, width, s.height(), line[0].href)
		}
		x += width
		line = line[n:]
	}
}

func runOf(cells []cell) (string, float64) {
	var text strings.Builder
	width := 0.0
	for _, c := range cells {
		text.WriteRune(c.letter)
		width += c.width
	}
	return text.String(), width
}

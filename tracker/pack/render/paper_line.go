package render

import "unicode"

// cell is one letter of a line with the font that has it and its width in millimetres.
type cell struct {
	letter rune
	font   font
	width  float64
	href   string
}

// cells measures the letters of spans. Letters without a shape are named.
func (p *paper) cells(spans []span, s style) []cell {
	var all []cell
	for _, part := range spans {
		for _, r := range p.fonts.prepared(part.text) {
			font := p.fonts.fontFor(r)
			all = append(all, cell{letter: r, font: font, width: p.fonts.width(r, font, s), href: part.href})
		}
	}
	return all
}

// broken breaks cells into lines of a width: at line breaks, after a space, around Han and
// kana, after the signs of an address, or where nothing of these is, anywhere.
func broken(cells []cell, width float64) [][]cell {
	var lines [][]cell
	start, chance, used := 0, 0, 0.0
	for i := 0; i < len(cells); i++ {
		c := cells[i]
		if c.letter == '\n' {
			lines = append(lines, cells[start:i])
			start, chance, used = i+1, i+1, 0
			continue
		}
		if used+c.width > width && i > start && c.letter != ' ' {
			if chance <= start {
				chance = i
			}
			lines = append(lines, cells[start:chance])
			start, i, used = chance, chance-1, 0
			continue
		}
		used += c.width
		if mayBreakAfter(c) {
			chance = i + 1
		}
	}
	return append(lines, cells[start:])
}

func mayBreakAfter(c cell) bool {
	switch c.letter {
	case ' ', '-':
		return true
	case '/', '?', '&', '#', '=':
		return c.href != ""
	}
	return unicode.In(c.letter, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

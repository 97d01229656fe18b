package chart

import (
	"html"
	"html/template"
	"strconv"
	"strings"
)

// svg writes elements. All text and every attribute value is escaped here, and
// nowhere else; element and attribute names are constants of this package.
type svg struct{ out strings.Builder }

// open begins an element. attributes are names and values in turn.
func (s *svg) open(element string, attributes ...string) {
	s.out.WriteByte('<')
	s.out.WriteString(element)
	for i := 0; i+1 < len(attributes); i += 2 {
		s.out.WriteByte(' ')
		s.out.WriteString(attributes[i])
		s.out.WriteString(`="`)
		s.out.WriteString(html.EscapeString(attributes[i+1]))
		s.out.WriteByte('"')
	}
	s.out.WriteByte('>')
}

// chart begins a drawing of the usual width. The page holds its title and its unit,
// whose names begin with id.
func (s *svg) chart(id string, height float64) {
	s.open("svg", "class", "chart", "role", "group", "viewBox", "0 0 "+px(width)+" "+px(height),
		"aria-labelledby", id+"-title", "aria-describedby", id+"-unit")
}

func (s *svg) close(element string) {
	s.out.WriteString("</")
	s.out.WriteString(element)
	s.out.WriteByte('>')
}

// element writes an element that holds text, or nothing.
func (s *svg) element(element, text string, attributes ...string) {
	s.open(element, attributes...)
	s.out.WriteString(html.EscapeString(text))
	s.close(element)
}

// html returns what was written. It is safe to place in a page, because only
// escaped values were written.
func (s *svg) html() template.HTML { return template.HTML(s.out.String()) } //nolint:gosec // see above

// px is a length with at most one decimal, the way charts need it.
func px(length float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(length, 'f', 1, 64), ".0")
}

package render

import (
	"bytes"
	"strings"
)

// writeMarkdown writes GitHub's Markdown. Charts are left to their tables.
func writeMarkdown(d document) []byte {
	var m markdown
	for _, b := range d.blocks {
		m.block(b)
	}
	return append(bytes.TrimSpace(m.out.Bytes()), '\n')
}

// markdown is a text in the making. Each block ends with an empty line.
type markdown struct{ out bytes.Buffer }

func (m *markdown) write(texts ...string) {
	for _, text := range texts {
		m.out.WriteString(text)
	}
}

func (m *markdown) block(b block) {
	switch b := b.(type) {
	case heading:
		m.write(strings.Repeat("#", b.depth), " ", inert(b.number+b.text), "\n\n")
	case paragraph:
		m.write(inLine(b.spans), "\n\n")
	case sources:
		m.sources(b)
	case list:
		for _, line := range b {
			m.write("- ", inLine(line), "\n")
		}
		m.write("\n")
	case table:
		m.table(b)
	case picture:
		m.write(inert(b.caption+" "+b.unit), "\n\n")
	}
}

func (m *markdown) sources(entries sources) {
	for _, e := range entries {
		lines := []string{inert(e.label+" ") + inLine(e.title)}
		for _, line := range e.lines {
			lines = append(lines, inLine(line))
		}
		m.write("- ", strings.Join(lines, "\\\n  "), "\n\n")
		for _, text := range e.note {
			m.write("  ", strings.ReplaceAll(inert(text), "\n", "\n  "), "\n\n")
		}
		if e.quote == nil {
			continue
		}
		for _, text := range e.quote.paragraphs {
			m.write("  > ", strings.ReplaceAll(inert(text), "\n", "\n  > "), "\n  >\n")
		}
		m.write("  > ", inLine(e.quote.by), "\n\n")
	}
}

func (m *markdown) table(t table) {
	m.row(t.head)
	m.write("|", strings.Repeat(" --- |", len(t.head)), "\n")
	for _, row := range t.rows {
		m.row(row)
	}
	m.write("\n")
}

func (m *markdown) row(cells []string) {
	m.write("|")
	for _, cell := range cells {
		m.write(" ", inert(cell), " |")
	}
	m.write("\n")
}

func inLine(spans []span) string {
	var out strings.Builder
	for i, s := range spans {
		if s.href != "" {
			out.WriteString("<" + s.href + ">")
			continue
		}
		out.WriteString(inertAt(s.text, i == 0))
	}
	return out.String()
}

// inert writes a visible text, which begins a line, so that Markdown reads it as that text.
func inert(text string) string { return inertAt(text, true) }

// inertAt puts a backslash before what could begin emphasis, code, links, tables,
// mathematics, HTML or a list. An empty remark after @ keeps GitHub from telling somebody
// that they were mentioned.
func inertAt(text string, lineBegins bool) string {
	var out strings.Builder
	line := 0 // where it began
	for i, r := range text {
		switch {
		case r == '\n':
			out.WriteString("\\\n")
			line, lineBegins = i+1, true
			continue
		case r == '@':
			out.WriteString(`\@<!-- -->`)
			continue
		case isMarkdown(r, text[line:i], text[i+1:], lineBegins || line > 0):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// isMarkdown says whether a letter could mean more than itself after and before what
// stands in its line. Only signs of ASCII can.
func isMarkdown(r rune, before, after string, lineBegins bool) bool {
	begins := lineBegins && before == ""
	switch r {
	case '\\', '`', '*', '_', '[', ']', '<', '>', '&', '|', '~', '$':
		return true
	case '+', '-', '=':
		return begins
	case ':':
		return begins || strings.HasPrefix(after, "//")
	case '#':
		return begins || after == "" || strings.HasSuffix(before, " ")
	case '.':
		return lineBegins && isNumber(before) && endsWord(after) || strings.EqualFold(before[max(0, len(before)-3):], "www")
	case ')':
		return lineBegins && isNumber(before) && endsWord(after)
	}
	return false
}

func endsWord(after string) bool { return after == "" || after[0] == ' ' || after[0] == '\n' }

// isNumber is true of what can number a list: nine digits at most.
func isNumber(text string) bool {
	return text != "" && len(text) <= 9 && strings.Trim(text, "0123456789") == ""
}

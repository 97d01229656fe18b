package render

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"

	"rungless/tracker/pack"
)

// sheet is the page's style: light and dark on a screen, black on paper.
//
//go:embed pack.css
var sheet string

// markup writes elements. All text and every attribute value is escaped here and nowhere
// else; element and attribute names are constants of this package.
type markup struct{ out strings.Builder }

// open begins an element. attributes are names and values in turn; an empty value leaves
// its attribute out.
func (p *markup) open(element string, attributes ...string) {
	p.out.WriteByte('<')
	p.out.WriteString(element)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] == "" {
			continue
		}
		p.out.WriteByte(' ')
		p.out.WriteString(attributes[i])
		p.out.WriteString(`="`)
		p.out.WriteString(html.EscapeString(attributes[i+1]))
		p.out.WriteByte('"')
	}
	p.out.WriteByte('>')
}

func (p *markup) close(element string) {
	p.out.WriteString("</")
	p.out.WriteString(element)
	p.out.WriteByte('>')
}

// end closes the last element of a line.
func (p *markup) end(element string) {
	p.close(element)
	p.out.WriteByte('\n')
}

// text writes a text; its line breaks stay.
func (p *markup) text(text string) {
	p.out.WriteString(strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"))
}

func (p *markup) element(element, text string, attributes ...string) {
	p.open(element, attributes...)
	p.text(text)
	p.close(element)
}

// drawing writes markup that tracker/chart escaped.
func (p *markup) drawing(svg template.HTML) { p.out.WriteString(string(svg)) }

// writeHTML writes one page that needs nothing beside itself: no script, no picture, no
// font, and a policy that allows none.
func writeHTML(d document) []byte {
	var p markup
	style := sheet + marginBoxes(d)
	p.out.WriteString("<!DOCTYPE html>\n")
	p.open("html", "lang", "en")
	p.out.WriteString("\n<head>\n")
	p.open("meta", "charset", "utf-8")
	p.open("meta", "http-equiv", "Content-Security-Policy", "content", policy(style))
	p.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
	p.open("meta", "name", "referrer", "content", "no-referrer")
	p.open("meta", "name", "robots", "content", "noindex")
	p.open("meta", "name", "generator", "content", d.maker)
	p.element("title", d.title+" · evidence pack of "+d.login)
	p.out.WriteString("\n<style>" + style + "</style>\n</head>\n<body>\n<main>\n")
	for _, b := range d.blocks {
		p.block(b)
	}
	p.out.WriteString("</main>\n</body>\n</html>\n")
	return []byte(p.out.String())
}

// policy allows the page its own style, by its hash, and nothing else.
func policy(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

// marginBoxes are what is printed above and below each page.
func marginBoxes(d document) string {
	const longest = 80
	return fmt.Sprintf("@page { @top-left { content: %s } @bottom-left { content: %s } }\n",
		styleString(cut(d.title, longest)), styleString(d.maker+", snapshot of "+d.day.Words()))
}

// styleString is a text as a string of a style sheet: all but letters and digits by
// number, so that nothing in it can end the string or the sheet.
func styleString(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			out.WriteRune(r)
			continue
		}
		fmt.Fprintf(&out, `\%06x`, r)
	}
	out.WriteByte('"')
	return out.String()
}

func (p *markup) block(b block) {
	switch b := b.(type) {
	case heading:
		p.heading(b)
	case paragraph:
		p.paragraph(b)
	case sources:
		p.sources(b)
	case list:
		p.list(b)
	case table:
		p.table(b)
	case picture:
		p.picture(b)
	}
}

func (p *markup) heading(h heading) {
	element := "h" + strconv.Itoa(h.depth)
	p.open(element, "id", h.id)
	p.text(h.number)
	p.span(theirs(h.text))
	p.end(element)
}

func (p *markup) paragraph(b paragraph) {
	class := ""
	if b.quiet {
		class = "quiet"
	}
	p.open("p", "class", class, "dir", directionOf(b.spans))
	p.spans(b.spans)
	p.end("p")
}

// directionOf lets a paragraph that is all somebody's words run as they run.
func directionOf(spans []span) string {
	if len(spans) == 1 && spans[0].others {
		return "auto"
	}
	return ""
}

func (p *markup) spans(spans []span) {
	for _, s := range spans {
		p.span(s)
	}
}

func (p *markup) span(s span) {
	switch {
	case s.href != "":
		p.element("a", s.text, "href", s.href, "rel", "noreferrer")
	case s.others && strings.ContainsFunc(s.text, isFromRight):
		p.element("bdi", s.text) // what follows keeps its direction
	default:
		p.text(s.text)
	}
}

func (p *markup) sources(entries sources) {
	p.open("ul", "class", "sources")
	p.out.WriteByte('\n')
	for _, e := range entries {
		p.open("li")
		p.open("p", "class", "title")
		p.element("span", e.label, "class", "ref")
		p.text(" ")
		p.spans(e.title)
		p.close("p")
		p.facts(e.lines)
		for _, text := range e.note {
			p.element("p", text, "class", "note", "dir", "auto")
		}
		if e.quote != nil {
			p.quotation(*e.quote)
		}
		p.end("li")
	}
	p.end("ul")
}

// facts are lines of one paragraph: a pack of thousands of sources prints in half the time
// that it takes with a paragraph for each.
func (p *markup) facts(lines [][]span) {
	if len(lines) == 0 {
		return
	}
	p.open("p", "class", "facts")
	for i, line := range lines {
		if i > 0 {
			p.out.WriteString("<br>")
		}
		p.spans(line)
	}
	p.close("p")
}

func (p *markup) quotation(q quotation) {
	p.open("blockquote")
	for _, text := range q.paragraphs {
		p.element("p", text, "dir", "auto")
	}
	p.open("p", "class", "by")
	p.spans(q.by)
	p.close("p")
	p.close("blockquote")
}

func (p *markup) list(lines list) {
	p.open("ul")
	p.out.WriteByte('\n')
	for _, line := range lines {
		p.open("li")
		p.spans(line)
		p.end("li")
	}
	p.end("ul")
}

func (p *markup) table(t table) {
	class := ""
	if t.figures {
		class = "figures"
	}
	p.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", t.caption)
	p.open("table", "class", class)
	p.element("caption", t.caption)
	p.open("thead")
	p.open("tr")
	for _, name := range t.head {
		p.element("th", name, "scope", "col")
	}
	p.close("tr")
	p.close("thead")
	p.open("tbody")
	p.out.WriteByte('\n')
	for _, row := range t.rows {
		p.open("tr")
		p.element("th", row[0], "scope", "row")
		for _, cell := range row[1:] {
			p.element("td", cell)
		}
		p.end("tr")
	}
	p.close("tbody")
	p.close("table")
	p.end("div")
}

func (p *markup) picture(b picture) {
	p.open("figure", "tabindex", "0") // it scrolls where the window is narrow
	p.open("figcaption")
	p.element("span", b.title, "id", b.id+"-title", "class", "unseen")
	p.span(theirs(b.caption))
	p.text(" ")
	p.element("span", b.unit, "id", b.id+"-unit", "dir", "auto")
	p.close("figcaption")
	p.drawing(b.svg)
	p.end("figure")
}

// Body is what a pack's page holds, without the frame and the style of the HTML format: to
// stand within a page of ours, whose style sheet knows the same charts. It begins with a
// heading of the first depth.
func Body(p pack.Pack) template.HTML {
	var body markup
	for _, b := range compose(withoutFindings(p)).blocks {
		body.block(b)
	}
	return template.HTML(body.out.String()) //nolint:gosec // all text in it was escaped as it was written
}

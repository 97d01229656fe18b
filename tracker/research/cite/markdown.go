package cite

import (
	"regexp"
	"strings"
)

// readMarkdown reads a page: its front matter (a paper's, a model card's), BibTeX
// in code blocks or in the text, and lines that say who contributed or developed
// what the page is about.
func readMarkdown(text string) Document {
	lines := strings.SplitAfter(text, "\n")
	var doc Document
	body := 0
	if end := frontMatterEnd(lines); end > 0 {
		body = end + 1
		doc.addFrontMatter(strings.Join(lines[1:end], ""))
	}
	p := &page{lines: lines}
	p.read(body)
	if p.itself.Authors != nil || p.itself.Contributors != nil {
		doc.addPage(p.itself)
	}
	for _, block := range p.blocks {
		found := readBibTeX(strings.Join(lines[block.start:block.end], ""), block.start+1)
		for i := range found.Works {
			found.Works[i].Relation = block.relation
		}
		doc.Works = append(doc.Works, found.Works...)
		doc.Warnings = append(doc.Warnings, found.Warnings...)
	}
	return doc
}

// addPage adds what the text says of the page's own subject to what its front
// matter says.
func (d *Document) addPage(w Work) {
	if len(d.Works) > 0 && d.Works[0].Relation == Itself {
		if len(d.Works[0].Authors) == 0 {
			d.Works[0].Authors = w.Authors
		}
		d.Works[0].Contributors = append(d.Works[0].Contributors, w.Contributors...)
		return
	}
	d.Works = append([]Work{w}, d.Works...)
}

// frontMatterEnd returns the line that closes the front matter, 0 when there is none.
func frontMatterEnd(lines []string) int {
	if strings.TrimRight(lines[0], " \n") != "---" {
		return 0
	}
	for i, line := range lines[1:] {
		if rule := strings.TrimRight(line, " \n"); rule == "---" || rule == "..." {
			return i + 1
		}
	}
	return 0
}

// page is what a walk over the lines of a page finds.
type page struct {
	lines   []string
	itself  Work
	blocks  []bibBlock
	heading string // the nearest heading above, in lower case
}

// bibBlock is a run of lines that holds BibTeX.
type bibBlock struct {
	start, end int
	relation   Relation
}

var (
	bibStart     = regexp.MustCompile(`^[\s>]*@(\w+)\s*[{(]`)
	contributed  = regexp.MustCompile(`(?i)\b(?:contributed|implemented|ported|added)(?: to \S+)? by\b`)
	developed    = regexp.MustCompile(`(?i)^\s*[-*]?\s*\*\*(?:model (?:creator|developer|author)s?|developed by|developers?|authors?|created by|curated by):?\*\*:?(.*)$`)
	headingStart = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*\s*$`)
)

func (p *page) read(from int) {
	for i := from; i < len(p.lines); i++ {
		line := p.lines[i]
		switch {
		case isFence(line):
			end := p.fenceEnd(i)
			p.addFence(i+1, end)
			i = end
		case headingStart.MatchString(line):
			p.takeHeading(strings.TrimSpace(headingStart.FindStringSubmatch(line)[1]))
		case startsBibTeX(line):
			end := p.looseEnd(i)
			p.blocks = append(p.blocks, bibBlock{i, end, p.relation()})
			i = end - 1
		case strings.Contains(line, "ed ") || strings.Contains(line, "**"):
			p.takePeople(i)
		}
	}
}

func isFence(line string) bool {
	line = strings.TrimLeft(line, " \t>")
	return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
}

// fenceEnd returns the line that closes the fence that starts at a line.
func (p *page) fenceEnd(start int) int {
	mark := strings.TrimLeft(p.lines[start], " \t>")[:3]
	for i := start + 1; i < len(p.lines); i++ {
		if line := strings.TrimLeft(p.lines[i], " \t>"); strings.HasPrefix(line, mark) && strings.TrimSpace(strings.Trim(line, "`~\n ")) == "" {
			return i
		}
	}
	return len(p.lines)
}

func (p *page) addFence(start, end int) {
	for i := start; i < end; i++ {
		if startsBibTeX(p.lines[i]) {
			p.blocks = append(p.blocks, bibBlock{i, end, p.relation()})
			return
		}
	}
}

// startsBibTeX is whether an entry of a known type starts on a line.
func startsBibTeX(line string) bool {
	if !strings.Contains(line, "@") {
		return false
	}
	m := bibStart.FindStringSubmatch(line)
	return m != nil && isBibType(strings.ToLower(m[1]))
}

// looseEnd returns the end of an entry that stands in the text: where its braces
// close, or the first empty line.
func (p *page) looseEnd(start int) int {
	depth := 0
	for i := start; i < len(p.lines); i++ {
		depth += strings.Count(p.lines[i], "{") - strings.Count(p.lines[i], "}")
		if depth <= 0 || strings.TrimSpace(p.lines[i]) == "" {
			return i + 1
		}
	}
	return len(p.lines)
}

// relation is that of a block below the heading: what stands under "Citation" is
// to be cited, the rest is read.
func (p *page) relation() Relation {
	for _, word := range [...]string{"cit", "bibtex", "reference this", "acknowledg"} {
		if strings.Contains(p.heading, word) {
			return Preferred
		}
	}
	return Reference
}

func (p *page) takeHeading(text string) {
	text = strings.TrimSpace(markdownText(text))
	if p.itself.Title == "" {
		p.itself.Title = text
	}
	p.heading = strings.ToLower(text)
}

// takePeople reads "This model was contributed by [name](address)." and "**Developed
// by:** name", which may go on for two more lines.
func (p *page) takePeople(i int) {
	if m := developed.FindStringSubmatch(p.lines[i]); m != nil {
		if credits := peopleIn(m[1], i+1); len(credits) > 0 && p.itself.Authors == nil {
			p.itself.Authors = numbered(credits, "author")
			p.describe("model", i)
		}
		return
	}
	if !contributed.MatchString(p.lines[i]) {
		return
	}
	sentence := strings.Join(p.lines[i:min(i+3, len(p.lines))], "")
	sentence = sentence[contributed.FindStringIndex(sentence)[1]:]
	credits := linkedPeople(sentenceOf(sentence), i+1)
	if len(credits) == 0 {
		return
	}
	p.itself.Contributors = numbered(append(p.itself.Contributors, credits...), "contributor")
	p.describe("software", i)
}

func (p *page) describe(kind string, i int) {
	if p.itself.Relation == "" {
		p.itself.Relation, p.itself.Type, p.itself.Line = Itself, kind, i+1
	}
}

package render

import (
	"html/template"

	"rungless/tracker/pack"
)

// document is a pack as people read it, before it has a format. Every text in it is
// visible already, and in the order in which it is read.
type document struct {
	title  string
	login  string
	day    pack.Day // of the snapshot
	maker  string   // "rungless v1.0.0"
	blocks []block

	described map[int]bool // sources by their numbers
}

// block is one of heading, paragraph, sources, list, table and picture.
type block any

// heading opens a part. depth is 1 for the title, 2 for a chapter, 3 for a claim.
type heading struct {
	depth  int
	id     string // an anchor; "" for none
	number string // "12. ", "" for none
	text   string
}

// paragraph holds spans in a row; a text in them may hold line breaks.
type paragraph struct {
	spans []span
	quiet bool // set smaller: it is about the pack, not of it
}

// span is a text, or a link.
type span struct {
	text string
	href string // the address, which is also the text; "" for none
	// others is true of a text that is not ours: a title, a name, somebody's words. It may
	// run in another direction than what stands around it.
	others bool
}

func ours(text string) span { return span{text: text} }

func theirs(text string) span { return span{text: text, others: true} }

// address is a link that shows where it leads, or a text where it may lead nowhere.
func address(url string) span {
	if isAddress(url) {
		return span{text: url, href: url}
	}
	return theirs(oneLine(url))
}

// sources is the list under a claim.
type sources []entry

// entry is one source with what is known of it.
type entry struct {
	label string // "[3]"
	title []span
	lines [][]span
	quote *quotation
	note  []string // the person's words, by paragraphs
}

// quotation is what somebody wrote.
type quotation struct {
	paragraphs []string
	by         []span
}

// list is lines with a dot before each.
type list [][]span

// table has a line of names and lines of texts, as many as there are names.
type table struct {
	caption string
	head    []string
	rows    [][]string
	figures bool // all but the first column are numbers
}

// picture is a chart. The table that says the same follows it as a block of its own.
type picture struct {
	id, title, caption, unit string
	svg                      template.HTML
}

func (d *document) add(blocks ...block) { d.blocks = append(d.blocks, blocks...) }

func (d *document) say(texts ...string) {
	for _, text := range texts {
		d.add(paragraph{spans: []span{theirs(text)}})
	}
}

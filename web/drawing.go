package web

import (
	"html/template"

	"rungless/tracker/chart"
	"rungless/tracker/growth"
)

// drawing is a chart with all that stands around it: a title that says what is
// found, what the marks mean, what it cannot see, and a table with the same links.
type drawing struct {
	ID     string // unique in the page
	Title  string // the finding, a sentence without its full stop
	Unit   string // what is drawn, and how to read it
	SVG    template.HTML
	Legend []legend
	Notes  []string // what it cannot see
	Method []link   // definitions of what is drawn
	Table  table
}

// legend explains one kind of mark.
type legend struct {
	Icon template.HTML
	Name string
}

func icon(shape chart.Shape, name string) legend { return legend{Icon: shape.Icon(false), Name: name} }

// link is a text that leads somewhere.
type link struct{ Text, Href string }

// table says in words what a chart draws, with the same links.
type table struct {
	Caption string
	Columns []string
	Rows    [][]cell // the first of each heads its row
}

// cell is a text, or links.
type cell struct {
	Text  string
	Links []link
}

func text(s string) cell { return cell{Text: s} }

func links(list ...link) cell { return cell{Links: list} }

// method links the definitions of measures, by the version that they are made with.
func (s *Server) method(names ...string) []link {
	var list []link
	for _, name := range names {
		list = append(list, link{s.measures.Version + ", " + asClause(s.measures.byName[name].Title), definitionPath(name)})
	}
	return list
}

// cannotSay are the limits of measures, from their definitions.
func (s *Server) cannotSay(names ...string) []string {
	var notes []string
	for _, name := range names {
		notes = append(notes, s.measures.byName[name].CannotSay)
	}
	return notes
}

// datedPiece is a piece of evidence with the lane in which it is drawn.
type datedPiece struct {
	growth.Evidence
	lane int
}

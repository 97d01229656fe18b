package chart

import (
	"html/template"
	"time"
)

// Shape says what kind of thing a mark stands for. Its colour says the same again.
type Shape string

// The shapes. Their names are class names of the style sheet.
const (
	Change   Shape = "change"   // a circle
	Review   Shape = "review"   // a square
	Research Shape = "research" // a diamond
	Proposal Shape = "proposal" // a triangle
	Event    Shape = "event"    // an upright stroke

	// Steps of a move. They have one colour, and differ by their outline alone.
	Looked   Shape = "looked"   // an empty circle
	Asked    Shape = "asked"    // an empty triangle
	Argued   Shape = "argued"   // an empty square
	Changed  Shape = "changed"  // a full circle
	Returned Shape = "returned" // a full circle in an empty one
)

// Mark is one piece of evidence, or several of one kind and time.
type Mark struct {
	At     time.Time // its day; the time of day is not drawn
	Shape  Shape
	Count  int    // pieces of evidence, 1 at least: the area of the mark grows with it
	Hollow bool   // shown, and in no figure
	Label  string // read out and shown on hover
	Href   string // the evidence
}

// Radii of marks, in user units.
const (
	oneRadius     = 4.0 // of each where all stand for one piece
	fewestRadius  = 3.5
	largestRadius = 9.0
)

// draw draws the mark around a point. The target of the link is larger than a small
// mark is.
func (m Mark) draw(out *svg, x, y, radius float64) {
	class := "mark " + string(m.Shape)
	if m.Hollow {
		class += " hollow"
	}
	out.open("a", "href", m.Href, "tabindex", "-1")
	out.element("title", m.Label)
	m.Shape.draw(out, class, x, y, radius)
	out.close("a")
}

// draw draws a shape of about the area of a circle of the radius.
func (s Shape) draw(out *svg, class string, x, y, r float64) {
	switch s {
	case Review, Argued:
		side := 1.78 * r
		out.element("rect", "", "class", class, "x", px(x-side/2), "y", px(y-side/2), "width", px(side), "height", px(side))
	case Research:
		d := 1.26 * r
		out.element("path", "", "class", class, "d", "M"+px(x)+" "+px(y-d)+"l"+px(d)+" "+px(d)+"l"+px(-d)+" "+px(d)+"l"+px(-d)+" "+px(-d)+"z")
	case Proposal, Asked:
		d := 1.16 * r
		out.element("path", "", "class", class, "d", "M"+px(x)+" "+px(y-1.1*d)+"l"+px(1.15*d)+" "+px(2*d)+"h"+px(-2.3*d)+"z")
	case Event:
		out.element("rect", "", "class", class, "x", px(x-1.5), "y", px(y-2*r), "width", "3", "height", px(4*r))
	case Returned:
		drawCircle(out, class, x, y, 1.4*r)
		drawCircle(out, "mark "+string(Changed), x, y, 0.4*r)
	default:
		drawCircle(out, class, x, y, r)
	}
}

func drawCircle(out *svg, class string, x, y, r float64) {
	out.element("circle", "", "class", class, "cx", px(x), "cy", px(y), "r", px(r))
}

// Icon is a shape alone, for a legend.
func (s Shape) Icon(hollow bool) template.HTML {
	class := "mark " + string(s)
	if hollow {
		class += " hollow"
	}
	var out svg
	out.open("svg", "class", "icon", "viewBox", "0 0 14 14", "aria-hidden", "true")
	s.draw(&out, class, 7, 7, oneRadius)
	out.close("svg")
	return out.html()
}

package chart

import (
	"fmt"
	"time"
)

// Span is the time that a chart covers: [From, To), both first instants of quarters
// in UTC.
type Span struct{ From, To time.Time }

// SpanOver is the shortest span of whole quarters, four at least, that ends with the
// quarter of last and holds first.
func SpanOver(first, last time.Time) Span {
	to := quarterOf(last).AddDate(0, 3, 0)
	from := quarterOf(first)
	if year := to.AddDate(-1, 0, 0); from.After(year) {
		from = year
	}
	return Span{From: from, To: to}
}

// Quarters are the first instants of the quarters of the span, in order.
func (s Span) Quarters() []time.Time {
	var all []time.Time
	for at := s.From; at.Before(s.To); at = at.AddDate(0, 3, 0) {
		all = append(all, at)
	}
	return all
}

// quarterOf is the first instant, UTC, of the quarter in which t lies.
func quarterOf(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), (t.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
}

// timeScale places days on the width of a drawing.
type timeScale struct {
	span        Span
	left, right float64
}

// x is where the day of t begins. The time of day moves nothing: a drawing would
// tell it.
func (s timeScale) x(t time.Time) float64 {
	days := func(a, b time.Time) float64 { return float64(int(b.Sub(a).Hours()) / 24) }
	at := days(s.span.From, t) / days(s.span.From, s.span.To)
	return s.left + (s.right-s.left)*min(1, max(0, at))
}

// Lengths of the axis of quarters: a row of years above a row of quarters.
const (
	quartersHeight = 34.0
	yearWidth      = 34.0 // of "2026", with room to the next
	quarterWidth   = 22.0 // of "Q4"
)

// drawQuarters draws a line where each quarter begins, names the year where it
// begins or the span does, and the quarters where they have room.
func (s timeScale) drawQuarters(out *svg, bottom float64) {
	quarters := s.span.Quarters()
	step := (s.right - s.left) / float64(len(quarters))
	out.open("g", "class", "axis", "aria-hidden", "true")
	free := 0.0
	for i, at := range quarters {
		x, name := s.x(at), fmt.Sprintf("Q%d", (int(at.Month())+2)/3)
		if step >= quarterWidth || name == "Q1" {
			out.element("line", "", "x1", px(x), "x2", px(x), "y1", px(quartersHeight-14), "y2", px(bottom))
		}
		if step >= quarterWidth {
			out.element("text", name, "x", px(x+3), "y", px(quartersHeight-5))
		}
		untilNext := step * float64((4-(int(at.Month())-1)/3)%4)
		if x >= free && (name == "Q1" || i == 0 && untilNext >= yearWidth) {
			out.element("text", at.Format("2006"), "class", "year", "x", px(x+3), "y", px(quartersHeight-19))
			free = x + yearWidth
		}
	}
	out.close("g")
}

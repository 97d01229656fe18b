package web

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/growth"
)

// measures are the definitions of what is measured, in their order and by name.
type measures struct {
	growth.Definitions
	byName map[string]growth.Definition
}

func readMeasures() (measures, error) {
	defined, err := growth.Defined()
	m := measures{defined, map[string]growth.Definition{}}
	for _, d := range defined.Measures {
		m.byName[d.Name] = d
	}
	return m, err
}

// find returns the definition of a measure that pages may show. Working hours are on
// a page of their own.
func (m measures) find(name string) (growth.Definition, error) {
	found, ok := m.byName[name]
	if !ok || found.Kind == privateKind {
		return found, tracker.Errorf(tracker.NotFound, "web.measures", "There is no measure called %q", name).
			WithHint("The page “How it is measured” lists them all.")
	}
	return found, nil
}

// privateKind is the kind of a measure that is for one person's eyes.
const privateKind = "private"

// figure is one measure of a person as a page shows it: with its value or the reason
// why there is none, its evidence, its definition, and what it cannot say.
type figure struct {
	Measure    string        `json:"measure"`
	Title      string        `json:"title"`
	Question   string        `json:"question"`
	Status     growth.Status `json:"status"`
	Reason     string        `json:"reason,omitempty"`
	Value      string        `json:"value,omitempty"` // in words
	CannotSay  string        `json:"cannot_say"`
	Version    string        `json:"version"`
	Evidence   string        `json:"evidence"`   // address of what the figure rests on
	Definition string        `json:"definition"` // address
}

// Absent says in words why there is no value; "" where there is one.
func (f figure) Absent() string {
	switch f.Status {
	case growth.Available:
		return ""
	case growth.NotApplicable:
		return "Does not apply: " + f.Reason + "."
	}
	return "Not available: " + f.Reason + "."
}

// figureOf makes a figure of what came of a measure. words says the value.
func figureOf[T any](s *Server, m *measured, of growth.Measured[T], f pieces, words func(T) string) figure {
	d := s.measures.byName[of.Measure]
	shown := figure{Measure: of.Measure, Title: d.Title, Question: d.Question, Status: of.Status, Reason: of.Reason,
		CannotSay: d.CannotSay, Version: m.Profile.Version, Evidence: m.figure(of.Measure, f), Definition: definitionPath(of.Measure)}
	if of.Status == growth.Available {
		shown.Value = words(of.Value)
	}
	return shown
}

func definitionPath(measure string) string { return "/about/metrics#" + url.PathEscape(measure) }

// metricsPage says how each figure is made.
type metricsPage struct {
	Base     `json:"-"`
	Version  string       `json:"version"`
	Terms    []term       `json:"terms"`
	Measures []definition `json:"measures"`
}

type term struct {
	Name  string `json:"name"`
	Means string `json:"means"`
}

type definition struct {
	Name      string `json:"name"`
	Title     string `json:"title"`
	Kind      string `json:"kind"`
	Question  string `json:"question"`
	Formula   string `json:"formula"`
	Source    string `json:"after"`
	CHAOSS    string `json:"chaoss"`
	CannotSay string `json:"cannot_say"`
}

func (*metricsPage) template() string { return "metrics" }

func (s *Server) loadMetrics(*gin.Context) (page, error) {
	p := &metricsPage{Base: Base{Title: "How it is measured"}, Version: s.measures.Version}
	for _, t := range s.measures.Terms {
		p.Terms = append(p.Terms, term{Name: capitalized(t.Name), Means: t.Means})
	}
	for _, d := range s.measures.Measures {
		p.Measures = append(p.Measures, definition(d))
	}
	return p, nil
}

// asClause makes a sentence's beginning fit after a colon or a comma.
func asClause(sentence string) string {
	_, size := utf8.DecodeRuneInString(sentence)
	return strings.ToLower(sentence[:size]) + sentence[size:]
}

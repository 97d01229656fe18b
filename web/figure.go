package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
)

// piecesPerPage is how many pieces one page of a figure's evidence shows.
const piecesPerPage = 50

// figurePage opens one figure to the evidence that it rests on: all of it, or what
// lies behind one mark of a chart.
type figurePage struct {
	growthPage `json:"-"`
	Figure     figure  `json:"figure"`
	Limits     string  `json:"limits"` // what the evidence is limited to, in words; "" for nothing
	Found      int     `json:"found"`  // pieces that fit the limits
	Pieces     []piece `json:"pieces"` // newest first
	Next       string  `json:"next"`   // address of the next page as JSON; "" at the end

	Older, Newest string `json:"-"`
}

func (*figurePage) template() string { return "figure" }

func (s *Server) loadFigure(c *gin.Context) (page, error) {
	name := parameter(c, "measure")
	definition, err := s.measures.find(name)
	if err != nil {
		return nil, err
	}
	asked, err := parsePieces(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	account, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	window := profile.UsualWindow(s.now())
	if !asked.from.IsZero() && asked.from.Before(window.From) {
		window.From = asked.from
	}
	m, err := s.measure(c.Request.Context(), account, window)
	if err != nil {
		return nil, err
	}
	shown, evidence, err := s.open(m, name, asked)
	if err != nil {
		return nil, err
	}
	tab := "Scope"
	if isOfDepth(name) {
		tab = "Depth"
	}
	p := &figurePage{growthPage: s.growthPage(m, definition.Title+": "+account.Name, tab), Figure: shown, Limits: asked.words(m)}
	p.show(s, m, asked, evidence)
	return p, nil
}

// show puts one page of the evidence on the page.
func (p *figurePage) show(s *Server, m *measured, asked pieces, evidence []growth.Evidence) {
	evidence = newestFirst(slices.DeleteFunc(slices.Clone(evidence), func(e growth.Evidence) bool { return !asked.fits(e) }))
	p.Found = len(evidence)
	at := max(asked.page, 1)
	start := min((at-1)*piecesPerPage, len(evidence))
	end := min(start+piecesPerPage, len(evidence))
	p.Pieces = s.piecesFrom(evidence[start:end])
	owner := m.account.Path()
	if end < len(evidence) {
		asked.page = at + 1
		p.Older = figurePath(owner, p.Figure.Measure, asked)
		p.Next = figurePath(owner, p.Figure.Measure+".json", asked)
	}
	if at > 1 {
		asked.page = 0
		p.Newest = figurePath(owner, p.Figure.Measure, asked)
	}
}

// words is what the evidence is limited to: "reviews, in Serving, 1 May 2026 to 7 May 2026".
func (f pieces) words(m *measured) string {
	var words []string
	if f.act != "" {
		words = append(words, shapePlural[f.act])
	}
	if f.domain != "" {
		words = append(words, "in "+m.domain(f.domain))
	}
	if f.with != "" {
		words = append(words, "with "+f.with)
	}
	const day = "2 January 2006"
	switch {
	case !f.from.IsZero() && f.from.Equal(f.to):
		words = append(words, "on "+f.from.Format(day))
	case !f.from.IsZero() && !f.to.IsZero():
		words = append(words, f.from.Format(day)+" to "+f.to.Format(day))
	case !f.from.IsZero():
		words = append(words, "from "+f.from.Format(day)+" on")
	case !f.to.IsZero():
		words = append(words, "until "+f.to.Format(day))
	}
	return strings.Join(words, ", ")
}

// isOfDepth reports whether a measure is taken within one domain.
func isOfDepth(measure string) bool {
	return slices.Contains([]string{"depth", "months_active", "effective_validators", "surface", "plain_words", "home_domains"}, measure)
}

// open finds a figure by its measure's name, with the evidence behind it.
func (s *Server) open(m *measured, measure string, f pieces) (figure, []growth.Evidence, error) {
	if isOfDepth(measure) && measure != "home_domains" {
		return s.openDepth(m, measure, f)
	}
	switch measure {
	case "home_domains":
		return s.homesFigure(m), m.Homes.Evidence, nil
	case "collaborators":
		return s.collaboratorsFigure(m, f), m.sharedWith(f), nil
	case "external_reviews":
		return s.externalFigure(m, f), m.Scope.ExternalReviews.Evidence, nil
	case "reviews_asked":
		return listFigure(s, m, m.Scope.ReviewsAsked, f), m.Scope.ReviewsAsked.Evidence, nil
	case "technical_debt":
		return listFigure(s, m, m.Scope.Debt, f), m.Scope.Debt.Evidence, nil
	case "research_invitations":
		return listFigure(s, m, m.Scope.Invitations, f), m.Scope.Invitations.Evidence, nil
	case "initiatives":
		return listFigure(s, m, m.Initiatives, f), m.threadsOf(f), nil
	case "outcomes":
		return listFigure(s, m, m.Outcomes, f), m.Outcomes.Evidence, nil
	}
	for _, list := range m.practices() {
		if list.Measure == measure {
			return listFigure(s, m, list, f), list.Evidence, nil
		}
	}
	return figure{}, nil, tracker.Errorf(tracker.NotFound, "web.open", "There is no evidence of %q by itself", measure)
}

// openDepth opens a figure of one domain. What is shown and counts in no figure
// stands beside the depth's own evidence.
func (s *Server) openDepth(m *measured, measure string, f pieces) (figure, []growth.Evidence, error) {
	i := slices.IndexFunc(m.Depths, func(d growth.Depth) bool { return d.Domain == f.domain })
	if i < 0 {
		return figure{}, nil, tracker.Errorf(tracker.NotFound, "web.openDepth", "Nothing of %s is known in a domain called %q", m.account.Login, f.domain).
			WithHint("The page of their depth lists the domains.")
	}
	figures := s.depthFigures(m, m.Depths[i], f)
	evidence := map[string][]growth.Evidence{
		"depth":                append(slices.Clone(m.Depths[i].Curve.Evidence), m.Depths[i].Shown...),
		"months_active":        m.Depths[i].MonthsActive.Evidence,
		"effective_validators": m.Depths[i].EffectiveValidators.Evidence,
		"surface":              m.Depths[i].Surface.Evidence,
		"plain_words":          m.Depths[i].Curve.Evidence,
	}
	for _, shown := range figures {
		if shown.Measure == measure {
			return shown, evidence[measure], nil
		}
	}
	return figure{}, nil, tracker.Errorf(tracker.NotFound, "web.openDepth", "No such word holds in %s", m.domain(f.domain))
}

// depthFigures are the figures of one domain: first what they come to in words, then each
// in the order of their definitions.
func (s *Server) depthFigures(m *measured, d growth.Depth, f pieces) []figure {
	f.domain = d.Domain
	var figures []figure
	if len(d.Words) > 0 {
		words := growth.Measured[[]growth.Word]{Measure: "plain_words", Status: growth.Available, Value: d.Words}
		figures = append(figures, figureOf(s, m, words, f, func(words []growth.Word) string { return words[0].Word + ": " + words[0].Because }))
	}
	return append(figures,
		figureOf(s, m, d.Curve, f, func(points []growth.Point) string {
			return fmt.Sprintf("%.1f units of work, by their age", points[len(points)-1].Depth)
		}),
		figureOf(s, m, d.MonthsActive, f, func(months []time.Time) string { return fmt.Sprintf("%d of the last twelve", len(months)) }),
		figureOf(s, m, d.EffectiveValidators, f, spreadInWords),
		figureOf(s, m, d.Surface, f, func(c growth.Coverage) string {
			return fmt.Sprintf("%s of %s live files and topics", number(c.Touched), number(c.Live))
		}))
}

// spreadInWords says among how many people validation is spread.
func spreadInWords(effective float64) string {
	if effective < 1.05 { // which would be written 1.0
		return "one person alone"
	}
	return fmt.Sprintf("spread as among %.1f people", effective)
}

// listFigure is a measure that is a list: the list is its value.
func listFigure[T any](s *Server, m *measured, of growth.Measured[[]T], f pieces) figure {
	return figureOf(s, m, of, f, func(list []T) string {
		if len(list) == 0 {
			return "none since " + month(m.Window.From)
		}
		return "listed below"
	})
}

func (s *Server) homesFigure(m *measured) figure {
	return figureOf(s, m, m.Homes, pieces{}, func(homes []string) string {
		if len(homes) == 0 {
			return "no domain holds a fifth of the last twelve months' work"
		}
		return listed(m.domains(homes))
	})
}

// practices are the lists of what people do who decide, ask and explain.
func (m *measured) practices() []growth.Measured[[]growth.Entry] {
	p := m.Practice
	return []growth.Measured[[]growth.Entry]{p.DecisionsMerged, p.IssuesLed, p.CommentsCited, p.AnswersAccepted, p.DocumentsChanged}
}

// threadsOf are the threads of one initiative, or of all.
func (m *measured) threadsOf(f pieces) []growth.Evidence {
	for _, initiative := range m.Initiatives.Value {
		if initiative.Key == f.key {
			return initiative.Threads
		}
	}
	if f.key != "" {
		return nil
	}
	return m.Initiatives.Evidence
}

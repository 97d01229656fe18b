package web

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/growth"
)

const (
	newestShown     = 6 // contributions that a person's page lists
	quartersOfWork  = 2 // whose initiatives it lists
	initiativeLinks = 3 // threads that it names of each
	outcomesShown   = 6
	pinnedShown     = 12 // as many as may be pinned
)

// overviewPage is the first page of a person: one sentence made of facts, how deep
// their work reached, what is new, what it was for, and what could not be seen.
type overviewPage struct {
	growthPage
	measured *measured // nil: of a bot, an agent, an organisation

	Sentence    string
	Sounding    *drawing // nil: nothing to draw
	News        []news
	Initiatives []initiative
	Outcomes    []outcome
	Pinned      []contribution // what the person wants seen first
	Newest      []contribution
	Coverage    coverage
	Evidence    string // address of the whole list
	Mine        bool   // whoever looks is the person
	Earlier     string // address of the page with everything older; "" where it is there
}

func (*overviewPage) template() string { return "overview" }

// initiative is one effort of a quarter.
type initiative struct {
	Name, Quarter string
	Place         string // the repository of its first thread
	Domains       string
	Threads       []link
	More          string // address of all of them; "" when all are there
}

type outcome struct {
	What, Figure, SourceURL string
	Entered                 bool
	At                      day
	Thread                  link
}

func (p *overviewPage) json() any {
	twin := struct {
		Account  subject  `json:"account"`
		Sentence string   `json:"sentence"`
		News     []news   `json:"new"`
		Coverage coverage `json:"coverage"`
		Evidence string   `json:"evidence"`
		*growth.Profile
	}{Account: p.Account, Sentence: p.Sentence, News: p.News, Coverage: p.Coverage, Evidence: p.Evidence}
	if p.measured != nil {
		profile := datesOnly(p.measured.Profile)
		twin.Profile = &profile
	}
	return twin
}

func (s *Server) loadOverview(c *gin.Context) (page, error) {
	account, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	return s.overview(c, account)
}

func (s *Server) overview(c *gin.Context, account subject) (*overviewPage, error) {
	ctx := c.Request.Context()
	window, err := s.windowAsked(c)
	if err != nil {
		return nil, err
	}
	p := &overviewPage{growthPage: growthPage{Base: Base{Title: account.Name, Section: "people"}, Account: account, Tabs: tabsOf(account, "Overview")},
		Evidence: evidencePath(account.Path(), "", filter{}), Mine: s.isMe(c, account) && !looksAsOthers(c.Request),
		Sentence: "No person’s growth is shown here.", News: []news{}}
	if account.isHuman() {
		m, err := s.measure(ctx, account, window)
		if err != nil {
			return nil, err
		}
		p.fill(s, m)
	}
	newest, err := s.store.Evidence(ctx, account.selects, "", newestShown)
	if err != nil {
		return nil, err
	}
	p.Newest = withForms(c, s.contributionsFrom(newest.Items), account, "row")
	if err := p.fillPinned(c, s); err != nil {
		return nil, err
	}
	p.Coverage, err = s.coverageAround(ctx, account)
	return p, err
}

// fillPinned lists what a person pinned, newest first.
func (p *overviewPage) fillPinned(c *gin.Context, s *Server) error {
	if !p.Account.Tracked {
		return nil
	}
	f := p.Account.selects
	f.Pinned = true
	pinned, err := s.store.Evidence(c.Request.Context(), f, "", pinnedShown)
	p.Pinned = withForms(c, s.contributionsFrom(pinned.Items), p.Account, "pinned")
	return err
}

// coverageAround says what was asked of the sources for an account and around it.
func (s *Server) coverageAround(ctx context.Context, account subject) (coverage, error) {
	repositories, err := s.repositoriesOf(ctx, account)
	if err != nil {
		return coverage{}, err
	}
	return s.coverageOf(ctx, account, repositories)
}

// repositoriesOf returns where a tracked person contributed; of other accounts
// it is not kept.
func (s *Server) repositoriesOf(ctx context.Context, account subject) ([]tracker.RepositoryRef, error) {
	if !account.Tracked {
		return nil, nil
	}
	return s.store.RepositoriesOf(ctx, account.selects)
}

// fill puts what was measured on the page.
func (p *overviewPage) fill(s *Server, m *measured) {
	p.measured = m
	p.growthPage = s.growthPage(m, m.account.Name, "Overview")
	p.Sentence = m.sentence()
	p.Sounding = s.sounding(m)
	p.News = s.newsOf(m)
	p.Initiatives = m.initiativesShown()
	p.Outcomes = s.outcomesShown(m)
	if first, ok := m.earliest(); ok && first.At.Before(m.Window.From) {
		p.Earlier = m.account.Path() + "?from=" + midnight(first.At).Format("2006-01-02")
	}
}

// sentence says in one sentence what is known: since when, where, how deep, with
// whom. It claims no more than the evidence does.
func (m *measured) sentence() string {
	first, ok := m.earliest()
	if !ok {
		if len(m.Depths) == 0 {
			return "Nothing of " + m.account.Login + " lies in a domain yet."
		}
		return "There is evidence in " + listed(m.domainsTouched()) + "; nothing of it has been validated by another person yet."
	}
	text := "Validated work since " + month(first.At) + " in " + listed(m.domainsTouched())
	if homes := m.Homes.Value; len(homes) > 0 {
		text += "; at home in " + listed(m.domains(homes))
	}
	text += "."
	if slug := m.sustainedNow(); slug != "" {
		text += " The deepest work sustained over the last 90 days is in " + m.domain(slug) + "."
	}
	if ships := m.shipsWith(); ships != "" {
		text += " " + ships + "."
	}
	return text
}

// domainsTouched names the domains with validated work, or where there is none all
// with evidence; the deepest first, the rest counted.
func (m *measured) domainsTouched() []string {
	const named = 3
	var names []string
	for i := len(m.Depths) - 1; i >= 0; i-- {
		if len(m.Depths[i].Curve.Evidence) > 0 {
			names = append(names, m.domain(m.Depths[i].Domain))
		}
	}
	if len(names) == 0 {
		for _, d := range m.Depths {
			names = append(names, m.domain(d.Domain))
		}
	}
	if more := len(names) - named; more > 1 {
		names = append(names[:named], plural(more, "more domain"))
	}
	return names
}

// shipsWith says with how many people changes were brought to a merge.
func (m *measured) shipsWith() string {
	all := m.Scope.Collaborators.Value.People
	if len(all) == 0 {
		return ""
	}
	text := "Ships with " + people(len(all))
	fresh := 0
	for _, c := range all {
		if c.New {
			fresh++
		}
	}
	if fresh > 0 {
		text += fmt.Sprintf(", %s of them new since %s", number(fresh), month(m.now.Add(-m.fresh)))
	}
	return text
}

// initiativesShown are the efforts of the newest quarters that have any.
func (m *measured) initiativesShown() []initiative {
	var shown []initiative
	quarters := map[string]bool{}
	for i := len(m.Initiatives.Value) - 1; i >= 0; i-- {
		from := m.Initiatives.Value[i]
		quarters[from.Quarter] = true
		if len(quarters) > quartersOfWork {
			break
		}
		one := initiative{Name: initiativeName(from.Name), Quarter: quarterInWords(from.Quarter), Domains: listed(m.domains(from.Domains)),
			Place: placeOf(from)}
		for _, e := range newestFirst(from.Threads)[:min(initiativeLinks, len(from.Threads))] {
			one.Threads = append(one.Threads, link{displayName(e.Title, e.URL), e.URL})
		}
		if len(from.Threads) > initiativeLinks {
			one.More = m.figure("initiatives", pieces{key: from.Key})
		}
		shown = append(shown, one)
	}
	return shown
}

// initiativeName is what an initiative is called. That of a milestone is often a bare
// version, which says too little.
func initiativeName(name string) string {
	if strings.ContainsFunc(name, unicode.IsLetter) {
		return name
	}
	return "Milestone " + name
}

// quarterInWords turns "2026Q3" into "Q3 2026".
func quarterInWords(quarter string) string {
	year, name, _ := strings.Cut(quarter, "Q")
	return "Q" + name + " " + year
}

func (s *Server) outcomesShown(m *measured) []outcome {
	var shown []outcome
	for _, o := range m.Outcomes.Value[:min(outcomesShown, len(m.Outcomes.Value))] {
		one := outcome{What: o.What, Figure: o.Figure, SourceURL: o.SourceURL, Entered: o.Entered, At: s.day(o.At)}
		if len(o.Threads) > 0 {
			one.Thread = link{displayName(o.Threads[0].Title, o.Threads[0].URL), o.Threads[0].URL}
		}
		shown = append(shown, one)
	}
	return shown
}

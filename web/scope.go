package web

import (
	"fmt"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker/growth"
)

const (
	entriesShown       = 12  // of each list; the rest stands with its figure
	collaboratorsShown = 100 // by name
)

// scopePage shows how far one person's work reaches: who they ship with, what
// technical debt they were trusted with, which researchers invited them, and what
// they decided, asked and explained. The axes are never joined.
type scopePage struct {
	growthPage
	measured *measured

	Collaborators figure
	Matrix        *drawing
	People        []collaborator // by login
	MorePeople    string         // address of what is not listed; "" where all are
	Trust         *drawing
	Debt          listOf
	Asked         listOf
	Research      listOf
	External      figure
	Shares        *drawing
	Practice      []listOf
}

// collaborator is one person whom the person ships with.
type collaborator struct {
	Login, Path string // Path is "" where there is no page
	Since       day
	New         bool
	Homes       string // in words
	Shared      link   // all that is shared
	Latest      link
}

// listOf is a measure that is a list, with its first entries.
type listOf struct {
	Figure  figure
	Entries []entry
	More    string // address of the rest; "" where all are there
}

// entry is one line of a list.
type entry struct {
	Link link
	Date day
	Note string
}

func (*scopePage) template() string { return "scope" }

func (p *scopePage) json() any {
	return datesOnly(struct {
		Version  string          `json:"version"`
		Window   growth.Window   `json:"window"`
		At       time.Time       `json:"at"`
		Scope    growth.Scope    `json:"scope"`
		Practice growth.Practice `json:"practice"`
	}{p.measured.Profile.Version, p.measured.Window, p.measured.At, p.measured.Scope, p.measured.Practice})
}

func (s *Server) loadScope(c *gin.Context) (page, error) {
	m, err := s.measureAsked(c)
	if err != nil {
		return nil, err
	}
	p := &scopePage{growthPage: s.growthPage(m, "Scope of "+m.account.Name, "Scope"), measured: m,
		Collaborators: s.collaboratorsFigure(m, pieces{}), Matrix: s.matrix(m), Trust: s.trustEvents(m),
		External: s.externalFigure(m, pieces{}), Shares: s.shares(m)}
	people := m.Scope.Collaborators.Value.People
	for _, one := range people[:min(collaboratorsShown, len(people))] {
		p.People = append(p.People, s.collaboratorFrom(m, one))
	}
	if len(people) > collaboratorsShown {
		p.MorePeople = m.figure("collaborators", pieces{})
	}
	p.Debt = entriesOf(s, m, m.Scope.Debt, s.debtEntry)
	p.Asked = entriesOf(s, m, m.Scope.ReviewsAsked, func(r growth.AskedReview) entry {
		return entry{Link: link{displayName(r.Title, r.URL), r.URL}, Date: s.day(r.At), Note: "asked by " + accountLabel(r.By.Account)}
	})
	p.Research = s.researchEntries(m)
	for _, practice := range m.practices() {
		p.Practice = append(p.Practice, entriesOf(s, m, practice, func(e growth.Entry) entry {
			return entry{Link: linkTo(e.Threads[0], e.Title), Date: s.day(e.At), Note: inThreads(len(e.Threads))}
		}))
	}
	return p, nil
}

func linkTo(e growth.Evidence, title string) link { return link{displayName(title, e.URL), e.URL} }

// inThreads says how many threads an entry has, where it has several.
func inThreads(n int) string {
	if n < 2 {
		return ""
	}
	return "in " + plural(n, "thread")
}

// entriesOf lists the newest entries of a measure.
func entriesOf[T any](s *Server, m *measured, of growth.Measured[[]T], entryOf func(T) entry) listOf {
	list := listOf{Figure: listFigure(s, m, of, pieces{})}
	for _, one := range of.Value {
		list.Entries = append(list.Entries, entryOf(one))
	}
	slices.SortStableFunc(list.Entries, func(a, b entry) int { return b.Date.at.Compare(a.Date.at) })
	if len(list.Entries) > entriesShown {
		list.Entries, list.More = list.Entries[:entriesShown], list.Figure.Evidence
	}
	return list
}

func (s *Server) debtEntry(d growth.Debt) entry {
	note := d.Why
	if d.Asked {
		note += "; asked for"
	}
	return entry{Link: linkTo(d.Threads[0], d.Title), Date: s.day(d.At), Note: note}
}

// researchEntries lists invitations by tier, the closest first.
func (s *Server) researchEntries(m *measured) listOf {
	list := listOf{Figure: listFigure(s, m, m.Scope.Invitations, pieces{})}
	for _, tier := range m.Scope.Invitations.Value {
		for _, i := range tier.Invitations {
			list.Entries = append(list.Entries, entry{Link: link{displayName(i.Work, i.URL), i.URL}, Date: s.day(i.At),
				Note: string(tier.Tier) + ", by " + accountLabel(i.By.Account)})
		}
	}
	if len(list.Entries) > entriesShown {
		list.Entries, list.More = list.Entries[:entriesShown], list.Figure.Evidence
	}
	return list
}

func (s *Server) collaboratorFrom(m *measured, from growth.Collaborator) collaborator {
	one := collaborator{Login: accountLabel(from.Account.Account), Since: s.day(from.Since), New: from.New}
	if from.Account.Login != "" {
		one.Path = personPath(from.Account.Login)
	}
	if from.Homes.Status == growth.Available {
		one.Homes = displayName(listed(m.domains(from.Homes.Value)), "not known")
	} else {
		one.Homes = "not known"
	}
	last := from.Shared[len(from.Shared)-1]
	one.Latest = linkTo(last, last.Title)
	one.Shared = link{plural(len(from.Shared), "merged change"), m.figure("collaborators", pieces{with: one.Login})}
	return one
}

func (s *Server) collaboratorsFigure(m *measured, f pieces) figure {
	return figureOf(s, m, m.Scope.Collaborators, f, func(c growth.Collaborators) string {
		if len(c.People) == 1 {
			return people(1)
		}
		return fmt.Sprintf("%s, as many as %.1f if all ties were equal", people(len(c.People)), c.Effective)
	})
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return number(n) + " people"
}

func (s *Server) externalFigure(m *measured, f pieces) figure {
	return figureOf(s, m, m.Scope.ExternalReviews, f, func(r growth.ExternalReviews) string {
		return fmt.Sprintf("%d of %s reviewed were of people outside the team (%.0f %%), %d of first-time contributors",
			r.Window.External, plural(r.Window.Reviewed, "change"), 100*r.Share, r.Window.FirstTime)
	})
}

// sharedWith is what is shared with one collaborator, with those at home in a domain,
// or with all.
func (m *measured) sharedWith(f pieces) []growth.Evidence {
	if f.with == "" && f.domain == "" {
		return m.Scope.Collaborators.Evidence
	}
	var shared []growth.Evidence
	seen := map[string]bool{}
	for _, c := range m.Scope.Collaborators.Value.People {
		if f.with != "" && accountLabel(c.Account.Account) != f.with || f.domain != "" && homeOf(c) != f.domain {
			continue
		}
		for _, e := range c.Shared {
			if !seen[e.URL] {
				seen[e.URL] = true
				shared = append(shared, e)
			}
		}
	}
	return shared
}

// nowhere stands for the home of collaborators of whom none is known.
const nowhere = "unknown"

// homeOf is the deepest of a collaborator's home domains.
func homeOf(c growth.Collaborator) string {
	if n := len(c.Homes.Value); n > 0 {
		return c.Homes.Value[n-1]
	}
	return nowhere
}

package web

import (
	"slices"
	"strings"

	"rungless/tracker/growth"
)

// newsShown is how many new things a person's page lists, and newsAlike how many of
// one kind.
const (
	newsShown = 8
	newsAlike = 3
)

// news is something that was not there before the last half-year.
type news struct {
	What  string `json:"what"`  // "First validated work in Serving"
	Title string `json:"title"` // of the evidence
	URL   string `json:"url"`
	Date  day    `json:"date"`
}

// newsOf lists what is new within the last half-year, newest first: domains entered,
// people shipped with, others' old code reworked, decisions merged, invitations.
func (s *Server) newsOf(m *measured) []news {
	list := []news{}
	add := func(what string, e growth.Evidence) {
		if m.now.Sub(e.At) < m.fresh {
			list = append(list, news{What: what, Title: displayName(e.Title, e.URL), URL: e.URL, Date: s.day(e.At)})
		}
	}
	for _, d := range m.Depths {
		if first := slices.IndexFunc(d.Curve.Evidence, func(e growth.Evidence) bool { return e.Counted }); first >= 0 {
			add("First validated work in "+m.domain(d.Domain), d.Curve.Evidence[first])
		}
	}
	for _, c := range m.Scope.Collaborators.Value.People {
		if c.Account.Login != "" {
			add("First shipped with "+c.Account.Login, c.Shared[0])
		}
	}
	for _, debt := range m.Scope.Debt.Value {
		add("Reworked old code of others", debt.Threads[0])
	}
	for _, decision := range m.Practice.DecisionsMerged.Value {
		add("Proposed a decision that was merged", decision.Threads[len(decision.Threads)-1])
	}
	for _, e := range m.Scope.Invitations.Evidence {
		if e.Counted {
			add("Invited to a research work: "+e.Note, e)
		}
	}
	slices.SortStableFunc(list, func(a, b news) int {
		if c := b.Date.at.Compare(a.Date.at); c != 0 {
			return c
		}
		return strings.Compare(a.What, b.What)
	})
	list = fewAlike(list)
	return list[:min(newsShown, len(list))]
}

// fewAlike keeps the first few of each kind, so that what happens often does not hide
// the rest.
func fewAlike(list []news) []news {
	seen := map[string]int{}
	return slices.DeleteFunc(list, func(n news) bool {
		seen[n.What]++
		return seen[n.What] > newsAlike
	})
}

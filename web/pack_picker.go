package web

import (
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// packPicker is the evidence to pick from, by the same filters as the page of evidence.
type packPicker struct {
	Filter        filter
	Keep          []hiddenField
	Contributions []pickable
	Kinds         []kindChoice
	States        []stateChoice
	Domains       []domainChoice
	Repositories  []string
	Everything    string
	Older         string
	CanAdd        bool // a claim is open
}

// hiddenField goes along with a form that is not about it.
type hiddenField struct{ Name, Value string }

// pickable is one piece of evidence; HasWords says that it can be quoted.
type pickable struct {
	contribution
	HasWords bool
}

const pickedPerPage = 20

func (s *Server) packPicker(c *gin.Context, own ownPack, open draftPart, query url.Values) (*packPicker, error) {
	asked := url.Values{}
	for name, values := range query {
		if !slices.Contains([]string{"claim", "chapter", "page", "unready"}, name) {
			asked[name] = values
		}
	}
	if len(asked) == 0 {
		asked = url.Values{"from": {string(own.draft.From)}, "to": {string(own.period().Last())}}
	}
	f, err := parseFilter(asked)
	if err != nil {
		return nil, err
	}
	selects := own.account.selects
	selects.WithHidden = true
	found, err := s.store.Evidence(c.Request.Context(), f.apply(selects), f.after, pickedPerPage)
	if err != nil {
		return nil, err
	}
	p := &packPicker{Filter: f, Kinds: kindChoices(f), States: stateChoices(f.State), Domains: s.domainChoices(f.Domain), CanAdd: open.Claim != ""}
	p.fill(s, own, open, found)
	p.Repositories, err = s.repositoryNames(c, &own.account)
	return p, err
}

func (p *packPicker) fill(s *Server, own ownPack, open draftPart, found store.EvidencePage) {
	for _, one := range s.contributionsFrom(found.Items) {
		hasWords := slices.Contains([]tracker.Kind{tracker.ReviewKind, tracker.ReviewComment, tracker.IssueComment, tracker.DiscussionComment}, one.Kind)
		p.Contributions = append(p.Contributions, pickable{one, hasWords})
	}
	kept := open.query()
	for name := range kept {
		p.Keep = append(p.Keep, hiddenField{name, kept.Get(name)})
	}
	address := func(f filter, cursor string) string {
		values := f.values()
		for name := range kept {
			values.Set(name, kept.Get(name))
		}
		if cursor != "" {
			values.Set("after", cursor)
		}
		return own.Path() + "/edit?" + values.Encode() + "#evidence"
	}
	p.Everything = address(filter{From: "1990-01-01"}, "")
	if found.Next != "" {
		p.Older = address(p.Filter, found.Next)
	}
}

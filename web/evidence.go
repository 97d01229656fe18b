package web

import (
	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// evidencePerPage is how many contributions one page of a list shows.
const evidencePerPage = 50

// evidencePage lists contributions, newest first, each with the link to where it
// can be read. Without an account it lists everybody's.
type evidencePage struct {
	Base          `json:"-"`
	Account       *subject       `json:"account"`
	Filter        filter         `json:"filter"`
	Contributions []contribution `json:"contributions"`
	Truncated     bool           `json:"truncated"` // older ones follow
	Next          string         `json:"next"`      // address of the next page as JSON; "" at the end

	Tabs         []tab          `json:"-"` // of the account's pages
	Mix          string         `json:"-"` // address of the same by month and kind
	Older        string         `json:"-"` // the same as a page
	Newest       string         `json:"-"` // address of the first page; "" on it
	Everything   string         `json:"-"` // address of the list without filters
	Kinds        []kindChoice   `json:"-"`
	States       []stateChoice  `json:"-"`
	Domains      []domainChoice `json:"-"`
	Repositories []string       `json:"-"` // suggestions
	Keep         []hiddenField  `json:"-"` // go along with the form; here there are none
}

type kindChoice struct {
	Kind    tracker.Kind
	Name    string
	Checked bool
}

type stateChoice struct {
	State    tracker.State
	Name     string
	Selected bool
}

type domainChoice struct {
	Slug, Name string
	Selected   bool
}

func (*evidencePage) template() string { return "evidence" }

// evidenceRequest is what the address of a list asks for.
type evidenceRequest struct {
	account *subject // nil: everybody
	owner   string   // the part of the address before "/evidence"
	filter  filter
	seenBy  *store.Viewer // of everybody's: only what this viewer may see; nil: all
}

func (s *Server) evidenceRequest(c *gin.Context) (evidenceRequest, error) {
	r := evidenceRequest{seenBy: s.seenBy(c)}
	var err error
	if r.filter, err = parseFilter(c.Request.URL.Query()); err != nil {
		return r, err
	}
	if c.Param("login") == "" {
		return r, nil
	}
	account, err := s.asked(c)
	if err != nil {
		return r, err
	}
	r.account, r.owner = &account, account.Path()
	return r, nil
}

func (s *Server) loadEvidence(c *gin.Context) (page, error) {
	asked, err := s.evidenceRequest(c)
	if err != nil {
		return nil, err
	}
	found, err := s.store.Evidence(c.Request.Context(), asked.storeFilter(), asked.filter.after, evidencePerPage)
	if err != nil {
		return nil, err
	}
	next := found.Next
	p := &evidencePage{
		Base: Base{Title: asked.title(), Section: "people"}, Account: asked.account, Filter: asked.filter,
		Contributions: s.contributionsFrom(found.Items), Truncated: found.Next != "",
		Next:       after(evidencePath(asked.owner, ".json", asked.filter), next),
		Older:      after(evidencePath(asked.owner, "", asked.filter), next),
		Everything: evidencePath(asked.owner, "", filter{}),
		Kinds:      kindChoices(asked.filter), States: stateChoices(asked.filter.State), Domains: s.domainChoices(asked.filter.Domain),
	}
	if asked.account == nil {
		p.Contributions = s.ofEverybody(found.Items)
	} else {
		p.Contributions = withForms(c, p.Contributions, *asked.account, "row")
		p.Tabs, p.Mix = tabsOf(*asked.account, "Evidence"), asked.owner+"/mix"
	}
	if asked.filter.after != "" {
		p.Newest = evidencePath(asked.owner, "", asked.filter)
	}
	p.Repositories, err = s.repositoryNames(c, asked.account)
	return p, err
}

func (r evidenceRequest) title() string {
	if r.account == nil {
		return "Everybody's contributions"
	}
	return "Evidence of " + r.account.Name
}

func kindChoices(f filter) []kindChoice {
	var all []kindChoice
	for _, kind := range tracker.Kinds() {
		all = append(all, kindChoice{Kind: kind, Name: capitalized(kindName[kind]) + "s", Checked: f.Has(kind)})
	}
	return all
}

func (s *Server) domainChoices(chosen string) []domainChoice {
	var all []domainChoice
	for _, d := range s.profiles.Catalogue.Domains() {
		all = append(all, domainChoice{Slug: d.Slug, Name: displayName(d.Name, d.Slug), Selected: d.Slug == chosen})
	}
	return all
}

func stateChoices(chosen tracker.State) []stateChoice {
	var all []stateChoice
	for _, state := range threadStates {
		all = append(all, stateChoice{State: state, Name: stateName[state], Selected: state == chosen})
	}
	return all
}

// repositoryNames suggests repositories for the form: those where a tracked
// person contributed.
func (s *Server) repositoryNames(c *gin.Context, account *subject) ([]string, error) {
	if account == nil {
		return nil, nil
	}
	repositories, err := s.repositoriesOf(c.Request.Context(), *account)
	var names []string
	for _, r := range repositories {
		names = append(names, r.FullName())
	}
	return names, err
}

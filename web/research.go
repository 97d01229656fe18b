package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"rungless/tracker/growth"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

const worksPerPage = 20

// researchPage shows which works name a person, who put them there and when.
type researchPage struct {
	growthPage
	ledger      []store.LedgerWork // with the person's own lines
	invitations growth.Measured[[]growth.TierOfInvitations]

	Figure    figure // invitations, or why there are none
	Tiers     []tier // the closest first
	Works     []workShown
	Older     string
	Newest    string
	Proposals []proposal // those that wait first
	Said      string     // what was just decided, a sentence
	Mine      bool       // whoever looks is the person, at their machine
	Exports   []link
}

// tier is the invitations of one kind.
type tier struct {
	Name    string
	Self    bool
	Entries []entry
}

func (*researchPage) template() string { return "research" }

func (p *researchPage) json() any {
	works := []profile.Work{}
	for _, w := range p.ledger {
		works = append(works, profile.WorkOf(w))
	}
	proposals := []profile.Proposal{}
	for _, one := range p.Proposals {
		proposals = append(proposals, profile.ProposalOf(one.NameProposal))
	}
	return datesOnly(struct {
		Works       []profile.Work                              `json:"works"`
		Invitations growth.Measured[[]growth.TierOfInvitations] `json:"research_invitations"`
		Proposals   []profile.Proposal                          `json:"proposals"`
	}{works, p.invitations, proposals})
}

func (s *Server) loadResearch(c *gin.Context) (page, error) {
	account, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	query := c.Request.URL.Query()
	places, err := parsePlaces(query, "page", "said")
	if err != nil {
		return nil, err
	}
	ctx := c.Request.Context()
	m, err := s.measure(ctx, account, profile.UsualWindow(s.now()))
	if err != nil {
		return nil, err
	}
	p := &researchPage{growthPage: s.growthPage(m, "Research of "+account.Name, "Research"), invitations: m.Scope.Invitations,
		Figure: listFigure(s, m, m.Scope.Invitations, pieces{}), Tiers: s.tiersOf(m), Mine: s.isMine(c, account)}
	who, err := s.whose(ctx, account)
	if err != nil {
		return nil, err
	}
	if p.ledger, err = s.ledger(ctx, store.LedgerFilter{AccountIDs: who.AccountIDs, WithHidden: account.selects.WithHidden, PublicOnly: account.selects.PublicOnly, Readable: account.selects.Readable}); err != nil {
		return nil, err
	}
	p.showWorks(s, who, places["page"])
	if s.isTeam() && !p.Mine {
		return p, nil // which names may be theirs is for the person alone
	}
	said := 0
	if query.Has("said") {
		said = places["said"]
	}
	return p, p.fillProposals(ctx, s, who, int64(said))
}

// showWorks puts one page of the works on the page.
func (p *researchPage) showWorks(s *Server, who profile.Subject, at int) {
	path := p.Account.Path() + "/research"
	works, more := pageOf(p.ledger, at, worksPerPage)
	for _, w := range works {
		p.Works = append(p.Works, s.workFrom(w, who))
	}
	if more {
		p.Older = path + "?" + url.Values{"page": {strconv.Itoa(at + 1)}}.Encode() + "#works"
	}
	if at > 1 {
		p.Newest = path + "#works"
	}
	if len(p.ledger) > 0 {
		for _, e := range exports {
			p.Exports = append(p.Exports, link{e.name, path + e.ending})
		}
	}
}

// tiersOf lists invitations by tier, the closest first.
func (s *Server) tiersOf(m *measured) []tier {
	var list []tier
	for _, from := range m.Scope.Invitations.Value {
		one := tier{Name: capitalized(string(from.Tier)), Self: from.Tier == growth.SelfAdded}
		for _, i := range from.Invitations[:min(entriesShown, len(from.Invitations))] {
			e := entry{Link: link{displayName(i.Work, i.URL), i.URL}, Date: s.day(i.At), Note: "by " + accountLabel(i.By.Account)}
			if one.Self {
				e.Note = "by their own commit, which is no invitation"
			}
			one.Entries = append(one.Entries, e)
		}
		list = append(list, one)
	}
	return list
}

// export is a form in which works leave the program.
type export struct{ name, ending, format, contentType string }

var exports = []export{
	{"BibTeX", ".bib", "bibtex", "application/x-bibtex; charset=utf-8"},
	{"CITATION.cff", ".cff", "cff", "application/yaml; charset=utf-8"},
	{"CSL-JSON", ".csl.json", "csl-json", "application/vnd.citationstyles.csl+json"},
}

// exportWorks writes the works that name a person, each with all its authors.
func (s *Server) exportWorks(c *gin.Context, e export) error {
	account, err := s.asked(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	who, err := s.whose(ctx, account)
	if err != nil {
		return err
	}
	write, err := profile.WorksWriter(e.format)
	if err != nil {
		return err
	}
	works, err := s.ledger(ctx, store.LedgerFilter{AccountIDs: who.AccountIDs, Everybody: true, WithHidden: account.selects.WithHidden, PublicOnly: account.selects.PublicOnly, Readable: account.selects.Readable})
	if err == nil {
		err = s.hideAuthors(c, works)
	}
	if err != nil {
		return err
	}
	send(c, http.StatusOK, e.contentType, write(works))
	return nil
}

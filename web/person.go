package web

import (
	"context"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// newestShown is how many contributions a person's page lists.
const newestShown = 8

// personPage shows what is stored of a person or an account: when what kind of
// contribution was made, the newest ones, how fresh that is and what is missing.
type personPage struct {
	Base         `json:"-"`
	Account      subject        `json:"account"`
	Activity     *activity      `json:"activity"` // null: nothing is stored
	Newest       []contribution `json:"newest"`
	Repositories int            `json:"repositories"` // in how many a tracked person contributed
	Coverage     coverage       `json:"coverage"`
	Evidence     string         `json:"evidence"` // address of the whole list
}

func (*personPage) template() string { return "person" }

// Sentence says in one sentence what is stored: since when, where, and which
// kinds of contribution.
func (p *personPage) Sentence() string {
	if p.Activity == nil {
		return "Nothing is stored of " + p.Account.Login + " yet."
	}
	const named = 3
	var kinds []string
	for _, column := range p.Activity.Kinds[:min(named, len(p.Activity.Kinds))] {
		kinds = append(kinds, kindName[column.Kind]+"s")
	}
	if more := len(p.Activity.Kinds) - named; more > 0 {
		kinds = append(kinds, plural(more, "more kind"))
	}
	text := "Contributions since " + month(p.Activity.Start.at)
	switch {
	case p.Repositories == 1:
		text += " in 1 repository"
	case p.Repositories > 1:
		text += " in " + number(p.Repositories) + " repositories"
	}
	return text + ": " + listed(kinds) + "."
}

func (s *Server) loadPerson(c *gin.Context) (page, error) {
	account, err := s.asked(c)
	if err != nil {
		return nil, err
	}
	return s.personPage(c.Request.Context(), account, "people")
}

func (s *Server) personPage(ctx context.Context, account subject, section string) (*personPage, error) {
	p := &personPage{Base: Base{Title: account.Name, Section: section}, Account: account,
		Evidence: evidencePath(account.Path(), "", filter{})}
	counts, err := s.store.MonthlyCounts(ctx, account.selects)
	if err != nil {
		return nil, err
	}
	p.Activity = s.activityFrom(counts, account.Path())
	newest, err := s.store.Evidence(ctx, account.selects, "", newestShown)
	if err != nil {
		return nil, err
	}
	p.Newest = s.contributionsFrom(newest.Items)
	repositories, err := s.repositoriesOf(ctx, account)
	if err != nil {
		return nil, err
	}
	p.Repositories = len(repositories)
	p.Coverage, err = s.coverageOf(ctx, account, repositories)
	return p, err
}

// repositoriesOf returns where a tracked person contributed; of other accounts
// it is not kept.
func (s *Server) repositoriesOf(ctx context.Context, account subject) ([]tracker.RepositoryRef, error) {
	if !account.Tracked {
		return nil, nil
	}
	return s.store.RepositoriesOf(ctx, account.selects.PersonID)
}

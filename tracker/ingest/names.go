package ingest

import (
	"context"

	"rungless/tracker"
	"rungless/tracker/research/names"
	"rungless/tracker/store"
)

// Proposing is a source of citation files that asks, at its end, whose the names in them
// may be.
type Proposing struct {
	Source
	Store *store.Store
}

// Sync is the source's with that.
func (p Proposing) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	if err := p.Source.Sync(ctx, memory, emit, report); err != nil {
		return err
	}
	return ProposeNames(ctx, p.Store)
}

// ProposeNames compares the names on works that are nobody's for certain with the
// people who are tracked, and stores what fits as proposals. It joins nothing; what
// was refused before stays refused.
func ProposeNames(ctx context.Context, s *store.Store) error {
	people, err := s.People(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	repositories, err := s.ResearchRepositories(ctx)
	if err != nil {
		return err
	}
	matchers := make([]*names.Matcher, len(people))
	for i, row := range people {
		matchers[i] = names.New(known(row.Person))
	}
	for _, repository := range repositories {
		credits, err := s.Unmatched(ctx, repository)
		if err != nil {
			return err
		}
		batch := tracker.Batch{Source: tracker.ResearchSource}
		for _, credit := range credits {
			for i, row := range people {
				if credit.ORCID != "" && row.Person.ORCID != "" {
					continue // the ORCID says that it is somebody else
				}
				if p, ok := matchers[i].Match(credit.Name); ok {
					batch.Names = append(batch.Names, tracker.NameProposal{Repository: repository, Name: credit.Name, NameKey: credit.NameKey,
						Account: row.Person.Accounts[0], Reason: p.Reason})
				}
			}
		}
		if len(batch.Names) == 0 {
			continue
		}
		if _, err := s.Apply(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// known is what a person is called.
func known(p tracker.Person) names.Person {
	var n names.Person
	add := func(list *[]string, text string) {
		if text != "" {
			*list = append(*list, text)
		}
	}
	add(&n.Names, p.Name)
	for _, a := range p.Accounts {
		add(&n.Names, a.Name)
		add(&n.Logins, a.Login)
		add(&n.Emails, a.Email)
	}
	return n
}

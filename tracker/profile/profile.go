package profile

import (
	"context"
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// Maker makes profiles from one store with one catalogue of domains.
type Maker struct {
	Store     *store.Store
	Catalogue *domain.Catalogue
	Rules     growth.Rules
	Version   growth.Version

	live liveFiles
}

// New returns a maker that measures by the newest version of the formulas.
func New(s *store.Store, c *domain.Catalogue) *Maker {
	versions := growth.Versions()
	return &Maker{Store: s, Catalogue: c, Rules: growth.DefaultRules(), Version: versions[len(versions)-1]}
}

// Subject is whose profile is made: a tracked person, or all accounts of a login.
type Subject struct {
	Login      string
	Accounts   []tracker.Account
	PersonID   int64   // 0: nobody who is tracked
	AccountIDs []int64 // where nobody is tracked
}

// Find returns who goes by a login, whatever its case. The error is a
// [tracker.NotFound] one where the store knows nobody of that name.
func Find(ctx context.Context, s *store.Store, login string) (Subject, error) {
	person, err := s.FindPerson(ctx, login)
	if err == nil {
		return Subject{Login: person.Login, Accounts: person.Accounts, PersonID: person.ID}, nil
	}
	if tracker.KindOf(err) != tracker.NotFound {
		return Subject{}, err
	}
	accounts, ids, err := s.FindAccounts(ctx, login)
	if err != nil {
		return Subject{}, err
	}
	if len(ids) == 0 {
		return Subject{}, tracker.Errorf(tracker.NotFound, "profile.Find "+login, "the store knows nobody called %s", login).
			WithHint("check the spelling, or sync them: rungless sync --person %s", login)
	}
	return Subject{Login: accounts[0].Login, Accounts: accounts, AccountIDs: ids}, nil
}

// Request says what of a person is wanted.
type Request struct {
	Window growth.Window // what curves and lists cover
	Now    time.Time     // nothing later counts
	// WithHomes also finds where each collaborator is at home, which reads a year of
	// their records.
	WithHomes bool
}

// Of measures one person. It reads everything that they took part in, whatever the
// window: what is old still weighs, if little.
func (m *Maker) Of(ctx context.Context, who Subject, r Request) (growth.Profile, error) {
	in := m.input(who.Accounts, r)
	live, err := m.liveFiles(ctx)
	if err != nil {
		return growth.Profile{}, err
	}
	for i := range in.Domains {
		in.Domains[i].Live = live[in.Domains[i].Slug]
	}
	filter := store.RecordFilter{PersonID: who.PersonID, AccountIDs: who.AccountIDs, Related: true}
	err = m.Store.Records(ctx, filter, func(record tracker.Record) error {
		in.Records = append(in.Records, record)
		return nil
	})
	if err != nil {
		return growth.Profile{}, err
	}
	in.Citations = citations(in.Records)
	if in.Files, err = m.histories(ctx, in); err != nil {
		return growth.Profile{}, err
	}
	if in.Releases, err = m.Store.Releases(ctx, repositoriesOf(in.Records)); err != nil {
		return growth.Profile{}, err
	}
	profile := growth.Measure(m.Version, in)
	if !r.WithHomes || len(profile.Scope.Collaborators.Value.People) == 0 {
		return profile, nil
	}
	if in.Homes, err = m.homes(ctx, profile.Scope.Collaborators.Value.People, r); err != nil {
		return growth.Profile{}, err
	}
	return growth.Measure(m.Version, in), nil
}

// input is what a measure of anybody needs besides records.
func (m *Maker) input(accounts []tracker.Account, r Request) growth.Input {
	in := growth.Input{Person: accounts, Window: r.Window, Now: r.Now, Rules: m.Rules, Shares: m.shares,
		Uncounted: func(repository tracker.RepositoryRef, path string) bool {
			_, uncounted := m.Catalogue.Uncounted(repository, path)
			return uncounted
		}}
	for _, d := range m.Catalogue.Domains() {
		in.Domains = append(in.Domains, growth.Domain{Slug: d.Slug, Topics: slices.Concat(d.Topics, d.Labels)})
	}
	return in
}

// shares asks the catalogue where a record lies. Of what is only touched in passing,
// the written lines count.
func (m *Maker) shares(r tracker.Record) []growth.Share {
	attribution := m.Catalogue.Attribute(r)
	shares := make([]growth.Share, 0, len(attribution.Shares)+len(attribution.Passing))
	for _, s := range attribution.Shares {
		shares = append(shares, growth.Share{Domain: s.Domain, Weight: s.Weight, Paths: s.Paths})
	}
	for _, s := range attribution.Passing {
		shares = append(shares, growth.Share{Domain: s.Domain, Weight: s.Weight, Paths: s.Paths, InPassing: true})
	}
	return shares
}

// repositoriesOf lists the repositories of records, each once.
func repositoriesOf(records []tracker.Record) []tracker.RepositoryRef {
	var list []tracker.RepositoryRef
	seen := map[tracker.RepositoryRef]bool{}
	for i := range records {
		if ref := records[i].Thread.Repository; !seen[ref] {
			seen[ref] = true
			list = append(list, ref)
		}
	}
	return list
}

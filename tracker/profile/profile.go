package profile

import (
	"context"
	"fmt"
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

	live   liveFiles
	scenes scenes
	keeper keeper
	memory *memory

	program string // names the running program; see build
}

// New returns a maker that measures by the newest version of the formulas.
func New(s *store.Store, c *domain.Catalogue, rules growth.Rules) *Maker {
	versions := growth.Versions()
	return &Maker{Store: s, Catalogue: c, Rules: rules, Version: versions[len(versions)-1], keeper: newKeeper(), memory: newMemory(), program: build()}
}

// Subject is whose profile is made: a tracked person, or all accounts of a login.
type Subject struct {
	Login      string
	Name       string // as the person writes it; "" where only accounts say one
	ORCID      string
	Accounts   []tracker.Account
	PersonID   int64   // 0: nobody who is tracked
	AccountIDs []int64 // the store's keys of Accounts
}

// Find returns who goes by a login, whatever its case. The error is a
// [tracker.NotFound] one where the store knows nobody of that name.
func Find(ctx context.Context, s *store.Store, login string) (Subject, error) {
	person, err := s.FindPerson(ctx, login)
	if err == nil {
		return subjectOfPerson(ctx, s, person)
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

func subjectOfPerson(ctx context.Context, s *store.Store, p tracker.Person) (Subject, error) {
	ids, err := s.AccountIDsOf(ctx, p.ID)
	return Subject{Login: p.Login, Name: p.Name, ORCID: p.ORCID, Accounts: p.Accounts, PersonID: p.ID, AccountIDs: ids}, err
}

// FindPerson returns a tracked person by the store's key: a login may have had others.
func FindPerson(ctx context.Context, s *store.Store, id int64) (Subject, error) {
	p, err := s.Person(ctx, id)
	if err != nil {
		return Subject{}, err
	}
	ids, err := s.AccountIDsOf(ctx, p.ID)
	return Subject{Login: p.Login, Name: p.Name, ORCID: p.ORCID, Accounts: p.Accounts, PersonID: p.ID, AccountIDs: ids}, err
}

// Request says what of a person is wanted.
type Request struct {
	Window growth.Window // what curves and lists cover
	Now    time.Time     // nothing later counts
	// WithHomes also finds where each collaborator is at home, which reads a year of
	// their records.
	WithHomes bool
	// WithHidden also counts what the person hides from others: the picture is for them
	// alone. What they contest counts in no picture.
	WithHidden bool

	PublicOnly bool    // leaves out what happened in private repositories
	Readable   []int64 // the store's keys of private repositories that PublicOnly leaves in
}

// Of measures one person, as of the end of the request's day. It reads everything that
// they took part in, whatever the window: what is old still weighs, if little. The same
// request again, while no fact behind it has changed, costs one look into the store. What is
// given is shared with others who ask for the same: it is not to be changed.
func (m *Maker) Of(ctx context.Context, who Subject, r Request) (growth.Profile, error) {
	made, err := m.OfEach(ctx, []Subject{who}, r)
	if err != nil {
		return growth.Profile{}, err
	}
	return made[0], nil
}

// OfEach measures several people at once, in their order, and reads what they share
// once. No picture depends on whose others were asked for.
func (m *Maker) OfEach(ctx context.Context, people []Subject, r Request) ([]growth.Profile, error) {
	r = r.ofItsDay()
	made, err := recalled(ctx, m, m.pictures(people, r), form[growth.Profile]{m.keeper.pack, m.keeper.unpack}, func(missing []int) ([]growth.Profile, error) {
		return m.measure(ctx, chosen(people, missing), r)
	})
	if err != nil || !r.WithHomes {
		return made, err
	}
	return made, m.addHomes(ctx, made, r)
}

// pictures are what is asked of each of some people.
func (m *Maker) pictures(people []Subject, r Request) []store.Question {
	questions, asked := make([]store.Question, len(people)), m.asked(r.picture(), r)
	for i, who := range people {
		questions[i] = store.Question{Accounts: who.AccountIDs, Asked: asked}
	}
	return questions
}

// picture names what is asked for: there are two of a person who hides something, and
// one for each set of private repositories that somebody may read.
func (r Request) picture() string {
	name := "profile"
	if r.WithHidden {
		name = "own profile"
	}
	if r.PublicOnly {
		name += fmt.Sprint(" public ", r.Readable)
	}
	return name
}

// chosen returns those of a list at some places.
func chosen[T any](list []T, places []int) []T {
	some := make([]T, len(places))
	for i, place := range places {
		some[i] = list[place]
	}
	return some
}

// measure reads what is stored of people and measures it.
func (m *Maker) measure(ctx context.Context, people []Subject, r Request) ([]growth.Profile, error) {
	inputs, err := m.inputs(ctx, people, r)
	if err != nil {
		return nil, err
	}
	profiles := make([]growth.Profile, len(people))
	for i, who := range people {
		if _, _, err := m.ownWords(ctx, who, &inputs[i]); err != nil {
			return nil, err
		}
		profiles[i] = growth.Measure(m.Version, inputs[i])
	}
	return profiles, nil
}

// inputs reads all that people are measured from but for their own words, in their order.
func (m *Maker) inputs(ctx context.Context, people []Subject, r Request) ([]growth.Input, error) {
	live, err := m.liveFiles(ctx)
	if err != nil {
		return nil, err
	}
	inputs, filters := make([]growth.Input, len(people)), make([]store.RecordFilter, len(people))
	for i, who := range people {
		inputs[i] = m.input(who.Accounts, r)
		for d := range inputs[i].Domains {
			inputs[i].Domains[d].Live = live[inputs[i].Domains[d].Slug]
		}
		filters[i] = store.RecordFilter{AccountIDs: who.AccountIDs, Related: true, WithHidden: r.WithHidden, WithoutContested: true,
			PublicOnly: r.PublicOnly, Readable: r.Readable}
	}
	if err := m.readRecords(ctx, filters, inputs); err != nil {
		return nil, err
	}
	if err := m.readBeside(ctx, inputs); err != nil {
		return nil, err
	}
	for i, who := range people {
		if inputs[i].Invitations, err = m.invitations(ctx, who, r); err != nil {
			return nil, err
		}
	}
	return inputs, nil
}

// readRecords deals records out to those whose filters select them.
func (m *Maker) readRecords(ctx context.Context, filters []store.RecordFilter, inputs []growth.Input) error {
	return m.Store.RecordsOfEach(ctx, filters, func(record tracker.Record, of []int) error {
		for _, i := range of {
			inputs[i].Records = append(inputs[i].Records, record)
		}
		return nil
	})
}

// readBeside reads what a measure asks for besides records.
func (m *Maker) readBeside(ctx context.Context, inputs []growth.Input) error {
	files, err := m.histories(ctx, inputs)
	if err != nil {
		return err
	}
	releases, err := m.Store.Releases(ctx, repositoriesOf(inputs))
	if err != nil {
		return err
	}
	byRepository := map[tracker.RepositoryRef][]tracker.Release{}
	for _, release := range releases {
		byRepository[release.Repository] = append(byRepository[release.Repository], release)
	}
	for i := range inputs {
		in := &inputs[i]
		in.Files, in.Citations = files, citations(in.Records)
		for _, repository := range repositoriesOf(inputs[i : i+1]) {
			in.Releases = append(in.Releases, byRepository[repository]...)
		}
	}
	return nil
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
func (m *Maker) shares(r tracker.Record) []growth.Share { return sharesOf(m.Catalogue.Attribute(r)) }

func sharesOf(attribution domain.Attribution) []growth.Share {
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
func repositoriesOf(inputs []growth.Input) []tracker.RepositoryRef {
	var list []tracker.RepositoryRef
	seen := map[tracker.RepositoryRef]bool{}
	for _, in := range inputs {
		for i := range in.Records {
			if ref := in.Records[i].Thread.Repository; !seen[ref] {
				seen[ref] = true
				list = append(list, ref)
			}
		}
	}
	return list
}

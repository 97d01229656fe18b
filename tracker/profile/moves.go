package profile

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

// movesVersion names the rules of trails and steps: another one keeps other answers.
const movesVersion = "moves/1"

// insiderMonths of the twelve before make an insider of whoever had a part in a merged
// change that lies in the place in each of them.
const insiderMonths = 3

// Moves are a person's moves and where they may go next. They are for the person first:
// docs/moves.md says who else may see what.
type Moves struct {
	At time.Time `json:"at"`
	Signals
	Destinations []Destination `json:"destinations"`
	Ahead        []Ahead       `json:"ahead"` // of places that are no home: of signals, then of destinations
}

// mostAhead bounds for how many places it is said what waits there.
const mostAhead = 4

// Moves finds all of it as of the end of the request's day.
func (m *Maker) Moves(ctx context.Context, who Subject, r MovesRequest) (Moves, error) {
	all := Moves{At: r.request().Now, Destinations: []Destination{}, Ahead: []Ahead{}}
	var err error
	if all.Signals, err = m.Signals(ctx, who, r); err != nil {
		return all, err
	}
	if r.Domain == "" {
		if all.Destinations, err = m.Destinations(ctx, who, all.Signals, r); err != nil {
			return all, err
		}
	} else {
		all.keepOnly(r.Domain)
	}
	for _, place := range all.places(r.Domain) {
		ahead, err := m.Ahead(ctx, all.Signals, place, r)
		if err != nil {
			return all, err
		}
		all.Ahead = append(all.Ahead, ahead)
	}
	return all, nil
}

// keepOnly leaves what is of one domain.
func (s *Signals) keepOnly(domain string) {
	s.Signals = slices.DeleteFunc(s.Signals, func(one moves.Signal) bool { return one.Place.Domain != domain })
	s.LeftOut = slices.DeleteFunc(s.LeftOut, func(one moves.LeftOut) bool { return one.Place.Domain != domain })
}

// places are those of which it is said what waits there.
func (m *Moves) places(domain string) []moves.Place {
	if domain != "" {
		return []moves.Place{{Domain: domain}}
	}
	var places []moves.Place
	add := func(p moves.Place) {
		if len(places) < mostAhead && !slices.Contains(places, p) && !slices.Contains(m.Homes, p.Domain) {
			places = append(places, p)
		}
	}
	for _, s := range m.Signals.Signals {
		if s.Last.After(m.At.AddDate(-1, 0, 0)) {
			add(s.Place)
		}
	}
	for _, d := range m.Destinations {
		if len(d.Domains) > 0 {
			add(moves.Place{Domain: d.Domains[0]})
		} else {
			add(d.Place)
		}
	}
	return places
}

// Signals are a person's moves, as far as threads tell.
type Signals struct {
	Signals []moves.Signal        `json:"signals"`  // the one with the newest act first
	LeftOut []moves.LeftOut       `json:"left_out"` // what is no sign of any move, in places without a signal, newest first
	Homes   []string              `json:"homes"`    // home domains today, from surface to deep
	Own     []moves.Work          `json:"-"`        // their validated work of the last two years
	Ships   []growth.Collaborator `json:"-"`        // with whom they ship
	Self    []int64               `json:"-"`        // the store's keys of their accounts
}

// footing is what moves are found from, as it is kept for a person.
type footing struct {
	Trails []moves.Trail
	Homes  []string
	Own    []moves.Work
	Ships  []growth.Collaborator
}

// MovesRequest says as of when moves are wanted, and whether for others too.
type MovesRequest struct {
	Now time.Time // nothing later counts
	// ForOthers leaves out what lies in private repositories and what the person hides, as
	// if it were not there.
	ForOthers bool
	Domain    string // only this one; "": every place
}

// request is the day of it, as every measure asks.
func (r MovesRequest) request() Request { return Request{Now: r.Now}.ofItsDay() }

// Signals finds the moves of one person as of the end of the request's day, in places that
// were not their home when they began. What the person did is read again only when it
// changed; who is an insider is looked up each time, because it is others' doing.
func (m *Maker) Signals(ctx context.Context, who Subject, r MovesRequest) (Signals, error) {
	found, err := m.SignalsOfEach(ctx, []Subject{who}, r)
	if err != nil {
		return Signals{}, err
	}
	return found[0], nil
}

// SignalsOfEach finds those of several people, in their order, and reads what they share
// once.
func (m *Maker) SignalsOfEach(ctx context.Context, people []Subject, r MovesRequest) ([]Signals, error) {
	footings, err := m.footings(ctx, people, r)
	if err != nil {
		return nil, err
	}
	var trails []moves.Trail
	for _, f := range footings {
		trails = append(trails, f.Trails...)
	}
	insiders, err := m.insiders(ctx, trails)
	if err != nil {
		return nil, err
	}
	list := make([]Signals, len(people))
	for i, who := range people {
		list[i] = footings[i].signals(insiders, r.request().Now)
		list[i].Self = who.AccountIDs
	}
	return list, nil
}

func (f footing) signals(insiders insiders, now time.Time) Signals {
	s := Signals{Signals: []moves.Signal{}, LeftOut: []moves.LeftOut{}, Homes: f.Homes, Own: f.Own, Ships: f.Ships}
	for _, trail := range f.Trails {
		signal, ok := trail.Signal(func(d moves.Deed) bool { return insiders.has(trail.Place, d) }, now)
		if ok {
			s.Signals = append(s.Signals, signal)
		} else {
			s.LeftOut = append(s.LeftOut, trail.LeftOut...)
		}
	}
	slices.SortStableFunc(s.Signals, func(a, b moves.Signal) int { return b.Last.Compare(a.Last) })
	slices.SortStableFunc(s.LeftOut, func(a, b moves.LeftOut) int { return b.At.Compare(a.At) })
	return s
}

// movesQuestions are what is asked of each of some people.
func (m *Maker) movesQuestions(people []Subject, r MovesRequest) []store.Question {
	questions := make([]store.Question, len(people))
	for i, who := range people {
		questions[i] = store.Question{Accounts: who.AccountIDs, Asked: m.asked(fmt.Sprintf("%s for others %t", movesVersion, r.ForOthers), r.request())}
	}
	return questions
}

// footings finds what people did outside their homes; it is kept until the facts behind
// it change.
func (m *Maker) footings(ctx context.Context, people []Subject, r MovesRequest) ([]footing, error) {
	asked, questions := r.request(), m.movesQuestions(people, r)
	return answers(ctx, m.Store, questions, plainly[footing](m.keeper), func(missing []int) ([]footing, error) {
		chosen := chosen(people, missing)
		inputs, filters := make([]growth.Input, len(chosen)), make([]store.RecordFilter, len(chosen))
		for i, who := range chosen {
			inputs[i] = m.input(who.Accounts, asked)
			filters[i] = store.RecordFilter{AccountIDs: who.AccountIDs, Related: true, PublicOnly: r.ForOthers, WithHidden: !r.ForOthers, WithoutContested: true}
		}
		if err := m.readRecords(ctx, filters, inputs); err != nil {
			return nil, err
		}
		made := make([]footing, len(chosen))
		var err error
		for i := range inputs {
			inputs[i].Citations = citations(inputs[i].Records)
			made[i], err = m.footing(ctx, inputs[i])
			if err != nil {
				return nil, err
			}
		}
		return made, nil
	})
}

// footing follows one person.
func (m *Maker) footing(ctx context.Context, in growth.Input) (footing, error) {
	work := growth.NewWork(m.Version, in)
	acts := work.Acts()
	b := newThreadBook(m, in, acts)
	f := footing{Trails: moves.Trails(b.threads, homesOf(work, acts, b.places)), Homes: work.Homes(in.Now), Ships: work.Collaborators(), Own: b.own(in.Now.AddDate(-2, 0, 0))}
	var repositories []string
	for _, trail := range f.Trails {
		repositories = append(repositories, trail.Repository())
	}
	begun, err := m.Store.FirstKnown(ctx, slices.Compact(slices.Sorted(slices.Values(repositories))))
	done := b.acts()
	for i := range f.Trails {
		f.Trails[i].Begun = f.Trails[i].Touched(done, begun, in.Now)
		f.Trails[i].IsHome = slices.Contains(f.Homes, f.Trails[i].Place.Domain)
	}
	return f, err
}

// homesOf tells where a person is at home as of a time: domains by [growth.HomeDomains],
// and repositories of what lies in no domain by the same part of the year's validated
// acts.
func homesOf(work growth.Work, acts []growth.Evidence, places map[tracker.ThreadRef][]moves.Place) moves.Homes {
	known := map[time.Time][]moves.Place{}
	return func(at time.Time) []moves.Place {
		day := at.Truncate(24 * time.Hour)
		homes, ok := known[day]
		if !ok {
			for _, slug := range work.Homes(day) {
				homes = append(homes, moves.Place{Domain: slug})
			}
			homes = append(homes, homeRepositories(acts, places, day)...)
			known[day] = homes
		}
		return homes
	}
}

// homeRepositories are those of what lies in no domain that hold a fifth of the validated
// acts of the year before a time.
func homeRepositories(acts []growth.Evidence, places map[tracker.ThreadRef][]moves.Place, at time.Time) []moves.Place {
	counts, all := map[moves.Place]int{}, 0
	for _, a := range acts {
		if !a.Counted || a.At.After(at) || !a.At.After(at.AddDate(-1, 0, 0)) {
			continue
		}
		all++
		for _, place := range places[a.Thread] {
			if place.Domain == "" {
				counts[place]++
			}
		}
	}
	var homes []moves.Place
	for place, n := range counts {
		if 5*n >= all {
			homes = append(homes, place)
		}
	}
	slices.SortFunc(homes, func(a, b moves.Place) int { return cmp.Compare(a.Repository, b.Repository) })
	return homes
}

// insiders knows in which months who had a part in merged changes of which place.
type insiders struct {
	months store.MergedMonths
	keys   map[tracker.Account]int64
}

// insiders looks up those who acted beside people in their trails.
func (m *Maker) insiders(ctx context.Context, trails []moves.Trail) (insiders, error) {
	found := insiders{keys: map[tracker.Account]int64{}}
	var accounts []tracker.Account
	for _, trail := range trails {
		for _, thread := range trail.Threads {
			for _, d := range thread.Others {
				if _, known := found.keys[identity(d.By)]; !known {
					found.keys[identity(d.By)] = 0
					accounts = append(accounts, d.By)
				}
			}
		}
	}
	keys, err := m.Store.AccountKeys(ctx, accounts)
	if err != nil {
		return found, err
	}
	var ids []int64
	for i, a := range accounts {
		if found.keys[identity(a)] = keys[i]; keys[i] != 0 {
			ids = append(ids, keys[i])
		}
	}
	if len(ids) > 0 {
		found.months, err = m.Store.MergedMonths(ctx, ids)
	}
	return found, err
}

// has reports whether who did something was an insider of a place by then: GitHub calls
// them an owner or a collaborator of the repository; or, of the twelve months before that
// one, they had a part in merged changes of the place in three, or in more than of any
// other place. The first is who knows their way there, the second who is at home there
// and does little.
func (s insiders) has(p moves.Place, d moves.Deed) bool {
	if d.Association == "owner" || d.Association == "collaborator" {
		return true
	}
	places, month := s.months[s.keys[identity(d.By)]], store.MonthNumber(d.At)
	here := worked(places[placeName(p)], month)
	if here == 0 || here >= insiderMonths {
		return here > 0
	}
	for _, months := range places {
		if worked(months, month) > here {
			return false
		}
	}
	return true
}

// worked counts the months that are among the twelve before a month.
func worked(months []int, month int) int {
	n := 0
	for _, one := range months {
		if one < month && one >= month-12 {
			n++
		}
	}
	return n
}

// placesOf says where a record lies: in domains, and not in passing, else in its repository.
func placesOf(c *domain.Catalogue, r tracker.Record) []moves.Place {
	var places []moves.Place
	for _, share := range c.Attribute(r).Shares {
		places = append(places, moves.Place{Domain: share.Domain})
	}
	if places == nil {
		places = append(places, moves.Place{Repository: r.Thread.Repository.FullName()})
	}
	return places
}

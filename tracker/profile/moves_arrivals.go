package profile

import (
	"context"
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

// Arrival is a move that its person lets others in the domain see, with what is public of
// it and not hidden.
type Arrival struct {
	Person tracker.Person
	Since  time.Time // from when on others may see it
	Move   moves.Signal
}

const (
	mostArrivals = 24
	mostSteps    = 12
)

// Arrivals finds the moves into a domain that a viewer may see ([store.Store.Arrivals]), the
// newest first. Who has become at home there, or has not acted there for a year, arrives no
// more.
func (m *Maker) Arrivals(ctx context.Context, domain string, v *store.Viewer, now time.Time) ([]Arrival, error) {
	shown, err := m.Store.Arrivals(ctx, domain, v, now)
	if err != nil || len(shown) == 0 {
		return nil, err
	}
	shown = shown[:min(mostArrivals, len(shown))]
	arrivals, who := make([]Arrival, len(shown)), make([]Subject, len(shown))
	for i, one := range shown {
		arrivals[i].Since = one.Since
		if arrivals[i].Person, err = m.Store.Person(ctx, one.PersonID); err != nil {
			return nil, err
		}
		if who[i], err = subjectOfPerson(ctx, m.Store, arrivals[i].Person); err != nil {
			return nil, err
		}
	}
	found, err := m.SignalsOfEach(ctx, who, MovesRequest{Now: now, ForOthers: true})
	if err != nil {
		return nil, err
	}
	for i := range arrivals {
		arrivals[i].Move = found[i].into(domain)
	}
	return slices.DeleteFunc(arrivals, func(a Arrival) bool {
		return a.Move.IsHome || a.Move.Last.Before(now.AddDate(-1, 0, 0))
	}), nil
}

// into is the move into a domain; a zero one where there is none.
func (s Signals) into(domain string) moves.Signal {
	i := slices.IndexFunc(s.Signals, func(one moves.Signal) bool { return one.Place.Domain == domain })
	if i < 0 {
		return moves.Signal{}
	}
	return s.Signals[i]
}

// AtHome returns those of some people who are at home in a domain, by what is public and not
// hidden, in their order. Only who had a part in a merged change there within the year is
// looked at.
func (m *Maker) AtHome(ctx context.Context, people []tracker.Person, domain string, now time.Time) ([]tracker.Person, error) {
	all, keys := make([]Subject, len(people)), []int64{}
	for i, p := range people {
		var err error
		if all[i], err = subjectOfPerson(ctx, m.Store, p); err != nil {
			return nil, err
		}
		keys = append(keys, all[i].AccountIDs...)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	months, err := m.Store.MergedMonths(ctx, keys)
	if err != nil {
		return nil, err
	}
	var active []Subject
	var persons []tracker.Person
	for i, who := range all {
		if slices.ContainsFunc(who.AccountIDs, func(id int64) bool { return worked(months[id][domain], store.MonthNumber(now)+1) > 0 }) {
			active, persons = append(active, who), append(persons, people[i])
		}
	}
	found, err := m.footings(ctx, active, MovesRequest{Now: now, ForOthers: true})
	if err != nil {
		return nil, err
	}
	var atHome []tracker.Person
	for i, f := range found {
		if slices.Contains(f.Homes, domain) {
			atHome = append(atHome, persons[i])
		}
	}
	return atHome, nil
}

// FirstSteps are the open doors of a domain that ask for help, the freshest first, for
// whoever looks.
func (m *Maker) FirstSteps(ctx context.Context, domain string) ([]moves.Door, error) {
	open, err := m.Store.OpenThreads(ctx, store.Ground{Domain: domain}, doorsRead)
	steps := moves.OpenDoors(doorsOf(open), nil)
	return steps[:min(mostSteps, len(steps))], err
}

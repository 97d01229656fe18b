package profile

import (
	"context"
	"slices"
	"time"

	"rungless/tracker/growth"
	"rungless/tracker/moves"
)

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

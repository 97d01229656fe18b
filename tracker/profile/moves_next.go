package profile

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"rungless/tracker/growth"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

// Destination is a place where a person may go next, and why.
type Destination struct {
	Place   moves.Place `json:"place"`
	Domains []string    `json:"domains,omitempty"` // of a repository: where its work lies
	Known   []Known     `json:"known"`             // with whom they shipped and who work there, by login
	Went    []Went      `json:"went"`              // how many others went there from where the person works
	People  int         `json:"people"`            // who acted there lately
	Shared  []string    `json:"shared,omitempty"`  // topics and words that the person's own work has too
}

// Known is a collaborator in a place, and the newest threads that the person shipped with them.
type Known struct {
	Login   string       `json:"login"`
	Threads []moves.Link `json:"threads"`
}

// Went is how many others, who had merged work in From, had some in the place later. They
// are not named, and nothing of it is newer than a year.
type Went struct {
	From   string `json:"from"`
	People int    `json:"people"`
}

const (
	aliveDays        = 90 // as in the back-test: in so many days somebody acts in a place that is alive
	tieHalfLife      = 180.0
	mostDestinations = 8
)

// scene is what everybody did, as destinations ask of it, on one day.
type scene struct {
	day       time.Time // for which it serves
	mark      int64     // of the repositories, when it was read
	presences []store.Presence
	firsts    []store.FirstMerge // of more than a year ago
	firstIn   map[int64]map[string]time.Time
}

// keptScene is as much of a scene as is kept.
type keptScene struct {
	Presences []store.Presence
	Firsts    []store.FirstMerge
}

// scenes keeps the newest scene in memory: others' work of one day moves nobody's destinations.
type scenes struct {
	mu     sync.Mutex
	newest *scene
}

func (m *Maker) scene(ctx context.Context, now time.Time) (*scene, error) {
	m.scenes.mu.Lock()
	defer m.scenes.mu.Unlock()
	mark, err := m.Store.RepositoriesMark(ctx)
	if err != nil {
		return nil, err
	}
	if m.scenes.newest != nil && m.scenes.newest.day.Equal(now) && m.scenes.newest.mark == mark {
		return m.scenes.newest, nil
	}
	kept, err := m.keptScene(ctx, now, servesFor)
	if err != nil {
		return nil, err
	}
	s := &scene{day: now, mark: mark, presences: kept.Presences, firsts: kept.Firsts, firstIn: map[int64]map[string]time.Time{}}
	for _, f := range s.firsts {
		if s.firstIn[f.AccountID] == nil {
			s.firstIn[f.AccountID] = map[string]time.Time{}
		}
		s.firstIn[f.AccountID][f.Repository] = f.At
	}
	m.scenes.newest = s
	return s, nil
}

// keptScene reads what a scene is made of, which takes a good part of a second where
// nothing is kept that serves.
func (m *Maker) keptScene(ctx context.Context, now time.Time, oldest time.Duration) (keptScene, error) {
	return ofEverybody(ctx, m, "scene", now, oldest, func() (made keptScene, err error) {
		if made.Presences, err = m.Store.Presences(ctx, now.AddDate(0, 0, -aliveDays), now.Add(time.Second)); err != nil {
			return made, err
		}
		made.Firsts, err = m.Store.FirstMerges(ctx, now.AddDate(-1, 0, 0))
		return made, err
	})
}

// settled are the threads of those who have had merged work in the repository for more than
// a year: another one may be a sign of its author's move.
func (s *scene) settled(threads []store.ThreadThere) []store.ThreadThere {
	return slices.DeleteFunc(slices.Clone(threads), func(t store.ThreadThere) bool {
		_, known := s.firstIn[t.AuthorKey][t.Repository.FullName()]
		return !known
	})
}

// Destinations puts the public repositories in which a person has not acted in the order
// of the back-test ([moves.Ordered]): by collaborators who work there, by the paths of
// others, by how many people are there. Only who has had merged work there for more than
// a year is named or counted as a path: what others begin is theirs to tell.
func (m *Maker) Destinations(ctx context.Context, who Subject, s Signals, r MovesRequest) ([]Destination, error) {
	now := r.request().Now
	scene, err := m.scene(ctx, now)
	if err != nil {
		return nil, err
	}
	own, err := m.Store.ActiveIn(ctx, who.AccountIDs, time.Time{}, now.Add(time.Second))
	if err != nil {
		return nil, err
	}
	touched, lately := map[string]bool{}, map[string]int{}
	for _, a := range own {
		touched[a.Repository] = true
	}
	for _, w := range s.Own {
		if w.At.After(now.AddDate(-1, 0, 0)) {
			lately[w.Repository]++
		}
	}
	mates, err := m.shipmates(ctx, s.Ships)
	if err != nil {
		return nil, err
	}
	active, err := m.Store.ActiveIn(ctx, mates.keys, now.AddDate(0, 0, -aliveDays), now.Add(time.Second))
	if err != nil {
		return nil, err
	}
	f := finder{scene: scene, shipmates: mates, active: active, self: who.AccountIDs}
	return f.destinations(touched, lately, s.Own), nil
}

// finder finds one person's destinations.
type finder struct {
	*scene
	shipmates
	active []store.ActiveIn
	self   []int64
}

func (f *finder) destinations(touched map[string]bool, lately map[string]int, own []moves.Work) []Destination {
	ties, paths, went := f.ties(), map[string][]moves.Path{}, map[string][]Went{}
	f.paths(lately, paths, went)
	byName := map[string]store.Presence{}
	var found []moves.Destination
	for _, p := range f.presences {
		name := p.Repository.FullName()
		if touched[name] || p.IsPrivate {
			continue
		}
		byName[name] = p
		found = append(found, moves.Destination{Repository: name, Ties: ties[name], Paths: paths[name], People: p.People, Acts: p.Acts})
	}
	ordered := moves.Ordered(found)
	topics := wordsOf(own)
	list := []Destination{}
	for _, d := range ordered[:min(mostDestinations, len(ordered))] {
		at := byName[d.Repository]
		next := Destination{Place: moves.Place{Repository: d.Repository}, Domains: at.Domains, Known: f.known(d.Ties), Went: went[d.Repository], People: d.People}
		for _, word := range moves.Words(strings.NewReplacer("-", " ", "_", " ").Replace(at.Repository.Name) + " " + strings.Join(at.Domains, " ")) {
			if topics[word] > 0 {
				next.Shared = append(next.Shared, word)
			}
		}
		list = append(list, next)
	}
	return list
}

// ties are the collaborators who act in each repository and had merged work there for more
// than a year. A tie is the sum over shared merged threads of 2^(-age/180 days).
func (f *finder) ties() map[string][]moves.Tie {
	ties := map[string][]moves.Tie{}
	for _, a := range f.active {
		i := slices.Index(f.keys, a.AccountID)
		if _, established := f.firstIn[a.AccountID][a.Repository]; i < 0 || !established {
			continue
		}
		t := moves.Tie{With: f.people[i].Account.Login, LastMet: lastShared(f.people[i])}
		for _, e := range f.people[i].Shared {
			t.Strength += math.Exp2(-f.day.Sub(e.At).Hours() / 24 / tieHalfLife)
		}
		ties[a.Repository] = append(ties[a.Repository], t)
	}
	return ties
}

func (f *finder) known(ties []moves.Tie) []Known {
	known := []Known{}
	for _, t := range ties {
		i := slices.IndexFunc(f.shipmates.people, func(c growth.Collaborator) bool { return c.Account.Login == t.With })
		known = append(known, Known{t.With, linksOf(f.people[i].Shared)})
	}
	slices.SortFunc(known, func(a, b Known) int { return cmp.Compare(a.Login, b.Login) })
	return known
}

// paths are those of others from repositories in which the person has validated work of
// the last year, weighed by its share there and by age, as in the back-test.
func (f *finder) paths(lately map[string]int, paths map[string][]moves.Path, went map[string][]Went) {
	var all float64
	for _, name := range slices.Sorted(maps.Keys(lately)) {
		all += math.Log1p(float64(lately[name]))
	}
	counts := map[[2]string]int{}
	for _, first := range f.firsts {
		if slices.Contains(f.self, first.AccountID) {
			continue
		}
		path := moves.Path{Account: fmt.Sprint(first.AccountID), At: first.At}
		for _, from := range slices.Sorted(maps.Keys(f.firstIn[first.AccountID])) {
			if n := lately[from]; n > 0 && from != first.Repository && f.firstIn[first.AccountID][from].Before(first.At) {
				path.From = append(path.From, from)
				path.Weight += math.Log1p(float64(n)) / all * math.Exp2(-f.day.Sub(first.At).Hours()/24/365)
				counts[[2]string{from, first.Repository}]++
			}
		}
		if path.From != nil {
			paths[first.Repository] = append(paths[first.Repository], path)
		}
	}
	for pair, n := range counts {
		went[pair[1]] = append(went[pair[1]], Went{pair[0], n})
	}
	for _, list := range went {
		slices.SortFunc(list, func(a, b Went) int { return cmp.Or(b.People-a.People, strings.Compare(a.From, b.From)) })
	}
}

// wordsOf are the topics, areas and title words of some works, and in how many each is.
func wordsOf(works []moves.Work) map[string]int {
	words := map[string]int{}
	for _, w := range works {
		for _, word := range slices.Concat(w.Traits.Topics, w.Traits.Words) {
			words[word]++
		}
	}
	return words
}

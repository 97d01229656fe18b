package profile

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

// Ahead is what waits for somebody in one place: whom they know there, what is open, how
// others' first changes went, and what the place draws on.
type Ahead struct {
	Place moves.Place `json:"place"`
	Warm  []WarmPath  `json:"warm_paths"` // direct ones first
	// Doors are open threads that touch the person's own work or ask for help.
	Doors     []moves.Door `json:"open_doors"`
	Newcomers moves.Height `json:"newcomers"` // of more than a year ago, so that nobody's own move shows
	Gaps      []moves.Gap  `json:"gaps"`
}

// WarmPath is somebody who works in a place, and how the person gets to them: directly, or
// by way of one with whom both shipped.
type WarmPath struct {
	Login   string       `json:"login"`
	Threads []moves.Link `json:"threads"`       // that lead there, newest first: with them, or from Via to them
	Via     string       `json:"via,omitempty"` // login; "" where the person shipped with them
	ViaLast time.Time    `json:"via_last,omitzero"`
	Last    time.Time    `json:"last"` // the newest of Threads
}

const (
	doorsRead     = 400 // open threads that are looked at for a place
	mostDoors     = 20
	groundRead    = 300 // merged threads that say what a place draws on
	newcomersRead = 60
	mostWarm      = 10
	warmLinks     = 3
	wentBetween   = 12  // so many collaborators, those shipped with last, are asked whom they know
	knownBetween  = 200 // and so many of those
)

// Ahead says what waits for a person in a place, as of the end of the request's day. Only
// what is public is in it.
func (m *Maker) Ahead(ctx context.Context, s Signals, place moves.Place, r MovesRequest) (Ahead, error) {
	now := r.request().Now
	ground := store.Ground{Domain: place.Domain, Repository: place.Repository}
	a := Ahead{Place: place}
	open, err := m.Store.OpenThreads(ctx, ground, doorsRead)
	if err != nil {
		return a, err
	}
	open = slices.DeleteFunc(open, func(t store.ThreadThere) bool { return slices.Contains(s.Self, t.AuthorKey) })
	a.Doors = moves.OpenDoors(doorsOf(open), s.Own)
	a.Doors = a.Doors[:min(mostDoors, len(a.Doors))]
	merged, err := m.Store.MergedThreads(ctx, ground, now.AddDate(-1, 0, 0), groundRead)
	if err != nil {
		return a, err
	}
	scene, err := m.scene(ctx, now)
	if err != nil {
		return a, err
	}
	a.Gaps = moves.GapMap(m.worksOf(scene.settled(merged)), s.Own)
	if a.Newcomers, err = m.newcomers(ctx, ground, now, servesFor); err != nil {
		return a, err
	}
	a.Warm, err = m.warm(ctx, s, place, now)
	return a, err
}

func doorsOf(threads []store.ThreadThere) []moves.Door {
	doors := make([]moves.Door, len(threads))
	for i, t := range threads {
		doors[i] = moves.Door{Kind: string(t.Kind), URL: tracker.ThreadURL(t.ThreadRef), Title: t.Title, Repository: t.Repository.FullName(),
			OpenedAt: t.OpenedAt, FreshAt: t.FreshAt, Labels: t.Labels}
	}
	return doors
}

func (m *Maker) worksOf(threads []store.ThreadThere) []moves.Work {
	works := make([]moves.Work, len(threads))
	for i, t := range threads {
		works[i] = moves.Work{URL: tracker.ThreadURL(t.ThreadRef), Title: t.Title, Repository: t.Repository.FullName(), At: t.MergedAt,
			Traits: moves.TraitsOf(m.counted(t.Repository, t.Paths), t.Labels, t.Topics, t.Title)}
	}
	return works
}

// counted are the paths that people wrote by hand.
func (m *Maker) counted(repository tracker.RepositoryRef, paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		_, uncounted := m.Catalogue.Uncounted(repository, path)
		return uncounted
	})
}

// newcomers sums up first changes of one to five years ago. A newer one may be the first
// sign of somebody's move, which is theirs to tell; what is older changes no more, so the
// answer is kept.
func (m *Maker) newcomers(ctx context.Context, g store.Ground, now time.Time, oldest time.Duration) (moves.Height, error) {
	return ofEverybody(ctx, m, "newcomers "+g.Domain+" "+g.Repository, now, oldest, func() (moves.Height, error) {
		firsts, err := m.Store.FirstChanges(ctx, g, now.AddDate(-5, 0, 0), now.AddDate(-1, 0, 0), newcomersRead)
		changes := make([]moves.FirstChange, len(firsts))
		for i, t := range firsts {
			changes[i] = moves.FirstChange{URL: tracker.ThreadURL(t.ThreadRef), Title: t.Title, OpenedAt: t.OpenedAt, MergedAt: t.MergedAt, Lines: t.Lines, Reviews: t.Reviews}
		}
		return moves.HeightOf(changes), err
	})
}

// isEstablished reports whether somebody works in a place for more than a year: they had a
// part in merged changes there in three months of the last twelve, and in one before
// these. Whoever came later is not named: their move may be theirs alone to know.
func isEstablished(months []int, now time.Time) bool {
	this := store.MonthNumber(now)
	return len(months) > 0 && months[0] < this-12 && worked(months, this+1) >= insiderMonths
}

// warm finds the shortest ways to those who work in a place: whom the person shipped with,
// and where those are few, whom these shipped with.
func (m *Maker) warm(ctx context.Context, s Signals, place moves.Place, now time.Time) ([]WarmPath, error) {
	mates, err := m.shipmates(ctx, s.Ships)
	if err != nil || len(mates.keys) == 0 {
		return []WarmPath{}, err
	}
	months, err := m.Store.MergedMonths(ctx, mates.keys)
	if err != nil {
		return nil, err
	}
	paths := []WarmPath{}
	for i, c := range mates.people {
		if isEstablished(months[mates.keys[i]][placeName(place)], now) {
			paths = append(paths, WarmPath{Login: c.Account.Login, Threads: linksOf(c.Shared), Last: lastShared(c)})
		}
	}
	if len(paths) < mostWarm/2 {
		more, err := m.warmVia(ctx, mates, s.Self, place, now)
		if err != nil {
			return nil, err
		}
		paths = append(paths, more...)
	}
	return paths[:min(mostWarm, len(paths))], nil
}

func placeName(p moves.Place) string { return cmp.Or(p.Domain, p.Repository) }

// shipmates are collaborators with an account, whoever the person shipped with last first.
type shipmates struct {
	people []growth.Collaborator
	keys   []int64 // of their accounts
}

func (m *Maker) shipmates(ctx context.Context, ships []growth.Collaborator) (shipmates, error) {
	ships = slices.DeleteFunc(slices.Clone(ships), func(c growth.Collaborator) bool { return c.Account.Login == "" || !c.Account.IsHuman() })
	slices.SortStableFunc(ships, func(a, b growth.Collaborator) int { return lastShared(b).Compare(lastShared(a)) })
	accounts := make([]tracker.Account, len(ships))
	for i, c := range ships {
		accounts[i] = c.Account.Account
	}
	keys, err := m.Store.AccountKeys(ctx, accounts)
	return shipmates{ships, keys}, err
}

func lastShared(c growth.Collaborator) time.Time {
	var last time.Time
	for _, e := range c.Shared {
		if e.At.After(last) {
			last = e.At
		}
	}
	return last
}

func linksOf(list []growth.Evidence) []moves.Link {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b growth.Evidence) int { return b.At.Compare(a.At) })
	links := []moves.Link{}
	for _, e := range list[:min(warmLinks, len(list))] {
		links = append(links, moves.Link{URL: e.URL, Title: e.Title, At: e.At})
	}
	return links
}

// warmVia finds those who work in a place and with whom a collaborator shipped within the
// last year.
func (m *Maker) warmVia(ctx context.Context, s shipmates, self []int64, place moves.Place, now time.Time) ([]WarmPath, error) {
	between := min(wentBetween, len(s.keys))
	known, err := m.Store.ShippedWith(ctx, s.keys[:between], now.AddDate(-1, 0, 0))
	if err != nil {
		return nil, err
	}
	var others []int64
	for _, k := range known {
		met := slices.Contains(s.keys, k.OtherID) || slices.Contains(self, k.OtherID)
		if !met && !slices.Contains(others, k.OtherID) && len(others) < knownBetween {
			others = append(others, k.OtherID)
		}
	}
	if len(others) == 0 {
		return nil, nil
	}
	months, err := m.Store.MergedMonths(ctx, others)
	if err != nil {
		return nil, err
	}
	var pairs [][2]int64
	for _, k := range known {
		reached := slices.ContainsFunc(pairs, func(p [2]int64) bool { return p[1] == k.OtherID })
		if !reached && isEstablished(months[k.OtherID][placeName(place)], now) && len(pairs) < mostWarm {
			pairs = append(pairs, [2]int64{k.AccountID, k.OtherID})
		}
	}
	return m.pathsBy(ctx, s, pairs, now)
}

// pathsBy turns pairs of who goes between and who is reached into paths. Only threads where
// who goes between has had merged work for more than a year are shown: another one may be
// a sign of their own move.
func (m *Maker) pathsBy(ctx context.Context, s shipmates, pairs [][2]int64, now time.Time) ([]WarmPath, error) {
	threads, err := m.Store.SharedThreads(ctx, pairs, warmLinks)
	if err != nil {
		return nil, err
	}
	var reached []int64
	for _, p := range pairs {
		reached = append(reached, p[1])
	}
	scene, err := m.scene(ctx, now)
	if err != nil {
		return nil, err
	}
	accounts, err := m.Store.AccountsOf(ctx, reached)
	var paths []WarmPath
	for i, p := range pairs {
		who, via := accounts[p[1]], s.people[slices.Index(s.keys, p[0])]
		old := slices.DeleteFunc(threads[i], func(t store.ThreadThere) bool {
			_, known := scene.firstIn[p[0]][t.Repository.FullName()]
			return !known
		})
		if who.Login == "" || !who.IsHuman() || len(old) == 0 {
			continue
		}
		path := WarmPath{Login: who.Login, Via: via.Account.Login, ViaLast: lastShared(via), Last: old[0].MergedAt, Threads: []moves.Link{}}
		for _, t := range old {
			path.Threads = append(path.Threads, moves.Link{URL: tracker.ThreadURL(t.ThreadRef), Title: t.Title, At: t.MergedAt})
		}
		paths = append(paths, path)
	}
	return paths, err
}

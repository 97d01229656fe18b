package profile

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"rungless/tracker/store"
)

// FindMoves finds the moves of everybody who is tracked and whom anything reached since
// they were found last, so that pages need not, and notes from when on each person could see
// theirs: their days of grace begin then. Whoever else became an insider moves a step, and
// begins nothing, so it asks nothing here. What everybody did, which pages ask too, is read
// anew where it was not read that day.
func (m *Maker) FindMoves(ctx context.Context, now time.Time) error {
	tracked, err := m.tracked(ctx)
	if err != nil {
		return err
	}
	places, err := m.Store.Unanswered(ctx, m.movesQuestions(tracked, MovesRequest{Now: now}), renewedAt)
	if err != nil {
		return err
	}
	reached := chosen(tracked, places)
	if err := m.bringTogether(ctx, reached); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for chunk := range slices.Chunk(reached, atOnce(len(reached))) {
		group.Go(func() error { return m.findMoves(ctx, chunk, now) })
	}
	group.Go(func() error { return m.findSurroundings(ctx, now) })
	return group.Wait()
}

// atOnce is how many of some people are read together: fewer where they are few, so that
// each processor has its part.
func atOnce(people int) int {
	return min(peopleAtOnce, max(1, people/(2*runtime.GOMAXPROCS(0))))
}

// bringTogether sorts people by the repository in which they did most: those of one took
// part in the same threads, which are read once.
func (m *Maker) bringTogether(ctx context.Context, people []Subject) error {
	var accounts []int64
	for _, who := range people {
		accounts = append(accounts, slices.Min(who.AccountIDs))
	}
	most, err := m.Store.MostIn(ctx, accounts)
	slices.SortStableFunc(people, func(a, b Subject) int {
		return cmp.Compare(most[slices.Min(a.AccountIDs)], most[slices.Min(b.AccountIDs)])
	})
	return err
}

// findSurroundings finds what pages of moves show of everybody together.
func (m *Maker) findSurroundings(ctx context.Context, now time.Time) error {
	day := MovesRequest{Now: now}.request().Now
	if _, err := m.keptScene(ctx, day, 0); err != nil {
		return err
	}
	for _, d := range m.Catalogue.Domains() {
		if _, err := m.newcomers(ctx, store.Ground{Domain: d.Slug}, day, 0); err != nil {
			return err
		}
	}
	return nil
}

func (m *Maker) findMoves(ctx context.Context, people []Subject, now time.Time) error {
	found, err := m.SignalsOfEach(ctx, people, MovesRequest{Now: now})
	if err != nil {
		return err
	}
	for i, who := range people {
		if err := m.Store.SeeMoves(ctx, who.PersonID, found[i].domains()); err != nil {
			return err
		}
	}
	return nil
}

// domains are those into which there is a signal.
func (s Signals) domains() []string {
	var domains []string
	for _, one := range s.Signals {
		if one.Place.Domain != "" {
			domains = append(domains, one.Place.Domain)
		}
	}
	return domains
}

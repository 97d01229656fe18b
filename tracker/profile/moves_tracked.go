package profile

import (
	"context"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// FindMoves finds the moves of everybody who is tracked, so that pages need not, and notes
// from when on each person could see theirs: their days of grace begin then. After a sync
// it costs what the sync reached.
func (m *Maker) FindMoves(ctx context.Context, now time.Time) error {
	tracked, err := m.Store.People(ctx)
	if err != nil {
		return err
	}
	people := make([]Subject, len(tracked))
	for i, one := range tracked {
		ids, err := m.Store.AccountIDsOf(ctx, one.Person.ID)
		if err != nil {
			return err
		}
		people[i] = Subject{Login: one.Person.Login, Accounts: one.Person.Accounts, PersonID: one.Person.ID, AccountIDs: ids}
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for chunk := range slices.Chunk(people, peopleAtOnce) {
		group.Go(func() error { return m.findMoves(ctx, chunk, now) })
	}
	return group.Wait()
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

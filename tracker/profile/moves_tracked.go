package profile

import (
	"context"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// FindMoves finds the moves of everybody who is tracked and whom anything reached since
// they were found last, so that pages need not, and notes from when on each person could see
// theirs: their days of grace begin then. Whoever else became an insider moves a step, and
// begins nothing, so it asks nothing here.
func (m *Maker) FindMoves(ctx context.Context, now time.Time) error {
	everybody, err := m.Store.Everybody(ctx)
	if err != nil {
		return err
	}
	var tracked []Subject
	for _, one := range everybody {
		if one.PersonID != 0 {
			tracked = append(tracked, subjectOf(one))
		}
	}
	reached, err := m.Store.Unanswered(ctx, m.movesQuestions(tracked, MovesRequest{Now: now}))
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for chunk := range slices.Chunk(chosen(tracked, reached), peopleAtOnce) {
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

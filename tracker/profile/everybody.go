package profile

import (
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// peopleAtOnce is how many people are read together: enough to read what they share
// once, and few enough for their records to be in memory.
const peopleAtOnce = 32

// Everybody measures every human who did anything that is stored, and everybody who is
// tracked, and yields them by login. It works on as many people at once as there are processors. It stops at yield's
// first error, which it returns.
func (m *Maker) Everybody(ctx context.Context, r Request, yield func(Subject, growth.Profile) error) error {
	everybody, err := m.Store.Everybody(ctx)
	if err != nil {
		return err
	}
	people := make([]Subject, len(everybody))
	for i, one := range everybody {
		people[i] = subjectOf(one)
	}
	// One batch of groups is measured while nobody waits for it, then given out in order.
	workers := runtime.GOMAXPROCS(0)
	for batch := range slices.Chunk(people, workers*peopleAtOnce) {
		made, err := m.measureTogether(ctx, batch, r)
		if err != nil {
			return err
		}
		for i, p := range made {
			if err := yield(batch[i], p); err != nil {
				return err
			}
		}
	}
	return nil
}

// measureTogether measures people in groups, side by side.
func (m *Maker) measureTogether(ctx context.Context, people []Subject, r Request) ([]growth.Profile, error) {
	made := make([]growth.Profile, len(people))
	group, ctx := errgroup.WithContext(ctx)
	for from := 0; from < len(people); from += peopleAtOnce {
		to := min(from+peopleAtOnce, len(people))
		group.Go(func() error {
			profiles, err := m.OfEach(ctx, people[from:to], r)
			copy(made[from:to], profiles)
			return err
		})
	}
	return made, group.Wait()
}

func subjectOf(one store.Someone) Subject {
	return Subject{Login: one.Login, Accounts: one.Accounts, PersonID: one.PersonID, AccountIDs: one.AccountIDs}
}

package profile

import (
	"context"
	"slices"
	"time"

	"rungless/tracker/growth"
)

// yearsShown is how far back pages of growth look unless their address says otherwise: to
// the beginning of the quarter three years ago.
const yearsShown = 3

// UsualWindow covers the last years up to now, from the beginning of a quarter on, UTC.
func UsualWindow(now time.Time) growth.Window {
	quarter := time.Date(now.Year(), (now.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	return growth.Window{From: quarter.AddDate(-yearsShown, 3, 0), To: now}
}

// MeasureTracked measures everybody who is tracked and whom anything reached since they
// were measured that day, as they and others see them, so that no page need wait for it. In a
// team others see what is public. One group follows another: the other processors are left
// to pages. What is measured stays where the context ends it.
func (m *Maker) MeasureTracked(ctx context.Context, now time.Time, inTeam bool) error {
	people, err := m.tracked(ctx)
	if err != nil {
		return err
	}
	for _, theirOwn := range []bool{false, true} {
		r := Request{Window: UsualWindow(now), Now: now, WithHidden: theirOwn, PublicOnly: inTeam, WithHomes: !inTeam}
		const day = 24 * time.Hour // the questions of another day are others
		missing, err := m.Store.Unanswered(ctx, m.pictures(people, r.ofItsDay()), day)
		if err != nil {
			return err
		}
		for group := range slices.Chunk(chosen(people, missing), peopleAtOnce) {
			if _, err := m.OfEach(ctx, group, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// tracked are the people who are tracked, by login.
func (m *Maker) tracked(ctx context.Context) ([]Subject, error) {
	everybody, err := m.Store.Everybody(ctx)
	var people []Subject
	for _, one := range everybody {
		if one.PersonID != 0 && len(one.AccountIDs) > 0 {
			people = append(people, subjectOf(one))
		}
	}
	return people, err
}

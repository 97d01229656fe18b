package build

import (
	"context"
	"time"

	"rungless/tracker/growth"
	"rungless/tracker/pack"
)

// Measure gives a person's growth over a window, as of a time. It leaves out what the
// person hides from others.
type Measure func(ctx context.Context, of Person, window growth.Window, now time.Time) (growth.Profile, error)

// Desk is what the command line and the pages do with packs. It measures as of the last
// sync, so that the same store gives the same pack on every day.
type Desk struct {
	Maker   *Maker // its host is that of the person's first account
	Measure Measure
}

// Propose writes a draft from what a person did; see [Maker.Propose].
func (d Desk) Propose(ctx context.Context, who Person, c Choice) (pack.Draft, error) {
	measured, err := d.measured(ctx, who, c.Period)
	if err != nil {
		return pack.Draft{}, err
	}
	return d.makerFor(who).Propose(ctx, who, measured, c)
}

// Resolve makes a pack of a draft that was checked; see [Maker.Resolve].
func (d Desk) Resolve(ctx context.Context, who Person, draft pack.Draft, before *pack.Pack) (pack.Pack, error) {
	measured, err := d.measured(ctx, who, pack.Period{From: draft.From, To: draft.To})
	if err != nil {
		return pack.Pack{}, err
	}
	return d.makerFor(who).Resolve(ctx, who, measured, draft, before)
}

// Compare holds a window against the one before it, of the same person. domains are
// slugs; none means all.
func (d Desk) Compare(ctx context.Context, who Person, period pack.Period, domains []string) (*pack.Comparison, error) {
	done, err := d.Resolve(ctx, who, pack.Draft{Form: pack.DraftForm, Person: who.Login, From: period.From, To: period.To, Domains: domains,
		Options: pack.Options{Comparison: true}}, nil)
	return done.Comparison, err
}

func (d Desk) measured(ctx context.Context, who Person, period pack.Period) (growth.Profile, error) {
	synced, err := d.Maker.Synced(ctx)
	if err != nil {
		return growth.Profile{}, err
	}
	now := synced.Time().AddDate(0, 0, 1)
	if to := period.To.Time(); synced == "" || to.Before(now) {
		now = to
	}
	return d.Measure(ctx, who, growth.Window{From: period.From.Time(), To: period.To.Time()}, now)
}

func (d Desk) makerFor(who Person) *Maker {
	maker := *d.Maker
	if len(who.Accounts) > 0 {
		maker.Host = who.Accounts[0].Host
	}
	return &maker
}

// Package desk does with packs what the command line and the pages both do. Start at
// [Desk]: it measures a person over a window, proposes and resolves drafts, and seals them.
package desk

import (
	"bytes"
	"context"
	"crypto/ed25519"

	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/pack/render"
	"rungless/tracker/profile"
)

// Desk makes packs from one store.
type Desk struct {
	Profiles *profile.Maker
	Maker    *build.Maker // its host is that of the person's first account
}

// Propose writes a draft from what a person did; see [build.Maker.Propose].
func (d Desk) Propose(ctx context.Context, who profile.Subject, c build.Choice) (pack.Draft, error) {
	measured, err := d.measured(ctx, who, c.Period)
	if err != nil {
		return pack.Draft{}, err
	}
	return d.makerFor(who).Propose(ctx, personFrom(who), measured, c)
}

// Resolve makes a pack of a draft that was checked; see [build.Maker.Resolve].
func (d Desk) Resolve(ctx context.Context, who profile.Subject, draft pack.Draft, before *pack.Pack) (pack.Pack, error) {
	measured, err := d.measured(ctx, who, pack.Period{From: draft.From, To: draft.To})
	if err != nil {
		return pack.Pack{}, err
	}
	return d.makerFor(who).Resolve(ctx, personFrom(who), measured, draft, before)
}

// Compare holds a window against the one before it, of the same person. domains are
// slugs; none means all.
func (d Desk) Compare(ctx context.Context, who profile.Subject, period pack.Period, domains []string) (*pack.Comparison, error) {
	done, err := d.Resolve(ctx, who, pack.Draft{Form: pack.DraftForm, Person: who.Login, From: period.From, To: period.To, Domains: domains,
		Options: pack.Options{Comparison: true}}, nil)
	return done.Comparison, err
}

// Seal freezes the claims of a pack that are ready, in every format. key signs; nil signs
// nothing.
func Seal(ctx context.Context, p pack.Pack, key ed25519.PrivateKey, o render.Options) (pack.Sealed, error) {
	final, err := p.Final()
	if err != nil {
		return pack.Sealed{}, err
	}
	var files []pack.File
	for _, format := range render.Formats() {
		if format == render.JSON {
			continue // each sealed pack holds it
		}
		var out bytes.Buffer
		if err := render.To(ctx, &out, final, format, o); err != nil {
			return pack.Sealed{}, err
		}
		files = append(files, pack.File{Name: format.FileName(), Data: out.Bytes()})
	}
	return pack.Seal(final, files, key)
}

// measured is the person's profile over a period as of the last sync, so that the same
// store gives the same pack on every day.
func (d Desk) measured(ctx context.Context, who profile.Subject, period pack.Period) (growth.Profile, error) {
	synced, err := d.Maker.Synced(ctx)
	if err != nil {
		return growth.Profile{}, err
	}
	now := synced.Time().AddDate(0, 0, 1)
	if to := period.To.Time(); synced == "" || to.Before(now) {
		now = to
	}
	return d.Profiles.Of(ctx, who, profile.Request{Window: growth.Window{From: period.From.Time(), To: period.To.Time()}, Now: now})
}

func (d Desk) makerFor(who profile.Subject) *build.Maker {
	maker := *d.Maker
	if len(who.Accounts) > 0 {
		maker.Host = who.Accounts[0].Host
	}
	return &maker
}

func personFrom(who profile.Subject) build.Person {
	name := who.FullName()
	if name == who.Login {
		name = "" // nobody knows another one
	}
	return build.Person{Login: who.Login, Name: name, ORCID: who.ORCID, ID: who.PersonID, Accounts: who.Accounts, AccountIDs: who.AccountIDs}
}

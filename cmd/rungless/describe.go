package main

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/github"
	"rungless/tracker/store"
)

// describing is the GitHub source of a sync. As soon as GitHub has said who a
// login is, what the configuration says of that person is stored too.
type describing struct {
	*github.Source
	logger *slog.Logger
	store  *store.Store
	people []config.Person
}

// Sync is [github.Source.Sync] with that.
func (d *describing) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	return d.Source.Sync(ctx, memory, func(ctx context.Context, b tracker.Batch) error {
		if err := emit(ctx, b); err != nil {
			return err
		}
		for _, account := range b.Followed {
			if err := d.describe(ctx, account); err != nil {
				return err
			}
		}
		return nil
	}, report)
}

func (d *describing) describe(ctx context.Context, account tracker.Account) error {
	i := slices.IndexFunc(d.people, func(p config.Person) bool { return strings.EqualFold(p.Login, account.Login) })
	if i < 0 {
		return nil
	}
	said := d.people[i]
	person, err := d.store.FindPerson(ctx, account.Login)
	if err != nil {
		return err
	}
	person.Name, person.TimeZone, person.ORCID = cmp.Or(said.Name, person.Name), said.TimeZone, said.ORCID
	if err := d.store.DescribePerson(ctx, person); err != nil {
		return err
	}
	for _, email := range said.Emails {
		address := tracker.Account{Host: account.Host, Kind: tracker.EmailAccount, Email: strings.ToLower(email)}
		if _, err := d.store.JoinAccount(ctx, person.ID, address, "configuration", "listed under people"); err != nil {
			d.logger.Warn("an e-mail address in the configuration was not joined", "login", account.Login, "error", err)
		}
	}
	return nil
}

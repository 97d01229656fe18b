package main

import (
	"context"
	"log/slog"
	"strings"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/github"
	"rungless/tracker/store"
)

// follower is the GitHub source of a sync by person: as soon as GitHub has said
// who a login is, the account becomes a tracked person, so that pages show the
// person while the rest is still coming.
type follower struct {
	*github.Source
	logger *slog.Logger
	store  *store.Store
	known  []config.Person // what config.yaml says of them
}

// Sync is [github.Source.Sync] with that.
func (f *follower) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	return f.Source.Sync(ctx, memory, func(ctx context.Context, b tracker.Batch) error {
		if err := emit(ctx, b); err != nil {
			return err
		}
		if login, ok := identified(b); ok {
			return f.track(ctx, login, b.Accounts[0])
		}
		return nil
	}, report)
}

// identified reports whether a batch is GitHub's answer to who a login is: one
// account, with the cursor that remembers it.
func identified(b tracker.Batch) (login string, ok bool) {
	if len(b.Accounts) != 1 || len(b.Cursors) != 1 {
		return "", false
	}
	return strings.CutPrefix(b.Cursors[0].Scope, "login:")
}

func (f *follower) track(ctx context.Context, login string, account tracker.Account) error {
	person, err := f.store.Track(ctx, account, "sync")
	if err != nil {
		return err
	}
	for _, known := range f.known {
		if !strings.EqualFold(known.Login, login) {
			continue
		}
		for _, email := range known.Emails {
			address := tracker.Account{Host: account.Host, Kind: tracker.EmailAccount, Email: strings.ToLower(email)}
			if _, err := f.store.JoinAccount(ctx, person.ID, address, "configuration", "listed under people"); err != nil {
				f.logger.Warn("an e-mail address in the configuration was not joined", "login", login, "error", err)
			}
		}
	}
	return nil
}

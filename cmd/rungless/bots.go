package main

import (
	"context"
	"strings"

	"rungless/tracker"
	"rungless/tracker/ingest"
)

// knowingBots is a source whose accounts are bots where the configuration says
// so: automated accounts that GitHub lists as users.
type knowingBots struct {
	ingest.Source
	bots map[string]bool // lower case
}

func withBots(source ingest.Source, logins []string) ingest.Source {
	if len(logins) == 0 {
		return source
	}
	bots := map[string]bool{}
	for _, login := range logins {
		bots[strings.ToLower(login)] = true
	}
	return knowingBots{source, bots}
}

// Sync is the source's with that.
func (k knowingBots) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	return k.Source.Sync(ctx, memory, func(ctx context.Context, b tracker.Batch) error {
		b.EachAccount(func(a *tracker.Account) {
			if k.bots[strings.ToLower(a.Login)] {
				a.Kind = tracker.BotAccount
			}
		})
		return emit(ctx, b)
	}, report)
}

package main

import (
	"context"
	"fmt"
	"time"

	"rungless/tracker/store"
)

// attribute brings what is stored of domains in line with the configured ones and says
// so in words where that takes a while. It needs no sync, and goes on where it was
// stopped.
func (s *settings) attribute(ctx context.Context, st *store.Store) error {
	var said time.Time
	err := st.Attribute(ctx, func(a store.Attributed) {
		if done := a.Done >= a.Total; done && !said.IsZero() || time.Since(said) > lineEvery && a.Total > attributedSilently {
			said = time.Now()
			fmt.Fprintf(s.err, "rungless: the domains changed; %d of %d threads and commits are attributed again\n", min(a.Done, a.Total), a.Total)
		}
	})
	if err != nil {
		fmt.Fprintln(s.err, "rungless: not everything is attributed to the configured domains yet; the next run goes on from there")
	}
	return err
}

// attributedSilently is how many threads and commits nobody waits for.
const attributedSilently = 20_000

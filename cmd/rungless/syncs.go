package main

import (
	"context"
	"time"

	"rungless/tracker"
)

// syncs runs syncs beside the web app, one at a time: at once, then every so
// often, and when a person asks. A timer is enough for one job.
type syncs struct {
	every time.Duration         // 0: only when asked
	sync  func(context.Context) // tells by itself how it went
	asked chan struct{}         // has a reader only between two syncs
}

func newSyncs(every time.Duration, sync func(context.Context)) *syncs {
	return &syncs{every: every, sync: sync, asked: make(chan struct{})}
}

// now asks for a sync and returns at once; a Conflict when one runs already.
func (s *syncs) now() error {
	select {
	case s.asked <- struct{}{}:
		return nil
	default:
		return tracker.Errorf(tracker.Conflict, "cmd.syncs.now", "A sync is running already").
			WithHint("Its progress is on this page.")
	}
}

// run begins syncs until beginning is done; one that goes on then ends by itself, or with
// syncing.
func (s *syncs) run(beginning, syncing context.Context) {
	for next := s.first(); ; next = s.timer() {
		select {
		case <-beginning.Done():
			return
		case <-next:
		case <-s.asked:
		}
		if beginning.Err() == nil {
			s.sync(syncing)
		}
	}
}

// first is a sync at once, unless syncs are made only when asked for.
func (s *syncs) first() <-chan time.Time {
	if s.every == 0 {
		return nil
	}
	return time.After(0)
}

func (s *syncs) timer() <-chan time.Time {
	if s.every == 0 {
		return nil
	}
	return time.After(s.every)
}

package github

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"rungless/tracker"
)

// overlap is how far before its start a pass is taken to have seen everything:
// GitHub's own indexes are a moment behind.
const overlap = 10 * time.Minute

// Page sizes. What GitHub cannot answer in its ten seconds is asked for in
// smaller pages, down to the floor.
const (
	fullPage  = 100
	floorPage = 5
	floorIDs  = 1
)

// run is one Sync.
type run struct {
	*Source
	memory tracker.Memory
	store  tracker.Emit
	report func(tracker.Progress)

	done    int     // people and repositories that were read
	missing []error // what could not be
	broken  error   // the store's error: nothing goes on after it
	last    tracker.Progress
}

// view is where and when an answer that has just come was given.
func (r *run) view() view { return view{host: r.client.host, at: r.client.clock.seconds()} }

// emit stores one batch.
func (r *run) emit(ctx context.Context, b tracker.Batch) error {
	b.Source = tracker.GitHubSource
	if err := r.store(ctx, b); err != nil {
		r.broken = err
		return err
	}
	return nil
}

// progress tells how far one stream has come.
func (r *run) progress(scope, label, stream string, done, total int) {
	r.last = tracker.Progress{Source: tracker.GitHubSource, Scope: scope, Label: label, Stream: stream, Done: done, Total: total}
	r.report(r.last)
}

// waiting tells that the transport waits, in the words of the stream under way.
func (r *run) waiting(until time.Time, note string) {
	p := r.last
	p.Source, p.Waiting = tracker.GitHubSource, until
	if !until.IsZero() {
		p.Note = "waiting for GitHub until " + until.Format("15:04:05 MST") + ": " + note
	}
	r.report(p)
}

// tolerate keeps the error of one person or repository for the end, so that the
// others go on. It returns the errors that concern all of them.
func (r *run) tolerate(err error) error {
	switch {
	case err == nil:
		r.done++
		return nil
	case r.broken != nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, errForAll):
		return err
	case tracker.KindOf(err) == tracker.RateLimited, tracker.KindOf(err) == tracker.Invalid, tracker.KindOf(err) == tracker.Internal:
		return err
	}
	r.missing = append(r.missing, err)
	return nil
}

// load reads a stored position into one of ours. With --full, and when the
// stored one cannot be read, the stream starts again.
func load[T any](ctx context.Context, r *run, scope, stream string) (T, error) {
	var position T
	if r.full {
		return position, nil
	}
	c, err := r.memory.Cursor(ctx, tracker.GitHubSource, scope, stream)
	if err != nil {
		r.broken = err
		return position, err
	}
	if c.Position == nil {
		return position, nil
	}
	if err := json.Unmarshal(c.Position, &position); err != nil {
		r.logger.Warn("a cursor cannot be read; its stream starts again", "scope", scope, "stream", stream, "error", err)
		var fresh T
		return fresh, nil
	}
	return position, nil
}

// cursorAt is a position as a cursor. Positions are structs of ours and always
// encode.
func cursorAt(scope, stream string, position any) tracker.Cursor {
	text, err := json.Marshal(position)
	if err != nil {
		panic("github.cursorAt: " + err.Error())
	}
	return tracker.Cursor{Source: tracker.GitHubSource, Scope: scope, Stream: stream, Position: text}
}

// watermark is from when a pass that follows one started at the given time must
// look.
func watermark(started time.Time) time.Time { return started.Add(-overlap) }

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

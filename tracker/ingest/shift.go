package ingest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// errTurnOver ends a turn on its way: it is another one's.
var errTurnOver = errors.New("the turn is over")

// longestPause is how long work waits at most that fails again and again.
const longestPause = 6 * time.Hour

// shift is one run of a worker as a source: it works off what is due, turn by turn.
type shift struct {
	*Worker
	counting sync.Mutex
	usage    tracker.Usage // of the turns that are over
	current  Source        // of the turn under way; nil: none
	missing  []error
	done     int
}

// Name is that of GitHub: what workers do is read there.
func (s *shift) Name() tracker.SourceName { return tracker.GitHubSource }

// Usage is what all turns cost. What remains is of the token that was used last.
func (s *shift) Usage() tracker.Usage {
	s.counting.Lock()
	defer s.counting.Unlock()
	return s.spent()
}

func (s *shift) spent() tracker.Usage {
	total := s.usage
	if s.current != nil {
		u := s.current.Usage()
		total.Calls, total.Points, total.NotModified = total.Calls+u.Calls, total.Points+u.Points, total.NotModified+u.NotModified
		total.Remaining, total.ResetAt = u.Remaining, u.ResetAt
	}
	return total
}

func (s *shift) begin(source Source) {
	s.counting.Lock()
	defer s.counting.Unlock()
	s.usage, s.current = s.spent(), source
}

// Sync takes turns until nothing is due.
func (s *shift) Sync(ctx context.Context, _ tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	defer s.begin(nil)
	for ctx.Err() == nil {
		tokens, restUntil, err := s.awake(ctx)
		if err != nil {
			return err
		}
		if len(tokens) == 0 {
			if due, err := s.o.Store.IsDue(ctx, s.claiming()); err != nil || !due {
				return errors.Join(err, s.verdict())
			}
			if err := s.rest(ctx, restUntil, report); err != nil {
				return err
			}
			continue
		}
		lease, ok, err := s.o.Store.Claim(ctx, s.claiming())
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if err := s.turn(ctx, lease, s.choose(tokens, lease.Work), emit, report); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.verdict()
}

// verdict is what the turns that failed come to.
func (s *shift) verdict() error {
	switch {
	case len(s.missing) == 0:
		return nil
	case s.done == 0 && len(s.missing) == 1:
		return s.missing[0]
	}
	return &tracker.Partial{Missing: s.missing}
}

// rest waits until a token may be used again. It looks anew every while, since
// another worker may know better.
func (s *shift) rest(ctx context.Context, until time.Time, report func(tracker.Progress)) error {
	if s.o.NoWait {
		limited := tracker.Errorf(tracker.RateLimited, "ingest.shift.rest", "every token is used up until %s", until.Format("15:04:05 MST")).
			WithHint("run it again after that, or without --no-wait")
		limited.RetryAt = until
		return limited
	}
	p := tracker.Progress{Source: tracker.GitHubSource, Stream: "tokens", Waiting: until, Note: "every token is used up until " + until.Format("15:04:05 MST")}
	report(p)
	sleep(ctx, min(max(until.Sub(s.o.Now()), time.Second), time.Minute))
	p.Waiting, p.Note = time.Time{}, ""
	report(p)
	return ctx.Err()
}

// turn does one thing under its lease, and gives it back.
func (s *shift) turn(ctx context.Context, lease store.Lease, token Token, emit tracker.Emit, report func(tracker.Progress)) error {
	source, err := token.Open(ctx, lease.Work)
	changed := false
	if err == nil {
		s.begin(source)
		under, stop := s.keep(store.Under(ctx, lease, s.o.Now), lease)
		batches := 0
		err = source.Sync(under, s.memory(lease.Work), func(ctx context.Context, b tracker.Batch) error {
			if !s.maySayUnseen(token, lease.Work) {
				b.Tombstones = withoutUnseen(b.Tombstones)
			}
			if b.Source == "" {
				b.Source = source.Name()
			}
			if err := emit(ctx, b); err != nil {
				return err
			}
			if !bringsActs(b) {
				return nil // a look at what did not change: an idle pass must come to its end
			}
			changed = true
			if batches++; batches >= s.o.Turn {
				return errTurnOver
			}
			return nil
		}, report)
		err = errors.Join(err, context.Cause(under))
		stop()
	}
	return s.giveBack(context.WithoutCancel(ctx), lease, token, changed, err)
}

// bringsActs reports whether a batch has more than positions and coverage.
func bringsActs(b tracker.Batch) bool {
	return len(b.Threads)+len(b.Reviews)+len(b.Comments)+len(b.Commits) > 0
}

// keep renews a lease while a source waits for GitHub. Its context ends when the
// lease is lost.
func (s *shift) keep(ctx context.Context, lease store.Lease) (kept context.Context, stop func()) {
	kept, cancel := context.WithCancelCause(ctx)
	var beside sync.WaitGroup
	beside.Go(func() {
		for sleep(kept, s.o.Lease/3); kept.Err() == nil; sleep(kept, s.o.Lease/3) {
			if err := s.o.Store.Renew(kept, lease, s.o.Now()); errors.Is(err, store.ErrLeaseLost) {
				cancel(err)
			}
		}
	})
	return kept, func() { cancel(nil); beside.Wait() }
}

// giveBack tells the queue and the budgets how a turn went. Its error is what the
// whole shift must end for.
func (s *shift) giveBack(ctx context.Context, lease store.Lease, token Token, changed bool, cause error) error {
	now := s.o.Now()
	if errors.Is(cause, store.ErrLeaseLost) {
		s.o.Logger.WarnContext(ctx, "another worker took over", "work", lease.Work.Kind, "turn_of", s.o.Name)
		return nil
	}
	out := store.Outcome{At: now, NextAt: now, Changed: changed, Unended: true}
	kind := tracker.KindOf(cause)
	_, partly := errors.AsType[*tracker.Partial](cause)
	switch {
	case errors.Is(cause, errTurnOver), errors.Is(cause, context.Canceled): // it is due at once
	case kind == tracker.RateLimited, kind == tracker.Unauthorized:
		s.begin(nil)
		return errors.Join(s.o.Store.Finish(ctx, lease, out), s.layToRest(ctx, token, cause, now))
	case cause == nil, partly:
		s.done++
		out.Unended, out.NextAt = false, s.nextTurn(lease.Work, now)
	default:
		out.Failed, out.NextAt = cause, now.Add(pauseAfter(lease.Work.Attempts))
	}
	if partial, ok := errors.AsType[*tracker.Partial](cause); ok {
		s.missing = append(s.missing, partial.Missing...)
	} else if out.Failed != nil {
		s.missing = append(s.missing, cause)
	}
	if err := s.o.Store.Finish(ctx, lease, out); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		return err
	}
	return s.saveBudget(ctx, token, now)
}

// nextTurn is when work is due again: a pause from now, more or less.
func (s *shift) nextTurn(w store.Work, now time.Time) time.Time {
	if w.Every == 0 {
		return time.Time{}
	}
	return now.Add(spread(w.Every))
}

// pauseAfter grows with the failures in a row: 1, 2, 4 .. minutes.
func pauseAfter(failures int) time.Duration {
	return spread(min(time.Minute<<min(failures, 10), longestPause))
}

// memory is the store, of which a share of the threads sees but its own.
func (s *shift) memory(w store.Work) tracker.Memory {
	if w.Kind != store.ThreadsWork {
		return s.o.Store
	}
	share, err := strconv.Atoi(w.Name)
	if err != nil {
		return s.o.Store
	}
	return sharedMemory{s.o.Store, share}
}

// sharedMemory is a store of which only one share of the wanted threads is seen.
type sharedMemory struct {
	*store.Store
	share int
}

// WantedThreads is the store's for that share.
func (m sharedMemory) WantedThreads(ctx context.Context, host string, limit int) ([]tracker.ThreadRef, error) {
	return m.WantedShare(ctx, host, m.share, limit)
}

package store

import (
	"context"
	"errors"
	"time"

	"rungless/tracker"
)

// ErrLeaseLost is in the chain of the error of who works on though somebody else
// took the work over.
var ErrLeaseLost = errors.New("the lease was lost")

// Lease is the right of one worker to do one thing for a while. Its turn is the
// fence: every claim has a higher one, so that a worker which slept and wakes
// cannot write over what its successor wrote.
type Lease struct {
	Work Work
	turn int64
	long time.Duration
}

// Claiming is who claims, for how long, and when it is by their clock.
type Claiming struct {
	Owner string // names the process, and no other that ever ran
	For   time.Duration
	Now   time.Time
}

// due holds for items whose time has come and which nobody holds. A time further
// ahead than anybody writes is the mistake of a clock that was wrong, and counts as over.
const due = `next_at <> 0 AND (next_at <= @now OR next_at > @now + 2 * every + 86400)
	AND (owner = '' OR until < @now OR until > @now + 2 * @long)`

func (c Claiming) values() map[string]any {
	return map[string]any{"now": c.Now.Unix(), "long": int64(c.For / time.Second)}
}

// Claim takes the due item that had its turn longest ago; ok is false when none is
// due. Turns are counted, not timed, so that no clock decides who waits.
func (s *Store) Claim(ctx context.Context, c Claiming) (lease Lease, ok bool, err error) {
	err = s.transaction(ctx, "store.Claim", func(t *tx) error {
		lease, ok = Lease{}, false
		var rows []workItemRow
		if err := t.db.Raw("SELECT * FROM work_items WHERE "+due+" ORDER BY turn, id LIMIT 1", c.values()).Scan(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		var newest int64
		if err := t.db.Raw("SELECT max(turn) FROM work_items").Scan(&newest).Error; err != nil {
			return err
		}
		r := rows[0]
		r.Turn, r.Owner, r.Until, r.IsAsked = newest+1, c.Owner, c.Now.Add(c.For).Unix(), false
		lease, ok = Lease{Work: r.work(), turn: r.Turn, long: c.For}, true
		return upsert(t, []workItemRow{r}, 14)
	})
	return lease, ok && err == nil, err
}

// IsDue reports whether [Store.Claim] would find something. It takes no writer's turn.
func (s *Store) IsDue(ctx context.Context, c Claiming) (bool, error) {
	var n int64
	err := s.reader(ctx).db.Raw("SELECT count(*) FROM work_items WHERE "+due, c.values()).Scan(&n).Error
	return n > 0, machineError("store.IsDue", err)
}

// Renew makes a lease last from now on. The error has [ErrLeaseLost] in its chain
// where somebody else took over.
func (s *Store) Renew(ctx context.Context, lease Lease, now time.Time) error {
	return s.transaction(ctx, "store.Renew", func(t *tx) error { return t.renew(lease, now) })
}

func (t *tx) renew(lease Lease, now time.Time) error {
	updated := t.db.Exec("UPDATE work_items SET until = ? WHERE id = ? AND turn = ? AND owner = ?",
		now.Add(lease.long).Unix(), lease.Work.ID, lease.turn, lease.Work.Owner)
	if updated.Error == nil && updated.RowsAffected == 0 {
		return tracker.Errorf(tracker.Conflict, "store.renew", "another worker took over %s", lease.Work.Label).Because(ErrLeaseLost)
	}
	return updated.Error
}

type leaseKey struct{}

// held is a lease in a context, with the clock of its worker.
type held struct {
	lease Lease
	now   func() time.Time
}

// Under returns a context in which [Store.Apply] stores only while the lease
// holds, and renews it: the check is in the transaction that stores.
func Under(ctx context.Context, lease Lease, now func() time.Time) context.Context {
	return context.WithValue(ctx, leaseKey{}, held{lease, now})
}

// underLease checks and renews the lease of the context, where it has one.
func (t *tx) underLease() error {
	h, ok := t.ctx.Value(leaseKey{}).(held)
	if !ok {
		return nil
	}
	return t.renew(h.lease, h.now())
}

// Outcome is how a turn ended.
type Outcome struct {
	At      time.Time
	NextAt  time.Time // when it is due again; zero: when somebody asks
	Failed  error     // nil: it did not fail
	Unended bool      // it stopped on its way: no time of finishing is kept
	Changed bool      // something was stored: threads may be wanted
}

// giveUp is after how many failures an item goes that is done but once.
const giveUp = 5

// Finish gives an item back. Where it was asked for meanwhile it is due at once,
// and where it changed something the threads are that it may have found wanting.
func (s *Store) Finish(ctx context.Context, lease Lease, o Outcome) error {
	return s.transaction(ctx, "store.Finish", func(t *tx) error {
		if err := t.renew(lease, o.At); err != nil {
			return err
		}
		var r workItemRow
		if err := t.db.Raw("SELECT * FROM work_items WHERE id = ?", lease.Work.ID).Scan(&r).Error; err != nil {
			return err
		}
		r.end(o)
		if r.IsOnce && (!o.Unended && o.Failed == nil || r.Attempts >= giveUp) {
			if err := t.db.Exec("DELETE FROM work_items WHERE id = ?", r.ID).Error; err != nil {
				return err
			}
		} else if err := upsert(t, []workItemRow{r}, 14); err != nil {
			return err
		}
		if !o.Changed || r.Kind == string(ThreadsWork) {
			return nil
		}
		_, err := t.ask(o.At, "kind = ?", string(ThreadsWork))
		return err
	})
}

// end writes the outcome of a turn into its item.
func (r *workItemRow) end(o Outcome) {
	r.Owner, r.Until, r.NextAt = "", 0, unix(o.NextAt)
	if r.IsAsked {
		r.NextAt, r.IsAsked = o.At.Unix(), false
	}
	switch {
	case o.Failed != nil:
		r.Attempts++
		r.Error = clean(sentence(o.Failed))
	case !o.Unended:
		r.Attempts, r.Error, r.FinishedAt = 0, "", o.At.Unix()
	}
}

// sentence is an error as people read it.
func sentence(err error) string {
	if e, ok := errors.AsType[*tracker.Error](err); ok {
		return e.Message
	}
	return err.Error()
}

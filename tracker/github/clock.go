package github

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// clock tells GitHub's time. A pass is remembered by when it started, and what
// it missed is asked for by that time, so a laptop whose clock runs ahead would
// lose changes: the Date of each answer corrects it. A clock given from outside
// is not corrected.
type clock struct {
	local func() time.Time
	fixed bool
	skew  atomic.Int64 // nanoseconds that GitHub is ahead
	sleep func(context.Context, time.Duration) error
}

func newClock(o Options) *clock {
	c := &clock{local: o.Now, fixed: o.Now != nil, sleep: o.Sleep}
	if c.local == nil {
		c.local = time.Now
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	return c
}

// now is GitHub's time, UTC.
func (c *clock) now() time.Time {
	return c.local().Add(time.Duration(c.skew.Load())).UTC()
}

// seconds is now as facts keep it.
func (c *clock) seconds() time.Time { return c.now().Truncate(time.Second) }

// observe sets the clock by an answer. A Date has whole seconds and is a moment
// old, so small differences are left alone.
func (c *clock) observe(header http.Header) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || c.fixed {
		return
	}
	skew := date.Sub(c.local())
	if skew.Abs() < 5*time.Second {
		skew = 0
	}
	c.skew.Store(int64(skew))
}

// sleep waits for d or until ctx is done.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

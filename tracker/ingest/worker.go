package ingest

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// Token is one of the tokens that workers share, and how its source is made. A
// source made for a worker waits for no limit: it returns a RateLimited error.
type Token struct {
	Name  string // as the configuration calls it; never the token
	Owner string // whose repositories it was installed on, in lower case; "" for a person's token
	Open  func(ctx context.Context, work store.Work) (Source, error)
}

// WorkerOptions of [NewWorker]. Tokens must not be empty. The first may say that
// something cannot be seen any more; of the others only an installation may, of its owner's.
type WorkerOptions struct {
	Logger   *slog.Logger
	Store    *store.Store
	Now      func() time.Time
	Observer func(store.Run) // may be nil
	Name     string          // names this process, and no other that ever ran
	Tokens   []Token
	Lease    time.Duration // 0: [LeaseFor]
	Turn     int           // batches with acts after which it is another one's turn; 0: [TurnBatches]
	NoWait   bool          // end where all tokens rest
}

const (
	// LeaseFor is how long work stays with a worker that gives no sign of life.
	LeaseFor = time.Minute
	// TurnBatches is after how many batches a worker puts work back that is not done,
	// so that somebody with a long history does not keep the others waiting.
	TurnBatches = 100
	// LookEvery is how often an idle worker looks for work.
	LookEvery = 5 * time.Second
	// jitter is by which share of its pause work comes sooner or later, so that not
	// all of it comes at once.
	jitter = 0.1
)

// Worker works off the queue of a store. Any number of them may, in any number of
// processes: each thing is done by one at a time.
type Worker struct {
	o       WorkerOptions
	started time.Time
}

// NewWorker makes a worker.
func NewWorker(o WorkerOptions) *Worker {
	if o.Lease == 0 {
		o.Lease = LeaseFor
	}
	if o.Turn == 0 {
		o.Turn = TurnBatches
	}
	return &Worker{o: o, started: o.Now()}
}

// Work works off what is due and ends. It is one run of the store: its report and
// errors are those of [Run]. Where the tokens are used up it waits, but for NoWait.
func (w *Worker) Work(ctx context.Context) (Report, error) {
	s := &shift{Worker: w, usage: tracker.Usage{Remaining: -1}}
	return Run(ctx, Options{Logger: w.o.Logger, Store: w.o.Store, Source: s, Now: w.o.Now, Observer: w.o.Observer})
}

// Forever works until ctx is done: whenever something is due, it runs work, which
// is [Worker.Work] and what its caller does about the outcome.
func (w *Worker) Forever(ctx context.Context, work func(context.Context)) {
	defer w.end(context.WithoutCancel(ctx))
	for ctx.Err() == nil {
		is, err := w.Beat(ctx)
		if err != nil && ctx.Err() == nil {
			w.o.Logger.WarnContext(ctx, "the queue was not read", "error", err)
		}
		if is {
			work(ctx)
		}
		// A sync that failed at once is not tried at once: the pause is after both.
		sleep(ctx, spread(LookEvery))
	}
}

// Beat tells readers that the worker lives, and looks whether there is work.
func (w *Worker) Beat(ctx context.Context) (isDue bool, err error) {
	err = w.o.Store.BeatWorker(ctx, store.Worker{Name: w.o.Name, StartedAt: w.started, BeatAt: w.o.Now()})
	if err != nil {
		return false, err
	}
	return w.o.Store.IsDue(ctx, w.claiming())
}

func (w *Worker) end(ctx context.Context) {
	if err := w.o.Store.EndWorker(ctx, w.o.Name); err != nil {
		w.o.Logger.WarnContext(ctx, "the worker stays listed for a while", "error", err)
	}
}

func (w *Worker) claiming() store.Claiming {
	return store.Claiming{Owner: w.o.Name, For: w.o.Lease, Now: w.o.Now()}
}

// spread is a pause with its jitter.
func spread(pause time.Duration) time.Duration {
	return time.Duration(float64(pause) * (1 - jitter + 2*jitter*rand.Float64())) //nolint:gosec // spreads load, guards nothing
}

// sleep waits, or until ctx is done.
func sleep(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

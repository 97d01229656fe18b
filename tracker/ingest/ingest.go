package ingest

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// Source is where facts come from: GitHub, an archive, a clone.
type Source interface {
	Name() tracker.SourceName
	// Sync emits everything that changed since the cursors in memory. It may be
	// stopped anywhere; the next call goes on from the stored cursors. It returns
	// a [tracker.Partial] when it came to its end without some of what was asked.
	Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error
	// Usage may be called while Sync runs.
	Usage() tracker.Usage
}

// Options of [Run].
type Options struct {
	Logger   *slog.Logger
	Store    *store.Store
	Source   Source
	Now      func() time.Time
	Observer func(store.Run) // sees the run after each change; may be nil
}

// Report is what a run came to.
type Report struct {
	Run      store.Run
	Changes  store.Changes
	Coverage []store.CoverageRow // of every scope that the run touched
	Missing  []error             // what was asked for and did not come
}

// Run runs one source to its end, or until ctx is done. Whatever happens, what
// was stored stays stored and the run's row says how it ended. The error is the
// source's or the store's; a [tracker.Partial] is an error too, beside a full
// Report.
func Run(ctx context.Context, o Options) (Report, error) {
	started, err := o.Store.StartRun(ctx, o.Source.Name(), o.Now())
	if err != nil {
		return Report{}, err
	}
	r := newRunner(o, started)
	stopBeating := r.beat(ctx)
	err = o.Source.Sync(ctx, o.Store, r.emit, r.report)
	r.analyze(ctx)
	stopBeating()
	if err == nil {
		err = ctx.Err()
	}
	return r.finish(ctx, err)
}

// finish writes the run's end even when ctx is done: a cancelled run is exactly
// one whose end must be told.
func (r *runner) finish(ctx context.Context, cause error) (Report, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	report := Report{Changes: r.changes}
	var err error
	if report.Coverage, err = r.coverage(ctx); err != nil {
		cause = errors.Join(cause, err)
	}
	r.mu.Lock()
	end(&r.run, cause, report.Coverage)
	r.run.FinishedAt = r.o.Now().UTC()
	r.mu.Unlock()
	if partial, ok := errors.AsType[*tracker.Partial](cause); ok {
		report.Missing = partial.Missing
	}
	if err := r.save(ctx); err != nil {
		return report, errors.Join(cause, err)
	}
	report.Run = r.snapshot()
	return report, cause
}

// end sets a run's state and words from what stopped it and what it could not see.
func end(run *store.Run, cause error, coverage []store.CoverageRow) {
	switch {
	case cause == nil:
		run.State = store.Done
		for _, row := range coverage {
			if row.Gap != "" {
				run.State = store.Partly
			}
		}
		return
	case errors.Is(cause, context.Canceled):
		run.State = store.Stopped
		run.Error = "The run was stopped."
		run.Hint = "What it had read is stored; the next run goes on from there."
		return
	}
	run.State = store.Failed
	if _, ok := errors.AsType[*tracker.Partial](cause); ok {
		run.State = store.Partly
	}
	run.Error = cause.Error()
	if e, ok := errors.AsType[*tracker.Error](cause); ok {
		run.Error, run.Hint, run.RetryAt = e.Message, e.Hint, e.RetryAt
	}
}

package ingest

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// beatEvery is how often a running run gives a sign of life. Readers take a run
// for stopped after several beats without one.
const beatEvery = time.Second

// runner is one run on its way: it stores what the source emits and tells
// readers how far the run has come.
type runner struct {
	o       Options
	mu      sync.Mutex // guards what follows: the source reports while the beat saves
	run     store.Run
	index   map[streamKey]int // of run.Streams
	scopes  map[string]bool   // whose coverage this run reports
	changes store.Changes
}

type streamKey struct{ scope, stream string }

func newRunner(o Options, run store.Run) *runner {
	return &runner{o: o, run: run, index: map[streamKey]int{}, scopes: map[string]bool{},
		changes: store.Changes{Added: map[tracker.Kind]int{}, Changed: map[tracker.Kind]int{}, Removed: map[tracker.Kind]int{}}}
}

// emit stores one batch with its cursors.
func (r *runner) emit(ctx context.Context, b tracker.Batch) error {
	if b.Source == "" {
		b.Source = r.o.Source.Name()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	storing, stored := toItsEnd(ctx)
	defer stored()
	changes, err := r.o.Store.Apply(storing, b)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.run.Added += add(r.changes.Added, changes.Added)
	r.run.Changed += add(r.changes.Changed, changes.Changed)
	r.run.Removed += add(r.changes.Removed, changes.Removed)
	for _, c := range b.Coverage {
		r.scopes[c.Scope] = true
	}
	return nil
}

// much is how many acts a run has stored when the engine's statistics may mislead it.
const much = 10_000

// analyze renews the statistics of the store after a run that stored much. Without them
// pages are slower and nothing is wrong.
func (r *runner) analyze(ctx context.Context) {
	r.mu.Lock()
	stored := r.run.Added + r.run.Changed + r.run.Removed
	r.mu.Unlock()
	if stored < much || ctx.Err() != nil {
		return
	}
	if err := r.o.Store.Analyze(ctx); err != nil && ctx.Err() == nil {
		r.o.Logger.Warn("the store's statistics were not renewed", "error", err)
	}
}

// grace is how long a batch that is being stored goes on after its run was stopped.
const grace = 10 * time.Second

// toItsEnd is ctx for storing one batch: a run that is stopped stops between two batches, so
// that what was fetched for this one is not fetched again.
func toItsEnd(ctx context.Context) (storing context.Context, stored context.CancelFunc) {
	storing, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })
	return storing, func() { stop(); cancel() }
}

// add adds each of more to counts and returns how many that was in all.
func add(counts, more map[tracker.Kind]int) (sum int) {
	for kind, n := range more {
		counts[kind] += n
		sum += n
	}
	return sum
}

// report takes the latest word of one stream.
func (r *runner) report(p tracker.Progress) {
	r.mu.Lock()
	key := streamKey{p.Scope, p.Stream}
	i, known := r.index[key]
	if !known {
		i = len(r.run.Streams)
		r.index[key] = i
		r.run.Streams = append(r.run.Streams, p)
	}
	r.run.Streams[i] = p
	r.mu.Unlock()
	r.observe()
}

// beat saves the run every beatEvery until the returned function is called,
// so that a run that waits for GitHub is not taken for a dead one.
func (r *runner) beat(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(beatEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if err := r.save(ctx); err != nil && ctx.Err() == nil {
					r.o.Logger.Warn("the run's progress was not saved", "run_id", r.run.ID, "error", err)
				}
			}
		}
	}()
	return func() { cancel(); <-done }
}

func (r *runner) save(ctx context.Context) error {
	run := r.snapshot()
	r.observe()
	return r.o.Store.SaveRun(ctx, run)
}

func (r *runner) observe() {
	if r.o.Observer != nil {
		r.o.Observer(r.snapshot())
	}
}

func (r *runner) snapshot() store.Run {
	r.mu.Lock()
	defer r.mu.Unlock()
	run := r.run
	run.Usage = r.o.Source.Usage()
	run.BeatAt = r.o.Now().UTC()
	run.Streams = slices.Clone(run.Streams)
	return run
}

// coverage reads back what is stored of the scopes that this run touched.
func (r *runner) coverage(ctx context.Context) ([]store.CoverageRow, error) {
	r.mu.Lock()
	scopes := slices.Sorted(maps.Keys(r.scopes))
	r.mu.Unlock()
	if len(scopes) == 0 {
		return nil, nil
	}
	return r.o.Store.Coverage(ctx, scopes...)
}

package ingest_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
)

var errStopped = errors.New("stopped by the test")

// stopping is a source, stopped before it may store one batch more than
// allowed.
type stopping struct {
	ingest.Source
	allowed, stored int
}

func (s *stopping) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	return s.Source.Sync(ctx, memory, func(ctx context.Context, b tracker.Batch) error {
		if s.stored == s.allowed {
			return errStopped
		}
		s.stored++
		return emit(ctx, b)
	}, report)
}

// TestStoppedAfterEveryBatchASyncEndsInTheSameStore stops the sync after its
// first batch, its second, and so on to its last (one in the middle when short), goes
// on, and compares facts, cursors, coverage and rollups with an undisturbed run's.
func TestStoppedAfterEveryBatchASyncEndsInTheSameStore(t *testing.T) {
	world := githubsim.Sample(7, worldNow)
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	scope := sampleScope(world)
	run := func(dsn string, allowed int) int {
		s := openStoreAt(t, dsn)
		defer s.Close()
		source, err := github.New(quiet(), scopeOptions(url, scope))
		if err != nil {
			t.Fatal(err)
		}
		stopped := &stopping{Source: source, allowed: allowed}
		_, err = ingest.Run(t.Context(), ingest.Options{Logger: quiet(), Store: s, Source: stopped, Now: func() time.Time { return worldNow }})
		if err != nil && !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
		return stopped.stored
	}
	undisturbed := filepath.Join(t.TempDir(), "undisturbed.db")
	batches := run(undisturbed, -1)
	want := fingerprint(t, openStoreAt(t, undisturbed))
	first, stride := 0, 1
	if testing.Short() {
		first, stride = batches/2, batches
	}
	for allowed := first; allowed < batches; allowed += stride {
		dsn := filepath.Join(t.TempDir(), "stopped.db")
		run(dsn, allowed)
		run(dsn, -1)
		if got := fingerprint(t, openStoreAt(t, dsn)); got != want {
			t.Errorf("stopped after batch %d of %d, the store is not that of an undisturbed run", allowed, batches)
		}
	}
}

package github_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// TestTheRealStoreIsTheSameAfterAnIdleSync runs the source into a real store,
// twice, and once more from the middle.
func TestTheRealStoreIsTheSameAfterAnIdleSync(t *testing.T) {
	testneed.Thorough(t)
	w := small(t)
	g := newRig(t, w, githubsim.Options{}, both(t, w))
	db := openStore(t)
	syncInto(t, g, db, 0)
	want := fingerprint(t, db)
	syncInto(t, g, db, 0)
	if got := fingerprint(t, db); got != want {
		t.Error("an idle sync changed the store")
	}
	stopped := openStore(t)
	for _, n := range []int{7, 19, 0} {
		syncInto(t, g, stopped, n)
	}
	if got := fingerprint(t, stopped); got != want {
		t.Error("a sync that was stopped twice leaves another store than an undisturbed one")
	}
}

func openStore(t *testing.T) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "facts.db"), store.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// syncInto syncs into a store, and stops after so many batches unless it is 0.
func syncInto(t *testing.T, g *rig, db *store.Store, stop int) {
	t.Helper()
	source, err := github.New(slog.New(slog.DiscardHandler), g.options)
	if err != nil {
		t.Fatal(err)
	}
	batches := 0
	emit := func(ctx context.Context, b tracker.Batch) error {
		if batches++; stop > 0 && batches > stop {
			return errKilled
		}
		_, err := db.Apply(ctx, b)
		return err
	}
	if err := source.Sync(t.Context(), db, emit, func(tracker.Progress) {}); err != nil && stop == 0 {
		t.Fatal(err)
	}
}

func fingerprint(t *testing.T, db *store.Store) string {
	t.Helper()
	text, err := db.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

package ingest_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
)

// twoBatches emits two accounts, each in a batch of its own.
type twoBatches struct{ storing func() }

func (twoBatches) Name() tracker.SourceName { return tracker.ArchiveSource }
func (twoBatches) Usage() tracker.Usage     { return tracker.Usage{Remaining: -1} }

func (s twoBatches) Sync(ctx context.Context, _ tracker.Memory, emit tracker.Emit, _ func(tracker.Progress)) error {
	for i, login := range []string{"ada", "ben"} {
		s.storing()
		account := tracker.Account{Host: "github.com", DatabaseID: int64(i + 1), Login: login, Kind: tracker.UserAccount}
		if err := emit(ctx, tracker.Batch{Accounts: []tracker.Account{account}}); err != nil {
			return err
		}
	}
	return nil
}

// The run is told to stop while its first batch is half stored.
func TestARunIsStoppedBetweenTwoBatches(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	isStoring := false
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), store.Options{Watch: func() {
		if isStoring {
			stop()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	_, err = ingest.Run(ctx, ingest.Options{Logger: quiet(), Store: st, Source: twoBatches{func() { isStoring = true }}, Now: time.Now})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the run ended with %v", err)
	}
	for login, want := range map[string]bool{"ada": true, "ben": false} {
		found, _, err := st.FindAccounts(t.Context(), login)
		if got := len(found) > 0; got != want || err != nil && want {
			t.Errorf("%s is stored: %v, want %v (%v)", login, got, want, err)
		}
	}
	if runs, err := st.Runs(t.Context(), 1); err != nil || runs[0].State != store.Stopped {
		t.Errorf("the run is told as %+v (%v)", runs, err)
	}
}

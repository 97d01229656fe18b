package ingest_test

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker/github"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func openStore(t *testing.T) *store.Store {
	t.Helper()
	return openStoreAt(t, filepath.Join(t.TempDir(), "rungless.db"))
}

func openStoreAt(t *testing.T, dsn string) *store.Store {
	t.Helper()
	s, err := openWithoutTest(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func openWithoutTest(ctx context.Context, dsn string) (*store.Store, error) {
	return store.Open(ctx, dsn, store.Options{Logger: quiet()})
}

// sync runs the GitHub source once, as the sync verb does.
func sync(ctx context.Context, s *store.Store, o github.Options) (ingest.Report, error) {
	source, err := github.New(quiet(), o)
	if err != nil {
		return ingest.Report{}, err
	}
	return ingest.Run(ctx, ingest.Options{Logger: quiet(), Store: s, Source: source, Now: time.Now})
}

func mustSync(t *testing.T, s *store.Store, o github.Options) ingest.Report {
	t.Helper()
	report, err := sync(t.Context(), s, o)
	if err != nil {
		t.Fatalf("sync: %v", err)
	}
	return report
}

func fingerprint(t *testing.T, s *store.Store) string {
	t.Helper()
	sum, err := s.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

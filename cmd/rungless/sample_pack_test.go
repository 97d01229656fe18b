package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/config"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/pack/render"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// sampleDay is the day of the world that the sample pack in docs/packs is of.
var sampleDay = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// sampleAddress is in that pack's links, and so in its hashes: a loopback address on which
// no demo listens.
const sampleAddress = "127.0.0.2:8417"

// The sample pack in docs/packs is what the program makes of its draft, from the sample
// organisation of one fixed day. Package render holds the other formats to its JSON.
func TestTheSamplePackIsWhatTheProgramMakes(t *testing.T) {
	testneed.Thorough(t)
	url, stop, err := githubsim.New(nil, githubsim.Sample(1, sampleDay), githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1}).
		Start(context.WithoutCancel(t.Context()), sampleAddress)
	if err != nil {
		t.Skipf("the address in the pack's links cannot be listened on: %v", err)
	}
	defer stop()
	s := &settings{config: config.Default(), logger: slog.New(slog.DiscardHandler), err: io.Discard}
	s.config.GitHub.URL = url
	folder := filepath.Join(testneed.Root(t), "docs", "packs")
	got := s.renderSample(t, filepath.Join(folder, "sample.yaml"))
	path := filepath.Join(folder, "sample.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got), -update rewrites it:\n%s", path, diff)
	}
}

// renderSample syncs what the draft of the sample pack names, on the fixed day, and writes
// the pack as JSON.
func (s *settings) renderSample(t *testing.T, draft string) []byte {
	t.Helper()
	ctx := t.Context()
	onThatDay := func() time.Time { return sampleDay }
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "rungless.db"), store.Options{Now: onThatDay})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	source, err := github.New(s.logger, github.Options{BaseURL: s.config.GitHub.URL, Token: theToken, Now: onThatDay,
		People: []string{"ingrid-solvangen"}, Repositories: []string{"lanternfish-labs/plumbline"}})
	if err == nil {
		_, err = ingest.Run(ctx, ingest.Options{Logger: s.logger, Store: st, Source: source, Now: onThatDay})
	}
	if err == nil {
		err = s.attribute(ctx, st)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.newPacker(st)
	if err != nil {
		t.Fatal(err)
	}
	done, err := p.resolved(ctx, draft, "")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := render.To(ctx, &out, done, render.JSON, render.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/githubsim"
	"rungless/tracker/pack"
)

// remarkedWorld is the small world with a comment on its merge.
func remarkedWorld() *githubsim.World {
	w := smallWorld()
	widgets := w.Repositories[0]
	widgets.Comments = []*githubsim.Comment{{ID: 9001, NodeID: "CC_9001", Author: w.Viewer, Body: "Oil it yearly.", CreatedAt: day(23), CommitSHA: widgets.Commits[1].SHA}}
	return w
}

// sealedAtHome syncs that world and seals a pack on its change, its issue, a comment, a
// commit and the comment on it, in this order.
func sealedAtHome(t *testing.T) (environ []string, path string) {
	t.Helper()
	url, server := githubsim.StartTest(t, remarkedWorld(), githubsim.Options{})
	environ, folder := home(t), t.TempDir()
	var comment int64
	server.Mutate(func(w *githubsim.World) { comment = w.Repositories[0].Threads[0].Comments[0].ID })
	draft := filepath.Join(folder, "draft.yaml")
	text := `form: rungless-pack-draft/1
person: ada
from: 2026-01-01
to: 2026-07-01
title: Half a year
chapters:
  - key: widgets
    title: Widgets
    claims:
      - id: widgets
        text: I chose gears instead of belts, which made widgets turn.
        ready: true
        sources:
          - url: {widgets}/pull/2
          - url: {widgets}/issues/1
          - url: {widgets}/issues/1#issuecomment-{comment}
          - url: {widgets}/commit/2222222222222222222222222222222222222222
          - url: {widgets}/commit/2222222222222222222222222222222222222222#commitcomment-9001
`
	text = strings.NewReplacer("{widgets}", url+"/acme/widgets", "{comment}", strconv.FormatInt(comment, 10)).Replace(text)
	if err := os.WriteFile(draft, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(folder, "sealed.zip")
	at := append(environ, "RUNGLESS_GITHUB_URL="+url, "GH_TOKEN="+theToken)
	for _, args := range [][]string{{"sync", "--repo", "acme/widgets", "--person", "ada"}, {"pack", "seal", draft, "-o", path}} {
		var said strings.Builder
		if code := run(t.Context(), args, at, strings.NewReader(""), io.Discard, &said); code != exitDone {
			t.Fatalf("%s: exit code %d\n%s", args, code, &said)
		}
	}
	return environ, path
}

// The same world is served anew with one thing changed, under an address of its own: what
// became of a source is asked by its id.
func TestVerifyingOnlineSaysWhatBecameOfEachSource(t *testing.T) {
	environ, path := sealedAtHome(t)
	type fates = [5]pack.Fate
	asBefore := fates{pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Unchanged}
	notChecked := fates{pack.NotChecked, pack.NotChecked, pack.NotChecked, pack.NotChecked, pack.NotChecked}
	invisible := fates{pack.NotVisible, pack.NotVisible, pack.NotVisible, pack.NotVisible, pack.NotVisible}
	for name, c := range map[string]struct {
		change  func(widgets *githubsim.Repository)
		options githubsim.Options
		code    int
		fates   fates
	}{
		"nothing": {nil, githubsim.Options{}, exitDone, asBefore},
		"the text was edited": {func(r *githubsim.Repository) { r.Threads[1].Body = "By belts." }, githubsim.Options{}, exitFailed,
			fates{pack.Edited, pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Unchanged}},
		"the title was edited": {func(r *githubsim.Repository) { r.Threads[0].Title = "Widgets stand" }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.Edited, pack.Unchanged, pack.Unchanged, pack.Unchanged}},
		"the issue was closed": {func(r *githubsim.Repository) { r.Threads[0].State, r.Threads[0].ClosedAt = "CLOSED", day(50) }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.StateChanged, pack.Unchanged, pack.Unchanged, pack.Unchanged}},
		"the comment was hidden": {func(r *githubsim.Repository) { r.Threads[0].Comments[0].Minimized = "OFF_TOPIC" }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.Unchanged, pack.Hidden, pack.Unchanged, pack.Unchanged}},
		"the comment was deleted": {func(r *githubsim.Repository) { r.Threads[0].Comments = nil }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.Unchanged, pack.Removed, pack.Unchanged, pack.Unchanged}},
		"the issue was deleted, and its comment with it": {func(r *githubsim.Repository) { r.Threads = r.Threads[1:] }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.Removed, pack.Removed, pack.Unchanged, pack.Unchanged}},
		"the comment on the commit was edited": {func(r *githubsim.Repository) { r.Comments[0].Body = "Oil it daily." }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Edited}},
		"the comment on the commit was hidden": {func(r *githubsim.Repository) { r.Comments[0].Minimized = "OFF_TOPIC" }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Hidden}},
		"the comment on the commit was deleted": {func(r *githubsim.Repository) { r.Comments = nil }, githubsim.Options{}, exitFailed,
			fates{pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Unchanged, pack.Removed}},
		"the repository turned private": {func(r *githubsim.Repository) { r.Private = true }, githubsim.Options{}, exitFailed, invisible},
		"the repository was renamed": {func(r *githubsim.Repository) { r.Name, r.Former = "gadgets", []string{"acme/widgets"} }, githubsim.Options{},
			exitDone, asBefore},
		"the repository was given to somebody else": {func(r *githubsim.Repository) { r.Owner, r.Former = r.Threads[0].Author, []string{"acme/widgets"} },
			githubsim.Options{}, exitDone, asBefore},
		"GitHub's limit is used up": {nil, githubsim.Options{PointsPerHour: 1}, exitPartly, notChecked},
		"GitHub takes no token":     {nil, githubsim.Options{Tokens: []string{"another"}}, exitPartly, notChecked},
	} {
		t.Run(name, func(t *testing.T) {
			url, server := githubsim.StartTest(t, remarkedWorld(), c.options)
			server.Mutate(func(w *githubsim.World) {
				if c.change != nil {
					c.change(w.Repositories[0])
				}
			})
			if c.options.PointsPerHour == 1 { // the first question uses it up
				verifiedOnline(t, path, append(environ, "RUNGLESS_GITHUB_URL="+url, "GH_TOKEN="+theToken))
			}
			code, got := verifiedOnline(t, path, append(environ, "RUNGLESS_GITHUB_URL="+url, "GH_TOKEN="+theToken))
			if diff := cmp.Diff(c.fates, got); diff != "" || code != c.code {
				t.Errorf("exit code %d, want %d; what became of them (-want +got):\n%s", code, c.code, diff)
			}
		})
	}
	t.Run("nobody answers", func(t *testing.T) {
		code, got := verifiedOnline(t, path, append(environ, "RUNGLESS_GITHUB_URL=http://127.0.0.1:1", "GH_TOKEN="+theToken))
		if got != notChecked || code != exitPartly {
			t.Errorf("exit code %d, %v", code, got)
		}
	})
}

// verifiedOnline asks what became of the sources of a sealed pack.
func verifiedOnline(t *testing.T, path string, environ []string) (code int, fates [5]pack.Fate) {
	t.Helper()
	var out, said strings.Builder
	code = run(t.Context(), []string{"pack", "verify", path, "--online", "--json"}, environ, strings.NewReader(""), &out, &said)
	var found verified
	if err := json.Unmarshal([]byte(out.String()), &found); err != nil || len(found.Sources) != len(fates) || len(found.Problems) > 0 {
		t.Fatalf("%v, exit code %d\n%s\n%s", err, code, &out, &said)
	}
	for i, source := range found.Sources {
		fates[i] = source.Fate
		if source.Sentence == "" || source.Permalink == "" {
			t.Errorf("[%d] is told without words or address", source.Ref)
		}
	}
	return code, fates
}

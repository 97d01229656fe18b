package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

func TestASyncThatWasAskedForIsWaitedForUntilItBegins(t *testing.T) {
	st := fixture(t)
	now := fixtureNow
	h := site(t, st, func(o *Options) {
		o.Now = func() time.Time { return now }
		o.SyncNow = func() error { return nil }
	})
	first := func() string { return getPage(t, h, "/sync").all("main p")[0].text() }
	const waiting, none = "A sync was asked for. It begins in a moment.", "No sync is running."
	if got := first(); got != "Nothing has been synced yet." {
		t.Errorf("at first: %q", got)
	}
	ask(h, "POST", "/sync", nil)
	now = now.Add(3 * time.Second)
	if got := first(); got != waiting {
		t.Errorf("right after the button: %q", got)
	}
	run, err := st.StartRun(t.Context(), tracker.GitHubSource, now)
	if err != nil {
		t.Fatal(err)
	}
	run.BeatAt = time.Now()
	if err := st.SaveRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	if got := first(); !strings.HasPrefix(got, "Running · GitHub") {
		t.Errorf("while it runs: %q", got)
	}
	run.State, run.FinishedAt = store.Done, now
	if err := st.SaveRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	if got := first(); got != none {
		t.Errorf("after it: %q", got)
	}
	ask(h, "POST", "/sync", nil)
	now = now.Add(time.Minute)
	if got := first(); got != none {
		t.Errorf("of a sync that never began: %q", got)
	}
}

func TestTheButtonShowsTheSyncThatRunsAlready(t *testing.T) {
	s, _ := bare(t, Options{SyncNow: func() error { return tracker.Errorf(tracker.Conflict, "test", "A sync is running already") }})
	if w := ask(s.Handler(), "POST", "/sync", nil); w.Code != http.StatusSeeOther {
		t.Errorf("got %d, want 303", w.Code)
	}
	if s.asking.Load() != nil {
		t.Error("a sync that was refused is waited for")
	}
}

func TestGapsAreCountedByStreamAndListedInFullWhenAskedFor(t *testing.T) {
	st := fixture(t)
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i := range 40 {
		b.Coverage = append(b.Coverage, tracker.Coverage{Source: tracker.GitHubSource, Scope: fmt.Sprintf("repository:R_%d", i),
			Label: fmt.Sprintf("lumen/part-%d", i), Stream: "discussions", Asked: -1, Gap: "the repository answers 403"})
	}
	apply(t, st, b)
	h := site(t, st, nil)
	page := getPage(t, h, "/sync")
	want := []string{"Discussions (GitHub): 40", "Issue comments (GitHub): 1"}
	if got := texts(page.all("main h3")); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := len(page.all("main ul li")); got != gapsShown+1 {
		t.Errorf("%d gaps are listed, want %d", got, gapsShown+1)
	}
	for _, link := range page.all("main section a") {
		if link.text() == "Show all of them" {
			path, _, _ := strings.Cut(link.attribute("href"), "#")
			if got := len(getPage(t, h, path).all("main ul li")); got != 41 {
				t.Errorf("%s lists %d gaps, want 41", path, got)
			}
			return
		}
	}
	t.Error("nothing leads to all of them")
}

func TestARunShowsFirstWhatStillGoesOnAndFoldsTheRest(t *testing.T) {
	through, open := stream{Key: "through", Done: 9, Total: 9}, stream{Key: "open", Done: 1, Total: 9}
	told, uncounted := stream{Key: "told", Note: "waiting for GitHub"}, stream{Key: "uncounted", Done: 4}
	r := run{State: store.Running, Streams: []stream{uncounted, through, open, told, uncounted, through}}
	keys := func(streams []stream) string {
		var all []string
		for _, s := range streams {
			all = append(all, s.Key)
		}
		return strings.Join(all, " ")
	}
	if got, want := keys(r.Going()), "open told uncounted"; got != want {
		t.Errorf("going on: got %q, want %q", got, want)
	}
	r.State = store.Partly
	if got, want := keys(r.Going()), "open told"; got != want {
		t.Errorf("left over: got %q, want %q", got, want)
	}
	if got, want := keys(r.Earlier()), "uncounted through uncounted through"; got != want {
		t.Errorf("read: got %q, want %q", got, want)
	}
}

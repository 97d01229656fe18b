package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/ingest"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/web/story"
)

// The small history that pages are tested on: two people, a bot, a login that
// changed, one gap in what could be seen.
var (
	fixtureNow = story.Now
	serve      = story.Serve
	kernels    = story.Kernels
	mei        = story.Mei
	omar       = story.Omar
	bot        = story.Bot
)

func fixtureAccount(id int64, login, name string, kind tracker.AccountKind) tracker.Account {
	return story.Account(id, login, name, kind)
}

func defaultCatalogue(t testing.TB) *domain.Catalogue {
	t.Helper()
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func openStore(t testing.TB) *store.Store {
	t.Helper()
	return openStoreAt(t, nil)
}

// openStoreAt opens a store with a clock of its own; nil is the machine's.
func openStoreAt(t testing.TB, now func() time.Time) *store.Store {
	t.Helper()
	st, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"),
		store.Options{Now: now, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Attributor: ingest.Attributor(defaultCatalogue(t))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func apply(t testing.TB, st *store.Store, b tracker.Batch) {
	t.Helper()
	if _, err := st.Apply(context.Background(), b); err != nil {
		t.Fatal(err)
	}
}

func track(t testing.TB, st *store.Store, accounts ...tracker.Account) {
	t.Helper()
	for _, account := range accounts {
		if _, err := st.Track(context.Background(), account, "test"); err != nil {
			t.Fatal(err)
		}
	}
}

func pullRequest(repository tracker.RepositoryRef, number int, author tracker.Account, at time.Time, title string) tracker.Thread {
	return story.PullRequest(repository, number, author, at, title)
}

// fixture is a store with the small history.
func fixture(t testing.TB) *store.Store {
	t.Helper()
	st := openStore(t)
	former := mei
	former.Login, former.SeenAt = "meizhao", fixtureNow.AddDate(-2, 0, 0)
	apply(t, st, tracker.Batch{Source: tracker.GitHubSource, Accounts: []tracker.Account{former, omar, bot}})
	track(t, st, former, omar)
	apply(t, st, story.Small())
	apply(t, st, story.Year())
	return st
}

// site is the whole web app over a store, at the time of the small history.
func site(t testing.TB, st *store.Store, change func(*Options)) http.Handler {
	t.Helper()
	o := Options{Store: st, Profiles: profile.New(st, defaultCatalogue(t), growth.DefaultRules()), Version: "test", Now: func() time.Time { return fixtureNow }}
	if change != nil {
		change(&o)
	}
	s, err := New(slog.New(slog.NewTextHandler(io.Discard, nil)), o)
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// addRuns stores a run that failed and one that goes on.
func addRuns(t testing.TB, st *store.Store) (failed, running store.Run) {
	t.Helper()
	failed, running, err := story.AddRuns(context.Background(), st)
	if err != nil {
		t.Fatal(err)
	}
	return failed, running
}

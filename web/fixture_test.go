package web

import (
	"context"
	"fmt"
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
)

// The small history that pages are tested on: two people, a bot, a login that
// changed, one gap in what could be seen.
var (
	fixtureNow = time.Date(2026, 11, 23, 4, 2, 0, 0, time.UTC)
	serve      = tracker.RepositoryRef{Host: "github.com", DatabaseID: 10, NodeID: "R_serve", Owner: "lumen", Name: "serve"}
	kernels    = tracker.RepositoryRef{Host: "github.com", DatabaseID: 11, NodeID: "R_kernels", Owner: "lumen", Name: "kernels"}
	mei        = fixtureAccount(1, "mei-zhao", "Mei Zhao", tracker.UserAccount)
	omar       = fixtureAccount(2, "omar", "Omar Haddad", tracker.UserAccount)
	bot        = fixtureAccount(3, "tidy[bot]", "", tracker.BotAccount)
)

func fixtureAccount(id int64, login, name string, kind tracker.AccountKind) tracker.Account {
	return tracker.Account{Host: "github.com", DatabaseID: id, NodeID: fmt.Sprintf("U_%d", id), Login: login, Name: name, Kind: kind,
		SeenAt: fixtureNow.Add(-time.Hour)}
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
	st, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "test.db"),
		store.Options{Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Attributor: ingest.Attributor(defaultCatalogue(t))})
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
	return tracker.Thread{
		ThreadRef:  tracker.ThreadRef{Repository: repository, Kind: tracker.PullRequestKind, Number: number, NodeID: fmt.Sprintf("PR_%s_%d", repository.Name, number)},
		DatabaseID: repository.DatabaseID*1_000_000 + int64(number), Title: title, Author: author,
		State: tracker.Merged, CreatedAt: at, UpdatedAt: at.Add(time.Hour), ClosedAt: at.Add(time.Hour),
		PullRequest: &tracker.PullRequest{MergedAt: at.Add(time.Hour), MergedBy: omar}, AsOf: fixtureNow, Detail: tracker.InPassing,
	}
}

// fixture is a store with the small history.
func fixture(t testing.TB) *store.Store {
	t.Helper()
	st := openStore(t)
	former := mei
	former.Login, former.SeenAt = "meizhao", fixtureNow.AddDate(-2, 0, 0)
	apply(t, st, tracker.Batch{Source: tracker.GitHubSource, Accounts: []tracker.Account{former, omar, bot}})
	track(t, st, former, omar)
	b := tracker.Batch{
		Source:   tracker.GitHubSource,
		Accounts: []tracker.Account{mei},
		Repositories: []tracker.Repository{{RepositoryRef: serve, Topics: []string{"serving"}, UpdatedAt: fixtureNow},
			{RepositoryRef: kernels, Topics: []string{"kernels"}, UpdatedAt: fixtureNow}},
		Coverage: []tracker.Coverage{
			{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "mei-zhao", Stream: "pull_requests", Asked: 9, Got: 9},
			{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "mei-zhao", Stream: "issue_comments", Asked: -1, Got: 0,
				Gap: "the organisation lumen asks for single sign-on, which this token has not done"},
		},
	}
	for i := range 9 {
		at := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC).AddDate(0, -2*i, 0)
		thread := pullRequest([]tracker.RepositoryRef{serve, kernels}[i%2], 100-i, mei, at, fmt.Sprintf("Batch prompts of equal length, part %d", 9-i))
		b.Threads = append(b.Threads, thread)
		if i < 3 {
			theirs := pullRequest(kernels, 200-i, omar, at, "Fuse attention and dropout")
			b.Threads = append(b.Threads, theirs)
			b.Reviews = append(b.Reviews, tracker.Review{Thread: theirs.ThreadRef, DatabaseID: int64(900 + i), NodeID: fmt.Sprintf("PRR_%d", i),
				Author: mei, State: tracker.Approved, SubmittedAt: at.Add(time.Minute), UpdatedAt: at.Add(time.Minute)})
		}
	}
	b.Threads = append(b.Threads, pullRequest(serve, 300, bot, fixtureNow.AddDate(0, -1, 0), "Raise a dependency"))
	apply(t, st, b)
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
	ctx := context.Background()
	failed, err := st.StartRun(ctx, tracker.GitHubSource, fixtureNow.Add(-2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	failed.State, failed.FinishedAt = store.Failed, fixtureNow.Add(-time.Hour)
	failed.Error, failed.Hint = "GitHub did not accept the token", "Sign in again with gh auth login, then sync."
	failed.RetryAt = fixtureNow.Add(time.Hour)
	if err := st.SaveRun(ctx, failed); err != nil {
		t.Fatal(err)
	}
	running, err = st.StartRun(ctx, tracker.GitHubSource, fixtureNow.Add(-2*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	running.BeatAt, running.Added = time.Now(), 1200 // the store calls a silent run stopped, by the machine's clock
	running.Usage = tracker.Usage{Calls: 40, Points: 80, Remaining: 4920, ResetAt: fixtureNow.Add(40 * time.Minute)}
	running.Streams = []tracker.Progress{
		{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "mei-zhao", Stream: "pull_requests", Done: 120, Total: 400},
		{Source: tracker.GitHubSource, Scope: "person:U_2", Label: "omar", Stream: "reviews", Done: 7, Note: "waiting for GitHub until 14:05"},
	}
	if err := st.SaveRun(ctx, running); err != nil {
		t.Fatal(err)
	}
	return failed, running
}

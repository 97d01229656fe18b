package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	gosync "sync"
	"testing"
	"time"

	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// childWorker in a child's environment makes it a worker; its value names it.
const childWorker = "RUNGLESS_TEST_CHILD_WORKER"

// haste is how much faster the workers' clock runs, so that a lease of half a minute
// is lost after a moment.
const haste = 20

// hastyNow is the same for every process of a test: it counts from a fixed time.
func hastyNow() time.Time {
	return worldNow.Add(time.Since(worldNow) % (24 * time.Hour) * haste)
}

// plan is what a scope comes to as work.
func plan(scope string) []store.Work {
	people, repositories, _ := strings.Cut(scope, ";")
	var all []store.Work
	for _, login := range list(people) {
		all = append(all, store.Work{Kind: store.PersonWork, Name: login, Label: login})
	}
	for _, name := range list(repositories) {
		all = append(all, store.Work{Kind: store.RepositoryWork, Name: name, Label: name})
	}
	for share := range store.ThreadShares {
		all = append(all, store.Work{Kind: store.ThreadsWork, Name: strconv.Itoa(share)})
	}
	return all
}

// opener makes the sources of work for one token.
func opener(url, token string) func(context.Context, store.Work) (ingest.Source, error) {
	return func(_ context.Context, w store.Work) (ingest.Source, error) {
		o := github.Options{BaseURL: url, Token: token, NoWait: true, Only: github.OnlyIndexes, Now: func() time.Time { return worldNow }}
		switch w.Kind {
		case store.PersonWork:
			o.People = []string{w.Name}
		case store.RepositoryWork:
			o.Repositories = []string{w.Name}
		default:
			o.Only = github.OnlyDetails
		}
		return github.New(quiet(), o)
	}
}

func workAsChild(name string) error {
	ctx := context.Background()
	s, err := openWithoutTest(ctx, os.Getenv(childStore))
	if err != nil {
		return err
	}
	defer s.Close()
	w := ingest.NewWorker(ingest.WorkerOptions{Logger: quiet(), Store: s, Now: hastyNow, Name: name, Lease: 30 * time.Second, Turn: 7,
		Tokens: []ingest.Token{{Name: "test", Open: opener(os.Getenv(childURL), "t")}}})
	_, err = w.Work(ctx)
	return err
}

// TestTwoWorkersKilledAnywhereEndInTheSameStore has two workers on one PostgreSQL and
// kills either with SIGKILL at random points. RUNGLESS_TEST_KILLS says how often.
func TestTwoWorkersKilledAnywhereEndInTheSameStore(t *testing.T) {
	testneed.Thorough(t)
	testneed.Postgres(t)
	kills := killCount(t)
	world := githubsim.Sample(7, worldNow)
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	scope := fourPeople(world)
	want, took := undisturbed(t, url, scope)
	random := rand.New(rand.NewPCG(3, 4))
	for round, killed := 0, 0; killed < kills; round++ {
		dsn := testneed.Database(t)
		s := openStoreAt(t, dsn)
		if err := s.Plan(t.Context(), plan(scope), hastyNow()); err != nil {
			t.Fatal(err)
		}
		if err := s.AskAll(t.Context(), hastyNow()); err != nil {
			t.Fatal(err)
		}
		inRound := workUntilDone(t, s, url, dsn, func() time.Duration { return time.Duration(random.Int64N(int64(took) / 2)) })
		killed += inRound
		if got := fingerprint(t, s); got != want {
			t.Fatalf("round %d: after %d kills of two workers the store is not that of an undisturbed run", round, inRound)
		}
		t.Logf("round %d: %d kills, %d of %d", round, inRound, killed, kills)
		s.Close()
	}
}

// fourPeople names people and no repository: an issue that is read both ways is stored as
// the later one gave it, in the form of REST or of GraphQL, and which is later is chance here.
func fourPeople(w *githubsim.World) string {
	var people []string
	for _, user := range w.Users {
		if user.Type == "User" && len(people) < 4 {
			people = append(people, user.Login)
		}
	}
	return strings.Join(people, ",") + ";"
}

// workUntilDone keeps two workers going, each killed and started again, until nothing is
// left to do. It returns how many were killed.
func workUntilDone(t *testing.T, s *store.Store, url, dsn string, after func() time.Duration) (killed int) {
	var guard gosync.Mutex
	lifetime := func() time.Duration {
		guard.Lock()
		defer guard.Unlock()
		return after()
	}
	var both gosync.WaitGroup
	for i := range 2 {
		both.Go(func() {
			for n := 0; !isDone(t, s) && !t.Failed(); n++ {
				if !runWorker(t, url, dsn, fmt.Sprintf("worker-%d-%d", i, n), lifetime()) {
					guard.Lock()
					killed++
					guard.Unlock()
				}
			}
		})
	}
	both.Wait()
	return killed
}

// isDone reports whether every item had its turn to the end.
func isDone(t *testing.T, s *store.Store) bool {
	items, err := s.WorkItems(t.Context())
	if err != nil {
		t.Error(err)
		return true
	}
	for _, w := range items {
		if w.Owner != "" || !w.NextAt.IsZero() {
			return false
		}
	}
	return true
}

func runWorker(t *testing.T, url, dsn, name string, lifetime time.Duration) (finished bool) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childURL+"="+url, childStore+"="+dsn, childWorker+"="+name)
	var words bytes.Buffer
	child.Stderr = &words
	if err := child.Start(); err != nil {
		t.Error(err)
		return true
	}
	timer := time.AfterFunc(lifetime, func() { child.Process.Kill() }) // SIGKILL
	defer timer.Stop()
	err := child.Wait()
	if err != nil && child.ProcessState.Exited() {
		t.Errorf("a worker failed by itself: %v\n%s", err, words.String())
	}
	return err == nil
}

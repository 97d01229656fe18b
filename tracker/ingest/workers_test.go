package ingest_test

import (
	"bytes"
	"context"
	"errors"
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
	"rungless/tracker/research"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// childWorker in a child's environment makes it a worker; its value names it.
const childWorker = "RUNGLESS_TEST_CHILD_WORKER"

// haste is how much faster the workers' clock runs, so that a lease of half a minute
// is lost after half a second.
const (
	haste      = 60
	hastyLease = 30 * time.Second
)

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
	return append(all, store.Work{Kind: store.ResearchWork})
}

// opener makes the sources of work for one token. Citation files are read of the
// repositories of the scope.
func opener(s *store.Store, url, token, scope string) func(context.Context, store.Work) (ingest.Source, error) {
	return func(_ context.Context, w store.Work) (ingest.Source, error) {
		o := github.Options{BaseURL: url, Token: token, NoWait: true, Only: github.OnlyIndexes, Now: func() time.Time { return worldNow }}
		switch w.Kind {
		case store.PersonWork:
			o.People = []string{w.Name}
		case store.RepositoryWork:
			o.Repositories = []string{w.Name}
		case store.ResearchWork:
			return citations(s, o, scope)
		default:
			o.Only = github.OnlyDetails
		}
		return github.New(quiet(), o)
	}
}

func citations(s *store.Store, o github.Options, scope string) (ingest.Source, error) {
	hub, err := github.New(quiet(), o)
	if err != nil {
		return nil, err
	}
	opened := research.Options{Now: o.Now, Usage: hub.Usage}
	_, repositories, _ := strings.Cut(scope, ";")
	for _, name := range list(repositories) {
		opened.Histories = append(opened.Histories, research.Opened{Label: name, History: hub.NewFiles(name)})
	}
	return ingest.Proposing{Source: research.New(quiet(), opened), Store: s}, nil
}

func workAsChild(name string) error {
	ctx := context.Background()
	s, err := openWithoutTest(ctx, os.Getenv(childStore))
	if err != nil {
		return err
	}
	defer s.Close()
	w := ingest.NewWorker(ingest.WorkerOptions{Logger: quiet(), Store: s, Now: hastyNow, Name: name, Lease: hastyLease, Turn: 7,
		Tokens: []ingest.Token{{Name: "test", Open: opener(s, os.Getenv(childURL), "t", os.Getenv(childScope))}}})
	_, err = w.Work(ctx)
	return err
}

// killRounds has two workers on one PostgreSQL, both of which may be killed at any moment and
// are started again until nothing is left to do; so often. Every round begins with an empty
// store and must end in that of one undisturbed sync. A round in which nobody was killed is
// not counted.
type killRounds struct {
	url, scope string
	template   string        // an empty store with the work laid out
	want       string        // the fingerprint of an undisturbed sync
	life       time.Duration // the longest life of a worker
}

// TestTwoWorkersKilledAnywhereEndInTheSameStore has people, a repository that they work in, and its
// citation file. RUNGLESS_TEST_KILLS says how many rounds.
func TestTwoWorkersKilledAnywhereEndInTheSameStore(t *testing.T) {
	testneed.Thorough(t)
	testneed.Postgres(t)
	rounds := killCount(t)
	k := newKillRounds(t, smallWorld(), smallScope)
	for lane := range lanes {
		t.Run(fmt.Sprintf("lane %d", lane+1), func(t *testing.T) {
			t.Parallel()
			k.run(t, (rounds+lane)/lanes, rand.New(rand.NewPCG(3, uint64(lane))))
		})
	}
}

// lanes is how many rounds run side by side: a round waits, at times, for a lease to end.
const lanes = 2

// The same of a sample organisation, where a person's history takes many turns.
func TestTwoWorkersKilledInALongHistoryEndInTheSameStore(t *testing.T) {
	testneed.Thorough(t)
	testneed.Postgres(t)
	world := githubsim.Sample(7, worldNow)
	k := newKillRounds(t, world, sampleScope(world))
	k.life /= 4
	k.run(t, 1, rand.New(rand.NewPCG(3, 4)))
}

func newKillRounds(t *testing.T, world *githubsim.World, scope string) *killRounds {
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	k := &killRounds{url: url, scope: scope, template: testneed.Database(t)}
	k.want = k.undisturbed(t)
	s, err := openWithoutTest(t.Context(), k.template)
	if err == nil {
		err = s.Plan(t.Context(), plan(scope), hastyNow())
	}
	if err == nil {
		err = s.AskAll(t.Context(), hastyNow())
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	dsn, drop := testneed.CopyOf(t, k.template)
	defer drop()
	start := time.Now()
	runWorker(t, k.child(dsn, "unhurt"), time.Hour)
	k.life = time.Since(start)
	return k
}

// undisturbed is the store of the sync verb: people and repositories, then citation files.
func (k *killRounds) undisturbed(t *testing.T) string {
	s := openStore(t)
	mustSync(t, s, scopeOptions(k.url, k.scope))
	source, err := opener(s, k.url, "t", k.scope)(t.Context(), store.Work{Kind: store.ResearchWork})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Run(t.Context(), ingest.Options{Logger: quiet(), Store: s, Source: source, Now: hastyNow}); err != nil {
		t.Fatal(err)
	}
	return fingerprint(t, s)
}

func (k *killRounds) run(t *testing.T, rounds int, random *rand.Rand) {
	all := 0
	for round := 0; round < rounds; {
		killed, got := k.round(t, random)
		if t.Failed() || got != k.want {
			t.Fatalf("round %d: after %d kills of two workers the store is not that of an undisturbed run", round, killed)
		}
		if killed == 0 {
			continue
		}
		if round, all = round+1, all+killed; round%20 == 0 || round == rounds {
			t.Logf("%d rounds, %d kills", round, all)
		}
	}
}

// round works everything off, and then the citation files once more: names in them are
// compared with people, who may have become known after they were read first.
func (k *killRounds) round(t *testing.T, random *rand.Rand) (killed int, sum string) {
	dsn, drop := testneed.CopyOf(t, k.template)
	defer drop()
	s, err := openWithoutTest(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	killed = k.workUntilDone(t, s, dsn, random)
	if _, err := s.Ask(t.Context(), store.ResearchWork, "", hastyNow()); err != nil {
		t.Fatal(err)
	}
	return killed + k.workUntilDone(t, s, dsn, random), fingerprint(t, s)
}

// workUntilDone keeps two workers going, each killed and started again, until nothing is
// left to do. It returns how many were killed. Each may live longer than the one before, so that
// a round ends on a busy machine too.
func (k *killRounds) workUntilDone(t *testing.T, s *store.Store, dsn string, random *rand.Rand) (killed int) {
	var guard gosync.Mutex
	lifetime := func(start int) time.Duration {
		guard.Lock()
		defer guard.Unlock()
		return time.Duration(random.Int64N(int64(k.life) * int64(start+1)))
	}
	var both gosync.WaitGroup
	for i := range 2 {
		both.Go(func() {
			for n := 0; !isDone(t, s) && !t.Failed(); {
				if due, err := s.IsDue(t.Context(), store.Claiming{For: hastyLease, Now: hastyNow()}); err != nil || !due {
					time.Sleep(5 * time.Millisecond) // the lease of who was killed is not over yet
					continue
				}
				if !runWorker(t, k.child(dsn, fmt.Sprintf("worker-%d-%d", i, n)), lifetime(n)) {
					guard.Lock()
					killed++
					guard.Unlock()
				}
				n++
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

// child is the environment of a worker in a process of its own.
func (k *killRounds) child(dsn, name string) []string {
	return append(os.Environ(), childURL+"="+k.url, childStore+"="+dsn, childScope+"="+k.scope, childWorker+"="+name)
}

func runWorker(t *testing.T, environ []string, lifetime time.Duration) (finished bool) {
	child := exec.Command(os.Args[0])
	child.Env = environ
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

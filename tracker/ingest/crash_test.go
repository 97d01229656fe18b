package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rungless/tracker/github"
	"rungless/tracker/githubsim"
)

// The environment of a child that a test starts to be killed.
const (
	childURL   = "RUNGLESS_TEST_CHILD_URL"
	childStore = "RUNGLESS_TEST_CHILD_STORE"
	childScope = "RUNGLESS_TEST_CHILD_SCOPE"
)

// worldNow is the clock of every run here, so that cursors, which hold the time
// of their pass, can be compared.
var worldNow = time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)

// TestMain lets the test binary stand in for the program: kill -9 needs a
// process of its own.
func TestMain(m *testing.M) {
	if os.Getenv(childURL) == "" {
		os.Exit(m.Run())
	}
	do := syncAsChild
	if name := os.Getenv(childWorker); name != "" {
		do = func() error { return workAsChild(name) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func syncAsChild() error {
	ctx := context.Background()
	s, err := openWithoutTest(ctx, os.Getenv(childStore))
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = sync(ctx, s, scopeOptions(os.Getenv(childURL), os.Getenv(childScope)))
	return err
}

// scopeOptions reads "person,person;owner/name,owner/name".
func scopeOptions(url, scope string) github.Options {
	people, repositories, _ := strings.Cut(scope, ";")
	return github.Options{BaseURL: url, Token: "t", People: list(people), Repositories: list(repositories),
		Now: func() time.Time { return worldNow }}
}

// list reads "a,b"; nothing is an empty list.
func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

// TestKilledAnywhereASyncEndsInTheSameStore kills the sync with SIGKILL at
// random points, goes on, and compares the store with an undisturbed one: facts,
// cursors and rollups. RUNGLESS_TEST_KILLS sets how many kills (12 unless set).
func TestKilledAnywhereASyncEndsInTheSameStore(t *testing.T) {
	kills := killCount(t)
	world := githubsim.Sample(7, worldNow)
	url, _ := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	scope := sampleScope(world)
	want, took := undisturbed(t, url, scope)
	random := rand.New(rand.NewPCG(1, 2))
	for round, killed := 0, 0; killed < kills; round++ {
		dsn := filepath.Join(t.TempDir(), "rungless.db")
		inRound := 0
		for {
			after := time.Duration(random.Int64N(int64(took)))
			if finished := runChild(t, url, dsn, scope, after); finished {
				break
			}
			inRound++
		}
		killed += inRound
		if got := fingerprint(t, openStoreAt(t, dsn)); got != want {
			t.Fatalf("round %d: after %d kills the store is not that of an undisturbed run", round, inRound)
		}
		t.Logf("round %d: %d kills, %d of %d", round, inRound, killed, kills)
	}
}

func killCount(t *testing.T) int {
	text := os.Getenv("RUNGLESS_TEST_KILLS")
	switch {
	case testing.Short():
		return 1
	case text == "":
		return 12
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("RUNGLESS_TEST_KILLS: %v", err)
	}
	return n
}

// sampleScope names two people and one repository, so that both ways of syncing
// run and overlap.
func sampleScope(w *githubsim.World) string {
	var people []string
	for _, user := range w.Users {
		if user.Type == "User" && len(people) < 2 {
			people = append(people, user.Login)
		}
	}
	for _, r := range w.Repositories {
		if !r.Private && !r.Fork && !r.Archived && len(r.Threads) > 50 {
			return strings.Join(people, ",") + ";" + r.Owner.Login + "/" + r.Name
		}
	}
	return strings.Join(people, ",") + ";"
}

// undisturbed returns the fingerprint of a run that nobody stops, and how long
// it took.
func undisturbed(t *testing.T, url, scope string) (sum string, took time.Duration) {
	t.Helper()
	dsn := filepath.Join(t.TempDir(), "undisturbed.db")
	start := time.Now()
	if !runChild(t, url, dsn, scope, time.Hour) {
		t.Fatal("the undisturbed run did not finish")
	}
	took = time.Since(start)
	return fingerprint(t, openStoreAt(t, dsn)), took
}

// runChild starts a sync in a process of its own and kills it after a while. It
// reports whether the sync finished first.
func runChild(t *testing.T, url, dsn, scope string, after time.Duration) (finished bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childURL+"="+url, childStore+"="+dsn, childScope+"="+scope)
	var words bytes.Buffer
	child.Stderr = &words
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- child.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Fatalf("the sync failed by itself: %v\n%s", err, words.String())
		}
		return true
	case <-time.After(after):
		child.Process.Kill() // SIGKILL
		return <-done == nil
	}
}

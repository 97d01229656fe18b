package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
)

// limitedGitHub counts points for each token, by a clock that moves only when all of
// them rest.
type limitedGitHub struct {
	url    string
	server *githubsim.Server
	clock  time.Time
}

func newLimitedGitHub(t *testing.T, world *githubsim.World, points map[string]int) *limitedGitHub {
	g := &limitedGitHub{clock: worldNow}
	g.url, g.server = githubsim.StartTest(t, world, githubsim.Options{PointsOf: points, RequestsPerHour: -1, Now: func() time.Time { return g.clock }})
	return g
}

// team is a worker with several tokens.
type team struct {
	*limitedGitHub
	*ingest.Worker
	store *store.Store
	turns []string // what was worked at, in order: "token person name"
}

func (g *limitedGitHub) team(t *testing.T, s *store.Store, scope string, turn int, tokens ...string) *team {
	t.Helper()
	m := &team{limitedGitHub: g, store: s}
	if err := m.store.Plan(t.Context(), plan(scope), g.clock); err != nil {
		t.Fatal(err)
	}
	if err := m.store.AskAll(t.Context(), g.clock); err != nil {
		t.Fatal(err)
	}
	o := ingest.WorkerOptions{Logger: quiet(), Store: m.store, Now: func() time.Time { return g.clock }, Name: "one", NoWait: true, Turn: turn}
	for _, name := range tokens {
		open := opener(m.store, g.url, name, scope)
		o.Tokens = append(o.Tokens, ingest.Token{Name: name, Open: func(ctx context.Context, w store.Work) (ingest.Source, error) {
			m.turns = append(m.turns, fmt.Sprintf("%s %s %s", name, w.Kind, w.Name))
			return open(ctx, w)
		}})
	}
	m.Worker = ingest.NewWorker(o)
	return m
}

// finish works until everything is done, and moves the clock whenever every token rests. It
// returns how often that was.
func (m *team) finish(t *testing.T) (rests int) {
	t.Helper()
	for ; rests < 100; rests++ {
		_, err := m.Work(t.Context())
		if err == nil {
			break
		}
		limited, ok := errors.AsType[*tracker.Error](err)
		if !ok || limited.Kind != tracker.RateLimited || !limited.RetryAt.After(m.clock) {
			t.Fatal(err)
		}
		m.clock = limited.RetryAt.Add(time.Second)
	}
	if !isDone(t, m.store) {
		t.Error("not everything is done")
	}
	if early := m.server.Violations(); len(early) > 0 {
		t.Errorf("%d requests before a reset, the first %+v", len(early), early[0])
	}
	return rests
}

// asked counts the requests that each token signed.
func (g *limitedGitHub) asked() map[string]int {
	asked := map[string]int{}
	for _, r := range g.server.Log() {
		asked[r.Token]++
	}
	return asked
}

func TestATokenThatIsUsedUpRestsUntilItsReset(t *testing.T) {
	m := newLimitedGitHub(t, smallWorld(), map[string]int{"first": 20}).team(t, openStore(t), smallScope, 0, "first")
	if rests := m.finish(t); rests == 0 {
		t.Error("twenty points an hour were enough")
	}
}

func TestWhileOneTokenRestsTheOthersWork(t *testing.T) {
	points := map[string]int{"first": 9, "second": 4000, "third": 12}
	m := newLimitedGitHub(t, smallWorld(), points).team(t, openStore(t), smallScope, 0, "first", "second", "third")
	if rests := m.finish(t); rests != 0 {
		t.Errorf("work stopped %d times though a token had points left", rests)
	}
	// Unused tokens count as full, so each is tried; what two of them have is soon used up.
	for name, n := range m.asked() {
		if n == 0 || name != "second" && n > 40 {
			t.Errorf("the token %s signed %d requests", name, n)
		}
	}
	budgets, err := m.store.Budgets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range budgets {
		if isUsedUp := b.RestsUntil.After(m.clock) || b.Remaining == 0; isUsedUp != (b.Name != "second") {
			t.Errorf("%+v is used up: %v", b, isUsedUp)
		}
	}
}

// The store that several tokens fill is that of one.
func TestSeveralUsedUpTokensEndInTheSameStore(t *testing.T) {
	g := newLimitedGitHub(t, smallWorld(), map[string]int{"unlimited": -1, "first": 11, "second": 9, "third": 10})
	one := g.team(t, openStore(t), smallScope, 0, "unlimited")
	one.finish(t)
	g.clock = worldNow
	three := g.team(t, openStore(t), smallScope, 2, "first", "second", "third")
	if rests := three.finish(t); rests == 0 {
		t.Error("thirty points an hour were enough")
	}
	// ETags are a token's own, and names are compared with people who may have become known
	// later: one token has a last look at both.
	for _, m := range []*team{one, three} {
		g.clock = worldNow
		g.team(t, m.store, smallScope, 0, "unlimited").finish(t)
	}
	if len(g.asked()) != 4 {
		t.Errorf("requests by token: %v", g.asked())
	}
	if fingerprint(t, three.store) != fingerprint(t, one.store) {
		t.Error("the stores differ")
	}
}

// One person has a history a hundred times as long as the others'.
func TestSomebodyWithALongHistoryDoesNotStarveTheOthers(t *testing.T) {
	world := smallWorld()
	ada, r := world.Users[0], world.Repositories[0]
	for i := range 1200 {
		r.Threads = append(r.Threads, &githubsim.Thread{Type: "Issue", Number: 100 + i, Title: "One of many", Author: ada, CreatedAt: r.CreatedAt.Add(time.Duration(i) * time.Hour)})
	}
	m := newLimitedGitHub(t, world, map[string]int{"first": -1}).team(t, openStore(t), "ada,bo,cy,dee;", 3, "first")
	m.finish(t)
	first := map[string]int{}
	again := 0
	for i, turn := range m.turns {
		if _, seen := first[turn]; !seen {
			first[turn] = i
		} else if turn == "first person ada" && again == 0 {
			again = i
		}
	}
	if again == 0 {
		t.Fatalf("the long history took one turn: %q", m.turns)
	}
	for _, login := range []string{"bo", "cy", "dee"} {
		if at, ok := first["first person "+login]; !ok || at > again {
			t.Errorf("%s waited for turn %d, after the second of the long history (%d)", login, at, again)
		}
	}
}

package ingest_test

import (
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/testneed"
)

// A token with few points rests until GitHub's reset, is not used before, and the work
// goes on afterwards where it stopped.
func TestATokenThatIsUsedUpRestsUntilItsReset(t *testing.T) {
	testneed.Thorough(t)
	world := githubsim.Sample(7, worldNow)
	clock := worldNow
	now := func() time.Time { return clock }
	url, server := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: 60, RequestsPerHour: -1, Now: now})
	s := openStore(t)
	scope := sampleScope(world)
	if err := s.Plan(t.Context(), plan(scope), clock); err != nil {
		t.Fatal(err)
	}
	if err := s.AskAll(t.Context(), clock); err != nil {
		t.Fatal(err)
	}
	w := ingest.NewWorker(ingest.WorkerOptions{Logger: quiet(), Store: s, Now: now, Name: "one", NoWait: true,
		Tokens: []ingest.Token{{Name: "test", Open: opener(s, url, "t", scope)}}})
	rests := 0
	for range 100 {
		_, err := w.Work(t.Context())
		if err == nil {
			break
		}
		if tracker.KindOf(err) != tracker.RateLimited {
			t.Fatal(err)
		}
		rests++
		budgets, err := s.Budgets(t.Context())
		if err != nil || len(budgets) != 1 || !budgets[0].RestsUntil.After(clock) {
			t.Fatalf("the token does not rest: %+v, %v", budgets, err)
		}
		clock = budgets[0].RestsUntil.Add(time.Second)
	}
	if rests == 0 || !isDone(t, s) {
		t.Errorf("%d rests; everything is done: %v", rests, isDone(t, s))
	}
	if early := server.Violations(); len(early) > 0 {
		t.Errorf("%d requests before the reset, the first %+v", len(early), early[0])
	}
}

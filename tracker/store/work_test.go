package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

func claim(t *testing.T, s *store.Store, owner string, now time.Time) (store.Lease, bool) {
	t.Helper()
	lease, ok, err := s.Claim(t.Context(), store.Claiming{Owner: owner, For: time.Minute, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return lease, ok
}

func planPeople(t *testing.T, s *store.Store, now time.Time, logins ...string) {
	t.Helper()
	var all []store.Work
	for _, login := range logins {
		all = append(all, store.Work{Kind: store.PersonWork, Name: login, Label: login, Every: time.Hour})
	}
	if err := s.Plan(t.Context(), all, now); err != nil {
		t.Fatal(err)
	}
}

func TestOneWorkerHoldsAThingUntilItsLeaseEnds(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		planPeople(t, s, at(0), "ana")
		slept, ok := claim(t, s, "one", at(0))
		if !ok {
			t.Fatal("nothing was due")
		}
		if _, ok := claim(t, s, "two", at(0).Add(59*time.Second)); ok {
			t.Error("two workers hold one thing")
		}
		if err := s.Renew(t.Context(), slept, at(0).Add(50*time.Second)); err != nil {
			t.Error(err)
		}
		if _, ok := claim(t, s, "two", at(0).Add(90*time.Second)); ok {
			t.Error("a renewed lease was taken")
		}
		successor, ok := claim(t, s, "two", at(0).Add(2*time.Minute))
		if !ok {
			t.Fatal("an expired lease was not taken over")
		}
		clock := func() time.Time { return at(0).Add(2 * time.Minute) }
		batch := fromGitHub(tracker.Batch{Threads: []tracker.Thread{pullRequest(1, ana, at(1))}})
		if _, err := s.Apply(store.Under(t.Context(), slept, clock), batch); !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("who slept and woke stored, or failed otherwise: %v", err)
		}
		if got := len(facts(t, s, store.EvidenceFilter{})); got != 0 {
			t.Errorf("%d facts were stored without a lease", got)
		}
		if _, err := s.Apply(store.Under(t.Context(), successor, clock), batch); err != nil {
			t.Error(err)
		}
		if err := s.Finish(t.Context(), slept, store.Outcome{At: at(1)}); !errors.Is(err, store.ErrLeaseLost) {
			t.Errorf("who lost the lease gave it back: %v", err)
		}
	})
}

func TestAClockThatJumpedHoldsNothingUpForLong(t *testing.T) {
	s := open(t, freshFile(t))
	planPeople(t, s, at(0), "ana", "ben")
	if _, ok := claim(t, s, "a clock a year ahead", at(24*365)); !ok {
		t.Fatal("nothing was due")
	}
	lease, ok := claim(t, s, "one", at(0))
	if !ok {
		t.Fatal("nothing was due")
	}
	if err := s.Finish(t.Context(), lease, store.Outcome{At: at(24 * 365), NextAt: at(24*365 + 1)}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, ok := claim(t, s, "one", at(1)); !ok {
			t.Error("a lease or a time of a wrong clock is waited for")
		}
	}
}

// However the queue is worked off, between two turns of one thing everything else
// that is due has one.
func TestNobodyWaitsLongerThanOneTurnOfEachOther(t *testing.T) {
	s := open(t, freshFile(t))
	const people = 9
	var logins []string
	for i := range people {
		logins = append(logins, fmt.Sprintf("person-%d", i))
	}
	planPeople(t, s, at(0), logins...)
	last := map[string]int{}
	for turn := 1; turn <= 5*people; turn++ {
		lease, ok := claim(t, s, "one", at(turn))
		if !ok {
			t.Fatal("nothing was due")
		}
		name := lease.Work.Name
		if since := turn - last[name]; last[name] > 0 && since < people {
			t.Errorf("turn %d: %s came again after %d turns, while others waited", turn, name, since)
		}
		last[name] = turn
		// Half of them never end; they are due again at once.
		o := store.Outcome{At: at(turn), NextAt: at(turn), Unended: lease.Work.ID%2 == 0}
		if err := s.Finish(t.Context(), lease, o); err != nil {
			t.Fatal(err)
		}
	}
	if len(last) != people {
		t.Errorf("%d of %d people had a turn", len(last), people)
	}
}

func TestWhatIsAskedForDuringItsTurnIsDueAgain(t *testing.T) {
	s := open(t, freshFile(t))
	planPeople(t, s, at(0), "ana")
	lease, _ := claim(t, s, "one", at(0))
	if there, err := s.Ask(t.Context(), store.PersonWork, "ANA", at(0)); err != nil || !there {
		t.Fatalf("%v, %v", there, err)
	}
	if err := s.Finish(t.Context(), lease, store.Outcome{At: at(0), NextAt: at(5)}); err != nil {
		t.Fatal(err)
	}
	if _, ok := claim(t, s, "one", at(0)); !ok {
		t.Error("what changed during a turn is not read")
	}
	if there, err := s.Ask(t.Context(), store.PersonWork, "stranger", at(0)); err != nil || there {
		t.Errorf("somebody who is not followed was asked for: %v, %v", there, err)
	}
}

func TestADeliveryCountsOnceForSevenDays(t *testing.T) {
	s := open(t, freshFile(t))
	for _, test := range []struct {
		hours int
		want  bool
	}{{0, true}, {1, false}, {7 * 24, false}, {7*24 + 1, true}} {
		got, err := s.TakeDelivery(t.Context(), "1", "push", at(test.hours))
		if err != nil || got != test.want {
			t.Errorf("after %d hours: %v, %v", test.hours, got, err)
		}
	}
}

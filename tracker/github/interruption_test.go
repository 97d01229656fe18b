package github_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/github"
	"rungless/tracker/githubsim"
)

// both is a sync of everything at once: a repository and two people.
func both(t *testing.T, w *githubsim.World) github.Options {
	t.Helper()
	r := w.Repositories[0]
	return github.Options{People: busy(w, 2), Repositories: []string{r.Owner.Login + "/" + r.Name}}
}

func TestStoppedAfterAnyBatchItGoesOnToTheSameEnd(t *testing.T) {
	w := small(t)
	whole := newRig(t, w, githubsim.Options{}, both(t, w))
	whole.mustSync()
	want, calls := whole.ledger.facts(), whole.usage.Calls

	stops := 10
	if testing.Short() {
		stops = 3
	}
	for stop := 1; stop < whole.ledger.batches; stop += 1 + whole.ledger.batches/stops {
		g := whole.afresh()
		g.ledger.dieAfter = stop
		if err := g.sync(); !errors.Is(err, errKilled) {
			t.Fatalf("stopped after batch %d: got %v", stop, err)
		}
		spent := g.usage.Calls
		g.ledger.dieAfter = 0
		g.mustSync()
		if diff := cmp.Diff(want, g.ledger.facts()); diff != "" {
			t.Errorf("stopped after batch %d (-undisturbed +stopped):\n%s", stop, diff)
		}
		if diff := cmp.Diff(cursorsOf(whole.ledger), cursorsOf(g.ledger)); diff != "" {
			t.Errorf("stopped after batch %d, cursors (-undisturbed +stopped):\n%s", stop, diff)
		}
		// Who a login is, the heads and one page of a list may be asked for twice.
		if again := spent + g.usage.Calls - calls; again > 14 {
			t.Errorf("stopped after batch %d it asked %d times more than undisturbed", stop, again)
		}
	}
}

func cursorsOf(l *ledger) map[string]string {
	texts := map[string]string{}
	for key, c := range l.cursors {
		texts[key] = string(c.Position)
	}
	return texts
}

func TestFaultsChangeNothingInTheEnd(t *testing.T) {
	w := small(t)
	whole := newRig(t, w, githubsim.Options{}, both(t, w))
	whole.mustSync()
	want := whole.ledger.facts()

	kinds := []githubsim.FaultKind{
		githubsim.SecondaryLimit, githubsim.SecondaryLimit429, githubsim.SecondaryLimitDate, githubsim.SecondaryLimitSilent,
		githubsim.SecondaryLimitGraphQL, githubsim.AbuseDetection, githubsim.BadGateway, githubsim.GatewayTimeout,
		githubsim.SomethingWrong, githubsim.ResourceLimits, githubsim.Truncated, githubsim.CutOff, githubsim.HTMLPage, githubsim.Dropped,
	}
	schedules := uint64(50)
	if testing.Short() {
		schedules = 3
	}
	for seed := range schedules {
		t.Run(fmt.Sprintf("schedule %d", seed), func(t *testing.T) {
			o := githubsim.Options{Seed: seed, OtherForms: seed%2 == 0, PointsPerHour: 60 + int(seed)}
			for i := range 4 {
				o.Faults = append(o.Faults, githubsim.Fault{Kind: kinds[(int(seed)*5+i*3)%len(kinds)], Chance: 0.08, RetryAfter: time.Duration(seed) * time.Second})
			}
			o.Faults = append(o.Faults, githubsim.Fault{Kind: githubsim.BadGateway, Nodes: 250})
			g := newRig(t, w, o, whole.options)
			g.mustSync()
			if diff := cmp.Diff(want, g.ledger.facts()); diff != "" {
				t.Errorf("facts (-undisturbed +faulty):\n%s", diff)
			}
			for _, v := range g.server.Violations() {
				if v.Why == "X-RateLimit-Reset" && dropped(g.server.Log()) {
					continue // an answer that never came cannot have told the reset
				}
				t.Errorf("sent before %s was over: %+v", v.Why, v.Request)
			}
		})
	}
}

func dropped(log []githubsim.Request) bool {
	return slices.ContainsFunc(log, func(r githubsim.Request) bool { return r.Fault == githubsim.Dropped })
}

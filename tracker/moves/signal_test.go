package moves

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

var (
	safety  = Place{Domain: "safety"}
	me      = tracker.Account{Host: "github.com", DatabaseID: 1, Login: "ada", Kind: tracker.UserAccount}
	insider = []tracker.Account{keeper(10), keeper(11), keeper(12)}
	guest   = tracker.Account{Host: "github.com", DatabaseID: 50, Login: "guest", Kind: tracker.UserAccount}
)

func keeper(id int64) tracker.Account {
	return tracker.Account{Host: "github.com", DatabaseID: id, Login: fmt.Sprint("keeper-", id), Kind: tracker.UserAccount}
}

// worksHere says that keepers do.
func worksHere(d Deed) bool { return strings.HasPrefix(d.By.Login, "keeper-") }

// fromDocs is somebody who is at home in docs all along.
func fromDocs(time.Time) []Place { return []Place{{Domain: "docs"}} }

// said is a comment on a day.
func said(day float64, by tracker.Account) Deed {
	return Deed{By: by, What: tracker.IssueComment, URL: fmt.Sprintf("https://github.com/o/engine/issues/1#%d-%v", by.DatabaseID, day), At: on(day)}
}

// issue is a thread of the domain that somebody else opened, with what was said in it.
func issue(number int, deeds ...Deed) Thread {
	t := Thread{Kind: tracker.IssueKind, Repository: "o/engine", URL: fmt.Sprint("https://github.com/o/engine/issues/", number), Title: fmt.Sprint("Thread ", number),
		Places: []Place{safety}, Opener: OpenedByAnother, Written: -1}
	for _, d := range deeds {
		if d.By == me {
			t.Mine = append(t.Mine, d)
		} else {
			t.Others = append(t.Others, d)
		}
	}
	return t
}

// change is a merged pull request of the person's.
func change(number int, opened, merged float64, title string) Thread {
	t := issue(number, said(opened, me))
	t.Kind, t.Opener, t.Title, t.Written = tracker.PullRequestKind, OpenedByPerson, title, 40
	t.Validations = []Evidence{{What: "merged it", By: "keeper-10", URL: t.URL, Title: title, Repository: t.Repository, At: on(merged)}}
	return t
}

// signals follows threads to the signals that they give.
func signals(threads []Thread, homes Homes) []Signal {
	var found []Signal
	for _, trail := range Trails(threads, homes) {
		if s, ok := trail.Signal(worksHere, on(2000)); ok {
			found = append(found, s)
		}
	}
	return found
}

// reachedSteps are the steps of the only signal, with their days.
func reachedSteps(t *testing.T, threads []Thread) []string {
	t.Helper()
	found := signals(threads, fromDocs)
	if len(found) == 0 {
		return nil
	}
	if len(found) > 1 {
		t.Fatalf("%d signals, want one", len(found))
	}
	var steps []string
	for _, s := range found[0].Steps {
		if s.Because == "" || s.Reached != (len(s.Evidence) > 0) {
			t.Errorf("%s says nothing of why, or shows nothing: %+v", s.Name, s)
		}
		if s.Reached {
			steps = append(steps, fmt.Sprintf("%s %v", s.Name, s.At.Sub(on(0)).Hours()/24))
		}
	}
	return steps
}

func TestWhichStepsThreadsShow(t *testing.T) {
	for _, c := range []struct {
		name    string
		threads []Thread
		want    []string
	}{
		{"one comment", []Thread{issue(1, said(3, me))}, []string{"looked 3"}},
		{"two of a day", []Thread{issue(1, said(3, me), said(3.2, me))}, []string{"looked 3"}},
		{"a second day", []Thread{issue(1, said(3, me)), issue(2, said(40, me))}, []string{"looked 3", "asked 40"}},
		{"an insider answers", []Thread{issue(1, said(3, me), said(3.5, insider[0]))}, []string{"looked 3", "asked 3.5"}},
		{"an insider had spoken before", []Thread{issue(1, said(1, insider[0]), said(3, me))}, []string{"looked 3"}},
		{"a guest answers", []Thread{issue(1, said(3, me), said(4, guest))}, []string{"looked 3"}},
		{"two insiders, two days", []Thread{issue(1, said(1, insider[0]), said(3, me), said(4, me), said(5, insider[1]))}, []string{"looked 3", "asked 4", "argued 5"}},
		{"two insiders, one day", []Thread{issue(1, said(3, me), said(4, insider[0]), said(5, insider[1]))}, []string{"looked 3", "asked 4"}},
		{"one insider twice", []Thread{issue(1, said(3, me), said(4, insider[0]), said(5, insider[0]), said(6, me))}, []string{"looked 3", "asked 4"}},
		{"two insiders in two threads", []Thread{issue(1, said(3, me), said(4, insider[0])), issue(2, said(5, me), said(6, insider[1]), said(7, me))}, []string{"looked 3", "asked 4"}},
		{"a change at once", []Thread{change(1, 3, 6, "Teach it to wait")}, []string{"looked 3", "changed 6"}},
		{"back in three weeks", []Thread{change(1, 3, 6, "Teach it to wait"), issue(2, said(13, me)), issue(3, said(20, me)), issue(4, said(27, me))},
			[]string{"looked 3", "asked 13", "changed 6", "returned 27"}},
		{"back in two", []Thread{change(1, 3, 6, "Teach it to wait"), issue(2, said(13, me)), issue(3, said(20, me)), issue(4, said(21, me))},
			[]string{"looked 3", "asked 13", "changed 6"}},
		{"three weeks without a change", []Thread{issue(2, said(13, me)), issue(3, said(20, me)), issue(4, said(27, me))}, []string{"looked 13", "asked 20"}},
		{"a beginning after a year's silence", []Thread{issue(1, said(3, me), said(4, insider[0])), issue(2, said(400, me))}, []string{"looked 400"}},
		{"a bot's thread", []Thread{func() Thread {
			t := issue(1, said(3, me), said(4, insider[0]), said(5, insider[1]), said(6, me))
			t.Opener = OpenedByBot
			return t
		}()}, nil},
	} {
		if diff := cmp.Diff(c.want, reachedSteps(t, c.threads)); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

func TestAMoveBeginsOutsideHome(t *testing.T) {
	threads := []Thread{change(1, 3, 6, "Teach it to wait"), issue(2, said(100, me))}
	homeFrom := func(day float64, places ...Place) Homes {
		return func(at time.Time) []Place {
			if at.Before(on(day)) {
				return nil
			}
			return places
		}
	}
	for _, c := range []struct {
		name  string
		homes Homes
		want  int
	}{
		{"outside", fromDocs, 1},
		{"at home", homeFrom(0, safety), 0},
		{"at home nowhere", homeFrom(1000), 0},
		{"the first home there is", homeFrom(50, safety), 0},
		{"another home first, and this one later", func(at time.Time) []Place {
			if at.Before(on(50)) {
				return []Place{{Domain: "docs"}}
			}
			return []Place{safety}
		}, 1},
	} {
		if got := signals(threads, c.homes); len(got) != c.want {
			t.Errorf("%s: %d signals, want %d", c.name, len(got), c.want)
		}
	}
}

func TestWhatIsLeftOutAndWhatIsNot(t *testing.T) {
	for title, why := range map[string]string{
		"Bump serde from 1.0.1 to 1.0.2":               "a dependency bump",
		"build(deps): bump the group":                  "a dependency bump",
		"chore: update dependencies":                   "a dependency bump",
		"Upgrade torch to 2.4":                         "a dependency bump",
		"Pin numpy<=1.26":                              "a dependency bump",
		"Release 1.2.0":                                "a release chore",
		"v0.34.1":                                      "a release chore",
		"Prepare for the next release":                 "a release chore",
		"Bump version":                                 "a release chore",
		"Fix typo in the README":                       "a typo in passing",
		"Release the lock before waiting":              "",
		"Update the loader so that it retries":         "",
		"Version the cache keys":                       "",
		"Explain how releases are made":                "",
		"Grammar-constrained sampling for the decoder": "",
	} {
		one := change(1, 3, 6, title)
		if strings.Contains(title, "typo") {
			one.Written = 2
		}
		threads := []Thread{one}
		leaveOut(threads)
		if threads[0].LeftOut != why {
			t.Errorf("%q: left out as %q, want %q", title, threads[0].LeftOut, why)
		}
	}
}

func TestASweepIsOneTitleInManyRepositories(t *testing.T) {
	sweep := func(n int, apart float64) []Thread {
		var threads []Thread
		for i := range n {
			one := change(i+1, 3+apart*float64(i), 9+apart*float64(i), fmt.Sprintf("Use the new licence in part-%d, step %d", i, i))
			one.Repository, one.URL = fmt.Sprint("o/part-", i), fmt.Sprint("https://github.com/o/part/", i)
			threads = append(threads, one)
		}
		return threads
	}
	for _, c := range []struct {
		name  string
		n     int
		apart float64
		want  int
	}{{"seven at once", 7, 0.1, 0}, {"three at once", 3, 0.1, 0}, {"two", 2, 0.1, 1}, {"three over a month", 3, 14, 1}} {
		if got := signals(sweep(c.n, c.apart), fromDocs); len(got) != c.want {
			t.Errorf("%s: %d signals, want %d", c.name, len(got), c.want)
		}
	}
	trail := Trails(sweep(7, 0.1), fromDocs)[0]
	if got := trail.LeftOut[0].Why; got != "a sweep over 7 repositories" {
		t.Errorf("left out as %q", got)
	}
}

// madeUpThreads are a person's threads in several places.
func madeUpThreads(seed uint64) []Thread {
	random := rand.New(rand.NewPCG(seed, 1))
	var threads []Thread
	for i := range 40 {
		var deeds []Deed
		for range 1 + random.IntN(6) {
			by := []tracker.Account{me, me, insider[0], insider[1], guest}[random.IntN(5)]
			deeds = append(deeds, said(float64(random.IntN(1400))+random.Float64(), by))
		}
		t := issue(i, append(deeds, said(float64(random.IntN(1400)), me))...)
		t.Places = []Place{{Domain: []string{"docs", "safety", "kernels"}[random.IntN(3)]}}
		if random.IntN(4) == 0 {
			t.Validations = []Evidence{{What: "merged it", By: "keeper-10", URL: t.URL, At: slices.MaxFunc(t.Mine, compareDeeds).At}}
		}
		threads = append(threads, t)
	}
	return threads
}

func TestOrderChangesNoSignal(t *testing.T) {
	for seed := range uint64(50) {
		threads := madeUpThreads(seed)
		want := signals(threads, fromDocs)
		shuffled := slices.Clone(threads)
		rand.New(rand.NewPCG(seed, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for i := range shuffled {
			shuffled[i].Mine, shuffled[i].Others = slices.Clone(shuffled[i].Mine), slices.Clone(shuffled[i].Others)
			slices.Reverse(shuffled[i].Mine)
			slices.Reverse(shuffled[i].Others)
		}
		if diff := cmp.Diff(want, signals(shuffled, fromDocs)); diff != "" {
			t.Fatalf("seed %d: -want +got\n%s", seed, diff)
		}
	}
}

func TestActsElsewhereChangeNoSignal(t *testing.T) {
	for seed := range uint64(50) {
		threads := madeUpThreads(seed)
		inSafety := slices.DeleteFunc(slices.Clone(threads), func(t Thread) bool { return t.Places[0] != safety })
		one := func(all []Signal) []Signal {
			return slices.DeleteFunc(all, func(s Signal) bool { return s.Place != safety })
		}
		if diff := cmp.Diff(one(signals(inSafety, fromDocs)), one(signals(threads, fromDocs))); diff != "" {
			t.Fatalf("seed %d: -alone +among others\n%s", seed, diff)
		}
	}
}

func TestMoreActsTakeNoStepBack(t *testing.T) {
	for seed := range uint64(50) {
		threads := madeUpThreads(seed)
		now := on(2000)
		for _, trail := range Trails(threads, fromDocs) {
			all, _ := trail.Signal(worksHere, now)
			half := trail
			half.Threads = trail.Threads[:len(trail.Threads)/2]
			some, ok := half.Signal(worksHere, now)
			for _, step := range some.Steps {
				if ok && step.Reached && step.Name != Returned && !all.Step(step.Name).Reached {
					t.Fatalf("seed %d: %s is reached by half of the threads and not by all", seed, step.Name)
				}
			}
		}
	}
}

func TestStayingIsSaidFromDayThirtyOn(t *testing.T) {
	trail := Trails([]Thread{issue(1, said(3, me), said(4, insider[0]), said(12, me))}, fromDocs)[0]
	early, _ := trail.Signal(worksHere, on(20))
	if early.Stay.Outlook != nil || !early.Stay.From.Equal(on(33)) {
		t.Errorf("said at day 17: %+v", early.Stay)
	}
	want := []string{"an act on 2 days", "1 answer by people who work here", "an act in 2 separate weeks"}
	if diff := cmp.Diff(want, early.Stay.Known); diff != "" {
		t.Error("-want +got\n", diff)
	}
	late, _ := trail.Signal(worksHere, on(33))
	if late.Stay.Outlook == nil || late.Stay.Outlook.Words == "" {
		t.Errorf("nothing is said at day 30: %+v", late.Stay)
	}
}

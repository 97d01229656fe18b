package github_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/github"
	"rungless/tracker/githubsim"
)

func public(r *githubsim.Repository) bool { return !r.Private }

// busy returns the logins of the n people with the most threads of a world.
func busy(w *githubsim.World, n int) []string {
	counts := map[string]int{}
	for _, r := range w.Repositories {
		for _, t := range r.Threads {
			if t.Author != nil && t.Author.Type == "User" {
				counts[t.Author.Login]++
			}
			for _, v := range t.Reviews {
				if v.Author != nil && v.Author.Type == "User" {
					counts[v.Author.Login]++
				}
			}
		}
	}
	var logins []string
	for len(logins) < n {
		best := ""
		for login, count := range counts {
			if best == "" || count > counts[best] || count == counts[best] && login < best {
				best = login
			}
		}
		logins = append(logins, best)
		delete(counts, best)
	}
	return logins
}

// small is a sample world cut down to its few quiet repositories: enough of
// everything, and quick to sync many times.
func small(t *testing.T) *githubsim.World {
	t.Helper()
	w := githubsim.Sample(1, testTime)
	w.Repositories = slices.DeleteFunc(w.Repositories, func(r *githubsim.Repository) bool {
		return r.Private || len(r.Threads) > 120 || len(r.Threads) < 20
	})
	kept := map[*githubsim.Repository]bool{}
	for _, r := range w.Repositories {
		kept[r] = true
	}
	for _, r := range w.Repositories {
		for _, th := range r.Threads {
			th.Closes = slices.DeleteFunc(th.Closes, func(c *githubsim.Thread) bool { return !kept[c.Repository] })
		}
	}
	return w
}

func TestAPersonsSyncHoldsAllTheyDid(t *testing.T) {
	w := githubsim.Sample(1, testTime)
	logins := busy(w, 2)
	g := newRig(t, w, githubsim.Options{}, github.Options{People: logins})
	g.mustSync()
	want := worldFacts(w, public, func(login string) bool { return login == logins[0] || login == logins[1] })
	if diff := cmp.Diff(want, of(g.ledger.facts(), logins...)); diff != "" {
		t.Errorf("facts (-world +synced):\n%s", diff)
	}
	t.Logf("%d facts, %d calls, %d points", len(want), g.usage.Calls, g.usage.Points)
	for key, c := range g.ledger.coverage {
		if c.Gap != "" {
			t.Errorf("coverage of %s has a gap: %s", key, c.Gap)
		}
	}
	if strings.Contains(g.log.String(), marker) {
		t.Error("the token is in the log")
	}

	first := len(g.server.Log())
	before, cursors := g.ledger.facts(), cursorsOf(g.ledger)
	g.mustSync()
	t.Logf("idle: %s", strings.Join(g.requests(first), "\n"))
	if g.usage.Calls > 4*len(logins) {
		t.Errorf("an idle sync of %d people took %d calls, want at most 4 each", len(logins), g.usage.Calls)
	}
	if diff := cmp.Diff(before, g.ledger.facts()) + cmp.Diff(cursors, cursorsOf(g.ledger)); diff != "" {
		t.Errorf("an idle sync changed something (-before +after):\n%s", diff)
	}
}

func TestARepositorysSyncHoldsAllThatIsInIt(t *testing.T) {
	w := githubsim.Sample(1, testTime)
	largest := w.Repositories[0]
	for _, r := range w.Repositories {
		if len(r.Threads) > len(largest.Threads) {
			largest = r
		}
	}
	g := newRig(t, w, githubsim.Options{}, github.Options{Repositories: []string{largest.Owner.Login + "/" + largest.Name}})
	g.mustSync()
	everybody := func(string) bool { return true }
	want := worldFacts(w, func(r *githubsim.Repository) bool { return r == largest }, everybody)
	var got []string
	for _, fact := range g.ledger.facts() {
		if !strings.HasPrefix(fact, "commit ") {
			got = append(got, fact)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facts (-world +synced):\n%s", diff)
	}
	t.Logf("%d facts, %d calls, %d points", len(g.ledger.facts()), g.usage.Calls, g.usage.Points)

	first := len(g.server.Log())
	g.mustSync()
	t.Logf("idle: %s", strings.Join(g.requests(first), "\n"))
	if g.usage.Calls != 5 || g.usage.NotModified != 4 || g.usage.Points > 2 {
		t.Errorf("an idle sync took %+v, want one query and four times not modified", g.usage)
	}
}

func TestARepositorysSyncHoldsItsCommits(t *testing.T) {
	w := small(t)
	r := w.Repositories[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{Repositories: []string{r.Owner.Login + "/" + r.Name}})
	g.mustSync()
	want := map[string]bool{}
	add := func(c *githubsim.Commit) {
		for _, a := range c.Authors {
			who := a.Email
			if a.User != nil && a.User.Type == "User" { // GitHub names no app behind a commit
				who = a.User.Login
			}
			want["commit repository "+strconv.FormatInt(r.ID, 10)+" "+c.SHA+" by "+strings.ToLower(who)] = true
		}
	}
	for _, c := range r.Commits {
		add(c)
	}
	for _, th := range r.Threads {
		for _, c := range th.CommitSHAs {
			add(c)
		}
	}
	got := map[string]bool{}
	for _, fact := range g.ledger.facts() {
		if strings.HasPrefix(fact, "commit ") {
			got[fact[:strings.LastIndex(fact, ":")]] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("commits (-world +synced):\n%s", diff)
	}
}

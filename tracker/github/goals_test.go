package github_test

import (
	"fmt"
	"strings"
	"testing"

	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/testneed"
)

// TestAPersonsCallsKeepToTheGoal compares a first sync with what any client must
// ask at least: a page for each hundred items of each stream, and a batch for
// each ten threads that are read whole.
func TestAPersonsCallsKeepToTheGoal(t *testing.T) {
	testneed.Thorough(t)
	w := githubsim.Sample(1, testTime)
	login := busy(w, 1)[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{People: []string{login}})
	g.mustSync()
	streams := map[string]int{}
	for _, fact := range of(g.ledger.facts(), login) {
		kind, _, _ := strings.Cut(fact, " ")
		streams[kind]++
	}
	least, whole := 0, 0
	for _, kind := range []string{"pull_request", "issue", "issue_comment", "discussion", "discussion_comment", "commit_comment"} {
		least += (streams[kind] + 99) / 100
	}
	for _, thread := range g.ledger.threads {
		if thread.wanted {
			whole++
		}
	}
	// GitHub lists a person's commits by repository: a list, and a page, for each.
	least += strings.Count(cursorsOf(g.ledger)[strings.TrimSuffix(scopeOf(g, "reviewed_pull_requests"), "reviewed_pull_requests")+"contributions"], `"Head"`)
	least += (whole+9)/10 + (g.ledger.coverage[scopeOf(g, "reviewed_pull_requests")].Got+99)/100
	if goal := float64(least) * 1.2; float64(g.usage.Calls) > goal {
		t.Errorf("%d calls, want at most 1.2 x %d\n%s", g.usage.Calls, least, strings.Join(g.requests(0), "\n"))
	}
	t.Logf("%d calls and %d points for %s; 1.2 x %d is the goal", g.usage.Calls, g.usage.Points, fmt.Sprint(streams), least)
}

func scopeOf(g *rig, stream string) string {
	for key := range g.ledger.coverage {
		if strings.HasSuffix(key, " "+stream) {
			return key
		}
	}
	return ""
}

// TestARepositorysCallsKeepToTheGoal: at most 12 requests and 20 points for each
// 1,000 contributions, and 4 + 2 x ceil(k/50) requests after k changes.
func TestARepositorysCallsKeepToTheGoal(t *testing.T) {
	testneed.Thorough(t)
	w := githubsim.Sample(1, testTime)
	largest := w.Repositories[0]
	for _, r := range w.Repositories {
		if len(r.Threads) > len(largest.Threads) {
			largest = r
		}
	}
	g := newRig(t, w, githubsim.Options{}, github.Options{Repositories: []string{largest.Owner.Login + "/" + largest.Name}})
	g.mustSync()
	thousands := float64(len(g.ledger.facts())) / 1000
	t.Logf("%d calls and %d points for %.3f thousand contributions", g.usage.Calls, g.usage.Points, thousands)
	if calls := float64(g.usage.Calls) / thousands; calls > 12 {
		t.Errorf("%.1f requests for 1,000 contributions, want at most 12\n%s", calls, strings.Join(g.requests(0), "\n"))
	}
	if points := float64(g.usage.Points) / thousands; points > 20 {
		t.Errorf("%.1f points for 1,000 contributions, want at most 20", points)
	}
}

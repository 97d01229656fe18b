package backtest

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

// at is noon of a day in 2024.
func at(day int) time.Time { return time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, day) }

// work is a commit of one person.
func work(day int, who string, paths ...string) tracker.Commit {
	c := tracker.Commit{SHA: fmt.Sprint(day, who), CommittedAt: at(day), Authors: []tracker.CommitAuthor{{
		Name: who + " Oru", Email: who + "@example.org", Account: tracker.Account{Email: who + "@example.org", Kind: tracker.EmailAccount}}}}
	for _, path := range paths {
		c.Files = append(c.Files, tracker.FileChange{Path: path})
	}
	return c
}

// naming makes a commit name somebody for a directory.
func naming(c tracker.Commit, path, login string) tracker.Commit {
	c.OwnerChanges = append(c.OwnerChanges, tracker.OwnerChange{Path: path, File: path + "/OWNERS", Role: tracker.OwnerApprover,
		Account: tracker.Account{Login: login, Kind: tracker.UserAccount}, Added: true})
	return c
}

// kiln is a repository in which Ada is named for pkg/queue on day 100, and who works
// beside her there is not.
func kiln(more ...tracker.Commit) *History {
	commits := []tracker.Commit{
		work(1, "ada", "pkg/queue/a.go", "README.md"),
		work(40, "bo", "pkg/queue/a.go"),
		work(90, "ada", "pkg/queue/b.go"),
		work(91, "cy", "docs/guide.md"),
		work(92, "ada", "pkg/queue/b.go", "pkg/queue/OWNERS"),
		naming(work(100, "dee", "pkg/queue/OWNERS"), "pkg/queue", "adaoru"),
	}
	return &History{repositories: []*repository{newRepository("lantern/kiln", append(commits, more...), newFinder(nil))}}
}

func TestTrustAsksOfEachGrant(t *testing.T) {
	var cases []TrustCase
	report, err := kiln().Trust(TrustOptions{GapDays: 1, Explain: func(c TrustCase) error { cases = append(cases, c); return nil }})
	if err != nil || report.Questions != 1 || len(cases) != 1 {
		t.Fatalf("%d questions, %d cases, error %v; want one", report.Questions, len(cases), err)
	}
	c := cases[0]
	var people []string
	for _, candidate := range c.Candidates {
		people = append(people, fmt.Sprintf("%s %v %.0f", candidate.Account, candidate.Granted, candidate.Inputs.Changes))
	}
	if diff := cmp.Diff([]string{"ada@example.org true 3", "bo@example.org false 1", "cy@example.org false 0"}, people); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
	if !c.JudgedAt.Equal(at(99)) || c.Path != "pkg/queue" || c.Account != "adaoru" {
		t.Errorf("the case is %s %q %s", c.JudgedAt, c.Path, c.Account)
	}
	ada := c.Candidates[0].Inputs
	wantDays := []nearDay{{Age: 7, Up: 0}, {Age: 9, Up: 0}, {Age: 98, Up: 0}}
	if diff := cmp.Diff(wantDays, ada.Days); diff != "" {
		t.Errorf("Ada's days (-want +got):\n%s", diff)
	}
	if got, want := c.Candidates[2].Inputs.Days[0].Up, 2; got != want {
		t.Errorf("docs are %d steps from pkg/queue, want %d", got, want)
	}
	if got, want := c.Candidates[0].Scores["decayed 90"], halved(7, 90)+halved(9, 90)+halved(98, 90); math.Abs(got-want) > 1e-12 {
		t.Errorf("decayed commits: %v, want %v", got, want)
	}
}

// TestNothingAfterTheCutIsRead plants acts and namings at and after the cut: no
// question may change.
func TestNothingAfterTheCutIsRead(t *testing.T) {
	explain := func(h *History) string {
		var text strings.Builder
		truth := []Grant{{At: at(100), Repository: "lantern/kiln", Path: "pkg/queue", Account: "ada@example.org"}}
		report, err := h.Trust(TrustOptions{GapDays: 1, Truth: truth, Explain: func(c TrustCase) error { return json.NewEncoder(&text).Encode(c) }})
		if err != nil || report.Questions != 1 {
			t.Fatalf("%d questions, error %v", report.Questions, err)
		}
		return text.String()
	}
	before := explain(kiln())
	planted := kiln()
	r := planted.repositories[0]
	for _, c := range []tracker.Commit{naming(work(99, "bo", "pkg/queue/a.go"), "pkg", "cyoru"), work(101, "bo", "pkg/queue/a.go"), work(102, "eli", "pkg/queue/c.go")} {
		r.add(c) // at the cut, and after it
	}
	r.commits = append(r.commits[:5:5], r.commits[6], r.commits[5], r.commits[7], r.commits[8])
	r.events[0], r.events[1] = r.events[1], r.events[0]
	if diff := cmp.Diff(before, explain(planted)); diff != "" {
		t.Errorf("what came at the cut and later changed the question (-without +with):\n%s", diff)
	}
	if diff := cmp.Diff(before, explain(kiln(work(200, "bo", "pkg/queue/a.go"), work(201, "fay", "pkg/queue/a.go")))); diff != "" {
		t.Errorf("later acts changed the question (-without +with):\n%s", diff)
	}
	if earlier := explain(kilnWithEarlierWork()); earlier == before {
		t.Error("an act before the cut changed nothing: the test sees nothing")
	}
}

func kilnWithEarlierWork() *History {
	h := kiln()
	r := h.repositories[0]
	r.add(work(98, "bo", "pkg/queue/a.go"))
	r.commits = append(r.commits[:5:5], r.commits[6], r.commits[5])
	return h
}

func TestTrustSaysWhatCannotBeAsked(t *testing.T) {
	truth := []Grant{
		{At: at(100), Repository: "lantern/kiln", Path: "pkg/queue", Account: "nobody"},
		{At: at(2), Repository: "lantern/kiln", Path: "", Account: "cy@example.org"},
		{At: at(100), Repository: "lantern/none", Path: "", Account: "ada@example.org"},
		{At: at(150), Repository: "lantern/kiln", Path: "pkg/queue", Account: "Ada Oru"},
		{At: at(400), Repository: "lantern/kiln", Path: "docs", Account: "cy@example.org"},
	}
	if none, err := kiln().Trust(TrustOptions{GapDays: 1, Truth: truth, From: at(300), Until: at(301)}); err != nil || len(none.Scorers) != 0 {
		t.Errorf("without a question the figures are %+v, error %v", none.Scorers, err)
	}
	report, err := kiln().Trust(TrustOptions{GapDays: 1, Truth: truth, Until: at(300)})
	if err != nil {
		t.Fatal(err)
	}
	want := []Skipped{{noActBefore, 1}, {unknownRepository, 1}, {unknownAccount, 1}, {namedBefore, 1}, {outsideTime, 1}}
	counts := map[string]int{}
	for _, s := range report.NotAsked {
		counts[s.Reason] = s.Count
	}
	for _, s := range want {
		if counts[s.Reason] != s.Count {
			t.Errorf("%d %s, want %d", counts[s.Reason], s.Reason, s.Count)
		}
	}
	if report.Questions != 0 {
		t.Errorf("%d questions, want none", report.Questions)
	}
}

// TestTheFiguresFollowFromTheExplanation recomputes every figure of three
// repositories from what --explain gets.
func TestTheFiguresFollowFromTheExplanation(t *testing.T) {
	h := &History{}
	for i, name := range []string{"lantern/kiln", "lantern/forge", "lantern/bellows"} {
		h.repositories = append(h.repositories, newRepository(name, []tracker.Commit{
			work(1, "ada", "pkg/a.go"), work(50+i, "bo", "pkg/a.go"), work(60, "cy", "docs/x.md"), work(80, "bo", "x.go"),
			naming(work(100, "dee", "pkg/OWNERS"), "pkg", []string{"ada", "bo", "cy"}[i]+"oru"),
		}, newFinder(nil)))
	}
	places := map[string][]Place{}
	report, err := h.Trust(TrustOptions{GapDays: 30, Explain: func(c TrustCase) error {
		for name := range c.Candidates[0].Scores {
			var scores []float64
			truth := -1
			for i, candidate := range c.Candidates {
				scores = append(scores, candidate.Scores[name])
				if candidate.Granted {
					truth = i
				}
			}
			places[name] = append(places[name], PlaceOf(scores, truth))
		}
		return nil
	}})
	if err != nil || report.Questions != 3 || len(report.Scorers) != len(trustScorers)+1 {
		t.Fatalf("%d questions of %d scorers, error %v", report.Questions, len(report.Scorers), err)
	}
	for _, s := range report.Scorers {
		var mrr float64
		for _, p := range places[s.Name] {
			mrr += p.Reciprocal() / 3
		}
		if got := s.Figures[3]; got.Name != "mrr" || math.Abs(got.Value-mrr) > 1e-12 || got.Low > got.Value || got.High < got.Value {
			t.Errorf("%s: %+v, want an mrr of %v within its interval", s.Name, got, mrr)
		}
	}
}

func TestTrustModel(t *testing.T) {
	here, beside := nearDay{Age: 0, Up: 0}, nearDay{Age: 45, Up: 1}
	for _, c := range []struct {
		name  string
		signs signs
		want  float64
	}{
		{"nothing", signs{}, 0},
		{"one day here", signs{Days: []nearDay{here}}, 1},
		{"a day beside, a half-life ago", signs{Days: []nearDay{beside}}, 0.1},
		{"named elsewhere", signs{Days: []nearDay{here}, Named: true}, 5},
		{"named for something alike", signs{Days: []nearDay{here}, Named: true, NamedKin: true}, 9},
		{"named above", signs{Days: []nearDay{here}, Named: true, NamedAbove: true}, 2.5},
	} {
		if got := trust1.score(&c.signs); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAkin(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"pkg/autoscaler", "docs/autoscaling", true},
		{"cmd/queue", "pkg/queue", true},
		{"pkg/model/openstackmodel", "pkg/resources/openstack", true},
		{"pkg", "cmd/pkg", false},
		{"pkg/queue", "pkg/metrics", false},
		{"", "", false},
	} {
		if got := akin(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

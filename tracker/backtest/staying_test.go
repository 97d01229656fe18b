package backtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/moves"
)

var begin = time.Date(2021, 5, 1, 12, 0, 0, 0, time.UTC)

func actOn(day float64, account, repository string, paths ...string) moves.Act {
	return moves.Act{ID: fmt.Sprint(account, day), Account: account, Repository: repository, At: begin.Add(time.Duration(day * float64(fullDay))), Paths: paths}
}

// oneTouch is ada's beginning in the engine on day 100, and what she did there later.
func oneTouch(days ...float64) *moves.Past {
	acts := []moves.Act{actOn(0, "ada", "octo/docs"), actOn(0, "bo", "octo/engine"), actOn(1000, "bo", "octo/engine")}
	for _, day := range append([]float64{100}, days...) {
		acts = append(acts, actOn(day, "ada", "octo/engine"))
	}
	return moves.NewPast(acts)
}

func TestWhoStayedActedFiveTimesInDays31To395(t *testing.T) {
	for _, c := range []struct {
		name  string
		days  []float64
		later int
		want  bool
	}{
		{"five times", []float64{131, 140, 200, 300, 490}, 5, true},
		{"four times", []float64{131, 140, 200, 300}, 4, false},
		{"the thirtieth day's end is before", []float64{130, 140, 200, 300, 490}, 4, false},
		{"the last day's end is in", []float64{131, 140, 200, 300, 495}, 5, true},
		{"what comes after it is not", []float64{131, 140, 200, 300, 495.1}, 4, false},
	} {
		_, cases := Staying(oneTouch(c.days...), 0)
		if len(cases) != 1 || cases[0].LaterActs != c.later || cases[0].Stayed != c.want {
			t.Errorf("%s: %+v, want %d acts, stayed %v", c.name, cases, c.later, c.want)
		}
	}
}

func TestAGapTakesDaysFromWhatIsKnown(t *testing.T) {
	past := oneTouch(101, 129.5, 131)
	for gap, want := range map[int]int{0: 3, 1: 2, 30: 1} {
		_, cases := Staying(past, gap)
		got := cases[0]
		if got.Acts != want || got.DaysHere != want || !got.JudgedAt.Equal(got.TouchedAt.Add(time.Duration(30-gap)*fullDay)) {
			t.Errorf("gap of %d days: %d acts on %d days at %v, want %d", gap, got.Acts, got.DaysHere, got.JudgedAt, want)
		}
	}
}

func TestAYoungTouchIsNotAsked(t *testing.T) {
	past := moves.NewPast([]moves.Act{actOn(0, "ada", "octo/docs"), actOn(100, "ada", "octo/engine"), actOn(494, "bo", "octo/engine")})
	reports, cases := Staying(past, 0)
	want := []Skipped{{Reason: "first touches whose day 395 is not in the repository's history yet", Count: 1}}
	if diff := cmp.Diff(want, reports[0].NotAsked); diff != "" || len(cases) != 0 {
		t.Errorf("%d cases, -want +got\n%s", len(cases), diff)
	}
}

func TestTouchesThatEndedAlikeGiveNoFigure(t *testing.T) {
	reports, cases := Staying(oneTouch(101, 102), 0)
	if len(cases) != 1 {
		t.Fatalf("%d cases, want one", len(cases))
	}
	for _, report := range reports {
		if len(report.Scorers) != 0 || report.NotAsked == nil {
			t.Errorf("%s has the scorers %v", report.Task, report.Scorers)
		}
		if !strings.Contains(strings.Join(report.CannotSay, "\n"), "none of these touches stayed, or all did") {
			t.Errorf("%s does not say why it has no figure: %q", report.Task, report.CannotSay)
		}
	}
}

// crowd is a history of 120 beginnings in two repositories, ten days apart. Who comes
// back soon stays, but of those from the given one on everybody does.
func crowd(everybodyFrom int) []moves.Act {
	random := rand.New(rand.NewPCG(4, 4))
	var acts []moves.Act
	for i := range 120 {
		account, repository, first := fmt.Sprint("person-", i), fmt.Sprint("octo/", i%2), float64(10*i+5)
		acts = append(acts, actOn(0, account, "octo/home"), actOn(first, account, repository))
		days := 1 + random.IntN(8)
		for d := range days {
			acts = append(acts, actOn(first+float64(d)+1, account, repository))
		}
		if random.IntN(9) < days || i >= everybodyFrom {
			for d := range 6 {
				acts = append(acts, actOn(first+40+float64(d), account, repository))
			}
		}
	}
	return append(acts, actOn(2000, "person-0", "octo/0"), actOn(2000, "person-1", "octo/1"))
}

func TestStayingMeasuresEveryScorer(t *testing.T) {
	reports, cases := Staying(moves.NewPast(crowd(120)), 0)
	if len(reports) != 2 || reports[0].Questions != 120 || reports[0].Repositories != 2 || reports[1].Questions != 48 {
		t.Fatalf("reports %+v", reports)
	}
	for _, report := range reports {
		var names []string
		for _, s := range report.Scorers {
			names = append(names, s.Name)
			auc := s.Figures[0]
			if auc.Low > auc.Value || auc.Value > auc.High || s.Name == stayActs && auc.Value < 0.6 || s.Name == stayRandom && auc.Value != 0.5 {
				t.Errorf("%s of %s: %+v", s.Name, report.Task, auc)
			}
		}
		last := map[string]string{"staying": stayOthers, "staying, later touches": stayEarlier}[report.Task]
		if diff := cmp.Diff([]string{stayRandom, stayActs, stayDays, stayModel, last}, names); diff != "" {
			t.Error("-want +got\n", diff)
		}
	}
	questions := 0
	for _, c := range reports[0].Calibration {
		questions += c.Questions
	}
	if questions != len(cases) {
		t.Errorf("the words were said of %d, want %d", questions, len(cases))
	}
}

func TestEarlierWeightsKnowNothingOfLaterOutcomes(t *testing.T) {
	_, want := Staying(moves.NewPast(crowd(120)), 0)
	_, got := Staying(moves.NewPast(crowd(72)), 0)
	changed := false
	for i, c := range want {
		changed = changed || c.Stayed != got[i].Stayed
		if c.Account != got[i].Account || c.Scores[stayEarlier] != got[i].Scores[stayEarlier] {
			t.Errorf("case %d: %v of %s, want %v of %s", i, got[i].Scores[stayEarlier], got[i].Account, c.Scores[stayEarlier], c.Account)
		}
	}
	if !changed {
		t.Error("no outcome was changed")
	}
}

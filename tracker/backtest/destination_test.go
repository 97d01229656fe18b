package backtest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/moves"
)

// aMove is ada's sustained move on day 100 from the docs to the engine, where bo is,
// whom she knows; the site is the other repository that she could go to.
func aMove() []moves.Act {
	acts := []moves.Act{
		actOn(60, "ada", "octo/docs", "guide"), actOn(61, "bo", "octo/docs", "guide"), actOn(62, "bo", "octo/engine", "main"),
		actOn(80, "bo", "octo/engine", "main"), actOn(80, "cy", "octo/site", "page"), actOn(81, "cy", "octo/site", "page"),
		actOn(1000, "bo", "octo/engine", "main"),
	}
	for _, day := range []float64{100, 135, 140, 145, 150, 155} {
		acts = append(acts, actOn(day, "ada", "octo/engine", "main"))
	}
	return acts
}

func TestDestinationAsksWhereASustainedMoveWent(t *testing.T) {
	report, cases := Destination(moves.NewPast(aMove()), 1)
	if len(cases) != 1 || cases[0].Account != "ada" || cases[0].WentTo != "octo/engine" || !cases[0].JudgedAt.Equal(begin.Add(99*fullDay)) {
		t.Fatalf("cases %+v", cases)
	}
	places := map[string]float64{}
	for _, s := range report.Scorers[1:] { // the first draws
		places[s.Name] = 1 / s.Figures[0].Value
	}
	want := map[string]float64{"popularity": 1.5, "acts": 1.5, "paths": 1, "ties": 1, "moves/1": 1}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Error("-want +got\n", diff)
	}
}

func TestDestinationSaysWhatCannotBeAsked(t *testing.T) {
	without := func(repository string) []moves.Act {
		return slices.DeleteFunc(aMove(), func(a moves.Act) bool {
			return a.Repository == repository && a.Account != "ada" && a.At.Before(begin.Add(100*fullDay))
		})
	}
	for _, c := range []struct {
		name string
		acts []moves.Act
		gap  int
		want []Skipped
	}{
		{"nothing known of the account by then", aMove(), 50, []Skipped{{notBegun, 1}}},
		{"nobody there by then", without("octo/engine"), 1, []Skipped{{notAlive, 1}}},
		{"nowhere else to go", without("octo/site"), 1, []Skipped{{noChoice, 1}}},
		{"a beginning that did not last", aMove()[:9], 1, []Skipped{}},
	} {
		report, cases := Destination(moves.NewPast(c.acts), c.gap)
		if diff := cmp.Diff(c.want, report.NotAsked); diff != "" || len(cases) != 0 || len(report.Scorers) != 0 {
			t.Errorf("%s: %d cases, %d scorers, -want +got\n%s", c.name, len(cases), len(report.Scorers), diff)
		}
	}
}

package moves

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var roughly = cmpopts.EquateApprox(0, 1e-9)

func TestTies(t *testing.T) {
	inThread := func(day float64, account string, number int) Act {
		a := did(day, account, "octo/engine")
		a.Thread = number
		return a
	}
	for _, c := range []struct {
		name string
		acts []Act
		want map[string]Tie
	}{
		{"one file within ninety days", []Act{did(0, "bo", "r", "f"), did(90, "ada", "r", "f")},
			map[string]Tie{"bo": {"bo", on(90), math.Exp2(-90.0 / 180)}}},
		{"the later one may be the other", []Act{did(0, "ada", "r", "f"), did(90, "bo", "r", "f")},
			map[string]Tie{"bo": {"bo", on(90), math.Exp2(-90.0 / 180)}}},
		{"ninety-one days apart", []Act{did(0, "bo", "r", "f"), did(91, "ada", "r", "f")}, map[string]Tie{}},
		{"a file of that name elsewhere", []Act{did(0, "bo", "r", "f"), did(1, "ada", "q", "f")}, map[string]Tie{}},
		{"each later change is a meeting", []Act{did(178, "bo", "r", "f"), did(179, "bo", "r", "f"), did(180, "ada", "r", "f")},
			map[string]Tie{"bo": {"bo", on(180), 1}}},
		{"three in a thread", []Act{inThread(0, "bo", 7), inThread(60, "cy", 7), inThread(180, "ada", 7)},
			map[string]Tie{"bo": {"bo", on(180), 0.5}, "cy": {"cy", on(180), 0.5}}},
		{"threads of other numbers", []Act{inThread(0, "bo", 7), inThread(180, "ada", 8)}, map[string]Tie{}},
		{"nobody else", []Act{did(0, "ada", "r", "f"), did(1, "ada", "r", "f")}, map[string]Tie{}},
	} {
		if diff := cmp.Diff(c.want, NewPast(c.acts).ties("ada", on(180).Unix()), roughly); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

func TestACrowdedThreadBringsNobodyTogether(t *testing.T) {
	var acts []Act
	for i := range mostThread + 1 {
		a := did(float64(i), fmt.Sprint("person-", i), "octo/engine")
		a.Thread = 7
		acts = append(acts, a)
	}
	if got := NewPast(acts).ties("person-0", on(50).Unix()); len(got) != 0 {
		t.Errorf("ties %v, want none", got)
	}
}

func TestPathsAreOfOthersFromTheAccountsRepositories(t *testing.T) {
	p := NewPast([]Act{
		did(300, "ada", "octo/docs"),
		did(0, "bo", "octo/docs"), did(9, "bo", "octo/engine"), // within the year
		did(0, "cy", "octo/site"), did(9, "cy", "octo/engine"), // from elsewhere
		did(0, "di", "octo/docs"), did(366, "di", "octo/engine"), // too long after
	})
	want := map[string][]Path{"octo/engine": {{Account: "bo", From: []string{"octo/docs"}, At: on(9), Weight: math.Exp2(-361.0 / 365)}}}
	if diff := cmp.Diff(want, p.paths("ada", on(370).Unix()), roughly); diff != "" {
		t.Error("-want +got\n", diff)
	}
}

func TestSharesFollowTheLogarithmOfTheYearsActs(t *testing.T) {
	p := NewPast([]Act{did(1, "ada", "old"), did(400, "ada", "a"), did(401, "ada", "b"), did(402, "ada", "b"), did(403, "ada", "b")})
	want := map[string]float64{"a": math.Log(2) / math.Log(8), "b": math.Log(4) / math.Log(8)}
	if diff := cmp.Diff(want, p.shares("ada", on(410).Unix()), roughly); diff != "" {
		t.Error("-want +got\n", diff)
	}
}

func TestDestinations(t *testing.T) {
	acts := []Act{
		did(100, "ada", "octo/docs", "guide"), did(101, "bo", "octo/docs", "guide"), // ada knows bo
		did(105, "bo", "octo/engine"), did(106, "cy", "octo/engine"),
		did(105, "cy", "octo/site"), did(106, "cy", "octo/site"), did(107, "di", "octo/site"),
		did(1, "bo", "octo/asleep"),
		did(120, "ada", "octo/site"), // later
	}
	got := NewPast(acts).Destinations("ada", on(110))
	if len(got) != 2 || got[0].Repository != "octo/engine" || got[1].Repository != "octo/site" {
		t.Fatalf("destinations %+v, want engine, where bo is, then site", got)
	}
	engine := got[0]
	if len(engine.Ties) != 1 || engine.Ties[0].With != "bo" || len(engine.Paths) != 1 || engine.Paths[0].Account != "bo" {
		t.Errorf("evidence %+v, want bo's tie and path", engine)
	}
	if engine.People != 2 || engine.Acts != 2 || got[1].Acts != 3 {
		t.Errorf("people and acts %+v", got)
	}
}

func TestWhereNothingIsKnownDestinationsComeByPeopleThenByName(t *testing.T) {
	p := NewPast([]Act{did(1, "bo", "b"), did(1, "cy", "c"), did(2, "di", "c"), did(1, "ed", "a")})
	var got []string
	for _, d := range p.Destinations("stranger", on(3)) {
		got = append(got, d.Repository)
	}
	if diff := cmp.Diff([]string{"c", "a", "b"}, got); diff != "" {
		t.Error("-want +got\n", diff)
	}
	if got := p.Destinations("stranger", on(500)); len(got) != 0 {
		t.Errorf("%v are alive, want none", got)
	}
}

func TestPullIsMadeFromTheEvidenceBesideIt(t *testing.T) {
	for seed := range uint64(30) {
		found := NewPast(madeUp(seed)).Destinations("person-1", on(300))
		var ties, paths, people float64
		for _, d := range found {
			var known, took float64
			for _, tie := range d.Ties {
				known += math.Log(1 + tie.Strength)
			}
			for _, path := range d.Paths {
				took += path.Weight
			}
			if diff := cmp.Diff([]float64{known, took}, []float64{d.Pull.Ties, d.Pull.Paths}, roughly); diff != "" {
				t.Fatalf("seed %d: -want +got\n%s", seed, diff)
			}
			ties, paths, people = ties+known, paths+took, people+float64(d.People)
		}
		n := float64(len(found))
		for _, d := range found {
			want := math.Log1p(float64(d.People) * n / people)
			if ties > 0 {
				want += math.Log1p(d.Pull.Ties * n / ties)
			}
			if paths > 0 {
				want += math.Log1p(d.Pull.Paths * n / paths)
			}
			if diff := cmp.Diff(want, d.Pull.All, roughly); diff != "" {
				t.Fatalf("seed %d: -want +got\n%s", seed, diff)
			}
		}
	}
}

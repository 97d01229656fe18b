package moves

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// start is the first day of every made-up history.
var start = time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)

// on is noon of a day, counted from start.
func on(day float64) time.Time { return start.Add(time.Duration((day + 0.5) * float64(24*time.Hour))) }

// did is an act on a day; paths are what it changed.
func did(day float64, account, repository string, paths ...string) Act {
	return Act{ID: fmt.Sprintf("%s %v", account, day), Account: account, Repository: repository, At: on(day), Paths: paths}
}

// madeUp is a history of some people in some repositories, the same for a seed.
func madeUp(seed uint64) []Act {
	random := rand.New(rand.NewPCG(seed, 3))
	acts := make([]Act, 150)
	for i := range acts {
		acts[i] = Act{ID: fmt.Sprint(i), Account: fmt.Sprint("person-", random.IntN(9)), Repository: fmt.Sprint("octo/", random.IntN(6)),
			At: start.Add(time.Duration(random.IntN(600*day)) * time.Second), Thread: random.IntN(12)}
		for range random.IntN(4) {
			acts[i].Paths = append(acts[i].Paths, fmt.Sprint("file-", random.IntN(9)))
		}
	}
	return acts
}

// answers is all that a past says as of a time.
func answers(p *Past, now time.Time) []any {
	var all []any
	for person := range 9 {
		account := fmt.Sprint("person-", person)
		all = append(all, p.Destinations(account, now), p.HasActed(account, now))
		for repository := range 6 {
			f, known := p.FirstTouch(account, fmt.Sprint("octo/", repository), now)
			all = append(all, f, known, Stay(f))
		}
	}
	return all
}

func TestAnswersDependOnTheActsAlone(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*rand.Rand, []Act) []Act
	}{
		{"their order changes nothing", func(random *rand.Rand, acts []Act) []Act {
			random.Shuffle(len(acts), func(i, j int) { acts[i], acts[j] = acts[j], acts[i] })
			return acts
		}},
		{"time zones change nothing", func(random *rand.Rand, acts []Act) []Act {
			for i := range acts {
				acts[i].At = acts[i].At.In(time.FixedZone("", (random.IntN(27)-13)*3600))
			}
			return acts
		}},
		{"an act that is given twice changes nothing", func(random *rand.Rand, acts []Act) []Act {
			return append(acts, acts[random.IntN(len(acts))], acts[0])
		}},
		{"acts after the time change nothing", func(random *rand.Rand, acts []Act) []Act {
			for i := range 40 {
				a := acts[random.IntN(len(acts))]
				a.ID, a.At = fmt.Sprint("later ", i), on(400).Add(time.Duration(1+random.IntN(90*day))*time.Second)
				acts = append(acts, a)
			}
			return acts
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for seed := range uint64(10) {
				want := answers(NewPast(madeUp(seed)), on(400))
				got := answers(NewPast(c.change(rand.New(rand.NewPCG(seed, 5)), madeUp(seed))), on(400))
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("seed %d: -want +got\n%s", seed, diff)
				}
			}
		})
	}
}

func TestTouchesAreFirstActsAwayFromTheFirstRepository(t *testing.T) {
	p := NewPast([]Act{
		did(9, "ada", "octo/engine"), did(1, "ada", "octo/docs"), did(12, "ada", "octo/engine"),
		did(0, "bo", "octo/engine"), did(2, "bo", "octo/docs"),
	})
	want := []Touch{{"bo", "octo/docs", on(2)}, {"ada", "octo/engine", on(9)}}
	if diff := cmp.Diff(want, p.Touches()); diff != "" {
		t.Error("-want +got\n", diff)
	}
}

func TestOfTwoRepositoriesAtOnceTheFirstByNameIsHome(t *testing.T) {
	p := NewPast([]Act{did(1, "ada", "octo/engine"), did(1, "ada", "octo/docs")})
	if got := p.Touches(); len(got) != 1 || got[0].Repository != "octo/engine" {
		t.Errorf("touches %v, want octo/engine alone", got)
	}
}

func TestCountIsAfterOneTimeAndUpToAnother(t *testing.T) {
	p := NewPast([]Act{did(1, "ada", "octo/docs"), did(2, "ada", "octo/docs"), did(3, "ada", "octo/docs")})
	if got := p.Count("ada", "octo/docs", on(1), on(3)); got != 2 {
		t.Errorf("%d acts, want 2", got)
	}
	if got := p.Count("bo", "octo/docs", on(0), on(9)); got != 0 {
		t.Errorf("%d acts of nobody, want 0", got)
	}
}

func TestLastIsTheNewestActOfARepository(t *testing.T) {
	p := NewPast([]Act{did(4, "ada", "octo/docs"), did(2, "bo", "octo/docs")})
	if got := p.Last("octo/docs"); !got.Equal(on(4)) {
		t.Errorf("last act at %v", got)
	}
	if got := p.Last("octo/none"); !got.IsZero() {
		t.Errorf("last act at %v where there is none", got)
	}
}

func TestAHugeChangeBringsNobodyTogether(t *testing.T) {
	many := make([]string, mostPaths+1)
	for i := range many {
		many[i] = fmt.Sprint("file-", i)
	}
	acts := []Act{did(1, "ada", "octo/engine", "file-1"), did(2, "bo", "octo/engine", many...)}
	if got := NewPast(acts).ties("ada", on(3).Unix()); len(got) != 0 {
		t.Errorf("ties %v, want none", got)
	}
	acts[1].Paths = slices.Clone(many[:mostPaths])
	if got := NewPast(acts).ties("ada", on(3).Unix()); len(got) != 1 {
		t.Errorf("ties %v, want one", got)
	}
}

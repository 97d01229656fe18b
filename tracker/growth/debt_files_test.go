package growth

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
)

func TestDebtAsksForThePastsOfNoMoreFilesThanMayDecide(t *testing.T) {
	own := func(at float64, files ...tracker.FileChange) func(o *organisation) {
		return func(o *organisation) { merge(o.pull(ada, daysAgo(at), files...), bo, daysAgo(at)) }
	}
	for name, test := range map[string]struct {
		make func(o *organisation)
		want []string
	}{
		"a long change":                          {own(9, change("a.go", 60)), []string{"a.go"}},
		"but for a file that it hardly touches":  {own(9, change("a.go", 60), change("b.go", 3)), []string{"a.go"}},
		"not a short one":                        {own(9, change("a.go", 12)), nil},
		"nor one from before the window":         {own(600, change("a.go", 60)), nil},
		"nor another's":                          {func(o *organisation) { merge(o.pull(chi, daysAgo(9), change("a.go", 60)), bo, daysAgo(9)) }, nil},
		"nor one that nobody has merged":         {func(o *organisation) { o.pull(ada, daysAgo(9), change("a.go", 60)) }, nil},
		"two of one day, as long as one of both": {func(o *organisation) { own(9, change("a.go", 12))(o); own(9, change("b.go", 12))(o) }, []string{"a.go", "b.go"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			var got []string
			for _, file := range DebtFiles(Growth1(), o.input(ada)) {
				got = append(got, file.Path)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whoever knows the pasts of those files alone finds the same debt.
func TestDebtIsTheSameFromThePastsThatItAsksFor(t *testing.T) {
	whole := byFolder{map[string]tracker.Account{"kernels/bo/": bo, "kernels/ada/": ada}}
	entries := 0
	for seed := range uint64(60) {
		in := reworks(seed).input(ada)
		in.Files = whole
		want := Measure(Growth1(), in).Scope.Debt
		in.Files = known{whole, DebtFiles(Growth1(), in)}
		if diff := cmp.Diff(want, Measure(Growth1(), in).Scope.Debt); diff != "" {
			t.Errorf("seed %d (-from all +from those asked for):\n%s", seed, diff)
		}
		entries += len(want.Value)
	}
	if entries == 0 {
		t.Error("no seed makes any debt")
	}
}

// reworks are short and long changes of ada's, many on one day, about a window's edge.
func reworks(seed uint64) *organisation {
	random := rand.New(rand.NewPCG(seed, 11))
	o := &organisation{}
	for range 60 {
		var files []tracker.FileChange
		for i := range 1 + random.IntN(3) {
			folder := []string{"kernels/bo/", "kernels/ada/"}[random.IntN(4)/3]
			files = append(files, change(fmt.Sprint(folder, i, ".go"), 1+random.IntN(24)))
		}
		at := daysAgo(345 + 30*random.Float64())
		merge(o.pull(ada, at, files...), staff[1+random.IntN(2)], at)
	}
	return o
}

// known is what some history knows of some files, and nothing else.
type known struct {
	FileHistory
	files []File
}

func (k known) Before(repository tracker.RepositoryRef, path string, t time.Time) (FileState, bool) {
	if !slices.Contains(k.files, File{repository, path}) {
		return FileState{}, false
	}
	return k.FileHistory.Before(repository, path, t)
}

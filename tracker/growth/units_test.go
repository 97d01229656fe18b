package growth

import (
	"math"
	"testing"

	"rungless/tracker"
)

func TestHowManyUnitsDaysFill(t *testing.T) {
	for name, test := range map[string]struct {
		days []float64 // ago
		want int
	}{
		"one day":                        {[]float64{0}, 1},
		"six days apart are one":         {[]float64{0, 6}, 1},
		"seven days apart are two":       {[]float64{0, 7}, 2},
		"every day of three weeks":       {[]float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, 3},
		"the laying that favours it":     {[]float64{0, 6, 7, 13, 14}, 3},
		"ten on one day are one":         {[]float64{3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, 1},
		"a later one lengthens no unit":  {[]float64{0, 5, 10}, 2},
		"nothing":                        {nil, 0},
		"a month and a day, once a week": {[]float64{0, 7, 14, 21, 28}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			for _, d := range test.days {
				merge(o.pull(ada, daysAgo(d), change("kernels/a.go", 60)), bo, daysAgo(d))
			}
			f := prepare(Growth1(), o.input(ada))
			if got := len(f.units(f.acts, nil)); got != test.want {
				t.Errorf("it fills %d units, want %d", got, test.want)
			}
		})
	}
}

func TestWhatAChangeIsWorth(t *testing.T) {
	v := Growth1()
	for name, test := range map[string]struct {
		make func(o *organisation) *tracker.Record
		want float64 // part of a whole change
	}{
		"sixty lines": {func(o *organisation) *tracker.Record { return o.merged(9, "kernels/a.go") }, 1},
		"a typo": {func(o *organisation) *tracker.Record {
			return merge(o.pull(ada, daysAgo(9), tracker.FileChange{Path: "kernels/a.go", Additions: 1, Deletions: 1}), bo, daysAgo(9))
		}, 0},
		"clearing away": {func(o *organisation) *tracker.Record {
			return merge(o.pull(ada, daysAgo(9), tracker.FileChange{Path: "kernels/a.go", Deletions: 900}), bo, daysAgo(9))
		}, 0},
		"names only": {func(o *organisation) *tracker.Record {
			return merge(o.pull(ada, daysAgo(9), tracker.FileChange{Path: "kernels/a.go", Additions: -1, Deletions: -1}), bo, daysAgo(9))
		}, 1},
		"a typo that somebody asked for": {func(o *organisation) *tracker.Record {
			r := merge(o.pull(ada, daysAgo(9), tracker.FileChange{Path: "kernels/a.go", Additions: 1, Deletions: 1}), bo, daysAgo(9))
			r.Thread.Closes = []tracker.ThreadRef{o.issue(bo, daysAgo(10)).Thread.ThreadRef}
			return r
		}, 0.3},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			f := prepare(v, o.input(ada))
			if got := f.substance(f.acts); math.Abs(got-test.want) > 1e-9 {
				t.Errorf("got %.3f, want %.3f", got, test.want)
			}
		})
	}
}

func TestGeneratedFilesCountNothing(t *testing.T) {
	o := &organisation{}
	o.merged(9, "kernels/schema.pb.go")
	in := o.input(ada)
	in.Uncounted = func(_ tracker.RepositoryRef, path string) bool { return path == "kernels/schema.pb.go" }
	f := prepare(Growth1(), in)
	if got := f.substance(f.acts); got != 0 {
		t.Errorf("a generated file is worth %.2f", got)
	}
}

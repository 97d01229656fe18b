package growth

import (
	"math"
	"testing"
	"time"

	"rungless/tracker"
)

// kernels measures ada's depth in kernels.
func kernels(t *testing.T, o *organisation) Depth {
	t.Helper()
	for _, d := range Measure(Growth1(), o.input(ada)).Depths {
		if d.Domain == "kernels" {
			return d
		}
	}
	t.Fatal("ada has done nothing in kernels")
	return Depth{}
}

func last(m Measured[[]Point]) float64 {
	if len(m.Value) == 0 {
		return 0
	}
	return m.Value[len(m.Value)-1].Depth
}

// mergedBy makes one change of ada's for each validator, some days apart.
func mergedBy(o *organisation, apart float64, lines int, validators ...tracker.Account) {
	for i, v := range validators {
		at := daysAgo(float64(i) * apart)
		merge(o.pull(ada, at.Add(-time.Hour), change("kernels/a.go", lines)), v, at)
	}
}

func TestDepthByHand(t *testing.T) {
	decay := func(days float64) float64 { return math.Exp2(-days / 180) }
	for name, test := range map[string]struct {
		make func(o *organisation)
		want float64
	}{
		"four changes merged by four people: 2 each, decayed": {
			func(o *organisation) { mergedBy(o, 50, 60, staff[1:5]...) }, 2 * (1 + decay(50) + decay(100) + decay(150))},
		"one validator of two has more than a third: 1.5 x what is left without": {
			func(o *organisation) { mergedBy(o, 50, 60, staff[1], staff[1], staff[2]) }, 1.5 * 2 * decay(100)},
		"ten days apart: 42 ways hold the newer, 32 of them the older too, and ten the older alone": {
			func(o *organisation) {
				for i := range 2 {
					r := o.pull(ada, daysAgo(float64(i*10)), change("kernels/a.go", 60))
					o.say(r, chi, r.Thread.CreatedAt)
					o.approve(r, chi, r.Thread.CreatedAt)
					merge(r, bo, r.Thread.CreatedAt)
				}
			}, 2 + 2*decay(10)*10/42},
		"twice as much on one day is worth no more": {
			func(o *organisation) { mergedBy(o, 0, 60, staff[1:5]...) }, 2},
		"half of a whole change is log2(1 + 3/2)": {
			func(o *organisation) {
				for i, v := range []int{1, 2, 3, 4} {
					at := daysAgo(float64(i * 50))
					merge(o.pull(ada, at, tracker.FileChange{Path: "kernels/a.go", Additions: 16}), staff[v], at)
				}
			}, math.Log2(2.5) * (1 + decay(50) + decay(100) + decay(150))},
		"a heeded review weighs log2(1 + 2)": {
			func(o *organisation) {
				for i, v := range []int{1, 2, 3, 4} {
					at := daysAgo(float64(i * 50))
					r := o.pull(staff[v], at.Add(-9*time.Hour), change("kernels/a.go", 60))
					o.review(r, ada, at.Add(-8*time.Hour))
					merge(r, staff[4], at)
				}
			}, math.Log2(3) * (1 + decay(50) + decay(100) + decay(150))},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			if got := last(kernels(t, o).Curve); math.Abs(got-test.want) > 1e-9 {
				t.Errorf("got %.6f, want %.6f", got, test.want)
			}
		})
	}
}

func TestWhatOnePersonAloneValidatedHasNoFigureAndAReason(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 10, 60, bo, bo, bo)
	d := kernels(t, o)
	if d.Curve.Status != NotAvailable || d.Curve.Reason == "" || len(d.Curve.Evidence) != 3 {
		t.Errorf("the curve is %+v", d.Curve)
	}
	if len(d.MonthsActive.Value) == 0 {
		t.Error("the months are active whoever validated the work")
	}
}

func TestTenIssuesThatOneTypoClosesAreNothing(t *testing.T) {
	o := &organisation{}
	for _, by := range []int{1, 2, 3} {
		at := daysAgo(float64(by * 10))
		r := merge(o.pull(staff[by], at, change("kernels/a.go", 3)), staff[by], at)
		for range 10 {
			r.Thread.Closes = append(r.Thread.Closes, o.issue(ada, at.Add(-time.Hour)).Thread.ThreadRef)
		}
	}
	if got := kernels(t, o); got.Curve.Status != NotAvailable || len(got.MonthsActive.Value) != 0 {
		t.Errorf("the depth is %+v, active in %v", got.Curve.Value, got.MonthsActive.Value)
	}
}

func TestWhatNobodyValidatedIsShownAndCountsNothing(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 10, 60, ada, ada)
	d := kernels(t, o)
	if d.Curve.Status != NotAvailable || len(d.Shown) != 2 || d.Shown[0].Counted {
		t.Errorf("the depth is %+v", d)
	}
}

func TestNoSingleValidatorSuppliesMoreThanAThird(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		o := generate(seed)
		for i := range 40 {
			at := daysAgo(float64(i*8) + 0.5)
			merge(o.pull(ada, at, change("kernels/x.go", 90)), bo, at)
		}
		f := prepare(Growth1(), generatedInput(o, ada))
		for _, d := range f.domains {
			laid := f.lay(d.counted)
			depth := last(f.curve(laid, d.counted))
			for _, v := range staff[1:] {
				without := f.without(d.counted, f.of(v)).worth(today)
				if depth-without > depth/3+1e-9 {
					t.Errorf("seed %d: %s alone supplies %.2f of %.2f in %s", seed, v.Login, depth-without, depth, d.slug)
				}
			}
		}
	}
}

func TestTheCurveIsWhatCouldBeSaidAtEachTime(t *testing.T) {
	in := generatedInput(generate(3), ada)
	for _, d := range Measure(Growth1(), in).Depths {
		for _, p := range d.Curve.Value {
			then := in
			then.Now, then.Window.To = p.At, p.At
			for _, earlier := range Measure(Growth1(), then).Depths {
				if got := last(earlier.Curve); earlier.Domain == d.Domain && math.Abs(got-p.Depth) > 1e-9 {
					t.Errorf("%s on %s was %.4f and is shown as %.4f", d.Domain, p.At.Format(time.DateOnly), got, p.Depth)
				}
			}
		}
	}
}

func TestMonthsActiveAreCalendarMonthsOfTheLastTwelve(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 31, 60, bo, chi, bo) // 30 September, 30 August, 30 July
	merge(o.pull(ada, daysAgo(400), change("kernels/a.go", 60)), chi, daysAgo(400))
	merge(o.pull(ada, daysAgo(120), change("kernels/a.go", 3)), chi, daysAgo(120)) // a typo in June
	got := kernels(t, o).MonthsActive.Value
	if len(got) != 3 || got[0].Month() != time.July || got[2].Month() != time.September {
		t.Errorf("active in %v, want July to September", got)
	}
}

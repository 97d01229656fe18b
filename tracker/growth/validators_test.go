package growth

import (
	"math"
	"testing"

	"rungless/tracker"
)

func TestEffectiveValidatorsByHand(t *testing.T) {
	for name, test := range map[string]struct {
		make func(o *organisation)
		want float64
	}{
		"one": {func(o *organisation) { mergedBy(o, 10, 60, bo, bo) }, 1},
		"two on one day's change": {func(o *organisation) {
			r := o.pull(ada, daysAgo(2), change("kernels/a.go", 60))
			o.say(r, chi, daysAgo(1.5))
			o.approve(r, chi, daysAgo(1.4))
			merge(r, bo, daysAgo(1))
		}, 2},
		"two halves that are something only together": {func(o *organisation) {
			for _, by := range []int{1, 2} {
				merge(o.pull(ada, daysAgo(1), tracker.FileChange{Path: "kernels/a.go", Additions: 5}), staff[by], daysAgo(1))
			}
		}, 2},
		"a typo merged by another adds nobody": {func(o *organisation) {
			mergedBy(o, 10, 60, bo, bo)
			merge(o.pull(ada, daysAgo(30), change("kernels/b.go", 2)), chi, daysAgo(30))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			if got := kernels(t, o).EffectiveValidators.Value; math.Abs(got-test.want) > 1e-9 {
				t.Errorf("got %.4f, want %.4f", got, test.want)
			}
		})
	}
}

func TestTheEffectiveNumberOfEqualPartsIsTheirCount(t *testing.T) {
	parts := map[key]float64{{id: 1}: 2, {id: 2}: 2, {id: 3}: 2, {id: 4}: 2}
	if got := effectiveNumber(parts); math.Abs(got-4) > 1e-9 {
		t.Errorf("got %v, want 4", got)
	}
	if got := effectiveNumber(nil); got != 0 {
		t.Errorf("got %v of nothing", got)
	}
}

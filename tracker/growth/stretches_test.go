package growth

import (
	"math"
	"testing"
	"time"
)

// TestDepthIsTheAverageOverEveryWayToLayStretches lays stretches side by side in each
// of the 42 ways and adds up what they are worth.
func TestDepthIsTheAverageOverEveryWayToLayStretches(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		f := prepare(Growth1(), generatedInput(generate(seed), ada))
		for _, d := range f.domains {
			l := f.lay(d.counted)
			for _, at := range []time.Time{today, daysAgo(20.5), daysAgo(100), daysAgo(500)} {
				var want float64
				for way := range Growth1().StretchDays {
					want += laidOneWay(f, l, at, way) / float64(Growth1().StretchDays)
				}
				if got := l.worth(at); math.Abs(got-want) > 1e-9 {
					t.Errorf("seed %d, %s at %s: %.6f, want %.6f", seed, d.slug, at.Format(time.DateOnly), got, want)
				}
			}
		}
	}
}

func laidOneWay(f *facts, l *layout, at time.Time, way int) float64 {
	var sum float64
	days := l.days[:l.until(at)]
	stretchOf := func(d workday) int { return (d.date + way) / Growth1().StretchDays }
	for i := 0; i < len(days); {
		j := i
		for j < len(days) && stretchOf(days[j]) == stretchOf(days[i]) {
			j++
		}
		age := at.Sub(days[j-1].newest).Hours() / Growth1().HalfLife.Hours()
		sum += l.value(days[i:j]) * math.Exp2(-age)
		i = j
	}
	return sum
}

// TestWhatStretchesHoldSomeDays compares with a look at every stretch.
func TestWhatStretchesThatHoldSomeDaysAreWorth(t *testing.T) {
	f := prepare(Growth1(), generatedInput(generate(1), ada))
	for _, d := range f.domains {
		l := f.lay(d.counted)
		l.worth(daysAgo(30))
		for v, days := range l.lone() {
			var want float64
			for i, s := range l.stretches {
				for _, day := range days {
					if s.days.from <= day && day < s.days.to {
						want += l.sums[i+1] - l.sums[i]
						break
					}
				}
			}
			if got := l.worthOf(days); math.Abs(got-want) > 1e-9 {
				t.Errorf("%s, %v: %.6f, want %.6f", d.slug, v, got, want)
			}
		}
	}
}

func TestAStretchIsAsLongAsTheVersionSays(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 41, 60, bo, chi)
	f := prepare(Growth1(), o.input(ada))
	together := 0.0
	for _, s := range f.lay(f.domains[0].counted).stretches {
		if s.days.to-s.days.from == 2 {
			together += s.ways
		}
	}
	if want := 1.0 / 42; math.Abs(together-want) > 1e-9 {
		t.Errorf("changes 41 days apart are in one stretch in %.4f of the ways, want %.4f", together, want)
	}
}

package growth

import (
	"math"
	"slices"
	"sort"
	"time"
)

// A stretch is what one person did within six weeks, taken as one: each kind of act
// counts once in it, up to one whole change. As stretches may begin on any day, there
// are 42 ways to lay them side by side, and what counts is the average over all of
// them.
//
// So a further act never lowers what was there, whatever day it falls on, and cutting
// a change into parts that are merged over a week gains at most the six days by which
// it is spread: 6/42 where one stands alone, and next to nothing where others are
// near. docs/adr/0009-growth-1.md proves it, and that no formula has both for nothing.

// layout lays stretches over days of work, oldest first.
type layout struct {
	version   Version
	weights   [kinds]float64
	now       time.Time
	days      []workday
	fresh     []float64 // 2^-(age/half-life) at now, by day
	stretches []stretch // every way, by their first day
	holds     []span    // the stretches that hold each day

	sums     []float64  // of what the stretches before each one are worth, reused from time to time
	evidence []Evidence // of what is laid; measures of one layout share it
}

// stretch is every stretch that holds the same days of work.
type stretch struct {
	days  span
	ways  float64 // how many such stretches there are, by how many ways to lay them
	value float64 // log2(1 + sum of weight x part of a whole change)
}

// span is [from, to).
type span struct{ from, to int }

// lay prepares a layout of portions, oldest first. Days that come to nothing are left
// out.
func (f *facts) lay(portions []portion) *layout {
	l := &layout{version: f.version, now: f.in.Now}
	for i, kind := range actKinds() {
		l.weights[i] = f.version.Weights[kind]
	}
	l.days = slices.DeleteFunc(f.workdays(portions), func(d workday) bool { return d.isNothing() })
	l.fresh = make([]float64, len(l.days))
	for i := range l.days {
		l.fresh[i] = f.freshAt(l.days[i].newest)
	}
	l.layEveryWay()
	l.sums = make([]float64, len(l.stretches)+1)
	return l
}

// layEveryWay slides a stretch over the days of work, from the first that reaches one
// to the last that begins on one.
func (l *layout) layEveryWay() {
	l.holds = make([]span, len(l.days))
	length := l.version.StretchDays
	var d span
	for d.from < len(l.days) {
		gains, loses := math.MaxInt, l.days[d.from].date+1
		if d.to < len(l.days) {
			gains = l.days[d.to].date - length + 1
		}
		if gains <= loses {
			l.holds[d.to].from = len(l.stretches)
			d.to++
		}
		if loses <= gains {
			l.holds[d.from].to = len(l.stretches)
			d.from++
		}
		l.addStretch(d, min(gains, loses))
	}
}

// addStretch adds those that hold the days d, the first of which begins on a date.
func (l *layout) addStretch(d span, begins int) {
	if d.from == d.to {
		return
	}
	ends := l.days[d.from].date + 1
	if d.to < len(l.days) {
		ends = min(ends, l.days[d.to].date-l.version.StretchDays+1)
	}
	l.stretches = append(l.stretches, stretch{days: d, ways: float64(ends-begins) / float64(l.version.StretchDays),
		value: l.value(l.days[d.from:d.to])})
}

// value is log2(1 + sum over kinds of weight x part of a whole change) of days taken
// as one. Each kind of act counts once.
func (l *layout) value(days []workday) float64 {
	var sum float64
	for kind, weight := range l.weights {
		sum += weight * partOfWhole(l.version, days, kind)
	}
	return math.Log2(1 + sum)
}

func partOfWhole(v Version, days []workday, kind int) float64 {
	var written, whole float64
	for i := range days {
		written += days[i].written[kind]
		whole = max(whole, days[i].whole[kind])
	}
	return max(whole, min(1, written/v.FullLines))
}

// worth is what the stretches are worth at a time, from what had happened by then:
// each as old as its newest act.
func (l *layout) worth(at time.Time) float64 {
	n := l.until(at)
	l.sums[0] = 0
	for i := range l.stretches {
		l.sums[i+1] = l.sums[i] + l.worthUntil(&l.stretches[i], n)
	}
	return l.sums[len(l.stretches)] * l.younger(at)
}

// worthUntil is what a stretch is worth now without the days from n on.
func (l *layout) worthUntil(s *stretch, n int) float64 {
	switch {
	case s.days.to <= n:
		return s.ways * s.value * l.fresh[s.days.to-1]
	case s.days.from < n:
		return s.ways * l.value(l.days[s.days.from:n]) * l.fresh[n-1]
	}
	return 0
}

// younger is by how much everything weighs more at a time than now.
func (l *layout) younger(at time.Time) float64 {
	return math.Exp2(l.now.Sub(at).Hours() / l.version.HalfLife.Hours())
}

// until returns how many days of work are not later than a time.
func (l *layout) until(at time.Time) int {
	return sort.Search(len(l.days), func(i int) bool { return l.days[i].newest.After(at) })
}

// freshAt is 2^-(age/half-life) now of what happened at a time.
func (f *facts) freshAt(at time.Time) float64 {
	return math.Exp2(-f.in.Now.Sub(at).Hours() / f.version.HalfLife.Hours())
}

// without is the layout as if the acts that stand on one validator alone had never
// been validated.
func (f *facts) without(portions []portion, v key) *layout {
	return f.lay(slices.DeleteFunc(slices.Clone(portions), func(p portion) bool { return p.act.standsOn(v) }))
}

// lone lists those who are the only validator of an act, with the days of such acts,
// oldest first.
func (l *layout) lone() map[key][]int {
	lone := map[key][]int{}
	for i := range l.days {
		for _, p := range l.days[i].portions {
			if len(p.act.validators) != 1 {
				continue
			}
			v := p.act.validators[0]
			if days := lone[v]; len(days) == 0 || days[len(days)-1] != i {
				lone[v] = append(days, i)
			}
		}
	}
	return lone
}

// worthOf is what the stretches that hold any of some days, oldest first, were worth
// when worth was called last.
func (l *layout) worthOf(days []int) float64 {
	var sum float64
	from := 0
	for _, i := range days {
		if h := l.holds[i]; h.to > from {
			sum += l.sums[h.to] - l.sums[max(from, h.from)]
			from = h.to
		}
	}
	return sum
}

package growth

import (
	"math"
	"slices"
	"sort"
	"time"
)

// A unit is what one person did within seven days, taken as one: a thread with its
// follow-ups. Where several layings of units over the days of work are possible, the
// one that favours the person is taken; two units never begin closer than seven
// days.
//
// Splitting one change into ten gains nothing, because the ten fall into one unit
// which is worth what the whole was. And a further act never lowers what was there:
// every unit that could be laid before can be laid still.

// layout lays units over days of work, oldest first.
type layout struct {
	version Version
	weights [kinds]float64
	now     time.Time
	days    []workday
	next    []int     // first day that is a unit's length later
	values  []float64 // of the unit that begins on each day, with all that falls into it
	fresh   []float64 // 2^-(age/half-life) at now

	sums  []float64 // reused from time to time
	units []unit

	evidence []Evidence // of what is laid; measures of one layout share it
}

// unit is one laid unit: days [from, to).
type unit struct {
	from, to int
	value    float64 // as of its newest act
}

// lay prepares a layout of portions, oldest first. Days that come to nothing are left
// out, so that no unit begins with a typo.
func (f *facts) lay(portions []portion) *layout {
	l := &layout{version: f.version, now: f.in.Now}
	for i, kind := range actKinds() {
		l.weights[i] = f.version.Weights[kind]
	}
	l.days = slices.DeleteFunc(f.workdays(portions), func(d workday) bool { return d.isNothing() })
	n := len(l.days)
	l.next, l.values, l.fresh = make([]int, n), make([]float64, n), make([]float64, n)
	l.sums, l.units = make([]float64, n+1), make([]unit, n)
	for i := range l.days {
		l.next[i] = i + sort.Search(n-i, func(j int) bool { return l.days[i+j].date >= l.days[i].date+f.version.UnitDays })
		l.fresh[i] = f.freshAt(l.days[i].newest)
		l.values[i] = l.value(l.days[i:l.next[i]])
	}
	return l
}

// value is log2(1 + sum over kinds of weight x part of a whole change) of days taken
// as one unit. Each kind of act counts once.
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

// best lays the units that are worth most at a time, from what had happened by
// then, and returns them, until it is called again, with their decayed sum.
func (l *layout) best(at time.Time) ([]unit, float64) {
	n := l.until(at)
	sums, units := l.sums[:n+1], l.units[:n]
	sums[n] = 0
	for i := n - 1; i >= 0; i-- {
		end, value := l.next[i], l.values[i]
		if end > n {
			end, value = n, l.value(l.days[i:n])
		}
		sums[i], units[i] = sums[i+1], unit{}
		if sum := value*l.fresh[end-1] + sums[end]; sum > sums[i] {
			sums[i], units[i] = sum, unit{from: i, to: end, value: value}
		}
	}
	chosen := units[:0] // each is written where it or an earlier one was read
	for i := 0; i < n; {
		u := units[i]
		if u.to == 0 { // better left out
			i++
			continue
		}
		chosen = append(chosen, u)
		i = u.to
	}
	return chosen, sums[0] * l.younger(at)
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

// units lays as many units over acts, oldest first, as there can be of which each is
// enough, and gives the acts of each. With a nil enough every unit is.
func (f *facts) units(acts []*act, enough func([]*act) bool) [][]*act {
	count := make([]int, len(acts)+1)
	next := make([]int, len(acts))
	for i := len(acts) - 1; i >= 0; i-- {
		end := i + sort.Search(len(acts)-i, func(j int) bool { return acts[i+j].date() >= acts[i].date()+f.version.UnitDays })
		count[i] = count[i+1]
		if count[end]+1 > count[i] && (enough == nil || enough(acts[i:end])) {
			count[i], next[i] = count[end]+1, end
		}
	}
	var units [][]*act
	for i := 0; i < len(acts); {
		if next[i] == 0 {
			i++
			continue
		}
		units = append(units, acts[i:next[i]])
		i = next[i]
	}
	return units
}

// without is the layout as if the acts that stand on one validator alone had never
// been validated.
func (f *facts) without(portions []portion, v key) *layout {
	return f.lay(slices.DeleteFunc(slices.Clone(portions), func(p portion) bool { return p.act.standsOn(v) }))
}

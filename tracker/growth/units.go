package growth

import (
	"math"
	"sort"
	"time"
)

// A unit is what one person did within seven days, taken as one: a thread with its
// follow-ups. Where several layings of units over the acts are possible, the one
// that favours the person is taken; two units never begin closer than seven days.
//
// Splitting one change into ten gains nothing, because the ten fall into one unit
// which is worth what the whole was. And a further act never lowers what was there:
// every unit that could be laid before can be laid still.

// portion is the part of an act that lies in what is measured, a domain say.
type portion struct {
	act   *act
	kind  int           // place of the act's kind in actKinds
	whole float64       // what it is of a whole change where lines say nothing: a thread without files
	lines []writtenLine // of its files
}

// writtenLine is how much was written in one file.
type writtenLine struct {
	file  int
	lines float64
}

// layout lays units over portions, oldest first.
type layout struct {
	version  Version
	weights  []float64 // by place of the kind
	portions []portion
	next     []int     // first portion that is a unit's length later
	values   []float64 // of the unit that begins at each portion, with all that falls into it
	fresh    []float64 // 2^-(age/half-life) at now
	now      time.Time
	sheet    *sheet
}

// sheet adds up lines by kind and file. It is reused, because a person has many units.
type sheet struct {
	files int
	round int
	seen  []int
	sum   []float64

	written []float64 // by kind: lines beyond the free ones
	whole   []float64 // by kind
}

func newSheet(files int) *sheet {
	kinds := len(actKinds())
	return &sheet{files: files, seen: make([]int, files*kinds), sum: make([]float64, files*kinds),
		written: make([]float64, kinds), whole: make([]float64, kinds)}
}

// unit is one laid unit: portions [from, to).
type unit struct {
	from, to int
	value    float64 // as of its newest act
}

func (f *facts) lay(portions []portion) *layout {
	l := &layout{version: f.version, portions: portions, now: f.in.Now, sheet: newSheet(len(f.fileIDs))}
	for _, kind := range actKinds() {
		l.weights = append(l.weights, f.version.Weights[kind])
	}
	l.next = make([]int, len(portions))
	l.values = make([]float64, len(portions))
	l.fresh = make([]float64, len(portions))
	end := 0
	for i, p := range portions {
		limit := p.act.at.Add(f.version.Unit)
		for end < len(portions) && portions[end].act.at.Before(limit) {
			end++
		}
		l.next[i] = end
		l.fresh[i] = f.freshAt(p.act.at)
		l.values[i], _ = l.value(i, end, nil)
	}
	return l
}

// value is log2(1 + sum over kinds of weight x part of a whole change) of portions
// [from, to) taken as one unit, and the newest of them; -1 where nothing is left.
// Each kind of act counts once. Portions that keep refuses are left out.
func (l *layout) value(from, to int, keep func(portion) bool) (value float64, newest int) {
	l.sheet.round++
	clear(l.sheet.written)
	clear(l.sheet.whole)
	newest = -1
	for i := from; i < to; i++ {
		p := &l.portions[i]
		if keep != nil && !keep(*p) {
			continue
		}
		newest = i
		l.sheet.whole[p.kind] = max(l.sheet.whole[p.kind], p.whole)
		for _, line := range p.lines {
			l.sheet.written[p.kind] += l.sheet.add(p.kind, line, l.version.FreeLines)
		}
	}
	var sum float64
	for kind, weight := range l.weights {
		sum += weight * max(l.sheet.whole[kind], min(1, l.sheet.written[kind]/l.version.FullLines))
	}
	return math.Log2(1 + sum), newest
}

// add writes lines of a file down and returns by how much the lines beyond the free
// ones grew.
func (s *sheet) add(kind int, line writtenLine, free float64) float64 {
	at := kind*s.files + line.file
	if s.seen[at] != s.round {
		s.seen[at], s.sum[at] = s.round, 0
	}
	before := max(0, s.sum[at]-free)
	s.sum[at] += line.lines
	return max(0, s.sum[at]-free) - before
}

// best lays the units that are worth most at a time, from what had happened by
// then, and returns them with their decayed sum. Portions that keep refuses are
// taken as not there.
func (l *layout) best(at time.Time, keep func(portion) bool) ([]unit, float64) {
	n := l.until(at)
	sums := make([]float64, n+1)
	units := make([]unit, n)
	for i := n - 1; i >= 0; i-- {
		sums[i] = sums[i+1]
		if keep != nil && !keep(l.portions[i]) {
			continue
		}
		end := min(l.next[i], n)
		value, newest := l.values[i], end-1
		if keep != nil || end < l.next[i] {
			value, newest = l.value(i, end, keep)
		}
		units[i] = unit{from: i, to: end, value: value}
		if sum := value*l.fresh[newest] + sums[end]; sum > sums[i] {
			sums[i] = sum
		} else {
			units[i].to = 0 // better left out
		}
	}
	var chosen []unit
	for i := 0; i < n; {
		if units[i].to == 0 {
			i++
			continue
		}
		chosen = append(chosen, units[i])
		i = units[i].to
	}
	return chosen, sums[0] * l.younger(at)
}

// younger is by how much everything weighs more at a time than now.
func (l *layout) younger(at time.Time) float64 {
	return math.Exp2(l.now.Sub(at).Hours() / l.version.HalfLife.Hours())
}

// until returns how many portions are not later than a time.
func (l *layout) until(at time.Time) int {
	return sort.Search(len(l.portions), func(i int) bool { return l.portions[i].act.at.After(at) })
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
		end := i + sort.Search(len(acts)-i, func(j int) bool { return !acts[i+j].at.Before(acts[i].at.Add(f.version.Unit)) })
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

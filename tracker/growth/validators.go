package growth

import (
	"maps"
	"slices"
)

// effectiveValidators is 1/sum(share^2) over those who validated the stretches of
// today: how many equally busy validators would spread the work as widely.
func (f *facts) effectiveValidators(l *layout) Measured[float64] {
	const name = "effective_validators"
	lots, worth := f.lots(l), map[key]float64{}
	for i := range l.stretches {
		lots.credit(l, &l.stretches[i], worth)
	}
	effective := effectiveNumber(worth)
	if effective == 0 {
		return notAvailable[float64](name, nothingYet, l.evidence)
	}
	return available(name, effective, l.evidence)
}

// lot is what the same people validated of one kind of act, however it was cut.
type lot struct {
	kind       int
	validators []key
}

// lotOfDay is what of a lot was done on one day.
type lotOfDay struct {
	lot            int
	written, whole float64
}

// lots are the days of a layout, dealt out to lots.
type lots struct {
	all    []lot
	byDay  [][]lotOfDay
	within []lotOfDay // what is in one stretch, reused from one to the next
	parts  []float64
}

func (f *facts) lots(l *layout) *lots {
	list := &lots{byDay: make([][]lotOfDay, len(l.days))}
	for i := range l.days {
		portions := map[int][]portion{}
		for _, p := range l.days[i].portions {
			n := list.find(p)
			portions[n] = append(portions[n], p)
		}
		for _, n := range slices.Sorted(maps.Keys(portions)) {
			d, kind := f.workday(portions[n]), list.all[n].kind
			list.byDay[i] = append(list.byDay[i], lotOfDay{n, d.written[kind], d.whole[kind]})
		}
	}
	return list
}

func (list *lots) find(p portion) int {
	i := slices.IndexFunc(list.all, func(l lot) bool { return l.kind == p.kind && slices.Equal(l.validators, p.act.validators) })
	if i < 0 {
		list.all = append(list.all, lot{p.kind, p.act.validators})
		return len(list.all) - 1
	}
	return i
}

// credit deals a stretch's worth out to its validators: to each lot by its kind of act
// and by what it is of a whole change, and within a lot to all alike.
func (list *lots) credit(l *layout, s *stretch, worth map[key]float64) {
	list.gather(s.days)
	list.parts = list.parts[:0]
	var sum float64
	for _, d := range list.within {
		part := l.weights[list.all[d.lot].kind] * max(d.whole, min(1, d.written/l.version.FullLines))
		list.parts = append(list.parts, part)
		sum += part
	}
	for i, d := range list.within {
		part := 1 / float64(len(list.within)) // where the lots are something only together
		if sum > 0 {
			part = list.parts[i] / sum
		}
		validators := list.all[d.lot].validators
		for _, v := range validators {
			worth[v] += part * s.ways * s.value * l.fresh[s.days.to-1] / float64(len(validators))
		}
	}
}

// gather adds up the lots of some days.
func (list *lots) gather(days span) {
	list.within = list.within[:0]
	for _, day := range list.byDay[days.from:days.to] {
		for _, d := range day {
			i := slices.IndexFunc(list.within, func(known lotOfDay) bool { return known.lot == d.lot })
			if i < 0 {
				list.within = append(list.within, d)
				continue
			}
			list.within[i].written += d.written
			list.within[i].whole = max(list.within[i].whole, d.whole)
		}
	}
}

// effectiveNumber is (sum)^2 / sum of squares: how many equal parts would be as
// spread as these. It is 0 where there are none.
func effectiveNumber(worth map[key]float64) float64 {
	var sum, squares float64
	for _, w := range slices.Sorted(maps.Values(worth)) { // in one order, so that the last bit is always the same
		sum += w
		squares += w * w
	}
	if squares == 0 {
		return 0
	}
	return sum * sum / squares
}

package growth

import (
	"maps"
	"slices"
)

// effectiveValidators is 1/sum(share^2) over those who validated the units of today:
// how many equally busy validators would spread the work as widely.
func (f *facts) effectiveValidators(l *layout) Measured[float64] {
	const name = "effective_validators"
	units, _ := l.best(f.in.Now)
	worth := map[key]float64{}
	for _, u := range units {
		f.credit(l, u, worth)
	}
	effective := effectiveNumber(worth)
	if effective == 0 {
		return notAvailable[float64](name, nothingYet, l.evidence)
	}
	return available(name, effective, l.evidence)
}

// credit deals a unit's worth out to its validators. What the same people validated
// is one lot, however it was cut; a lot has a part of the unit by its kind of act and
// by what it is of a whole change.
func (f *facts) credit(l *layout, u unit, worth map[key]float64) {
	lots := l.lots(u)
	parts := make([]float64, len(lots))
	var sum float64
	for i, lot := range lots {
		parts[i] = l.weights[lot[0].kind] * partOfWhole(f.version, f.workdays(lot), lot[0].kind)
		sum += parts[i]
	}
	for i, lot := range lots {
		part := 1 / float64(len(lots)) // where the lots are something only together
		if sum > 0 {
			part = parts[i] / sum
		}
		validators := lot[0].act.validators
		for _, v := range validators {
			worth[v] += part * u.value * l.fresh[u.to-1] / float64(len(validators))
		}
	}
}

// lots puts the acts of a unit together that are of one kind and have the same
// validators.
func (l *layout) lots(u unit) [][]portion {
	var lots [][]portion
	for _, d := range l.days[u.from:u.to] {
		for _, p := range d.portions {
			i := slices.IndexFunc(lots, func(lot []portion) bool {
				return lot[0].kind == p.kind && slices.Equal(lot[0].act.validators, p.act.validators)
			})
			if i < 0 {
				lots = append(lots, []portion{p})
				continue
			}
			lots[i] = append(lots[i], p)
		}
	}
	return lots
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

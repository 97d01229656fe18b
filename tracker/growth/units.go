package growth

import "sort"

// units lays as many units over acts, oldest first, as there can be of which each is
// enough, and gives the acts of each. With a nil enough every unit is.
//
// A unit is seven days, taken as one entry of a list: a thread with its follow-ups. Two
// units never begin closer than seven days, and of all layings the one with most units
// is taken, so that a further act never shortens a list.
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

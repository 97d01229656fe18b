package research

import (
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"rungless/tracker"
)

// roles lists the roles of some lists, authors first.
func roles(lists ...map[string][]*entry) []string {
	all := map[string]bool{}
	for _, byRole := range lists {
		for role := range byRole {
			all[role] = true
		}
	}
	list := slices.Sorted(maps.Keys(all))
	slices.SortStableFunc(list, func(a, b string) int { return order(a) - order(b) })
	return list
}

func order(role string) int {
	if role == tracker.AuthorRole {
		return 0
	}
	return 1
}

// pair finds for each line of a list the entry of the list before that it goes on
// with, -1 for none: by ORCID, then by name, then, between two that are left, by a
// spelling that was mended in its place.
func pair(before, list []*entry) []int {
	p := pairing{before: before, list: list, pairs: make([]int, len(list)), taken: make([]bool, len(before))}
	for i := range p.pairs {
		p.pairs[i] = -1
	}
	p.join(func(e *entry) string { return e.orcid })
	p.join(func(e *entry) string { return e.name })
	p.joinRespelt()
	return p.pairs
}

// pairing is a comparison on its way.
type pairing struct {
	before, list []*entry
	pairs        []int  // by line of list: of before, or -1
	taken        []bool // of before
}

// join pairs what has one key, in order.
func (p *pairing) join(key func(*entry) string) {
	free := map[string][]int{}
	for i, e := range p.before {
		if k := key(e); k != "" && !p.taken[i] {
			free[k] = append(free[k], i)
		}
	}
	for i, line := range p.list {
		if p.pairs[i] >= 0 {
			continue
		}
		k := key(line)
		at := slices.IndexFunc(free[k], func(from int) bool { return !p.before[from].contradicts(line) })
		if at < 0 {
			continue
		}
		p.pairs[i], p.taken[free[k][at]] = free[k][at], true
		free[k] = slices.Delete(free[k], at, at+1)
	}
}

// contradicts reports whether both have an ORCID, and not the same.
func (e *entry) contradicts(line *entry) bool {
	return e.orcid != "" && line.orcid != "" && e.orcid != line.orcid
}

// joinRespelt pairs what is left at the same place with the same family name and
// first letter: "J. Doe" became "Jane Doe".
func (p *pairing) joinRespelt() {
	for i, line := range p.list {
		if p.pairs[i] < 0 && i < len(p.before) && !p.taken[i] && !p.before[i].contradicts(line) && isRespelt(p.before[i].name, line.name) {
			p.pairs[i], p.taken[i] = i, true
		}
	}
}

func isRespelt(old, now string) bool {
	a, b := strings.Fields(old), strings.Fields(now)
	if len(a) < 2 || len(b) < 2 || a[len(a)-1] != b[len(b)-1] {
		return false
	}
	first, _ := utf8.DecodeRuneInString(a[0])
	return strings.HasPrefix(b[0], string(first))
}

// movedOf says which lines of a new list stand elsewhere among those that stay.
// Those that keep their order are the longest list of ascending former places
// (of several, the one with the smallest places); all others moved. It takes
// n log n steps.
func movedOf(pairs []int) []bool {
	moved := make([]bool, len(pairs))
	tails := []int{} // tails[k]: the line that ends the best ascending list of k+1
	before := make([]int, len(pairs))
	for i, from := range pairs {
		if from < 0 {
			continue
		}
		moved[i] = true
		k := sort.Search(len(tails), func(k int) bool { return pairs[tails[k]] >= from })
		before[i] = -1
		if k > 0 {
			before[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	if len(tails) == 0 {
		return moved
	}
	for i := tails[len(tails)-1]; i >= 0; i = before[i] {
		moved[i] = false
	}
	return moved
}

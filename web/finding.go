package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// finding says what the chart of these months shows, as facts and shortly: in how
// many months the two kinds occur that occur in most. "Reviews every month since
// December 2023, pull requests in 29 of 36 months".
func (c calendar) finding(kinds []tracker.Kind, months []time.Time) string {
	months = slices.DeleteFunc(slices.Clone(months), c.first.After) // before the first contribution there was nothing to do
	kinds = c.mostOften(2, kinds, months)
	first, when := kindName[kinds[0]]+"s", c.when(kinds[0], months)
	if len(kinds) == 1 {
		return capitalized(first) + " " + when
	}
	second, whenSecond := kindName[kinds[1]]+"s", c.when(kinds[1], months)
	if whenSecond == when {
		return capitalized(first) + " and " + second + " " + when
	}
	if of := fmt.Sprintf(" of %d months", len(months)); strings.HasSuffix(when, of) {
		whenSecond = strings.TrimSuffix(whenSecond, of) // said once
	}
	return capitalized(first) + " " + when + ", " + second + " " + whenSecond
}

// mostOften picks up to n kinds, those that occur in most months first; where that
// is equal, in the order in which pages show kinds.
func (c calendar) mostOften(n int, kinds []tracker.Kind, months []time.Time) []tracker.Kind {
	sorted := slices.Clone(kinds)
	slices.SortStableFunc(sorted, func(a, b tracker.Kind) int {
		return cmp.Compare(len(c.monthsWith(b, months)), len(c.monthsWith(a, months)))
	})
	return sorted[:min(n, len(sorted))]
}

// monthsWith picks the months in which a kind occurs.
func (c calendar) monthsWith(kind tracker.Kind, months []time.Time) []time.Time {
	return slices.DeleteFunc(slices.Clone(months), func(at time.Time) bool { return c.counts[at][kind] == 0 })
}

// when says in which of the months a kind occurs. The last month goes on: a kind
// that does not occur in it yet may still occur every month.
func (c calendar) when(kind tracker.Kind, months []time.Time) string {
	with := c.monthsWith(kind, months)
	if len(with) == 0 {
		return "before " + month(months[0])
	}
	if len(with) == 1 {
		return "in " + month(with[0])
	}
	closed := months[slices.Index(months, with[0]) : len(months)-1]
	if len(c.monthsWith(kind, closed)) == len(closed) {
		return "every month since " + month(with[0])
	}
	return fmt.Sprintf("in %d of %d months", len(with), len(months))
}

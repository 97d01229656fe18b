package growth

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
)

func debtOf(o *organisation) Measured[[]Debt] {
	in := o.input(ada)
	in.Files = byFolder{map[string]tracker.Account{"kernels/bo/": bo, "kernels/ada/": ada}}
	return Measure(Growth1(), in).Scope.Debt
}

func TestWhichChangesAreDebtThatAPersonIsTrustedWith(t *testing.T) {
	theirs, own := change("kernels/bo/a.go", 60), change("kernels/ada/a.go", 60)
	for name, test := range map[string]struct {
		make func(o *organisation)
		want int
	}{
		"a rework of bo's old file that bo merged": {func(o *organisation) { merge(o.pull(ada, daysAgo(9), theirs), bo, daysAgo(9)) }, 1},
		"one's own file":                          {func(o *organisation) { merge(o.pull(ada, daysAgo(9), own), bo, daysAgo(9)) }, 0},
		"a file of which nothing is known":        {func(o *organisation) { merge(o.pull(ada, daysAgo(9), change("docs/a.md", 60)), bo, daysAgo(9)) }, 0},
		"merged by somebody who does not know it": {func(o *organisation) { merge(o.pull(ada, daysAgo(9), theirs), chi, daysAgo(9)) }, 0},
		"less than a third of the lines": {func(o *organisation) {
			merge(o.pull(ada, daysAgo(9), change("kernels/bo/a.go", 24), change("kernels/ada/a.go", 90)), bo, daysAgo(9))
		}, 0},
		"less than a third, cut in two on one day": {func(o *organisation) {
			merge(o.pull(ada, daysAgo(9), change("kernels/bo/a.go", 24)), bo, daysAgo(9))
			merge(o.pull(ada, daysAgo(9), change("kernels/ada/a.go", 90)), bo, daysAgo(9))
		}, 0},
		"hardly any lines": {func(o *organisation) { merge(o.pull(ada, daysAgo(9), change("kernels/bo/a.go", 12)), bo, daysAgo(9)) }, 0},
		"a mass deletion": {func(o *organisation) {
			merge(o.pull(ada, daysAgo(9), tracker.FileChange{Path: "kernels/bo/a.go", Deletions: 900, Additions: 3}), bo, daysAgo(9))
		}, 0},
		"reverted within ninety days": {func(o *organisation) {
			r := merge(o.pull(ada, daysAgo(60), theirs), bo, daysAgo(60))
			merge(o.pull(chi, daysAgo(20), theirs), bo, daysAgo(20)).Thread.Title = fmt.Sprintf("Revert %q", r.Thread.Title)
		}, 0},
		"reverted long after": {func(o *organisation) {
			r := merge(o.pull(ada, daysAgo(200), theirs), bo, daysAgo(200))
			merge(o.pull(chi, daysAgo(20), theirs), bo, daysAgo(20)).Thread.Title = fmt.Sprintf("Revert %q", r.Thread.Title)
		}, 1},
		"two within a week are one entry": {func(o *organisation) {
			merge(o.pull(ada, daysAgo(9), theirs), bo, daysAgo(9))
			merge(o.pull(ada, daysAgo(7), theirs), bo, daysAgo(7))
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			if got := debtOf(o); len(got.Value) != test.want {
				t.Errorf("%d entries, want %d: %+v", len(got.Value), test.want, got.Value)
			}
		})
	}
}

func TestDebtSaysWhyItQualifiesAndWhetherItWasAsked(t *testing.T) {
	o := &organisation{}
	issue := o.issue(bo, daysAgo(30))
	r := merge(o.pull(ada, daysAgo(9), change("kernels/bo/a.go", 60)), bo, daysAgo(9).Add(time.Hour))
	r.Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
	debt := debtOf(o).Value[0]
	if !debt.Asked || !strings.Contains(debt.Why, "approved by bo") || debt.OthersOld != 60 || len(debt.Threads) != 1 {
		t.Errorf("got %+v", debt)
	}
}

package growth

import (
	"testing"
	"time"

	"rungless/tracker"
)

func practiceOf(o *organisation) Practice { return Measure(Growth1(), o.input(ada)).Practice }

func TestTenIssuesThatOneChangeClosesAreOneEntry(t *testing.T) {
	o := &organisation{}
	r := merge(o.pull(bo, daysAgo(9), change("kernels/a.go", 60)), chi, daysAgo(8))
	for range 10 {
		r.Thread.Closes = append(r.Thread.Closes, o.issue(ada, daysAgo(20)).Thread.ThreadRef)
	}
	got := practiceOf(o).IssuesLed.Value
	if len(got) != 1 || len(got[0].Threads) != 10 {
		t.Errorf("got %+v", got)
	}
}

func TestWhichChangesAreOfDocumentsAndDecisions(t *testing.T) {
	for name, test := range map[string]struct {
		make                 func(o *organisation)
		documents, decisions int
	}{
		"a model card":               {func(o *organisation) { o.merged(9, "models/tiny/README.md") }, 1, 0},
		"a typo in one":              {func(o *organisation) { merge(o.pull(ada, daysAgo(9), change("README.md", 3)), bo, daysAgo(9)) }, 0, 0},
		"code":                       {func(o *organisation) { o.merged(9, "kernels/a.go") }, 0, 0},
		"a decision in the tree":     {func(o *organisation) { o.merged(9, "docs/adr/0007-units.md") }, 1, 1},
		"an issue that was decided":  {func(o *organisation) { o.decision(bo, chi) }, 0, 1},
		"decided by oneself":         {func(o *organisation) { o.decision(ada, ada) }, 0, 0},
		"one's own, merged by chi":   {func(o *organisation) { o.decision(ada, chi) }, 0, 1},
		"two documents of one week":  {func(o *organisation) { o.merged(9, "a.md"); o.merged(7, "b.md") }, 1, 0},
		"two documents of two weeks": {func(o *organisation) { o.merged(19, "a.md"); o.merged(7, "b.md") }, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			p := practiceOf(o)
			if got := len(p.DocumentsChanged.Value); got != test.documents {
				t.Errorf("%d documents, want %d", got, test.documents)
			}
			if got := len(p.DecisionsMerged.Value); got != test.decisions {
				t.Errorf("%d decisions, want %d", got, test.decisions)
			}
		})
	}
}

// decision is a proposal of ada's that a change by author closes.
func (o *organisation) decision(author, merger tracker.Account) {
	issue := o.issue(ada, daysAgo(20))
	issue.Thread.Labels = []string{"rfc"}
	r := merge(o.pull(author, daysAgo(9), change("kernels/a.go", 60)), merger, daysAgo(9).Add(time.Hour))
	r.Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
}

package growth

import (
	"math"
	"slices"
	"testing"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

func collaboratorsOf(o *organisation) Measured[Collaborators] {
	return Measure(Growth1(), o.input(ada)).Scope.Collaborators
}

func logins(people []Collaborator) []string {
	var list []string
	for _, p := range people {
		list = append(list, p.Account.Login)
	}
	return list
}

func TestWhoShipsTogether(t *testing.T) {
	kernel := change("kernels/a.go", 60)
	for name, test := range map[string]struct {
		make func(o *organisation)
		want []string
	}{
		"one change merged is not yet together": {func(o *organisation) { mergedBy(o, 1, 60, bo) }, nil},
		"two changes of two weeks":              {func(o *organisation) { mergedBy(o, 10, 60, bo, bo) }, []string{"bo"}},
		"two changes of one week are one":       {func(o *organisation) { mergedBy(o, 1, 60, bo, bo) }, nil},
		"both ways": {func(o *organisation) {
			mergedBy(o, 1, 60, bo)
			merge(o.pull(bo, daysAgo(1), kernel), ada, daysAgo(1))
		}, []string{"bo"}},
		"both ways, but one is a typo": {func(o *organisation) {
			mergedBy(o, 1, 60, bo)
			merge(o.pull(bo, daysAgo(1), change("kernels/a.go", 2)), ada, daysAgo(1))
		}, nil},
		"a bot": {func(o *organisation) { mergedBy(o, 10, 60, bot("b[bot]"), bot("b[bot]")) }, nil},
		"who only commented and approved": {func(o *organisation) {
			for i := range 3 {
				r := o.pull(ada, daysAgo(float64(i*10)+1), kernel)
				o.say(r, chi, r.Thread.CreatedAt)
				o.approve(r, chi, r.Thread.CreatedAt)
				merge(r, ada, daysAgo(float64(i*10)))
			}
		}, nil},
		"who is only named in trailers": {func(o *organisation) {
			mergedBy(o, 10, 60, ada, ada)
			for _, r := range o.records {
				r.Commits[0].Authors = append(r.Commits[0].Authors, tracker.CommitAuthor{Account: chi, Role: tracker.CoAuthor})
			}
		}, nil},
		"an address without an account": {func(o *organisation) {
			mergedBy(o, 10, 60, ada, ada)
			o.commitUnderAddresses(ada, 3)
		}, nil},
		"by name, not by weight": {func(o *organisation) { mergedBy(o, 10, 60, chi, chi, chi, bo, bo) }, []string{"bo", "chi"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			got := collaboratorsOf(o)
			if diff := cmp.Diff(test.want, logins(got.Value.People)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if test.want == nil && (got.Status != NotAvailable || got.Reason == "") {
				t.Errorf("nobody, without a reason: %+v", got)
			}
		})
	}
}

func TestEffectiveCollaboratorsByHand(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 10, 60, bo, chi, bo, chi) // 0, 10, 20, 30 days ago
	decay := func(days float64) float64 { return math.Exp2(-days / 180) }
	a, b := 1+decay(20), decay(10)+decay(30)
	if got, want := collaboratorsOf(o).Value.Effective, (a+b)*(a+b)/(a*a+b*b); math.Abs(got-want) > 1e-9 {
		t.Errorf("got %.6f, want %.6f", got, want)
	}
}

func TestACollaboratorIsNewForHalfAYear(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 100, 60, bo, bo, chi, chi) // bo since 100 days, chi since 300
	people := collaboratorsOf(o).Value.People
	if len(people) != 2 || !people[0].New || people[1].New {
		t.Errorf("got %+v", people)
	}
}

func TestHomesComeFromWhoKnowsThem(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 10, 60, bo, bo)
	in := o.input(ada)
	alone := Measure(Growth1(), in)
	told := alone.WithHomes(func(tracker.Account) []string { return []string{"safety"} })
	if got := told.Scope.Collaborators.Value.People[0].Homes.Value; !slices.Equal(got, []string{"safety"}) {
		t.Errorf("got %v", got)
	}
	if got := alone.Scope.Collaborators.Value.People[0].Homes; got.Status != NotAvailable {
		t.Errorf("homes that nobody gave: %+v", got)
	}
}

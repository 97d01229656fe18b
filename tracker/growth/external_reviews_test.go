package growth

import (
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

// reviewOf lets ada review somebody's change, who stands so to the repository.
func reviewOf(o *organisation, author tracker.Account, association string, daysBack float64) {
	at := daysAgo(daysBack)
	r := o.pull(author, at, change("kernels/a.go", 60))
	r.Thread.AuthorAssociation = association
	o.review(r, ada, at.Add(time.Hour))
	merge(r, bo, at.Add(9*time.Hour))
}

func TestTheShareOfReviewsForExternalContributors(t *testing.T) {
	o := &organisation{}
	reviewOf(o, bo, "member", 40)
	reviewOf(o, user("guest1"), "contributor", 40)
	reviewOf(o, user("guest1"), "contributor", 38) // the same week's
	reviewOf(o, user("guest2"), "first_time_contributor", 10)
	reviewOf(o, user("guest3"), "", 10) // not known
	got := Measure(Growth1(), o.input(ada)).Scope.ExternalReviews.Value
	august, september := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	want := ExternalReviews{Share: 2.0 / 3, Window: ReviewMonth{august, 3, 2, 1},
		Months: []ReviewMonth{{august, 2, 1, 0}, {september, 1, 1, 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAbsentReviewsHaveTheirReason(t *testing.T) {
	o := &organisation{}
	if got := Measure(Growth1(), o.input(ada)).Scope.ExternalReviews; got.Status != NotApplicable {
		t.Errorf("no reviews at all: %+v", got)
	}
	reviewOf(o, user("guest3"), "", 10)
	if got := Measure(Growth1(), o.input(ada)).Scope.ExternalReviews; got.Status != NotAvailable {
		t.Errorf("only unknown authors: %+v", got)
	}
}

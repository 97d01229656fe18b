package growth

import (
	"testing"

	"rungless/tracker"
)

func TestAskedReviewsAreThoseThatWereHeeded(t *testing.T) {
	o := &organisation{}
	reviewOf(o, bo, "member", 40)
	o.records[0].Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ada, By: bo, At: daysAgo(40)}}
	ignored := o.pull(chi, daysAgo(20), change("kernels/a.go", 60))
	ignored.Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ada, By: chi, At: daysAgo(20)}}
	byBot := o.pull(chi, daysAgo(10), change("kernels/a.go", 60))
	byBot.Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ada, By: bot("assign[bot]"), At: daysAgo(10)}}
	got := Measure(Growth1(), o.input(ada)).Scope.ReviewsAsked
	if len(got.Value) != 1 || got.Value[0].By.Login != "bo" {
		t.Errorf("the list is %+v, want bo's", got.Value)
	}
	if len(got.Evidence) != 2 || got.Evidence[1].Counted {
		t.Errorf("the evidence is %+v, want what chi asked too, not counted", got.Evidence)
	}
}

package growth

import (
	"slices"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

var (
	ada, bo, chi = staff[0], staff[1], staff[2]
	agent        = tracker.Account{Host: "github.com", DatabaseID: 5, Login: "agent", Kind: tracker.AgentAccount}
	ghost        = tracker.Account{Kind: tracker.GhostAccount}
)

// onlyAct measures ada's single act in an organisation.
func onlyAct(t *testing.T, o *organisation, more ...Citation) *act {
	t.Helper()
	in := o.input(ada)
	in.Citations = more
	acts := prepare(Growth1(), in).acts
	if len(acts) != 1 {
		t.Fatalf("found %d acts, want one", len(acts))
	}
	return acts[0]
}

func TestWhoValidatesAChange(t *testing.T) {
	at := daysAgo(30)
	kernel := change("kernels/a.go", 40)
	for name, test := range map[string]struct {
		make func(o *organisation)
		want []string // logins and ways, of those that count
	}{
		"another human merged it": {func(o *organisation) { merge(o.pull(ada, at, kernel), bo, at) }, []string{"bo merged it"}},
		"nobody merged it yet":    {func(o *organisation) { o.approve(o.pull(ada, at, kernel), bo, at) }, nil},
		"its author merged it":    {func(o *organisation) { merge(o.pull(ada, at, kernel), ada, at) }, nil},
		"a bot merged it":         {func(o *organisation) { merge(o.pull(ada, at, kernel), bot("merge[bot]"), at) }, nil},
		"an agent merged it":      {func(o *organisation) { merge(o.pull(ada, at, kernel), agent, at) }, nil},
		"a ghost merged it":       {func(o *organisation) { merge(o.pull(ada, at, kernel), ghost, at) }, nil},
		"somebody unnamed merged": {func(o *organisation) { merge(o.pull(ada, at, kernel), tracker.Account{}, at) }, nil},
		"approved with words, merged by its author": {func(o *organisation) {
			r := o.pull(ada, at, kernel)
			o.say(r, bo, at)
			o.approve(r, bo, at.Add(time.Hour))
			merge(r, ada, at.Add(2*time.Hour))
		}, []string{"bo approved it"}},
		"approved without a word, merged by its author": {func(o *organisation) {
			r := o.pull(ada, at, kernel)
			o.approve(r, bo, at)
			merge(r, ada, at.Add(time.Hour))
		}, nil},
		"approved with words in the review, merged by its author": {func(o *organisation) {
			r := o.pull(ada, at, kernel)
			o.approve(r, bo, at)
			r.Reviews[0].Wording = tracker.Worded
			merge(r, ada, at.Add(time.Hour))
		}, []string{"bo approved it"}},
		"approved with an emoji in a comment": {func(o *organisation) {
			r := o.pull(ada, at, kernel)
			o.say(r, bo, at).Wording = tracker.Wordless
			o.approve(r, bo, at.Add(time.Hour))
			merge(r, ada, at.Add(2*time.Hour))
		}, nil},
		"reviewed in words, then approved without": {func(o *organisation) {
			r := o.pull(ada, at, kernel)
			o.approve(r, bo, at)
			r.Reviews[0].Wording, r.Reviews[0].State = tracker.Worded, tracker.Commented
			o.approve(r, bo, at.Add(time.Hour))
			merge(r, ada, at.Add(2*time.Hour))
		}, []string{"bo approved it"}},
		"approved first and spoken of later": {func(o *organisation) {
			r := o.pull(ada, at, kernel)
			o.approve(r, bo, at)
			o.say(r, bo, at.Add(time.Minute))
			merge(r, ada, at.Add(time.Hour))
		}, nil},
		"an approval that was dismissed": {func(o *organisation) {
			r := o.pull(ada, at, kernel)
			o.say(r, bo, at)
			o.approve(r, bo, at)
			r.Reviews[0].State = tracker.Dismissed
			merge(r, ada, at.Add(time.Hour))
		}, nil},
		"an approval after the merge": {func(o *organisation) {
			r := merge(o.pull(ada, at, kernel), ada, at)
			o.say(r, bo, at.Add(time.Hour))
			o.approve(r, bo, at.Add(2*time.Hour))
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			if diff := cmp.Diff(test.want, countingWays(onlyAct(t, o))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func countingWays(a *act) []string {
	var ways []string
	for _, v := range a.validations {
		if !v.Wordless {
			ways = append(ways, v.By.Login+" "+string(v.How))
		}
	}
	return ways
}

func TestAWordlessApprovalIsShownWithItsReason(t *testing.T) {
	o := &organisation{}
	r := o.pull(ada, daysAgo(3), change("kernels/a.go", 40))
	o.approve(r, bo, daysAgo(2))
	merge(r, ada, daysAgo(1))
	e := onlyAct(t, o).evidence()
	if e.Counted || len(e.Validations) != 1 || !e.Validations[0].Wordless || e.Note == "" {
		t.Errorf("the evidence is %+v", e)
	}
}

func TestWhenAReviewIsValidated(t *testing.T) {
	at := daysAgo(30)
	for name, test := range map[string]struct {
		make func(o *organisation, r *tracker.Record)
		want bool
	}{
		"the author answered it and changed the file": {func(o *organisation, r *tracker.Record) { o.review(r, ada, at) }, true},
		"it was asked for and the file changed": {func(o *organisation, r *tracker.Record) {
			r.Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ada, By: bo, At: at}}
			o.note(r, ada, at, "kernels/a.go")
			o.commit(r, bo, at.Add(time.Hour), change("kernels/a.go", 3))
		}, true},
		"neither asked for nor answered": {func(o *organisation, r *tracker.Record) {
			o.note(r, ada, at, "kernels/a.go")
			o.commit(r, bo, at.Add(time.Hour), change("kernels/a.go", 3))
		}, false},
		"the source says nothing of requests and replies": {func(o *organisation, r *tracker.Record) {
			r.Thread.PullRequest.RequestedReviewers = nil
			o.note(r, ada, at, "kernels/a.go")
			o.commit(r, bo, at.Add(time.Hour), change("kernels/a.go", 3))
		}, true},
		"another file changed": {func(o *organisation, r *tracker.Record) {
			r.Thread.PullRequest.RequestedReviewers = nil
			o.note(r, ada, at, "kernels/a.go")
			o.commit(r, bo, at.Add(time.Hour), change("kernels/b.go", 3))
		}, false},
		"a bot changed the file": {func(o *organisation, r *tracker.Record) {
			r.Thread.PullRequest.RequestedReviewers = nil
			o.note(r, ada, at, "kernels/a.go")
			o.commit(r, bot("fix[bot]"), at.Add(time.Hour), change("kernels/a.go", 3))
		}, false},
		"the reviewer changed the file": {func(o *organisation, r *tracker.Record) {
			r.Thread.PullRequest.RequestedReviewers = nil
			o.note(r, ada, at, "kernels/a.go")
			o.commit(r, ada, at.Add(time.Hour), change("kernels/a.go", 3))
		}, false},
		"only the squashed merge came later": {func(o *organisation, r *tracker.Record) {
			r.Thread.PullRequest.RequestedReviewers = nil
			o.note(r, ada, at, "kernels/a.go")
			squashed := o.commit(r, bo, at.Add(time.Hour), change("kernels/a.go", 40))
			r.Thread.PullRequest.CommitSHAs, r.Thread.PullRequest.MergeCommitSHA = nil, squashed.SHA
		}, false},
		"the branch is not known and its head moved": {func(o *organisation, r *tracker.Record) {
			r.Commits, r.Thread.PullRequest.RequestedReviewers = nil, nil
			o.note(r, ada, at, "kernels/a.go")
			r.Comments[0].CommitSHA, r.Thread.PullRequest.HeadSHA = "aaa", "bbb"
		}, true},
		"changes were requested and made": {func(o *organisation, r *tracker.Record) {
			r.Thread.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: ada, By: bo, At: at}}
			o.approve(r, ada, at)
			r.Reviews[0].State = tracker.ChangesRequested
			o.commit(r, bo, at.Add(time.Hour), change("kernels/b.go", 3))
		}, true},
		"an approval, and nothing else": {func(o *organisation, r *tracker.Record) { o.approve(r, ada, at) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			r := o.pull(bo, at.Add(-time.Hour), change("kernels/a.go", 40))
			test.make(o, r)
			merge(r, bo, at.Add(3*time.Hour))
			got := slices.ContainsFunc(prepare(Growth1(), o.input(ada)).acts, func(a *act) bool { return a.kind == Reviewed && a.counts() })
			if got != test.want {
				t.Errorf("validated: %v, want %v", got, test.want)
			}
		})
	}
}

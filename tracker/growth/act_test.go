package growth

import (
	"strings"
	"testing"
	"time"

	"rungless/tracker"
)

func TestWhatAPersonDidInAThread(t *testing.T) {
	at := daysAgo(20)
	kernel := change("kernels/a.go", 40)
	byAda := tracker.CommitAuthor{Account: ada, Role: tracker.CoAuthor}
	for name, test := range map[string]struct {
		make   func(o *organisation)
		kind   ActKind
		counts bool
	}{
		"opened a pull request": {func(o *organisation) { merge(o.pull(ada, at, kernel), bo, at) }, Authored, true},
		"committed outside any pull request": {func(o *organisation) {
			r := o.thread(tracker.CommitKind, engine, ada, at)
			r.Thread.Number = 0
			r.Commits = []tracker.Commit{{SHA: "abc", CommittedAt: at, Authors: []tracker.CommitAuthor{{Account: ada, Role: tracker.Author}}}}
		}, Committed, false},
		"opened an issue that another's change closed": {func(o *organisation) {
			merge(o.pull(bo, at, kernel), bo, at).Thread.Closes = []tracker.ThreadRef{o.issue(ada, at).Thread.ThreadRef}
		}, Led, true},
		"opened an issue that a bot's change closed": {func(o *organisation) {
			merge(o.pull(bot("b[bot]"), at, kernel), bo, at).Thread.Closes = []tracker.ThreadRef{o.issue(ada, at).Thread.ThreadRef}
		}, Led, false},
		"opened an issue that is open":   {func(o *organisation) { o.issue(ada, at) }, Led, false},
		"answered somebody's question":   {func(o *organisation) { o.question(bo, bo, at).IsAnswer = true }, Answered, true},
		"answered, and chose the answer": {func(o *organisation) { o.question(bo, ada, at).IsAnswer = true }, Answered, false},
		"answered their own question":    {func(o *organisation) { o.question(ada, bo, at).IsAnswer = true }, Answered, false},
		"is named in a trailer only": {func(o *organisation) {
			r := merge(o.pull(bo, at, kernel), chi, at)
			r.Commits[0].Authors = append(r.Commits[0].Authors, byAda)
		}, CoAuthored, false},
		"is named in a trailer and spoke in the thread": {func(o *organisation) {
			r := merge(o.pull(bo, at, kernel), chi, at)
			r.Commits[0].Authors = append(r.Commits[0].Authors, byAda)
			o.say(r, ada, at)
		}, CoAuthored, false},
		"is named in a trailer and was answered": {func(o *organisation) {
			r := merge(o.pull(bo, at, kernel), chi, at)
			r.Commits[0].Authors = append(r.Commits[0].Authors, byAda)
			said := o.say(r, ada, at).DatabaseID
			o.say(r, bo, at).ReplyTo = said
		}, CoAuthored, true},
		"wrote a commit of somebody's pull request": {func(o *organisation) {
			r := o.pull(bo, at, kernel)
			o.commit(r, ada, at, kernel)
			merge(r, chi, at)
		}, CoAuthored, true},
		"wrote a commit after a review that nobody heeded": {func(o *organisation) {
			r := o.pull(bo, at, kernel)
			o.note(r, ada, at, "kernels/a.go")
			o.commit(r, ada, at.Add(time.Hour), kernel)
			merge(r, chi, at.Add(2*time.Hour))
		}, CoAuthored, true},
		"reviewed and is named in a trailer: the stronger": {func(o *organisation) {
			r := o.pull(bo, at, kernel)
			o.review(r, ada, at)
			r.Commits[0].Authors = append(r.Commits[0].Authors, byAda)
			merge(r, chi, at.Add(5*time.Hour))
		}, Reviewed, true},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			a := onlyAct(t, o)
			if a.kind != test.kind || a.counts() != test.counts {
				t.Errorf("%s, counting %v (%s); want %s, %v", a.kind, a.counts(), a.note, test.kind, test.counts)
			}
		})
	}
}

// question is a discussion with ada's comment in it.
func (o *organisation) question(asker, chooser tracker.Account, at time.Time) *tracker.Comment {
	d := o.thread(tracker.DiscussionKind, engine, asker, at)
	d.Thread.Discussion = &tracker.Discussion{IsAnswerable: true, AnswerBy: chooser}
	return o.say(d, ada, at.Add(time.Hour))
}

// A clone numbers a change, and knows its commits alone.
func TestAChangeKnownFromACloneIsDatedByOnesOwnCommits(t *testing.T) {
	o := &organisation{}
	r := o.pull(ada, daysAgo(20), change("kernels/a.go", 40))
	later := r.Commits[0]
	later.SHA, later.CommittedAt = "later", r.Commits[0].CommittedAt.Add(time.Hour)
	others := later
	others.SHA, others.CommittedAt, others.Authors = "others", later.CommittedAt.Add(time.Hour), []tracker.CommitAuthor{{Account: bo, Role: tracker.Author}}
	r.Commits = append(r.Commits, later, others)
	r.Thread = tracker.Thread{ThreadRef: r.Thread.ThreadRef, PullRequest: &tracker.PullRequest{}}
	shown := Measure(Growth1(), o.input(ada)).Depths[0].Shown
	if len(shown) != 1 || !shown[0].At.Equal(later.CommittedAt) || shown[0].Counted || !strings.Contains(shown[0].Note, "known from a clone only") {
		t.Errorf("shown is %+v, want one piece of %s that says why it does not count", shown, later.CommittedAt)
	}
}

func TestACommentCountsWhenSomebodysMergedChangeNamesIt(t *testing.T) {
	at := daysAgo(20)
	for name, test := range map[string]struct {
		author tracker.Account
		merged bool
		want   int
	}{
		"somebody else's": {bo, true, 1},
		"one's own":       {ada, true, 0},
		"not merged":      {bo, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			talk := o.issue(bo, at)
			comment := o.say(talk, ada, at)
			r := o.pull(test.author, at, change("kernels/a.go", 40))
			if test.merged {
				merge(r, chi, at)
			}
			in := o.input(ada)
			in.Citations = []Citation{{Thread: talk.Thread.ThreadRef, Kind: comment.Kind, ID: comment.DatabaseID, By: r.Thread.ThreadRef}}
			if got := len(Measure(Growth1(), in).Practice.CommentsCited.Value); got != test.want {
				t.Errorf("%d comments cited, want %d", got, test.want)
			}
		})
	}
}

func TestAnAccountKnownByNameOnlyIsTheOneWithANumber(t *testing.T) {
	o := &organisation{}
	r := merge(o.pull(ada, daysAgo(9), change("kernels/a.go", 40)), tracker.Account{Host: "github.com", Login: "ADA", Kind: tracker.UserAccount}, daysAgo(8))
	if onlyAct(t, o).counts() {
		t.Errorf("%s merged their own change and it counts", r.Thread.PullRequest.MergedBy.Login)
	}
}

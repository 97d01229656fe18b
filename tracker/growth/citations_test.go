package growth

import (
	"testing"
	"time"

	"rungless/tracker"
)

// TestWhichCitationsCount: ada's comment on an issue, named in a text of bo's
// change, which chi merged.
func TestWhichCitationsCount(t *testing.T) {
	at := daysAgo(30)
	type texts struct {
		said   *tracker.Comment // ada's
		citing *tracker.Record
		refs   []tracker.CommentRef
	}
	for name, test := range map[string]struct {
		write func(o *organisation, x texts)
		want  int
	}{
		"nobody names it":    {func(*organisation, texts) {}, 0},
		"in its description": {func(_ *organisation, x texts) { x.citing.Thread.Cites = x.refs }, 1},
		"in a review before the merge": {func(o *organisation, x texts) {
			o.approve(x.citing, chi, at)
			x.citing.Reviews[len(x.citing.Reviews)-1].Cites = x.refs
		}, 1},
		"in a comment before the merge": {func(o *organisation, x texts) {
			o.say(x.citing, chi, at)
			x.citing.Comments[len(x.citing.Comments)-1].Cites = x.refs
		}, 1},
		"in a comment after the merge": {func(o *organisation, x texts) {
			o.say(x.citing, chi, at.Add(72*time.Hour))
			x.citing.Comments[len(x.citing.Comments)-1].Cites = x.refs
		}, 0},
		"in a comment of their own": {func(o *organisation, x texts) {
			o.say(x.citing, ada, at)
			x.citing.Comments[len(x.citing.Comments)-1].Cites = x.refs
		}, 0},
		"in a bot's comment": {func(o *organisation, x texts) {
			o.say(x.citing, bot("linker[bot]"), at)
			x.citing.Comments[len(x.citing.Comments)-1].Cites = x.refs
		}, 0},
		"in a commit": {func(_ *organisation, x texts) { x.citing.Commits[0].Cites = x.refs }, 1},
		"in everything": {func(o *organisation, x texts) {
			x.citing.Thread.Cites, x.citing.Commits[0].Cites = x.refs, x.refs
			o.say(x.citing, chi, at)
			x.citing.Comments[len(x.citing.Comments)-1].Cites = x.refs
		}, 1},
		"somebody else's comment": {func(_ *organisation, x texts) {
			x.said.Author = chi
			x.citing.Thread.Cites = x.refs
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			talk := o.thread(tracker.IssueKind, engine, chi, at)
			o.say(talk, ada, at)
			citing := merge(o.pull(bo, at, change("kernels/a.go", 40)), chi, at.Add(48*time.Hour))
			said := &talk.Comments[0]
			refs := []tracker.CommentRef{{Thread: talk.Thread.ThreadRef, Kind: said.Kind, DatabaseID: said.DatabaseID}}
			test.write(o, texts{said, citing, refs})
			in := o.input(ada)
			in.Citations = CitationsOf(*citing)
			if in.Citations == nil {
				in.Citations = []Citation{}
			}
			list := Measure(Growth1(), in).Practice.CommentsCited
			if got := len(list.Value); list.Status != Available || got != test.want {
				t.Fatalf("%d comments cited (%s), want %d", got, list.Reason, test.want)
			}
			if test.want == 1 && len(list.Value[0].Threads) != 1 {
				t.Errorf("it stands there %d times, want once", len(list.Value[0].Threads))
			}
		})
	}
}

func TestAReviewCanBeCited(t *testing.T) {
	at := daysAgo(30)
	o := &organisation{}
	reviewed := o.pull(chi, at, change("kernels/b.go", 40))
	o.approve(reviewed, ada, at)
	citing := merge(o.pull(bo, at, change("kernels/a.go", 40)), chi, at.Add(48*time.Hour))
	citing.Thread.Cites = []tracker.CommentRef{{Thread: reviewed.Thread.ThreadRef, Kind: tracker.ReviewKind, DatabaseID: reviewed.Reviews[0].DatabaseID}}
	in := o.input(ada)
	in.Citations = CitationsOf(*citing)
	if got := Measure(Growth1(), in).Practice.CommentsCited.Value; len(got) != 1 {
		t.Errorf("%d entries, want one", len(got))
	}
}

package growth

import (
	"testing"

	"rungless/tracker"
)

func TestOutcomesHangOnEvidence(t *testing.T) {
	o := &organisation{}
	first := o.merged(30, "kernels/a.go")
	first.Thread.Reactions = 4
	o.merged(28, "kernels/b.go")
	own := merge(o.pull(ada, daysAgo(27), change("kernels/c.go", 60)), ada, daysAgo(27)) // not validated
	own.Thread.Reactions = 9
	in := o.input(ada)
	in.Releases = []tracker.Release{
		{Repository: engine, Tag: "v1", PublishedAt: daysAgo(40), Downloads: 5},
		{Repository: engine, Tag: "v2", PublishedAt: daysAgo(20), Downloads: 700},
		{Repository: engine, Tag: "v3", PublishedAt: daysAgo(10), Downloads: 9},
		{Repository: guides, Tag: "v9", PublishedAt: daysAgo(19), Downloads: 9},
	}
	in.Entered = []tracker.EnteredFigure{
		{Thread: first.Thread.ThreadRef, What: "place on the board", Figure: "3", SourceURL: "https://board.example", At: daysAgo(5)},
		{Thread: first.Thread.ThreadRef, What: "without a source", Figure: "1", At: daysAgo(5)},
	}
	got := map[string]Outcome{}
	for _, outcome := range Measure(Growth1(), in).Outcomes.Value {
		got[outcome.What] = outcome
	}
	if r := got["release downloads"]; r.Figure != "700" || len(r.Threads) != 2 || r.SourceURL != "https://github.com/lanternfish/engine/releases/tag/v2" {
		t.Errorf("the release is %+v", r)
	}
	if r := got["reactions"]; r.Figure != "4" {
		t.Errorf("the reactions are %+v", r)
	}
	if e := got["place on the board"]; !e.Entered || e.SourceURL == "" || len(got) != 3 {
		t.Errorf("the outcomes are %+v", got)
	}
}

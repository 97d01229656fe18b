package growth

import (
	"testing"

	"rungless/tracker"
)

func TestSurfaceIsTheShareOfLiveFilesAndTopicsWrittenIn(t *testing.T) {
	o := &organisation{}
	r := merge(o.pull(ada, daysAgo(20), change("kernels/a.go", 60), change("kernels/gone.go", 60)), bo, daysAgo(19))
	r.Thread.Labels = []string{"CUDA"}
	merge(o.pull(ada, daysAgo(10), tracker.FileChange{Path: "kernels/b.go", Additions: 1, Deletions: 1}), bo, daysAgo(9)) // a typo
	merge(o.pull(ada, daysAgo(10), change("kernels/c.go", 60)), ada, daysAgo(9))                                          // not validated
	in := o.input(ada)
	in.Domains = []Domain{{Slug: "kernels", Topics: []string{"cuda", "triton"},
		Live: []File{{engine, "kernels/a.go"}, {engine, "kernels/b.go"}, {engine, "kernels/c.go"}}}}
	got := Measure(Growth1(), in).Depths[0].Surface
	if want := (Coverage{Touched: 2, Live: 5, Share: 0.4}); got.Value != want {
		t.Errorf("got %+v, want %+v", got.Value, want)
	}
	if len(got.Evidence) != 1 {
		t.Errorf("it rests on %d threads, want one", len(got.Evidence))
	}
}

func TestSurfaceWithoutLiveFilesIsNotAvailable(t *testing.T) {
	o := &organisation{}
	mergedBy(o, 10, 60, bo)
	if got := kernels(t, o).Surface; got.Status != NotAvailable || got.Reason == "" {
		t.Errorf("got %+v", got)
	}
	in := o.input(ada)
	in.Domains = []Domain{{Slug: "kernels", Live: []File{}}}
	if got := Measure(Growth1(), in).Depths[0].Surface; got.Status != NotApplicable {
		t.Errorf("a domain without files: got %+v", got)
	}
}

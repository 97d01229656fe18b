package growth

import (
	"testing"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

func initiativesOf(o *organisation, edits ...tracker.InitiativeEdit) []Initiative {
	in := o.input(ada)
	in.Edits = edits
	return Measure(Growth1(), in).Initiatives.Value
}

func namesOf(list []Initiative) []string {
	var names []string
	for _, i := range list {
		names = append(names, i.Quarter+" "+i.Name)
	}
	return names
}

// merged is one merged change of ada's.
func (o *organisation) merged(daysBack float64, path string) *tracker.Record {
	return merge(o.pull(ada, daysAgo(daysBack), change(path, 60)), bo, daysAgo(daysBack))
}

func TestThreadsJoinIntoEfforts(t *testing.T) {
	for name, test := range map[string]struct {
		make func(o *organisation)
		want []string
	}{
		"by a label, over repositories": {func(o *organisation) {
			o.merged(20, "kernels/a.go").Thread.Labels = []string{"epic/faster", "bug"}
			other := o.merged(10, "docs/b.md")
			other.Thread.Labels, other.Thread.Repository = []string{"epic/faster"}, guides
		}, []string{"2026Q3 epic/faster"}},
		"by a milestone": {func(o *organisation) { o.merged(20, "kernels/a.go").Thread.Milestone = "v2" }, []string{"2026Q3 v2"}},
		"by the issue that they close": {func(o *organisation) {
			issue := o.issue(bo, daysAgo(30))
			issue.Thread.Title = "Kernels are slow"
			o.merged(20, "kernels/a.go").Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
			o.merged(10, "kernels/b.go").Thread.Closes = []tracker.ThreadRef{issue.Thread.ThreadRef}
		}, []string{"2026Q3 Kernels are slow"}},
		"by half of their files": {func(o *organisation) {
			o.merged(20, "kernels/a.go").Thread.Title = "First"
			o.merged(10, "kernels/a.go")
		}, []string{"2026Q3 First"}},
		"not by a label for everything": {func(o *organisation) {
			o.merged(20, "kernels/a.go").Thread.Labels = []string{"bug"}
			o.merged(10, "kernels/b.go").Thread.Labels = []string{"bug"}
		}, nil},
		"each quarter has its own": {func(o *organisation) {
			o.merged(20, "kernels/a.go").Thread.Milestone = "v2"
			o.merged(120, "kernels/a.go").Thread.Milestone = "v2"
		}, []string{"2026Q2 v2", "2026Q3 v2"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := &organisation{}
			test.make(o)
			if diff := cmp.Diff(test.want, namesOf(initiativesOf(o))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestThePersonRenamesMergesAndSplits(t *testing.T) {
	o := &organisation{}
	o.merged(30, "kernels/a.go").Thread.Milestone = "v2"
	second := o.merged(20, "kernels/b.go")
	second.Thread.Milestone = "v2"
	o.merged(10, "docs/a.md").Thread.Milestone = "v3"
	before := initiativesOf(o)
	if len(before) != 2 {
		t.Fatalf("got %v", namesOf(before))
	}
	v2, v3 := before[0].Key, before[1].Key
	for name, test := range map[string]struct {
		edit tracker.InitiativeEdit
		want []string
	}{
		"renamed":                    {tracker.InitiativeEdit{Rename: v2, Name: "Faster"}, []string{"2026Q3 Faster", "2026Q3 v3"}},
		"merged":                     {tracker.InitiativeEdit{Merge: v3, Into: v2}, []string{"2026Q3 v2"}},
		"split":                      {tracker.InitiativeEdit{Split: v2, Name: "Part", Threads: []tracker.ThreadRef{second.Thread.ThreadRef}}, []string{"2026Q3 v2", "2026Q3 v3", "2026Q3 Part"}},
		"of something that is gone":  {tracker.InitiativeEdit{Rename: "gone", Name: "X"}, []string{"2026Q3 v2", "2026Q3 v3"}},
		"merged into itself: no use": {tracker.InitiativeEdit{Merge: v2, Into: v2}, []string{"2026Q3 v2", "2026Q3 v3"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, namesOf(initiativesOf(o, test.edit))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

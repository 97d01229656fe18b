package growth

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"rungless/tracker"

	"github.com/bmatcuk/doublestar/v4"
)

// Initiative is a set of threads that the person worked on as one thing within one
// quarter.
type Initiative struct {
	Key     string     `json:"key"`     // stable while the threads are: the person's edits name it
	Quarter string     `json:"quarter"` // "2026Q3", UTC
	Name    string     `json:"name"`
	Domains []string   `json:"domains"` // of its threads, by name
	Threads []Evidence `json:"threads"` // oldest first, what is not validated too
}

// effort is an initiative in the making.
type effort struct {
	key, quarter, name string
	named              bool // by a label, a milestone or the person
	acts               []*act
}

// initiatives joins the threads of each quarter of the window by what they share: a
// linked issue, a milestone, a label that names an effort, half of their files. What
// nothing names is an initiative from two units on.
func (f *facts) initiatives() Measured[[]Initiative] {
	const name = "initiatives"
	list := []Initiative{}
	var evidence []Evidence
	efforts, _ := f.efforts()
	for _, e := range efforts {
		if initiative, ok := f.initiative(e); ok {
			list = append(list, initiative)
			evidence = append(evidence, initiative.Threads...)
		}
	}
	if len(f.acts) == 0 {
		return notApplicable[[]Initiative](name, "there are no threads with a part of the person's")
	}
	return available(name, list, evidence)
}

// efforts are those of the quarters of the window as the person edited them, and which
// of the edits found something to change. A quarter that the window cuts is joined and
// edited whole, so that keys are the same in every window.
func (f *facts) efforts() ([]*effort, []bool) {
	var all []*effort
	applied := make([]bool, len(f.in.Edits))
	for _, quarter := range f.byQuarter() {
		efforts := f.join(quarter)
		for i, edit := range f.in.Edits {
			var done bool
			efforts, done = f.apply(edit, efforts)
			applied[i] = applied[i] || done
		}
		for _, e := range efforts {
			e.acts = slices.DeleteFunc(e.acts, func(a *act) bool { return !f.in.Window.contains(a.at) })
		}
		all = append(all, efforts...)
	}
	return all, applied
}

func (f *facts) initiative(e *effort) (Initiative, bool) {
	slices.SortStableFunc(e.acts, func(a, b *act) int { return a.at.Compare(b.at) })
	counted := slices.DeleteFunc(slices.Clone(e.acts), func(a *act) bool { return !a.counts() })
	units := len(f.units(counted, func(acts []*act) bool { return f.substance(acts) >= f.version.SharedChange }))
	if units == 0 || units < 2 && !e.named {
		return Initiative{}, false
	}
	i := Initiative{Key: e.key, Quarter: e.quarter, Name: e.name, Threads: evidenceOf(e.acts)}
	for _, a := range e.acts {
		for _, p := range a.thread.parts {
			if !slices.Contains(i.Domains, p.domain) {
				i.Domains = append(i.Domains, p.domain)
			}
		}
	}
	slices.Sort(i.Domains)
	return i, true
}

func quarterOf(t time.Time) string {
	t = t.UTC()
	return fmt.Sprintf("%04dQ%d", t.Year(), (int(t.Month())+2)/3)
}

// byQuarter cuts the acts into quarters: those in which the window lies.
func (f *facts) byQuarter() [][]*act {
	first, last := quarterOf(f.in.Window.From), quarterOf(f.in.Window.To)
	var quarters [][]*act
	for _, a := range f.acts {
		if quarter := quarterOf(a.at); quarter < first || quarter > last {
			continue
		}
		if last := len(quarters) - 1; last >= 0 && quarterOf(quarters[last][0].at) == quarterOf(a.at) {
			quarters[last] = append(quarters[last], a)
			continue
		}
		quarters = append(quarters, []*act{a})
	}
	return quarters
}

// join groups acts whose threads are connected.
func (f *facts) join(acts []*act) []*effort {
	groups := newGroups(len(acts))
	anchors := map[anchor]int{}
	for i, a := range acts {
		for _, shared := range f.anchors(a) {
			if j, ok := anchors[shared]; ok {
				groups.unite(i, j)
			} else {
				anchors[shared] = i
			}
		}
	}
	f.uniteByFiles(acts, groups)
	byRoot := map[int]*effort{}
	var efforts []*effort
	for i, a := range acts {
		e := byRoot[groups.root(i)]
		if e == nil {
			e = &effort{quarter: quarterOf(a.at)}
			byRoot[groups.root(i)] = e
			efforts = append(efforts, e)
		}
		e.acts = append(e.acts, a)
	}
	for _, e := range efforts {
		f.name(e)
	}
	return efforts
}

// groups are sets of things by their number; each points to a lower one of its set.
type groups []int

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = i
	}
	return g
}

func (g groups) root(i int) int {
	for g[i] != i {
		g[i] = g[g[i]] // halves the way for the next one
		i = g[i]
	}
	return i
}

func (g groups) unite(i, j int) {
	a, b := g.root(i), g.root(j)
	g[max(a, b)] = min(a, b)
}

// anchor is what a thread may share with others: a thread, a milestone of its
// repository, or a label of any.
type anchor struct {
	thread    threadKey
	milestone string
	label     string
}

func (f *facts) anchors(a *act) []anchor {
	var list []anchor
	for _, t := range []*thread{a.thread, a.source} {
		list = append(list, anchor{thread: t.key})
		for _, ref := range t.Thread.Closes {
			list = append(list, anchor{thread: f.threadKey(ref, nil)})
		}
		if t.Thread.Milestone != "" {
			list = append(list, anchor{thread: threadKey{repository: t.key.repository}, milestone: t.Thread.Milestone})
		}
		if label := f.effortLabel(t); label != "" {
			list = append(list, anchor{label: label})
		}
	}
	return list
}

// effortLabel is the first of the thread's labels, in their order, that names an
// effort.
func (f *facts) effortLabel(t *thread) string {
	var found string
	for _, label := range t.Thread.Labels {
		if matchesAny(f.in.Rules.InitiativeLabels, label) && (found == "" || label < found) {
			found = label
		}
	}
	return found
}

func matchesAny(globs []string, text string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		matched, err := doublestar.Match(glob, text)
		return err == nil && matched
	})
}

// uniteByFiles joins the person's own changes that share at least half of the files
// of the smaller one.
func (f *facts) uniteByFiles(acts []*act, groups groups) {
	holders := map[int][]int{}
	for i, a := range acts {
		if a.kind != Authored {
			continue
		}
		common := map[int]int{}
		for _, file := range a.thread.files {
			for _, j := range holders[file.id] {
				common[j]++
			}
			holders[file.id] = append(holders[file.id], i)
		}
		for j, n := range common {
			if 2*n >= min(len(a.thread.files), len(acts[j].thread.files)) {
				groups.unite(i, j)
			}
		}
	}
}

// name finds what an effort is called: the label or milestone that most of its
// threads carry, else the issue that started it, else its first thread.
func (f *facts) name(e *effort) {
	first := e.acts[0].source
	e.key = fmt.Sprintf("%s/%d%s#%d%s", e.quarter, first.key.repository.id, first.key.repository.name, first.key.number, first.key.sha)
	e.name = first.Thread.Title
	labels, milestones := map[string]int{}, map[string]int{}
	for _, a := range e.acts {
		if label := f.effortLabel(a.source); label != "" {
			labels[label]++
		}
		if a.source.Thread.Milestone != "" {
			milestones[a.source.Thread.Milestone]++
		}
		for _, ref := range a.source.Thread.Closes {
			if issue := f.byKey[f.threadKey(ref, nil)]; issue != nil && e.name == first.Thread.Title {
				e.name = issue.Thread.Title
			}
		}
	}
	for _, counts := range []map[string]int{milestones, labels} { // a label says more than a milestone
		if best := mostFrequent(counts); best != "" {
			e.name, e.named = best, true
		}
	}
}

func mostFrequent(counts map[string]int) string {
	best := ""
	for text, n := range counts {
		if c := cmp.Or(cmp.Compare(n, counts[best]), cmp.Compare(best, text)); best == "" || c > 0 {
			best = text
		}
	}
	return best
}

// apply does what the person asked for, and reports whether there was anything to do
// it to: an edit whose initiative is not there does nothing.
func (f *facts) apply(edit tracker.InitiativeEdit, efforts []*effort) ([]*effort, bool) {
	find := func(k string) *effort {
		if i := slices.IndexFunc(efforts, func(e *effort) bool { return e.key == k && k != "" }); i >= 0 {
			return efforts[i]
		}
		return nil
	}
	done := false
	if e := find(edit.Rename); e != nil {
		e.name, e.named, done = edit.Name, true, true
	}
	if from, into := find(edit.Merge), find(edit.Into); from != nil && into != nil && from != into {
		into.acts, into.named, done = append(into.acts, from.acts...), true, true
		efforts = slices.DeleteFunc(efforts, func(e *effort) bool { return e == from })
	}
	if e := find(edit.Split); e != nil {
		part := f.split(e, edit)
		efforts, done = append(efforts, part), done || len(part.acts) > 0
	}
	return efforts, done
}

// split takes the acts in the edit's threads out of an effort.
func (f *facts) split(e *effort, edit tracker.InitiativeEdit) *effort {
	part := &effort{key: edit.Split + "/" + edit.Name, quarter: e.quarter, name: edit.Name, named: true}
	e.acts = slices.DeleteFunc(e.acts, func(a *act) bool {
		leaves := slices.ContainsFunc(edit.Threads, func(ref tracker.ThreadRef) bool { return f.threadKey(ref, nil) == a.source.key })
		if leaves {
			part.acts = append(part.acts, a)
		}
		return leaves
	})
	return part
}

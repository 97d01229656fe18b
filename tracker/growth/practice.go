package growth

import (
	"cmp"
	"slices"
	"time"

	"rungless/tracker"
)

// Practice is what people who decide, ask and explain do, whether or not they write
// code. Each list is of its own; they are never added up.
type Practice struct {
	IssuesLed        Measured[[]Entry] `json:"issues_led"`        // an issue that led to others' merged change
	CommentsCited    Measured[[]Entry] `json:"comments_cited"`    // a design comment that others' merged change names
	AnswersAccepted  Measured[[]Entry] `json:"answers_accepted"`  // an accepted answer
	DocumentsChanged Measured[[]Entry] `json:"documents_changed"` // a document or model card changed
	DecisionsMerged  Measured[[]Entry] `json:"decisions_merged"`  // a decision proposed and then merged
}

// Entry is one line of such a list: what came of one thing, however many threads
// it was cut into.
type Entry struct {
	Title   string     `json:"title"`
	At      time.Time  `json:"at"`      // validated
	Threads []Evidence `json:"threads"` // oldest first
}

func (f *facts) practice() Practice {
	p := Practice{
		IssuesLed:        f.entries("issues_led", f.countedOf(Led)),
		CommentsCited:    f.entries("comments_cited", f.countedOf(Cited)),
		AnswersAccepted:  f.entries("answers_accepted", f.countedOf(Answered)),
		DocumentsChanged: f.entries("documents_changed", f.changesTo(f.in.Rules.Documents)),
		DecisionsMerged:  f.entries("decisions_merged", append(f.changesTo(f.in.Rules.Decisions), f.decisionsProposed()...)),
	}
	if f.in.Citations == nil {
		p.CommentsCited = notAvailable[[]Entry]("comments_cited", "which comments merged changes name has not been read", nil)
	}
	return p
}

// countedOf are the validated acts of one kind within the window, those that one
// change answers together. A change that is but a typo is no answer.
func (f *facts) countedOf(kind ActKind) [][]*act {
	var groups [][]*act
	place := map[*thread]int{}
	for _, a := range f.acts {
		if a.kind != kind || !a.counts() || !f.in.Window.contains(a.at) || f.isTypo(a.thread) {
			continue
		}
		if i, ok := place[a.thread]; ok {
			groups[i] = append(groups[i], a)
			continue
		}
		place[a.thread] = len(groups)
		groups = append(groups, []*act{a})
	}
	return groups
}

// changesTo are the person's validated changes to paths, in units by repository. What
// comes to no more than typos in them is left out.
func (f *facts) changesTo(globs []string) [][]*act {
	byRepository := map[key][]portion{}
	for _, a := range f.acts {
		if a.kind != Authored || !a.counts() || !f.in.Window.contains(a.at) {
			continue
		}
		share := Share{Weight: 1, Paths: []string{}}
		for _, file := range a.thread.files {
			if matchesAny(globs, file.path) {
				share.Paths = append(share.Paths, file.path)
			}
		}
		if len(share.Paths) > 0 {
			whole, lines := f.extent(a.thread, share)
			k := a.thread.key.repository
			byRepository[k] = append(byRepository[k], f.portionOf(a, part{whole: whole, lines: lines}))
		}
	}
	var groups [][]*act
	for _, portions := range byRepository {
		groups = append(groups, f.changeUnits(portions)...)
	}
	return groups
}

// changeUnits lays units over portions, each at least some part of a whole change.
func (f *facts) changeUnits(portions []portion) [][]*act {
	dayOf := map[*act]workday{}
	var acts []*act
	for _, d := range f.workdays(portions) {
		if d.isNothing() {
			continue
		}
		for _, p := range d.portions {
			dayOf[p.act] = d
			acts = append(acts, p.act)
		}
	}
	return f.units(acts, func(unit []*act) bool {
		var days []workday
		for _, a := range unit {
			if d := dayOf[a]; len(days) == 0 || days[len(days)-1].date != d.date {
				days = append(days, d)
			}
		}
		return partOfWhole(f.version, days, 0) >= f.version.SharedChange
	})
}

// decisionsProposed are the person's issues and discussions under a label for
// decisions which a merged change closed, by whomever it was written.
func (f *facts) decisionsProposed() [][]*act {
	var groups [][]*act
	for _, t := range f.threads {
		labelled := slices.ContainsFunc(t.Thread.Labels, func(l string) bool { return slices.Contains(f.in.Rules.DecisionLabels, l) })
		if !labelled || t.Thread.PullRequest != nil || !f.isSelf(t.Thread.Author) {
			continue
		}
		for _, change := range f.closers[t.key] {
			a := f.settled(&act{kind: Led, thread: change, source: t, url: tracker.ThreadURL(t.Thread.ThreadRef),
				at: change.Thread.PullRequest.MergedAt.UTC(), validations: f.validationsOfDecision(change)})
			if a.counts() && f.in.Window.contains(a.at) {
				groups = append(groups, []*act{a})
				break
			}
		}
	}
	return groups
}

// validationsOfDecision says who made a decision real: the other human who wrote
// the change, or who validated it.
func (f *facts) validationsOfDecision(change *thread) []Validation {
	if f.isOther(change.Thread.Author) {
		return []Validation{{By: Actor{change.Thread.Author}, How: ByClosing, At: change.Thread.PullRequest.MergedAt.UTC()}}
	}
	return f.validationsOfChange(change)
}

// entries makes one line of each group, newest first.
func (f *facts) entries(name string, groups [][]*act) Measured[[]Entry] {
	list := []Entry{}
	var evidence []Evidence
	for _, group := range groups {
		last := group[len(group)-1]
		list = append(list, Entry{Title: last.source.Thread.Title, At: last.at, Threads: evidenceOf(group)})
	}
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Threads[0].URL, b.Threads[0].URL))
	})
	for _, entry := range list {
		evidence = append(evidence, entry.Threads...)
	}
	return available(name, list, evidence)
}

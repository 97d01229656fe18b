package growth

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"time"

	"rungless/tracker"
)

// Debt is one piece of technical debt that the person was trusted to pay off: a
// merged rework of others' old files, approved by somebody who knows them.
type Debt struct {
	Title      string     `json:"title"`
	At         time.Time  `json:"at"`          // merged
	OthersOld  int        `json:"others_old"`  // changed lines in others' old files
	Changed    int        `json:"changed"`     // changed lines
	ApprovedBy []Actor    `json:"approved_by"` // those of them who know the files, by login
	Asked      bool       `json:"asked"`       // in an issue of somebody else's: assigned to the person, or by one who knows the files
	Why        string     `json:"why"`
	Threads    []Evidence `json:"threads"` // the change and its follow-ups
}

// debt lists the changes that qualify, newest first: a list, never a sum. Changes
// within a unit's time in one repository are one entry.
func (f *facts) debt() Measured[[]Debt] {
	const name = "technical_debt"
	if f.in.Files == nil {
		return notAvailable[[]Debt](name, "the histories of the files have not been read", nil)
	}
	byRepository := map[key][]*act{}
	found := map[*act]Debt{}
	for i, a := range f.acts {
		if debt, ok := f.debtIn(i); ok {
			found[a] = debt
			byRepository[a.thread.key.repository] = append(byRepository[a.thread.key.repository], a)
		}
	}
	list := []Debt{}
	for _, acts := range byRepository {
		for _, unit := range f.units(acts, nil) {
			debt := found[unit[0]]
			for _, a := range unit {
				e := a.evidence()
				e.Note = found[a].Why
				debt.Threads = append(debt.Threads, e)
			}
			list = append(list, debt)
		}
	}
	slices.SortFunc(list, func(a, b Debt) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Threads[0].URL, b.Threads[0].URL))
	})
	var evidence []Evidence
	for _, debt := range list {
		evidence = append(evidence, debt.Threads...)
	}
	return available(name, list, evidence)
}

// debtIn judges one act together with the person's other changes merged in the same
// repository on the same day, so that no change can be cut until a part qualifies.
func (f *facts) debtIn(i int) (Debt, bool) {
	a := f.acts[i]
	if a.kind != Authored || !a.counts() || !f.in.Window.contains(a.at) {
		return Debt{}, false
	}
	own := f.othersOld(a.thread)
	all := own
	for _, other := range f.sameDay(i) {
		all.add(f.othersOld(other.thread))
	}
	approvers := f.knowingApprovers(a, own.knowing)
	switch {
	case own.old == 0 || all.old < f.version.DebtLines,
		float64(own.old) < f.version.DebtShare*float64(own.changed),
		float64(all.old) < f.version.DebtShare*float64(all.changed),
		float64(all.deleted) > f.version.MassDeletion*float64(all.changed),
		len(approvers) == 0,
		f.reverted(a.thread):
		return Debt{}, false
	}
	return Debt{Title: a.thread.Thread.Title, At: a.at, OthersOld: own.old, Changed: own.changed, ApprovedBy: approvers,
		Asked: f.assigned(a.thread, own.knowing),
		Why: fmt.Sprintf("%d of %d changed lines were in files of others at least %d days old; approved by %s, who knows them",
			own.old, own.changed, int(f.version.DebtAge/day), approvers[0].Login)}, true
}

func (f *facts) sameDay(i int) []*act {
	var others []*act
	for _, direction := range []int{-1, 1} {
		for j := i + direction; j >= 0 && j < len(f.acts) && f.acts[j].date() == f.acts[i].date(); j += direction {
			if o := f.acts[j]; o.kind == Authored && o.counts() && o.thread.key.repository == f.acts[i].thread.key.repository {
				others = append(others, o)
			}
		}
	}
	return others
}

// rework adds up what a change did to others' old files.
type rework struct {
	old, changed, deleted int
	knowing               map[key]bool // people who own or know those files
}

func (r *rework) add(other rework) {
	r.old += other.old
	r.changed += other.changed
	r.deleted += other.deleted
}

// othersOld leaves out files in which hardly a line was changed.
func (f *facts) othersOld(t *thread) rework {
	r := rework{knowing: map[key]bool{}}
	for _, file := range t.files {
		lines := file.added + file.deleted
		r.changed += lines
		r.deleted += file.deleted
		if !f.isMoreThanTouched(file) {
			continue
		}
		state, ok := f.in.Files.Before(t.Thread.Repository, file.path, t.Thread.CreatedAt)
		if !ok || t.Thread.CreatedAt.Sub(state.Since) < f.version.DebtAge || !f.belongsToOthers(state) {
			continue
		}
		r.old += lines
		for _, who := range slices.Concat(state.Owners, state.KnownBy) {
			r.knowing[f.of(who)] = true
		}
	}
	return r
}

func (f *facts) belongsToOthers(state FileState) bool {
	return len(state.Owners) > 0 && !slices.ContainsFunc(state.Owners, f.isSelf)
}

// knowingApprovers are those who approved or merged the change and know its files, by login.
func (f *facts) knowingApprovers(a *act, knowing map[key]bool) []Actor {
	var approvers []Actor
	for _, v := range a.validations {
		if !v.Wordless && knowing[f.of(v.By.Account)] {
			approvers = append(approvers, v.By)
		}
	}
	slices.SortFunc(approvers, func(a, b Actor) int { return cmp.Or(cmp.Compare(a.Login, b.Login), cmp.Compare(a.Name, b.Name)) })
	return approvers
}

// assigned reports whether the change closes an issue of somebody else's that was
// assigned to the person, or opened by one who knows the files.
func (f *facts) assigned(t *thread, knowing map[key]bool) bool {
	return slices.ContainsFunc(t.Thread.Closes, func(ref tracker.ThreadRef) bool {
		issue := f.byKey[f.threadKey(ref, nil)]
		return issue != nil && f.isOther(issue.Thread.Author) &&
			(slices.ContainsFunc(issue.Thread.Assignees, f.isSelf) || knowing[f.of(issue.Thread.Author)])
	})
}

// revertTitle is what GitHub's button and git revert write.
var revertTitle = regexp.MustCompile(`^Revert "(.*)"`)

// reverted reports whether a merged change of the same repository took it back
// before it had stood long enough.
func (f *facts) reverted(t *thread) bool {
	merged := t.Thread.PullRequest.MergedAt
	for _, revert := range f.reverts[t.key.repository] {
		m := revertTitle.FindStringSubmatch(revert.Thread.Title)
		after := revert.Thread.PullRequest.MergedAt.Sub(merged)
		if m[1] == t.Thread.Title && after >= 0 && after <= f.version.DebtStands {
			return true
		}
	}
	return false
}

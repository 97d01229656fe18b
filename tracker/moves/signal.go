package moves

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"rungless/tracker"
)

// StepName is one step of the way into a place.
type StepName string

// The steps, in the order of the way. Each is a fact of threads and asks for none of
// those before it but Returned, which asks for Changed.
const (
	Looked   StepName = "looked"   // one day with an act there
	Asked    StepName = "asked"    // two days, or an insider answered
	Argued   StepName = "argued"   // a thread with two insiders, on two days
	Changed  StepName = "changed"  // a validated thread
	Returned StepName = "returned" // three separate weeks after the one of the change
)

// Steps lists every step in that order.
func Steps() []StepName { return []StepName{Looked, Asked, Argued, Changed, Returned} }

// returnedWeeks is how many separate weeks make a return.
const returnedWeeks = 3

// Evidence is one act behind a step.
type Evidence struct {
	What       string    `json:"what"`         // "opened it", "commented", "reviewed it", "merged it", ...
	By         string    `json:"by,omitempty"` // login of whom else; "" for the person
	URL        string    `json:"url"`
	Title      string    `json:"title"` // of the thread
	Repository string    `json:"repository"`
	At         time.Time `json:"at"`
	IsPrivate  bool      `json:"is_private,omitempty"`
}

// Step is one step of a signal, reached or not.
type Step struct {
	Name     StepName   `json:"step"`
	Reached  bool       `json:"reached"`
	At       time.Time  `json:"at,omitzero"`        // when all of it was there
	Because  string     `json:"because"`            // one sentence: why, or what is missing
	Evidence []Evidence `json:"evidence,omitempty"` // oldest first; empty where it is not reached
}

// Signal is how far somebody has come in a place outside their home, in facts of
// threads. It is for the person first: see docs/moves.md.
type Signal struct {
	Place   Place     `json:"place"`
	From    []string  `json:"from"` // their home domains when they began
	Begun   time.Time `json:"begun"`
	Last    time.Time `json:"last"`    // their newest act there
	IsHome  bool      `json:"is_home"` // it has become a home since
	Steps   []Step    `json:"steps"`   // all five
	Stay    Staying   `json:"stay"`
	LeftOut []LeftOut `json:"left_out,omitempty"`
}

// Furthest is the last step that is reached.
func (s Signal) Furthest() Step {
	for _, step := range slices.Backward(s.Steps) {
		if step.Reached {
			return step
		}
	}
	return Step{}
}

// Step returns the step of a name.
func (s Signal) Step(name StepName) Step {
	i := slices.IndexFunc(s.Steps, func(step Step) bool { return step.Name == name })
	if i < 0 {
		return Step{Name: name}
	}
	return s.Steps[i]
}

// IsInsider reports whether who did something was at home in the place by then.
type IsInsider func(Deed) bool

// Signal says which steps the trail reached by now. It is false where nothing is left
// of the trail but what was left out.
func (t Trail) Signal(isInsider IsInsider, now time.Time) (Signal, bool) {
	w := walk{trail: t, isInsider: isInsider}
	for i := range t.Threads {
		for _, d := range t.Threads[i].Mine {
			w.mine = append(w.mine, seen{d, &t.Threads[i], false})
		}
	}
	if len(w.mine) == 0 {
		return Signal{}, false
	}
	slices.SortFunc(w.mine, compareSeen)
	changed := w.changed()
	s := Signal{Place: t.Place, From: t.From, Begun: w.mine[0].At, Last: w.mine[len(w.mine)-1].At, IsHome: t.IsHome,
		Steps: []Step{w.looked(), w.asked(), w.argued(), changed, w.returned(changed)}, LeftOut: t.LeftOut}
	s.Stay = w.staying(now)
	return s, true
}

// walk is one trail while its steps are found.
type walk struct {
	trail     Trail
	mine      []seen // oldest first
	isInsider IsInsider
}

// seen is a deed and where it was done.
type seen struct {
	Deed
	thread  *Thread
	isOther bool // somebody else's
}

func compareSeen(a, b seen) int { return compareDeeds(a.Deed, b.Deed) }

func (w *walk) looked() Step {
	first := w.mine[0]
	return reached(Looked, first.At, "the first act here: "+deedWords(first), first.evidence())
}

// asked is the second day, or the first answer of an insider, whichever came first.
func (w *walk) asked() Step {
	var best Step
	for _, s := range w.mine {
		if dateOf(s.At) != dateOf(w.mine[0].At) {
			best = reached(Asked, s.At, fmt.Sprintf("a second day with an act here, %s", dateOf(s.At)), w.mine[0].evidence(), s.evidence())
			break
		}
	}
	if answer, ok := w.firstAnswer(); ok && (!best.Reached || answer.At.Before(best.At)) {
		best = reached(Asked, answer.At, fmt.Sprintf("%s, who works here, answered", nameOf(answer.By)), w.before(answer).evidence(), answer.evidence())
	}
	if !best.Reached {
		return missing(Asked, "one day so far, and nobody who works here has answered")
	}
	return best
}

// before is the person's newest deed in a thread before another deed in it.
func (w *walk) before(answer seen) seen {
	var last seen
	for _, s := range w.mine {
		if s.thread == answer.thread && !s.At.After(answer.At) {
			last = s
		}
	}
	return last
}

// firstAnswer is the first deed of an insider in a thread after one of the person.
func (w *walk) firstAnswer() (seen, bool) {
	answers := w.answers(time.Time{})
	if len(answers) == 0 {
		return seen{}, false
	}
	return answers[0], true
}

// answers are the deeds of insiders after the person's first one in each thread, oldest
// first, up to a time; a zero one is no limit.
func (w *walk) answers(until time.Time) []seen {
	var found []seen
	for i := range w.trail.Threads {
		t := &w.trail.Threads[i]
		for _, d := range t.Others {
			if d.At.After(t.first()) && (until.IsZero() || !d.At.After(until)) && w.isInsider(d) {
				found = append(found, seen{d, t, true})
			}
		}
	}
	slices.SortFunc(found, compareSeen)
	return found
}

// argued is the first thread in which two insiders spoke and the person on two days.
func (w *walk) argued() Step {
	best, most := Step{}, 0
	for i := range w.trail.Threads {
		step, insiders := w.arguedIn(&w.trail.Threads[i])
		if step.Reached && (!best.Reached || step.At.Before(best.At)) {
			best = step
		}
		most = max(most, insiders)
	}
	switch {
	case best.Reached:
		return best
	case most == 0:
		return missing(Argued, "no thread yet in which somebody who works here spoke too")
	case most == 1:
		return missing(Argued, "no thread yet with two who work here")
	}
	return missing(Argued, "in no thread with two who work here on two days")
}

func (w *walk) arguedIn(t *Thread) (Step, int) {
	mine := slices.SortedFunc(slices.Values(t.Mine), compareDeeds)
	second := slices.IndexFunc(mine, func(d Deed) bool { return dateOf(d.At) != dateOf(mine[0].At) })
	var insiders []Deed // the first deed of each
	for _, d := range slices.SortedFunc(slices.Values(t.Others), compareDeeds) {
		known := slices.ContainsFunc(insiders, func(known Deed) bool { return sameAccount(known.By, d.By) })
		if !known && w.isInsider(d) {
			insiders = append(insiders, d)
		}
	}
	if second < 0 || len(insiders) < 2 {
		return Step{}, len(insiders)
	}
	deeds := []seen{{mine[0], t, false}, {mine[second], t, false}, {insiders[0], t, true}, {insiders[1], t, true}}
	slices.SortFunc(deeds, compareSeen)
	var evidence []Evidence
	for _, d := range deeds {
		evidence = append(evidence, d.evidence())
	}
	because := fmt.Sprintf("one thread with %s and %s, who work here, on two days", nameOf(insiders[0].By), nameOf(insiders[1].By))
	return reached(Argued, deeds[len(deeds)-1].At, because, evidence...), len(insiders)
}

// changed is the first part that somebody else validated.
func (w *walk) changed() Step {
	var best Evidence
	for _, t := range w.trail.Threads {
		for _, v := range t.Validations {
			if best.URL == "" || cmp.Or(v.At.Compare(best.At), cmp.Compare(v.URL, best.URL), cmp.Compare(v.By, best.By)) < 0 {
				best = v
			}
		}
	}
	if best.URL == "" {
		return missing(Changed, "nothing here was merged, heeded or accepted by somebody else yet")
	}
	return reached(Changed, best.At, fmt.Sprintf("%s %s", nameOr(best.By), best.What), best)
}

// returned is the third separate week with an act after the week of the change.
func (w *walk) returned(changed Step) Step {
	if !changed.Reached {
		return missing(Returned, "counted from the first change that others validated")
	}
	weeks := []int64{weekOf(changed.At)}
	var evidence []Evidence
	for _, s := range w.mine {
		if week := weekOf(s.At); week > weeks[len(weeks)-1] {
			weeks = append(weeks, week)
			evidence = append(evidence, s.evidence())
		}
		if len(evidence) == returnedWeeks {
			return reached(Returned, s.At, fmt.Sprintf("back in %d separate weeks after the change", returnedWeeks), evidence...)
		}
	}
	return missing(Returned, fmt.Sprintf("%s with an act after the change so far", count(len(evidence), "week")))
}

func reached(name StepName, at time.Time, because string, evidence ...Evidence) Step {
	return Step{Name: name, Reached: true, At: at, Because: because, Evidence: evidence}
}

func missing(name StepName, because string) Step { return Step{Name: name, Because: because} }

// evidence is a deed with its link, named where it is another's.
func (s seen) evidence() Evidence {
	e := Evidence{What: whatWords(s.What), URL: s.URL, Title: s.thread.Title, Repository: s.thread.Repository, At: s.At, IsPrivate: s.thread.IsPrivate}
	if s.isOther {
		e.By = s.By.Login
	}
	return e
}

func deedWords(s seen) string {
	return fmt.Sprintf("%s in %s", whatWords(s.What), s.thread.Repository)
}

// whatWords says what a deed of a kind is.
func whatWords(kind tracker.Kind) string {
	switch kind {
	case tracker.PullRequestKind:
		return "opened a pull request"
	case tracker.IssueKind:
		return "opened an issue"
	case tracker.DiscussionKind:
		return "opened a discussion"
	case tracker.ReviewKind:
		return "reviewed"
	case tracker.CommitKind:
		return "committed"
	}
	return "commented"
}

func nameOf(a tracker.Account) string { return nameOr(cmp.Or(a.Login, a.Name)) }

func nameOr(login string) string { return cmp.Or(login, "somebody") }

// sameAccount tells accounts apart by GitHub's number, else by name.
func sameAccount(a, b tracker.Account) bool {
	if a.DatabaseID != 0 && b.DatabaseID != 0 {
		return a.Host == b.Host && a.DatabaseID == b.DatabaseID
	}
	return a.Login == b.Login && a.Email == b.Email
}

func dateOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// weekOf numbers weeks, which begin on Monday, UTC: the first day of 1970 was a Thursday.
func weekOf(t time.Time) int64 { return (t.Unix()/day + 3) / 7 }

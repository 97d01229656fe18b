package moves

import (
	"fmt"
	"time"
)

// judgedAfter is how many days after the first act something can be said of staying: it
// is what the back-test judges.
const judgedAfter = 30

// Staying is what is known of whether a beginning lasts: from day 30 on what followed
// beginnings like it, before that only what was seen so far.
type Staying struct {
	Repository string    `json:"repository"` // of the first act, which it is about
	From       time.Time `json:"from"`       // when something can be said
	Outlook    *Outlook  `json:"outlook,omitempty"`
	Known      []string  `json:"known"` // what was seen so far, in sentences; with an outlook, what it does not weigh
}

// staying adds to the model's grounds what people can check and it does not weigh:
// answers and weeks. See docs/validation.md for what each is worth.
func (w *walk) staying(now time.Time) Staying {
	first := w.mine[0]
	s := Staying{Repository: first.thread.Repository, From: first.At.Add(judgedAfter * day * time.Second)}
	until := s.From
	if now.Before(until) {
		until = now
	}
	days, weeks := map[string]bool{}, map[int64]bool{}
	for _, d := range w.mine {
		if !d.At.After(until) {
			days[dateOf(d.At)], weeks[weekOf(d.At)] = true, true
		}
	}
	s.Known = append(s.Known, fmt.Sprintf("%s by people who work here", count(len(w.answers(until)), "answer")),
		fmt.Sprintf("an act in %s", count(len(weeks), "separate week")))
	if now.Before(s.From) {
		s.Known = append([]string{fmt.Sprintf("an act on %s", count(len(days), "day"))}, s.Known...)
		return s
	}
	outlook := Stay(w.trail.Begun)
	s.Outlook = &outlook
	return s
}

// Touched says how somebody began with a trail: in the repository of its first act, from
// all that they ever did and when each repository's known history begins.
func (t Trail) Touched(acts []Act, begun map[string]time.Time, now time.Time) FirstTouch {
	deeds := t.deeds()
	if len(deeds) == 0 || len(acts) == 0 {
		return FirstTouch{}
	}
	first, repository := deeds[0].At, t.firstRepository(deeds[0])
	var known []Act
	for _, a := range acts {
		if a.Repository != repository || !a.At.Before(first) {
			known = append(known, a)
		}
	}
	if at := begun[repository]; !at.IsZero() {
		known = append(known, Act{ID: "first", Account: "\x00", Repository: repository, At: at})
	}
	until := first.Add(judgedAfter * day * time.Second)
	if now.Before(until) {
		until = now
	}
	touch, _ := NewPast(known).FirstTouch(acts[0].Account, repository, until)
	return touch
}

func (t Trail) firstRepository(first Deed) string {
	for _, thread := range t.Threads {
		for _, d := range thread.Mine {
			if d == first {
				return thread.Repository
			}
		}
	}
	return ""
}

// Repository is that of the trail's first act.
func (t Trail) Repository() string {
	if deeds := t.deeds(); len(deeds) > 0 {
		return t.firstRepository(deeds[0])
	}
	return ""
}

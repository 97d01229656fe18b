package moves

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// Place is where somebody may go: a domain of the catalogue, or, for what lies in none,
// the repository.
type Place struct {
	Domain     string `json:"domain,omitempty"`     // slug
	Repository string `json:"repository,omitempty"` // owner/name; "" where there is a domain
}

func (p Place) compare(o Place) int {
	return cmp.Or(strings.Compare(p.Domain, o.Domain), strings.Compare(p.Repository, o.Repository))
}

// Thread is one thread, or one commit that is in none, in which the person acted.
type Thread struct {
	Kind       tracker.Kind // [tracker.CommitKind] for a commit
	Repository string       // owner/name
	URL, Title string
	IsPrivate  bool
	Places     []Place // where it lies, and not in passing
	Opener     Opener
	Labels     []string
	Written    int  // lines added, where the source counted them; -1: not known
	IsProse    bool // every file of it is a text for people to read

	Mine        []Deed     // by the person, in any order
	Others      []Deed     // by other humans
	Validations []Evidence // other humans' acts that validate the person's part; URL, By and What say how
	LeftOut     string     // why it is no sign of a move; "" where it may be one
}

// Opener is who opened a thread.
type Opener string

// The openers.
const (
	OpenedByPerson  Opener = "the person"
	OpenedByAnother Opener = "somebody else"
	OpenedByBot     Opener = "a bot"
)

// Deed is one thing that somebody did in a thread.
type Deed struct {
	By          tracker.Account
	Association string       // GitHub's AuthorAssociation with the deed, lower case
	What        tracker.Kind // a thread's kind: opened it
	URL         string
	At          time.Time // UTC
}

// Trail is all that a person did in a place since they began there, from a time when
// the place was not their home.
type Trail struct {
	Place   Place
	From    []string // their home domains when they began, from surface to deep
	Threads []Thread // by when the person first acted in them
	LeftOut []LeftOut

	Begun   FirstTouch // how they began in the repository of their first act, at day 30 or now
	IsHome  bool       // the place has become a home since
	Private bool       // some of it lies in a private repository
}

// LeftOut is a thread that is no sign of a move, and why.
type LeftOut struct {
	Place Place     `json:"place"`
	URL   string    `json:"url"`
	Title string    `json:"title"`
	At    time.Time `json:"at"`
	Why   string    `json:"why"` // completes "left out: ..."
}

// breakDays without an act in a place are an end: what comes after begins anew.
const breakDays = 365

// Homes are where somebody is at home as of a time: the places that hold at least a
// fifth of their validated work of the twelve months before.
type Homes func(at time.Time) []Place

// Trails returns a person's newest trail into each place that was not their home when
// they began there, by place. Somebody without a home has none: the first place is where one
// begins, and no move. Threads come in any order; one that two domains share is in both
// trails.
func Trails(threads []Thread, homes Homes) []Trail {
	threads = slices.Clone(threads)
	leaveOut(threads)
	byPlace := map[Place][]Thread{}
	for _, t := range threads {
		if len(t.Mine) == 0 {
			continue
		}
		for _, p := range t.Places {
			byPlace[p] = append(byPlace[p], t)
		}
	}
	var trails []Trail
	for place, there := range byPlace {
		if trail, ok := follow(place, there, homes); ok {
			trails = append(trails, trail)
		}
	}
	slices.SortFunc(trails, func(a, b Trail) int { return a.Place.compare(b.Place) })
	return trails
}

// follow finds the newest trail in a place. It is false where that began at home.
func follow(place Place, threads []Thread, homes Homes) (Trail, bool) {
	trail := Trail{Place: place}
	for _, t := range threads {
		if t.LeftOut != "" {
			trail.LeftOut = append(trail.LeftOut, LeftOut{place, t.URL, t.Title, t.first(), t.LeftOut})
			continue
		}
		trail.Threads = append(trail.Threads, t)
	}
	deeds := trail.deeds()
	trail.since(lastBeginning(deeds))
	slices.SortFunc(trail.Threads, func(a, b Thread) int { return cmp.Or(a.first().Compare(b.first()), strings.Compare(a.URL, b.URL)) })
	slices.SortFunc(trail.LeftOut, func(a, b LeftOut) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.URL, b.URL)) })
	from, ok := cameFrom(place, trail.deeds(), homes)
	trail.From = from
	return trail, ok || len(deeds) == 0 && len(trail.LeftOut) > 0
}

// cameFrom returns the home domains at the first deed by which there was a home, and
// whether the place was none of them.
func cameFrom(place Place, deeds []Deed, homes Homes) ([]string, bool) {
	for _, d := range deeds {
		at := homes(d.At)
		if len(at) == 0 {
			continue
		}
		var from []string
		for _, home := range at {
			from = append(from, cmp.Or(home.Domain, home.Repository))
		}
		return from, !slices.Contains(at, place)
	}
	return nil, false
}

// lastBeginning is the time of the first deed after the last break.
func lastBeginning(deeds []Deed) time.Time {
	for i := len(deeds) - 1; i > 0; i-- {
		if deeds[i].At.Sub(deeds[i-1].At) >= breakDays*day*time.Second {
			return deeds[i].At
		}
	}
	return time.Time{}
}

// since drops what the person did before a time.
func (t *Trail) since(begun time.Time) {
	kept := t.Threads[:0]
	for _, thread := range t.Threads {
		thread.Mine = slices.DeleteFunc(slices.Clone(thread.Mine), func(d Deed) bool { return d.At.Before(begun) })
		if len(thread.Mine) > 0 {
			t.Private = t.Private || thread.IsPrivate
			kept = append(kept, thread)
		}
	}
	t.Threads = kept
}

// deeds are the person's, oldest first.
func (t *Trail) deeds() []Deed {
	var deeds []Deed
	for _, thread := range t.Threads {
		deeds = append(deeds, thread.Mine...)
	}
	slices.SortFunc(deeds, compareDeeds)
	return deeds
}

func compareDeeds(a, b Deed) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.URL, b.URL)) }

// first is when the person first acted in the thread.
func (t Thread) first() time.Time {
	if len(t.Mine) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(t.Mine, compareDeeds).At
}

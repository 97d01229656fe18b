package growth

import "time"

// Work is what a person did, weighed once and asked several things: where they were at
// home at one time and another, what of it others validated, with whom they ship.
type Work struct{ facts *facts }

// NewWork weighs an input. The order of its records is of no matter.
func NewWork(v Version, in Input) Work { return Work{prepare(v, in)} }

// Acts are the person's acts with who validated them, oldest first.
func (w Work) Acts() []Evidence { return evidenceOf(w.facts.acts) }

// Homes are the [HomeDomains] as of a time that is not after the input's Now, from
// surface to deep. A merge after that time is not in them.
func (w Work) Homes(at time.Time) []string { return w.facts.homeDomains(at).Value }

// Collaborators are whom the person ships with. See [Collaborators].
func (w Work) Collaborators() []Collaborator { return w.facts.collaborators().Value.People }

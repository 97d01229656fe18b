package research

import (
	"fmt"
	"slices"

	"rungless/tracker"
	"rungless/tracker/research/cite"
)

// match finds the slot of each work: the one of its name, else one that names the
// same work in the same relation, else one whose entry went as this came. nil: it is new.
func (l *ledger) match(works []cite.Work) []*slot {
	found := make([]*slot, len(works))
	for _, isSame := range []func(*slot, cite.Work) bool{
		func(s *slot, w cite.Work) bool { return s.mention.Slot == slotName(w) },
		func(s *slot, w cite.Work) bool {
			return s.mention.Relation == tracker.Relation(w.Relation) && sharesIdentity(s.mention.Work.Identities, identities(w))
		},
		l.isNextEdition,
	} {
		for i, w := range works {
			if found[i] != nil {
				continue
			}
			for _, s := range l.slots {
				if !slices.Contains(found, s) && isSame(s, w) {
					found[i] = s
					break
				}
			}
		}
	}
	return found
}

// isNextEdition reports whether a work may take the place of an entry that went: a
// repository's own work, of which each release has another key, title and DOI, by
// mostly the same authors.
func (l *ledger) isNextEdition(s *slot, w cite.Work) bool {
	before := s.present[tracker.AuthorRole]
	if s.mention.IsPast || w.Relation == cite.Reference || s.mention.Relation != tracker.Relation(w.Relation) || len(before) == 0 {
		return false
	}
	stay := 0
	for _, from := range pair(before, people(w, l.repository.Host)[tracker.AuthorRole]) {
		if from >= 0 {
			stay++
		}
	}
	return 2*stay > len(before)
}

// open makes the slot of a work that the file did not name before. The second of
// one name gets a number.
func (l *ledger) open(w cite.Work) *slot {
	name, n := slotName(w), 1
	for slices.ContainsFunc(l.slots, func(s *slot) bool { return s.mention.Slot == numberedName(name, n) }) {
		n++
	}
	s := &slot{mention: tracker.Mention{Slot: numberedName(name, n)}, present: map[string][]*entry{}, keys: map[string]bool{}}
	l.slots = append(l.slots, s)
	return s
}

func numberedName(name string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s (%d)", name, n)
}

package statement

import (
	"slices"
	"strings"
)

// hasDecision reports whether a text says that somebody else decided: "merged by X", "X
// agreed", "the author changed it". actors are those whom the sources name.
func (r *Rules) hasDecision(t reading, actors map[string]bool) bool {
	var p part
	for i, w := range t.words {
		if w.clause || w.comma {
			p = part{first: i}
		}
		p.named = p.named || r.isPerson(w, actors)
		anybody, decides := r.decisions[w.lower]
		p.byWhom = p.byWhom || w.lower == "by"
		switch {
		case !decides:
		case anybody && (p.byOther(t, i) || t.nextIs(i, "by", "with")):
			return true
		case p.named || i == p.first+1 && p.byOther(t, i):
			return true
		default:
			p.verb = true
		}
		if p.verb && p.named && p.byWhom {
			return true
		}
	}
	return false
}

// part is a stretch of text between two marks.
type part struct {
	first  int  // its first word
	named  bool // somebody is named
	byWhom bool // "by" stands in it
	verb   bool // a verb of deciding stands in it
}

// byOther reports whether the part begins with somebody or something other than a deed of
// the person.
func (p part) byOther(t reading, i int) bool {
	first := t.words[p.first]
	return i > p.first && first.lower != "i" && first.lower != "we" && !isPast(first.lower)
}

// nextIs reports whether one of these words stands after a place, and somebody after it.
func (t reading) nextIs(i int, any ...string) bool {
	return i+2 < len(t.words) && slices.Contains(any, t.words[i+1].lower)
}

// isPerson reports whether a word names somebody who may decide.
func (r *Rules) isPerson(w word, actors map[string]bool) bool {
	name := strings.TrimSuffix(strings.TrimPrefix(w.lower, "@"), "'s")
	return actors[name] || r.people[name] || strings.HasPrefix(w.lower, "@")
}

package statement

import (
	"cmp"
	"slices"

	"rungless/tracker"
)

// The findings that are about the whole text.
const (
	whyNoSource     = "No source is named: a reader can check nothing of it."
	whyNoDecision   = "It does not say what was decided, and by whom: who merged, accepted or declined it?"
	whyNoComparison = "It does not say instead of what, or what was before."
)

// Check lists what a reader could object to in a statement: by where it stands in the
// text, and what is about the whole text last. The list is empty, never nil, where there
// is nothing. It takes time linear in the length of the text and of the sources.
//
// Words in quotes or in code, addresses and the names of things are not looked at. The
// rules of words are English; of a text without Latin letters it is only asked whether it
// has a source, and its figures are held against it.
func (r *Rules) Check(s Statement) []Finding {
	t := read(s.Text, own(s.Sources))
	found := slices.Concat(r.wordFindings(t), r.unsourced(t, s.Sources))
	if len(s.Sources) > 0 {
		found = append(found, r.overclaims(t, s.Sources)...)
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	found = append(found, r.missing(t, s.Sources)...)
	offer := Offer(s.Sources)
	for i := range found {
		found[i].Offer = offer
	}
	if found == nil {
		return []Finding{}
	}
	return found
}

// wordFindings finds phrases: at each place the longest one, and none within another.
func (r *Rules) wordFindings(t reading) []Finding {
	var found []Finding
	for i := 0; i < len(t.words); i++ {
		best, to := phrase{}, 0
		for _, p := range r.phrases[t.words[i].lower] {
			if end := p.match(t.words, i); end > to && (!p.verb || t.deeds[i]) {
				best, to = p, end
			}
		}
		if to > 0 {
			found = append(found, t.finding(best.kind, best.why, i, to))
			i = to - 1
		}
	}
	return found
}

// missing says what the whole text lacks.
func (r *Rules) missing(t reading, sources []Source) []Finding {
	var found []Finding
	if len(sources) == 0 {
		found = append(found, Finding{Kind: NoSource, Why: whyNoSource})
	}
	if !isLatin(t.words) {
		return found
	}
	if !r.hasDecision(t, actors(sources)) {
		found = append(found, Finding{Kind: NoDecision, Why: whyNoDecision})
	}
	if !onlyCredits(sources) && !r.hasComparison(t) {
		found = append(found, Finding{Kind: NoComparison, Why: whyNoComparison})
	}
	return found
}

// onlyCredits reports whether all sources are research credits: that somebody was added
// as an author is compared with nothing.
func onlyCredits(sources []Source) bool {
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s Source) bool { return s.Kind != tracker.ResearchCredit })
}

func (r *Rules) hasComparison(t reading) bool {
	for i, w := range t.words {
		for _, p := range r.comparisons[w.lower] {
			if p.match(t.words, i) > 0 {
				return true
			}
		}
	}
	return false
}

package statement

import (
	"slices"

	"rungless/tracker"
)

// need is what sources must show for a verb.
type need string

// The needs, as words.yaml names them.
const (
	needsMergedChange   need = "merged_change"
	needsChange         need = "change"
	needsChangeOrCredit need = "change_or_credit"
	needsProposal       need = "proposal"
	needsReview         need = "review"
	needsApproval       need = "approval"
)

// supports says of each need whether one source shows it.
var supports = map[need]func(Source) bool{
	needsMergedChange:   func(s Source) bool { return s.isChange() && s.stands() },
	needsChange:         Source.isChange,
	needsChangeOrCredit: func(s Source) bool { return s.isChange() || s.Kind == tracker.ResearchCredit },
	needsProposal: func(s Source) bool {
		return !s.isOthers() && s.Role != tracker.CoAuthor && slices.Contains([]tracker.Kind{tracker.PullRequestKind, tracker.IssueKind, tracker.DiscussionKind}, s.Kind)
	},
	needsReview: func(s Source) bool { return s.Kind == tracker.ReviewKind || s.Kind == tracker.ReviewComment },
	needsApproval: func(s Source) bool {
		return s.Kind == tracker.ReviewKind && s.State == tracker.Approved
	},
}

// isOthers reports whether the source is somebody else's thread or commit, in which the
// person has no part to tell of.
func (s Source) isOthers() bool {
	switch s.Kind {
	case tracker.PullRequestKind, tracker.IssueKind, tracker.DiscussionKind, tracker.CommitKind:
		return s.Role == "" && s.Author != "" && s.Author != s.By
	}
	return false
}

// isChange reports whether the source is code or text that the person wrote.
func (s Source) isChange() bool {
	return !s.isOthers() && (s.Kind == tracker.PullRequestKind || s.Kind == tracker.CommitKind)
}

// stands reports whether a change is in, and nobody took it back. A commit outside a
// pull request is in.
func (s Source) stands() bool {
	return !s.IsReverted && (s.IsMerged || s.State == tracker.Merged || s.Kind == tracker.CommitKind && s.Number == 0)
}

// overclaims finds the verbs that say more of the person than the sources show.
func (r *Rules) overclaims(t reading, sources []Source) []Finding {
	var found []Finding
	for i, w := range t.words {
		c, known := r.claims[w.lower]
		if !known || !t.deeds[i] || t.isPassive(i) || slices.ContainsFunc(sources, supports[c.needs]) {
			continue
		}
		found = append(found, t.finding(Overclaim, c.why, i, i+1))
	}
	return found
}

// isPassive reports whether what stands at a place was done to the person or to the
// thing: "added as author", "replaced by".
func (t reading) isPassive(i int) bool {
	if i+1 == len(t.words) || t.words[i+1].clause {
		return false
	}
	return t.words[i+1].lower == "as" || t.words[i+1].lower == "by"
}

// actors are those beside the person whom the sources name.
func actors(sources []Source) map[string]bool {
	known := map[string]bool{}
	for _, s := range sources {
		for _, login := range []string{s.MergedBy, s.Author, s.AddedBy} {
			known[lower(login)] = true
		}
		if s.Change != nil {
			known[lower(s.Change.Author)] = true
		}
		for _, v := range s.Validations {
			known[lower(v.By)] = true
		}
	}
	for _, s := range sources {
		delete(known, lower(s.By))
	}
	delete(known, "")
	return known
}

// wasChanged reports whether the author heeded the person's review.
func (s Source) wasChanged() bool {
	return slices.ContainsFunc(s.Validations, func(v Validation) bool { return v.How == ByChanging })
}

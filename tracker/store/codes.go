package store

import (
	"slices"

	"rungless/tracker"
)

// The codes stand in the database in place of words that repeat in every row.
// They are frozen: append only, never reorder.
var (
	kindCodes = []tracker.Kind{"", tracker.PullRequestKind, tracker.ReviewKind, tracker.ReviewComment, tracker.IssueKind,
		tracker.IssueComment, tracker.DiscussionKind, tracker.DiscussionComment, tracker.CommitComment, tracker.CommitKind,
		tracker.ResearchCredit}
	// Among views of one second the later state of this list wins.
	stateCodes = []tracker.State{"", tracker.Open, tracker.Closed, tracker.Merged,
		tracker.Commented, tracker.ChangesRequested, tracker.Approved, tracker.Dismissed}
	roleCodes = []tracker.Role{"", tracker.Author, tracker.CoAuthor}
)

// Kinds of payloads' subjects that are no kinds of contributions: a thread's
// kind may be learned after its payload.
const (
	repositoryPayload int16 = 20
	threadPayload     int16 = 22
)

const stateMerged int16 = 3

func code[T comparable](codes []T, word T) int16 {
	return int16(max(slices.Index(codes, word), 0))
}

func word[T any](codes []T, code int16) T {
	if code < 0 || int(code) >= len(codes) {
		return codes[0]
	}
	return codes[code]
}

func kindCode(k tracker.Kind) int16   { return code(kindCodes, k) }
func stateCode(s tracker.State) int16 { return code(stateCodes, s) }
func roleCode(r tracker.Role) int16   { return code(roleCodes, r) }

func isThreadKind(kind int16) bool {
	switch word(kindCodes, kind) {
	case tracker.PullRequestKind, tracker.IssueKind, tracker.DiscussionKind:
		return true
	}
	return false
}

var codeOfCommit = kindCode(tracker.CommitKind)

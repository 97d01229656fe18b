package growth

import (
	"slices"
	"time"

	"rungless/tracker"
)

// How says by which act somebody validated another's work.
type How string

// The ways of validation.
const (
	ByMerging   How = "merged it"
	ByApproving How = "approved it"
	ByChanging  How = "changed code after the review"
	ByClosing   How = "closed the issue by a merged change"
	ByAccepting How = "accepted the answer"
	ByCiting    How = "cited it in a merged change"
)

// Validation is another human's act on the person's work. A bot, an agent, a
// deleted account and every account of the person never validate.
type Validation struct {
	By  Actor     `json:"by"`
	How How       `json:"how"`
	At  time.Time `json:"at"` // UTC
	// Wordless marks an approval by somebody who had written nothing by then, neither in
	// it nor elsewhere in the thread, and did not merge it. It is shown, and no figure rests on it: people who wave each
	// other's changes through would otherwise validate anything.
	Wordless bool `json:"wordless,omitempty"`
}

// validationsOfChange says who validated a merged pull request as the work of its
// authors: who merged it, and who had approved it when it was merged.
func (f *facts) validationsOfChange(t *thread) []Validation {
	if !t.merged {
		return nil
	}
	pull := t.Thread.PullRequest
	var list []Validation
	if f.isOther(pull.MergedBy) {
		list = append(list, Validation{By: Actor{pull.MergedBy}, How: ByMerging, At: pull.MergedAt.UTC()})
	}
	for _, review := range t.standingReviews(f) {
		if review.State != tracker.Approved || !f.isOther(review.Author) || f.of(review.Author) == f.of(pull.MergedBy) {
			continue
		}
		list = append(list, Validation{By: Actor{review.Author}, How: ByApproving, At: review.SubmittedAt.UTC(),
			Wordless: !f.hasWords(t, review)})
	}
	return list
}

// standingReviews gives each reviewer's last verdict before the merge, oldest first. A
// comment takes back no verdict.
func (t *thread) standingReviews(f *facts) []tracker.Review {
	var standing []tracker.Review
	for _, review := range t.Reviews {
		if review.State == tracker.Commented || review.SubmittedAt.After(t.Thread.PullRequest.MergedAt) {
			continue
		}
		i := slices.IndexFunc(standing, func(known tracker.Review) bool { return f.of(known.Author) == f.of(review.Author) })
		switch {
		case i < 0:
			standing = append(standing, review)
		case !review.SubmittedAt.Before(standing[i].SubmittedAt):
			standing[i] = review
		}
	}
	slices.SortStableFunc(standing, func(a, b tracker.Review) int { return a.SubmittedAt.Compare(b.SubmittedAt) })
	return standing
}

// hasWords reports whether who gave an approval had written in the thread by then, in
// the approval itself or before it, or asked for changes. A comment of which no source
// gave the text is taken for words, since one without any cannot be sent; a review can.
func (f *facts) hasWords(t *thread, approval tracker.Review) bool {
	who, at := f.of(approval.Author), approval.SubmittedAt
	for i := range t.Comments {
		c := &t.Comments[i]
		if f.of(c.Author) == who && !c.IsMinimized && c.Wording != tracker.Wordless && !c.CreatedAt.After(at) {
			return true
		}
	}
	return slices.ContainsFunc(t.Reviews, func(r tracker.Review) bool {
		spoke := r.Wording == tracker.Worded || r.State == tracker.ChangesRequested
		return spoke && f.of(r.Author) == who && !r.SubmittedAt.After(at)
	})
}

// heeded reports whether a review by who was substantive and validated: the change
// was merged, its author changed the code that the review spoke of afterwards, and
// the review was asked for or answered. The last keeps out those who comment
// everywhere and wait for the next commit.
func (f *facts) heeded(t *thread, who key) bool {
	if !t.merged || !t.Thread.Author.IsHuman() || f.of(t.Thread.Author) == who {
		return false
	}
	return f.changedAfter(t, who) && f.askedOrAnswered(t, who)
}

func (f *facts) changedAfter(t *thread, who key) bool {
	for i := range t.Comments {
		c := &t.Comments[i]
		if c.Kind == tracker.ReviewComment && f.of(c.Author) == who && f.codeMoved(t, who, c.CreatedAt, c.Path, c.CommitSHA) {
			return true
		}
	}
	return slices.ContainsFunc(t.Reviews, func(r tracker.Review) bool {
		return r.State == tracker.ChangesRequested && f.of(r.Author) == who && f.codeMoved(t, who, r.SubmittedAt, "", r.CommitSHA)
	})
}

// codeMoved reports whether another human changed a path of the branch between a
// time and the merge; any path when it is "". Where the branch's commits are not
// known, a head that differs from the reviewed one says that something moved.
func (f *facts) codeMoved(t *thread, reviewer key, since time.Time, path, reviewed string) bool {
	known := false
	for i := range t.Commits {
		c := &t.Commits[i]
		if !t.isOfBranch(c) {
			continue
		}
		known = true
		if c.CommittedAt.After(since) && !c.CommittedAt.After(t.Thread.PullRequest.MergedAt) && touches(c, path) && f.humanBeside(c, reviewer) {
			return true
		}
	}
	head := t.Thread.PullRequest.HeadSHA
	return !known && reviewed != "" && head != "" && reviewed != head
}

// isOfBranch tells a commit of the branch from what the merge made of it.
func (t *thread) isOfBranch(c *tracker.Commit) bool {
	pull := t.Thread.PullRequest
	if pull.CommitSHAs != nil {
		return slices.Contains(pull.CommitSHAs, c.SHA)
	}
	return c.SHA != pull.MergeCommitSHA && c.Parents < 2
}

func touches(c *tracker.Commit, path string) bool {
	if path == "" || c.Files == nil {
		return true
	}
	return slices.ContainsFunc(c.Files, func(change tracker.FileChange) bool { return change.Path == path })
}

func (f *facts) humanBeside(c *tracker.Commit, reviewer key) bool {
	return slices.ContainsFunc(c.Authors, func(a tracker.CommitAuthor) bool {
		who := f.author(a)
		return a.Role != tracker.CoAuthor && who.IsHuman() && f.of(who) != reviewer
	})
}

// askedOrAnswered reports whether the review was requested, or the thread's author
// replied to one of its comments. Where the source says neither of any review, the
// change of code has to do.
func (f *facts) askedOrAnswered(t *thread, who key) bool {
	return f.requested(t, who) || f.answered(t, who) || t.isSilent()
}

func (f *facts) requested(t *thread, who key) bool {
	return slices.ContainsFunc(t.Thread.PullRequest.RequestedReviewers, func(r tracker.ReviewRequest) bool {
		return f.of(r.Reviewer) == who && f.of(r.By) != who
	})
}

// answered reports whether the thread's author replied to a comment by who.
func (f *facts) answered(t *thread, who key) bool {
	author := f.of(t.Thread.Author)
	for i := range t.Comments {
		if reply := &t.Comments[i]; reply.ReplyTo != 0 && f.of(reply.Author) == author && f.saidBy(t, reply.ReplyTo, who) {
			return true
		}
	}
	return false
}

func (f *facts) saidBy(t *thread, comment int64, who key) bool {
	return slices.ContainsFunc(t.Comments, func(c tracker.Comment) bool { return c.DatabaseID == comment && f.of(c.Author) == who })
}

// isSilent reports whether the source says of no review who asked for it, and of no
// comment what it replies to.
func (t *thread) isSilent() bool {
	return t.Thread.PullRequest.RequestedReviewers == nil &&
		!slices.ContainsFunc(t.Comments, func(c tracker.Comment) bool { return c.ReplyTo != 0 })
}

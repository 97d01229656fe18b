package tracker

import (
	"slices"
	"time"
)

// Kind is the kind of a contribution.
type Kind string

// The kinds, in the order in which pages show them.
const (
	PullRequestKind   Kind = "pull_request"
	ReviewKind        Kind = "review"
	ReviewComment     Kind = "review_comment"
	IssueKind         Kind = "issue"
	IssueComment      Kind = "issue_comment"
	DiscussionKind    Kind = "discussion"
	DiscussionComment Kind = "discussion_comment"
	CommitComment     Kind = "commit_comment"
	CommitKind        Kind = "commit"
	ResearchCredit    Kind = "research_credit"
)

// Kinds lists every kind in that order.
func Kinds() []Kind {
	return []Kind{PullRequestKind, ReviewKind, ReviewComment, IssueKind, IssueComment,
		DiscussionKind, DiscussionComment, CommitComment, CommitKind, ResearchCredit}
}

// ParseKind checks a kind that came from outside.
func ParseKind(text string) (Kind, error) {
	if k := Kind(text); slices.Contains(Kinds(), k) {
		return k, nil
	}
	return "", Errorf(Invalid, "tracker.ParseKind", "there is no kind of contribution called %q", text).
		WithHint("use one of pull_request, review, review_comment, issue, issue_comment, discussion, discussion_comment, commit_comment, commit, research_credit")
}

// Contribution is one dated act of one account, as a reader gets it back: a
// pull request for who opened it, a submitted review, a comment, an issue, a
// commit once per author and co-author.
type Contribution struct {
	Kind       Kind
	ID         string // GitHub's node id; a commit's hash; "kind:number" where GitHub gave none
	URL        string // where it can be read
	Repository RepositoryRef
	IsPrivate  bool // the repository is
	Number     int  // of the thread; 0 for a commit outside a pull request
	Account    Account
	Role       Role
	OccurredAt time.Time // UTC
	State      State     // of the thread or the review; "" for comments and commits
	MergedBy   Account   // of the thread; zero unless merged
	Title      string    // of the thread; a commit's headline
	Note       Note      // what the person whose account it is says of it
}

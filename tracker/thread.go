package tracker

import "time"

// ThreadKind is the kind of a thread; its values are also contribution kinds.
type ThreadKind = Kind

// State of a thread or a review, as GitHub names it, in lower case.
type State string

// The states of threads and of submitted reviews. A pending review is nobody's
// business but its author's and is never stored.
const (
	Open             State = "open"
	Closed           State = "closed"
	Merged           State = "merged"
	Approved         State = "approved"
	ChangesRequested State = "changes_requested"
	Commented        State = "commented"
	Dismissed        State = "dismissed"
)

// ThreadRef names a thread: a number within a repository.
type ThreadRef struct {
	Repository RepositoryRef
	Kind       ThreadKind
	Number     int
	NodeID     string // may be empty
}

// Thread is one pull request, issue or discussion. A source fills what it
// knows; the store merges what several sources say, newest view first.
type Thread struct {
	ThreadRef
	DatabaseID        int64
	Title             string
	Author            Account // opened it
	AuthorAssociation string  // GitHub's AuthorAssociation, lower case: "first_time_contributor", ...
	State             State
	StateReason       string // "completed", "not_planned", "reopened", "duplicate"; issues only
	CreatedAt         time.Time
	UpdatedAt         time.Time // GitHub's; it does not move with every change
	ClosedAt          time.Time
	Labels            []string  // nil: not said
	Assignees         []Account // nil: not said
	Milestone         string
	Comments          int // as GitHub counts them
	Reactions         int
	Closes            []ThreadRef  // issues that this pull request closes; nil: not said
	Cites             []CommentRef // comments that a pull request's description links to; nil: not said
	PullRequest       *PullRequest
	Discussion        *Discussion
	Transferred       *ThreadRef // where the thread is now, when it was moved

	// Detail asks for, or reports, the part of a thread that an index does not
	// carry.
	Detail  Detail
	AsOf    time.Time // when the source took this view; orders views without UpdatedAt
	Payload Payload
}

// Detail says how much of a thread a source has told.
type Detail int

// A thread seen in passing needs nothing more. A wanted one is fetched whole by
// a later step, again whenever UpdatedAt moves. A whole one carries everything
// as of UpdatedAt: lists that it holds replace those stored.
const (
	InPassing Detail = iota
	Wanted
	Whole
)

// PullRequest is what only a pull request has.
type PullRequest struct {
	IsDraft            bool
	IsCrossRepository  bool
	BaseRef            string
	HeadSHA            string
	MergeCommitSHA     string
	MergedAt           time.Time
	MergedBy           Account
	Additions          int
	Deletions          int
	ChangedFiles       int
	Files              []FileChange    // nil: not said
	RequestedReviewers []ReviewRequest // nil: not said
	CommitSHAs         []string        // of the branch, in order; nil: not said
}

// ReviewRequest is one request for a review, whether or not it was answered.
type ReviewRequest struct {
	Reviewer Account // zero when a team was asked
	Team     string  // "org/team"
	By       Account
	At       time.Time
}

// Discussion is what only a discussion has.
type Discussion struct {
	Category     string
	IsAnswerable bool
	IsAnswered   bool
	AnswerID     int64   // database id of the accepted comment; 0 when there is none
	AnswerBy     Account // who chose it
	Upvotes      int
}

// FileChange is one path of a change, with lines as GitHub and git count them.
type FileChange struct {
	Path      string
	Additions int    // -1: not counted (binary, or names only)
	Deletions int    // -1: not counted
	Change    string // "added", "modified", "deleted", "renamed", "copied"; "" when not said
}

// Review is one submitted review of a pull request.
type Review struct {
	Thread            ThreadRef
	DatabaseID        int64
	NodeID            string
	Author            Account
	AuthorAssociation string
	State             State
	SubmittedAt       time.Time
	UpdatedAt         time.Time
	CommitSHA         string // the head that was reviewed
	Wording           Wording
	Cites             []CommentRef // comments that it links to; counts as said with Wording
	Payload           Payload
}

// Comment is one comment of any kind: on a thread's conversation, on a line of
// a pull request, on a commit, or in a discussion.
type Comment struct {
	Kind              Kind      // IssueComment, ReviewComment, CommitComment or DiscussionComment
	Thread            ThreadRef // Number is 0 for a commit comment
	DatabaseID        int64
	NodeID            string
	Author            Account
	AuthorAssociation string
	CreatedAt         time.Time
	UpdatedAt         time.Time
	ReviewID          int64  // database id of the review it belongs to; review comments only
	ReplyTo           int64  // database id of the comment it answers; 0 when none
	Path              string // review and commit comments
	CommitSHA         string // review and commit comments
	IsAnswer          bool   // accepted answer of a discussion
	IsMinimized       bool   // hidden on GitHub; stays the author's act, its text is not shown
	TellsMinimized    bool   // the source knows whether it is hidden: GraphQL does, REST does not
	Reactions         int
	Wording           Wording
	Cites             []CommentRef // comments that it links to; counts as said with Wording
	Payload           Payload
}

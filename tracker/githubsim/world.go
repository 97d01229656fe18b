package githubsim

import "time"

// World is all that a simulated GitHub knows. It is plain data, written once by
// a generator or a loader and then served; nothing in it is rungless's own type,
// so that the simulation cannot share a blind spot with what it tests.
//
// A text may hold links into the world: [Self] stands for the address at which the
// simulation is served.
//
// New and Mutate complete it: they set the pointers from a part to what it is
// part of, and fill in ids, node ids and other things that every real object has,
// where they are missing (see complete.go). A World made by hand can be brief.
type World struct {
	Now          time.Time // the world's clock: nothing in it happened later
	Users        []*User
	Repositories []*Repository
	Viewer       *User // whose token it is
}

// Self stands in texts for the address of the simulated GitHub's pages, as in
// Self + "/acme/engine/issues/7#issuecomment-31".
const Self = "{github}"

// User is one account. Type is "User", "Bot", "Mannequin" or "Organization".
type User struct {
	ID        int64
	NodeID    string
	Type      string
	Login     string
	Name      string
	Company   string
	Location  string
	Emails    []string
	ORCID     string
	CreatedAt time.Time
	UpdatedAt time.Time
	Former    []string // logins it had before, oldest first

	// Of an organisation only: "active" or "pending" by the member's ID, and the same by team.
	Members map[int64]string
	Teams   map[string]map[int64]string
}

// Repository is one repository with all that is in it.
type Repository struct {
	ID            int64
	NodeID        string
	Owner         *User
	Name          string
	Former        []string // "owner/name" it had before
	Private       bool
	Readers       []*User // who, beside the owner, may read it while it is private
	Fork          bool
	Archived      bool
	Description   string
	Topics        []string
	Language      string
	License       string // SPDX
	DefaultBranch string
	Stars         int
	CreatedAt     time.Time
	UpdatedAt     time.Time
	PushedAt      time.Time
	Discussions   bool       // enabled
	Threads       []*Thread  // by number
	Commits       []*Commit  // of the default branch, oldest first
	Comments      []*Comment // on commits
	Releases      []*Release
	Files         map[string]string // text of the default branch's files worth reading (CITATION.cff, README.md, ...)
	Transferred   map[int]*Thread   // issues that went to another repository, by the number they had here
}

// Thread is a pull request, an issue or a discussion: Type "PullRequest",
// "Issue" or "Discussion".
type Thread struct {
	Repository  *Repository
	Type        string
	ID          int64 // of the pull request, issue or discussion
	IssueID     int64 // of the issue behind a pull request
	NodeID      string
	Number      int
	Title       string
	Body        string
	Author      *User  // nil: a ghost
	Association string // "MEMBER", "CONTRIBUTOR", ...
	State       string // "OPEN", "CLOSED", "MERGED"
	StateReason string // "COMPLETED", "NOT_PLANNED", ...
	Locked      bool
	CreatedAt   time.Time
	UpdatedAt   time.Time
	ClosedAt    time.Time
	ClosedBy    *User
	Labels      []string
	Assignees   []*User
	Milestone   string
	Reactions   int
	Comments    []*Comment // conversation; for a discussion its comments, replies inside
	Events      []*Event   // timeline

	// Pull requests only.
	Draft          bool
	CrossRepo      bool
	BaseRef        string
	HeadRef        string
	HeadSHA        string
	BaseSHA        string
	MergeCommitSHA string
	MergedAt       time.Time
	MergedBy       *User
	Additions      int
	Deletions      int
	ChangedFiles   int
	Files          []File
	CommitSHAs     []*Commit
	Reviews        []*Review
	Unlisted       []*Review // known only by their comments; see Options.Unlisted
	Requested      []*User
	Closes         []*Thread

	// Discussions only.
	Category   string
	Answerable bool
	Answer     *Comment
	AnswerBy   *User
	AnsweredAt time.Time
	Upvotes    int
}

// File is one changed path. Change is "ADDED", "MODIFIED", "DELETED", "RENAMED".
type File struct {
	Path      string
	Additions int
	Deletions int
	Change    string
}

// Review is one review. State is "APPROVED", "CHANGES_REQUESTED", "COMMENTED",
// "DISMISSED" or "PENDING".
type Review struct {
	Thread      *Thread
	ID          int64
	NodeID      string
	Author      *User
	Association string
	State       string
	Body        string
	CommitSHA   string
	CreatedAt   time.Time
	SubmittedAt time.Time // zero while pending
	UpdatedAt   time.Time
	Comments    []*Comment
}

// Comment is one comment of any kind. Type is "IssueComment",
// "PullRequestReviewComment", "CommitComment" or "DiscussionComment".
type Comment struct {
	Repository  *Repository
	Thread      *Thread // nil for a commit comment
	Review      *Review
	Type        string
	ID          int64
	NodeID      string
	Author      *User
	Association string
	Body        string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Path        string
	Line        int
	DiffHunk    string
	CommitSHA   string
	ReplyTo     *Comment
	Replies     []*Comment // discussions
	Minimized   string     // reason; "" when shown
	Reactions   int
	Upvotes     int
	DeletedAt   time.Time // discussions only
}

// Commit is one commit.
type Commit struct {
	Repository  *Repository
	SHA         string
	NodeID      string
	Message     string
	Authors     []Signature // the author first, then co-authors
	Committer   Signature
	Parents     []string
	Additions   int
	Deletions   int
	Files       []File
	ViaWeb      bool
	PullRequest *Thread // the pull request it belongs to or was merged by
	// Contents holds the text of files worth reading that it changed, by path; the
	// newest is in Repository.Files too. A file that no commit has a text of is as
	// old as the first commit that touches it.
	Contents map[string]string
}

// Signature is who and when, as git keeps it. When keeps its offset.
type Signature struct {
	Name  string
	Email string
	When  time.Time
	User  *User // nil: no account has this address
}

// Event is one timeline entry. Type is GitHub's GraphQL name: "MergedEvent",
// "ClosedEvent", "ReopenedEvent", "ReviewRequestedEvent", "ReadyForReviewEvent",
// "ConvertToDraftEvent", "CrossReferencedEvent", ...
type Event struct {
	ID        int64
	NodeID    string
	Type      string
	Actor     *User
	CreatedAt time.Time
	Reviewer  *User   // who was asked to review or was assigned
	Source    *Thread // what referred to this thread, or closed it
	Commit    *Commit // what closed it, when no thread did
	Subject   string  // label, milestone or new title
	Former    string  // the title before
	thread    *Thread // set by complete
}

// Release is one release.
type Release struct {
	Repository  *Repository
	ID          int64
	NodeID      string
	Tag         string
	Name        string
	Author      *User
	PublishedAt time.Time
	Downloads   int
	Reactions   int
}

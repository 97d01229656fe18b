package githubsim

import "time"

// The recorded types are the parts of REST's objects that a backup is read for.
type recordedThread struct {
	Pull     *recordedPull     `json:"pull"`
	Issue    *recordedIssue    `json:"issue"`
	Events   []recordedEvent   `json:"events"`
	Comments []recordedComment `json:"comments"` // review comments
}

type recordedUser struct {
	ID     int64  `json:"id"`
	NodeID string `json:"node_id"`
	Login  string `json:"login"`
	Type   string `json:"type"`
}

type recordedNamed struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// recordedIssue is what issues and pull requests have alike.
type recordedIssue struct {
	ID          int64           `json:"id"`
	NodeID      string          `json:"node_id"`
	Number      int             `json:"number"`
	Title       string          `json:"title"`
	Body        string          `json:"body"`
	State       string          `json:"state"`
	StateReason string          `json:"state_reason"`
	Locked      bool            `json:"locked"`
	User        *recordedUser   `json:"user"`
	Association string          `json:"author_association"`
	Labels      []recordedNamed `json:"labels"`
	Milestone   *recordedNamed  `json:"milestone"`
	Assignees   []recordedUser  `json:"assignees"`
	CreatedAt   time.Time       `json:"created_at"`
	UpdatedAt   time.Time       `json:"updated_at"`
	ClosedAt    time.Time       `json:"closed_at"`
}

type recordedPull struct {
	recordedIssue
	Draft          bool           `json:"draft"`
	MergedAt       time.Time      `json:"merged_at"`
	MergedBy       *recordedUser  `json:"merged_by"`
	MergeCommitSHA string         `json:"merge_commit_sha"`
	Additions      int            `json:"additions"`
	Deletions      int            `json:"deletions"`
	ChangedFiles   int            `json:"changed_files"`
	Requested      []recordedUser `json:"requested_reviewers"`
	Head           recordedBranch `json:"head"`
	Base           recordedBranch `json:"base"`
}

type recordedBranch struct {
	Ref        string              `json:"ref"`
	SHA        string              `json:"sha"`
	Repository *recordedRepository `json:"repo"`
}

type recordedRepository struct {
	ID            int64        `json:"id"`
	NodeID        string       `json:"node_id"`
	Name          string       `json:"name"`
	Owner         recordedUser `json:"owner"`
	Private       bool         `json:"private"`
	Fork          bool         `json:"fork"`
	Archived      bool         `json:"archived"`
	Description   string       `json:"description"`
	Topics        []string     `json:"topics"`
	Language      string       `json:"language"`
	DefaultBranch string       `json:"default_branch"`
	Stars         int          `json:"stargazers_count"`
	CreatedAt     time.Time    `json:"created_at"`
	UpdatedAt     time.Time    `json:"updated_at"`
	PushedAt      time.Time    `json:"pushed_at"`
	License       *struct {
		SPDX string `json:"spdx_id"`
	} `json:"license"`
}

// recordedEvent is one entry of a timeline; reviews, comments and commits are
// entries, too.
type recordedEvent struct {
	Event       string            `json:"event"`
	ID          int64             `json:"id"`
	NodeID      string            `json:"node_id"`
	Actor       *recordedUser     `json:"actor"`
	User        *recordedUser     `json:"user"`
	Association string            `json:"author_association"`
	Body        string            `json:"body"`
	State       string            `json:"state"`
	CommitID    string            `json:"commit_id"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	SubmittedAt time.Time         `json:"submitted_at"`
	SHA         string            `json:"sha"`
	Message     string            `json:"message"`
	Author      recordedSignature `json:"author"`
	Committer   recordedSignature `json:"committer"`
	Label       recordedNamed     `json:"label"`
	Milestone   recordedNamed     `json:"milestone"`
	Assignee    *recordedUser     `json:"assignee"`
	Requested   *recordedUser     `json:"requested_reviewer"`
	Parents     []struct {
		SHA string `json:"sha"`
	} `json:"parents"`
	Rename struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"rename"`
}

type recordedSignature struct {
	Name  string    `json:"name"`
	Email string    `json:"email"`
	Date  time.Time `json:"date"`
}

// recordedComment is a review comment.
type recordedComment struct {
	ID          int64         `json:"id"`
	NodeID      string        `json:"node_id"`
	ReviewID    int64         `json:"pull_request_review_id"`
	ReplyTo     int64         `json:"in_reply_to_id"`
	User        *recordedUser `json:"user"`
	Association string        `json:"author_association"`
	Body        string        `json:"body"`
	Path        string        `json:"path"`
	Line        int           `json:"line"`
	DiffHunk    string        `json:"diff_hunk"`
	CommitID    string        `json:"original_commit_id"`
	CreatedAt   time.Time     `json:"created_at"`
	UpdatedAt   time.Time     `json:"updated_at"`
}

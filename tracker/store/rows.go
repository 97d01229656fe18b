package store

import "rungless/tracker"

// The rows are the schema of migrations/ seen from Go; docs/store.md explains
// the tables. No row leaves this package. Ids are never auto-incremented: the
// one writer gives them out. Times are unix seconds UTC, 0 = not known; their
// fields are not called CreatedAt and UpdatedAt, because gorm would fill those
// with the current time.

type repositoryRow struct {
	ID            int64 `gorm:"primaryKey;autoIncrement:false"`
	Host          string
	DatabaseID    int64 // 0 while only the name is known
	NodeID        string
	Owner, Name   string // the newest name, also the newest line of repository_names
	IsPrivate     bool
	IsFork        bool
	IsArchived    bool
	Description   string
	DefaultBranch string
	Topics        string // one a line, sorted
	Stars         int64
	Created       int64    `gorm:"column:created_at"`
	Updated       int64    `gorm:"column:updated_at"`
	Grave         grave    `gorm:"embedded"`
	Register      register `gorm:"embedded"`
}

// grave marks a thing that is gone. Its row stays, so that an archive which
// still tells of it cannot bring it back.
type grave struct {
	GoneAt     int64
	GoneReason string
}

func (g grave) isGone() bool    { return g.GoneAt != 0 }
func (g grave) isDeleted() bool { return g.GoneReason == string(tracker.Deleted) }

type repositoryNameRow struct {
	Host         string `gorm:"primaryKey"`
	FullName     string `gorm:"primaryKey"` // lower case
	RepositoryID int64  `gorm:"primaryKey;autoIncrement:false"`
	Owner, Name  string
	SeenAt       int64
}

type accountRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Host       string
	DatabaseID int64 // 0 while only the login is known, and for e-mails and the ghost
	NodeID     string
	Login      string // the newest login, also the newest line of account_logins
	Name       string
	Kind       string
	Email      string
	NamedAt    int64 // when Name was seen
}

type accountLoginRow struct {
	Host      string `gorm:"primaryKey"`
	LoginKey  string `gorm:"primaryKey"` // lower case
	AccountID int64  `gorm:"primaryKey;autoIncrement:false"`
	Login     string
	SeenAt    int64
}

type emailRow struct {
	Host      string `gorm:"primaryKey"`
	Email     string `gorm:"primaryKey"`
	AccountID int64
	Reason    string
}

type threadRow struct {
	ID                int64 `gorm:"primaryKey;autoIncrement:false"`
	RepositoryID      int64
	Number            int64
	Kind              int16
	NodeID            string
	DatabaseID        int64
	Title             string
	AuthorID          int64
	Association       string
	State             int16
	StateReason       string
	Created           int64 `gorm:"column:created_at"`
	Updated           int64 `gorm:"column:updated_at"`
	ClosedAt          int64
	Milestone         string
	Comments          int64
	Reactions         int64
	IsDraft           bool
	IsCrossRepository bool
	BaseRef           string
	HeadSHA           string `gorm:"column:head_sha"`
	MergeCommitSHA    string `gorm:"column:merge_commit_sha"`
	MergedAt          int64
	MergedByID        int64
	Additions         int64
	Deletions         int64
	ChangedFiles      int64
	Category          string
	IsAnswerable      bool
	IsAnswered        bool
	AnswerID          int64
	AnswerByID        int64
	Upvotes           int64
	IsWanted          bool
	IsStale           bool     // wanted, and its detail is older than Updated
	WholeVersion      int64    // of the newest whole view; 0: none
	Register          register `gorm:"embedded"`
	Grave             grave    `gorm:"embedded"`
	VerifiedAt        int64
}

// itemRow is one review or comment.
type itemRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	RepositoryID int64
	Kind         int16
	DatabaseID   int64
	ThreadID     int64 // 0 for a commit comment
	NodeID       string
	AuthorID     int64
	Association  string
	State        int16
	OccurredAt   int64
	Updated      int64  `gorm:"column:updated_at"`
	CommitSHA    string `gorm:"column:commit_sha"`
	PathID       int64
	ReviewID     int64
	ReplyTo      int64
	IsAnswer     bool
	IsMinimized  bool
	Reactions    int64
	Wording      int16    // a tracker.Wording
	Citations    int16    // how many lines of citations are of its text
	Register     register `gorm:"embedded"`
	Grave        grave    `gorm:"embedded"`
	VerifiedAt   int64
}

type commitRow struct {
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	RepositoryID   int64
	SHA            string
	NodeID         string
	AuthoredAt     int64
	AuthoredOffset int64 // minutes east of UTC
	CommittedAt    int64
	Headline       string
	Parents        int64 // -1: not said; the next three too
	Additions      int64
	Deletions      int64
	ChangedFiles   int64
	OnDefault      bool
	Register       register `gorm:"embedded"`
	Grave          grave    `gorm:"embedded"`
}

type releaseRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	RepositoryID int64
	DatabaseID   int64
	NodeID       string
	Tag          string
	Name         string
	AuthorID     int64
	PublishedAt  int64
	Downloads    int64
	Reactions    int64
}

type pathRow struct {
	ID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Path string
}

// wordRow is a word of titles, lower case.
type wordRow struct {
	ID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Word string
}

// threadWordRow says that a thread's title holds a word.
type threadWordRow struct {
	WordID   int64 `gorm:"primaryKey;autoIncrement:false"`
	ThreadID int64 `gorm:"primaryKey;autoIncrement:false"`
}

// payloadRow is what the source gave, newest only. Body is zstd, nil when only
// the hash is kept.
type payloadRow struct {
	Kind      int16 `gorm:"primaryKey;autoIncrement:false"`
	SubjectID int64 `gorm:"primaryKey;autoIncrement:false"`
	Form      string
	SHA256    []byte `gorm:"column:sha256"`
	Body      []byte
	Version   int64
}

type contributionRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind         int16
	SubjectID    int64 // threads.id, thread_items.id or commits.id, by kind
	AccountID    int64
	Role         int16
	RepositoryID int64
	ThreadID     int64
	OccurredAt   int64
	State        int16
}

type participantRow struct {
	ThreadID  int64 `gorm:"primaryKey;autoIncrement:false"`
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Month     int64
}

type contributionRollupRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Domain    int64 `gorm:"primaryKey;autoIncrement:false"`
	Month     int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind      int16 `gorm:"primaryKey;autoIncrement:false"`
	Count     int64
}

type collaboratorRollupRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	OtherID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Month     int64 `gorm:"primaryKey;autoIncrement:false"`
	Threads   int64
}

func (repositoryRow) TableName() string         { return "repositories" }
func (repositoryNameRow) TableName() string     { return "repository_names" }
func (accountRow) TableName() string            { return "accounts" }
func (accountLoginRow) TableName() string       { return "account_logins" }
func (emailRow) TableName() string              { return "emails" }
func (threadRow) TableName() string             { return "threads" }
func (itemRow) TableName() string               { return "thread_items" }
func (commitRow) TableName() string             { return "commits" }
func (releaseRow) TableName() string            { return "releases" }
func (pathRow) TableName() string               { return "paths" }
func (wordRow) TableName() string               { return "words" }
func (threadWordRow) TableName() string         { return "thread_words" }
func (payloadRow) TableName() string            { return "payloads" }
func (contributionRow) TableName() string       { return "contributions" }
func (labelRow) TableName() string              { return "thread_labels" }
func (assigneeRow) TableName() string           { return "thread_assignees" }
func (threadFileRow) TableName() string         { return "thread_files" }
func (commitFileRow) TableName() string         { return "commit_files" }
func (reviewRequestRow) TableName() string      { return "review_requests" }
func (linkRow) TableName() string               { return "thread_links" }
func (threadCommitRow) TableName() string       { return "thread_commits" }
func (authorRow) TableName() string             { return "commit_authors" }
func (trailerRow) TableName() string            { return "commit_trailers" }
func (ownerChangeRow) TableName() string        { return "owner_changes" }
func (citationRow) TableName() string           { return "citations" }
func (treeRow) TableName() string               { return "trees" }
func (commitPullRow) TableName() string         { return "commit_pulls" }
func (participantRow) TableName() string        { return "thread_participants" }
func (contributionRollupRow) TableName() string { return "contribution_rollups" }
func (collaboratorRollupRow) TableName() string { return "collaborator_rollups" }

package tracker

import "time"

// RepositoryRef names a repository. The database id decides where it is known;
// owner and name change.
type RepositoryRef struct {
	Host       string
	DatabaseID int64
	NodeID     string
	Owner      string
	Name       string
}

// FullName is "owner/name", GitHub's nameWithOwner.
func (r RepositoryRef) FullName() string { return r.Owner + "/" + r.Name }

// Repository is what a source knows of a repository beyond its name.
type Repository struct {
	RepositoryRef
	IsPrivate     bool
	IsFork        bool
	IsArchived    bool
	Description   string
	DefaultBranch string
	Topics        []string // nil: not said
	Stars         int
	CreatedAt     time.Time
	UpdatedAt     time.Time
	Payload       Payload
}

// Tree is what a repository's default branch holds at one commit.
type Tree struct {
	Repository RepositoryRef
	CommitSHA  string
	AsOf       time.Time // when the branch was seen to end there: the newest one wins
	Paths      []string  // of its files, sorted
}

// Release is one published release with what its users did: evidence of outcome.
type Release struct {
	Repository  RepositoryRef
	DatabaseID  int64
	NodeID      string
	Tag         string
	Name        string
	Author      Account
	PublishedAt time.Time
	Downloads   int // over all its assets, as GitHub counts them
	Reactions   int
}

// Payload is the item as the source gave it, kept so that a new field needs no
// new download. The store compresses the bytes and keeps their SHA-256 as the
// evidence hash.
type Payload struct {
	Form     string // which form the bytes have: "graphql/pull_request", "rest/issue_comment", "archive/..."
	JSON     []byte // nil: the source gave none
	HashOnly bool   // keep the hash, not the bytes
}

package tracker

import "time"

// Role is the part an account had in a contribution.
type Role string

// The roles. Everything but a commit has one author.
const (
	Author   Role = "author"
	CoAuthor Role = "co_author"
)

// Commit is one commit of a default branch or of a pull request.
type Commit struct {
	Repository   RepositoryRef
	SHA          string
	NodeID       string
	Authors      []CommitAuthor // the author first, then co-authors in order
	AuthoredAt   time.Time      // with the author's own UTC offset
	CommittedAt  time.Time      // UTC
	Headline     string
	Parents      int           // -1: not said
	Additions    int           // -1: not counted
	Deletions    int           // -1: not counted
	ChangedFiles int           // -1: not counted
	Files        []FileChange  // nil: not said
	Trailers     []Trailer     // nil: not said
	Cites        []CommentRef  // comments that the message links to
	OwnerChanges []OwnerChange // to lists of owners; nil: not said
	OnDefault    bool          // reached from the default branch, as far as this source knows
	PullRequests []int         // numbers of the pull requests it belongs to; nil: not said
	Payload      Payload
}

// CommitAuthor is one author or co-author as the commit names them, and the
// account behind the address where the source knows it.
type CommitAuthor struct {
	Name    string
	Email   string  // lower case; "" when hidden
	Account Account // zero when not known
	Role    Role
}

// Trailer is one "Key: value" line at the end of a commit message.
type Trailer struct {
	Key   string // as git's canonical form: "Co-authored-by"
	Value string
}

package tracker

import (
	"context"
	"encoding/json"
	"time"
)

// SourceName says which source reported a batch.
type SourceName string

// The sources. Where two of them disagree on an act, the one that GitHub
// answers directly is believed over a recording of it.
const (
	GitHubSource  SourceName = "github"
	ArchiveSource SourceName = "archive"
	CloneSource   SourceName = "clone"
	// ResearchSource reads citation files, by way of GitHub or of a clone.
	ResearchSource SourceName = "research"
)

// Batch is one step of a source: facts in any order, and the cursor that says
// how far the source has come once they are stored. Facts and cursor are stored
// together or not at all.
type Batch struct {
	Source       SourceName
	Repositories []Repository
	Accounts     []Account // sightings that say more than a reference does
	Followed     []Account // whom the source was asked to follow, once it knows who that is: each becomes a Person
	Threads      []Thread
	Reviews      []Review
	Comments     []Comment
	Commits      []Commit
	Releases     []Release
	Trees        []Tree
	Research     []ResearchFile
	EmailLinks   []EmailLink
	Proposals    []JoinProposal
	Names        []NameProposal
	Tombstones   []Tombstone
	Verified     []Item // looked at again and still there
	Coverage     []Coverage
	Cursors      []Cursor
}

// Cursor is how far a source has come in one stream, in the source's own words.
type Cursor struct {
	Source   SourceName
	Scope    string // what the stream is of: "person:<node id>", "repository:<node id>", "file:<sha256>"
	Stream   string // "pull_requests", "reviews", ...
	Position json.RawMessage
}

// Item names one stored thing that the API can be asked about by node id.
type Item struct {
	Kind   Kind
	Thread ThreadRef // for a thread: itself
	// DatabaseID is the item's, within its kind; 0 for a thread.
	DatabaseID int64
	NodeID     string
	VerifiedAt time.Time
}

// TombstoneReason says why a thing is no longer shown.
type TombstoneReason string

// The reasons. A deleted thing stays gone whatever an archive says later; an
// inaccessible one comes back when GitHub shows it again.
const (
	Deleted      TombstoneReason = "deleted"      // gone, while its repository is still there
	Inaccessible TombstoneReason = "inaccessible" // its repository cannot be seen with this token
	Transferred  TombstoneReason = "transferred"  // it lives on under another repository
)

// Tombstone marks a thing as gone. A thread's tombstone covers all that is in
// it; a repository's (Repository set, Kind "") all that it holds.
type Tombstone struct {
	Kind       Kind // "" for a whole repository
	Thread     ThreadRef
	DatabaseID int64
	Reason     TombstoneReason
	At         time.Time
}

// Coverage says, for one stream of one scope, what was asked, what came and
// what could not be seen: nothing is silently missing.
type Coverage struct {
	Source SourceName
	Scope  string // as in Cursor
	Label  string // for people: a login, "owner/name", a file's name
	Stream string
	From   time.Time // zero: from the beginning
	To     time.Time
	Asked  int    // how many items the source said there are; -1 when it did not say
	Got    int    // how many came in the last complete pass
	Gap    string // what could not be seen and why, in one sentence; "" when nothing is known to be missing
}

// Memory is what a source may ask about earlier runs. Ingest answers it from
// the store.
type Memory interface {
	// Cursor returns the stored cursor, with a nil Position when there is none.
	Cursor(ctx context.Context, source SourceName, scope, stream string) (Cursor, error)
	// WantedThreads returns up to limit threads of a host that are [Wanted] and
	// whose stored detail is older than their UpdatedAt, oldest first.
	WantedThreads(ctx context.Context, host string, limit int) ([]ThreadRef, error)
	// LeastRecentlyVerified returns up to limit live items of a host that have a
	// node id and were last seen by the API before the given time, oldest first.
	LeastRecentlyVerified(ctx context.Context, host string, before time.Time, limit int) ([]Item, error)
}

// Emit stores one batch. A source calls it in order and stops at its first error.
type Emit func(context.Context, Batch) error

// Progress is how far one stream of a running source has come.
type Progress struct {
	Source  SourceName
	Scope   string
	Label   string
	Stream  string
	Done    int
	Total   int       // 0 when not known
	Note    string    // in plain words: "waiting for GitHub until 14:05", a warning
	Waiting time.Time // until when the source waits; zero when it does not
}

// Usage is what a run cost.
type Usage struct {
	Calls       int // requests sent, retries too
	Points      int // GraphQL points spent
	NotModified int // answers 304
	Remaining   int // points left, -1 when the host does not say
	ResetAt     time.Time
}

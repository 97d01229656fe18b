package store

import (
	"time"

	"rungless/tracker"
)

// PersonRow is one line of the list of people: no totals, nothing to sort people by.
type PersonRow struct {
	Person       tracker.Person
	LastSyncedAt time.Time // end of the last complete pass of any of their streams; zero: never
}

// MonthCount is how many live contributions of one kind an account, or a
// person's accounts together, made in one month (UTC).
type MonthCount struct {
	Month time.Time // first instant of the month, UTC
	Kind  tracker.Kind
	Count int
}

// EvidenceFilter selects contributions. Zero fields select everything.
type EvidenceFilter struct {
	PersonID   int64   // a person's accounts, or
	AccountIDs []int64 // these accounts, or everybody when both are empty
	Kinds      []tracker.Kind
	Repository string // owner/name, as it is called now or was called before
	State      tracker.State
	From, To   time.Time // [From, To)
	Query      string    // words in the thread's title
	WithLogin  string    // only threads in which this account also took part
	Domain     string    // only threads that lie in this domain, and not in passing, as far as they are attributed
	PublicOnly bool
	Pinned     bool // only what their people pinned

	// WithHidden also selects what people hide from others. It is for the person alone
	// whose contributions are asked for.
	WithHidden bool

	Readable []int64 // keys of private repositories that PublicOnly leaves in
	SeenBy   *Viewer // only of people who let this viewer see their evidence; nil: of anybody
}

// EvidencePage is one page of contributions, newest first.
type EvidencePage struct {
	Items []tracker.Contribution
	Next  string // pass it as after for the next page; "" at the end
}

// CoverageRow is a stored [tracker.Coverage] and when it was written.
type CoverageRow struct {
	tracker.Coverage
	At time.Time
}

// RunState is how a sync run stands.
type RunState string

// A running run whose heartbeat stopped is shown as stopped.
const (
	Running RunState = "running"
	Done    RunState = "done"
	Partly  RunState = "partly" // done, with gaps that are named
	Failed  RunState = "failed"
	Stopped RunState = "stopped"
)

// Run is one run of a source, as the sync page shows it while it goes on and
// afterwards.
type Run struct {
	ID         int64
	Source     tracker.SourceName
	State      RunState
	StartedAt  time.Time
	FinishedAt time.Time // zero while it runs
	BeatAt     time.Time // last sign of life
	Usage      tracker.Usage
	Added      int
	Changed    int
	Removed    int
	Error      string             // in plain words; "" when there is none
	Hint       string             // what to do about it
	RetryAt    time.Time          // the next automatic try; zero when none
	Streams    []tracker.Progress // latest of each stream, in order of first report
}

// Target is one answer of the jump box.
type Target struct {
	Kind  string // "person", "repository"
	Label string
	Path  string // of the page
}

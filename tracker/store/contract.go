package store

import (
	"context"

	"time"

	"rungless/tracker"
)

// Changes counts what a batch changed, by kind of contribution.
type Changes struct{ Added, Changed, Removed map[tracker.Kind]int }

// Apply stores facts, rollups and cursors of one batch in one transaction.
func (s *Store) Apply(ctx context.Context, b tracker.Batch) (Changes, error) { panic("in work") }

// tracker.Memory
func (s *Store) Cursor(ctx context.Context, source tracker.SourceName, scope, stream string) (tracker.Cursor, error) {
	panic("in work")
}
func (s *Store) WantedThreads(ctx context.Context, host string, limit int) ([]tracker.ThreadRef, error) {
	panic("in work")
}
func (s *Store) LeastRecentlyVerified(ctx context.Context, host string, before time.Time, limit int) ([]tracker.Item, error) {
	panic("in work")
}
func (s *Store) CommitsKnown(ctx context.Context, r tracker.RepositoryRef, shas []string) (map[string]bool, error) {
	panic("in work")
}

// Runs. StartRun marks runs whose heartbeat stopped as Stopped.
func (s *Store) StartRun(ctx context.Context, source tracker.SourceName, now time.Time) (Run, error) {
	panic("in work")
}
func (s *Store) SaveRun(ctx context.Context, run Run) error         { panic("in work") }
func (s *Store) Runs(ctx context.Context, limit int) ([]Run, error) { panic("in work") }
func (s *Store) Run(ctx context.Context, id int64) (Run, error)     { panic("in work") }
func (s *Store) Coverage(ctx context.Context, scopes ...string) ([]CoverageRow, error) {
	panic("in work")
}

// People and identities. by is who did it ("command line", a login), for the audit trail.
func (s *Store) Track(ctx context.Context, a tracker.Account, by string) (tracker.Person, error) {
	panic("in work")
}
func (s *Store) People(ctx context.Context) ([]PersonRow, error) { panic("in work") }
func (s *Store) FindPerson(ctx context.Context, login string) (tracker.Person, error) {
	panic("in work")
}
func (s *Store) FindAccounts(ctx context.Context, login string) ([]tracker.Account, []int64, error) {
	panic("in work")
}

// Join is one entry of the audit trail of identities.
type Join struct {
	ID       int64
	PersonID int64
	Account  tracker.Account
	Action   string // "joined", "split"
	By       string
	Reason   string
	At       time.Time
	UndoneAt time.Time // zero: in force
}

func (s *Store) JoinAccount(ctx context.Context, personID int64, a tracker.Account, by, reason string) (Join, error) {
	panic("in work")
}
func (s *Store) UndoJoin(ctx context.Context, joinID int64, by string) error { panic("in work") }
func (s *Store) Joins(ctx context.Context, personID int64) ([]Join, error)   { panic("in work") }

// Proposal is a stored join proposal.
type Proposal struct {
	ID int64
	tracker.JoinProposal
	At time.Time
}

func (s *Store) Proposals(ctx context.Context) ([]Proposal, error) { panic("in work") }
func (s *Store) DecideProposal(ctx context.Context, id int64, accept bool, by string) error {
	panic("in work")
}

// Readers.
func (s *Store) MonthlyCounts(ctx context.Context, f EvidenceFilter) ([]MonthCount, error) {
	panic("in work")
}
func (s *Store) Evidence(ctx context.Context, f EvidenceFilter, after string, limit int) (EvidencePage, error) {
	panic("in work")
}
func (s *Store) Facts(ctx context.Context, f EvidenceFilter, yield func(tracker.Contribution) error) error {
	panic("in work")
}
func (s *Store) RepositoriesOf(ctx context.Context, personID int64) ([]tracker.RepositoryRef, error) {
	panic("in work")
}
func (s *Store) Jump(ctx context.Context, query string, limit int) ([]Target, error) {
	panic("in work")
}

// RebuildRollups computes every rollup again from the facts, in one transaction.
func (s *Store) RebuildRollups(ctx context.Context) error { panic("in work") }

// Fingerprint is a SHA-256 over every fact, cursor and rollup in a fixed order, without
// bookkeeping times: equal for two stores that hold the same.
func (s *Store) Fingerprint(ctx context.Context) (string, error) { panic("in work") }

// Health is what doctor and readiness ask.
type Health struct {
	Engine        string // "SQLite 3.x (cgo)", "PostgreSQL 15"
	SchemaVersion string
	Path          string // "" for PostgreSQL
	Mode          string // "0600"
	Bytes         int64
}

func (s *Store) Health(ctx context.Context) (Health, error) { panic("in work") }

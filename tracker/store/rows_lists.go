package store

// The lists of a thread or commit. Each is replaced as a whole, so the owner
// and the position are the key.

type labelRow struct {
	OwnerID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Position int64 `gorm:"primaryKey;autoIncrement:false"`
	Name     string
}

type assigneeRow struct {
	OwnerID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Position  int64 `gorm:"primaryKey;autoIncrement:false"`
	AccountID int64
}

// fileRow is one path of a thread or a commit; the two tables are alike.
type fileRow struct {
	OwnerID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Position  int64 `gorm:"primaryKey;autoIncrement:false"`
	PathID    int64
	Additions int64
	Deletions int64
	Change    string
}

type (
	threadFileRow fileRow
	commitFileRow fileRow
)

type reviewRequestRow struct {
	OwnerID     int64 `gorm:"primaryKey;autoIncrement:false"`
	Position    int64 `gorm:"primaryKey;autoIncrement:false"`
	ReviewerID  int64
	Team        string
	ByID        int64
	RequestedAt int64
}

type linkRow struct {
	OwnerID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Position int64 `gorm:"primaryKey;autoIncrement:false"`
	ClosesID int64
}

type threadCommitRow struct {
	OwnerID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Position     int64 `gorm:"primaryKey;autoIncrement:false"`
	RepositoryID int64
	SHA          string
}

type authorRow struct {
	OwnerID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Position  int64 `gorm:"primaryKey;autoIncrement:false"`
	Role      int16
	Name      string
	Email     string
	AccountID int64 // as the source said; 0: it did not
}

type trailerRow struct {
	OwnerID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Position int64 `gorm:"primaryKey;autoIncrement:false"`
	Name     string
	Value    string
}

// ownerChangeRow hangs on the commit that changed the list of owners.
type ownerChangeRow struct {
	OwnerID   int64 `gorm:"primaryKey;autoIncrement:false"` // the commit
	Position  int64 `gorm:"primaryKey;autoIncrement:false"`
	Path      string
	File      string
	Pattern   string
	Role      string
	AccountID int64 // whom the list names
	IsAdded   bool
}

// commitPullRow says that a commit belongs to a pull request, in the commit's
// own words; thread_commits says it in the pull request's.
type commitPullRow struct {
	CommitID int64 `gorm:"primaryKey;autoIncrement:false"`
	ThreadID int64 `gorm:"primaryKey;autoIncrement:false"`
}

func (r labelRow) owner() int64         { return r.OwnerID }
func (r assigneeRow) owner() int64      { return r.OwnerID }
func (r threadFileRow) owner() int64    { return r.OwnerID }
func (r commitFileRow) owner() int64    { return r.OwnerID }
func (r reviewRequestRow) owner() int64 { return r.OwnerID }
func (r linkRow) owner() int64          { return r.OwnerID }
func (r threadCommitRow) owner() int64  { return r.OwnerID }
func (r authorRow) owner() int64        { return r.OwnerID }
func (r trailerRow) owner() int64       { return r.OwnerID }
func (r ownerChangeRow) owner() int64   { return r.OwnerID }

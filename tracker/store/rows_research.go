package store

// The rows of the research ledger; docs/research.md explains them.

type researchFileRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	RepositoryID int64
	Path         string
	Blob         string
	CommitSHA    string `gorm:"column:commit_sha"`
	RevisedAt    int64
	Versions     int64
	Text         string // of a CITATION.cff, as it is now
}

type researchWarningRow struct {
	OwnerID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Position  int64 `gorm:"primaryKey;autoIncrement:false"`
	Path      string
	Line      int64
	CommitSHA string `gorm:"column:commit_sha"`
	Sentence  string
}

type workRow struct {
	ID       int64     `gorm:"primaryKey;autoIncrement:false"`
	Identity string    // the strongest one, "doi:10.1234/x"
	Words    workWords `gorm:"embedded"`
}

// workWords is what is said of a work, by one file or, of several, by the one
// that is nearest to it.
type workWords struct {
	Title string
	Year  int64
	Type  string
	DOI   string `gorm:"column:doi"`
	ArXiv string `gorm:"column:arxiv"`
	URL   string `gorm:"column:url"`
}

type mentionRow struct {
	ID       int64 `gorm:"primaryKey;autoIncrement:false"`
	FileID   int64
	Slot     string
	WorkID   int64
	Relation string
	Words    workWords `gorm:"embedded"`
	Line     int64
	IsPast   bool
}

type workIdentityRow struct {
	MentionID int64  `gorm:"primaryKey;autoIncrement:false"`
	Kind      string `gorm:"primaryKey"`
	Value     string `gorm:"primaryKey"`
	Scope     int64
}

type creditRow struct {
	ID          int64 `gorm:"primaryKey;autoIncrement:false"`
	MentionID   int64
	EntryKey    string
	Role        string
	Position    int64
	Name        string
	NameKey     string
	Affiliation string
	ORCID       string `gorm:"column:orcid"`
	AccountID   int64  // named beside the entry
	IsEntity    bool
	Line        int64
	IsPast      bool
}

type creditEventRow struct {
	CreditID     int64  `gorm:"primaryKey;autoIncrement:false"`
	CommitSHA    string `gorm:"column:commit_sha;primaryKey"`
	Change       string `gorm:"primaryKey"`
	Path         string
	Line         int64
	OccurredAt   int64
	ByID         int64
	CommitterID  int64
	FromPosition int64
	ToPosition   int64
}

type creditNameRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	RepositoryID int64
	NameKey      string
	AccountID    int64
	Name         string
	Reason       string
	ProposedAt   int64
	Decision     string // "": waits
	DecidedBy    string
	DecidedAt    int64
}

type creditMatchRow struct {
	CreditID  int64 `gorm:"primaryKey;autoIncrement:false"`
	AccountID int64
	Reason    string
}

func (researchFileRow) TableName() string    { return "research_files" }
func (researchWarningRow) TableName() string { return "research_warnings" }
func (workRow) TableName() string            { return "works" }
func (mentionRow) TableName() string         { return "work_mentions" }
func (workIdentityRow) TableName() string    { return "work_identities" }
func (creditRow) TableName() string          { return "credits" }
func (creditEventRow) TableName() string     { return "credit_events" }
func (creditNameRow) TableName() string      { return "credit_names" }
func (creditMatchRow) TableName() string     { return "credit_matches" }

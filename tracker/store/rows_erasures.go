package store

// erasureRow says that somebody was erased.
type erasureRow struct {
	ID       int64  `gorm:"primaryKey;autoIncrement:false"`
	Salt     []byte // of every hash in refusals
	ErasedAt int64
}

// refusalRow is something by which a source would name somebody who was erased.
type refusalRow struct {
	Hash      string `gorm:"primaryKey"`
	ErasureID int64
	AccountID int64 // stands for them, without a name
}

func (erasureRow) TableName() string { return "erasures" }
func (refusalRow) TableName() string { return "refusals" }

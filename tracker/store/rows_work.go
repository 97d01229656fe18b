package store

// workItemRow is one thing that a worker has to do, and who does it now.
type workItemRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind       string
	Name       string
	Label      string
	Every      int64 // seconds between two turns; 0: only when asked
	IsOnce     bool  // goes when it is done
	NextAt     int64 // 0: only when asked
	Turn       int64 // number of its newest turn, counted over all items; 0: it had none
	Owner      string
	Until      int64
	IsAsked    bool // asked for while somebody worked at it
	Attempts   int64
	Error      string
	FinishedAt int64
}

// budgetRow is what GitHub last said of one token. The token itself is nowhere.
type budgetRow struct {
	Name       string `gorm:"primaryKey"`
	Remaining  int64  // -1: not known
	ResetAt    int64
	RestsUntil int64
	Reason     string
	SeenAt     int64
}

// workerRow is one program that works off the queue.
type workerRow struct {
	Name      string `gorm:"primaryKey"`
	StartedAt int64
	BeatAt    int64
}

// deliveryRow is one webhook that came, so that it counts once.
type deliveryRow struct {
	ID         string `gorm:"primaryKey"`
	Event      string
	ReceivedAt int64
}

func (workItemRow) TableName() string { return "work_items" }
func (budgetRow) TableName() string   { return "token_budgets" }
func (workerRow) TableName() string   { return "workers" }
func (deliveryRow) TableName() string { return "webhook_deliveries" }

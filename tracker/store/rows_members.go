package store

// memberRow is an account that signed in to this instance.
type memberRow struct {
	ID          int64 `gorm:"primaryKey;autoIncrement:false"`
	Host        string
	Number      int64 // GitHub's, stable over renames
	Login       string
	IsAdmin     bool
	ConfirmedAt int64 // when GitHub last said that the account is let in
	DisabledAt  int64
}

// pinnedLoginRow is the account that a login of the configuration names, whoever is
// called so later.
type pinnedLoginRow struct {
	Host     string `gorm:"primaryKey"`
	LoginKey string `gorm:"primaryKey"` // lower case
	Number   int64
}

// sessionRow is one browser that is signed in. Neither its secret nor GitHub's token can
// be read from it: the one is hashed, the other sealed with the secret.
type sessionRow struct {
	ID          int64 `gorm:"primaryKey;autoIncrement:false"`
	MemberID    int64
	SecretHash  []byte
	SealedToken []byte
	Device      string
	StartedAt   int64
	UsedAt      int64
	CheckedAt   int64
}

// apiTokenRow is one personal API token. Its secret is hashed.
type apiTokenRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	MemberID   int64
	SecretHash []byte
	Name       string
	MadeAt     int64
	ExpiresAt  int64
}

// audienceRow is who may see a section of a person. No row: the person alone.
type audienceRow struct {
	PersonID int64  `gorm:"primaryKey;autoIncrement:false"`
	Section  string `gorm:"primaryKey"`
	Audience string
}

// audienceMemberRow is somebody named in an audience.
type audienceMemberRow struct {
	PersonID int64  `gorm:"primaryKey;autoIncrement:false"`
	Section  string `gorm:"primaryKey"`
	Number   int64  `gorm:"primaryKey;autoIncrement:false"`
	Host     string `gorm:"primaryKey"`
	Login    string
}

// viewRow says that a member opened a section of a person on a day.
type viewRow struct {
	PersonID int64  `gorm:"primaryKey;autoIncrement:false"`
	Day      int64  `gorm:"primaryKey;autoIncrement:false"` // days since 1970, UTC
	MemberID int64  `gorm:"primaryKey;autoIncrement:false"`
	Section  string `gorm:"primaryKey"`
}

func (memberRow) TableName() string         { return "members" }
func (pinnedLoginRow) TableName() string    { return "pinned_logins" }
func (sessionRow) TableName() string        { return "sessions" }
func (apiTokenRow) TableName() string       { return "api_tokens" }
func (audienceRow) TableName() string       { return "audiences" }
func (audienceMemberRow) TableName() string { return "audience_members" }
func (viewRow) TableName() string           { return "views" }

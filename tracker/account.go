package tracker

import "time"

// AccountKind says what stands behind an account.
type AccountKind string

// The kinds of account. Only a user can be a person's; a bot or an agent is
// never a collaborator or a validator.
const (
	UserAccount         AccountKind = "user"
	OrganizationAccount AccountKind = "organization"
	BotAccount          AccountKind = "bot"       // a GitHub App, or an account known to be automated
	AgentAccount        AccountKind = "agent"     // an AI agent, known by its trailer address or its app
	GhostAccount        AccountKind = "ghost"     // the account was deleted; GitHub says null
	MannequinAccount    AccountKind = "mannequin" // a placeholder left by an import into GitHub
	EmailAccount        AccountKind = "email"     // a git e-mail not yet joined to a GitHub account
)

// Account is one GitHub account, or a git e-mail that no GitHub account has
// been joined to. The zero Account means that the source did not say who; a
// deleted account is a [GhostAccount].
type Account struct {
	Host       string // "github.com", or the host of a GitHub Enterprise Server
	DatabaseID int64  // GitHub's number, stable over renames; 0 when not known
	NodeID     string // GitHub's global id, stable over renames; may be empty
	Login      string // as GitHub spells it now; "" for an e-mail
	Name       string // as the person writes it; may be empty
	Kind       AccountKind
	Email      string    // lower case; set only for an EmailAccount
	SeenAt     time.Time // when the source saw this login: the newest one wins
}

// IsZero reports whether the source said nothing of who it was.
func (a Account) IsZero() bool {
	return a.DatabaseID == 0 && a.Login == "" && a.Email == "" && a.Kind == ""
}

// IsHuman reports whether a person stands behind the account, as far as known.
func (a Account) IsHuman() bool {
	switch a.Kind {
	case UserAccount, EmailAccount, MannequinAccount, "":
		return true
	}
	return false
}

// Person is a human who is tracked. It owns accounts; facts belong to accounts,
// so that a join can be undone without touching a fact.
type Person struct {
	ID       int64  // the store's key
	Login    string // of the first account: the name in addresses and on the command line
	Name     string
	TimeZone string // IANA name; "" until the person says it
	ORCID    string
	Accounts []Account
}

// EmailLink says that a git e-mail belongs to an account for certain: GitHub
// said so, or the address is the account's noreply address.
type EmailLink struct {
	Email   string // lower case
	Account Account
	Reason  string // "github", "noreply", "merge head"
}

// JoinProposal is a match below certainty. It waits for a human.
type JoinProposal struct {
	From   Account // usually an EmailAccount
	To     Account
	Reason string // why, in words: "same name and .mailmap entry"
}

package build

import (
	"cmp"
	"context"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/statement"
	"rungless/tracker/store"
)

// Maker makes packs from one store.
type Maker struct {
	Store   *store.Store
	Rules   *statement.Rules  // of words
	Host    string            // of GitHub, as facts name it
	Program string            // version of rungless
	Domains map[string]string // names of the catalogue's domains by slug
}

// Evidence is a source with what only checks of words ask.
type Evidence struct {
	pack.Source
	Subject      string       // the login of whose pack it is
	Part         tracker.Role // author or co-author of what is named; "" for any other part
	ThreadAuthor string       // login of who opened the thread
	IsMerged     bool         // the thread was
	Text         string       // what the source says
	Change       *growth.Evidence
	// FilesAfterReview is how many files the author changed after the subject's review; 0
	// where that is not known.
	FilesAfterReview int
	ChangedLines     int // of a pull request; 0 where that is not known
}

// Person is whose pack is made. It has the fields of profile.Subject in their order, so
// that one converts to the other, and this package stands on no measuring of people.
type Person struct {
	Login      string
	Name       string // as the person writes it; "" where only accounts say one
	ORCID      string
	Accounts   []tracker.Account
	PersonID   int64   // the store's key; 0 for who is not tracked
	AccountIDs []int64 // the store's keys of Accounts
}

// fullName is the person's own name, else what an account of theirs says; "" where
// nobody knows one.
func (p Person) fullName() string {
	names := []string{p.Name}
	for _, a := range p.Accounts {
		names = append(names, a.Name)
	}
	return cmp.Or(names...)
}

func (p Person) is(a tracker.Account) bool {
	for _, own := range p.Accounts {
		if own.Host == a.Host && (own.DatabaseID != 0 && own.DatabaseID == a.DatabaseID || own.Login != "" && own.Login == a.Login) {
			return true
		}
	}
	return false
}

// isOther reports whether another human than the person is meant.
func (p Person) isOther(a tracker.Account) bool {
	return a.Login != "" && a.IsHuman() && !p.is(a)
}

// Choice is what a draft is to be proposed from.
type Choice struct {
	Period      pack.Period
	Title       string   // "": one is proposed
	Domains     []string // slugs; empty: all
	Initiatives []string // keys; empty: all
}

// Synced is the day of the last sync: the same store has the same one. "" where nothing
// was synced.
func (m *Maker) Synced(ctx context.Context) (pack.Day, error) {
	rows, err := m.Store.Coverage(ctx)
	last := pack.Day("")
	for _, row := range rows {
		last = max(last, pack.DayOf(row.At))
	}
	return last, err
}

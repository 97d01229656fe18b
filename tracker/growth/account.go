package growth

import (
	"encoding/json"
	"slices"
	"strings"

	"rungless/tracker"
)

// Actor is an account as evidence names it. Its JSON has the login, or the name where
// there is none, and never an e-mail address.
type Actor struct{ tracker.Account }

// MarshalJSON gives {"login": ...} or {"name": ...}.
func (a Actor) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Login string `json:"login,omitempty"`
		Name  string `json:"name,omitempty"`
	}{a.Login, a.Name})
}

// key is who an account is: GitHub's number where any record gave one, else the
// login or the e-mail. A renamed account keeps its key.
type key struct {
	host string
	id   int64
	name string
}

// directory finds the key of accounts and repositories that some records name by
// number and others by name only.
type directory struct {
	accounts     map[key]int64
	repositories map[key]int64
	self         []key
}

func newDirectory(in Input) *directory {
	d := &directory{}
	if slices.ContainsFunc(in.Person, isNameless) || namesOnly(in.Records) {
		d.accounts, d.repositories = map[key]int64{}, map[key]int64{}
		for i := range in.Person {
			d.meet(&in.Person[i])
		}
		for i := range in.Records {
			visit(&in.Records[i], func(a *tracker.Account) bool { d.meet(a); return false })
			if ref := in.Records[i].Thread.Repository; ref.DatabaseID != 0 {
				d.repositories[nameOfRepository(ref)] = ref.DatabaseID
			}
		}
	}
	for _, a := range in.Person {
		d.self = append(d.self, d.of(a))
	}
	return d
}

// isNameless reports whether an account has no number to be known by. Where every
// account has one, which is the rule, nothing need be looked up.
func isNameless(a tracker.Account) bool { return a.DatabaseID == 0 && (a.Login != "" || a.Email != "") }

func namesOnly(records []tracker.Record) bool {
	for i := range records {
		r := &records[i]
		if r.Thread.Repository.DatabaseID == 0 || visit(r, func(a *tracker.Account) bool { return isNameless(*a) }) ||
			slices.ContainsFunc(r.Thread.Closes, func(ref tracker.ThreadRef) bool { return ref.Repository.DatabaseID == 0 }) {
			return true
		}
	}
	return false
}

// visit looks at every account that acted in a record until one is found.
func visit(r *tracker.Record, found func(*tracker.Account) bool) bool {
	if found(&r.Thread.Author) || r.Thread.PullRequest != nil && found(&r.Thread.PullRequest.MergedBy) {
		return true
	}
	for i := range r.Reviews {
		if found(&r.Reviews[i].Author) {
			return true
		}
	}
	for i := range r.Comments {
		if found(&r.Comments[i].Author) {
			return true
		}
	}
	for i := range r.Commits {
		for j := range r.Commits[i].Authors {
			if found(&r.Commits[i].Authors[j].Account) {
				return true
			}
		}
	}
	return false
}

func (d *directory) meet(a *tracker.Account) {
	if a.DatabaseID != 0 && a.Login != "" {
		d.accounts[nameOf(*a)] = a.DatabaseID
	}
}

// of returns the key of an account, the zero key where nobody is named.
func (d *directory) of(a tracker.Account) key {
	if a.DatabaseID != 0 {
		return key{host: a.Host, id: a.DatabaseID}
	}
	name := nameOf(a)
	if name.name == "" {
		return key{}
	}
	if id, ok := d.accounts[name]; ok {
		return key{host: a.Host, id: id}
	}
	return name
}

func nameOf(a tracker.Account) key {
	if a.Login == "" {
		return key{host: a.Host, name: a.Email}
	}
	return key{host: a.Host, name: strings.ToLower(a.Login)}
}

// author returns who wrote a commit: the account behind the address, or the
// address itself.
func (d *directory) author(c tracker.CommitAuthor) tracker.Account {
	if !c.Account.IsZero() {
		return c.Account
	}
	return tracker.Account{Email: c.Email, Name: c.Name, Kind: tracker.EmailKind(c.Email)}
}

// isOther reports whether a human who is not the person stands behind the account.
// Somebody whom the source does not name is nobody.
func (d *directory) isOther(a tracker.Account) bool {
	k := d.of(a)
	return a.IsHuman() && k != key{} && !slices.Contains(d.self, k)
}

func (d *directory) isSelf(a tracker.Account) bool { return slices.Contains(d.self, d.of(a)) }

func nameOfRepository(r tracker.RepositoryRef) key {
	return key{host: r.Host, name: strings.ToLower(r.FullName())}
}

func (d *directory) repository(r tracker.RepositoryRef) key {
	if r.DatabaseID != 0 {
		return key{host: r.Host, id: r.DatabaseID}
	}
	if id, ok := d.repositories[nameOfRepository(r)]; ok {
		return key{host: r.Host, id: id}
	}
	return nameOfRepository(r)
}

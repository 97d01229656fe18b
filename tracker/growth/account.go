package growth

import (
	"strings"

	"rungless/tracker"
)

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
	self         map[key]bool
}

func newDirectory(in Input) *directory {
	d := &directory{accounts: map[key]int64{}, repositories: map[key]int64{}, self: map[key]bool{}}
	for _, a := range in.Person {
		d.meet(a)
	}
	for i := range in.Records {
		d.meetAll(&in.Records[i])
	}
	for _, a := range in.Person {
		d.self[d.of(a)] = true
	}
	return d
}

func (d *directory) meetAll(r *tracker.Record) {
	d.meet(r.Thread.Author)
	if ref := r.Thread.Repository; ref.DatabaseID != 0 {
		d.repositories[nameOfRepository(ref)] = ref.DatabaseID
	}
	if pull := r.Thread.PullRequest; pull != nil {
		d.meet(pull.MergedBy)
	}
	for i := range r.Reviews {
		d.meet(r.Reviews[i].Author)
	}
	for i := range r.Comments {
		d.meet(r.Comments[i].Author)
	}
	for i := range r.Commits {
		for _, author := range r.Commits[i].Authors {
			d.meet(author.Account)
		}
	}
}

func (d *directory) meet(a tracker.Account) {
	if a.DatabaseID != 0 && a.Login != "" {
		d.accounts[nameOf(a)] = a.DatabaseID
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
	return a.IsHuman() && !d.self[d.of(a)] && d.of(a) != key{}
}

func (d *directory) isSelf(a tracker.Account) bool { return d.self[d.of(a)] }

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

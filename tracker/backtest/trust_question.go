package backtest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// Grant is the first time that somebody was named in a list of owners for a
// directory.
type Grant struct {
	At         time.Time
	Repository string // owner/name
	Path       string // directory; "" is the whole repository
	Account    string // a login, an address, or a full name, as the history has it
}

func compareGrants(a, b Grant) int {
	return cmp.Or(strings.Compare(a.Repository, b.Repository), a.At.Compare(b.At), strings.Compare(a.Path, b.Path), strings.Compare(a.Account, b.Account))
}

// grants lists the first time that each account was named for each directory of a
// repository, oldest first. To be named as emeritus is no grant.
func (r *repository) grants() []Grant {
	type naming struct {
		path, account string
		person        int
	}
	var list []Grant
	seen := map[naming]bool{}
	for _, e := range r.events {
		key := naming{path: e.path, person: e.person}
		if e.person < 0 {
			key.account = strings.ToLower(e.account)
		}
		if !e.added || seen[key] || e.role == tracker.OwnerEmeritus {
			continue
		}
		seen[key] = true
		list = append(list, Grant{At: e.at, Repository: r.name, Path: e.path, Account: e.account})
	}
	slices.SortFunc(list, compareGrants)
	return list
}

// question is one grant with all who could have got it, as known before the cut.
type question struct {
	Grant
	cut        time.Time
	candidates []candidate
	truth      int // index of candidates
}

// candidate is one person and what a scorer may look at.
type candidate struct {
	label string
	signs
}

// The reasons for which a grant is no question.
const (
	unknownRepository = "grants in repositories of which the store has no commits"
	unknownAccount    = "grants to accounts that nobody with a commit there goes by"
	noActBefore       = "grants to people without a commit there before the cut"
	namedBefore       = "grants to people who were named for that directory before the cut"
	outsideTime       = "grants outside the chosen time"
)

// ask makes a question of a grant, or says why there is none. Candidates are all
// humans who had authored a commit on the default branch before the cut and were
// not named for the directory then. Nothing at or after the cut is looked at, but
// for who goes by which name.
func (r *repository) ask(g Grant, gap time.Duration) (*question, string) {
	truth := r.people.named(g.Account)
	if truth < 0 {
		return nil, unknownAccount
	}
	q := &question{Grant: g, cut: g.At.Add(-gap), truth: -1}
	named := r.namedBefore(q.cut)
	if named[truth][g.Path] {
		return nil, namedBefore
	}
	all := r.signsBefore(q.cut, g.Path)
	for person, label := range r.people.labels {
		if all[person].Commits == 0 || named[person][g.Path] {
			continue
		}
		c := candidate{label, all[person]}
		c.nameFor(g.Path, named[person])
		if person == truth {
			q.truth = len(q.candidates)
		}
		q.candidates = append(q.candidates, c)
	}
	if q.truth < 0 {
		return nil, noActBefore
	}
	return q, ""
}

// namedBefore is, by person, the directories that lists named them for just before
// a time.
func (r *repository) namedBefore(cut time.Time) map[int]map[string]bool {
	named := map[int]map[string]bool{}
	for _, e := range r.events {
		if !e.at.Before(cut) {
			break
		}
		if e.person < 0 || e.role == tracker.OwnerEmeritus {
			continue
		}
		if named[e.person] == nil {
			named[e.person] = map[string]bool{}
		}
		if e.added {
			named[e.person][e.path] = true
		} else {
			delete(named[e.person], e.path)
		}
	}
	return named
}

package moves

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Act is one thing that somebody did in a repository and that counts when it is
// there to be seen: a commit when it is on the default branch, an opened thread, a
// review, a comment. The commits of an open branch are none: one change would be ten.
type Act struct {
	ID         string // tells the account's acts in a repository apart: a commit's hash
	Account    string
	Repository string
	At         time.Time
	Thread     int      // its number; 0: none
	Paths      []string // that it changed
}

// mostPaths is how many files an act may change and still be work on each of them.
// A rename of a thousand files brings nobody together.
const mostPaths = 50

const day = 24 * 60 * 60 // seconds

// Past is what people did, indexed. Times in it are unix seconds.
type Past struct {
	byAccount    map[string]map[string][]int64 // account, repository: times, rising
	byRepository map[string][]presence
	byFile       map[file][]presence
	byThread     map[thread][]presence
	filesOf      map[string][]file   // account: files that it changed, sorted
	threadsOf    map[string][]thread // account: threads that it acted in, sorted
	arrivals     []arrival           // by time
}

// presence is that an account did something at a time. Lists of it are by time.
type presence struct {
	at      int64
	account string
}

type file struct{ repository, path string }

type thread struct {
	repository string
	number     int
}

// NewPast indexes acts. An account's acts of one ID in one repository are one, the
// earliest.
func NewPast(acts []Act) *Past {
	p := &Past{byAccount: map[string]map[string][]int64{}, byRepository: map[string][]presence{},
		byFile: map[file][]presence{}, byThread: map[thread][]presence{}}
	type key struct{ account, repository, id string }
	seen := make(map[key]bool, len(acts))
	sorted := slices.Clone(acts)
	slices.SortFunc(sorted, compareActs)
	for _, a := range sorted {
		k := key{a.Account, a.Repository, a.ID}
		if !seen[k] {
			seen[k] = true
			p.add(a)
		}
	}
	p.filesOf = byPerson(p.byFile, func(a, b file) int {
		return cmp.Or(strings.Compare(a.repository, b.repository), strings.Compare(a.path, b.path))
	})
	p.threadsOf = byPerson(p.byThread, func(a, b thread) int {
		return cmp.Or(strings.Compare(a.repository, b.repository), cmp.Compare(a.number, b.number))
	})
	p.arrivals = p.findArrivals()
	return p
}

func compareActs(a, b Act) int {
	return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Account, b.Account), strings.Compare(a.Repository, b.Repository),
		strings.Compare(a.ID, b.ID), cmp.Compare(a.Thread, b.Thread), slices.Compare(a.Paths, b.Paths))
}

// add indexes an act that is later than all before.
func (p *Past) add(a Act) {
	at := presence{a.At.Unix(), a.Account}
	p.byRepository[a.Repository] = append(p.byRepository[a.Repository], at)
	if p.byAccount[a.Account] == nil {
		p.byAccount[a.Account] = map[string][]int64{}
	}
	p.byAccount[a.Account][a.Repository] = append(p.byAccount[a.Account][a.Repository], at.at)
	if a.Thread != 0 {
		t := thread{a.Repository, a.Thread}
		p.byThread[t] = append(p.byThread[t], at)
	}
	if len(a.Paths) > mostPaths {
		return
	}
	for _, path := range a.Paths {
		f := file{a.Repository, path}
		p.byFile[f] = append(p.byFile[f], at)
	}
}

// byPerson turns lists of who was where into lists of where each was, in the given
// order: sums over them come out the same to the last bit.
func byPerson[K comparable](lists map[K][]presence, order func(a, b K) int) map[string][]K {
	places := map[string][]K{}
	for place, list := range lists {
		for account := range people(list) {
			places[account] = append(places[account], place)
		}
	}
	for _, list := range places {
		slices.SortFunc(list, order)
	}
	return places
}

// Touch is an account's first act in a repository that is not its first one.
type Touch struct {
	Account, Repository string
	At                  time.Time // UTC
}

// Touches returns every first touch, by time, account and repository.
func (p *Past) Touches() []Touch {
	var touches []Touch
	for _, a := range p.arrivals {
		if p.home(a.account) != a.repository {
			touches = append(touches, Touch{a.account, a.repository, time.Unix(a.at, 0).UTC()})
		}
	}
	return touches
}

// Count returns how many acts the account did in the repository after one time and
// up to another.
func (p *Past) Count(account, repository string, after, until time.Time) int {
	return len(between(p.byAccount[account][repository], after.Unix()+1, until.Unix()+1))
}

// HasActed reports whether the account had acted anywhere up to and including a time.
func (p *Past) HasActed(account string, until time.Time) bool {
	for _, times := range p.byAccount[account] {
		if times[0] <= until.Unix() {
			return true
		}
	}
	return false
}

// Last is the time of the newest act in a repository: its history reaches so far.
func (p *Past) Last(repository string) time.Time {
	acts := p.byRepository[repository]
	if len(acts) == 0 {
		return time.Time{}
	}
	return time.Unix(acts[len(acts)-1].at, 0).UTC()
}

// home is the repository of an account's first act.
func (p *Past) home(account string) string {
	home, first := "", int64(0)
	for repository, times := range p.byAccount[account] {
		if home == "" || times[0] < first || times[0] == first && repository < home {
			home, first = repository, times[0]
		}
	}
	return home
}

// between is the part of rising times in [from, to).
func between(times []int64, from, to int64) []int64 {
	low, _ := slices.BinarySearch(times, from)
	high, _ := slices.BinarySearch(times, to)
	return times[low:max(low, high)]
}

// presentIn is the part of a list in [from, to).
func presentIn(list []presence, from, to int64) []presence {
	byTime := func(p presence, at int64) int { return cmp.Compare(p.at, at) }
	low, _ := slices.BinarySearchFunc(list, from, byTime)
	high, _ := slices.BinarySearchFunc(list, to, byTime)
	return list[low:max(low, high)]
}

// people are the accounts of a list, each once.
func people(list []presence) map[string]bool {
	found := map[string]bool{}
	for _, p := range list {
		found[p.account] = true
	}
	return found
}

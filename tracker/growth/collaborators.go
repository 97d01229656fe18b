package growth

import (
	"cmp"
	"slices"
	"time"

	"rungless/tracker"
)

// Collaborators are the people with whom the person ships, by name.
type Collaborators struct {
	// Effective is (sum of ties)^2 / sum of squared ties: with how many people the
	// person would ship if all ties were equal.
	Effective float64        `json:"effective"`
	People    []Collaborator `json:"people"` // by login
}

// Collaborator is one person with whom the person shipped: each acted on the
// other's merged change, or they shared two at least.
type Collaborator struct {
	Account tracker.Account    `json:"account"`
	Since   time.Time          `json:"since"` // first shared merged thread
	New     bool               `json:"new"`   // since within the last half-year
	Homes   Measured[[]string] `json:"home_domains"`
	Shared  []Evidence         `json:"shared"` // oldest first
}

// shared is one merged thread in which the person and somebody else had a part.
type shared struct {
	act    *act // the merge, as something to date and lay out
	theirs bool // the other one's pull request, in which the person had a part
	ours   bool // the person's, in which the other one had a part
	crowd  int  // people in the thread and in its follow-ups
}

// pair is all that the person shares with one other.
type pair struct {
	account tracker.Account
	shared  []shared
}

// collaborators measures who the person ships with. A part in a thread is to have
// written its commits, merged it, or reviewed it and been heeded: comments,
// approvals without more and names in trailers make nobody a collaborator.
func (f *facts) collaborators() Measured[Collaborators] {
	const name = "collaborators"
	pairs := f.pairs()
	ties := map[key]float64{}
	c := Collaborators{People: []Collaborator{}}
	var evidence []Evidence
	for who, p := range pairs {
		if !f.shipTogether(p) {
			continue
		}
		ties[who] = f.tie(p)
		c.People = append(c.People, f.collaborator(p))
	}
	if len(c.People) == 0 {
		return notAvailable[Collaborators](name, "no merged thread is shared twice, or both ways, with the same person yet", nil)
	}
	slices.SortFunc(c.People, func(a, b Collaborator) int {
		return cmp.Or(cmp.Compare(a.Account.Login, b.Account.Login), cmp.Compare(a.Account.DatabaseID, b.Account.DatabaseID),
			cmp.Compare(a.Account.Email, b.Account.Email))
	})
	for _, person := range c.People {
		evidence = append(evidence, person.Shared...)
	}
	c.Effective = effectiveNumber(ties)
	return available(name, c, evidence)
}

// pairs finds what the person shares with each other one, oldest first.
func (f *facts) pairs() map[key]*pair {
	pairs := map[key]*pair{}
	var mine []*ourThread
	for _, t := range f.threads {
		if ours := f.ourThread(t); ours != nil {
			mine = append(mine, ours)
		}
	}
	slices.SortStableFunc(mine, func(a, b *ourThread) int { return a.act.at.Compare(b.act.at) })
	mine = f.moreThanTypos(mine)
	for i, ours := range mine {
		crowd := f.crowd(mine, i)
		for who, account := range ours.others {
			p := pairs[who]
			if p == nil {
				p = &pair{account: account}
				pairs[who] = p
			}
			p.shared = append(p.shared, shared{ours.act, ours.author == who, f.self[ours.author], crowd})
		}
	}
	return pairs
}

// moreThanTypos leaves out threads which, with the others by the same author in the
// same repository on that day, come to nothing.
func (f *facts) moreThanTypos(mine []*ourThread) []*ourThread {
	type lot struct {
		author, repository key
		date               time.Time
	}
	lotOf := func(t *ourThread) lot { return lot{t.author, t.act.thread.key.repository, t.act.date()} }
	lots := map[lot][]*act{}
	for _, t := range mine {
		lots[lotOf(t)] = append(lots[lotOf(t)], t.act)
	}
	return slices.DeleteFunc(mine, func(t *ourThread) bool { return f.substance(lots[lotOf(t)]) == 0 })
}

// ourThread is a merged thread in which the person has a part, and who else has.
type ourThread struct {
	act    *act
	author key
	others map[key]tracker.Account
}

func (f *facts) ourThread(t *thread) *ourThread {
	if !f.isMerged(t) {
		return nil
	}
	people := f.people(t)
	ours := &ourThread{author: f.of(t.Thread.Author), others: map[key]tracker.Account{}}
	present := false
	for who, account := range people {
		if f.self[who] {
			present = true
		} else {
			ours.others[who] = account
		}
	}
	if !present || len(ours.others) == 0 {
		return nil
	}
	ours.act = &act{kind: Authored, thread: t, source: t, url: tracker.ThreadURL(t.Thread.ThreadRef), at: t.Thread.PullRequest.MergedAt.UTC()}
	return ours
}

// people are the humans who have a part in a merged thread.
func (f *facts) people(t *thread) map[key]tracker.Account {
	people := map[key]tracker.Account{}
	meet := func(a tracker.Account) {
		if k := f.of(a); a.IsHuman() && k != (key{}) {
			people[k] = a
		}
	}
	for i := range t.Commits {
		for _, author := range t.Commits[i].Authors {
			if author.Role != tracker.CoAuthor {
				meet(f.author(author))
			}
		}
	}
	for i := range t.Reviews {
		if who := f.of(t.Reviews[i].Author); f.heeded(t, who) {
			meet(t.Reviews[i].Author)
		}
	}
	meet(t.Thread.Author)
	meet(t.Thread.PullRequest.MergedBy)
	return people
}

// crowd counts the people in a thread and in those by the same author in the same
// repository within a unit's time of it: cutting a change into one for each
// reviewer brings nobody closer.
func (f *facts) crowd(mine []*ourThread, i int) int {
	people := map[key]bool{}
	add := func(t *ourThread) bool {
		between := t.act.at.Sub(mine[i].act.at).Abs()
		if between >= f.version.Unit {
			return false
		}
		if t.author == mine[i].author && t.act.thread.key.repository == mine[i].act.thread.key.repository {
			for who := range t.others {
				people[who] = true
			}
		}
		return true
	}
	for j := i; j >= 0 && add(mine[j]); j-- {
	}
	for j := i + 1; j < len(mine) && add(mine[j]); j++ {
	}
	return len(people) + 1
}

// shipTogether reports whether each has a part in a merged change of the other, or
// they share changes of two units. A change counts when it is more than a typo.
func (f *facts) shipTogether(p *pair) bool {
	var all, ours, theirs []*act
	for _, s := range p.shared {
		all = append(all, s.act)
		if s.ours {
			ours = append(ours, s.act)
		}
		if s.theirs {
			theirs = append(theirs, s.act)
		}
	}
	return f.changes(ours) > 0 && f.changes(theirs) > 0 || f.changes(all) >= 2
}

// changes counts the units of acts that are enough of a change.
func (f *facts) changes(acts []*act) int {
	return len(f.units(acts, func(unit []*act) bool { return f.substance(unit) >= f.version.SharedChange }))
}

// tie is the sum over shared units of 2^(-age/180 days)/(n-1), n the people in it.
func (f *facts) tie(p *pair) float64 {
	var tie float64
	for i := 0; i < len(p.shared); {
		j, crowd := i, p.shared[i].crowd
		var acts []*act
		for ; j < len(p.shared) && p.shared[j].act.at.Before(p.shared[i].act.at.Add(f.version.Unit)); j++ {
			acts = append(acts, p.shared[j].act)
			crowd = min(crowd, p.shared[j].crowd)
		}
		tie += f.substance(acts) * f.freshAt(acts[len(acts)-1].at) / float64(crowd-1)
		i = j
	}
	return tie
}

func (f *facts) collaborator(p *pair) Collaborator {
	c := Collaborator{Account: p.account, Since: p.shared[0].act.at}
	c.New = f.in.Now.Sub(c.Since) < f.version.NewWithin
	for _, s := range p.shared {
		e := s.act.evidence()
		e.Counted, e.Note = true, ""
		c.Shared = append(c.Shared, e)
	}
	if f.in.Homes == nil {
		c.Homes = notAvailable[[]string]("home_domains", "where the collaborator works is not among the records", nil)
	} else {
		c.Homes = available("home_domains", f.in.Homes(p.account), nil)
	}
	return c
}

package growth

import (
	"cmp"
	"maps"
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
	Account Actor              `json:"account"`
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
// approvals without more and names in trailers make nobody a collaborator, nor does an
// address without an account: anybody may commit under any, and one's own other machine does.
func (f *facts) collaborators() Measured[Collaborators] {
	const name = "collaborators"
	pairs := f.pairs()
	ties := map[key]float64{}
	c := Collaborators{People: []Collaborator{}}
	behind := map[*act]bool{}
	for who, p := range pairs {
		if !f.shipTogether(p) {
			continue
		}
		ties[who] = f.tie(p)
		c.People = append(c.People, f.collaborator(p))
		for _, s := range p.shared {
			behind[s.act] = true
		}
	}
	if len(c.People) == 0 {
		return notAvailable[Collaborators](name, "no merged thread is shared twice, or both ways, with the same person yet", nil)
	}
	slices.SortFunc(c.People, func(a, b Collaborator) int {
		return cmp.Or(cmp.Compare(a.Account.Login, b.Account.Login), cmp.Compare(a.Account.DatabaseID, b.Account.DatabaseID),
			cmp.Compare(a.Account.Email, b.Account.Email))
	})
	c.Effective = effectiveNumber(ties)
	acts := slices.SortedFunc(maps.Keys(behind), compareActs)
	return available(name, c, sharedEvidence(acts))
}

// participant is somebody with a part in a thread.
type participant struct {
	key     key
	account *tracker.Account
}

// ourThread is a merged thread in which the person has a part, and who else has.
type ourThread struct {
	act    *act
	author key
	others []participant
	isTypo bool // taken alone
}

// pairs finds what the person shares with each other one, oldest first.
func (f *facts) pairs() map[key]*pair {
	var mine []*ourThread
	for _, t := range f.threads {
		if ours := f.ourThread(t); ours != nil {
			mine = append(mine, ours)
		}
	}
	slices.SortStableFunc(mine, func(a, b *ourThread) int { return a.act.at.Compare(b.act.at) })
	type sender struct{ author, repository key }
	bySender := map[sender][]*ourThread{}
	for _, t := range mine {
		s := sender{t.author, t.act.thread.key.repository}
		bySender[s] = append(bySender[s], t)
	}
	pairs := map[key]*pair{}
	for _, sent := range bySender {
		sent = f.withoutTypos(sent)
		for i, ours := range sent {
			f.addTo(pairs, ours, f.crowd(sent, i))
		}
	}
	for _, p := range pairs {
		slices.SortFunc(p.shared, func(a, b shared) int { return compareActs(a.act, b.act) })
	}
	return pairs
}

func (f *facts) addTo(pairs map[key]*pair, ours *ourThread, crowd int) {
	for _, other := range ours.others {
		p := pairs[other.key]
		if p == nil {
			p = &pair{account: *other.account}
			pairs[other.key] = p
		}
		p.shared = append(p.shared, shared{ours.act, ours.author == other.key, slices.Contains(f.self, ours.author), crowd})
	}
}

// withoutTypos leaves out threads which, with the others of that day, come to
// nothing. It is given those of one author in one repository.
func (f *facts) withoutTypos(sent []*ourThread) []*ourThread {
	acts := make([]*act, len(sent))
	for i, t := range sent {
		acts[i] = t.act
	}
	kept := f.moreThanTypos(acts)
	return slices.DeleteFunc(sent, func(t *ourThread) bool {
		if len(kept) > 0 && kept[0] == t.act {
			kept = kept[1:]
			return false
		}
		return true
	})
}

// crowd counts the people in a thread and in those by the same author in the same
// repository within a unit's time of it: cutting a change into one for each
// reviewer brings nobody closer. Who merged a typo beside it is not of the crowd.
func (f *facts) crowd(sent []*ourThread, i int) int {
	people := map[key]bool{}
	near := func(j int) bool {
		return j >= 0 && j < len(sent) && max(sent[j].act.date()-sent[i].act.date(), sent[i].act.date()-sent[j].act.date()) < f.version.UnitDays
	}
	for _, step := range []int{-1, 1} {
		for j := i; near(j); j += step {
			if sent[j].isTypo && j != i {
				continue
			}
			for _, other := range sent[j].others {
				people[other.key] = true
			}
		}
	}
	return len(people) + 1
}

// ourThread returns nil where the person has no part, or nobody else has.
func (f *facts) ourThread(t *thread) *ourThread {
	if !t.merged {
		return nil
	}
	people := f.people(t)
	everybody := len(people)
	others := slices.DeleteFunc(people, func(p participant) bool { return slices.Contains(f.self, p.key) })
	if len(others) == 0 || len(others) == everybody {
		return nil
	}
	merged := &act{kind: Authored, thread: t, source: t, url: tracker.ThreadURL(t.Thread.ThreadRef), at: t.Thread.PullRequest.MergedAt.UTC()}
	return &ourThread{act: merged, author: f.of(t.Thread.Author), others: others, isTypo: f.isTypo(t)}
}

// people are the humans who have a part in a merged thread.
func (f *facts) people(t *thread) []participant {
	people := make([]participant, 0, 4)
	has := func(k key) bool { return slices.ContainsFunc(people, func(p participant) bool { return p.key == k }) }
	meet := func(a *tracker.Account) {
		if k := f.of(*a); a.IsHuman() && k != (key{}) && !has(k) {
			people = append(people, participant{k, a})
		}
	}
	meet(&t.Thread.Author)
	meet(&t.Thread.PullRequest.MergedBy)
	for i := range t.Commits {
		for _, author := range t.Commits[i].Authors {
			if who := author.Account; author.Role != tracker.CoAuthor && (who.Login != "" || who.DatabaseID != 0) {
				meet(&who)
			}
		}
	}
	for i := range t.Reviews {
		if k := f.of(t.Reviews[i].Author); !has(k) && f.heeded(t, k) {
			meet(&t.Reviews[i].Author)
		}
	}
	return people
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
		for ; j < len(p.shared) && p.shared[j].act.date() < p.shared[i].act.date()+f.version.UnitDays; j++ {
			acts = append(acts, p.shared[j].act)
			crowd = min(crowd, p.shared[j].crowd)
		}
		tie += f.substance(acts) * f.freshAt(acts[len(acts)-1].at) / float64(crowd-1)
		i = j
	}
	return tie
}

func (f *facts) collaborator(p *pair) Collaborator {
	c := Collaborator{Account: Actor{p.account}, Since: p.shared[0].act.at}
	c.New = f.in.Now.Sub(c.Since) < f.version.NewWithin
	acts := make([]*act, len(p.shared))
	for i, s := range p.shared {
		acts[i] = s.act
	}
	c.Shared = sharedEvidence(acts)
	c.Homes = notAvailable[[]string]("home_domains", "where the collaborator works is not among the records", nil)
	return c
}

// WithHomes returns the profile with where each collaborator is at home, which is found
// in the records of theirs. See [HomeDomains].
func (p Profile) WithHomes(homes func(tracker.Account) []string) Profile {
	p.Scope.Collaborators.Value.People = slices.Clone(p.Scope.Collaborators.Value.People)
	for i := range p.Scope.Collaborators.Value.People {
		c := &p.Scope.Collaborators.Value.People[i]
		c.Homes = available("home_domains", homes(c.Account.Account), nil)
	}
	return p
}

// sharedEvidence is evidence of a merged thread, which both had a part in.
func sharedEvidence(acts []*act) []Evidence {
	list := evidenceOf(acts)
	for i := range list {
		list[i].Counted = true
	}
	return list
}

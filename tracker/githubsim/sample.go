package githubsim

import (
	"cmp"
	"slices"
	"time"
)

// Sample returns a world with a fictional organisation that builds open-source
// AI, over the three years up to now: 14 product managers, 60 engineers and
// researchers, 25 outsiders, 25 repositories in the domains of [SampleDomains],
// with the bots, renames, leaves and squash merges that real histories have, and
// with the stories of [SampleWithStories] planted in it. Nobody in it exists.
//
// The same seed and now give the same world, byte for byte.
func Sample(seed uint64, now time.Time) *World {
	world, _ := SampleWithStories(seed, now)
	return world
}

// SampleWithStories returns the world of [Sample] and what is planted in it, for
// those who ask whether it can be found.
func SampleWithStories(seed uint64, now time.Time) (*World, []*Story) {
	now = now.UTC().Truncate(time.Second)
	s := &sampler{random: newRandom(seed), world: &World{Now: now}, start: now.AddDate(-3, 0, 0),
		ids: newIDSeries(), byLogin: map[string]*person{}, pools: map[poolKey][]float64{},
		openers: map[*Thread]*person{}, credited: map[string][]*person{}}
	s.recruit()
	s.found()
	s.tellStories()
	for _, p := range s.places {
		s.planOrdinary(p)
		s.live(p)
	}
	for _, p := range s.places {
		s.writeHistory(p)
		s.publish(p)
		s.writeFiles(p)
	}
	s.leavePending()
	s.settle()
	return s.world, s.stories
}

// sampler holds what is known while a sample is made.
type sampler struct {
	random
	world        *World
	start        time.Time // of the three years
	until        time.Time // when the repository in the making falls silent
	ids          map[string]*idSeries
	organization *User
	people       []*person // the cast, the ghost and the mannequins
	byLogin      map[string]*person
	ghost        *person
	mannequins   []*person
	ci           *person // bot
	updater      *person // bot
	places       []*place
	pools        map[poolKey][]float64
	openers      map[*Thread]*person  // who opened it, though the account may be gone
	credited     map[string][]*person // whom the stories add to a repository's authors
	stories      []*Story
}

// poolKey names a set of weights: who does an act in a domain.
type poolKey struct{ act, domain string }

// The acts, for the question of who does them.
const (
	changing    = "changing"
	asking      = "asking"
	discussing  = "discussing"
	reviewing   = "reviewing"
	commenting  = "commenting"
	maintaining = "maintaining"
)

// habits says how often each job does an act.
var habits = map[string]map[string]float64{
	"product":    {changing: 0.42, asking: 1.2, discussing: 1.3, reviewing: 0.4, commenting: 1.0, maintaining: 0.05},
	"engineer":   {changing: 1.0, asking: 0.5, discussing: 0.4, reviewing: 1.0, commenting: 0.6, maintaining: 1.0},
	"researcher": {changing: 0.6, asking: 0.5, discussing: 0.7, reviewing: 0.6, commenting: 0.6, maintaining: 0.3},
	"outside":    {changing: 0.5, asking: 1.1, discussing: 1.2, reviewing: 0.02, commenting: 0.4, maintaining: 0},
}

// someone draws who does an act in a domain at t, but none of the others. It is
// nil when nobody is about.
func (s *sampler) someone(act, domain string, t time.Time, others ...*person) *person {
	weights := s.pool(poolKey{act, domain})
	for range 30 {
		i := weighted(s.random, weights)
		if i < 0 {
			return nil
		}
		if p := s.people[i]; p.works(domain, t) && !slices.Contains(others, p) {
			return p
		}
	}
	return nil
}

func (s *sampler) pool(key poolKey) []float64 {
	if weights := s.pools[key]; weights != nil {
		return weights
	}
	weights := make([]float64, len(s.people))
	for i, p := range s.people {
		weights[i] = p.energy * habits[p.job][key.act] * affinity(p, key.domain)
	}
	s.pools[key] = weights
	return weights
}

// affinity is how much of a person's work lies in a domain: most at home, some
// next door, little elsewhere, and a good part where a story leads them.
func affinity(p *person, domain string) float64 {
	if _, mover := p.closed[domain]; mover {
		return 0.7
	}
	domains := SampleDomains()
	switch distance := slices.Index(domains, p.home) - slices.Index(domains, domain); {
	case distance == 0:
		return 1
	case distance == 1 || distance == -1:
		return 0.1
	case p.job == "product":
		return 0.02
	}
	return 0.008
}

// plan is a thread that will be: drawn, or wanted by a story.
type plan struct {
	kind   string // Thread.Type
	at     time.Time
	author *person
	topic  string
	title  string
	body   string
	files  []File
	voices []voice // who speaks in it, in order of time
	// What a story makes sure of: this person approves, this person is asked to
	// do it, and told is called with what became of it.
	approver *person
	assignee *person
	told     func(*Thread)
	reverts  *Thread
	closes   func() *Thread // the issue that it was asked for in
	cites    func() string  // what the description says besides, of what was said before
	settled  bool           // a discussion whose first voice is the answer
}

// voice is one comment that a story wants.
type voice struct {
	who  *person
	at   time.Time
	text string
}

// planOrdinary draws what happens in a repository besides the stories.
func (s *sampler) planOrdinary(p *place) {
	life := p.closed.Sub(p.opened)
	threads := int(p.busy * life.Hours() / 24 / 30 * 5.8)
	for range threads {
		share := s.Float64()
		t := p.opened.Add(time.Duration((0.7*share + 0.3*(1-(1-share)*(1-share))) * float64(life)))
		if drawn, ok := s.draw(p, t); ok {
			p.plans = append(p.plans, drawn)
		}
	}
	slices.SortStableFunc(p.plans, func(a, b plan) int { return a.at.Compare(b.at) })
}

// draw plans one ordinary thread around t.
func (s *sampler) draw(p *place, t time.Time) (plan, bool) {
	drawn := plan{kind: "PullRequest", topic: pick(s.random, vocabularies[p.domain]["component"])}
	act := changing
	switch roll := s.Float64(); {
	case roll < 0.06 && p.Discussions:
		drawn.kind, act = "Discussion", discussing
	case roll < 0.37:
		drawn.kind, act = "Issue", asking
	case roll < 0.42 && !p.Fork:
		drawn.author = s.updater
	}
	if drawn.author == nil {
		if drawn.author = s.someone(act, p.domain, t); drawn.author == nil {
			return plan{}, false
		}
	}
	drawn.at = s.working(drawn.author, s.weekday(drawn.author, t)).UTC()
	happens := drawn.at.After(p.opened.Add(2*time.Hour)) && drawn.at.Before(p.closed.Add(-time.Hour)) && drawn.author.works(p.domain, drawn.at)
	return drawn, happens
}

// live turns a repository's plans into threads. Some make new plans: a revert
// is planned when a change is merged.
func (s *sampler) live(p *place) {
	s.until = p.closed
	for i := 0; i < len(p.plans); i++ {
		now := p.plans[i]
		var t *Thread
		switch now.kind {
		case "PullRequest":
			t = s.pullRequest(p, now)
		case "Issue":
			t = s.issue(p, now)
		case "Discussion":
			t = s.discussion(p, now)
		}
		if now.told != nil {
			now.told(t)
		}
	}
}

// schedule adds a plan among those still to come.
func (p *place) schedule(later plan) {
	i, _ := slices.BinarySearchFunc(p.plans, later.at, func(x plan, at time.Time) int { return cmp.Compare(x.at.Unix(), at.Unix()) })
	p.plans = slices.Insert(p.plans, i, later)
}

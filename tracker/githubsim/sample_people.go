package githubsim

import (
	"fmt"
	"strings"
	"time"
)

const (
	organizationLogin = "lanternfish-labs"
	workHost          = "lanternfish.example"
)

// person is one of the cast: the account and what the generator must know of
// who is behind it.
type person struct {
	user    *User // nil: the account was deleted
	name    string
	zone    zone
	job     string // "product", "engineer", "researcher", "outside"; decides what they do, is told nowhere
	home    string // domain
	traits  string
	outside bool
	robot   bool
	energy  float64 // how much they do, around 1
	joined  time.Time
	left    time.Time // zero: still there
	away    []span
	emails  []string // commit addresses, the usual one first
	stray   string   // an address that no account has; may be ""
	style   int      // how they write titles
	closed  map[string]time.Time
	ways    []string // what stands before their approvals: "LGTM", ...
}

// works reports whether the person may do something in a domain at t, other
// than what a story says: movers stay out of where they go until they are there.
func (p *person) works(domain string, t time.Time) bool {
	until, barred := p.closed[domain]
	return p.present(t) && (!barred || t.After(until))
}

// agent is an AI agent that leaves its name in a trailer.
type agent struct{ name, email string }

var agents = []agent{
	{"Claude", "noreply@anthropic.com"},
	{"Copilot", "175728472+Copilot@users.noreply.github.com"},
	{"aider (local-model)", "noreply@aider.chat"},
	{"Cursor Agent", "cursoragent@cursor.com"},
	{"openhands", "openhands@all-hands.dev"},
}

func (s *sampler) recruit() {
	s.organization = &User{Type: "Organization", Login: organizationLogin, Name: "Lanternfish Labs",
		Location: "Everywhere", CreatedAt: s.start.AddDate(0, -2, 0)}
	s.register(s.organization, organizationPrefix)
	for line := range strings.Lines(cast) {
		if fields := strings.Split(strings.TrimSpace(line), "|"); len(fields) == 6 {
			s.enlist(fields)
		}
	}
	s.ghost = s.outsider("", "Former Member", "nlp")
	s.mannequins = []*person{s.outsider("import-tbeaumaris", "T. Beaumaris", "data"), s.outsider("import-qvist", "A. Qvist", "nlp")}
	for _, m := range s.mannequins {
		m.user.Type = "Mannequin"
		m.user.NodeID = rootNodeID(mannequinPrefix, m.user.ID)
	}
	s.ci = s.bot("lanternfish-ci[bot]", "Lanternfish CI")
	s.updater = s.bot("depkeeper[bot]", "depkeeper")
}

// register gives an account its ids and adds it to the world.
func (s *sampler) register(u *User, prefix string) {
	u.ID = s.id(userPrefix, u.CreatedAt)
	u.NodeID = rootNodeID(prefix, u.ID)
	if u.UpdatedAt.IsZero() {
		u.UpdatedAt = s.moment(u.CreatedAt, s.world.Now)
	}
	s.world.Users = append(s.world.Users, u)
}

// enlist makes one person from a line of the cast.
func (s *sampler) enlist(fields []string) {
	login, name, place, job, home, traits := fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]
	p := &person{name: name, zone: zones[place], job: job, home: home, traits: traits,
		outside: job == "outside", energy: s.logNormal(1, 0.75), style: s.IntN(5), closed: map[string]time.Time{}}
	p.ways = some(s.random, approvals, s.between(2, 5))
	s.tenure(p)
	p.user = &User{Type: "User", Login: login, Name: name, Location: strings.ToUpper(place[:1]) + place[1:],
		CreatedAt: p.joined.AddDate(0, -s.between(1, 30), -s.between(0, 27)).Truncate(time.Second)}
	if former, ok := strings.CutPrefix(traits, "was:"); ok {
		p.user.Former = []string{former}
	}
	s.register(p.user, userPrefix)
	s.addresses(p)
	s.leaves(p)
	if !p.outside {
		p.user.Company = "@" + organizationLogin
	}
	if job == "researcher" || s.chance(0.08) {
		p.user.ORCID = orcid(s.IntN(10_000_000))
	}
	s.people = append(s.people, p)
	s.byLogin[login] = p
	if strings.Contains(traits, "viewer") {
		s.world.Viewer = p.user
	}
}

// tenure draws when a person came and went. Those of a story are there all along.
func (s *sampler) tenure(p *person) {
	p.joined = s.start
	switch {
	case p.outside:
		p.joined = s.moment(s.start, s.world.Now.AddDate(0, -1, 0))
		if s.chance(0.2) { // here for a few weeks only, so far
			p.joined = s.moment(s.world.Now.AddDate(0, -3, 0), s.world.Now.AddDate(0, 0, -10))
		}
		p.energy = s.logNormal(0.5, 1.1)
		if s.chance(0.5) {
			p.left = p.joined.AddDate(0, s.between(1, 14), 0)
		}
	case p.traits == "" && s.chance(0.4):
		p.joined = s.moment(s.start, s.start.AddDate(1, 10, 0))
	case p.traits == "left":
		p.left = s.world.Now.AddDate(0, -s.between(5, 12), 0)
	}
}

// addresses gives a person the commit addresses that people really have.
func (s *sampler) addresses(p *person) {
	work := p.user.Login + "@" + workHost
	private := p.user.Login + "@" + pick(s.random, []string{"posteo.example", "mailbox.example", "fastpost.example", "home.example"})
	noreply := fmt.Sprintf("%d+%s@users.noreply.github.com", p.user.ID, p.user.Login)
	p.emails = []string{work, noreply, private}
	if p.outside {
		p.emails = []string{private, noreply}
	}
	if s.chance(0.3) {
		p.emails[0], p.emails[1] = p.emails[1], p.emails[0]
	}
	p.user.Emails = append(p.user.Emails, p.emails...)
	if len(p.user.Former) > 0 {
		p.emails = append(p.emails, p.user.Former[0]+"@users.noreply.github.com")
		p.user.Emails = append(p.user.Emails, p.emails[len(p.emails)-1])
	}
	if s.chance(0.2) {
		p.stray = p.user.Login + "@" + pick(s.random, []string{"workstation.local", "gpu-box-03.internal", "old-employer.example"})
	}
}

// outsider makes a person outside the cast; without a login, one whose account
// is gone.
func (s *sampler) outsider(login, name, home string) *person {
	p := &person{name: name, zone: zones["berlin"], job: "outside", outside: true, home: home, energy: 0.8,
		joined: s.start, left: s.start.AddDate(1, 4, 0), closed: map[string]time.Time{}, ways: approvals[:2]}
	p.emails = []string{strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@nowhere.example"}
	if login != "" {
		p.user = &User{Type: "User", Login: login, Name: name, CreatedAt: s.start}
		s.register(p.user, userPrefix)
	}
	s.people = append(s.people, p)
	return p
}

func (s *sampler) bot(login, name string) *person {
	p := &person{name: login, zone: zones["london"], robot: true, outside: true, joined: s.start, closed: map[string]time.Time{}}
	p.user = &User{Type: "Bot", Login: login, Name: name, CreatedAt: s.start.AddDate(-1, 0, 0)}
	s.register(p.user, botPrefix)
	p.emails = []string{fmt.Sprintf("%d+%s@users.noreply.github.com", p.user.ID, login)}
	return p
}

// signature is how p signs a commit at t. Most people use one address mostly.
func (s *sampler) signature(p *person, t time.Time) Signature {
	name, email, user := p.name, p.emails[0], p.user
	switch {
	case p.stray != "" && s.chance(0.1):
		email, user = p.stray, nil
	case s.chance(0.12):
		email = pick(s.random, p.emails)
	}
	if name == "" {
		name = p.user.Login
	}
	if user != nil && user.Type == "Mannequin" {
		user = nil // an importer maps threads to a placeholder, not commits
	}
	return Signature{Name: name, Email: email, When: t.In(p.zone.at(t)), User: user}
}

// orcid makes an ORCID with its check digit (ISO 7064 MOD 11-2) in a block that
// ORCID does not give out.
func orcid(n int) string {
	digits := fmt.Sprintf("99990000%07d", n)
	total := 0
	for _, d := range digits {
		total = (total + int(d-'0')) * 2
	}
	check := (12 - total%11) % 11
	last := fmt.Sprint(check)
	if check == 10 {
		last = "X"
	}
	all := digits + last
	return all[:4] + "-" + all[4:8] + "-" + all[8:12] + "-" + all[12:]
}

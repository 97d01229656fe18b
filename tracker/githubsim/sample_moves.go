package githubsim

import (
	"fmt"
	"time"
)

// SampleOfMoves returns a small organisation in which it is known who moves, how far and
// when: of each step of a move two people who came that far and no further, and sixty
// others who moved nowhere, though there are reasons to think so: they swept over the
// repositories, bumped dependencies, did the chores of a release, mended typos in passing,
// worked beside bots, or stayed at home. Nobody in it exists. The stories are those of the
// movers, with the time at which all of each step was there, and one "stayed" of each other.
//
// The same now gives the same world.
func SampleOfMoves(now time.Time) (*World, []*Story) {
	m := &mover{world: &World{Now: now.UTC().Truncate(time.Second)}, byDomain: map[string]*Repository{}, team: map[string][]*User{}}
	m.start = m.world.Now.AddDate(-2, 0, 0)
	m.bot = m.user("depkeeper[bot]")
	m.bot.Type = "Bot"
	for _, domain := range []string{"docs", "nlp", "safety", "kernels"} {
		m.found(domain)
	}
	for i := range 10 {
		m.move(i)
	}
	for i := range 60 {
		m.stay(i)
	}
	m.world.Viewer = m.team["docs"][0]
	return m.world, m.stories
}

// mover makes the world of [SampleOfMoves].
type mover struct {
	world    *World
	start    time.Time
	bot      *User
	byDomain map[string]*Repository
	team     map[string][]*User // who works in a domain
	stories  []*Story
}

// on is ten o'clock of a day after the start.
func (m *mover) on(day int) time.Time {
	return m.start.Truncate(24*time.Hour).AddDate(0, 0, day).Add(10 * time.Hour)
}

func (m *mover) user(login string) *User {
	u := &User{Type: "User", Login: login, CreatedAt: m.start.AddDate(-1, 0, 0)}
	m.world.Users = append(m.world.Users, u)
	return u
}

// found makes a domain's repository, in which four work every month and merge each other's
// changes.
func (m *mover) found(domain string) {
	owner := &User{Type: "Organization", Login: "tern-" + domain, CreatedAt: m.start.AddDate(-1, 0, 0)}
	m.world.Users = append(m.world.Users, owner)
	r := &Repository{Owner: owner, Name: "tern-" + domain, Topics: []string{domain}, Language: "Python", DefaultBranch: "main", CreatedAt: m.start, Discussions: true}
	m.world.Repositories = append(m.world.Repositories, r)
	m.byDomain[domain] = r
	for i := range 4 {
		m.team[domain] = append(m.team[domain], m.user(fmt.Sprintf("%s-keeper-%d", domain, i+1)))
	}
	for month := range 23 {
		team := m.team[domain]
		m.change(r, team[month%2], team[2+month%2], month*30+2, fmt.Sprintf("Rework the planner, part %d", month+1), 60)
		m.change(r, team[3-month%2], team[1-month%2], month*30+9, fmt.Sprintf("Simplify the loader, part %d", month+1), 60)
	}
}

// open adds a thread.
func (m *mover) open(r *Repository, kind string, author *User, day int, title string) *Thread {
	t := &Thread{Type: kind, Number: len(r.Threads) + 1, Title: title, Author: author, State: "OPEN", CreatedAt: m.on(day), UpdatedAt: m.on(day)}
	r.Threads = append(r.Threads, t)
	return t
}

// change is a pull request that somebody else merges two days later.
func (m *mover) change(r *Repository, author, merger *User, day int, title string, lines int) *Thread {
	t := m.open(r, "PullRequest", author, day, title)
	t.State, t.MergedAt, t.ClosedAt, t.UpdatedAt = "MERGED", m.on(day+2), m.on(day+2), m.on(day+2)
	t.MergedBy, t.ClosedBy = merger, merger
	t.Additions, t.Deletions, t.ChangedFiles = lines, lines/4, 1
	t.Files = []File{{Path: fmt.Sprintf("src/%s/part_%d.py", r.Name, t.Number%7), Additions: lines, Deletions: lines / 4, Change: "MODIFIED"}}
	t.Events = append(t.Events, &Event{Type: "MergedEvent", Actor: merger, CreatedAt: t.MergedAt})
	return t
}

// say adds a comment, and returns when it was said.
func (m *mover) say(t *Thread, who *User, day int) time.Time {
	at := m.on(day)
	t.Comments = append(t.Comments, &Comment{Type: "IssueComment", Author: who, Body: "As I read it, yes.", CreatedAt: at, UpdatedAt: at})
	if at.After(t.UpdatedAt) {
		t.UpdatedAt = at
	}
	return at
}

// settled makes somebody who is at home in a domain for all of the two years.
func (m *mover) settled(login, home string) *User {
	u := m.user(login)
	for i := range 4 {
		m.change(m.byDomain[home], u, m.team[home][i], i*180+20, fmt.Sprintf("Teach the %s another trick, part %d", home, i+1), 60)
	}
	return u
}

// move lets two people come as far as each step.
func (m *mover) move(i int) {
	home, to := []string{"docs", "nlp"}[i%2], []string{"safety", "kernels"}[i%2]
	hero, r, team := m.settled(fmt.Sprintf("mover-%d", i+1), home), m.byDomain[to], m.team[to]
	story := &Story{Name: "moved", Login: hero.Login, From: home, To: to, Repository: r.fullName()}
	m.stories = append(m.stories, story)
	step := func(name string, at time.Time, t *Thread) { story.Steps = append(story.Steps, StoryStep{name, at, t}) }
	first := 240 + 11*i

	looked := m.open(r, "Issue", team[0], first-1, "The planner forgets its first step")
	step("looked", m.say(looked, hero, first), looked)
	if i/2 < 1 {
		return
	}
	step("asked", m.say(looked, team[0], first+2), looked)
	if i/2 < 2 {
		return
	}
	argued := m.open(r, "Issue", team[1], first+20, "Should the loader retry?")
	m.say(argued, hero, first+21)
	m.say(argued, team[2], first+22)
	step("argued", m.say(argued, hero, first+23), argued)
	if i/2 < 3 {
		return
	}
	changed := m.change(r, hero, team[3], first+40, "Let the loader retry once", 60)
	step("changed", changed.MergedAt, changed)
	if i/2 < 4 {
		return
	}
	for week := range 3 {
		again := m.change(r, hero, team[week], first+60+7*week, fmt.Sprintf("Retry with a pause, part %d", week+1), 60)
		if week == 2 {
			step("returned", again.CreatedAt, again)
		}
	}
}

// stay makes one who moved nowhere, and what may look as if they had.
func (m *mover) stay(i int) {
	home := []string{"docs", "nlp", "safety", "kernels"}[i%4]
	u := m.settled(fmt.Sprintf("stayer-%d", i+1), home)
	story := &Story{Name: "stayed", Login: u.Login, From: home, To: home}
	m.stories = append(m.stories, story)
	for j, domain := range []string{"docs", "nlp", "safety", "kernels"} {
		r, team := m.byDomain[domain], m.team[domain]
		day := 300 + 3*i + 20*j
		if domain == home {
			continue
		}
		// Whatever it is, two who work there speak in it, and the one who stayed on two days.
		var t *Thread
		switch i % 6 {
		case 0:
			day -= 19 * j // everywhere within days
			t = m.change(r, u, team[0], day, fmt.Sprintf("Pin the year of %s's licence to 2025", r.Name), 40)
		case 1:
			t = m.change(r, u, team[0], day, fmt.Sprintf("Bump wavelet from 1.%d.0 to 1.%d.0", i, i+1), 3)
		case 2:
			t = m.change(r, u, team[0], day, fmt.Sprintf("Prepare release %d.%d.0", j+1, i), 12)
		case 3:
			t = m.change(r, u, team[0], day, fmt.Sprintf("Fix a typo in chapter %d", i+j), 1)
		case 4:
			t = m.open(r, "PullRequest", m.bot, day, fmt.Sprintf("Weekly report %d", i))
		default:
			continue
		}
		for k, who := range []*User{u, team[1], team[2], u} {
			m.say(t, who, day+k+1)
		}
	}
}

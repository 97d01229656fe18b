package githubsim

import (
	"cmp"
	"time"
)

// Story is something that a sample holds for sure, told apart from the noise so
// that a test can ask whether the program finds it. Steps are in order of time.
type Story struct {
	// Name is what happened: "moved" (through the steps looked, asked, argued,
	// changed, returned), "stalled" (looked and asked, then nothing), "glanced" (one
	// comment, nothing more), "invited" (a researcher added them as an author),
	// "credited themself" (the same by their own hand: no invitation), "trusted"
	// (asked to refactor old files of others, merged, never reverted), "cited" (a
	// merged change names their comment), "answered" (their answer was accepted),
	// "documented" (a model card of theirs was merged), "decided" (a decision that
	// they proposed was).
	Name       string
	Login      string
	From, To   string // domains; equal where nobody moved
	Repository string // owner/name
	Steps      []StoryStep
}

// StoryStep is one step: what the person did, when, and in which thread.
type StoryStep struct {
	Name   string
	At     time.Time
	Thread *Thread
}

// move is one person's way into another domain.
type move struct {
	login, repository string
	month             int // after the start, when they looked
	stalls            bool
}

// moves says who moves where. One goes two steps deeper, one after the other.
var moves = []move{
	{login: "mirelle-oduya", repository: "threadneedle", month: 7},
	{login: "mirelle-oduya", repository: "tidewall", month: 17},
	{login: "tomasz-wrobelek", repository: "plumbline", month: 12},
	{login: "anjali-deshrao", repository: "tidewall", month: 9},
	{login: "yuki-harunaga", repository: "wordcraft", month: 21},
	{login: "kwabena-asirifi", repository: "emberkernels", month: 14},
	{login: "dorji-wangmolhamo", repository: "tidewall", month: 19},
	{login: "fatoumata-dialluna", repository: "emberkernels", month: 10},
	{login: "henrik-falkenrud", repository: "kiln", month: 16},
	{login: "rafa-montenegrino", repository: "kiln", month: 18, stalls: true},
}

// tellStories plans the threads of every story. It runs before anything else is
// drawn, so that nobody strays into a domain before their story takes them there.
func (s *sampler) tellStories() {
	for _, m := range moves {
		until := s.world.Now.AddDate(1, 0, 0)
		if !m.stalls {
			until = s.start.AddDate(0, m.month+8, 0)
		}
		s.byLogin[m.login].closed[s.placeNamed(m.repository).domain] = until
	}
	s.byLogin["hemi-parata-w"].closed["kernels"] = s.world.Now.AddDate(1, 0, 0)
	for _, m := range moves {
		s.tellMove(m)
	}
	s.tellGlance()
	s.tellInvitation("invited", "dilnoza-rashidqulova", "claude-marchetti", "corpus-loom")
	s.tellInvitation("credited themself", "wen-zhirou", "wen-zhirou", "tidewall")
	s.tellTrust()
	s.tellPractice()
}

// teller plans the threads of one story.
type teller struct {
	*sampler
	story *Story
	hero  *person
	place *place
}

func (s *sampler) teller(name, login, repository string) *teller {
	hero, p := s.byLogin[login], s.placeNamed(repository)
	story := &Story{Name: name, Login: login, From: hero.home, To: p.domain, Repository: p.fullName()}
	s.stories = append(s.stories, story)
	return &teller{s, story, hero, p}
}

// free is the next working time of p at or after t.
func (s *sampler) free(p *person, t time.Time) time.Time {
	for !p.present(t) {
		t = t.AddDate(0, 0, 1)
	}
	return s.working(p, t).UTC()
}

// insider draws somebody at home in the domain, there at t and for some weeks.
func (h *teller) insider(t time.Time, others ...*person) *person {
	for {
		p := h.someone(reviewing, h.place.domain, t, append(others, h.hero)...)
		if p != nil && p.user != nil && p.home == h.place.domain && p.present(t.AddDate(0, 0, 21)) && p.present(t.AddDate(0, 0, 10)) {
			return p
		}
		t = t.AddDate(0, 0, 1)
	}
}

// step plans a thread and notes it as a step of the story. at is when the hero acts.
func (h *teller) step(name string, at time.Time, planned plan) {
	if planned.topic == "" {
		planned.topic = pick(h.random, vocabularies[h.place.domain]["component"])
	}
	i := len(h.story.Steps)
	h.story.Steps = append(h.story.Steps, StoryStep{Name: name, At: at})
	planned.told = func(t *Thread) {
		h.story.Steps[i].Thread = t
		if t.Type == "PullRequest" && t.State == "MERGED" {
			h.story.Steps[i].At = t.MergedAt
		}
	}
	h.place.plans = append(h.place.plans, planned)
}

func (h *teller) words(phrases []string, n int) string {
	return h.sentences(phrases, n, h.place.domain, "")
}

func (s *sampler) tellMove(m move) {
	name := "moved"
	if m.stalls {
		name = "stalled"
	}
	h := s.teller(name, m.login, m.repository)
	start := s.start.AddDate(0, m.month, s.between(0, 12))
	if len(h.story.From) > 0 && m.repository == "tidewall" && m.login == "mirelle-oduya" {
		h.story.From = "nlp" // where the first move had led
	}
	h.look(start)
	h.ask(start.AddDate(0, 0, 30))
	if m.stalls {
		return
	}
	h.argue(start.AddDate(0, 0, 64))
	h.change("changed", start.AddDate(0, 0, 106))
	for i := range 3 {
		h.change("returned", start.AddDate(0, 0, 133+19*i))
	}
}

// look: one comment in somebody else's issue.
func (h *teller) look(t time.Time) {
	asker := h.insider(t)
	opened := h.free(asker, t)
	at := h.free(h.hero, opened.AddDate(0, 0, 1))
	h.step("looked", at, plan{kind: "Issue", at: opened, author: asker, voices: []voice{{h.hero, at, h.words(remarks, 2)}}})
}

// ask: an issue of their own, which an insider answers.
func (h *teller) ask(t time.Time) {
	helper := h.insider(t)
	opened := h.free(h.hero, t)
	reply := h.free(helper, opened.AddDate(0, 0, 1))
	thanks := h.free(h.hero, reply.AddDate(0, 0, 1))
	h.step("asked", opened, plan{kind: "Issue", at: opened, author: h.hero,
		voices: []voice{{helper, reply, h.words(answers, 1)}, {h.hero, thanks, h.words(remarks, 1)}}})
}

// argue: an issue with two insiders, over several days.
func (h *teller) argue(t time.Time) {
	first := h.insider(t)
	second := h.insider(t, first)
	opened := h.free(first, t)
	one := h.free(h.hero, opened.AddDate(0, 0, 1))
	two := h.free(second, one.AddDate(0, 0, 1))
	three := h.free(h.hero, two.AddDate(0, 0, 1))
	four := h.free(first, three.AddDate(0, 0, 1))
	h.step("argued", one, plan{kind: "Issue", at: opened, author: first, voices: []voice{{h.hero, one, h.words(remarks, 3)},
		{second, two, h.words(remarks, 2)}, {h.hero, three, h.words(remarks, 2)}, {first, four, h.words(remarks, 1)}}})
}

// change: a pull request that an insider approves.
func (h *teller) change(name string, t time.Time) {
	approver := h.insider(t)
	at := h.free(h.hero, t)
	topic := pick(h.random, vocabularies[h.place.domain]["component"])
	h.step(name, at, plan{kind: "PullRequest", at: at, author: h.hero, approver: approver, topic: topic,
		title: h.changeTitle(h.hero, h.place.domain, topic, false), body: h.changeBody(h.place.domain, topic, nil)})
}

// tellGlance: one comment, nothing before or after.
func (s *sampler) tellGlance() {
	h := s.teller("glanced", "hemi-parata-w", "emberkernels")
	h.look(s.start.AddDate(0, 20, 0))
	h.story.Steps[0].Name = "glanced"
}

// tellInvitation: somebody adds the hero to the authors of a work.
func (s *sampler) tellInvitation(name, login, by, repository string) {
	h := s.teller(name, login, repository)
	t := s.start.AddDate(0, 23, 0)
	author := s.byLogin[by]
	at := h.free(author, t)
	h.step(name, at, plan{kind: "PullRequest", at: at, author: author, approver: h.insider(t, author),
		title: "Add " + h.hero.name + " to the authors", body: "The appendix and the data section would not exist without this work.",
		files: []File{{"CITATION.cff", 3, 0, "MODIFIED"}, {"README.md", 1, 1, "MODIFIED"}}})
	h.hero.user.ORCID = cmp.Or(h.hero.user.ORCID, orcid(len(h.hero.user.Login)))
	s.credited[repository] = append(s.credited[repository], h.hero)
}

// tellTrust: an insider asks the hero to rework old files of others.
func (s *sampler) tellTrust() {
	h := s.teller("trusted", "leonor-quintavale", "plumbline")
	t := s.start.AddDate(0, 25, 0)
	asker := h.insider(t)
	opened := h.free(asker, t)
	at := h.free(h.hero, opened.AddDate(0, 0, 6))
	answer := h.free(h.hero, opened.AddDate(0, 0, 1))
	h.step("asked to", opened, plan{kind: "Issue", at: opened, author: asker, assignee: h.hero, title: "Rework answer extraction before it bites us",
		body:   "Nobody has touched it since the first import. @leonor-quintavale, would you take this? You know the tasks best.",
		voices: []voice{{h.hero, answer, "Gladly. I'll start with the tests, then split the two passes."}}})
	var files []File
	for _, path := range []string{"src/plumbline/answer_extraction.py", "src/plumbline/log_likelihood_scorer.py", "src/plumbline/result_cache.py", "tests/test_answer_extraction.py"} {
		files = append(files, File{path, 70 + s.lines(30), 90 + s.lines(30), "MODIFIED"})
	}
	h.step("refactored", at, plan{kind: "PullRequest", at: at, author: h.hero, approver: asker, assignee: h.hero, topic: "answer extraction",
		closes: func() *Thread { return h.story.Steps[0].Thread },
		title:  "Rework answer extraction in two passes", body: "Moves the greedy matching out, so that both scorers share it. Behaviour is pinned by the new tests.", files: files})
}

package githubsim

import (
	"slices"
	"strconv"
	"time"
)

// open begins a thread: its number, ids, title, body, labels, milestone.
func (s *sampler) open(p *place, from plan) *Thread {
	t := &Thread{Repository: p.Repository, Type: from.kind, Number: len(p.Threads) + 1, Title: from.title, Body: from.body,
		Author: from.author.user, State: "OPEN", CreatedAt: from.at, Reactions: s.reactions()}
	switch from.kind {
	case "PullRequest":
		t.ID, t.IssueID = s.id(pullRequestPrefix, from.at), s.id(issuePrefix, from.at)
		t.NodeID = nodeID(pullRequestPrefix, p.Repository, t.ID)
	case "Issue":
		t.ID = s.id(issuePrefix, from.at)
		t.IssueID, t.NodeID = t.ID, nodeID(issuePrefix, p.Repository, t.ID)
	case "Discussion":
		t.ID = s.id(discussionPrefix, from.at)
		t.NodeID = nodeID(discussionPrefix, p.Repository, t.ID)
	}
	if from.kind != "Discussion" && s.chance(0.22) {
		t.Milestone = milestone(p, from.at)
	}
	if from.assignee != nil {
		t.Assignees = []*User{from.assignee.user}
	}
	p.Threads = append(p.Threads, t)
	s.openers[t] = from.author
	s.link(t, from)
	return t
}

// link lets some threads point to an earlier one, which then shows it.
func (s *sampler) link(t *Thread, from plan) {
	if !s.chance(0.14) || from.author.robot {
		return
	}
	text, target := s.mention(t)
	if target == nil {
		return
	}
	t.Body += "\n\n" + text
	if target.Type != "Discussion" {
		s.event(target, "CrossReferencedEvent", from.author.user, t.CreatedAt.Add(time.Second)).Source = t
	}
}

// milestone is the version that a repository works on at t: one a quarter.
func milestone(p *place, t time.Time) string {
	quarters := int(t.Sub(p.opened).Hours() / 24 / 91)
	return strconv.Itoa(p.versions) + "." + strconv.Itoa(quarters+1)
}

// reactions is how many of them something got: mostly none.
func (s *sampler) reactions() int {
	if s.chance(0.8) {
		return 0
	}
	return int(s.logNormal(2, 0.9))
}

// eventPrefixes are the prefixes of the node ids of timeline entries.
var eventPrefixes = map[string]string{
	"MergedEvent": "ME", "ClosedEvent": "CE", "ReopenedEvent": "REE", "ReviewRequestedEvent": "RRE",
	"ReadyForReviewEvent": "RFRE", "ConvertToDraftEvent": "CTDE", "CrossReferencedEvent": "CRE",
}

// event adds an entry to a thread's timeline.
func (s *sampler) event(t *Thread, kind string, actor *User, at time.Time) *Event {
	e := &Event{ID: s.id(eventPrefix, at), Type: kind, Actor: actor, CreatedAt: at}
	e.NodeID = eventNodeID(eventPrefixes[kind], t, e.ID)
	t.Events = append(t.Events, e)
	return e
}

// say adds a comment to the conversation of an issue or a pull request.
func (s *sampler) say(t *Thread, who *person, at time.Time, text string) {
	c := &Comment{Thread: t, Type: "IssueComment", ID: s.id(issueCommentPrefix, at), Author: who.user,
		Body: text, CreatedAt: at, UpdatedAt: at, Reactions: s.reactions()}
	c.NodeID = nodeID(issueCommentPrefix, t.Repository, c.ID)
	if s.chance(0.05) {
		c.UpdatedAt = s.edited(at)
	}
	if s.chance(0.006) {
		c.Minimized = pick(s.random, []string{"OUTDATED", "RESOLVED", "OFF_TOPIC", "DUPLICATE"})
	}
	t.Comments = append(t.Comments, c)
}

// edited is when something written at t was changed last.
func (s *sampler) edited(at time.Time) time.Time {
	return s.moment(at.Add(time.Minute), minTime(at.Add(30*time.Hour), s.world.Now))
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// converse adds about mean comments after at and returns when the last was.
func (s *sampler) converse(p *place, t *Thread, topic string, at time.Time, mean float64) time.Time {
	previous := s.openers[t]
	for range s.count(mean) {
		who := s.someone(commenting, p.domain, at, previous)
		if s.chance(0.35) {
			who = s.openers[t]
		}
		if who == nil || who == previous && s.chance(0.7) {
			continue
		}
		then, ok := s.after(who, at, 14)
		if !ok || !who.works(p.domain, then) {
			continue
		}
		s.say(t, who, then, s.remark(t, who, p.domain, topic))
		at, previous = then, who
	}
	return at
}

// remark writes a comment in the way of who writes it.
func (s *sampler) remark(t *Thread, who *person, domain, topic string) string {
	phrases := remarks
	if who.outside && s.chance(0.5) {
		phrases = outsiderRemarks
	}
	text := s.sentences(phrases, s.between(1, 2+s.IntN(2)), domain, topic)
	if s.chance(0.05) {
		if link, target := s.mention(t); target != nil {
			text += " " + link
		}
	}
	return text
}

// speak adds the comments that a story wants.
func (s *sampler) speak(t *Thread, voices []voice) time.Time {
	last := t.CreatedAt
	for _, v := range voices {
		s.say(t, v.who, v.at, v.text)
		last = v.at
	}
	return last
}

// shut closes a thread without a merge.
func (s *sampler) shut(t *Thread, who *User, at time.Time, reason string) {
	t.State, t.StateReason, t.ClosedAt, t.ClosedBy = "CLOSED", reason, at, who
	s.event(t, "ClosedEvent", who, at)
}

// reopen opens a closed thread again.
func (s *sampler) reopen(t *Thread, who *User, at time.Time) {
	t.State, t.StateReason, t.ClosedAt, t.ClosedBy = "OPEN", "", time.Time{}, nil
	if t.Type == "Issue" {
		t.StateReason = "REOPENED"
	}
	s.event(t, "ReopenedEvent", who, at)
}

// issue lives through an issue. One that stays open may be closed by a pull
// request later.
func (s *sampler) issue(p *place, from plan) *Thread {
	if from.title == "" {
		from.title = s.titleOf(issueTitles, p.domain, from.topic)
		from.body = s.sentences(issueBodies, s.between(1, 4), p.domain, from.topic)
	}
	t := s.open(p, from)
	t.Labels = some(s.random, []string{"bug", "enhancement", "question", "documentation", "good first issue", "needs reproduction", p.domain}, s.between(0, 2))
	last := s.speak(t, from.voices)
	last = s.converse(p, t, from.topic, last, s.logNormal(1.7, 0.7))
	if len(from.voices) == 0 && s.chance(0.2) {
		if helper := s.someone(changing, p.domain, from.at); helper != nil {
			t.Assignees = append(t.Assignees, helperUser(helper)...)
		}
	}
	if from.assignee == nil && s.chance(0.4) {
		s.closeByHand(p, t, from, last)
	}
	if t.State == "OPEN" && from.assignee == nil {
		p.issues = append(p.issues, t)
	}
	t.Locked = t.State == "CLOSED" && s.chance(0.01)
	return t
}

func helperUser(p *person) []*User {
	if p.user == nil {
		return nil
	}
	return []*User{p.user}
}

// closeByHand lets the author or a maintainer close an issue, now and then to be
// opened again.
func (s *sampler) closeByHand(p *place, t *Thread, from plan, last time.Time) {
	who := s.someone(maintaining, p.domain, last)
	if s.chance(0.4) && from.author.user != nil {
		who = from.author
	}
	if who == nil {
		return
	}
	at, ok := s.after(who, last, 80)
	if !ok {
		return
	}
	if s.chance(0.6) {
		s.say(t, who, at.Add(-time.Second), s.fill(closings, p.domain, from.topic))
	}
	reason := "COMPLETED"
	if s.chance(0.35) {
		reason = "NOT_PLANNED"
	}
	s.shut(t, who.user, at, reason)
	if again, ok := s.after(from.author, at, 60); ok && s.chance(0.05) && from.author.user != nil {
		s.reopen(t, from.author.user, again)
	}
}

// titleOf writes a title; a few are in other scripts or hasty, as real ones are.
func (s *sampler) titleOf(phrases []string, domain, topic string) string {
	if s.chance(0.02) {
		return s.fill(rareTitles, domain, topic)
	}
	return capital(s.fill(phrases, domain, topic))
}

// closable removes and returns an open issue that a change made at t may close.
func (s *sampler) closable(p *place, t time.Time) *Thread {
	if len(p.issues) == 0 {
		return nil
	}
	i := s.IntN(len(p.issues))
	issue := p.issues[i]
	for _, e := range issue.Events {
		if !e.CreatedAt.Before(t) {
			return nil
		}
	}
	if issue.CreatedAt.Add(2 * time.Hour).After(t) {
		return nil
	}
	p.issues = slices.Delete(p.issues, i, i+1)
	return issue
}

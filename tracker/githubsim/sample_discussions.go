package githubsim

import "time"

// categories are the discussion categories of every repository that has them.
var categories = []string{"Q&A", "Q&A", "Q&A", "Ideas", "Ideas", "Show and tell", "General"}

// discussion lives through a discussion: comments, replies, an answer.
func (s *sampler) discussion(p *place, from plan) *Thread {
	if from.title == "" {
		from.title = s.titleOf(discussionTitles, p.domain, from.topic)
		from.body = s.sentences(issueBodies, s.between(1, 4), p.domain, from.topic)
	}
	t := s.open(p, from)
	t.Category = pick(s.random, categories)
	t.Answerable = t.Category == "Q&A"
	t.Upvotes = 1 + s.reactions()
	last := t.CreatedAt
	for _, v := range from.voices {
		s.remarkOn(t, v.who, v.at, v.text)
		last = v.at
	}
	if from.settled {
		t.Category, t.Answerable = "Q&A", true
		t.Answer, t.AnswerBy, t.AnsweredAt = t.Comments[0], from.author.user, s.free(from.author, last.AddDate(0, 0, 1))
		return t
	}
	for range 1 + s.count(1.6) {
		last = s.branch(p, t, from, last)
	}
	if t.Answerable {
		s.accept(p, t, from)
	}
	return t
}

// branch adds a comment to a discussion, with replies.
func (s *sampler) branch(p *place, t *Thread, from plan, last time.Time) time.Time {
	who := s.someone(commenting, p.domain, last, s.openers[t])
	if who == nil {
		return last
	}
	at, ok := s.after(who, last, 16)
	if !ok || !who.works(p.domain, at) {
		return last
	}
	phrases := remarks
	if t.Answerable && s.chance(0.7) {
		phrases = answers
	}
	top := s.remarkOn(t, who, at, s.sentences(phrases, s.between(1, 3), p.domain, from.topic))
	if s.chance(0.015) {
		top.DeletedAt, top.Body = s.edited(at), ""
	}
	for range s.count(0.9) {
		answerer := s.openers[t]
		if s.chance(0.4) {
			answerer = s.someone(commenting, p.domain, at, who)
		}
		if answerer == nil {
			continue
		}
		then, ok := s.after(answerer, at, 9)
		if !ok || !answerer.works(p.domain, then) {
			continue
		}
		reply := s.newRemark(t, answerer, then, s.sentences(remarks, s.between(1, 2), p.domain, from.topic))
		reply.ReplyTo = top
		top.Replies = append(top.Replies, reply)
		at = then
	}
	return at
}

// remarkOn adds a comment at the top level of a discussion.
func (s *sampler) remarkOn(t *Thread, who *person, at time.Time, text string) *Comment {
	c := s.newRemark(t, who, at, text)
	t.Comments = append(t.Comments, c)
	return c
}

func (s *sampler) newRemark(t *Thread, who *person, at time.Time, text string) *Comment {
	c := &Comment{Thread: t, Type: "DiscussionComment", ID: s.id(discussionComment, at), Author: who.user, Body: text,
		CreatedAt: at, UpdatedAt: at, Reactions: s.reactions(), Upvotes: 1 + s.reactions()}
	c.NodeID = nodeID(discussionComment, t.Repository, c.ID)
	return c
}

// accept lets the author, or a maintainer, choose the answer.
func (s *sampler) accept(p *place, t *Thread, from plan) {
	if !s.chance(0.68) || len(t.Comments) == 0 {
		return
	}
	answer := pick(s.random, t.Comments)
	who := from.author
	if s.chance(0.3) {
		who = s.someone(maintaining, p.domain, answer.CreatedAt)
	}
	if who == nil || who.user == nil || !answer.DeletedAt.IsZero() {
		return
	}
	if at, ok := s.after(who, answer.CreatedAt, 20); ok {
		t.Answer, t.AnswerBy, t.AnsweredAt = answer, who.user, at
	}
}

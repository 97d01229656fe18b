package githubsim

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

func itoa(n int) string { return strconv.Itoa(n) }

// rounds asks people for reviews and lets them answer.
func (c *change) rounds() {
	reviewers := []*person{}
	wanted := 1 + c.count(0.45)
	if c.plan.approver != nil { // a story does not wait for anybody else
		reviewers, wanted = append(reviewers, c.plan.approver), 0
	}
	if c.author.outside && !c.author.robot && c.chance(0.2) { // nobody gets to it
		wanted = 0
	}
	for range wanted {
		if r := c.someone(reviewing, c.place.domain, c.head, append(reviewers, c.author)...); r != nil && r.user != nil {
			reviewers = append(reviewers, r)
		}
	}
	for _, reviewer := range reviewers {
		asked := c.chance(0.6)
		if asked {
			c.request(reviewer, c.head.Add(time.Duration(c.between(1, 300))*time.Second))
		}
		at, ok := c.settleOn(reviewer, c.head.Add(6*time.Minute), 9)
		switch {
		case ok && reviewer.works(c.place.domain, at):
			c.round(reviewer, at)
		case asked:
			c.thread.Requested = append(c.thread.Requested, reviewer.user)
		}
	}
}

// request asks for a review. Outsiders cannot; a maintainer does it for them.
func (c *change) request(reviewer *person, at time.Time) {
	by := c.author.user
	if c.author.outside {
		by = reviewer.user
	}
	if at.Before(c.until) {
		c.event(c.thread, "ReviewRequestedEvent", by, at).Reviewer = reviewer.user
		c.head = at
	}
}

// round is one person's review with what follows: replies, a new commit, and
// the approval.
func (c *change) round(reviewer *person, at time.Time) {
	switch roll := c.Float64(); {
	case c.author.robot || roll < 0.52 || reviewer == c.plan.approver:
		c.approve(reviewer, at)
	case roll < 0.72:
		c.discuss(c.review(reviewer, at, "COMMENTED", c.phrase(notices)), c.between(1, 2))
		if then, ok := c.after(reviewer, c.head, 10); ok && c.chance(0.6) {
			c.approve(reviewer, then)
		}
	default:
		c.object(reviewer, at)
	}
}

func (c *change) phrase(phrases []string) string {
	return capital(c.fill(phrases, c.place.domain, c.plan.topic))
}

func (c *change) approve(reviewer *person, at time.Time) {
	words := c.phrase(reviewer.ways)
	if c.plan.approver != nil && !strings.ContainsFunc(words, unicode.IsLetter) { // a story's people say something
		words = "Reads well now."
	}
	r := c.review(reviewer, at, "APPROVED", words)
	c.approver = reviewer
	if c.plan.approver == nil && c.chance(0.2) {
		c.discuss(r, 1)
	}
}

// object asks for changes; the author answers with a commit, mostly.
func (c *change) object(reviewer *person, at time.Time) {
	r := c.review(reviewer, at, "CHANGES_REQUESTED", c.phrase(objections))
	c.discuss(r, c.between(1, 3))
	if c.chance(0.03) {
		c.backToDraft()
	}
	pushed, ok := c.after(c.author, c.head, 16)
	if !ok {
		return
	}
	c.commit(c.between(1, 2), pushed.Add(-2*time.Hour), pushed)
	if pushed.After(c.head) {
		c.head = pushed
	}
	if c.chance(0.5) {
		c.request(reviewer, c.head.Add(time.Minute))
	}
	then, ok := c.after(reviewer, c.head, 10)
	switch {
	case ok && c.chance(0.9):
		c.approve(reviewer, then)
	case ok && c.chance(0.5):
		r.State, r.UpdatedAt = "DISMISSED", then
		c.head = then
	}
}

// backToDraft takes the pull request back to draft for a while.
func (c *change) backToDraft() {
	back, ok := c.after(c.author, c.head, 3)
	if !ok {
		return
	}
	c.event(c.thread, "ConvertToDraftEvent", c.thread.Author, back)
	c.head = back
	if ready, ok := c.after(c.author, back, 30); ok {
		c.event(c.thread, "ReadyForReviewEvent", c.thread.Author, ready)
		c.head = ready
		return
	}
	c.thread.Draft = true
}

// review submits a review.
func (c *change) review(who *person, at time.Time, state, body string) *Review {
	r := &Review{Thread: c.thread, ID: c.id(reviewPrefix, at), Author: who.user, State: state, Body: body,
		CreatedAt: at.Add(-time.Duration(c.between(0, 1500)) * time.Second), SubmittedAt: at, UpdatedAt: at}
	if r.CreatedAt.Before(c.thread.CreatedAt) {
		r.CreatedAt = c.thread.CreatedAt
	}
	r.NodeID = nodeID(reviewPrefix, c.place.Repository, r.ID)
	r.CommitSHA = c.headAt(at).SHA
	c.thread.Reviews = append(c.thread.Reviews, r)
	if at.After(c.head) {
		c.head = at
	}
	return r
}

// headAt is the branch's newest commit at t.
func (c *change) headAt(t time.Time) *Commit {
	head := c.thread.CommitSHAs[0]
	for _, commit := range c.thread.CommitSHAs {
		if !commit.Committer.When.After(t) {
			head = commit
		}
	}
	return head
}

// discuss adds n comments on lines to a review; the author answers some, in a
// review of their own, as GitHub keeps replies.
func (c *change) discuss(r *Review, n int) {
	var open []*Comment
	reviewer := c.thread.Reviews[len(c.thread.Reviews)-1].Author
	for range n {
		path := c.path()
		note := c.note(r, reviewer, r.SubmittedAt, c.sentences(lineNotes, c.between(1, 2), c.place.domain, c.plan.topic))
		note.Path, note.Line = path, c.between(1, 400)
		note.DiffHunk = c.diffHunk(path, note.Line)
		if c.chance(0.65) {
			open = append(open, note)
		}
	}
	at, ok := c.after(c.author, r.SubmittedAt, 8)
	if len(open) == 0 || !ok || c.author.robot {
		return
	}
	reply := c.review(c.author, at, "COMMENTED", "")
	for _, note := range open {
		answer := c.note(reply, c.author.user, at, c.sentences(lineReplies, c.between(1, 2), c.place.domain, c.plan.topic))
		answer.ReplyTo, answer.Path, answer.Line, answer.DiffHunk = note, note.Path, note.Line, note.DiffHunk
	}
}

// note adds a comment on a line to a review.
func (c *change) note(r *Review, who *User, at time.Time, text string) *Comment {
	n := &Comment{Thread: c.thread, Review: r, Type: "PullRequestReviewComment", ID: c.id(reviewNotePrefix, at), Author: who,
		Body: text, CreatedAt: at, UpdatedAt: at, CommitSHA: r.CommitSHA, Reactions: c.reactions()}
	n.NodeID = nodeID(reviewNotePrefix, c.place.Repository, n.ID)
	if c.chance(0.04) {
		n.UpdatedAt = c.edited(at)
	}
	r.Comments = append(r.Comments, n)
	return n
}

// path is a file of the change.
func (c *change) path() string {
	if len(c.thread.Files) == 0 {
		c.thread.Files = c.chooseFiles()
	}
	return pick(c.random, c.thread.Files).Path
}

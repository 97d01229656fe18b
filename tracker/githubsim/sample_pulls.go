package githubsim

import (
	"strings"
	"time"
)

// change is a pull request in the making.
type change struct {
	*sampler
	place    *place
	plan     plan
	thread   *Thread
	author   *person
	head     time.Time // of the last thing that happened to it
	approver *person   // who approved last
}

// landing is a merged pull request that must still enter the default branch.
type landing struct {
	thread *Thread
	author *person
	merger *person
	at     time.Time
}

// pullRequest lives through a pull request: commits, requests, rounds of review,
// talk, and how it ends.
func (s *sampler) pullRequest(p *place, from plan) *Thread {
	c := &change{sampler: s, place: p, plan: from, author: from.author, head: from.at}
	issue := c.describe()
	c.thread = s.open(p, c.plan)
	t := c.thread
	t.BaseRef, t.HeadRef = p.DefaultBranch, c.branch()
	t.CrossRepo = c.author.outside && !c.author.robot || s.chance(0.05)
	t.Labels = c.labels()
	c.commit(1+s.count(0.9), from.at.Add(-time.Duration(s.between(1, 50))*time.Hour), from.at)
	if c.begin() {
		c.rounds()
		s.speak(t, from.voices)
		c.end(issue)
	}
	c.addFiles()
	if issue != nil && t.State != "MERGED" && c.plan.closes == nil {
		p.issues = append(p.issues, issue)
	}
	return t
}

// describe writes title and body, unless a story did, and returns the issue
// that the change is to close, if any.
func (c *change) describe() *Thread {
	if c.plan.cites != nil {
		c.plan.body += "\n\n" + c.plan.cites()
	}
	if c.plan.closes != nil {
		issue := c.plan.closes()
		c.plan.body += "\n\nCloses #" + itoa(issue.Number)
		return issue
	}
	if c.plan.title != "" {
		return nil
	}
	if c.author.robot {
		c.plan.title, c.plan.body = c.bump()
		return nil
	}
	var issue *Thread
	if c.chance(0.42) {
		issue = c.closable(c.place, c.plan.at)
	}
	c.plan.title = c.changeTitle(c.author, c.place.domain, c.plan.topic, issue != nil || c.chance(0.4))
	if c.chance(0.015) {
		c.plan.title = c.fill(rareTitles, c.place.domain, c.plan.topic)
	}
	c.plan.body = c.changeBody(c.place.domain, c.plan.topic, issue)
	return issue
}

func (c *change) bump() (title, body string) {
	name := pick(c.random, packages)
	from := c.fill([]string{"1.{n}.0", "0.{n}.3", "{n}.1.1"}, "", "")
	title = "Bump " + name + " from " + from + " to " + from + ".post1"
	return title, "Bumps `" + name + "`.\n\n- release notes\n- compatibility: unknown\n\nComment `@depkeeper rebase` to rebase."
}

func (c *change) branch() string {
	if c.author.robot {
		return "depkeeper/" + slugOf(strings.Fields(c.thread.Title)[1])
	}
	return pick(c.random, []string{"fix-", "feature/", "wip/", "patch-", ""}) + strings.ReplaceAll(slugOf(c.plan.topic), "_", "-") + c.fill([]string{"", "-{n}"}, "", "")
}

func (c *change) labels() []string {
	if c.author.robot {
		return []string{"dependencies"}
	}
	return some(c.random, []string{"bug", "enhancement", "documentation", "performance", "refactoring", "tests", c.place.domain}, c.between(0, 2))
}

// begin asks for reviews and lets a draft become ready. It is false when the
// pull request is still a draft.
func (c *change) begin() bool {
	t := c.thread
	if c.chance(0.15) {
		c.say(t, c.ci, t.CreatedAt.Add(time.Duration(c.between(4, 40))*time.Minute), c.fill(botReports, c.place.domain, c.plan.topic))
	}
	if c.plan.approver == nil && !c.author.robot && c.chance(0.14) {
		at, ok := c.after(c.author, c.head, 40)
		if !ok || c.chance(0.05) {
			t.Draft = true
			return false
		}
		c.event(t, "ReadyForReviewEvent", t.Author, at)
		c.head = at
	}
	if c.plan.assignee == nil && c.chance(0.12) && t.Author != nil {
		t.Assignees = append(t.Assignees, t.Author)
	}
	return true
}

// end merges, closes or leaves the pull request, after some talk.
func (c *change) end(issue *Thread) {
	said := c.converse(c.place, c.thread, c.plan.topic, c.head, 0.9)
	if c.plan.approver == nil {
		c.head = said
	}
	if c.approver == nil || c.plan.approver == nil && c.chance(0.05) {
		c.giveUp()
		return
	}
	merger := c.approver
	if c.chance(0.35) && !c.author.outside {
		merger = c.author
	}
	at, ok := c.settleOn(merger, c.head, 7)
	if !ok {
		return
	}
	if c.chance(0.012) && at.Sub(c.head) > 3*time.Hour { // closed by mistake
		c.event(c.thread, "ClosedEvent", merger.user, at.Add(-2*time.Hour))
		c.event(c.thread, "ReopenedEvent", merger.user, at.Add(-2*time.Hour+4*time.Minute))
	}
	c.merge(merger, at, issue)
}

// settleOn is after, but a story's people do come, as soon as they are back.
func (c *change) settleOn(who *person, t time.Time, hours float64) (time.Time, bool) {
	at, ok := c.after(who, t, hours)
	for tries := 0; !ok && c.plan.approver != nil && tries < 60; tries++ {
		at, ok = c.after(who, t.AddDate(0, 0, tries), hours/4)
	}
	return at, ok
}

// giveUp closes most of the pull requests that nobody approved.
func (c *change) giveUp() {
	who := c.someone(maintaining, c.place.domain, c.head)
	if who == nil || c.chance(0.4) && c.author.user != nil && !c.author.robot {
		who = c.author
	}
	at, ok := c.after(who, c.head, 300)
	if !ok || who.user == nil || c.author.outside && c.chance(0.5) {
		return
	}
	if c.chance(0.7) && !who.robot {
		c.say(c.thread, who, at.Add(-2*time.Second), c.fill(closings, c.place.domain, c.plan.topic))
	}
	c.shut(c.thread, who.user, at, "")
}

func (c *change) merge(merger *person, at time.Time, issue *Thread) {
	t := c.thread
	t.State, t.MergedAt, t.ClosedAt, t.MergedBy, t.ClosedBy = "MERGED", at, at, merger.user, merger.user
	c.event(t, "MergedEvent", merger.user, at)
	c.event(t, "ClosedEvent", merger.user, at)
	if issue != nil {
		t.Closes = []*Thread{issue}
		c.shut(issue, merger.user, at.Add(time.Second), "COMPLETED")
	}
	c.place.landings = append(c.place.landings, landing{thread: t, author: c.author, merger: merger, at: at})
	if c.plan.approver == nil && !c.author.robot && c.chance(0.015) {
		c.planRevert(merger, at)
	}
}

// planRevert lets somebody take the change back a few days later.
func (c *change) planRevert(who *person, at time.Time) {
	then, ok := c.after(who, at, 60)
	if !ok || who.user == nil {
		return
	}
	c.place.schedule(plan{kind: "PullRequest", at: then, author: who, topic: c.plan.topic, reverts: c.thread,
		title: `Revert "` + c.thread.Title + `"`, body: "Reverts " + c.place.fullName() + "#" + itoa(c.thread.Number) + ". " +
			capital(c.fill([]string{"{problem} in production."}, c.place.domain, ""))})
}

package githubsim

import (
	"net/http"
	"slices"
	"strings"
)

// issues lists a repository's issues and pull requests.
func (c *restCall) issues(r *Repository) {
	if c.beyondWall() {
		return
	}
	held := c.contents[r]
	since, labels := c.queryTime("since"), c.query("labels")
	threads := filter(slices.Concat(held.issues, held.pullRequests), func(t *Thread) bool {
		return c.wantsState(t) && !t.UpdatedAt.Before(since) && hasLabels(t, labels) &&
			c.wantsUser("creator", t.Author) && (c.query("assignee") == "" || slices.ContainsFunc(t.Assignees, func(u *User) bool { return c.wantsUser("assignee", u) }))
	})
	c.sortThreads(threads, "desc")
	list(c, threads, func(t *Thread) any { return c.issueObject(t) })
}

// wantsState applies the parameter state: open unless given.
func (c *restCall) wantsState(t *Thread) bool {
	state := c.chosen("state", "open")
	return state == "all" || state == restState(t)
}

func (c *restCall) wantsUser(parameter string, u *User) bool {
	login := c.query(parameter)
	return login == "" || u != nil && strings.EqualFold(u.Login, login)
}

func hasLabels(t *Thread, labels string) bool {
	if labels == "" {
		return true
	}
	for name := range strings.SplitSeq(labels, ",") {
		if !slices.Contains(t.Labels, name) {
			return false
		}
	}
	return true
}

// sortThreads applies sort and direction; created unless given.
func (c *restCall) sortThreads(threads []*Thread, direction string) {
	place := placeThread(map[string]string{"updated": "UPDATED_AT", "comments": "COMMENTS"}[c.query("sort")])
	descending := c.chosen("direction", direction) == "desc"
	list := entriesOf(threads, place)
	sortEntries(list, descending)
	for i, e := range list {
		threads[i] = e.item.(*Thread)
	}
}

// restState is open or closed: REST knows no merged state.
func restState(t *Thread) string {
	if t.State == "OPEN" {
		return "open"
	}
	return "closed"
}

// numberedThread finds an issue or pull request, or answers why there is none: 301
// where it was transferred, 410 where it was deleted, 404 where it never was.
func (c *restCall) numberedThread(r *Repository) *Thread {
	number, held := c.number("number"), c.contents[r]
	if t := held.threads[number]; t != nil && t.Type != "Discussion" {
		return t
	}
	if t := r.Transferred[number]; t != nil && c.view.nodes[t.NodeID] != nil {
		to := c.nodeURL(t.Repository, "/issues/%d", t.Number)
		c.json(http.StatusMovedPermanently, object{"message": "Moved Permanently", "url": to, "documentation_url": "https://docs.github.com/rest"})
		c.header.Set("Location", to)
		return nil
	}
	if held.threads[number] == nil && number > 0 && number <= held.highestNumber {
		c.fail(http.StatusGone, "This issue was deleted", "https://docs.github.com/rest/issues/issues#get-an-issue")
		return nil
	}
	c.notFound()
	return nil
}

func (c *restCall) issue(r *Repository) {
	t := c.numberedThread(r)
	if t == nil {
		return
	}
	shown := c.issueObject(t)
	shown["closed_by"] = c.simpleUser(t.ClosedBy)
	c.one(shown, t.UpdatedAt)
}

// issueObject is an issue, or the issue behind a pull request, as lists have it.
func (c *restCall) issueObject(t *Thread) object {
	self := c.nodeURL(t.Repository, "/issues/%d", t.Number)
	shown := object{
		"url": self, "repository_url": c.nodeURL(t.Repository, ""), "labels_url": self + "/labels{/name}", "comments_url": self + "/comments",
		"events_url": self + "/events", "html_url": c.url(t), "timeline_url": self + "/timeline", "id": t.ID, "node_id": t.NodeID,
		"number": t.Number, "title": t.Title, "user": c.simpleAuthor(t.Author), "labels": c.labels(t), "state": restState(t),
		"locked": t.Locked, "assignee": c.firstAssignee(t), "assignees": c.simpleUsers(t.Assignees), "milestone": c.milestone(t),
		"comments": len(t.Comments), "created_at": moment(t.CreatedAt), "updated_at": moment(t.UpdatedAt), "closed_at": moment(t.ClosedAt),
		"author_association": t.Association, "active_lock_reason": nil, "body": optional(c.text(t.Body)), "state_reason": stateReason(t),
		"reactions": c.reactions(self, t.Reactions), "performed_via_github_app": nil,
	}
	if t.Type == "PullRequest" {
		shown["id"], shown["draft"] = t.IssueID, t.Draft
		shown["pull_request"] = object{
			"url": c.nodeURL(t.Repository, "/pulls/%d", t.Number), "html_url": c.url(t), "diff_url": c.url(t) + ".diff",
			"patch_url": c.url(t) + ".patch", "merged_at": moment(t.MergedAt),
		}
	}
	return shown
}

func stateReason(t *Thread) any { return optional(strings.ToLower(t.StateReason)) }

func (c *restCall) firstAssignee(t *Thread) any {
	if len(t.Assignees) == 0 {
		return nil
	}
	return c.simpleUser(t.Assignees[0])
}

func (c *restCall) labels(t *Thread) []object {
	labels := make([]object, len(t.Labels))
	for i, name := range t.Labels {
		labels[i] = c.labelObject(t.Repository, i, name)
	}
	return labels
}

func (c *restCall) labelObject(r *Repository, id int, name string) object {
	return object{
		"id": r.ID*1000 + int64(id), "node_id": opaqueID("LA", r.FullName()+" "+name), "url": c.nodeURL(r, "/labels/%s", name),
		"name": name, "color": "ededed", "default": false, "description": "",
	}
}

func (c *restCall) milestone(t *Thread) any {
	if t.Milestone == "" {
		return nil
	}
	r := t.Repository
	number := 1 + slices.Index(c.contents[r].milestones, t.Milestone)
	self := c.nodeURL(r, "/milestones/%d", number)
	return object{
		"url": self, "html_url": c.milestoneURL(r, number), "labels_url": self + "/labels", "id": r.ID*1000 + int64(number),
		"node_id": opaqueID("MI", r.FullName()+" "+t.Milestone), "number": number, "title": t.Milestone, "description": nil,
		"creator": c.simpleUser(r.Owner), "open_issues": 0, "closed_issues": 0, "state": "open", "created_at": moment(r.CreatedAt),
		"updated_at": moment(r.CreatedAt), "due_on": nil, "closed_at": nil,
	}
}

// issueConversation lists the comments of an issue or pull request, oldest first.
func (c *restCall) issueConversation(r *Repository) {
	if t := c.numberedThread(r); t != nil {
		c.listComments(t.Comments, c.issueCommentObject)
	}
}

func (c *restCall) issueComments(r *Repository) {
	c.listComments(c.contents[r].issueComments, c.issueCommentObject)
}

// listComments applies since, sort and direction to comments of a kind; by id
// unless given.
func (c *restCall) listComments(comments []*Comment, show func(*Comment) any) {
	since := c.queryTime("since")
	kept := entriesOf(filter(comments, func(m *Comment) bool { return !m.UpdatedAt.Before(since) }), func(m *Comment) (int64, int64) {
		switch c.query("sort") {
		case "updated":
			return m.UpdatedAt.Unix(), m.ID
		case "created":
			return m.CreatedAt.Unix(), m.ID
		}
		return 0, m.ID
	})
	sortEntries(kept, c.query("sort") != "" && c.query("direction") == "desc")
	list(c, kept, func(e entry) any { return show(e.item.(*Comment)) })
}

func (c *restCall) issueCommentObject(m *Comment) any {
	self := c.nodeURL(m.Repository, "/issues/comments/%d", m.ID)
	return object{
		"url": self, "html_url": c.url(m), "issue_url": c.nodeURL(m.Repository, "/issues/%d", m.Thread.Number), "id": m.ID,
		"node_id": m.NodeID, "user": c.simpleAuthor(m.Author), "created_at": moment(m.CreatedAt), "updated_at": moment(m.UpdatedAt),
		"body": c.text(m.Body), "author_association": m.Association, "reactions": c.reactions(self, m.Reactions),
		"performed_via_github_app": nil,
	}
}

func (c *restCall) issueEvents(r *Repository) {
	if t := c.numberedThread(r); t != nil {
		list(c, t.Events, func(e *Event) any { return c.eventObject(e) })
	}
}

// repositoryEvents lists the events of all issues and pull requests, newest first.
func (c *restCall) repositoryEvents(r *Repository) {
	var events []*Event
	for _, t := range r.Threads {
		events = append(events, t.Events...)
	}
	slices.SortFunc(events, func(a, b *Event) int { return int(b.ID - a.ID) })
	list(c, events, func(e *Event) any {
		shown := c.eventObject(e)
		shown["issue"] = c.issueObject(e.thread)
		return shown
	})
}

func (c *restCall) eventObject(e *Event) object {
	r := e.thread.Repository
	shown := object{
		"id": e.ID, "node_id": e.NodeID, "url": c.nodeURL(r, "/issues/events/%d", e.ID), "actor": c.simpleUser(e.Actor),
		"event": eventTypes[e.Type], "commit_id": nil, "commit_url": nil, "created_at": moment(e.CreatedAt), "performed_via_github_app": nil,
	}
	switch e.Type {
	case "ReviewRequestedEvent", "ReviewRequestRemovedEvent":
		shown["requested_reviewer"], shown["review_requester"] = c.simpleUser(e.Reviewer), c.simpleUser(e.Actor)
	case "AssignedEvent", "UnassignedEvent":
		shown["assignee"], shown["assigner"] = c.simpleUser(e.Reviewer), c.simpleUser(e.Actor)
	case "LabeledEvent", "UnlabeledEvent":
		shown["label"] = object{"name": e.Subject, "color": "ededed"}
	case "MilestonedEvent", "DemilestonedEvent":
		shown["milestone"] = object{"title": e.Subject}
	case "RenamedTitleEvent":
		shown["rename"] = object{"from": e.Former, "to": e.Subject}
	case "MergedEvent":
		shown["commit_id"] = optional(e.thread.MergeCommitSHA)
	}
	return shown
}

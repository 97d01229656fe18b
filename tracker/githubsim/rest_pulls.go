package githubsim

import (
	"net/http"
	"strings"
)

// pulls lists a repository's pull requests. There is no since.
func (c *restCall) pulls(r *Repository) {
	threads := filter(c.contents[r].pullRequests, func(t *Thread) bool {
		return c.wantsState(t) && (c.query("base") == "" || c.query("base") == t.BaseRef) &&
			(c.query("head") == "" || strings.HasSuffix(c.query("head"), ":"+t.HeadRef))
	})
	direction := "desc"
	if sort := c.query("sort"); sort != "" && sort != "created" {
		direction = "asc"
	}
	c.sortThreads(threads, direction)
	list(c, threads, func(t *Thread) any { return c.pullObject(t) })
}

// numberedPull finds a pull request, or answers 404.
func (c *restCall) numberedPull(r *Repository) *Thread {
	if t := c.contents[r].threads[c.number("number")]; t != nil && t.Type == "PullRequest" {
		return t
	}
	c.notFound()
	return nil
}

// pull answers with one pull request. It has what lists leave out: who merged it,
// and the sizes.
func (c *restCall) pull(r *Repository) {
	t := c.numberedPull(r)
	if t == nil {
		return
	}
	shown := c.pullObject(t)
	for name, value := range map[string]any{
		"merged": t.State == "MERGED", "mergeable": nil, "rebaseable": nil, "mergeable_state": "unknown",
		"merged_by": c.simpleUser(t.MergedBy), "comments": len(t.Comments), "review_comments": len(c.reviewCommentsOf(t)),
		"maintainer_can_modify": false, "commits": len(t.CommitSHAs), "additions": t.Additions, "deletions": t.Deletions,
		"changed_files": t.ChangedFiles,
	} {
		shown[name] = value
	}
	c.one(shown, t.UpdatedAt)
}

// pullObject is a pull request as lists have it.
func (c *restCall) pullObject(t *Thread) object {
	r := t.Repository
	self, issue := c.nodeURL(r, "/pulls/%d", t.Number), c.nodeURL(r, "/issues/%d", t.Number)
	statuses := c.nodeURL(r, "/statuses/%s", t.HeadSHA)
	link := func(address string) object { return object{"href": address} }
	return object{
		"url": self, "id": t.ID, "node_id": t.NodeID, "html_url": c.url(t), "diff_url": c.url(t) + ".diff", "patch_url": c.url(t) + ".patch",
		"issue_url": issue, "commits_url": self + "/commits", "review_comments_url": self + "/comments", "statuses_url": statuses,
		"review_comment_url": c.nodeURL(r, "/pulls/comments{/number}"), "comments_url": issue + "/comments", "number": t.Number,
		"state": restState(t), "locked": t.Locked, "title": t.Title, "user": c.simpleAuthor(t.Author), "body": optional(c.text(t.Body)),
		"labels": c.labels(t), "milestone": c.milestone(t), "active_lock_reason": nil, "created_at": moment(t.CreatedAt),
		"updated_at": moment(t.UpdatedAt), "closed_at": moment(t.ClosedAt), "merged_at": moment(t.MergedAt),
		"merge_commit_sha": optional(t.MergeCommitSHA), "assignee": c.firstAssignee(t), "assignees": c.simpleUsers(t.Assignees),
		"requested_reviewers": c.simpleUsers(t.Requested), "requested_teams": []any{}, "author_association": t.Association,
		"auto_merge": nil, "draft": t.Draft, "head": c.branch(t, headOwner(t), t.HeadRef, t.HeadSHA), "base": c.branch(t, r.Owner, t.BaseRef, t.BaseSHA),
		"_links": object{
			"self": link(self), "html": link(c.url(t)), "issue": link(issue), "comments": link(issue + "/comments"),
			"review_comments": link(self + "/comments"), "review_comment": link(c.nodeURL(r, "/pulls/comments{/number}")),
			"commits": link(self + "/commits"), "statuses": link(statuses),
		},
	}
}

// branch is one side of a pull request. The fork of a cross-repository one is not
// in the world, and is shown as a copy of the repository; where its owner is a ghost, it is
// null, as GitHub's is.
func (c *restCall) branch(t *Thread, owner *User, ref, sha string) object {
	shown := object{"label": nil, "ref": ref, "sha": sha, "user": c.simpleUser(owner), "repo": nil}
	if owner != nil {
		shown["label"], shown["repo"] = owner.Login+":"+ref, c.fork(t.Repository, owner)
	}
	return shown
}

// fork is a user's copy of a repository, or the repository itself for its owner.
func (c *restCall) fork(r *Repository, owner *User) any {
	if owner == r.Owner {
		return c.simpleRepository(r)
	}
	fork := *r
	fork.Owner, fork.Fork, fork.Threads = owner, true, nil
	fork.ID = forkIDs + r.ID%forkIDs + owner.ID%forkIDs
	fork.NodeID = opaqueID("R", fork.ID)
	return c.keep("fork", [2]any{r, owner}, func() object { return c.repositoryObject(&fork) })
}

// forkIDs are where the ids of forks begin.
const forkIDs = 1_000_000_000_000

func (c *restCall) pullReviews(r *Repository) {
	t := c.numberedPull(r)
	if t == nil {
		return
	}
	list(c, c.reviewsOf(t), func(v *Review) any { return c.reviewObject(v) })
}

func (c *restCall) reviewObject(v *Review) object {
	pull := c.nodeURL(v.Thread.Repository, "/pulls/%d", v.Thread.Number)
	shown := object{
		"id": v.ID, "node_id": v.NodeID, "user": c.simpleUser(v.Author), "body": c.text(v.Body), "state": v.State, "html_url": c.url(v),
		"pull_request_url": pull, "author_association": v.Association, "commit_id": optional(v.CommitSHA),
		"_links": object{"html": object{"href": c.url(v)}, "pull_request": object{"href": pull}},
	}
	if !v.SubmittedAt.IsZero() {
		shown["submitted_at"] = moment(v.SubmittedAt) // absent while pending
	}
	return shown
}

func (c *restCall) pullComments(r *Repository) {
	if t := c.numberedPull(r); t != nil {
		c.listComments(c.reviewCommentsOf(t), c.reviewCommentObject)
	}
}

func (c *restCall) reviewComments(r *Repository) {
	c.listComments(c.contents[r].reviewComments, c.reviewCommentObject)
}

func (c *restCall) reviewCommentObject(m *Comment) any {
	self, pull := c.nodeURL(m.Repository, "/pulls/comments/%d", m.ID), c.nodeURL(m.Repository, "/pulls/%d", m.Thread.Number)
	shown := object{
		"url": self, "pull_request_review_id": m.Review.ID, "id": m.ID, "node_id": m.NodeID, "diff_hunk": m.DiffHunk, "path": m.Path,
		"commit_id": m.CommitSHA, "original_commit_id": m.CommitSHA, "user": c.simpleUser(m.Author), "body": c.text(m.Body),
		"created_at": moment(m.CreatedAt), "updated_at": moment(m.UpdatedAt), "html_url": c.url(m), "pull_request_url": pull,
		"author_association": m.Association, "reactions": c.reactions(self, m.Reactions), "line": positive(m.Line), "side": "RIGHT",
		"start_line": nil, "original_start_line": nil, "start_side": nil, "position": positive(m.Line), "subject_type": "line",
		"_links": object{"self": object{"href": self}, "html": object{"href": c.url(m)}, "pull_request": object{"href": pull}},
	}
	if m.Line > 0 {
		shown["original_line"], shown["original_position"] = m.Line, m.Line
	}
	if m.ReplyTo != nil {
		shown["in_reply_to_id"] = m.ReplyTo.ID
	}
	return shown
}

// pullFiles lists at most 3,000 files.
func (c *restCall) pullFiles(r *Repository) {
	t := c.numberedPull(r)
	if t == nil {
		return
	}
	files := t.Files[:min(len(t.Files), filesShown)]
	list(c, files, func(f File) any { return c.fileObject(r, t.HeadSHA, f) })
}

func (c *restCall) fileObject(r *Repository, sha string, f File) object {
	status := map[string]string{"ADDED": "added", "MODIFIED": "modified", "DELETED": "removed", "RENAMED": "renamed"}[f.Change]
	return object{
		"sha": blobHash(f.Path), "filename": f.Path, "status": status, "additions": f.Additions, "deletions": f.Deletions,
		"changes": f.Additions + f.Deletions, "blob_url": c.url(r) + "/blob/" + sha + "/" + f.Path,
		"raw_url": c.url(r) + "/raw/" + sha + "/" + f.Path, "contents_url": c.nodeURL(r, "/contents/%s?ref=%s", f.Path, sha),
	}
}

// pullCommits lists at most 250 commits, oldest first.
func (c *restCall) pullCommits(r *Repository) {
	t := c.numberedPull(r)
	if t == nil {
		return
	}
	commits := t.CommitSHAs[:min(len(t.CommitSHAs), commitsShown)]
	list(c, commits, func(m *Commit) any { return c.commitObject(m) })
}

// commits lists the default branch, newest first, or another branch's known
// commit alone.
func (c *restCall) commits(r *Repository) {
	if len(r.Commits) == 0 {
		c.fail(http.StatusConflict, "Git Repository is empty.", "https://docs.github.com/rest/commits/commits#list-commits")
		return
	}
	start := c.revision(r, c.chosen("sha", "HEAD"))
	if start == nil {
		c.notFound()
		return
	}
	since, until, author := c.queryTime("since"), c.queryTime("until"), c.query("author")
	kept := filter(upTo(start), func(m *Commit) bool {
		when := m.Committer.When
		return !when.Before(since) && (until.IsZero() || !when.After(until)) && byAuthor(m, author) &&
			(c.query("path") == "" || touches(m, c.query("path")))
	})
	newest := make([]*Commit, len(kept))
	for i, m := range kept {
		newest[len(kept)-1-i] = m
	}
	list(c, newest, func(m *Commit) any { return c.commitObject(m) })
}

// byAuthor compares the commit's author, not its co-authors, with a login or an
// address.
func byAuthor(m *Commit, author string) bool {
	first := firstAuthor(m)
	return author == "" || first != nil && (first.Email == author || first.User != nil && strings.EqualFold(first.User.Login, author))
}

func (c *restCall) commitItself(r *Repository) {
	m := c.revision(r, c.parameter("sha"))
	if m == nil {
		c.fail(http.StatusUnprocessableEntity, "No commit found for SHA: "+c.parameter("sha"), "https://docs.github.com/rest/commits/commits#get-a-commit")
		return
	}
	shown := c.commitObject(m)
	shown["stats"] = object{"additions": m.Additions, "deletions": m.Deletions, "total": m.Additions + m.Deletions}
	files := make([]object, len(m.Files))
	for i, f := range m.Files {
		files[i] = c.fileObject(r, m.SHA, f)
	}
	shown["files"] = files
	c.one(shown, m.Committer.When)
}

func (c *restCall) commitObject(m *Commit) object {
	r := m.Repository
	self, git := c.nodeURL(r, "/commits/%s", m.SHA), c.nodeURL(r, "/git/commits/%s", m.SHA)
	author := firstAuthor(m)
	shown := object{
		"sha": m.SHA, "node_id": m.NodeID, "url": self, "html_url": c.url(m), "comments_url": self + "/comments",
		"author": nil, "committer": c.simpleUser(m.Committer.User), "parents": c.parents(m),
	}
	inner := object{
		"author": nil, "committer": signatureObject(m.Committer), "message": c.text(m.Message), "url": git, "comment_count": 0,
		"tree":         object{"sha": blobHash(m.SHA), "url": c.nodeURL(r, "/git/trees/%s", blobHash(m.SHA))},
		"verification": object{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil},
	}
	if author != nil {
		shown["author"], inner["author"] = c.simpleUser(author.User), signatureObject(*author)
	}
	shown["commit"] = inner
	return shown
}

// signatureObject has the time in UTC: REST drops the offset.
func signatureObject(s Signature) object {
	return object{"name": s.Name, "email": s.Email, "date": moment(s.When)}
}

func (c *restCall) parents(m *Commit) []object {
	parents := make([]object, len(m.Parents))
	for i, sha := range m.Parents {
		parents[i] = object{"sha": sha, "url": c.nodeURL(m.Repository, "/commits/%s", sha), "html_url": c.url(m.Repository) + "/commit/" + sha}
	}
	return parents
}

func (c *restCall) commitComments(r *Repository) { c.listComments(r.Comments, c.commitCommentObject) }

func (c *restCall) commentsOfCommit(r *Repository) {
	c.listComments(filter(r.Comments, func(m *Comment) bool { return m.CommitSHA == c.parameter("sha") }), c.commitCommentObject)
}

func (c *restCall) commitCommentObject(m *Comment) any {
	self := c.nodeURL(m.Repository, "/comments/%d", m.ID)
	return object{
		"url": self, "html_url": c.url(m), "id": m.ID, "node_id": m.NodeID, "user": c.simpleUser(m.Author), "position": positive(m.Line),
		"line": positive(m.Line), "path": optional(m.Path), "commit_id": m.CommitSHA, "created_at": moment(m.CreatedAt),
		"updated_at": moment(m.UpdatedAt), "author_association": m.Association, "body": c.text(m.Body), "reactions": c.reactions(self, m.Reactions),
	}
}

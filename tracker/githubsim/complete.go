package githubsim

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
)

// complete gives every part of a world what a real object always has: a way back
// to what it is part of, an id, a node id, a state, an update time. What is
// there already stays as it is, so a second call changes nothing.
func complete(w *World) {
	c := completion{lastID: highestID(w)}
	for _, u := range w.Users {
		u.Type = cmp.Or(u.Type, "User")
		c.identify(&u.ID, &u.NodeID, nodePrefixes[u.Type])
	}
	for _, r := range w.Repositories {
		c.repository(r)
	}
}

// completion hands out ids above all that a world has.
type completion struct{ lastID int64 }

// nodePrefixes are what GitHub's node ids begin with, by type.
var nodePrefixes = map[string]string{
	"User": "U", "Bot": "BOT", "Mannequin": "M", "Organization": "O", "Repository": "R",
	"PullRequest": "PR", "Issue": "I", "Discussion": "D", "IssueComment": "IC", "CommitComment": "CC",
	"PullRequestReview": "PRR", "PullRequestReviewComment": "PRRC", "DiscussionComment": "DC",
	"Commit": "C", "Release": "RE",
}

func (c *completion) identify(id *int64, node *string, prefix string) {
	if *id == 0 {
		c.lastID++
		*id = c.lastID
	}
	if *node == "" {
		*node = opaqueID(prefix, *id)
	}
}

// opaqueID makes an opaque node id: the type's prefix, and the id in base64.
func opaqueID(prefix string, id any) string {
	return prefix + "_" + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "sim:%v", id))
}

func (c *completion) repository(r *Repository) {
	c.identify(&r.ID, &r.NodeID, "R")
	r.DefaultBranch = cmp.Or(r.DefaultBranch, "main")
	if r.UpdatedAt.IsZero() {
		r.UpdatedAt = r.CreatedAt
	}
	for _, t := range r.Threads {
		t.Repository = r
		c.thread(t)
	}
	for _, commit := range r.Commits {
		c.commit(commit, r)
	}
	for _, comment := range r.Comments {
		comment.Repository = r
		c.comment(comment, "CommitComment")
	}
	for _, release := range r.Releases {
		release.Repository = r
		c.identify(&release.ID, &release.NodeID, "RE")
	}
}

func (c *completion) thread(t *Thread) {
	c.identify(&t.ID, &t.NodeID, nodePrefixes[t.Type])
	if t.Type == "PullRequest" && t.IssueID == 0 {
		c.lastID++
		t.IssueID = c.lastID
	}
	t.State = cmp.Or(t.State, "OPEN")
	t.Association = cmp.Or(t.Association, "NONE")
	t.BaseRef = cmp.Or(t.BaseRef, t.Repository.DefaultBranch)
	if t.UpdatedAt.IsZero() {
		t.UpdatedAt = t.CreatedAt
	}
	c.comments(t, t.Comments, map[string]string{"Discussion": "DiscussionComment"}[t.Type])
	for _, review := range slices.Concat(t.Reviews, t.Unlisted) {
		review.Thread = t
		c.review(review)
	}
	for _, commit := range t.CommitSHAs {
		c.commit(commit, t.Repository)
	}
	for _, event := range t.Events {
		event.thread = t
		if event.Commit != nil && event.Commit.Repository == nil {
			c.commit(event.Commit, t.Repository)
		}
		c.identify(&event.ID, &event.NodeID, event.Type)
	}
}

// comments completes the conversation of a thread; kind is the comments' type,
// "IssueComment" when empty.
func (c *completion) comments(t *Thread, comments []*Comment, kind string) {
	for _, comment := range comments {
		comment.Thread, comment.Repository = t, t.Repository
		c.comment(comment, cmp.Or(kind, "IssueComment"))
		for _, reply := range comment.Replies {
			reply.ReplyTo = comment
		}
		c.comments(t, comment.Replies, kind)
	}
}

func (c *completion) review(r *Review) {
	c.identify(&r.ID, &r.NodeID, "PRR")
	r.Association = cmp.Or(r.Association, "NONE")
	if r.CreatedAt.IsZero() {
		r.CreatedAt = r.SubmittedAt
	}
	if r.UpdatedAt.IsZero() {
		r.UpdatedAt = r.CreatedAt
	}
	for _, comment := range r.Comments {
		comment.Review, comment.Thread, comment.Repository = r, r.Thread, r.Thread.Repository
		c.comment(comment, "PullRequestReviewComment")
	}
}

func (c *completion) comment(m *Comment, kind string) {
	m.Type = kind
	c.identify(&m.ID, &m.NodeID, nodePrefixes[kind])
	m.Association = cmp.Or(m.Association, "NONE")
	if m.UpdatedAt.IsZero() {
		m.UpdatedAt = m.CreatedAt
	}
}

func (c *completion) commit(commit *Commit, r *Repository) {
	commit.Repository = r
	if commit.NodeID == "" {
		commit.NodeID = opaqueID("C", fmt.Sprint(r.ID, ":", commit.SHA))
	}
	if commit.Committer.When.IsZero() && len(commit.Authors) > 0 {
		commit.Committer = commit.Authors[0]
	}
}

// highestID is the largest database id in a world, so that new ones differ.
func highestID(w *World) int64 {
	highest := int64(1000)
	see := func(ids ...int64) { highest = max(highest, slices.Max(ids)) }
	for _, u := range w.Users {
		see(u.ID)
	}
	for _, r := range w.Repositories {
		see(r.ID)
		eachComment(r, func(m *Comment) { see(m.ID) })
		for _, release := range r.Releases {
			see(release.ID)
		}
		for _, t := range r.Threads {
			see(t.ID, t.IssueID)
			for _, review := range slices.Concat(t.Reviews, t.Unlisted) {
				see(review.ID)
			}
			for _, event := range t.Events {
				see(event.ID)
			}
		}
	}
	return highest
}

// eachComment calls f for every comment of every type in a repository, replies
// after what they reply to.
func eachComment(r *Repository, f func(*Comment)) {
	each := func(comments []*Comment) {
		for _, comment := range comments {
			f(comment)
			for _, reply := range comment.Replies {
				f(reply)
			}
		}
	}
	each(r.Comments)
	for _, t := range r.Threads {
		each(t.Comments)
		for _, review := range slices.Concat(t.Reviews, t.Unlisted) {
			each(review.Comments)
		}
	}
}

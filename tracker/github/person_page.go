package github

import (
	"time"

	"rungless/tracker"
)

// indexPage turns one answer of PersonIndex into a batch.
type indexPage struct {
	view
	position *indexPosition
	batch    tracker.Batch
}

// take reads one page of an ordered list: it calls keep for each item that
// changed since the watermark and says in the position how far the walk is.
// Anything older was stored by an earlier pass.
func take[T any](x *indexPage, name string, page *connection[T], changed func(T) (created, updated time.Time), keep func(item[T])) {
	if page == nil {
		return
	}
	w := x.position.Lists[name]
	w.Asked = page.TotalCount
	w.At, w.Done = page.PageInfo.EndCursor, !page.PageInfo.HasNextPage
	for _, node := range page.Nodes {
		if node.isNull() {
			continue
		}
		created, updated := changed(node.value)
		if updated.Before(x.position.Watermark) {
			w.Done = true
			continue
		}
		x.count(w, created, updated)
		keep(node)
	}
}

// takeBackwards is take for a list without an order, oldest first, that is
// walked from its end. It stops at what is older than the watermark, except once
// a month.
func takeBackwards[T any](x *indexPage, name string, page *connection[T], changed func(T) (created, updated time.Time), keep func(item[T])) {
	if page == nil {
		return
	}
	w := x.position.Lists[name]
	w.Asked = page.TotalCount
	w.At, w.Done = page.PageInfo.StartCursor, !page.PageInfo.HasPreviousPage
	whole := x.position.Walked.IsZero()
	for _, node := range page.Nodes {
		if node.isNull() {
			continue
		}
		created, updated := changed(node.value)
		if created.Before(x.position.Watermark) && !whole {
			w.Done = true
		}
		if whole || !updated.Before(x.position.Watermark) {
			x.count(w, created, updated)
			keep(node)
		}
	}
}

// count counts an item that no earlier pass has counted, and notices whether the
// last pass can have known it. The overlap is read twice and counted once.
func (x *indexPage) count(w *walk, created, updated time.Time) {
	last := x.position.Watermark.Add(overlap)
	x.position.Moved = x.position.Moved || !updated.Before(last)
	if !created.Before(last) || x.position.Watermark.IsZero() {
		w.Got++
	}
}

func (x *indexPage) takeThreads(data indexReply) {
	take(x, pullRequests, data.Node.PullRequests,
		func(w wirePullRequest) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt },
		func(n item[wirePullRequest]) {
			x.see(n.value.Repository)
			x.batch.Threads = append(x.batch.Threads, x.pullRequestIndex(n.value, tracker.Wanted))
		})
	take(x, issues, data.Node.Issues,
		func(w wireIssue) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt },
		func(n item[wireIssue]) {
			x.see(n.value.Repository)
			x.batch.Threads = append(x.batch.Threads, x.issue(n))
			if closer, ok := x.closer(n.value); ok {
				x.batch.Threads = append(x.batch.Threads, closer)
			}
		})
	take(x, discussions, data.Node.RepositoryDiscussions,
		func(w wireDiscussion) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt },
		func(n item[wireDiscussion]) {
			x.see(n.value.Repository)
			x.batch.Threads = append(x.batch.Threads, x.discussionIndex(n.value, tracker.Wanted))
		})
}

func (x *indexPage) takeComments(data indexReply) {
	take(x, issueComments, data.Node.IssueComments,
		func(w wireIssueComment) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt }, x.keepIssueComment)
	takeBackwards(x, discussionComments, data.Node.RepositoryDiscussionComments,
		func(w wireDiscussionComment) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt }, x.keepDiscussionComment)
	takeBackwards(x, commitComments, data.Node.CommitComments,
		func(w wireCommitComment) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt },
		func(n item[wireCommitComment]) {
			x.see(n.value.Repository)
			x.batch.Comments = append(x.batch.Comments, x.commitComment(n))
		})
}

// keepIssueComment takes a comment and the thread it is in, seen in passing.
// GitHub names an issue for a pull request too; the pull request decides.
func (x *indexPage) keepIssueComment(n item[wireIssueComment]) {
	var thread tracker.Thread
	switch w := n.value; {
	case w.PullRequest != nil:
		x.see(w.PullRequest.Repository)
		thread = x.pullRequestIndex(*w.PullRequest, tracker.InPassing)
	case w.Issue != nil:
		x.see(w.Issue.Repository)
		thread = x.issueIndex(*w.Issue)
	default:
		return
	}
	x.batch.Threads = append(x.batch.Threads, thread)
	x.batch.Comments = append(x.batch.Comments, x.issueComment(thread.ThreadRef, n))
}

// keepDiscussionComment takes a comment and wants the discussion it is in: what
// was answered and accepted is around it. A deleted comment stays in the list,
// emptied.
func (x *indexPage) keepDiscussionComment(n item[wireDiscussionComment]) {
	w := n.value
	if w.Discussion == nil {
		return
	}
	x.see(w.Discussion.Repository)
	thread := x.discussionIndex(*w.Discussion, tracker.Wanted)
	x.batch.Threads = append(x.batch.Threads, thread)
	if !w.DeletedAt.IsZero() {
		x.batch.Tombstones = append(x.batch.Tombstones, x.deletedComment(thread.ThreadRef, w))
		return
	}
	x.batch.Comments = append(x.batch.Comments, x.discussionComment(thread.ThreadRef, n))
}

func (v view) deletedComment(thread tracker.ThreadRef, w wireDiscussionComment) tracker.Tombstone {
	return tracker.Tombstone{Kind: tracker.DiscussionComment, Thread: thread, DatabaseID: w.DatabaseID,
		Reason: tracker.Deleted, At: w.DeletedAt.UTC()}
}

// see reports the repository that an item is in.
func (x *indexPage) see(w *wireRepository) {
	if w == nil {
		return
	}
	for _, known := range x.batch.Repositories {
		if known.NodeID == w.ID {
			return
		}
	}
	x.batch.Repositories = append(x.batch.Repositories, x.sighting(w))
}

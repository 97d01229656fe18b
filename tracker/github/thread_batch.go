package github

import "rungless/tracker"

// threadBatch gathers whole threads with all that is in them.
type threadBatch struct {
	*run
	view  view
	batch tracker.Batch
}

// pullRequest adds a pull request, its commits, the commit that merged it, its
// reviews and their comments.
func (b *threadBatch) pullRequest(n item[wirePullRequest]) {
	w := n.value
	thread := b.view.pullRequest(n)
	b.see(w.Repository)
	b.batch.Threads = append(b.batch.Threads, thread)
	for _, node := range w.Commits.Nodes {
		b.commit(thread, node.value.Commit, false)
	}
	if w.MergeCommit != nil && !w.MergeCommit.isNull() {
		b.commit(thread, *w.MergeCommit, mergedIntoDefault(w))
	}
	for _, node := range w.Reviews.Nodes {
		if review, ok := b.view.review(thread.ThreadRef, node); ok {
			b.batch.Reviews = append(b.batch.Reviews, review)
		}
	}
	b.reviewComments(thread.ThreadRef, w)
	b.gaps(w)
}

// mergedIntoDefault reports whether the pull request's merge is on the default
// branch.
func mergedIntoDefault(w wirePullRequest) bool {
	return w.Repository != nil && w.Repository.DefaultBranchRef != nil && w.Repository.DefaultBranchRef.Name == w.BaseRefName
}

func (b *threadBatch) commit(thread tracker.Thread, n item[wireCommit], onDefault bool) {
	if n.isNull() {
		return
	}
	c, links := b.view.commit(thread.Repository, n)
	c.OnDefault, c.PullRequests = onDefault, []int{thread.Number}
	b.batch.Commits = append(b.batch.Commits, c)
	b.batch.EmailLinks = append(b.batch.EmailLinks, links...)
}

// reviewComments adds the comments of a pull request's review threads; those of a
// review that is not submitted yet are its author's alone.
func (b *threadBatch) reviewComments(thread tracker.ThreadRef, w wirePullRequest) {
	if w.ReviewThreads == nil {
		return
	}
	for _, lines := range w.ReviewThreads.Nodes {
		for _, comment := range lines.Comments.Nodes {
			if !comment.isNull() && comment.value.State != "PENDING" {
				b.batch.Comments = append(b.batch.Comments, b.view.reviewComment(thread, comment))
			}
		}
	}
}

// discussion adds a discussion and its comments with their replies.
func (b *threadBatch) discussion(n item[wireDiscussion]) {
	thread := b.view.discussion(n)
	b.see(n.value.Repository)
	b.batch.Threads = append(b.batch.Threads, thread)
	for _, comment := range n.value.Comments.Nodes {
		b.discussionComment(thread.ThreadRef, comment)
		if comment.value.Replies == nil {
			continue
		}
		for _, answer := range comment.value.Replies.Nodes {
			b.discussionComment(thread.ThreadRef, answer)
		}
	}
}

func (b *threadBatch) discussionComment(thread tracker.ThreadRef, n item[wireDiscussionComment]) {
	switch {
	case n.isNull():
	case !n.value.DeletedAt.IsZero():
		b.batch.Tombstones = append(b.batch.Tombstones, b.view.deletedComment(thread, n.value))
	default:
		b.batch.Comments = append(b.batch.Comments, b.view.discussionComment(thread, n))
	}
}

// gaps notes lists of a pull request that are not read past their first page.
// Nobody asks for a hundred reviews or closes fifty issues at once by accident,
// but a program may.
func (b *threadBatch) gaps(w wirePullRequest) {
	if w.Requested != nil && w.Requested.PageInfo.HasNextPage || w.ClosingIssuesReferences != nil && w.ClosingIssuesReferences.PageInfo.HasNextPage {
		ref := b.view.threadRef(tracker.PullRequestKind, w.wireThread)
		b.batch.Coverage = append(b.batch.Coverage, tracker.Coverage{
			Source: tracker.GitHubSource, Scope: "thread:" + w.ID, Label: ref.Repository.FullName(), Stream: "pull_request_details",
			To: b.view.at, Asked: -1, Gap: "a pull request has more review requests or linked issues than one page shows; the rest is not read",
		})
	}
}

func (b *threadBatch) see(w *wireRepository) {
	if w != nil {
		b.batch.Repositories = append(b.batch.Repositories, b.view.sighting(w))
	}
}

package github

import (
	"context"

	"rungless/tracker"
)

// further reads the rest of a list whose first page came inside another answer:
// it asks the named query for page after page and hands each to take, which
// returns where the list goes on.
func further[R costed](ctx context.Context, r *run, name, id string, from pageInfo, take func(R) (pageInfo, bool), fresh func() R) error {
	size := fullPage
	for from.HasNextPage {
		var data R
		err := r.client.halving(name, &size, floorPage, func(size int) error {
			data = fresh()
			_, err := r.client.query(ctx, name, map[string]any{"id": id, "first": size, "after": from.EndCursor}, data)
			return err
		})
		if err != nil {
			return err
		}
		var ok bool
		if from, ok = take(data); !ok {
			return tracker.Errorf(tracker.Unavailable, "github."+name, "an item went away while it was read").
				WithHint("run it again")
		}
	}
	return nil
}

type pullRequestReply struct {
	reply
	Node *wirePullRequest
}

func freshPullRequest() *pullRequestReply { return &pullRequestReply{} }

// completePullRequest reads to their ends the lists of a pull request that were
// longer than their first page.
func (r *run) completePullRequest(ctx context.Context, w *wirePullRequest) error {
	for _, step := range []func(context.Context, *wirePullRequest) error{r.completeFiles, r.completeCommits, r.completeReviews, r.completeReviewThreads} {
		if err := step(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) completeFiles(ctx context.Context, w *wirePullRequest) error {
	if w.Files == nil {
		return nil
	}
	return further(ctx, r, "PullRequestFiles", w.ID, w.Files.PageInfo, func(data *pullRequestReply) (pageInfo, bool) {
		if data.Node == nil || data.Node.Files == nil {
			return pageInfo{}, false
		}
		w.Files.Nodes = append(w.Files.Nodes, data.Node.Files.Nodes...)
		return data.Node.Files.PageInfo, true
	}, freshPullRequest)
}

func (r *run) completeCommits(ctx context.Context, w *wirePullRequest) error {
	if w.Commits == nil {
		return nil
	}
	return further(ctx, r, "PullRequestCommits", w.ID, w.Commits.PageInfo, func(data *pullRequestReply) (pageInfo, bool) {
		if data.Node == nil || data.Node.Commits == nil {
			return pageInfo{}, false
		}
		w.Commits.Nodes = append(w.Commits.Nodes, data.Node.Commits.Nodes...)
		return data.Node.Commits.PageInfo, true
	}, freshPullRequest)
}

func (r *run) completeReviews(ctx context.Context, w *wirePullRequest) error {
	if w.Reviews == nil {
		return nil
	}
	return further(ctx, r, "PullRequestReviews", w.ID, w.Reviews.PageInfo, func(data *pullRequestReply) (pageInfo, bool) {
		if data.Node == nil || data.Node.Reviews == nil {
			return pageInfo{}, false
		}
		w.Reviews.Nodes = append(w.Reviews.Nodes, data.Node.Reviews.Nodes...)
		return data.Node.Reviews.PageInfo, true
	}, freshPullRequest)
}

// completeReviewThreads reads the review threads to their end, and then the
// comments of each.
func (r *run) completeReviewThreads(ctx context.Context, w *wirePullRequest) error {
	if w.ReviewThreads == nil {
		return nil
	}
	err := further(ctx, r, "ReviewThreads", w.ID, w.ReviewThreads.PageInfo, func(data *pullRequestReply) (pageInfo, bool) {
		if data.Node == nil || data.Node.ReviewThreads == nil {
			return pageInfo{}, false
		}
		w.ReviewThreads.Nodes = append(w.ReviewThreads.Nodes, data.Node.ReviewThreads.Nodes...)
		return data.Node.ReviewThreads.PageInfo, true
	}, freshPullRequest)
	for i := range w.ReviewThreads.Nodes {
		if err == nil {
			err = r.completeThreadComments(ctx, &w.ReviewThreads.Nodes[i])
		}
	}
	return err
}

type reviewThreadReply struct {
	reply
	Node *wireReviewThread
}

func (r *run) completeThreadComments(ctx context.Context, w *wireReviewThread) error {
	return further(ctx, r, "ReviewThreadComments", w.ID, w.Comments.PageInfo, func(data *reviewThreadReply) (pageInfo, bool) {
		if data.Node == nil {
			return pageInfo{}, false
		}
		w.Comments.Nodes = append(w.Comments.Nodes, data.Node.Comments.Nodes...)
		return data.Node.Comments.PageInfo, true
	}, func() *reviewThreadReply { return &reviewThreadReply{} })
}

package github

import (
	"context"
	"time"

	"rungless/tracker"
)

// walkPosition is how far one of a repository's GraphQL lists, newest-updated
// first, has been read.
type walkPosition struct {
	Watermark time.Time `json:",omitzero"` // everything that changed before is known
	Mark      string    `json:",omitzero"` // of the list when it was last read
	Started   time.Time `json:",omitzero"` // of the pass under way
	Pending   string    `json:",omitzero"` // the mark when that began
	After     string    `json:",omitzero"`
	Page      int       `json:",omitzero"` // a page's length, once it had to be halved
	Got       int
}

// walkPage is one page of such a list.
type walkPage struct {
	batch tracker.Batch
	info  pageInfo
	total int
	old   bool // it reached what is known
	fresh int  // items that no earlier pass counted
}

// walk reads one list until it meets what an earlier pass has read. It asks
// nothing when the newest item is the one it was.
func (r *run) walk(ctx context.Context, p repository, stream string, list newest, size int,
	ask func(ctx context.Context, position walkPosition, size int) (walkPage, error)) error {
	position, err := load[walkPosition](ctx, r, p.scope(), stream)
	if err != nil {
		return err
	}
	if position.Started.IsZero() {
		if position.Mark == list.mark() {
			return r.emit(ctx, tracker.Batch{Coverage: []tracker.Coverage{p.coverage(stream, list.TotalCount, position.Got, r.view().at)}})
		}
		position.Started, position.Pending = r.client.clock.seconds(), list.mark()
	}
	if position.Page > 0 {
		size = position.Page
	}
	for !position.Started.IsZero() {
		var page walkPage
		full := size
		err := r.client.halving(stream, &size, floorPage, func(size int) (err error) {
			page, err = ask(ctx, position, size)
			return err
		})
		if err != nil {
			return err
		}
		if size < full {
			position.Page = size
		}
		if err := r.emitWalk(ctx, p, stream, &position, page); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) emitWalk(ctx context.Context, p repository, stream string, position *walkPosition, page walkPage) error {
	position.After = page.info.EndCursor
	position.Got += page.fresh
	if page.old || !page.info.HasNextPage {
		page.batch.Coverage = append(page.batch.Coverage, p.coverage(stream, page.total, position.Got, position.Started))
		*position = walkPosition{Watermark: watermark(position.Started), Mark: position.Pending, Got: position.Got}
	}
	page.batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), stream, position)}
	r.progress(p.scope(), p.ref.FullName(), stream, position.Got, page.total)
	return r.emit(ctx, page.batch)
}

// sift goes through a page: it calls keep for what changed since the watermark.
func sift[T any](position walkPosition, page connection[T], times func(T) (created, updated time.Time), keep func(item[T])) walkPage {
	result := walkPage{info: page.PageInfo, total: page.TotalCount}
	for _, node := range page.Nodes {
		if node.isNull() {
			continue
		}
		created, updated := times(node.value)
		if updated.Before(position.Watermark) {
			result.old = true
			continue
		}
		if position.Watermark.IsZero() || !created.Before(position.Watermark.Add(overlap)) {
			result.fresh++
		}
		keep(node)
	}
	return result
}

func walkVariables(p repository, position walkPosition, size int) map[string]any {
	variables := map[string]any{"id": p.ref.NodeID, "first": size}
	if position.After != "" {
		variables["after"] = position.After
	}
	return variables
}

// pullRequestPage is how many pull requests are asked for at once, with files,
// commits and reviews.
const pullRequestPage = 50

func (r *run) repositoryPullRequests(ctx context.Context, p repository) error {
	return r.walk(ctx, p, pullRequests, p.head.PullRequests, pullRequestPage, func(ctx context.Context, position walkPosition, size int) (walkPage, error) {
		var data struct {
			reply
			Node *struct{ PullRequests connection[wirePullRequest] }
		}
		_, err := r.client.query(ctx, "RepositoryPullRequests", walkVariables(p, position, size), &data)
		if err != nil {
			return walkPage{}, err
		}
		if data.Node == nil {
			return walkPage{}, p.vanished()
		}
		b := threadBatch{run: r, view: r.view()}
		page := sift(position, data.Node.PullRequests,
			func(w wirePullRequest) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt },
			func(n item[wirePullRequest]) {
				if n.value.overflows() {
					b.batch.Threads = append(b.batch.Threads, b.view.pullRequestIndex(n.value, tracker.Wanted))
					return
				}
				b.pullRequest(n)
			})
		page.batch = b.batch
		page.batch.Repositories = nil // the head said it all
		return page, nil
	})
}

// overflows reports whether a pull request has more than the page shows of it;
// the details step then reads it whole.
func (w wirePullRequest) overflows() bool {
	return w.Files != nil && w.Files.PageInfo.HasNextPage ||
		w.Commits != nil && w.Commits.PageInfo.HasNextPage ||
		w.Reviews != nil && w.Reviews.PageInfo.HasNextPage
}

func (r *run) repositoryDiscussions(ctx context.Context, p repository) error {
	if !p.head.HasDiscussionsEnabled {
		return nil
	}
	return r.walk(ctx, p, discussions, p.head.Discussions, discussionPage, func(ctx context.Context, position walkPosition, size int) (walkPage, error) {
		var data struct {
			reply
			Node *struct{ Discussions connection[wireDiscussion] }
		}
		_, err := r.client.query(ctx, "RepositoryDiscussions", walkVariables(p, position, size), &data)
		if err != nil {
			return walkPage{}, err
		}
		if data.Node == nil {
			return walkPage{}, p.vanished()
		}
		b := threadBatch{run: r, view: r.view()}
		page := sift(position, data.Node.Discussions,
			func(w wireDiscussion) (time.Time, time.Time) { return w.CreatedAt, w.UpdatedAt },
			func(n item[wireDiscussion]) {
				if n.value.overflows() {
					b.batch.Threads = append(b.batch.Threads, b.view.discussionIndex(n.value, tracker.Wanted))
					return
				}
				b.discussion(n)
			})
		page.batch = b.batch
		page.batch.Repositories = nil
		return page, nil
	})
}

// discussionPage is how many discussions are asked for at once, with comments
// and replies.
const discussionPage = 25

func (w wireDiscussion) overflows() bool {
	if w.Comments.PageInfo.HasNextPage {
		return true
	}
	for _, c := range w.Comments.Nodes {
		if c.value.Replies != nil && c.value.Replies.PageInfo.HasNextPage {
			return true
		}
	}
	return false
}

func (p repository) vanished() error {
	return tracker.Errorf(tracker.NotFound, "github.repository "+p.ref.FullName(), "the repository %s went away while it was read", p.ref.FullName()).
		WithHint("run it again")
}

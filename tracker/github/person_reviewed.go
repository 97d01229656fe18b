package github

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rungless/tracker"
)

// reviewedPosition is how far the search for changes to reviewed pull requests
// has come.
type reviewedPosition struct {
	Watermark time.Time `json:",omitzero"`
	Started   time.Time `json:",omitzero"`
	After     string    `json:",omitzero"`
	Page      int       `json:",omitzero"`
	Moved     bool      `json:",omitzero"`
}

type searchReply struct {
	reply
	Search struct {
		IssueCount int
		PageInfo   pageInfo
		Nodes      []item[wirePullRequest]
	}
}

// maxResults is where GitHub's search stops, whatever it counts.
const maxResults = 1000

// reviewedSince asks for pull requests that the person once reviewed and that
// changed since the last pass, by whomever. The first pass has nothing to ask:
// the windows have just named them all.
func (r *run) reviewedSince(ctx context.Context, p person) error {
	position, err := load[reviewedPosition](ctx, r, p.scope(), "reviewed")
	if err != nil {
		return err
	}
	if position.Watermark.IsZero() {
		position.Watermark = watermark(r.client.clock.seconds())
		return r.emit(ctx, tracker.Batch{
			Coverage: []tracker.Coverage{coverageOf(p, "changes_to_reviewed_pull_requests", -1, 0, r.client.clock.seconds())},
			Cursors:  []tracker.Cursor{cursorAt(p.scope(), "reviewed", position)},
		})
	}
	if position.Started.IsZero() {
		position.Started = r.client.clock.seconds()
	}
	for !position.Started.IsZero() {
		data, err := r.searchReviewed(ctx, p, &position)
		if err != nil {
			return r.searchFailed(ctx, p, err)
		}
		if err := r.emitReviewed(ctx, p, &position, data); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) searchReviewed(ctx context.Context, p person, position *reviewedPosition) (data searchReply, err error) {
	variables := map[string]any{"query": fmt.Sprintf("is:pr reviewed-by:%s -author:%s updated:>=%s sort:updated-desc",
		p.account.Login, p.account.Login, position.Watermark.Format(time.RFC3339))}
	if position.After != "" {
		variables["after"] = position.After
	}
	size := fullPage
	if position.Page > 0 {
		size = position.Page
	}
	err = r.client.halving("PersonReviewed", &size, floorPage, func(size int) error {
		variables["first"] = size
		data = searchReply{}
		_, err := r.client.query(ctx, "PersonReviewed", variables, &data)
		return err
	})
	if size < fullPage {
		position.Page = size
	}
	return data, err
}

// searchFailed stores that this net is torn and goes on: search refuses people
// whose activity is private, and is never the only source of anything.
func (r *run) searchFailed(ctx context.Context, p person, err error) error {
	if tracker.KindOf(err) != tracker.Unavailable || errors.Is(err, errForAll) {
		return err
	}
	c := coverageOf(p, "changes_to_reviewed_pull_requests", -1, 0, r.client.clock.seconds())
	c.Gap = "GitHub's search does not answer for this person; changes to pull requests they reviewed are seen within 30 days instead"
	r.logger.Warn("github's search does not answer", "login", p.account.Login, "error", err)
	return r.emit(ctx, tracker.Batch{Coverage: []tracker.Coverage{c}})
}

func (r *run) emitReviewed(ctx context.Context, p person, position *reviewedPosition, data searchReply) error {
	x := indexPage{view: r.view()}
	for _, node := range data.Search.Nodes {
		w := node.value
		if node.isNull() || w.ID == "" {
			continue
		}
		x.see(w.Repository)
		x.batch.Threads = append(x.batch.Threads, x.pullRequestIndex(w, tracker.Wanted))
		position.Moved = position.Moved || !w.UpdatedAt.Before(position.Watermark.Add(overlap))
	}
	position.After = data.Search.PageInfo.EndCursor
	if !data.Search.PageInfo.HasNextPage {
		c := coverageOf(p, "changes_to_reviewed_pull_requests", -1, 0, position.Started)
		if data.Search.IssueCount > maxResults {
			c.Gap = fmt.Sprintf("GitHub's search names %d of %d changed pull requests; the others are seen within 30 days", maxResults, data.Search.IssueCount)
		}
		x.batch.Coverage = []tracker.Coverage{c}
		position.finish()
	}
	x.batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), "reviewed", position)}
	return r.emit(ctx, x.batch)
}

// finish ends a pass; as everywhere, the mark moves only when something was new.
func (p *reviewedPosition) finish() {
	if p.Moved {
		p.Watermark = watermark(p.Started)
	}
	*p = reviewedPosition{Watermark: p.Watermark}
}

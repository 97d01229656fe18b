package github

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rungless/tracker"
)

// contributionsPosition is how far the windows over a person's contributions
// have come. GitHub has no list of a person's reviews: only what
// contributionsCollection tells, window by window.
type contributionsPosition struct {
	Through time.Time `json:",omitzero"` // every window before is closed
	Closed  bool      `json:",omitzero"` // the first walk came to its end
	Years   []int     `json:",omitempty"`
	From    time.Time `json:",omitzero"` // the window under way
	To      time.Time `json:",omitzero"`
	After   string    `json:",omitzero"` // GitHub's cursor within it
	Days    int       `json:",omitzero"` // a window's length, once it had to be halved
	Page    int       `json:",omitzero"` // a page's, likewise
	Asked   int       // reviewed pull requests that GitHub counted in the first walk
	Got     int       // and how many came
	Hidden  int       // contributions in places that the token cannot see
	// Branches are the default branches with the person's commits, by the
	// repository's node id.
	Branches map[string]branch `json:",omitempty"`

	now time.Time // of this run
}

const (
	yearDays  = 366
	floorDays = 7
	// redo is how much of the closed windows is read again each time: GitHub counts
	// contributions up to a day late, and commits when they reach the branch.
	redo = 31 * 24 * time.Hour
	// settle is how far apart two syncs must be for the second to close more.
	settle = 24 * time.Hour
	// maxBranches is how many repositories GitHub names for one window.
	maxBranches = 100
)

type collectionReply struct {
	reply
	Node *struct {
		ContributionsCollection struct {
			ContributionYears               []int
			RestrictedContributionsCount    int
			PullRequestReviewContributions  connection[struct{ PullRequest *wirePullRequest }]
			CommitContributionsByRepository []struct{ Repository wireRepository }
		}
	}
}

// contributions reads, window by window from the oldest, which pull requests the
// person reviewed and where they committed, and then those commits.
func (r *run) contributions(ctx context.Context, p person) error {
	position, err := load[contributionsPosition](ctx, r, p.scope(), "contributions")
	if err != nil {
		return err
	}
	if position.Branches == nil {
		position.Branches = map[string]branch{}
	}
	position.now = r.client.clock.seconds()
	if position.Through.IsZero() {
		if err := r.firstYears(ctx, p, &position); err != nil {
			return err
		}
	}
	for next := position.start(); position.open(next); next = position.To {
		if err := r.window(ctx, p, &position); err != nil {
			return err
		}
	}
	position.From, position.To = time.Time{}, time.Time{}
	if err := r.branches(ctx, p, &position); err != nil {
		return err
	}
	return r.emit(ctx, tracker.Batch{
		Coverage: []tracker.Coverage{reviewCoverage(p, position)},
		Cursors:  []tracker.Cursor{cursorAt(p.scope(), "contributions", position)},
	})
}

// start is where the next window begins: within the closed ones, once there are
// any to read again.
func (c *contributionsPosition) start() time.Time {
	if c.Closed {
		return c.Through.Add(-redo)
	}
	return c.Through
}

// open begins the window from next, or goes on with the one that was stopped. It
// reports false when there is nothing left to read.
func (c *contributionsPosition) open(next time.Time) bool {
	if c.After != "" {
		return true
	}
	for len(c.Years) > 0 && next.Year() > c.Years[0] {
		c.Years = c.Years[1:]
	}
	if len(c.Years) > 0 && next.Year() < c.Years[0] {
		next = newYear(c.Years[0])
	}
	c.From = next
	c.To = next.AddDate(1, 0, 0)
	if c.Days > 0 && c.Days < yearDays {
		c.To = next.AddDate(0, 0, c.Days)
	}
	if c.To.After(c.now) {
		c.To = c.now
	}
	return next.Before(c.now)
}

// close remembers that the window under way was read to its end. A sync soon
// after another leaves the mark where it is.
func (c *contributionsPosition) close() {
	if !c.Closed || c.To.Sub(c.Through) >= settle {
		c.Through = c.To
	}
	if c.To.Equal(c.now) {
		c.Closed, c.Years = true, nil
	}
	c.After, c.Page = "", 0
	if c.Days *= 2; c.Days >= yearDays {
		c.Days = 0
	}
}

func newYear(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// firstYears finds out where the first walk begins. Where GitHub cannot say,
// that is when the account was made.
func (r *run) firstYears(ctx context.Context, p person, position *contributionsPosition) error {
	var data collectionReply
	_, err := r.client.query(ctx, "ContributionYears", map[string]any{"id": p.account.NodeID}, &data)
	if err != nil && !errors.Is(err, errTooHeavy) {
		return err
	}
	if data.Node != nil {
		position.Years = slices.Sorted(slices.Values(data.Node.ContributionsCollection.ContributionYears))
	}
	switch {
	case len(position.Years) > 0:
		position.Through = newYear(position.Years[0])
	case err != nil:
		position.Through = p.createdAt
	default:
		position.Through, position.Closed = position.now, true
	}
	return nil
}

// window reads the window under way to its end.
func (r *run) window(ctx context.Context, p person, position *contributionsPosition) error {
	size := fullPage
	if position.Page > 0 {
		size = position.Page
	}
	for {
		var data collectionReply
		err := r.askWindow(ctx, p, position, &size, &data)
		if errors.Is(err, errTooHeavy) {
			position.narrow()
			continue
		}
		if err != nil {
			return err
		}
		if len(data.Node.ContributionsCollection.CommitContributionsByRepository) >= maxBranches && position.narrow() {
			continue
		}
		more, err := r.emitWindow(ctx, p, position, data)
		if err != nil || !more {
			return err
		}
		if size < fullPage {
			position.Page = size
		}
	}
}

// narrow halves the window under way; false when it is too short for that.
func (c *contributionsPosition) narrow() bool {
	days := int(c.To.Sub(c.From).Hours() / 24)
	if days/2 < floorDays {
		return false
	}
	c.Days = days / 2
	c.To, c.After = c.From.AddDate(0, 0, c.Days), ""
	return true
}

// askWindow asks for one page. A window that can be narrowed is; a page of a
// short one is halved.
func (r *run) askWindow(ctx context.Context, p person, position *contributionsPosition, size *int, data *collectionReply) error {
	variables := map[string]any{"id": p.account.NodeID, "from": position.From, "to": position.To.Add(-time.Second), "commits": position.After == ""}
	if position.After != "" {
		variables["after"] = position.After
	}
	ask := func(size int) error {
		variables["first"] = size
		*data = collectionReply{}
		_, err := r.client.query(ctx, "PersonWindow", variables, data)
		if err == nil && data.Node == nil {
			return tracker.Errorf(tracker.NotFound, "github.window "+p.account.Login, "the account %s is gone", p.account.Login)
		}
		return err
	}
	if position.To.Sub(position.From).Hours()/24 >= 2*floorDays {
		return ask(*size)
	}
	return r.client.halving("PersonWindow", size, floorPage, ask)
}

// emitWindow stores one page of a window and where the walk stands after it.
func (r *run) emitWindow(ctx context.Context, p person, position *contributionsPosition, data collectionReply) (more bool, err error) {
	x := indexPage{view: r.view()}
	found := data.Node.ContributionsCollection
	for _, node := range found.PullRequestReviewContributions.Nodes {
		if w := node.value.PullRequest; w != nil {
			x.see(w.Repository)
			x.batch.Threads = append(x.batch.Threads, x.pullRequestIndex(*w, tracker.Wanted))
		}
	}
	for _, c := range found.CommitContributionsByRepository {
		x.see(&c.Repository)
		position.want(x.view, c.Repository)
	}
	if !position.Closed {
		position.Got += len(x.batch.Threads)
		if position.After == "" {
			position.Asked += found.PullRequestReviewContributions.TotalCount
			position.Hidden += found.RestrictedContributionsCount
		}
	}
	info := found.PullRequestReviewContributions.PageInfo
	position.After = info.EndCursor
	if !info.HasNextPage {
		position.close()
	}
	x.batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), "contributions", position)}
	r.progress(p.scope(), p.account.Login, "reviewed_pull_requests", position.Got, max(position.Asked, position.Got))
	return info.HasNextPage, r.emit(ctx, x.batch)
}

func reviewCoverage(p person, position contributionsPosition) tracker.Coverage {
	c := coverageOf(p, "reviewed_pull_requests", position.Asked, position.Got, position.now)
	if c.Gap == "" && position.Hidden > 0 {
		c.Gap = fmt.Sprintf("%d contributions are in private places that this token cannot see", position.Hidden)
	}
	return c
}

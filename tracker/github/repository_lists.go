package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	gh "github.com/google/go-github/v60/github"

	"rungless/tracker"
)

// listPosition is how far one of a repository's REST lists has been read. The
// lists are read oldest-updated first from Since on: a page then begins where
// the one before ended, so that nothing is lost when items are changed or
// deleted meanwhile, a stopped sync repeats one page at most, and GitHub's wall
// at page 100 is never met. At rest, Since and ETag belong to the last page: an
// idle sync asks for the same address and is told "not modified".
type listPosition struct {
	Since time.Time `json:",omitzero"`
	Page  int       `json:",omitzero"` // within one Since, when a page's items were all updated at once
	ETag  string    `json:",omitzero"`
	Seen  time.Time `json:",omitzero"` // the newest change that was read
	Got   int       // items that came, again when they changed
}

// restList is one of those lists.
type restList struct {
	stream string
	path   string // below the repository, with the parameters of its own
	take   func(v view, p repository, raw json.RawMessage, b *tracker.Batch) (updated time.Time, err error)
}

var restLists = []restList{
	{issues, "issues?state=all&", takeRESTIssue},
	{issueComments, "issues/comments?", takeRESTIssueComment},
	{"review_comments", "pulls/comments?", takeRESTReviewComment},
}

func (r *run) restLists(ctx context.Context, p repository) error {
	for _, list := range restLists {
		if err := r.restList(ctx, p, list); err != nil {
			return err
		}
	}
	return nil
}

// restList reads one list from where it stands to its end.
func (r *run) restList(ctx context.Context, p repository, list restList) error {
	position, err := load[listPosition](ctx, r, p.scope(), list.stream)
	if err != nil {
		return err
	}
	started := r.client.clock.seconds()
	for {
		page, err := r.client.list(ctx, list.address(p, position), position.ETag)
		if err != nil {
			return err
		}
		batch, fresh, last, err := list.batch(r.view(), p, page, position)
		if err != nil {
			return err
		}
		position.Got += fresh
		if !page.notModified {
			position = position.after(page, last, started)
		}
		if !page.more {
			batch.Coverage = []tracker.Coverage{p.coverage(list.stream, -1, position.Got, started)}
		}
		batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), list.stream, position)}
		r.progress(p.scope(), p.ref.FullName(), list.stream, position.Got, 0)
		if err := r.emit(ctx, batch); err != nil || !page.more {
			return err
		}
	}
}

func (l restList) address(p repository, position listPosition) string {
	address := fmt.Sprintf("repos/%s/%ssort=updated&direction=asc&per_page=%d", p.ref.FullName(), l.path, fullPage)
	if !position.Since.IsZero() {
		address += "&since=" + url.QueryEscape(position.Since.Format(time.RFC3339))
	}
	if position.Page > 1 {
		address += fmt.Sprintf("&page=%d", position.Page)
	}
	return address
}

// after is the position behind a page whose last item was updated at last. A
// list that rests on a moment just past is read from a little earlier next time,
// since GitHub's own indexes are a moment behind.
func (l listPosition) after(page page, last, started time.Time) listPosition {
	l.ETag, l.Seen = "", laterOf(l.Seen, last)
	switch {
	case page.more && last.After(l.Since):
		l.Since, l.Page = last, 0
	case page.more:
		l.Page = max(l.Page, 1) + 1
	case l.Since.After(watermark(started)):
		l.Since, l.Page = watermark(started), 0
	default:
		l.ETag = page.etag
	}
	return l
}

// isNew reports whether an item of that age is counted. At rest all up to Seen were; on its
// way the overlap is counted again.
func (l listPosition) isNew(updated time.Time) bool {
	if l.ETag != "" {
		return updated.After(l.Seen)
	}
	return !updated.Before(watermark(l.Seen))
}

// batch maps the items of a page, counts those that no earlier page has shown, and says
// when the last was updated. What was shown just so is left out, but for the overlap: a page
// at rest is read again with each new item, and by each token, since ETags are a token's own.
func (l restList) batch(v view, p repository, page page, position listPosition) (b tracker.Batch, fresh int, last time.Time, err error) {
	for _, raw := range page.items {
		var one tracker.Batch
		if last, err = l.take(v, p, raw, &one); err != nil {
			return b, fresh, last, unexpected(l.stream, err)
		}
		if !last.Before(watermark(position.Seen)) {
			b.Threads, b.Comments = append(b.Threads, one.Threads...), append(b.Comments, one.Comments...)
		}
		if position.isNew(last) {
			fresh += len(one.Threads) + len(one.Comments)
		}
	}
	return b, fresh, last, nil
}

func unexpected(stream string, err error) error {
	return tracker.Errorf(tracker.Unavailable, "github.list "+stream, "GitHub's list has an unexpected form").Because(err)
}

// takeRESTIssue maps an issue. The list holds a stub of every pull request too;
// those come whole by GraphQL.
func takeRESTIssue(v view, p repository, raw json.RawMessage, b *tracker.Batch) (time.Time, error) {
	var w gh.Issue
	if err := json.Unmarshal(raw, &w); err != nil {
		return time.Time{}, err
	}
	if !w.IsPullRequest() {
		b.Threads = append(b.Threads, v.restIssue(p.ref, &w, raw))
	}
	return w.GetUpdatedAt().UTC(), nil
}

func takeRESTIssueComment(v view, p repository, raw json.RawMessage, b *tracker.Batch) (time.Time, error) {
	var w gh.IssueComment
	if err := json.Unmarshal(raw, &w); err != nil {
		return time.Time{}, err
	}
	b.Comments = append(b.Comments, v.restIssueComment(p.ref, &w, raw))
	return w.GetUpdatedAt().UTC(), nil
}

func takeRESTReviewComment(v view, p repository, raw json.RawMessage, b *tracker.Batch) (time.Time, error) {
	var w gh.PullRequestComment
	if err := json.Unmarshal(raw, &w); err != nil {
		return time.Time{}, err
	}
	b.Comments = append(b.Comments, v.restReviewComment(p.ref, &w, raw))
	return w.GetUpdatedAt().UTC(), nil
}

package github

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	gh "github.com/google/go-github/v60/github"

	"rungless/tracker"
)

// pagePosition is how far a REST list without an order has been read: commit
// comments come oldest first, so what is new is on the last page; releases are
// few and read whole.
type pagePosition struct {
	Page int       `json:",omitzero"` // being read, or the last one
	ETag string    `json:",omitzero"` // of the last one
	Mark string    `json:",omitzero"` // of the list when it was last read whole
	Read time.Time `json:",omitzero"` // when that was
	Got  int       `json:",omitzero"`
}

// commitComments reads the comments on a repository's commits from the last page
// that was known. Once a month it reads all of them, since an edit of an old one
// shows nowhere else.
func (r *run) commitComments(ctx context.Context, p repository) error {
	position, err := load[pagePosition](ctx, r, p.scope(), commitComments)
	if err != nil {
		return err
	}
	started := r.client.clock.seconds()
	if started.Sub(position.Read) > rewalk && position.ETag != "" {
		position = pagePosition{}
	}
	for {
		position.Page = max(position.Page, 1)
		page, err := r.client.list(ctx, fmt.Sprintf("repos/%s/comments?per_page=%d&page=%d", p.ref.FullName(), fullPage, position.Page), position.ETag)
		if err != nil {
			return err
		}
		var batch tracker.Batch
		for _, raw := range page.items {
			var w restCommitComment
			if err := json.Unmarshal(raw, &w); err != nil {
				return unexpected(commitComments, err)
			}
			batch.Comments = append(batch.Comments, r.view().restCommitComment(p.ref, &w, raw))
		}
		if !page.notModified {
			position.Got = (position.Page-1)*fullPage + len(page.items)
		}
		position = position.after(page, started)
		if !page.more {
			batch.Coverage = []tracker.Coverage{p.coverage(commitComments, -1, position.Got, started)}
		}
		batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), commitComments, position)}
		if err := r.emit(ctx, batch); err != nil || !page.more {
			return err
		}
	}
}

// restCommitComment is go-github's type with the fields that it lacks.
type restCommitComment struct {
	gh.RepositoryComment
	AuthorAssociation string `json:"author_association"`
}

func (l pagePosition) after(page page, started time.Time) pagePosition {
	switch {
	case page.notModified:
	case page.more:
		l.Page, l.ETag = l.Page+1, ""
	default:
		l.ETag = page.etag
	}
	if l.Read.IsZero() && !page.more {
		l.Read = started
	}
	return l
}

// releasesAfter is how old the known download counts may be: they change without
// the release being updated.
const releasesAfter = 7 * 24 * time.Hour

// restRelease is go-github's type with the fields that it lacks.
type restRelease struct {
	gh.RepositoryRelease
	Reactions *gh.Reactions
}

// releases reads a repository's releases when there is another one, and once a
// week for their downloads and reactions.
func (r *run) releases(ctx context.Context, p repository) error {
	position, err := load[pagePosition](ctx, r, p.scope(), "releases")
	if err != nil {
		return err
	}
	started := r.client.clock.seconds()
	if position.Page == 0 && position.Mark == p.head.Releases.mark() && started.Sub(position.Read) < releasesAfter {
		return nil
	}
	for more := p.head.Releases.TotalCount > 0; more; {
		position.Page = max(position.Page, 1)
		page, err := r.client.list(ctx, fmt.Sprintf("repos/%s/releases?per_page=%d&page=%d", p.ref.FullName(), fullPage, position.Page), "")
		if err != nil {
			return err
		}
		var batch tracker.Batch
		for _, raw := range page.items {
			var w restRelease
			if err := json.Unmarshal(raw, &w); err != nil {
				return unexpected("releases", err)
			}
			if !w.GetDraft() {
				batch.Releases = append(batch.Releases, r.view().release(p.ref, &w))
			}
		}
		position.Page++
		position.Got += len(batch.Releases)
		if more = page.more; more {
			batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), "releases", position)}
		}
		if err := r.emit(ctx, batch); err != nil {
			return err
		}
	}
	return r.emit(ctx, tracker.Batch{
		Coverage: []tracker.Coverage{p.coverage("releases", p.head.Releases.TotalCount, position.Got, started)},
		Cursors:  []tracker.Cursor{cursorAt(p.scope(), "releases", pagePosition{Mark: p.head.Releases.mark(), Read: started})},
	})
}

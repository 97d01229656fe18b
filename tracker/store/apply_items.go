package store

import (
	"time"

	"rungless/tracker"
)

// itemKey is the natural key of a review or comment.
type itemKey struct {
	repository int64
	kind       int16
	databaseID int64
}

func (r itemRow) key() itemKey { return itemKey{r.RepositoryID, r.Kind, r.DatabaseID} }

// pending is the state of a review that its author has not submitted: nobody
// else's business, and never stored.
const pending tracker.State = "pending"

// mergeItems merges the batch's reviews and comments.
func (a *applier) mergeItems() error {
	if err := a.loadItems(); err != nil {
		return err
	}
	for i := range a.batch.Reviews {
		r := &a.batch.Reviews[i]
		if r.State == pending {
			continue
		}
		e, err := a.item(tracker.ReviewKind, r.Thread, r.DatabaseID)
		if err != nil {
			return err
		}
		a.mergeReview(e, r)
	}
	for i := range a.batch.Comments {
		c := &a.batch.Comments[i]
		e, err := a.item(c.Kind, c.Thread, c.DatabaseID)
		if err != nil {
			return err
		}
		a.mergeComment(e, c)
	}
	return nil
}

func (a *applier) itemKeyOf(kind tracker.Kind, thread tracker.ThreadRef, databaseID int64) itemKey {
	return itemKey{a.repository(thread.Repository).row.ID, kindCode(kind), databaseID}
}

// loadItems reads the stored items that the batch names.
func (a *applier) loadItems() (err error) {
	set := map[itemKey]bool{}
	for i := range a.batch.Reviews {
		set[a.itemKeyOf(tracker.ReviewKind, a.batch.Reviews[i].Thread, a.batch.Reviews[i].DatabaseID)] = true
	}
	for i := range a.batch.Comments {
		set[a.itemKeyOf(a.batch.Comments[i].Kind, a.batch.Comments[i].Thread, a.batch.Comments[i].DatabaseID)] = true
	}
	for _, t := range a.batch.Tombstones {
		if t.DatabaseID != 0 {
			set[a.itemKeyOf(t.Kind, t.Thread, t.DatabaseID)] = true
		}
	}
	for _, v := range a.batch.Verified {
		if v.DatabaseID != 0 {
			set[a.itemKeyOf(v.Kind, v.Thread, v.DatabaseID)] = true
		}
	}
	keys := make([]itemKey, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	a.items, err = loadEntries(a.tx, "thread_items", []string{"repository_id", "kind", "database_id"}, keys,
		func(k itemKey) []any { return []any{k.repository, k.kind, k.databaseID} }, itemRow.key)
	return err
}

// item returns the row of a review or comment and makes it where there is none.
func (a *applier) item(kind tracker.Kind, thread tracker.ThreadRef, databaseID int64) (*entry[itemRow], error) {
	key := a.itemKeyOf(kind, thread, databaseID)
	if key.databaseID == 0 || key.kind == 0 {
		return nil, tracker.Errorf(tracker.Invalid, "store.Apply", "the source %s reports a %s of %s without its number", a.source, kind, thread.Repository.FullName())
	}
	e := a.items[key]
	if e == nil {
		id, err := a.nextID("thread_items")
		if err != nil {
			return nil, err
		}
		e = &entry[itemRow]{fresh: true, serial: id, row: itemRow{ID: id, RepositoryID: key.repository, Kind: key.kind, DatabaseID: databaseID}}
		a.items[key] = e
	}
	if t := a.thread(thread); t != nil && e.row.ThreadID == 0 {
		e.row.ThreadID, e.touched, e.changed = t.row.ID, true, true
	}
	return e, nil
}

func (a *applier) mergeReview(e *entry[itemRow], r *tracker.Review) {
	row := &e.row
	a.mergeItem(e, r.Thread, later(r.UpdatedAt, r.SubmittedAt), r.Payload, func(m *merge) {
		m.text("node_id", &row.NodeID, r.NodeID)
		m.number("author", &row.AuthorID, a.accounts.id(r.Author))
		m.text("association", &row.Association, r.AuthorAssociation)
		m.code("state", &row.State, stateCode(r.State))
		m.at("occurred_at", &row.OccurredAt, r.SubmittedAt)
		m.text("commit_sha", &row.CommitSHA, r.CommitSHA)
		a.mergeText(m, e, r.Thread, r.Wording, r.Cites)
		row.Updated = max(row.Updated, unix(r.UpdatedAt))
	})
}

func (a *applier) mergeComment(e *entry[itemRow], c *tracker.Comment) {
	row := &e.row
	a.mergeItem(e, c.Thread, later(c.UpdatedAt, c.CreatedAt), c.Payload, func(m *merge) {
		m.text("node_id", &row.NodeID, c.NodeID)
		m.number("author", &row.AuthorID, a.accounts.id(c.Author))
		m.text("association", &row.Association, c.AuthorAssociation)
		m.at("occurred_at", &row.OccurredAt, c.CreatedAt)
		m.text("commit_sha", &row.CommitSHA, c.CommitSHA)
		m.number("path", &row.PathID, a.paths[clean(c.Path)])
		m.number("review_id", &row.ReviewID, c.ReviewID)
		m.number("reply_to", &row.ReplyTo, c.ReplyTo)
		m.flag("is_answer", &row.IsAnswer, c.IsAnswer, m.latest)
		m.flag("is_minimized", &row.IsMinimized, c.IsMinimized, c.TellsMinimized)
		m.count("reactions", &row.Reactions, c.Reactions)
		a.mergeText(m, e, c.Thread, c.Wording, c.Cites)
		row.Updated = max(row.Updated, unix(c.UpdatedAt))
	})
}

// mergeItem merges one view of a review or comment. What GitHub shows again is
// no longer gone.
func (a *applier) mergeItem(e *entry[itemRow], thread tracker.ThreadRef, at time.Time, p tracker.Payload, fields func(*merge)) {
	before := e.row
	m := viewOf(a.source, at).onto(&e.row.Register, 0)
	fields(m)
	m.done(0)
	if a.source == tracker.GitHubSource {
		if e.row.Grave.isGone() {
			e.row.Grave, m.changed = grave{}, true
		}
		if a.now-e.row.VerifiedAt > verifyEvery {
			e.row.VerifiedAt = a.now
		}
	}
	e.changed = e.changed || m.changed
	e.touched = e.touched || before != e.row
	a.keepPayload(e.row.Kind, e.row.ID, e.fresh, p, m.view, a.itemGraves(e, thread)...)
}

// itemGraves are those of a review or comment and of what it is in.
func (a *applier) itemGraves(e *entry[itemRow], thread tracker.ThreadRef) []*grave {
	graves := []*grave{&e.row.Grave, &a.repository(thread.Repository).row.Grave}
	if t := a.thread(thread); t != nil {
		graves = append(graves, &t.row.Grave)
	}
	return graves
}

package store

import (
	"rungless/tracker"
)

// bury stores the batch's tombstones. What is not stored yet gets a bare row
// with its tombstone, so that an archive that tells of it later changes nothing.
func (a *applier) bury() error {
	for _, t := range a.batch.Tombstones {
		repository := a.repository(t.Thread.Repository)
		if repository == nil {
			continue
		}
		at := unix(t.At)
		if at == 0 {
			at = a.now
		}
		switch {
		case t.Kind == "":
			a.buryRepository(repository, t.Reason, at)
		case t.DatabaseID != 0 && !isThreadKind(kindCode(t.Kind)):
			e, err := a.item(t.Kind, t.Thread, t.DatabaseID)
			if err != nil {
				return err
			}
			if e.row.Grave.dig(t.Reason, at) {
				e.touched, e.changed = true, true
				a.forget(e.row.Grave, "thread_items", e.row.ID)
			}
		default:
			if e := a.thread(t.Thread); e != nil {
				a.buryThread(e, t.Reason, at)
			}
		}
	}
	return nil
}

// dig marks a thing as gone and reports whether that is news: what could not be
// seen may turn out to be deleted.
func (g *grave) dig(reason tracker.TombstoneReason, at int64) bool {
	if g.isGone() && (g.isDeleted() || reason != tracker.Deleted) {
		return false
	}
	*g = grave{at, string(reason)}
	return true
}

// forget plans to drop the payloads of what somebody deleted, and of all in it.
func (a *applier) forget(g grave, table string, id int64) {
	if g.isDeleted() {
		a.deleted[table] = append(a.deleted[table], id)
	}
}

func (a *applier) buryThread(e *entry[threadRow], reason tracker.TombstoneReason, at int64) {
	if e.row.Grave.dig(reason, at) {
		e.touched, e.changed = true, true
		a.buriedThreads[e.row.ID] = true
		a.reach.past(e.row.RepositoryID, e.row.MergedAt)
		a.forget(e.row.Grave, "threads", e.row.ID)
	}
}

func (a *applier) reviveThread(e *entry[threadRow]) {
	if e.row.Grave.isGone() {
		e.row.Grave, e.touched, e.changed = grave{}, true, true
		a.buriedThreads[e.row.ID] = true
		a.reach.past(e.row.RepositoryID, e.row.MergedAt)
	}
}

func (a *applier) buryRepository(e *entry[repositoryRow], reason tracker.TombstoneReason, at int64) {
	if e.row.Grave.dig(reason, at) {
		e.touched = true
		a.buriedRepositories[e.row.ID] = true
		a.forget(e.row.Grave, "repositories", e.row.ID)
	}
}

// reviveRepository brings a repository back that GitHub shows again.
func (a *applier) reviveRepository(e *entry[repositoryRow]) {
	if a.source == tracker.GitHubSource && e.row.Grave.isGone() {
		e.row.Grave, e.touched = grave{}, true
		a.buriedRepositories[e.row.ID] = true
	}
}

// verify notes when the API last showed an item. It is bookkeeping: nobody sees
// a change.
func (a *applier) verify() error {
	for _, v := range a.batch.Verified {
		at := unix(v.VerifiedAt)
		if at == 0 {
			at = a.now
		}
		if v.DatabaseID != 0 && !isThreadKind(kindCode(v.Kind)) {
			if e := a.items[a.itemKeyOf(v.Kind, v.Thread, v.DatabaseID)]; e != nil && e.row.VerifiedAt < at {
				e.row.VerifiedAt, e.touched = at, true
			}
			continue
		}
		if e := a.thread(v.Thread); e != nil && !e.fresh && e.row.VerifiedAt < at {
			e.row.VerifiedAt, e.touched = at, true
		}
	}
	return nil
}

package github

import (
	"context"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

const (
	reconcileBatch = 100
	// reconcileAfter is how long an item may go unseen. GitHub tells nobody that
	// something was deleted, hidden or moved.
	reconcileAfter = 30 * 24 * time.Hour
)

// wireSeen is an item as Reconcile shows it.
type wireSeen struct {
	Typename          string `json:"__typename"`
	ID                string
	Number            int
	Title             string
	UpdatedAt         time.Time
	ClosedAt          time.Time
	MergedAt          time.Time
	PullRequestState  string
	IssueState        string
	StateReason       string
	Closed            bool
	IsDraft           bool
	IsCrossRepository bool
	IsAnswer          bool
	IsMinimized       bool
	DeletedAt         time.Time
	Author            *wireActor
	Repository        *wireRepository
	Discussion        *struct{ Repository *wireRepository }

	NameWithOwner string
}

// reconcile looks again at what nobody has seen for a month, oldest first: it
// may be gone, hidden, moved, renamed or changed. Items that other steps saw
// count as looked at.
func (r *run) reconcile(ctx context.Context) error {
	before := r.client.clock.seconds().Add(-reconcileAfter)
	for done, first := 0, ""; ; {
		items, err := r.memory.LeastRecentlyVerified(ctx, r.client.host, before, reconcileBatch)
		if err != nil || len(items) == 0 || items[0].NodeID == first {
			return err // a memory that names the same again has nothing else
		}
		first = items[0].NodeID
		if err := r.reconcileItems(ctx, items); err != nil {
			return err
		}
		done += len(items)
		r.progress("", "", "reconcile", done, 0)
		if len(items) < reconcileBatch {
			return nil
		}
	}
}

// reconcileItems asks for items by node id and stores what became of each.
func (r *run) reconcileItems(ctx context.Context, items []tracker.Item) error {
	ids := make([]string, len(items))
	for i, it := range items {
		ids[i] = it.NodeID
	}
	seen, err := r.lookAt(ctx, ids)
	if err != nil {
		return err
	}
	var gone []tracker.Item
	c := reconciled{view: r.view()}
	for _, it := range items {
		if w, ok := seen[it.NodeID]; ok {
			c.found(it, w)
		} else {
			gone = append(gone, it)
		}
	}
	if err := r.bury(ctx, &c, gone); err != nil {
		return err
	}
	return r.emit(ctx, c.batch)
}

// lookAt returns what GitHub shows under the given node ids, by the id asked for.
func (r *run) lookAt(ctx context.Context, ids []string) (map[string]wireSeen, error) {
	seen := map[string]wireSeen{}
	size := reconcileBatch
	for len(ids) > 0 {
		var data struct {
			reply
			Nodes []*wireSeen
		}
		var asked []string
		err := r.client.halving("Reconcile", &size, floorIDs, func(size int) error {
			asked = ids[:min(size, len(ids))]
			data.Nodes = nil
			_, err := r.client.query(ctx, "Reconcile", map[string]any{"ids": asked}, &data)
			return err
		})
		if err != nil {
			return nil, err
		}
		for i, w := range data.Nodes {
			if w != nil {
				seen[asked[i]] = *w
			}
		}
		ids = ids[len(asked):]
	}
	return seen, nil
}

// bury tells apart what was deleted from what cannot be seen any more: the
// repository is still there, or it is not.
func (r *run) bury(ctx context.Context, c *reconciled, gone []tracker.Item) error {
	var repositories []string
	for _, it := range gone {
		if id := it.Thread.Repository.NodeID; id != "" && !slices.Contains(repositories, id) {
			repositories = append(repositories, id)
		}
	}
	seen, err := r.lookAt(ctx, repositories)
	if err != nil {
		return err
	}
	buried := map[string]bool{}
	for _, it := range gone {
		id := it.Thread.Repository.NodeID
		if _, ok := seen[id]; ok {
			c.bury(it, tracker.Deleted)
		} else if id == "" {
			c.bury(it, tracker.Inaccessible)
		} else if !buried[id] {
			buried[id] = true
			c.batch.Tombstones = append(c.batch.Tombstones, tracker.Tombstone{
				Thread: tracker.ThreadRef{Repository: it.Thread.Repository}, Reason: tracker.Inaccessible, At: c.view.at})
		}
	}
	return nil
}

// reconciled gathers what became of the items that were looked at.
type reconciled struct {
	view  view
	batch tracker.Batch
}

func (c *reconciled) bury(it tracker.Item, reason tracker.TombstoneReason) {
	c.batch.Tombstones = append(c.batch.Tombstones, tracker.Tombstone{
		Kind: it.Kind, Thread: it.Thread, DatabaseID: it.DatabaseID, Reason: reason, At: c.view.at})
}

// found stores an item that is still there, perhaps elsewhere, changed or hidden.
func (c *reconciled) found(it tracker.Item, w wireSeen) {
	if !w.DeletedAt.IsZero() {
		c.bury(it, tracker.Deleted)
		return
	}
	repository := w.Repository
	if w.Discussion != nil {
		repository = w.Discussion.Repository
	}
	moved := false
	if repository != nil {
		c.batch.Repositories = append(c.batch.Repositories, c.view.sighting(repository))
		old := it.Thread.Repository.DatabaseID
		moved = old != 0 && old != repository.DatabaseID
	}
	if moved {
		c.moved(it, w, repository)
		return
	}
	it.VerifiedAt = c.view.at
	c.batch.Verified = append(c.batch.Verified, it)
	if it.DatabaseID == 0 && w.Number > 0 {
		c.batch.Threads = append(c.batch.Threads, c.thread(it.Thread, w))
	} else if w.Typename != "PullRequestReview" {
		c.comment(it, w)
	}
	if w.Author != nil {
		c.batch.Accounts = append(c.batch.Accounts, c.view.account(w.Author))
	}
}

// moved stores that a thread lives on under another repository, and wants it
// there. What is in it moves with it.
func (c *reconciled) moved(it tracker.Item, w wireSeen, repository *wireRepository) {
	c.bury(it, tracker.Transferred)
	if it.DatabaseID != 0 || w.Number == 0 {
		return
	}
	there := tracker.ThreadRef{Repository: c.view.repository(repository), Kind: it.Thread.Kind, Number: w.Number, NodeID: w.ID}
	old := tracker.Thread{ThreadRef: it.Thread, Transferred: &there, AsOf: c.view.at}
	c.batch.Threads = append(c.batch.Threads, old, c.thread(there, w))
}

// thread is a thread's newer view, without what only a full look tells. Whether
// it must be read whole again is decided by its UpdatedAt.
func (c *reconciled) thread(ref tracker.ThreadRef, w wireSeen) tracker.Thread {
	t := tracker.Thread{ThreadRef: ref, Title: w.Title, UpdatedAt: w.UpdatedAt.UTC(), ClosedAt: w.ClosedAt.UTC(),
		State: tracker.State(strings.ToLower(w.PullRequestState + w.IssueState)), StateReason: strings.ToLower(w.StateReason), AsOf: c.view.at}
	switch ref.Kind {
	case tracker.PullRequestKind:
		t.PullRequest = &tracker.PullRequest{IsDraft: w.IsDraft, IsCrossRepository: w.IsCrossRepository, MergedAt: w.MergedAt.UTC()}
	case tracker.DiscussionKind:
		t.State = discussionState(w.Closed)
	}
	return t
}

// comment stores that a comment is hidden, or is not.
func (c *reconciled) comment(it tracker.Item, w wireSeen) {
	c.batch.Comments = append(c.batch.Comments, tracker.Comment{Kind: it.Kind, Thread: it.Thread, DatabaseID: it.DatabaseID,
		NodeID: it.NodeID, Author: c.view.account(w.Author), UpdatedAt: w.UpdatedAt.UTC(), IsAnswer: w.IsAnswer, IsMinimized: w.IsMinimized, TellsMinimized: true})
}

package github

import (
	"context"
	"slices"

	"rungless/tracker"
)

// detailBatch is how many threads one query reads whole.
const detailBatch = 10

// wantedAtOnce is how many threads are asked of the memory at a time.
const wantedAtOnce = 200

// syncDetails reads whole every thread that an index named as wanted and that
// changed since it was last read whole. What is wanted is remembered by the
// store, so that a stopped sync goes on here without asking the indexes again.
func (r *run) syncDetails(ctx context.Context) error {
	d := details{run: r, tried: map[tracker.ThreadRef]bool{}, size: detailBatch}
	for {
		refs, err := r.memory.WantedThreads(ctx, r.client.host, wantedAtOnce+len(d.tried))
		if err != nil {
			return err
		}
		refs = slices.DeleteFunc(refs, func(ref tracker.ThreadRef) bool { return d.tried[ref] || ref.NodeID == "" })
		if len(refs) == 0 {
			return r.emitGone(ctx, d.gone)
		}
		d.total = d.done + len(refs)
		for _, ref := range refs {
			d.tried[ref] = true
		}
		if err := d.readAll(ctx, refs); err != nil {
			return err
		}
	}
}

// syncThreads reads whole the threads that the options name.
func (r *run) syncThreads(ctx context.Context) error {
	d := details{run: r, size: detailBatch, total: len(r.threads)}
	if err := d.readAll(ctx, r.threads); err != nil {
		return err
	}
	return r.emitGone(ctx, d.gone)
}

// emitGone finds out why threads could not be read, as the look at old items does.
func (r *run) emitGone(ctx context.Context, gone []tracker.Item) error {
	for chunk := range slices.Chunk(gone, reconcileBatch) {
		if err := r.reconcileItems(ctx, chunk); err != nil {
			return err
		}
	}
	return nil
}

// details is the second phase of a run.
type details struct {
	*run
	tried       map[tracker.ThreadRef]bool
	gone        []tracker.Item
	size        int
	done, total int
}

func (d *details) readAll(ctx context.Context, refs []tracker.ThreadRef) error {
	byKind := map[tracker.Kind][]tracker.ThreadRef{}
	for _, ref := range refs {
		byKind[ref.Kind] = append(byKind[ref.Kind], ref)
	}
	for _, kind := range []tracker.Kind{tracker.PullRequestKind, tracker.DiscussionKind} {
		read := d.readPullRequests
		if kind == tracker.DiscussionKind {
			read = d.readDiscussions
		}
		for rest := byKind[kind]; len(rest) > 0; {
			n, err := d.readSome(ctx, rest, read)
			if err != nil {
				return err
			}
			rest = rest[n:]
			d.done += n
			d.progress("", "", string(kind)+"_details", d.done, d.total)
		}
	}
	return nil
}

// readSome reads the first few of refs, as many as GitHub can answer at once.
func (d *details) readSome(ctx context.Context, refs []tracker.ThreadRef, read func(context.Context, []tracker.ThreadRef) error) (n int, err error) {
	err = d.client.halving("details", &d.size, floorIDs, func(size int) error {
		n = min(size, len(refs))
		return read(ctx, refs[:n])
	})
	if tracker.KindOf(err) == tracker.Unavailable && n == 1 {
		if err = d.tolerate(err); err == nil {
			return 1, nil // one thread that GitHub cannot show must not hold up the others
		}
	}
	return n, err
}

func nodeIDs(refs []tracker.ThreadRef) []string {
	ids := make([]string, len(refs))
	for i, ref := range refs {
		ids[i] = ref.NodeID
	}
	return ids
}

// missed notes a thread that came as null.
func (d *details) missed(ref tracker.ThreadRef) {
	d.gone = append(d.gone, tracker.Item{Kind: ref.Kind, Thread: ref, NodeID: ref.NodeID})
}

func (d *details) readPullRequests(ctx context.Context, refs []tracker.ThreadRef) error {
	return readWhole(ctx, d, "PullRequestDetails", refs, d.completePullRequest, (*threadBatch).pullRequest)
}

func (d *details) readDiscussions(ctx context.Context, refs []tracker.ThreadRef) error {
	return readWhole(ctx, d, "DiscussionDetails", refs, d.completeDiscussion, (*threadBatch).discussion)
}

// readWhole reads threads of one kind by the named query, completes the lists
// that were longer than their first page, and stores all of it as one batch.
func readWhole[T identified](ctx context.Context, d *details, name string, refs []tracker.ThreadRef, complete func(context.Context, *T) error, add func(*threadBatch, item[T])) error {
	var data struct {
		reply
		Nodes []item[T]
	}
	if _, err := d.client.query(ctx, name, map[string]any{"ids": nodeIDs(refs)}, &data); err != nil {
		return err
	}
	b := threadBatch{run: d.run, view: d.view()}
	for i, node := range data.Nodes {
		if node.isNull() || node.value.id() == "" {
			d.missed(refs[i])
			continue
		}
		if err := complete(ctx, &node.value); err != nil {
			return err
		}
		add(&b, node)
	}
	return d.emit(ctx, b.batch)
}

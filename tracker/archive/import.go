package archive

import (
	"context"
	"errors"
	"fmt"
	"io"

	"rungless/tracker"
)

const (
	batchBytes  = 8 << 20 // of text behind the facts of one batch; bounds the memory of an import
	brokenLimit = 1000    // records after which a file is taken for something else
)

// fileRun is the import of one file or stream.
type fileRun struct {
	source *Source
	input
	memory tracker.Memory
	emit   tracker.Emit
	report func(tracker.Progress)

	hash     string // of the content; "" for a stream that is being read
	position position
	batch    tracker.Batch
	bytes    int   // of text behind batch
	broken   error // what of the file could not be read
}

// whole imports the file from where it stopped last time. Its error is the
// store's or the context's; what is wrong with the file goes into broken.
func (r *fileRun) whole(ctx context.Context) error {
	var err error
	if r.hash, err = r.contentHash(); err != nil {
		r.broken = cannotRead(r.label, err)
		return nil
	}
	if r.position, err = r.source.recall(ctx, r.memory, r.hash); err != nil {
		return err
	}
	if r.position.Done {
		r.tell("imported before")
		r.blame(nil)
		return nil
	}
	text, err := r.open()
	if err != nil {
		r.blame(err)
		return nil
	}
	defer func() { _ = text.close() }() // it was only read
	broke, err := r.source.inOrder(ctx, &chunker{in: text}, r.position.Lines, r.take)
	switch {
	case errors.Is(err, errOldSchema), errors.Is(err, errNoArchive):
		broke = err
	case err != nil:
		return err
	}
	r.blame(broke)
	if r.position.Lines == 0 {
		return nil
	}
	return r.finish(ctx, text, broke)
}

// errNoArchive stops a file of which too much is broken.
var errNoArchive = fmt.Errorf("%d lines are no events", brokenLimit)

// take adds a chunk's facts to the batch and emits it when it is large enough.
func (r *fileRun) take(ctx context.Context, d decoded) error {
	for _, b := range d.broken {
		if errors.Is(b.reason, errOldSchema) {
			return errOldSchema
		}
	}
	r.position.advance(d)
	if r.position.Broken >= brokenLimit {
		return errNoArchive
	}
	add(&r.batch, &d.batch)
	r.bytes += d.bytes
	r.tell("")
	if r.bytes < batchBytes {
		return nil
	}
	return r.flush(ctx)
}

func add(to, from *tracker.Batch) {
	to.Threads = append(to.Threads, from.Threads...)
	to.Reviews = append(to.Reviews, from.Reviews...)
	to.Comments = append(to.Comments, from.Comments...)
	to.Commits = append(to.Commits, from.Commits...)
	to.Releases = append(to.Releases, from.Releases...)
}

// flush emits what was read since the last time, with the cursor. A stream has
// none before its end.
func (r *fileRun) flush(ctx context.Context) error {
	r.batch.Source = tracker.ArchiveSource
	if r.hash != "" {
		cursor, err := r.position.cursor(r.hash)
		if err != nil {
			return fmt.Errorf("archive.flush %s: %w", r.label, err)
		}
		r.batch.Cursors = []tracker.Cursor{cursor}
	}
	err := r.emit(ctx, r.batch)
	r.batch, r.bytes = tracker.Batch{}, 0
	return err
}

// finish emits the rest, with the coverage. A file that broke off keeps a
// cursor that is not done, and says so again next time.
func (r *fileRun) finish(ctx context.Context, t *text, broke error) error {
	if r.hash == "" {
		if _, err := io.Copy(io.Discard, t.raw); err != nil {
			r.blame(err)
		}
		r.hash = t.contentHash()
	}
	r.position.Done = broke == nil
	coverage := r.position.coverage(r.hash, r.label)
	if broke != nil {
		coverage.Gap = fmt.Sprintf("nothing after line %d could be read: %v", r.position.Lines, broke)
	}
	r.batch.Coverage = []tracker.Coverage{coverage}
	return r.flush(ctx)
}

// blame sets what is wrong with the file: what reading broke off with, or else
// the records that could not be read.
func (r *fileRun) blame(broke error) {
	p := r.position
	op := "archive.import " + r.label
	switch {
	case errors.Is(broke, errOldSchema):
		r.broken = tracker.Errorf(tracker.Invalid, op, "%s:1: %v", r.label, errOldSchema).
			WithHint("import hours from 2015-01-01-0 on")
	case errors.Is(broke, errNoArchive):
		r.broken = tracker.Errorf(tracker.Invalid, op, "%s:%d: this is no GH Archive file: %s", r.label, p.BrokenLine, p.BrokenWhy).
			WithHint("archive files hold one GitHub event a line; download them from https://data.gharchive.org")
	case broke != nil:
		r.broken = tracker.Errorf(tracker.Invalid, op, "%s:%d: the file breaks off here: %v", r.label, p.Lines+1, broke).
			Because(broke).WithHint("what stands before is stored; download the file again and import it to get the rest")
	case p.Broken > 0:
		r.broken = tracker.Errorf(tracker.Invalid, op, "%s:%d: %s (%s could not be read)", r.label, p.BrokenLine, p.BrokenWhy, plural(p.Broken, "record", "records")).
			WithHint("everything else in the file is stored; download it again if it should be whole")
	case p.Lines == 0:
		r.broken = tracker.Errorf(tracker.Invalid, op, "%s is empty", r.label).
			WithHint("download the file again")
	}
}

func (r *fileRun) tell(note string) {
	r.report(tracker.Progress{Source: tracker.ArchiveSource, Scope: scopeOf(r.hash), Label: r.label, Stream: stream, Done: r.position.Lines, Note: note})
}

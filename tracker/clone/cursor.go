package clone

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"rungless/tracker"
)

// The streams under which a repository's cursors are kept.
const (
	progressStream = "commits"
	headsStream    = "heads"
)

// progress is how far a run over one state of the references has come. It is
// small, because it is stored with every batch.
type progress struct {
	Digest  string `json:"digest"` // of the references
	Until   int64  `json:"until,omitempty"`
	Lines   bool   `json:"lines"` // line counts are wanted
	Named   int    `json:"named"` // commits stored with their paths
	Counted int    `json:"counted"`
	// Uncounted is how many of the counted ones could not be: their contents are
	// not in the clone.
	Uncounted int      `json:"uncounted,omitempty"`
	Lists     listGaps `json:"lists,omitzero"`
	Reads     int      `json:"reads"`
	Complete  bool     `json:"complete"`
}

// heads is what the references were at the last complete run. It is stored once
// a run: it has some 50 bytes for each pull request.
type heads struct {
	Branches []string       `json:"branches"`
	Pulls    map[int]string `json:"pulls"`
	Until    int64          `json:"until,omitempty"`
	Lines    bool           `json:"lines"`
	Shallow  string         `json:"shallow,omitempty"`
	Mailmap  string         `json:"mailmap,omitempty"`
	Reads    int            `json:"reads"`
}

// reads says how much a run takes from a commit. It was raised, so that what was
// read before is read again, when lists of owners were added.
const reads = 1

// serves reports whether what was read then may be left out now: not when the
// clone was deepened since, when less was read of each commit, when lines are wanted that were not, or when the
// .mailmap says something else.
func (h *heads) serves(r *run) bool {
	return h.Reads == reads && h.Shallow == r.state.shallow && h.Mailmap == r.state.mailmap && (h.Lines || !r.countsLines())
}

func (h *heads) until() time.Time {
	if h.Until == 0 {
		return time.Time{}
	}
	return time.Unix(h.Until, 0)
}

// scope names the repository in cursors and coverage. A clone knows no node id.
func (r *run) scope() string { return "repository:" + r.ref.Host + "/" + r.ref.FullName() }

func (r *run) until() int64 {
	if r.source.options.Until.IsZero() {
		return 0
	}
	return r.source.options.Until.Unix()
}

// loadProgress takes up an interrupted run over the same references, or begins a
// new one. idle says that the last run over them was complete.
func (r *run) loadProgress(ctx context.Context) (idle bool, err error) {
	now := progress{Digest: r.state.digest, Until: r.until(), Lines: r.countsLines(), Reads: reads}
	var last progress
	if _, err := r.load(ctx, progressStream, &last); err != nil {
		return false, err
	}
	same := last.Digest == now.Digest && last.Until == now.Until && last.Lines == now.Lines && last.Reads == now.Reads
	now.Lists = last.Lists
	if r.progress = now; same {
		r.progress = last
	}
	return same && last.Complete, nil
}

func (r *run) loadHeads(ctx context.Context) (*heads, error) {
	var h heads
	found, err := r.load(ctx, headsStream, &h)
	if err != nil || !found {
		return nil, err
	}
	return &h, nil
}

func (r *run) load(ctx context.Context, stream string, into any) (found bool, err error) {
	cursor, err := r.memory.Cursor(ctx, tracker.CloneSource, r.scope(), stream)
	if err != nil || len(cursor.Position) == 0 {
		return false, err
	}
	if err := json.Unmarshal(cursor.Position, into); err != nil {
		return false, tracker.Errorf(tracker.Conflict, "clone.load "+stream, "the stored place in %s cannot be read", r.ref.FullName()).
			Because(err).WithHint("was the store written by a newer version of rungless?")
	}
	return true, nil
}

func (r *run) progressCursor() (tracker.Cursor, error) { return r.cursor(progressStream, r.progress) }

func (r *run) headsCursor() (tracker.Cursor, error) {
	return r.cursor(headsStream, heads{Branches: r.state.branches, Pulls: r.state.pulls, Until: r.until(), Lines: r.countsLines(),
		Shallow: r.state.shallow, Mailmap: r.state.mailmap, Reads: reads})
}

func (r *run) cursor(stream string, position any) (tracker.Cursor, error) {
	text, err := json.Marshal(position)
	if err != nil {
		return tracker.Cursor{}, fmt.Errorf("clone.cursor %s: %w", stream, err)
	}
	return tracker.Cursor{Source: tracker.CloneSource, Scope: r.scope(), Stream: stream, Position: text}, nil
}

package clone

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"rungless/tracker"
)

// batchSize is how many commits are stored at once.
const batchSize = 500

// readCommits reads the changes of every commit that must be reported: the paths
// of all first, so that something can be seen soon, then the line counts.
func (r *run) readCommits(ctx context.Context) error {
	todo := r.graph.changed(r.before)
	workers := min(2, runtime.NumCPU()) // git works on one core; a third process gains little
	paths := pass{run: r, todo: todo, done: &r.progress.Named, label: "paths", workers: workers}
	if err := paths.read(ctx); err != nil || !r.countsLines() {
		return err
	}
	counts := pass{run: r, todo: r.withoutMerges(todo), done: &r.progress.Counted, label: "line counts", lines: true, workers: workers}
	return counts.read(ctx)
}

// withoutMerges leaves out the merges, which have no lines of their own.
func (r *run) withoutMerges(todo []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(todo), func(i int32) bool { return len(r.graph.nodes[i].parents) > 1 })
}

// pass reads one thing of a list of commits, on one or more processes.
type pass struct {
	*run
	todo    []int32
	done    *int // how many are stored; the first so many are not read again
	label   string
	lines   bool
	workers int
}

// part is a batch as a worker hands it over.
type part struct {
	commits []tracker.Commit
	moved   map[string][]string // lists of owners that a commit renamed, under their old names
	missing int                 // commits whose contents are not there
	err     error
}

// read deals the batches to the workers in turn and stores them in order.
func (p *pass) read(ctx context.Context) error {
	*p.done = min(*p.done, len(p.todo))
	batches := slices.Collect(slices.Chunk(p.todo[*p.done:], batchSize))
	ctx, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	defer working.Wait()
	defer cancel()
	workers := min(p.workers, len(batches))
	hands := make([]chan part, workers)
	for w := range hands {
		hands[w] = make(chan part, 1)
		var mine [][]int32
		for i := w; i < len(batches); i += workers {
			mine = append(mine, batches[i])
		}
		working.Go(func() { p.work(ctx, mine, hands[w]) })
	}
	for i, batch := range batches {
		got, ok := <-hands[i%workers]
		if !ok {
			return ctx.Err()
		}
		if got.err != nil {
			return got.err
		}
		*p.done += len(batch)
		p.progress.Uncounted += got.missing
		if err := p.keep(ctx, got); err != nil {
			return err
		}
		p.report(tracker.Progress{Source: tracker.CloneSource, Scope: p.scope(), Label: p.ref.FullName(), Stream: "commits",
			Done: *p.done, Total: len(p.todo), Note: p.label})
	}
	return nil
}

// keep completes a batch with what the graph knows and stores it.
func (p *pass) keep(ctx context.Context, got part) error {
	commits := got.commits
	for i := range commits {
		n := p.graph.nodes[p.graph.place[commits[i].SHA]]
		commits[i].OnDefault = n.onDefault
		commits[i].PullRequests = n.pulls
	}
	batch := tracker.Batch{Commits: commits}
	if !p.lines {
		if err := p.readOwners(ctx, commits, got.moved); err != nil {
			return err
		}
		batch.EmailLinks = emailLinks(commits)
		if p.state.mailmap != "" {
			var err error
			if batch.Proposals, err = p.local.mailmapProposals(ctx, p.ref, commits); err != nil {
				return err
			}
		}
	}
	return p.store(ctx, batch)
}

// work reads a worker's batches with one git process, or with a new one after a
// commit whose contents are missing.
func (p *pass) work(ctx context.Context, batches [][]int32, out chan<- part) {
	reader := &batchReader{pass: p, left: slices.Concat(batches...)}
	defer reader.stop()
	defer close(out)
	for _, batch := range batches {
		got := reader.next(ctx, len(batch))
		select {
		case out <- got:
		case <-ctx.Done():
			return
		}
		if got.err != nil {
			return
		}
	}
}

// batchReader reads records from a git process that it starts when it needs one.
type batchReader struct {
	*pass
	left    []int32 // commits not read yet
	git     *stream
	records recordReader
	gone    int  // commits whose contents are missing, so far
	exact   bool // too many were: contents are not looked at any more
}

// mostGone is how many commits without contents a worker tries before it takes
// the rest for such too: each costs a new process. A clone that git knows to be
// partial is not tried at all.
const mostGone = 50

// next reads n commits.
func (b *batchReader) next(ctx context.Context, n int) part {
	got := part{moved: map[string][]string{}}
	for range n {
		commit, err := b.one(ctx, b.exact || b.state.partial)
		if err != nil && contentsMissing(err) {
			b.gone++
			if b.lines {
				got.missing++
				b.left = b.left[1:]
				continue
			}
			commit, err = b.withoutContents(ctx)
		}
		if err != nil {
			return part{err: err}
		}
		got.commits = append(got.commits, commit)
		b.left = b.left[1:]
		if lists := b.records.moved; len(lists) > 0 {
			got.moved[commit.SHA] = lists
		}
	}
	return got
}

// withoutContents reads the paths of a commit, some of whose contents are not
// there: a file that was renamed and changed shows as one added and one deleted.
func (b *batchReader) withoutContents(ctx context.Context) (tracker.Commit, error) {
	b.exact, b.records.moved = b.gone >= mostGone, nil
	if b.exact {
		return b.one(ctx, true)
	}
	alone := &batchReader{pass: b.pass, left: b.left[:1]}
	defer alone.stop()
	return alone.one(ctx, true)
}

// one reads the next commit. A git process that this starts looks for renames of
// unchanged files only, if exact.
func (b *batchReader) one(ctx context.Context, exact bool) (tracker.Commit, error) {
	if b.lines && b.gone >= mostGone {
		return tracker.Commit{}, errContentsMissing
	}
	if b.git == nil {
		if err := b.start(ctx, exact); err != nil {
			return tracker.Commit{}, err
		}
	}
	commit, err := b.records.next()
	if err == nil && commit.SHA != b.graph.nodes[b.left[0]].sha {
		err = fmt.Errorf("%w: %s in place of %s", errFormat, commit.SHA, b.graph.nodes[b.left[0]].sha)
	}
	if err == nil && !b.records.ended {
		return commit, nil
	}
	git := b.git
	b.git = nil
	if err != nil {
		return tracker.Commit{}, git.blame(ctx, err)
	}
	// The last record is whole only if git was content to end there.
	return commit, git.wait(ctx)
}

// start runs git over the commits that are left.
func (b *batchReader) start(ctx context.Context, exact bool) (err error) {
	var list strings.Builder
	for _, i := range b.left {
		list.WriteString(b.graph.nodes[i].sha)
		list.WriteByte('\n')
	}
	b.git, err = b.local.start(ctx, strings.NewReader(list.String()), recordArguments(b.lines, exact)...)
	if err != nil {
		return err
	}
	b.records = recordReader{in: newScanner(b.git.out), repository: b.ref, lines: b.lines}
	return nil
}

func (b *batchReader) stop() {
	if b.git != nil {
		b.git.stop()
	}
}

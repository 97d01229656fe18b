// Package clone reads local git repositories (work trees, bare clones, blobless
// mirrors) by the git command: commits with their author's offset, co-authors and
// other trailers, touched paths with line counts, and the pull request that each
// commit came by. It writes nothing and stays off the network.
//
// Start at [Source.Sync]. A repository is read in three steps:
//
//   - state.go asks git for its references; when none moved since the last
//     complete run, that is all.
//   - graph.go reads every commit without its changes and joins it to its pull
//     request. The same is made of the references as they were at the last run;
//     what differs between the two is what must be reported. So an incremental run
//     reports exactly what a full one would.
//   - pass.go reads what those commits changed: first the paths, then, slower, the
//     line counts, both on two git processes where there are two cores.
//   - owners.go compares, for each commit that touched a list of owners, whom the
//     list named before it and after it.
package clone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"rungless/tracker"
)

// Options of [New].
type Options struct {
	Paths        []string  // folders of local repositories
	Repository   string    // "owner/name"; "" takes it from the remote's address
	Host         string    // "" takes it from the remote's address, else github.com
	Until        time.Time // only commits with an earlier commit date; zero: all
	NoLineCounts bool      // paths only
	GitCommand   string    // "" is "git"
	Environ      []string  // what git's environment is made from, as os.Environ gives it
}

// Source reads local clones. It is a source for ingest.
type Source struct {
	logger  *slog.Logger
	options Options
}

// New makes a source. It looks at nothing yet.
func New(logger *slog.Logger, options Options) *Source {
	return &Source{logger: logger, options: options}
}

// Name is [tracker.CloneSource].
func (s *Source) Name() tracker.SourceName { return tracker.CloneSource }

// Usage is what GitHub was asked: nothing.
func (s *Source) Usage() tracker.Usage { return tracker.Usage{Remaining: -1} }

// Sync reads every repository in turn and emits its commits in batches, each
// with the cursor after it. A repository that cannot be read does not keep the
// others from being read: then the error is a [tracker.Partial] that names it.
func (s *Source) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	if s.options.Repository != "" && len(s.options.Paths) > 1 {
		return tracker.Errorf(tracker.Invalid, "clone.Sync", "one repository name was given for %d folders", len(s.options.Paths)).
			WithHint("import them one by one")
	}
	var failed []error
	for _, path := range s.options.Paths {
		r := &run{source: s, memory: memory, emit: emit, report: report}
		err := r.sync(ctx, path)
		if err == nil {
			continue
		}
		if _, ours := errors.AsType[*tracker.Error](err); !ours || len(s.options.Paths) == 1 || r.storeFailed {
			return fmt.Errorf("clone.Sync %s: %w", path, err)
		}
		failed = append(failed, err)
	}
	if len(failed) > 0 {
		return &tracker.Partial{Missing: failed}
	}
	return nil
}

// run is one repository being read.
type run struct {
	source *Source
	memory tracker.Memory
	emit   tracker.Emit
	report func(tracker.Progress)

	local       repository
	ref         tracker.RepositoryRef
	state       state
	graph       *graph
	before      *graph // as of the last complete run; nil: none
	progress    progress
	contents    contents
	storeFailed bool // an emit failed: there is no use in going on
}

func (r *run) sync(ctx context.Context, path string) (err error) {
	options := r.source.options
	if r.local, err = openPath(path, options); err != nil {
		return err
	}
	if r.state, err = r.local.look(ctx); err != nil {
		return err
	}
	if r.ref, err = options.identify(r.local.path, r.state.remotes); err != nil {
		return err
	}
	idle, err := r.loadProgress(ctx)
	if err != nil || idle {
		return err
	}
	if err := r.readGraphs(ctx); err != nil {
		return err
	}
	defer r.contents.stop()
	if err := r.readCommits(ctx); err != nil {
		return err
	}
	return r.finish(ctx)
}

// readGraphs reads how the commits hang together, now and at the last complete run.
func (r *run) readGraphs(ctx context.Context) (err error) {
	if err = r.local.readReferences(ctx, &r.state); err != nil {
		return err
	}
	if r.graph, err = r.local.readGraph(ctx, r.state); err != nil {
		return err
	}
	r.graph.until = r.source.options.Until
	heads, err := r.loadHeads(ctx)
	if err != nil || heads == nil || !heads.serves(r) {
		return err
	}
	r.before, err = r.local.readGraph(ctx, state{branches: heads.Branches, pulls: heads.Pulls})
	if err != nil && ctx.Err() == nil {
		// git has thrown away what was there then; everything is reported again.
		r.source.logger.Warn("clone_history_rewritten", "repository", r.ref.FullName())
		r.before, err = nil, nil
	}
	if r.before != nil {
		r.before.until = heads.until()
	}
	return err
}

// countsLines reports whether lines are to be counted at all.
func (r *run) countsLines() bool { return !r.source.options.NoLineCounts && !r.state.partial }

// finish tells what was seen and what could not be, and stores how far the run
// came: all the way.
func (r *run) finish(ctx context.Context) error {
	r.progress.Complete = true
	heads, err := r.headsCursor()
	if err != nil {
		return err
	}
	trees, files, err := r.tree(ctx)
	if err != nil {
		return err
	}
	return r.store(ctx, tracker.Batch{Trees: trees, Coverage: append(r.coverage(), files), Proposals: r.graph.mergeHeadProposals(r.ref), Cursors: []tracker.Cursor{heads}})
}

// store emits a batch with the cursor after it.
func (r *run) store(ctx context.Context, batch tracker.Batch) error {
	cursor, err := r.progressCursor()
	if err != nil {
		return err
	}
	batch.Source = tracker.CloneSource
	batch.Cursors = append(batch.Cursors, cursor)
	if err := r.emit(ctx, batch); err != nil {
		r.storeFailed = true
		return err
	}
	return nil
}

// coverage names the streams of a clone and what each lacks.
func (r *run) coverage() []tracker.Coverage {
	commits := tracker.Coverage{Source: tracker.CloneSource, Scope: r.scope(), Label: r.ref.FullName(), Stream: "commits",
		To: r.source.options.Until, Asked: -1}
	pulls, lines, owners := commits, commits, commits
	pulls.Stream, lines.Stream, owners.Stream = "pull_request_commits", "line_counts", "owners"
	for i := range r.graph.nodes {
		n := &r.graph.nodes[i]
		if r.graph.hides(n) {
			continue
		}
		commits.Got++
		if !n.onDefault {
			pulls.Got++
		}
	}
	lines.Got = commits.Got - r.progress.Uncounted
	owners.Got, owners.Gap = commits.Got-pulls.Got, r.progress.Lists.sentence()
	if r.state.shallow != "" {
		commits.Gap = "the clone is shallow: older commits are missing until git fetch --unshallow is run in it"
	}
	if len(r.state.pulls) == 0 {
		pulls.Gap = "the clone has no pull requests' heads, so commits of open, closed and squashed ones are missing: " +
			"git fetch origin '+refs/pull/*/head:refs/pull/*/head' brings them"
	}
	switch {
	case r.source.options.NoLineCounts:
		lines.Got, lines.Gap = 0, "line counts were not asked for"
	case r.state.partial:
		lines.Got, lines.Gap = 0, "the clone keeps no file contents, so lines cannot be counted without the network"
	case r.progress.Uncounted > 0:
		lines.Gap = fmt.Sprintf("the lines of %d commits could not be counted: file contents are missing from the clone", r.progress.Uncounted)
	}
	return []tracker.Coverage{commits, pulls, lines, owners}
}

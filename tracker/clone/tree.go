package clone

import (
	"context"
	"maps"
	"slices"
	"time"

	"rungless/tracker"
)

// tree lists the files of the default branch where it ends, before Options.Until,
// and says how many there are. An empty repository has none.
func (r *run) tree(ctx context.Context) ([]tracker.Tree, tracker.Coverage, error) {
	coverage := tracker.Coverage{Source: tracker.CloneSource, Scope: r.scope(), Label: r.ref.FullName(), Stream: "files",
		To: r.source.options.Until, Asked: -1}
	branch := Files{options: r.source.options, local: r.local, state: r.state}
	head, err := branch.head(ctx)
	if err != nil || head == "" {
		return nil, coverage, err
	}
	files, err := r.local.blobs(ctx, head, func(string) bool { return true })
	if err != nil && ctx.Err() == nil {
		coverage.Gap = "which files the default branch holds is not in the clone, which has commits without their folders"
		return nil, coverage, nil
	}
	if err != nil {
		return nil, coverage, err
	}
	coverage.Got = len(files)
	committed := r.graph.nodes[r.graph.place[head]].committed
	return []tracker.Tree{{Repository: r.ref, CommitSHA: head, AsOf: time.Unix(committed, 0).UTC(), Paths: slices.Sorted(maps.Keys(files))}}, coverage, nil
}

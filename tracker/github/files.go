package github

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rungless/tracker"
)

// filesPosition is of which commit the files of a default branch were read, and
// when.
type filesPosition struct {
	Head string    `json:",omitzero"`
	Read time.Time `json:",omitzero"`
}

// filesAfter is how old the known files of a branch may be. A busy branch moves
// many times a day, and its files hardly do.
const filesAfter = 24 * time.Hour

// restTree is GitHub's answer to a whole tree; go-github has no field for a tree
// that was cut.
type restTree struct {
	Tree []struct {
		Path string
		Type string // "blob", "tree", or "commit" for a submodule
	}
	Truncated bool
}

func (r *run) repositoryFiles(ctx context.Context, p repository) error {
	if p.head.DefaultBranchRef == nil || p.head.DefaultBranchRef.Target == nil {
		return nil
	}
	return r.files(ctx, p.ref, p.head.DefaultBranchRef.Target.OID)
}

// files reads which files a default branch holds at its head. Only REST gives a
// whole tree in one answer. The head is known before anything is asked, so what
// did not move costs nothing.
func (r *run) files(ctx context.Context, ref tracker.RepositoryRef, head string) error {
	const stream = "files"
	p := repository{ref: ref}
	position, err := load[filesPosition](ctx, r, p.scope(), stream)
	if err != nil {
		return err
	}
	started := r.client.clock.seconds()
	if head == "" || head == position.Head || started.Sub(position.Read) < filesAfter {
		return nil
	}
	var answer restTree
	err = r.client.get(ctx, fmt.Sprintf("repos/%s/git/trees/%s?recursive=1", ref.FullName(), head), &answer)
	coverage := p.coverage(stream, -1, 0, started)
	if tracker.KindOf(err) == tracker.NotFound { // the branch was rewritten meanwhile
		coverage.Gap = "the files of the default branch could not be read: its newest commit is gone"
		return r.emit(ctx, tracker.Batch{Coverage: []tracker.Coverage{coverage}})
	}
	if err != nil {
		return err
	}
	tree := tracker.Tree{Repository: ref, CommitSHA: head, AsOf: started, Paths: answer.paths()}
	if coverage.Got = len(tree.Paths); answer.Truncated {
		coverage.Gap = fmt.Sprintf("GitHub lists %d files of the default branch, and says that there are more", len(tree.Paths))
	}
	r.progress(p.scope(), ref.FullName(), stream, len(tree.Paths), len(tree.Paths))
	return r.emit(ctx, tracker.Batch{Trees: []tracker.Tree{tree}, Coverage: []tracker.Coverage{coverage},
		Cursors: []tracker.Cursor{cursorAt(p.scope(), stream, filesPosition{Head: head, Read: started})}})
}

// paths lists the files of a tree, without folders and submodules.
func (t restTree) paths() []string {
	paths := make([]string, 0, len(t.Tree))
	for _, entry := range t.Tree {
		if entry.Type == "blob" {
			paths = append(paths, entry.Path)
		}
	}
	slices.Sort(paths)
	return paths
}

package clone

import (
	"context"
	"maps"
	"slices"
	"time"

	"rungless/tracker"
)

// Versions follows every wanted file along the first parents of the default
// branch, over renames, and returns those whose newest version is not the one in
// known. What was deleted long ago is told too, once.
func (f *Files) Versions(ctx context.Context, tree tracker.FileTree, wanted func(string) bool, known map[string]string) ([]tracker.FileHistory, error) {
	if tree.Head == "" {
		return nil, nil
	}
	renames := "--find-renames"
	if f.state.partial {
		renames = "--find-renames=100%" // what is less alike takes the contents to tell
	}
	b := branchFiles{wanted: wanted, files: map[string]*lineage{}}
	if err := f.changes(ctx, b.add, wanted, "--first-parent", "--diff-merges=first-parent", renames, tree.Head); err != nil {
		return nil, err
	}
	lineages := b.differing(known)
	makers, err := f.makers(ctx, tree.Head, wanted, lineages)
	if err != nil {
		return nil, err
	}
	histories := make([]tracker.FileHistory, len(lineages))
	for i, l := range lineages {
		histories[i] = l.history(tree.Repository.Host, makers)
	}
	return histories, nil
}

// lineage is one file over its renames.
type lineage struct {
	path     string
	versions []fileChange
}

// branchFiles follows the files of a branch from commit to commit.
type branchFiles struct {
	wanted func(string) bool
	files  map[string]*lineage // by the path they have now, or had last
}

// add takes the next change.
func (b *branchFiles) add(c fileChange) {
	if c.status == 'R' && !b.wanted(c.path) { // it became something else
		c = fileChange{sha: c.sha, at: c.at, author: c.author, committer: c.committer, isMerge: c.isMerge, status: 'D', path: c.former}
	}
	l := b.files[c.path]
	if c.status == 'R' && b.files[c.former] != nil {
		if l != nil { // something of the new name was there once, and was deleted
			l.path += "@" + l.versions[len(l.versions)-1].sha[:12]
			b.files[l.path] = l
		}
		l = b.files[c.former]
		delete(b.files, c.former)
	}
	if l == nil {
		l = &lineage{}
	}
	if c.status == 'D' {
		c.blob = ""
	}
	l.path = c.path
	l.versions = append(l.versions, c)
	b.files[c.path] = l
}

// differing returns the files whose newest version is not known, by path.
func (b *branchFiles) differing(known map[string]string) []*lineage {
	var list []*lineage
	for _, path := range slices.Sorted(maps.Keys(b.files)) {
		l := b.files[path]
		if blob, ok := known[path]; !ok || blob != l.versions[len(l.versions)-1].blob {
			list = append(list, l)
		}
	}
	return list
}

// version is what made a file's contents what they are.
type version struct{ path, blob string }

// makers finds who wrote the versions that came by merges: the author of the
// commit that first gave a file these contents. It is empty where no merge
// brought any.
func (f *Files) makers(ctx context.Context, head string, wanted func(string) bool, lineages []*lineage) (map[version]string, error) {
	merged := map[version]string{}
	for _, l := range lineages {
		for _, c := range l.versions {
			if c.isMerge && c.blob != "" {
				merged[version{c.path, c.blob}] = ""
			}
		}
	}
	if len(merged) == 0 {
		return merged, nil
	}
	err := f.changes(ctx, func(c fileChange) {
		if author, ok := merged[version{c.path, c.blob}]; ok && author == "" {
			merged[version{c.path, c.blob}] = c.author
		}
	}, wanted, "--no-merges", "--no-renames", head)
	return merged, err
}

// history is the lineage as a source tells it.
func (l *lineage) history(host string, makers map[version]string) tracker.FileHistory {
	h := tracker.FileHistory{Path: l.path}
	for _, c := range l.versions {
		author := c.author
		if maker := makers[version{c.path, c.blob}]; c.isMerge && maker != "" {
			author = maker
		}
		v := tracker.FileVersion{Path: c.path, Blob: c.blob, CommitSHA: c.sha, CommittedAt: c.at, By: whose(host, author, c.at)}
		if c.committer != author && c.committer != webFlow {
			v.Committer = whose(host, c.committer, c.at)
		}
		h.Versions = append(h.Versions, v)
	}
	return h
}

// webFlow is the address of GitHub itself, which commits what is merged on its pages.
const webFlow = "noreply@github.com"

// whose is the account of an address at a time.
func whose(host, email string, at time.Time) tracker.Account {
	if email == "" {
		return tracker.Account{}
	}
	a := emailAccount(host, email)
	if a.Login != "" {
		a.SeenAt = at
	}
	return a
}

package profile

import (
	"context"
	"strings"
	"sync"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// liveFiles knows which files of the default branches lie in which domain. To ask
// that of every file takes a second where there are many, and the answer changes
// only when a branch does, so it is kept from one profile to the next.
type liveFiles struct {
	mu       sync.Mutex
	trees    map[tracker.RepositoryRef]placedTree
	byDomain map[string][]growth.File // of all trees
}

// placedTree is one repository's files by domain, and what they were placed by.
type placedTree struct {
	by       string // the commit and the topics
	byDomain map[string][]growth.File
}

func placedBy(t store.RepositoryTree) string {
	return t.CommitSHA + "\n" + strings.Join(t.Topics, "\n")
}

// liveFiles gives the files of each domain; one without any has none. What is given
// out is not to be changed.
func (m *Maker) liveFiles(ctx context.Context) (map[string][]growth.File, error) {
	l := &m.live
	l.mu.Lock()
	defer l.mu.Unlock()
	next, moved := map[tracker.RepositoryRef]placedTree{}, false
	isKnown := func(t store.RepositoryTree) bool {
		placed, ok := l.trees[t.Repository]
		return ok && placed.by == placedBy(t)
	}
	err := m.Store.Trees(ctx, isKnown, func(t store.RepositoryTree) {
		if isKnown(t) {
			next[t.Repository] = l.trees[t.Repository]
			return
		}
		next[t.Repository] = placedTree{placedBy(t), m.place(t)}
		moved = true
	})
	if err != nil {
		return nil, err
	}
	if moved || len(next) != len(l.trees) {
		l.trees, l.byDomain = next, joined(next)
	}
	return l.byDomain, nil
}

// place asks the catalogue where the files of a repository lie.
func (m *Maker) place(t store.RepositoryTree) map[string][]growth.File {
	files := map[string][]growth.File{}
	domainsOf := m.Catalogue.DomainsOf(t.Repository, t.Topics)
	for _, path := range t.Paths {
		for _, slug := range domainsOf(path) {
			files[slug] = append(files[slug], growth.File{Repository: t.Repository, Path: path})
		}
	}
	return files
}

func joined(trees map[tracker.RepositoryRef]placedTree) map[string][]growth.File {
	all := map[string][]growth.File{}
	for _, tree := range trees {
		for slug, files := range tree.byDomain {
			all[slug] = append(all[slug], files...)
		}
	}
	return all
}

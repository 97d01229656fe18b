package store

import (
	"maps"
	"slices"
)

// spread marks what depends on what was marked: all that is in a thread or
// repository that went or came back, commits that moved between pull requests,
// and the pull requests of commits whose authors changed.
func (d *derivation) spread() error {
	if err := d.inRepositories(keysOf(slices.Sorted(maps.Keys(d.buriedRepositories)))); err != nil {
		return err
	}
	threads := keysOf(slices.Sorted(maps.Keys(d.buriedThreads)))
	hashes := make([][]any, 0, len(d.hashes))
	for key := range d.hashes {
		hashes = append(hashes, []any{key.repository, key.sha})
	}
	for _, part := range []struct {
		keys  [][]any
		query string
		mark  map[int64]bool
	}{
		{threads, "SELECT i.id FROM {keys} CROSS JOIN thread_items i WHERE i.thread_id = k.a", d.itemIDs},
		{threads, commitsOfThreads, d.commitIDs},
		{hashes, "SELECT c.id FROM {keys} CROSS JOIN commits c WHERE c.repository_id = k.a AND c.sha = k.b", d.commitIDs},
	} {
		if err := d.mark(part.keys, part.query, part.mark); err != nil {
			return err
		}
	}
	if err := d.mark(keysOf(slices.Sorted(maps.Keys(d.commitIDs))), threadsOfCommits, d.lies); err != nil {
		return err
	}
	for id := range d.lies {
		d.merged[id] = true
	}
	demoted := keysOf(slices.Sorted(maps.Keys(d.demoted)))
	return d.mark(demoted, "SELECT p.thread_id FROM {keys} CROSS JOIN thread_participants p WHERE p.account_id = k.a", d.merged)
}

// inRepositories marks all that repositories hold.
func (d *derivation) inRepositories(keys [][]any) error {
	for _, part := range []struct {
		table string
		mark  map[int64]bool
	}{{"threads", d.threadIDs}, {"threads", d.merged}, {"thread_items", d.itemIDs}, {"commits", d.commitIDs}} {
		if err := d.mark(keys, "SELECT t.id FROM {keys} CROSS JOIN "+part.table+" t WHERE t.repository_id = k.a", part.mark); err != nil {
			return err
		}
	}
	return d.mark(keys, worksOfRepository, d.research.works)
}

const (
	commitsOfThreads = `SELECT p.commit_id FROM {keys} CROSS JOIN commit_pulls p WHERE p.thread_id = k.a
		UNION SELECT c.id FROM {keys} CROSS JOIN thread_commits tc CROSS JOIN commits c
		WHERE tc.owner_id = k.a AND c.repository_id = tc.repository_id AND c.sha = tc.sha`

	threadsOfCommits = `SELECT p.thread_id FROM {keys} CROSS JOIN commits c CROSS JOIN commit_pulls p
		WHERE c.id = k.a AND p.commit_id = c.id
		UNION SELECT tc.owner_id FROM {keys} CROSS JOIN commits c CROSS JOIN thread_commits tc
		WHERE c.id = k.a AND tc.repository_id = c.repository_id AND tc.sha = c.sha
		UNION SELECT t.id FROM {keys} CROSS JOIN commits c CROSS JOIN threads t
		WHERE c.id = k.a AND t.repository_id = c.repository_id AND t.merge_commit_sha = c.sha AND t.merge_commit_sha <> ''`
)

// mark adds the ids that a query finds and that are not marked yet; a reader
// sees no change of them beyond their coming or going.
func (d *derivation) mark(keys [][]any, query string, marks map[int64]bool) error {
	if len(keys) == 0 {
		return nil
	}
	var found []int64
	err := d.tx.queryKeyed(&found, query, keys)
	for _, id := range found {
		if !marks[id] {
			marks[id] = false
		}
	}
	return err
}

package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rungless/tracker"
)

// Changes counts what a batch changed, by kind of contribution: acts that are
// new, acts of which something else is known now, acts that are no longer shown.
type Changes struct{ Added, Changed, Removed map[tracker.Kind]int }

// Apply stores the facts of one batch, all that is derived from them, and its
// cursors, in one transaction: all or nothing. It reads what is stored of the
// batch's things, merges, and writes what differs, so that a batch which says
// nothing new writes nothing. What would bring somebody back who was erased is taken out
// of the batch, in place. In a context of [Under] it stores nothing once the lease is lost.
func (s *Store) Apply(ctx context.Context, b tracker.Batch) (Changes, error) {
	var changes Changes
	err := s.transaction(ctx, "store.Apply", func(t *tx) error {
		if err := t.underLease(); err != nil {
			return err
		}
		changes = Changes{Added: map[tracker.Kind]int{}, Changed: map[tracker.Kind]int{}, Removed: map[tracker.Kind]int{}}
		return newApplier(t, &b, s.now(), changes).run()
	})
	if err != nil {
		return Changes{}, err
	}
	return changes, nil
}

// applier is the state of one Apply. Its maps hold every stored thing that the
// batch names, as it is in this transaction.
type applier struct {
	*tx
	*derivation
	batch  *tracker.Batch
	source tracker.SourceName
	now    int64

	repositories *repositoryBook
	accounts     *accountBook
	paths        map[string]int64
	threads      map[threadKey]*entry[threadRow]
	items        map[itemKey]*entry[itemRow]
	commits      map[commitKey]*entry[commitRow]
	lists        lists
	retitled     map[int64]string // by thread: the title that it had
	payloads     []payloadCandidate
	citations    map[payloadKey]*plannedCitations
	deleted      map[string][]int64 // by table: what somebody deleted
}

// entry is one stored row and what this transaction did to it.
type entry[T any] struct {
	row     T
	fresh   bool  // not in the database yet
	changed bool  // something that readers see
	touched bool  // something, at least a version
	serial  int64 // the id of a fresh row: rows are inserted in its order, at the end of the table
}

func newApplier(t *tx, b *tracker.Batch, now time.Time, changes Changes) *applier {
	return &applier{tx: t, batch: b, source: b.Source, now: now.Unix(), retitled: map[int64]string{}, citations: map[payloadKey]*plannedCitations{}, deleted: map[string][]int64{}, derivation: newDerivation(t, changes)}
}

func (a *applier) run() error {
	for _, step := range []func() error{
		a.refuse,
		a.resolveRepositories, a.resolveAccounts, a.resolvePaths, a.resolveThreads,
		a.mergeRepositories, a.linkEmails, a.mergeThreads, a.mergeItems, a.mergeCommits, a.mergeReleases, a.mergeResearch, a.mergeTrees,
		a.bury, a.verify,
		a.saveFacts, a.savePayloads, a.forgetDeleted, a.derive,
		a.follow, a.saveProposals, a.saveNames, a.saveCoverage, a.saveCursors,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// saveFacts writes the rows that are new or changed, and remembers which acts
// must be derived again.
func (a *applier) saveFacts() error {
	if err := a.repositories.save(a.tx); err != nil {
		return err
	}
	if err := a.lists.save(a); err != nil {
		return err
	}
	if err := saveEntries(a.tx, a.threads, 41); err != nil {
		return err
	}
	if err := a.saveWords(); err != nil {
		return err
	}
	if err := a.saveCitations(); err != nil {
		return err
	}
	if err := saveEntries(a.tx, a.items, 25); err != nil {
		return err
	}
	if err := saveEntries(a.tx, a.commits, 17); err != nil {
		return err
	}
	for _, e := range a.threads {
		a.dirtyThread(e)
	}
	for _, e := range a.items {
		a.dirtyItem(e)
	}
	for _, e := range a.commits {
		a.dirtyCommit(e)
	}
	return nil
}

// saveEntries inserts what is fresh and overwrites what was touched.
func saveEntries[K comparable, T any](t *tx, entries map[K]*entry[T], columns int) error {
	var added []*entry[T]
	var touched []T
	for _, e := range entries {
		switch {
		case e.fresh:
			added = append(added, e)
		case e.touched:
			touched = append(touched, e.row)
		}
	}
	slices.SortFunc(added, func(x, y *entry[T]) int { return cmp.Compare(x.serial, y.serial) })
	fresh := make([]T, len(added))
	for i, e := range added {
		fresh[i] = e.row
	}
	if err := insert(t, fresh, columns); err != nil {
		return err
	}
	return upsert(t, touched, columns)
}

// loadEntries reads the stored rows of the given keys.
func loadEntries[K comparable, T any](t *tx, table string, columns []string, keys []K, values func(K) []any, keyOf func(T) K) (map[K]*entry[T], error) {
	wanted := make([][]any, len(keys))
	for i, k := range keys {
		wanted[i] = values(k)
	}
	rows, err := loadBy[T](t, table, columns, wanted)
	if err != nil {
		return nil, err
	}
	entries := make(map[K]*entry[T], len(keys))
	for _, row := range rows {
		entries[keyOf(row)] = &entry[T]{row: row}
	}
	return entries, nil
}

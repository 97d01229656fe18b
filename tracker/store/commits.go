package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// Commits yields the commits of default branches with their authors' accounts,
// files, pull requests and changes to lists of owners, by repository, commit time
// and hash; repositories come by name, whatever its case. Trailers and payloads
// are left out. It sees the store as it was when it began, and stops at yield's
// first error, which it returns.
func (s *Store) Commits(ctx context.Context, yield func(tracker.Commit) error) error {
	var stopped error
	err := s.snapshot(ctx, func(t *tx) error {
		var keys []recordKey
		err := t.db.Raw(`SELECT c.id, c.repository_id, c.committed_at AS place, c.sha FROM commits c JOIN repositories r ON r.id = c.repository_id
			WHERE c.on_default AND c.gone_at = 0 AND r.gone_at = 0`).Scan(&keys).Error
		if err != nil {
			return err
		}
		if keys, err = t.ordered(keys); err != nil {
			return err
		}
		loader := newRecordLoader(t)
		for chunk := range slices.Chunk(keys, recordsChunk) {
			commits, err := loader.defaultCommits(chunk)
			if err != nil {
				return err
			}
			for _, c := range commits {
				if stopped = yield(c); stopped != nil {
					return nil
				}
			}
		}
		return nil
	})
	return cmp.Or(stopped, machineError("store.Commits", err))
}

// defaultCommits reads a chunk of commits, in the order of the keys.
func (l *recordLoader) defaultCommits(keys []recordKey) ([]tracker.Commit, error) {
	l.wanted = map[int64]bool{}
	repositories := map[int64]bool{}
	list := make([]int64, len(keys))
	for i, k := range keys {
		list[i], repositories[k.RepositoryID] = k.ID, true
	}
	rows, err := l.commitsByID(list)
	if err != nil {
		return nil, err
	}
	changes := map[int64][]ownerChangeRow{}
	if err := l.loadOwnerChanges(list, changes); err != nil {
		return nil, err
	}
	if err := cmp.Or(l.loadRepositories(repositories), l.loadAccounts()); err != nil {
		return nil, err
	}
	commits := make([]tracker.Commit, 0, len(keys))
	for _, k := range keys {
		commit := l.commit(rows[k.ID])
		for _, change := range changes[k.ID] {
			commit.OwnerChanges = append(commit.OwnerChanges, l.ownerChange(change))
		}
		commits = append(commits, commit)
	}
	return commits, nil
}

// loadOwnerChanges reads what commits changed in lists of owners, by commit.
func (l *recordLoader) loadOwnerChanges(commits []int64, changes map[int64][]ownerChangeRow) error {
	return l.tx.eachKeyed(`SELECT x.owner_id, x.position, x.path, x.file, x.pattern, x.role, x.account_id, x.is_added
		FROM {keys} CROSS JOIN owner_changes x WHERE x.owner_id = k.a ORDER BY x.owner_id, x.position`, keysOf(commits), func(rows *sql.Rows) error {
		var r ownerChangeRow
		err := rows.Scan(&r.OwnerID, &r.Position, &r.Path, &r.File, &r.Pattern, &r.Role, &r.AccountID, &r.IsAdded)
		l.want(r.AccountID)
		changes[r.OwnerID] = append(changes[r.OwnerID], r)
		return err
	})
}

func (l *recordLoader) ownerChange(row ownerChangeRow) tracker.OwnerChange {
	return tracker.OwnerChange{Path: row.Path, File: row.File, Pattern: row.Pattern, Role: tracker.OwnerRole(row.Role),
		Account: l.accounts[row.AccountID], Added: row.IsAdded}
}

// OwnerEvent is one change to a list of owners and the commit that made it.
type OwnerEvent struct {
	Repository tracker.RepositoryRef
	SHA        string
	At         time.Time       // committed, UTC
	By         tracker.Account // the commit's author
	tracker.OwnerChange
}

// OwnerEvents returns what commits on the default branches of repositories changed
// in lists of owners, by time, hash and place in the commit. The repositories are
// found by name.
func (s *Store) OwnerEvents(ctx context.Context, of []tracker.RepositoryRef) ([]OwnerEvent, error) {
	if len(of) == 0 {
		return nil, nil
	}
	keys := make([][]any, len(of))
	for i, r := range of {
		keys[i] = []any{r.Host, strings.ToLower(r.FullName())}
	}
	var events []OwnerEvent
	err := s.snapshot(ctx, func(t *tx) error {
		// The lists' table is small; a repository's commits are many.
		var commits []recordKey
		err := t.queryKeyed(&commits, `SELECT DISTINCT c.id, c.repository_id, c.committed_at AS place, c.sha
			FROM (SELECT DISTINCT owner_id FROM owner_changes) x CROSS JOIN commits c CROSS JOIN repositories r
			WHERE c.id = x.owner_id AND c.on_default AND c.gone_at = 0 AND r.id = c.repository_id AND r.gone_at = 0
				AND EXISTS (SELECT 1 FROM {keys} WHERE k.a = r.host AND k.b = lower(r.owner || '/' || r.name))`, keys)
		if err != nil || len(commits) == 0 {
			return err
		}
		slices.SortFunc(commits, recordKey.compare)
		events, err = newRecordLoader(t).ownerEvents(commits)
		return err
	})
	return events, machineError("store.OwnerEvents", err)
}

// ownerEvents reads what commits changed in lists of owners, in the order of the keys.
func (l *recordLoader) ownerEvents(keys []recordKey) ([]OwnerEvent, error) {
	repositories, commits := map[int64]bool{}, map[int64]*recordCommit{}
	list := make([]int64, len(keys))
	for i, k := range keys {
		list[i], repositories[k.RepositoryID], commits[k.ID] = k.ID, true, &recordCommit{}
	}
	changes := map[int64][]ownerChangeRow{}
	err := cmp.Or(l.loadAuthors(keysOf(list), commits), l.loadOwnerChanges(list, changes), l.loadRepositories(repositories))
	if err != nil {
		return nil, err
	}
	if err := l.loadAccounts(); err != nil {
		return nil, err
	}
	var events []OwnerEvent
	for _, k := range keys {
		event := OwnerEvent{Repository: l.repositories[k.RepositoryID].RepositoryRef, SHA: k.SHA, At: fromUnix(k.Place)}
		if authors := commits[k.ID].authors; len(authors) > 0 {
			event.By = l.accounts[authors[0].AccountID]
		}
		for _, change := range changes[k.ID] {
			event.OwnerChange = l.ownerChange(change)
			events = append(events, event)
		}
	}
	return events, nil
}

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
	err = l.ownerChanges("k.a = x.owner_id", keysOf(list), func(row ownerChangeRow) { changes[row.OwnerID] = append(changes[row.OwnerID], row) })
	if err != nil {
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

// ownerChanges reads the changes to lists of owners that a condition on keys k
// selects, by commit and position.
func (l *recordLoader) ownerChanges(condition string, keys [][]any, take func(ownerChangeRow)) error {
	return l.tx.eachKeyed(`SELECT x.owner_id, x.position, x.path, x.file, x.pattern, x.role, x.account_id, x.is_added
		FROM {keys} CROSS JOIN owner_changes x WHERE `+condition+" ORDER BY x.owner_id, x.position", keys, func(rows *sql.Rows) error {
		var r ownerChangeRow
		err := rows.Scan(&r.OwnerID, &r.Position, &r.Path, &r.File, &r.Pattern, &r.Role, &r.AccountID, &r.IsAdded)
		l.want(r.AccountID)
		take(r)
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
	err := s.snapshot(ctx, func(t *tx) (err error) {
		var commits []recordKey
		err = t.queryKeyed(&commits, `SELECT DISTINCT c.id, c.repository_id, c.committed_at AS place, c.sha
			FROM {keys} CROSS JOIN repository_names n CROSS JOIN repositories r CROSS JOIN commits c
			WHERE n.host = k.a AND n.full_name = k.b AND r.id = n.repository_id AND lower(r.owner || '/' || r.name) = k.b AND r.gone_at = 0
				AND c.repository_id = r.id AND c.on_default AND c.gone_at = 0 AND EXISTS (SELECT 1 FROM owner_changes x WHERE x.owner_id = c.id)`, keys)
		if err != nil || len(commits) == 0 {
			return err
		}
		slices.SortFunc(commits, recordKey.compare)
		events, err = newRecordLoader(t).ownerEvents(commits)
		return err
	})
	return events, machineError("store.OwnerEvents", err)
}

func (l *recordLoader) ownerEvents(keys []recordKey) ([]OwnerEvent, error) {
	commits, err := l.defaultCommits(keys)
	var events []OwnerEvent
	for _, c := range commits {
		for _, change := range c.OwnerChanges {
			event := OwnerEvent{Repository: c.Repository, SHA: c.SHA, At: c.CommittedAt, OwnerChange: change}
			if len(c.Authors) > 0 {
				event.By = c.Authors[0].Account
			}
			events = append(events, event)
		}
	}
	return events, err
}

package store

import (
	"context"
	"strings"

	"rungless/tracker"
)

// Releases returns the published releases of repositories, found by name, oldest
// first.
func (s *Store) Releases(ctx context.Context, of []tracker.RepositoryRef) ([]tracker.Release, error) {
	const op = "store.Releases"
	if len(of) == 0 {
		return nil, nil
	}
	t := s.reader(ctx)
	keys := make([][]any, len(of))
	for i, r := range of {
		keys[i] = []any{r.Host, strings.ToLower(r.FullName())}
	}
	var rows []releaseRow
	err := t.queryKeyed(&rows, `SELECT DISTINCT x.* FROM {keys} CROSS JOIN repository_names n CROSS JOIN repositories r CROSS JOIN releases x
		WHERE n.host = k.a AND n.full_name = k.b AND r.id = n.repository_id AND lower(r.owner || '/' || r.name) = k.b AND r.gone_at = 0
			AND x.repository_id = r.id ORDER BY x.published_at, x.id`, keys)
	if err != nil || len(rows) == 0 {
		return nil, machineError(op, err)
	}
	loader := newRecordLoader(t)
	repositories := map[int64]bool{}
	for _, r := range rows {
		repositories[r.RepositoryID] = true
		loader.want(r.AuthorID)
	}
	if err := loader.loadRepositories(repositories); err != nil {
		return nil, machineError(op, err)
	}
	if err := loader.loadAccounts(); err != nil {
		return nil, machineError(op, err)
	}
	releases := make([]tracker.Release, len(rows))
	for i, r := range rows {
		releases[i] = tracker.Release{Repository: loader.repositories[r.RepositoryID].RepositoryRef, DatabaseID: r.DatabaseID, NodeID: r.NodeID,
			Tag: r.Tag, Name: r.Name, Author: loader.accounts[r.AuthorID], PublishedAt: fromUnix(r.PublishedAt), Downloads: int(r.Downloads), Reactions: int(r.Reactions)}
	}
	return releases, nil
}

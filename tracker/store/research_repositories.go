package store

import (
	"cmp"
	"context"
	"slices"

	"rungless/tracker"
)

// What readers of citation files ask beside the ledger: which repositories there are,
// and which names in them are nobody's yet.

// Unmatched yields the author names of a repository's present files that are
// nobody's for certain, each name once, for who proposes whose they may be. A name
// that is somebody's in another entry of the same work is not asked about again.
func (s *Store) Unmatched(ctx context.Context, repository tracker.RepositoryRef) ([]tracker.Credit, error) {
	name := repositoryName(repository)
	var rows []creditRow
	err := s.reader(ctx).queryKeyed(&rows, `SELECT c.* FROM {keys} CROSS JOIN repository_names n CROSS JOIN research_files f CROSS JOIN work_mentions m CROSS JOIN credits c
		WHERE n.host = k.a AND n.full_name = k.b AND f.repository_id = n.repository_id AND m.file_id = f.id AND c.mention_id = m.id AND NOT c.is_entity
			AND NOT EXISTS (SELECT 1 FROM work_mentions m2 CROSS JOIN credits c2 CROSS JOIN credit_matches x
				WHERE m2.work_id = m.work_id AND c2.mention_id = m2.id AND c2.name_key = c.name_key AND x.credit_id = c2.id)`, [][]any{{name.host, name.name}})
	slices.SortFunc(rows, func(x, y creditRow) int {
		return cmp.Or(cmp.Compare(x.NameKey, y.NameKey), cmp.Compare(y.ORCID, x.ORCID), cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
	})
	rows = slices.CompactFunc(rows, func(x, y creditRow) bool { return x.NameKey == y.NameKey })
	list := make([]tracker.Credit, len(rows))
	for i, c := range rows {
		list[i] = tracker.Credit{Name: c.Name, NameKey: c.NameKey, ORCID: c.ORCID, Affiliation: c.Affiliation, Role: c.Role}
	}
	return list, machineError("store.Unmatched", err)
}

// MergedRepositories returns the repositories of a host in which somebody who is
// tracked has a merged pull request, by name.
func (s *Store) MergedRepositories(ctx context.Context, host string) ([]tracker.RepositoryRef, error) {
	var rows []repositoryRow
	err := s.reader(ctx).db.Raw(`SELECT * FROM repositories r WHERE r.host = ? AND r.gone_at = 0 AND r.id IN (
		SELECT c.repository_id FROM person_accounts pa CROSS JOIN contributions c WHERE c.account_id = pa.account_id AND c.kind = 1 AND c.state = ?)
		ORDER BY lower(r.owner || '/' || r.name)`, host, stateMerged).Scan(&rows).Error
	refs := make([]tracker.RepositoryRef, len(rows))
	for i, r := range rows {
		refs[i] = r.ref()
	}
	return refs, machineError("store.MergedRepositories", err)
}

// ResearchIsRead reports whether any citation file was ever read.
func (s *Store) ResearchIsRead(ctx context.Context) (bool, error) {
	var found []int64
	err := s.reader(ctx).db.Raw("SELECT id FROM research_files LIMIT 1").Scan(&found).Error
	return len(found) > 0, machineError("store.ResearchIsRead", err)
}

// ResearchRepositories returns the repositories whose citation files are stored, by
// name.
func (s *Store) ResearchRepositories(ctx context.Context) ([]tracker.RepositoryRef, error) {
	var rows []repositoryRow
	err := s.reader(ctx).db.Raw(`SELECT * FROM repositories r WHERE r.gone_at = 0 AND EXISTS (SELECT 1 FROM research_files f WHERE f.repository_id = r.id)
		ORDER BY lower(r.owner || '/' || r.name), r.id`).Scan(&rows).Error
	refs := make([]tracker.RepositoryRef, len(rows))
	for i, r := range rows {
		refs[i] = r.ref()
	}
	return refs, machineError("store.ResearchRepositories", err)
}

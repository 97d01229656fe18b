package store

import (
	"context"
	"time"

	"rungless/tracker"
)

// Citable is a work that a repository's own CITATION.cff describes, and that file.
type Citable struct {
	Work LedgerWork
	File tracker.ResearchFile // repository, path, commit and text; nothing of what is derived from it
}

// Authored counts, by author, the pull requests of a repository that were opened
// in [from, to) and validated: merged by another human, or approved by one and
// merged. It is for a person's own question whether a list forgets them, and is
// shown to nobody.
func (s *Store) Authored(ctx context.Context, repository tracker.RepositoryRef, from, to time.Time) (map[int64]int, error) {
	name := repositoryName(repository)
	var rows []struct {
		AuthorID int64
		Threads  int
	}
	err := s.reader(ctx).queryKeyed(&rows, `SELECT t.author_id, count(*) AS threads
		FROM {keys} CROSS JOIN repository_names n CROSS JOIN threads t CROSS JOIN accounts a
		WHERE n.host = k.a AND n.full_name = k.b AND t.repository_id = n.repository_id AND t.kind = 1 AND t.state = 3 AND t.gone_at = 0
			AND t.merged_at >= k.c AND t.merged_at < k.d AND a.id = t.author_id AND a.kind IN ('', 'user', 'mannequin')
			AND (EXISTS (SELECT 1 FROM accounts m WHERE m.id = t.merged_by_id AND m.id <> t.author_id AND m.kind IN ('', 'user', 'mannequin'))
				OR EXISTS (SELECT 1 FROM thread_items i JOIN accounts v ON v.id = i.author_id WHERE i.thread_id = t.id AND i.kind = 2 AND i.gone_at = 0
					AND i.state = 6 AND v.id <> t.author_id AND v.kind IN ('', 'user', 'mannequin')))
		GROUP BY t.author_id`, [][]any{{name.host, name.name, unix(from), unix(to)}})
	counts := map[int64]int{}
	for _, r := range rows {
		counts[r.AuthorID] = r.Threads
	}
	return counts, machineError("store.Authored", err)
}

// Citables returns the works that describe themselves in a CITATION.cff of a
// repository, with the file as it is now.
func (s *Store) Citables(ctx context.Context, repository tracker.RepositoryRef) ([]Citable, error) {
	const op = "store.Citables"
	name := repositoryName(repository)
	t := s.reader(ctx)
	var files []researchFileRow
	err := t.queryKeyed(&files, `SELECT f.* FROM {keys} CROSS JOIN repository_names n CROSS JOIN repositories r CROSS JOIN research_files f
		WHERE n.host = k.a AND n.full_name = k.b AND r.id = n.repository_id AND r.gone_at = 0 AND f.repository_id = r.id AND f.text <> ''
		ORDER BY length(f.path), f.path`, [][]any{{name.host, name.name}})
	if err != nil || len(files) == 0 {
		return nil, machineError(op, err)
	}
	var list []Citable
	err = s.Ledger(ctx, LedgerFilter{Repository: repository}, func(w LedgerWork) error {
		for _, m := range w.Mentions {
			for _, f := range files {
				if m.IsPast || m.Relation != tracker.WorkItself || m.Path != f.Path || m.CommitSHA != f.CommitSHA {
					continue
				}
				list = append(list, Citable{Work: w, File: tracker.ResearchFile{Repository: m.Repository, Path: f.Path, Blob: f.Blob, CommitSHA: f.CommitSHA,
					RevisedAt: fromUnix(f.RevisedAt), Text: f.Text}})
				return nil
			}
		}
		return nil
	})
	return list, err
}

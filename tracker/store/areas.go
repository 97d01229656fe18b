package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"rungless/tracker"
)

// RepositoryAreas is what one repository says of its technical areas.
type RepositoryAreas struct {
	Repository  tracker.RepositoryRef
	Topics      []string
	Labels      map[string]int // label -> how many threads have it
	Directories map[string]int // directory -> changes of files directly in it; without the top
	Owned       []string       // directories that a list of owners names somebody for; without the top
}

// Areas returns what each repository that holds anything says of its technical
// areas, by name.
func (s *Store) Areas(ctx context.Context) ([]RepositoryAreas, error) {
	t := s.reader(ctx)
	var rows []repositoryRow
	err := t.db.Raw(`SELECT * FROM repositories r WHERE r.gone_at = 0
		AND (EXISTS (SELECT 1 FROM threads t WHERE t.repository_id = r.id) OR EXISTS (SELECT 1 FROM commits c WHERE c.repository_id = r.id))`).Scan(&rows).Error
	if err != nil {
		return nil, machineError("store.Areas", err)
	}
	areas := make([]RepositoryAreas, len(rows))
	byID := make(map[int64]*RepositoryAreas, len(rows))
	for i, r := range rows {
		areas[i] = RepositoryAreas{Repository: r.ref(), Labels: map[string]int{}, Directories: map[string]int{}}
		if r.Topics != "" {
			areas[i].Topics = strings.Split(r.Topics, "\n")
		}
		byID[r.ID] = &areas[i]
	}
	err = cmp.Or(t.countAreas(byID), t.ownedDirectories(byID))
	slices.SortFunc(areas, func(a, b RepositoryAreas) int { return compareFold(a.Repository.FullName(), b.Repository.FullName()) })
	return areas, machineError("store.Areas", err)
}

// ownedDirectories finds the directories for which more people were named than
// taken off.
func (t *tx) ownedDirectories(byID map[int64]*RepositoryAreas) error {
	rows, err := t.db.Raw(`SELECT c.repository_id, x.path FROM owner_changes x JOIN commits c ON c.id = x.owner_id
		WHERE c.gone_at = 0 AND c.on_default AND x.path <> '' GROUP BY c.repository_id, x.path
		HAVING sum(CASE WHEN x.is_added THEN 1 ELSE -1 END) > 0 ORDER BY c.repository_id, x.path`).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var repository int64
		var directory string
		if err := rows.Scan(&repository, &directory); err != nil {
			return err
		}
		if area := byID[repository]; area != nil {
			area.Owned = append(area.Owned, directory)
		}
	}
	return rows.Err()
}

// countAreas counts labels and directories.
func (t *tx) countAreas(byID map[int64]*RepositoryAreas) error {
	for _, part := range []struct {
		query string
		add   func(*RepositoryAreas, string, int)
	}{
		{`SELECT t.repository_id, l.name, count(*) FROM threads t JOIN thread_labels l ON l.owner_id = t.id
			WHERE t.gone_at = 0 GROUP BY t.repository_id, l.name`, (*RepositoryAreas).addLabel},
		{`SELECT t.repository_id, p.path, count(*) FROM threads t JOIN thread_files f ON f.owner_id = t.id JOIN paths p ON p.id = f.path_id
			WHERE t.gone_at = 0 GROUP BY t.repository_id, p.path`, (*RepositoryAreas).addPath},
		{`SELECT c.repository_id, p.path, count(*) FROM commits c JOIN commit_files f ON f.owner_id = c.id JOIN paths p ON p.id = f.path_id
			WHERE c.gone_at = 0 AND c.on_default GROUP BY c.repository_id, p.path`, (*RepositoryAreas).addPath},
	} {
		rows, err := t.db.Raw(part.query).Rows()
		if err != nil {
			return err
		}
		err = countEach(rows, func(id int64, name string, n int) {
			if a := byID[id]; a != nil {
				part.add(a, name, n)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func countEach(rows *sql.Rows, add func(id int64, name string, n int)) error {
	defer rows.Close()
	for rows.Next() {
		var id int64
		var name string
		var n int
		if err := rows.Scan(&id, &name, &n); err != nil {
			return err
		}
		add(id, name, n)
	}
	return rows.Err()
}

func (a *RepositoryAreas) addLabel(label string, n int) { a.Labels[label] += n }

func (a *RepositoryAreas) addPath(path string, n int) {
	if i := strings.LastIndexByte(path, '/'); i > 0 {
		a.Directories[path[:i]] += n
	}
}

// FindRepository returns the repository that is, or was, called owner/name: the one
// that was seen under it last. The error is a [tracker.NotFound] one where there is
// none.
func (s *Store) FindRepository(ctx context.Context, fullName string) (tracker.Repository, error) {
	const op = "store.FindRepository"
	var rows []repositoryRow
	err := s.reader(ctx).db.Raw(`SELECT r.* FROM repository_names n JOIN repositories r ON r.id = n.repository_id
		WHERE n.full_name = ? AND r.gone_at = 0 ORDER BY n.seen_at DESC, r.id LIMIT 1`, strings.ToLower(clean(fullName))).Scan(&rows).Error
	if err != nil {
		return tracker.Repository{}, machineError(op, err)
	}
	if len(rows) == 0 {
		return tracker.Repository{}, tracker.Errorf(tracker.NotFound, op+" "+fullName, "the store has no repository %s", fullName).
			WithHint("check the spelling, or sync it: rungless sync --repo %s", fullName)
	}
	r := rows[0]
	repository := tracker.Repository{RepositoryRef: r.ref(), IsPrivate: r.IsPrivate, IsFork: r.IsFork, IsArchived: r.IsArchived, Description: r.Description,
		DefaultBranch: r.DefaultBranch, Stars: int(r.Stars), CreatedAt: fromUnix(r.Created), UpdatedAt: fromUnix(r.Updated)}
	if r.Topics != "" {
		repository.Topics = strings.Split(r.Topics, "\n")
	}
	return repository, nil
}

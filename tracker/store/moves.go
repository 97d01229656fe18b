package store

import (
	"context"
	"time"

	"rungless/tracker"
)

// MergedMonths are the months, as [MonthNumber] numbers them, in which an account had a
// part in merged changes that lie in a domain, rising: it wrote, reviewed or merged one.
type MergedMonths map[int64]map[string][]int

// MonthNumber numbers the months of all years, UTC.
func MonthNumber(t time.Time) int { return int(month(t.Unix())) }

// MergedMonths reads those of some accounts, or of all when none are given. By is the slug
// of a domain or, for changes that lie in none, owner/name of the repository.
func (s *Store) MergedMonths(ctx context.Context, accounts []int64) (MergedMonths, error) {
	from, of := "thread_participants p", ""
	var args []any
	if accounts != nil {
		of, args = " AND p.account_id IN ?", []any{accounts}
	}
	months := MergedMonths{}
	var rows []struct {
		AccountID, Month int64
		Place            string
	}
	for _, query := range []string{
		"SELECT p.account_id, d.slug AS place, p.month FROM " + from + ` CROSS JOIN thread_shares s CROSS JOIN domains d
			WHERE s.owner_id = p.thread_id AND NOT s.in_passing AND d.id = s.domain_id` + of + ` GROUP BY p.account_id, d.slug, p.month ORDER BY p.account_id, d.slug, p.month`,
		"SELECT p.account_id, r.owner || '/' || r.name AS place, p.month FROM " + from + ` CROSS JOIN threads t CROSS JOIN repositories r
			WHERE t.id = p.thread_id AND r.id = t.repository_id AND NOT EXISTS (SELECT 1 FROM thread_shares s WHERE s.owner_id = p.thread_id)` + of + `
			GROUP BY p.account_id, r.owner || '/' || r.name, p.month ORDER BY p.account_id, place, p.month`,
	} {
		rows = nil
		if err := s.reader(ctx).db.Raw(query, args...).Scan(&rows).Error; err != nil {
			return nil, machineError("store.MergedMonths", err)
		}
		for _, r := range rows {
			if months[r.AccountID] == nil {
				months[r.AccountID] = map[string][]int{}
			}
			months[r.AccountID][r.Place] = append(months[r.AccountID][r.Place], int(r.Month))
		}
	}
	return months, nil
}

// FirstKnown returns when the known history of each repository begins, by owner/name: at
// its first contribution.
func (s *Store) FirstKnown(ctx context.Context, repositories []string) (map[string]time.Time, error) {
	first := map[string]time.Time{}
	var keys [][]any
	for _, name := range repositories {
		for kind := range int16(len(kindCodes)) {
			keys = append(keys, []any{loginKey(name), kind, name})
		}
	}
	if len(keys) == 0 {
		return first, nil
	}
	var rows []struct {
		Name string
		At   int64
	}
	err := s.reader(ctx).queryKeyed(&rows, `SELECT k.c AS name, (SELECT min(c.occurred_at) FROM contributions c WHERE c.repository_id = n.repository_id AND c.kind = k.b) AS at
		FROM {keys} CROSS JOIN repository_names n WHERE n.full_name = k.a`, keys)
	for _, r := range rows {
		at := fromUnix(r.At)
		if r.At != 0 && (first[r.Name].IsZero() || at.Before(first[r.Name])) {
			first[r.Name] = at
		}
	}
	return first, machineError("store.FirstKnown", err)
}

// Presence is how alive a repository is: how many humans acted there lately.
type Presence struct {
	Repository tracker.RepositoryRef
	IsPrivate  bool
	People     int
	Acts       int
	Domains    []string // in which its merged threads lie, the most first; none holds less than a tenth
}

// Presences lists the repositories in which humans acted within [from, to), by name.
func (s *Store) Presences(ctx context.Context, from, to time.Time) ([]Presence, error) {
	const op = "store.Presences"
	var rows []struct {
		RepositoryID, People, Acts int64
	}
	t := s.reader(ctx)
	err := t.db.Raw(`SELECT c.repository_id, count(DISTINCT c.account_id) AS people, count(*) AS acts FROM contributions c CROSS JOIN accounts a
		WHERE c.kind IN (1, 2, 3, 4, 5, 6, 7, 8, 9) AND c.occurred_at >= ? AND c.occurred_at < ? AND a.id = c.account_id AND a.kind IN ('', 'user', 'email', 'mannequin')
		GROUP BY c.repository_id`, ceiling(from), ceiling(to)).Scan(&rows).Error
	if err != nil {
		return nil, machineError(op, err)
	}
	wanted := map[int64]bool{}
	for _, r := range rows {
		wanted[r.RepositoryID] = true
	}
	repositories, err := loadBy[repositoryRow](t, "repositories", []string{"id"}, keysOf(ids(wanted)))
	if err != nil {
		return nil, machineError(op, err)
	}
	byID := map[int64]repositoryRow{}
	for _, r := range repositories {
		byID[r.ID] = r
	}
	domains, err := t.domainsOfRepositories()
	var list []Presence
	for _, r := range rows {
		if at, ok := byID[r.RepositoryID]; ok && !at.Grave.isGone() {
			list = append(list, Presence{Repository: at.ref(), IsPrivate: at.IsPrivate, People: int(r.People), Acts: int(r.Acts), Domains: domains[r.RepositoryID]})
		}
	}
	return list, machineError(op, err)
}

// domainsOfRepositories says where the merged threads of each repository lie.
func (t *tx) domainsOfRepositories() (map[int64][]string, error) {
	var rows []struct {
		RepositoryID int64
		Slug         string
		Weight       float64
	}
	err := t.db.Raw(`SELECT t.repository_id, d.slug, sum(s.weight) AS weight FROM thread_shares s CROSS JOIN threads t CROSS JOIN domains d
		WHERE NOT s.in_passing AND t.id = s.owner_id AND t.merged_at <> 0 AND d.id = s.domain_id
		GROUP BY t.repository_id, d.slug ORDER BY t.repository_id, weight DESC, d.slug`).Scan(&rows).Error
	all := map[int64]float64{}
	for _, r := range rows {
		all[r.RepositoryID] += r.Weight
	}
	domains := map[int64][]string{}
	for _, r := range rows {
		if r.Weight >= 0.1*all[r.RepositoryID] {
			domains[r.RepositoryID] = append(domains[r.RepositoryID], r.Slug)
		}
	}
	return domains, err
}

// FirstMerge is an author's first change that somebody else merged in a repository.
type FirstMerge struct {
	AccountID  int64
	Repository string // owner/name
	At         time.Time
}

// FirstMerges lists those of all humans up to a time, by time.
func (s *Store) FirstMerges(ctx context.Context, until time.Time) ([]FirstMerge, error) {
	var rows []struct {
		AuthorID int64
		Place    string
		At       int64
	}
	err := s.reader(ctx).db.Raw(`SELECT m.author_id, r.owner || '/' || r.name AS place, m.at FROM (
			SELECT t.author_id, t.repository_id, min(t.merged_at) AS at FROM threads t
			WHERE t.merged_at <> 0 AND t.merged_at <= ? AND t.merged_by_id <> t.author_id AND t.author_id <> 0 AND t.gone_at = 0
			GROUP BY t.author_id, t.repository_id) m CROSS JOIN repositories r CROSS JOIN accounts a
		WHERE r.id = m.repository_id AND r.gone_at = 0 AND NOT r.is_private AND a.id = m.author_id AND a.kind IN ('', 'user', 'email', 'mannequin')
		ORDER BY m.at, m.author_id, m.repository_id`, unix(until)).Scan(&rows).Error
	list := make([]FirstMerge, len(rows))
	for i, r := range rows {
		list[i] = FirstMerge{r.AuthorID, r.Place, fromUnix(r.At)}
	}
	return list, machineError("store.FirstMerges", err)
}

// MostIn returns the repository in which each account did most, by account: a number that
// only brings those of one repository together.
func (s *Store) MostIn(ctx context.Context, accounts []int64) (map[int64]int64, error) {
	most := map[int64]int64{}
	var rows []struct {
		AccountID, RepositoryID int64
	}
	err := s.reader(ctx).queryKeyed(&rows, `SELECT c.account_id, c.repository_id FROM {keys} CROSS JOIN contributions c WHERE c.account_id = k.a
		GROUP BY c.account_id, c.repository_id ORDER BY c.account_id, count(*), c.repository_id DESC`, keysOf(accounts))
	for _, r := range rows {
		most[r.AccountID] = r.RepositoryID
	}
	return most, machineError("store.MostIn", err)
}

// HasLater reports whether anything is stored that somebody did after a time.
func (s *Store) HasLater(ctx context.Context, at time.Time) (bool, error) {
	var found []int
	err := s.reader(ctx).db.Raw("SELECT 1 FROM contributions c WHERE c.kind IN (1, 2, 3, 4, 5, 6, 7, 8, 9) AND c.occurred_at > ? LIMIT 1", unix(at)).Scan(&found).Error
	return len(found) > 0, machineError("store.HasLater", err)
}

// RepositoriesMark is another number whenever a repository came, went, or turned private or
// public.
func (s *Store) RepositoriesMark(ctx context.Context) (int64, error) {
	var mark int64
	err := s.reader(ctx).db.Raw(`SELECT coalesce(sum(7 * r.id + CASE WHEN r.gone_at <> 0 THEN 2 * r.id WHEN r.is_private THEN r.id ELSE 0 END), 0) FROM repositories r`).Scan(&mark).Error
	return mark, machineError("store.RepositoriesMark", err)
}

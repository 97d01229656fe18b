package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// selection is an [EvidenceFilter] in the database's words.
type selection struct {
	everybody bool
	accounts  []int64
	kinds     []int16
	where     []string // on c, a line of contributions
	args      []any
}

// selects turns a filter into a selection.
func (t *tx) selects(f EvidenceFilter) (*selection, error) {
	s := &selection{everybody: f.PersonID == 0 && len(f.AccountIDs) == 0, accounts: slices.Clone(f.AccountIDs)}
	if f.PersonID != 0 {
		if err := t.db.Raw("SELECT account_id FROM person_accounts WHERE person_id = ? ORDER BY account_id", f.PersonID).Scan(&s.accounts).Error; err != nil {
			return nil, err
		}
	}
	for _, k := range f.Kinds {
		s.kinds = append(s.kinds, kindCode(k))
	}
	if f.State != "" {
		s.and("c.state = ?", stateCode(f.State))
	}
	if !f.From.IsZero() {
		s.and("c.occurred_at >= ?", ceiling(f.From))
	}
	if !f.To.IsZero() {
		s.and("c.occurred_at < ?", ceiling(f.To))
	}
	if f.PublicOnly {
		s.and("c.repository_id NOT IN (SELECT id FROM repositories WHERE is_private)")
	}
	if f.Repository != "" {
		s.and("c.repository_id IN (SELECT repository_id FROM repository_names WHERE full_name = ?)", strings.ToLower(clean(f.Repository)))
	}
	return s, t.selectThreads(s, f)
}

// selectThreads adds what is asked of the thread.
func (t *tx) selectThreads(s *selection, f EvidenceFilter) error {
	like := "LIKE"
	if t.db.Name() == "postgres" {
		like = "ILIKE"
	}
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for _, word := range strings.Fields(clean(f.Query)) {
		s.and("EXISTS (SELECT 1 FROM threads q WHERE q.id = c.thread_id AND q.title "+like+` ? ESCAPE '\')`, "%"+escape.Replace(word)+"%")
	}
	if f.WithLogin == "" {
		return nil
	}
	others, err := t.accountsCalled(f.WithLogin)
	if len(others) == 0 {
		s.and("1 = 0")
		return err
	}
	s.and("c.thread_id <> 0 AND EXISTS (SELECT 1 FROM contributions o WHERE o.thread_id = c.thread_id AND o.thread_id <> 0 AND o.account_id IN ?)", others)
	return err
}

// ceiling is the first whole second at or after a time: stored times are whole.
func ceiling(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

func (s *selection) and(condition string, args ...any) {
	s.where = append(s.where, condition)
	s.args = append(s.args, args...)
}

// mostBranches bounds the statement of branches. SQLite allows 500.
const mostBranches = 200

// query reads up to limit selected lines, ordered by time and id, descending or
// not, after the place that extra says.
//
// One index serves every page: (account, kind, time, id) with the filtered
// columns behind. So that it is read in order and only as far as the limit,
// whatever the number of accounts and kinds, there is one branch for each pair
// of them, and their few first lines are merged. Everybody's list reads the
// index by time.
func (s *selection) query(t *tx, descending bool, limit int, extra string, extraArgs ...any) ([]contributionRow, error) {
	if !s.everybody && len(s.accounts) == 0 {
		return nil, nil
	}
	direction := "ASC"
	if descending {
		direction = "DESC"
	}
	tail := fmt.Sprintf(" ORDER BY occurred_at %s, id %s LIMIT %d", direction, direction, limit)
	where := append(slices.Clone(s.where), extra)
	args := append(slices.Clone(s.args), extraArgs...)
	branches, values := s.branches()
	parts := make([]string, len(branches))
	var all []any
	for i, branch := range branches {
		conditions := append([]string{branch}, where...)
		conditions = slices.DeleteFunc(conditions, func(c string) bool { return c == "" })
		parts[i] = "SELECT * FROM (SELECT c.* FROM contributions c WHERE " + strings.Join(append(conditions, "1 = 1"), " AND ") + tail + ") b" + fmt.Sprint(i)
		all = append(append(all, values[i]...), args...)
	}
	var rows []contributionRow
	err := t.db.Raw(strings.Join(parts, " UNION ALL ")+tail, all...).Scan(&rows).Error
	return rows, err
}

// branches are the conditions on account and kind, and their values.
func (s *selection) branches() ([]string, [][]any) {
	kinds := s.kinds
	if len(kinds) == 0 {
		kinds = allKinds
	}
	switch {
	case s.everybody && len(s.kinds) == 0:
		return []string{""}, [][]any{nil}
	case s.everybody:
		return []string{"c.kind IN ?"}, [][]any{{kinds}}
	case len(s.accounts)*len(kinds) > mostBranches:
		return []string{"c.account_id IN ? AND c.kind IN ?"}, [][]any{{s.accounts, kinds}}
	}
	var conditions []string
	var values [][]any
	for _, account := range s.accounts {
		for _, kind := range kinds {
			conditions = append(conditions, "c.account_id = ? AND c.kind = ?")
			values = append(values, []any{account, kind})
		}
	}
	return conditions, values
}

var allKinds = kindCodesOf(tracker.Kinds())

func kindCodesOf(kinds []tracker.Kind) []int16 {
	list := make([]int16, len(kinds))
	for i, k := range kinds {
		list[i] = kindCode(k)
	}
	return list
}

package store

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
)

// selection is an [EvidenceFilter] in the database's words.
type selection struct {
	everybody    bool
	accounts     []int64
	repositories []int64  // nil: all
	kinds        []int16  // nil: all
	where        []string // on c, a line of contributions
	args         []any
	from, until  int64        // seconds; one pair, so that an index is read between them and no further
	threads      *threadQuery // the only threads that can be selected, where they are few
	isPinned     bool         // what was pinned is looked at, and nothing else
	isSearched   bool         // what is asked of a line is asked of its thread, one by one
}

// selects turns a filter into a selection.
func (t *tx) selects(f EvidenceFilter) (*selection, error) {
	s := &selection{everybody: f.PersonID == 0 && len(f.AccountIDs) == 0, accounts: slices.Clone(f.AccountIDs), from: math.MinInt64, until: math.MaxInt64}
	if f.PersonID != 0 {
		if err := t.db.Raw("SELECT account_id FROM person_accounts WHERE person_id = ? ORDER BY account_id", f.PersonID).Scan(&s.accounts).Error; err != nil {
			return nil, err
		}
	}
	if err := s.keepSeen(t, f.SeenBy); err != nil {
		return nil, err
	}
	for _, k := range f.Kinds {
		s.kinds = append(s.kinds, kindCode(k))
	}
	if f.State != "" {
		s.and("c.state = ?", stateCode(f.State))
		s.kinds = kindsInState(s.kinds, f.State)
	}
	if !f.From.IsZero() {
		s.limit(ceiling(f.From), math.MaxInt64)
	}
	if !f.To.IsZero() {
		s.limit(math.MinInt64, ceiling(f.To))
	}
	if f.PublicOnly {
		s.and("c.repository_id NOT IN (SELECT r.id FROM repositories r WHERE NOT " + public(f.Readable) + ")")
	}
	if !f.WithHidden {
		s.and(unlessHidden("c"))
	}
	if f.Pinned {
		s.isPinned = true
	}
	if f.Domain != "" {
		if err := t.selectDomain(s, f.Domain); err != nil {
			return nil, err
		}
	}
	if f.Repository != "" {
		err := t.db.Raw("SELECT repository_id FROM repository_names WHERE full_name = ? ORDER BY repository_id", strings.ToLower(clean(f.Repository))).Scan(&s.repositories).Error
		if err != nil {
			return nil, err
		}
		s.repositories = append([]int64{}, s.repositories...)
	}
	return s, t.selectThreads(s, f)
}

// keepSeen leaves of the accounts those of people who let a viewer see their evidence.
func (s *selection) keepSeen(t *tx, v *Viewer) error {
	if v == nil {
		return nil
	}
	condition, args := v.seen(EvidenceSection)
	var seen []int64
	err := t.db.Raw("SELECT pa.account_id FROM person_accounts pa JOIN people x ON x.id = pa.person_id WHERE "+condition+" ORDER BY pa.account_id", args...).Scan(&seen).Error
	if !s.everybody {
		seen = slices.DeleteFunc(seen, func(id int64) bool { return !slices.Contains(s.accounts, id) })
	}
	s.everybody, s.accounts = false, seen
	return err
}

// public is the condition that the repository r is public, or one of the readable ones.
func public(readable []int64) string {
	const condition = "NOT r.is_private"
	if len(readable) == 0 {
		return "(" + condition + ")"
	}
	keys := make([]string, len(readable))
	for i, id := range readable {
		keys[i] = strconv.FormatInt(id, 10)
	}
	return "(" + condition + " OR r.id IN (" + strings.Join(keys, ", ") + "))"
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

// limit leaves what happened between two times.
func (s *selection) limit(from, until int64) {
	s.from, s.until = max(s.from, from), min(s.until, until)
}

// conditions are all that is asked of a line, whoever's it is.
func (s *selection) conditions() ([]string, []any) {
	conditions, args := slices.Clone(s.where), slices.Clone(s.args)
	if s.from > math.MinInt64 {
		conditions, args = append(conditions, "c.occurred_at >= ?"), append(args, s.from)
	}
	if s.until < math.MaxInt64 {
		conditions, args = append(conditions, "c.occurred_at < ?"), append(args, s.until)
	}
	return conditions, args
}

// isEmpty reports whether nothing can be selected.
func (s *selection) isEmpty() bool {
	return !s.everybody && len(s.accounts) == 0 || s.kinds != nil && len(s.kinds) == 0 || s.repositories != nil && len(s.repositories) == 0
}

// query reads up to limit selected lines, ordered by time and id, descending or
// not, after the place that extra says.
//
// Three indexes serve every page: (account, kind, time, id), (repository, kind,
// time, id) and (kind, time, id), each with the other filtered columns behind.
// So that they are read in order and only as far as the limit, whatever the
// number of accounts and kinds, there is one branch for each pair of them, and
// their few first lines are merged. Where only few threads can be selected,
// their lines are read instead.
func (s *selection) query(t *tx, descending bool, limit int, extra string, extraArgs ...any) ([]contributionRow, error) {
	if s.isEmpty() {
		return nil, nil
	}
	if descending && s.isSearched {
		return s.search(t, limit, extra, extraArgs)
	}
	return s.merge(t, descending, limit, extra, extraArgs)
}

// search reads the newest lines as merge does, one stretch of time after another, each
// longer than the one before. Where enough is found in one, the lines before it need no
// look, of which the branches of kinds that rarely fit would take many.
func (s *selection) search(t *tx, limit int, extra string, extraArgs []any) ([]contributionRow, error) {
	all := *s
	all.where, all.args = nil, nil
	newest, err := all.merge(t, true, 1, extra, extraArgs)
	if err != nil || len(newest) == 0 {
		return nil, err
	}
	const week, longest = 7 * 24 * 60 * 60, 4 * 365 * 24 * 60 * 60
	var rows []contributionRow
	end := newest[0].OccurredAt + 1
	for length := int64(week); len(rows) < limit && err == nil; length *= 4 {
		stretch := *s
		stretch.limit(math.MinInt64, end)
		if length < longest {
			stretch.limit(end-length, end)
		}
		var found []contributionRow
		found, err = stretch.merge(t, true, limit-len(rows), extra, extraArgs)
		rows, end = append(rows, found...), end-length
		if length >= longest {
			break
		}
	}
	return rows, err
}

// merge reads the first lines of each branch and merges them.
func (s *selection) merge(t *tx, descending bool, limit int, extra string, extraArgs []any) ([]contributionRow, error) {
	direction := "ASC"
	if descending {
		direction = "DESC"
	}
	tail := fmt.Sprintf(" ORDER BY occurred_at %s, id %s LIMIT %d", direction, direction, limit)
	var parts []string
	conditions, args := s.conditions()
	var all []any
	for i, b := range s.branches() {
		b.and(conditions, args)
		if extra != "" {
			b.and([]string{extra}, extraArgs)
		}
		parts = append(parts, fmt.Sprintf("SELECT * FROM (SELECT c.* FROM %s WHERE %s%s) b%d", b.from, strings.Join(b.where, " AND "), tail, i))
		all = append(all, b.args...)
	}
	var rows []contributionRow
	err := t.db.Raw(strings.Join(parts, " UNION ALL ")+tail, all...).Scan(&rows).Error
	return rows, err
}

// branch is one of the queries whose first lines are merged.
type branch struct {
	from  string
	where []string
	args  []any
}

func (b *branch) and(conditions []string, args []any) {
	b.where = append(b.where, conditions...)
	b.args = append(b.args, args...)
}

// mostBranches bounds the statement of branches. SQLite allows 500.
const mostBranches = 200

// branches are the pairs of account, or repository, and kind.
func (s *selection) branches() []branch {
	kinds := s.kinds
	if kinds == nil {
		kinds = allKinds
	}
	column, owners := s.owners()
	rest := branch{from: "contributions c", where: []string{"1 = 1"}}
	if s.repositories != nil && !s.everybody {
		rest.and([]string{"c.repository_id IN ?"}, []any{s.repositories})
	}
	switch {
	case s.isPinned:
		return []branch{s.within("notes n CROSS JOIN person_accounts p CROSS JOIN contributions c", nil, rest.with(isPinned))}
	case s.threads != nil:
		return []branch{s.within("(SELECT DISTINCT thread_id FROM ("+s.threads.text+") few) w CROSS JOIN contributions c",
			s.threads.args, rest.with("c.thread_id = w.thread_id AND c.thread_id <> 0"))}
	}
	if len(owners)*len(kinds) > mostBranches {
		rest.and([]string{column + " IN ?", "c.kind IN ?"}, []any{owners, kinds})
		return []branch{rest}
	}
	var branches []branch
	for _, kind := range kinds {
		if owners == nil {
			branches = append(branches, rest.with("c.kind = ?", kind))
		}
		for _, owner := range owners {
			branches = append(branches, rest.with(column+" = ? AND c.kind = ?", owner, kind))
		}
	}
	return branches
}

// owners are the accounts whose lines are asked for, or the repositories; nil
// for everybody's anywhere.
func (s *selection) owners() (column string, ids []int64) {
	if s.everybody {
		return "c.repository_id", s.repositories
	}
	return "c.account_id", s.accounts
}

// with returns a copy that has one condition more.
func (b branch) with(condition string, args ...any) branch {
	return branch{b.from, append(slices.Clone(b.where), condition), append(slices.Clone(b.args), args...)}
}

// isPinned joins notes n and their people's accounts p to the lines c that they pinned.
const isPinned = `n.is_pinned AND p.person_id = n.person_id
	AND c.kind = n.kind AND c.subject_id = n.subject_id AND c.account_id = p.account_id`

// within reads the lines that few others lead to. CROSS JOIN makes SQLite begin with
// those.
func (s *selection) within(from string, args []any, rest branch) branch {
	b := branch{from: from, args: slices.Clone(args)}
	b.and(rest.where, rest.args)
	if column, owners := s.owners(); owners != nil {
		b.and([]string{column + " IN ?"}, []any{owners})
	}
	if s.kinds != nil {
		b.and([]string{"c.kind IN ?"}, []any{s.kinds})
	}
	return b
}

// kindsInState leaves of the kinds, or of all where none is given, those that
// can be in a state: only threads are open, closed or merged, only reviews the
// rest.
func kindsInState(kinds []int16, state tracker.State) []int16 {
	possible := threadKinds
	switch state {
	case tracker.Commented, tracker.ChangesRequested, tracker.Approved, tracker.Dismissed:
		possible = []int16{kindCode(tracker.ReviewKind)}
	}
	if kinds == nil {
		return possible
	}
	return slices.DeleteFunc(kinds, func(k int16) bool { return !slices.Contains(possible, k) })
}

var allKinds = kindCodesOf(tracker.Kinds())

func kindCodesOf(kinds []tracker.Kind) []int16 {
	list := make([]int16, len(kinds))
	for i, k := range kinds {
		list[i] = kindCode(k)
	}
	return list
}

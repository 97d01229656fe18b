package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rungless/tracker"
)

// most bounds a page of evidence.
const most = 1000

// Evidence returns one page of the selected contributions, newest first; those
// of one second in a fixed order. after is the Next of the page before, "" for
// the first. A page costs the same however deep it lies.
func (s *Store) Evidence(ctx context.Context, f EvidenceFilter, after string, limit int) (EvidencePage, error) {
	const op = "store.Evidence"
	limit = min(max(limit, 1), most)
	t := s.reader(ctx)
	selected, err := t.selects(f)
	if err != nil {
		return EvidencePage{}, machineError(op, err)
	}
	place, err := t.place(after)
	if err != nil {
		return EvidencePage{}, machineError(op, err)
	}
	rows, err := selected.query(t, true, limit+1, place.condition, place.args...)
	if err != nil {
		return EvidencePage{}, machineError(op, err)
	}
	var page EvidencePage
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = strconv.FormatInt(rows[limit-1].ID, 10)
	}
	page.Items, err = t.present(rows)
	return page, machineError(op, err)
}

// place is where a list goes on, as a condition; "" is its beginning.
type place struct {
	condition string
	args      []any
}

// place finds a Next again. It names an act and not its time: such texts stand
// in addresses, and nobody's hours may be read from those.
func (t *tx) place(after string) (place, error) {
	if after == "" {
		return place{}, nil
	}
	var at []int64
	id, err := strconv.ParseInt(after, 10, 64)
	if err == nil {
		if err := t.db.Raw("SELECT occurred_at FROM contributions WHERE id = ?", id).Scan(&at).Error; err != nil {
			return place{}, err
		}
	}
	if len(at) == 0 {
		return place{}, tracker.Errorf(tracker.Invalid, "store.Evidence", "%q is no place in this list", after).
			WithHint("what stood there may be gone; start again at the first page")
	}
	return place{"(c.occurred_at, c.id) < (?, ?)", []any{at[0], id}}, nil
}

// MonthlyCounts returns how many contributions the selected accounts made, by
// month and kind, oldest first. It reads the rollups, so it costs the same
// however much they did; of the filter it uses accounts, kinds, the months of From and
// To, and WithHidden.
func (s *Store) MonthlyCounts(ctx context.Context, f EvidenceFilter) ([]MonthCount, error) {
	const op = "store.MonthlyCounts"
	t := s.reader(ctx)
	selected, err := t.selects(EvidenceFilter{PersonID: f.PersonID, AccountIDs: f.AccountIDs, Kinds: f.Kinds, WithHidden: true})
	if err != nil || selected.isEmpty() {
		return nil, machineError(op, err)
	}
	if f.PublicOnly {
		counts, err := t.countPublic(f)
		return counts, machineError(op, err)
	}
	query := t.db.Table("contribution_rollups").Select("month, kind, sum(count) AS count").Where("domain = ?", allDomains).Group("month, kind").Order("month, kind")
	if !selected.everybody {
		query = query.Where("account_id IN ?", selected.accounts)
	}
	if len(selected.kinds) > 0 {
		query = query.Where("kind IN ?", selected.kinds)
	}
	if !f.From.IsZero() {
		query = query.Where("month >= ?", month(f.From.Unix()))
	}
	if !f.To.IsZero() {
		query = query.Where("month <= ?", month(ceiling(f.To)-1))
	}
	var lines []contributionRollupRow
	if err = query.Scan(&lines).Error; err == nil && !f.WithHidden {
		lines, err = t.takeHidden(selected, lines)
	}
	counts := make([]MonthCount, len(lines))
	for i, line := range lines {
		counts[i] = MonthCount{Month: fromMonth(line.Month), Kind: word(kindCodes, line.Kind), Count: int(line.Count)}
	}
	return counts, machineError(op, err)
}

// countPublic counts the acts themselves: rollups hold those in private repositories too.
func (t *tx) countPublic(f EvidenceFilter) ([]MonthCount, error) {
	s, err := t.selects(f)
	if err != nil {
		return nil, err
	}
	conditions, args := s.conditions()
	var acts []contributionRow
	err = t.db.Raw("SELECT c.occurred_at, c.kind FROM contributions c WHERE c.account_id IN ? AND "+strings.Join(conditions, " AND "),
		append([]any{s.accounts}, args...)...).Scan(&acts).Error
	if err != nil {
		return nil, err
	}
	type monthAndKind struct {
		month int64
		kind  int16
	}
	found := map[monthAndKind]int{}
	for _, act := range acts {
		found[monthAndKind{month(act.OccurredAt), act.Kind}]++
	}
	keys := slices.SortedFunc(maps.Keys(found), func(x, y monthAndKind) int {
		return cmp.Or(cmp.Compare(x.month, y.month), cmp.Compare(x.kind, y.kind))
	})
	counts := make([]MonthCount, len(keys))
	for i, k := range keys {
		counts[i] = MonthCount{Month: fromMonth(k.month), Kind: word(kindCodes, k.kind), Count: found[k]}
	}
	return counts, nil
}

// PrivateRepositoriesOf returns the private repositories in which accounts did something,
// and their keys, by key.
func (s *Store) PrivateRepositoriesOf(ctx context.Context, accountIDs []int64) ([]tracker.RepositoryRef, []int64, error) {
	if len(accountIDs) == 0 {
		return nil, nil, nil
	}
	var rows []repositoryRow
	err := s.reader(ctx).db.Raw(`SELECT * FROM repositories WHERE is_private AND gone_at = 0
		AND id IN (SELECT c.repository_id FROM contributions c WHERE c.account_id IN ?) ORDER BY id`, accountIDs).Scan(&rows).Error
	refs, keys := make([]tracker.RepositoryRef, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		refs[i], keys[i] = r.ref(), r.ID
	}
	return refs, keys, machineError("store.PrivateRepositoriesOf", err)
}

// RepositoriesOf returns the repositories in which a person's accounts did
// something that is shown, by name. Of the filter it uses PersonID, WithHidden,
// PublicOnly and Readable.
func (s *Store) RepositoriesOf(ctx context.Context, f EvidenceFilter) ([]tracker.RepositoryRef, error) {
	var rows []repositoryRow
	const acts = "SELECT c.repository_id FROM contributions c WHERE c.account_id IN (SELECT account_id FROM person_accounts WHERE person_id = ?)"
	query, args := "SELECT r.* FROM repositories r WHERE r.id IN ("+acts+")", []any{f.PersonID} // an index holds all that this asks
	if !f.WithHidden {
		query += ` AND (r.id NOT IN (SELECT h.repository_id FROM notes n JOIN person_accounts p ON p.person_id = n.person_id
				JOIN contributions h ON h.kind = n.kind AND h.subject_id = n.subject_id AND h.account_id = p.account_id WHERE n.is_hidden AND n.person_id = ?)
			OR r.id IN (` + acts + " AND " + unlessHidden("c") + "))"
		args = append(args, f.PersonID, f.PersonID)
	}
	if f.PublicOnly {
		query += " AND " + public(f.Readable)
	}
	err := s.reader(ctx).db.Raw(query+" ORDER BY lower(r.owner), lower(r.name), r.id", args...).Scan(&rows).Error
	refs := make([]tracker.RepositoryRef, len(rows))
	for i, r := range rows {
		refs[i] = r.ref()
	}
	return refs, machineError("store.RepositoriesOf", err)
}

// Jump returns up to limit people and repositories whose names contain the
// query, people first, each by name. With a viewer they are the people who show the
// viewer anything, and public repositories.
func (s *Store) Jump(ctx context.Context, query string, limit int, v *Viewer) ([]Target, error) {
	t := s.reader(ctx)
	query = strings.ToLower(strings.TrimSpace(clean(query)))
	if query == "" {
		return nil, nil
	}
	people, err := t.peopleSeenBy(v)
	if err != nil {
		return nil, machineError("store.Jump", err)
	}
	condition := "true"
	if v != nil {
		condition = public(nil)
	}
	var targets []Target
	for _, p := range people {
		if len(targets) < limit && (strings.Contains(strings.ToLower(p.Login), query) || strings.Contains(strings.ToLower(p.Name), query)) {
			targets = append(targets, Target{Kind: "person", Label: p.Login, Path: "/p/" + p.Login})
		}
	}
	var rows []repositoryRow
	err = t.db.Raw(`SELECT r.* FROM repositories r JOIN repository_names n ON n.repository_id = r.id
		WHERE r.gone_at = 0 AND `+condition+` AND n.full_name LIKE ? ESCAPE '\' GROUP BY r.id ORDER BY lower(r.owner), lower(r.name) LIMIT ?`,
		containing(query), limit-len(targets)).Scan(&rows).Error
	for _, r := range rows {
		targets = append(targets, Target{Kind: "repository", Label: r.Owner + "/" + r.Name, Path: "/evidence?repository=" + r.Owner + "/" + r.Name})
	}
	return targets, machineError("store.Jump", err)
}

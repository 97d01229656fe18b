package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// RecordFilter selects records. Zero fields select everything.
type RecordFilter struct {
	PersonID   int64     // threads in which a person's accounts took part, or
	AccountIDs []int64   // these accounts, or anybody when both are empty
	Repository string    // owner/name, as it is called now or was called before
	Number     int       // of one thread
	From, To   time.Time // only where one of them acted in [From, To)
	PublicOnly bool
	Readable   []int64 // keys of private repositories that PublicOnly leaves in

	// Related adds what a measure of the selected threads asks of others: the merged
	// changes that close one of them, the issues that one of them closes, the merged
	// reverts of one of them, and the merged changes that cite one of the accounts'
	// comments. Repository, Number, From and To do not hold for these; PublicOnly does.
	Related bool

	// Of a filter that names a person or accounts, what these people hide from others is
	// left out, unless WithHidden says that it is for the person alone. WithoutContested
	// also leaves out what they contest, as every figure does. Nothing of their part is
	// left in a thread whose opening is left out.
	WithHidden       bool
	WithoutContested bool
}

// recordsChunk bounds how many records are in memory at once.
const recordsChunk = 1000

// Records yields the selected threads with all that was said and done in them:
// first the threads, by repository and number, then the commits of the default
// branches that are in no pull request, by repository, time and hash. Repositories
// come by name, whatever its case. To take part is to have said or done something
// in a thread, to have merged it, or to have written one of its commits.
//
// It sees the store as it was when it began, asks a fixed number of questions for
// each thousand records, and stops at yield's first error, which it returns.
// Payloads are left out, and what texts cite but for merged pull requests.
func (s *Store) Records(ctx context.Context, f RecordFilter, yield func(tracker.Record) error) error {
	return s.RecordsOfEach(ctx, []RecordFilter{f}, func(r tracker.Record, _ []int) error { return yield(r) })
}

// RecordsOfEach does the same for several filters at once and reads what they share
// once: each record comes with the places of the filters that select it, in order, and
// again for each filter that leaves out a part of it.
func (s *Store) RecordsOfEach(ctx context.Context, filters []RecordFilter, yield func(r tracker.Record, of []int) error) error {
	var stopped error
	err := s.snapshot(ctx, func(t *tx) error {
		keys, of, left, err := t.recordKeysOfEach(filters)
		if err != nil {
			return err
		}
		loader := newRecordLoader(t)
		for chunk := range slices.Chunk(keys, recordsChunk) {
			records, err := loader.load(chunk)
			if err != nil {
				return err
			}
			for _, r := range records {
				if stopped = left.deal(r, of[r.key.subject()], yield); stopped != nil {
					return nil
				}
			}
		}
		return nil
	})
	return cmp.Or(stopped, machineError("store.Records", err))
}

// recordSubject is what a record is of.
type recordSubject struct {
	isCommit bool
	id       int64
}

func (k recordKey) subject() recordSubject { return recordSubject{k.IsCommit, k.ID} }

// recordKeysOfEach selects the records of filters, each once and in order, and tells
// which filters select it, and what each leaves out.
func (t *tx) recordKeysOfEach(filters []RecordFilter) ([]recordKey, map[recordSubject][]int, leavings, error) {
	of, left := map[recordSubject][]int{}, make(leavings, len(filters))
	var all []recordKey
	for i, f := range filters {
		keys, leaving, err := t.recordKeys(f)
		if err != nil {
			return nil, nil, nil, err
		}
		left[i] = leaving
		for _, k := range keys {
			places := of[k.subject()]
			if len(places) == 0 {
				all = append(all, k)
			}
			if len(places) == 0 || places[len(places)-1] != i { // a filter may find it twice
				of[k.subject()] = append(places, i)
			}
		}
	}
	ordered, err := t.ordered(all)
	return ordered, of, left, err
}

// recordKey names one record and holds what orders it.
type recordKey struct {
	RepositoryID int64
	ID           int64 // of the thread, or of the commit
	IsCommit     bool
	Place        int64  // the thread's number, or the commit's time
	SHA          string // of the commit
}

func (k recordKey) compare(o recordKey) int {
	return cmp.Or(order(k.IsCommit)-order(o.IsCommit), cmp.Compare(k.Place, o.Place), strings.Compare(k.SHA, o.SHA), cmp.Compare(k.ID, o.ID))
}

// recordKeys selects the records of one filter, in no order, and tells what it leaves
// out; a record may come twice.
func (t *tx) recordKeys(f RecordFilter) ([]recordKey, *leaving, error) {
	everybody := f.PersonID == 0 && len(f.AccountIDs) == 0
	s, err := t.selects(EvidenceFilter{PersonID: f.PersonID, AccountIDs: f.AccountIDs, From: f.From, To: f.To, WithHidden: f.WithHidden || everybody})
	if err != nil || !s.everybody && len(s.accounts) == 0 {
		return nil, &leaving{}, err
	}
	left, err := t.leaves(f, s.accounts)
	if err != nil {
		return nil, nil, err
	}
	keys, err := t.threadKeys(f, s)
	if err != nil {
		return nil, nil, err
	}
	keys = left.keep(keys)
	if f.Related {
		related, err := t.relatedKeys(f, keys)
		if err != nil {
			return nil, nil, err
		}
		citing, err := t.citingKeys(f, s.accounts)
		if err != nil {
			return nil, nil, err
		}
		keys = append(append(keys, related...), citing...)
	}
	if f.Number == 0 {
		commits, err := t.loneCommitKeys(f, s)
		if err != nil {
			return nil, nil, err
		}
		keys = append(keys, commits...)
	}
	return left.keep(keys), left, nil
}

// ordered sorts keys by their repositories' names, in Go, because engines collate
// differently.
func (t *tx) ordered(keys []recordKey) ([]recordKey, error) {
	wanted := map[int64]bool{}
	for _, k := range keys {
		wanted[k.RepositoryID] = true
	}
	repositories, err := loadBy[repositoryRow](t, "repositories", []string{"id"}, keysOf(ids(wanted)))
	slices.SortFunc(repositories, func(a, b repositoryRow) int {
		return cmp.Or(compareFold(a.Owner+"/"+a.Name, b.Owner+"/"+b.Name), strings.Compare(a.Host, b.Host), cmp.Compare(a.ID, b.ID))
	})
	places := make(map[int64]int, len(repositories))
	for i, r := range repositories {
		places[r.ID] = i
	}
	slices.SortFunc(keys, func(a, b recordKey) int {
		return cmp.Or(order(a.IsCommit)-order(b.IsCommit), cmp.Compare(places[a.RepositoryID], places[b.RepositoryID]), a.compare(b))
	})
	return keys, err
}

// visible are the conditions on a thread or commit x and its repository r.
func (f RecordFilter) visible(x string) []string {
	conditions := []string{"r.id = " + x + ".repository_id", "r.gone_at = 0", x + ".gone_at = 0"}
	if f.PublicOnly {
		conditions = append(conditions, public(f.Readable))
	}
	return conditions
}

// inside are those of the filter's repository besides.
func (f RecordFilter) inside(x string) (conditions []string, args []any) {
	conditions = f.visible(x)
	if f.Repository != "" {
		conditions = append(conditions, x+".repository_id IN (SELECT repository_id FROM repository_names WHERE full_name = ?)")
		args = append(args, strings.ToLower(clean(f.Repository)))
	}
	return conditions, args
}

// threadKeys selects the threads themselves.
func (t *tx) threadKeys(f RecordFilter, s *selection) ([]recordKey, error) {
	conditions, args := f.inside("t")
	conditions = append(conditions, "t.kind <> 0")
	if f.Number != 0 {
		conditions, args = append(conditions, "t.number = ?"), append(args, f.Number)
	}
	from, before := "", []any(nil)
	ofActs, actArgs := s.conditions()
	acts := strings.Join(append([]string{"1 = 1"}, ofActs...), " AND ")
	switch {
	case !s.everybody:
		from = `(SELECT c.thread_id AS a FROM contributions c WHERE c.account_id IN ? AND c.thread_id <> 0 AND ` + acts + `
			UNION SELECT p.thread_id FROM thread_participants p CROSS JOIN threads m
				WHERE p.account_id IN ? AND m.id = p.thread_id AND ` + mergedIn(f) + `) k CROSS JOIN `
		before = append(append([]any{s.accounts}, actArgs...), s.accounts)
		conditions = append(conditions, "t.id = k.a")
	case len(ofActs) > 0:
		conditions = append(conditions, "EXISTS (SELECT 1 FROM contributions c WHERE c.thread_id = t.id AND c.thread_id <> 0 AND "+acts+")")
		args = append(args, actArgs...)
	}
	var keys []recordKey
	err := t.db.Raw("SELECT t.repository_id, t.id, t.number AS place FROM "+from+"threads t CROSS JOIN repositories r WHERE "+
		strings.Join(conditions, " AND "), append(before, args...)...).Scan(&keys).Error
	return keys, err
}

// mergedIn is the condition that the thread m was merged in the filter's time.
func mergedIn(f RecordFilter) string {
	condition := "1 = 1"
	if !f.From.IsZero() {
		condition += fmt.Sprintf(" AND m.merged_at >= %d", ceiling(f.From))
	}
	if !f.To.IsZero() {
		condition += fmt.Sprintf(" AND m.merged_at < %d", ceiling(f.To))
	}
	return condition
}

// relatedKeys finds what the given threads are linked with, and the reverts of them.
func (t *tx) relatedKeys(f RecordFilter, threads []recordKey) ([]recordKey, error) {
	if len(threads) == 0 {
		return nil, nil
	}
	known := make([]int64, len(threads))
	for i, k := range threads {
		known[i] = k.ID
	}
	where := strings.Join(append(f.visible("t"), "t.kind <> 0"), " AND ")
	linked, err := t.scanKeys(`SELECT t.repository_id, t.id, t.number AS place FROM (
			SELECT l.closes_id AS id FROM {keys} CROSS JOIN thread_links l WHERE l.owner_id = k.a
			UNION SELECT l.owner_id FROM {keys} CROSS JOIN thread_links l WHERE l.closes_id = k.a
		) l CROSS JOIN threads t CROSS JOIN repositories r WHERE t.id = l.id AND `+where, keysOf(known))
	if err != nil {
		return nil, err
	}
	reverts, err := t.revertKeys(threads, where)
	return append(linked, reverts...), err
}

// scanKeys runs a keyed query of threads' repositories, ids and numbers.
func (t *tx) scanKeys(query string, keys [][]any) ([]recordKey, error) {
	var found []recordKey
	err := t.eachKeyed(query, keys, func(rows *sql.Rows) error {
		var k recordKey
		err := rows.Scan(&k.RepositoryID, &k.ID, &k.Place)
		found = append(found, k)
		return err
	})
	return found, err
}

// revertKeys finds the merged reverts whose titles quote one of the given threads'.
func (t *tx) revertKeys(threads []recordKey, where string) ([]recordKey, error) {
	repositories := map[int64]bool{}
	for _, k := range threads {
		repositories[k.RepositoryID] = true
	}
	reverts := map[repositoryTitle][]recordKey{}
	reverting := map[int64]bool{}
	err := t.eachKeyed(`SELECT t.repository_id, t.id, t.number, t.title FROM {keys} CROSS JOIN threads t CROSS JOIN repositories r
		WHERE t.repository_id = k.a AND substr(t.title, 1, 8) = 'Revert "' AND t.merged_at <> 0 AND `+where, keysOf(ids(repositories)), func(rows *sql.Rows) error {
		var k recordKey
		var title string
		err := rows.Scan(&k.RepositoryID, &k.ID, &k.Place, &title)
		if quoted, ok := revertedBy(title); ok {
			of := repositoryTitle{k.RepositoryID, quoted}
			reverts[of] = append(reverts[of], k)
			reverting[k.RepositoryID] = true
		}
		return err
	})
	if err != nil || len(reverts) == 0 {
		return nil, err
	}
	var mayBe []int64
	for _, k := range threads {
		if reverting[k.RepositoryID] {
			mayBe = append(mayBe, k.ID)
		}
	}
	var found []recordKey
	err = t.eachKeyed("SELECT t.repository_id, t.title FROM {keys} CROSS JOIN threads t WHERE t.id = k.a", keysOf(mayBe), func(rows *sql.Rows) error {
		var of repositoryTitle
		err := rows.Scan(&of.repository, &of.title)
		found = append(found, reverts[of]...)
		return err
	})
	return found, err
}

// loneCommitKeys selects commits of default branches that are in no pull request.
func (t *tx) loneCommitKeys(f RecordFilter, s *selection) ([]recordKey, error) {
	conditions, args := f.inside("m")
	ofActs, actArgs := s.conditions()
	conditions = append(append(conditions, "c.kind = 9", "c.thread_id = 0", "m.id = c.subject_id"), ofActs...)
	args = append(args, actArgs...)
	from := "contributions c CROSS JOIN commits m"
	switch {
	case !s.everybody:
		conditions, args = append(conditions, "c.account_id IN ?"), append(args, s.accounts)
	case f.Repository != "": // the contributions of one repository have no index, its commits have
		from = "commits m CROSS JOIN contributions c"
	}
	var keys []recordKey
	err := t.db.Raw(`SELECT DISTINCT m.repository_id, m.id, 1 = 1 AS is_commit, m.committed_at AS place, m.sha AS sha
		FROM `+from+" CROSS JOIN repositories r WHERE "+strings.Join(conditions, " AND "), args...).Scan(&keys).Error
	return keys, err
}

package store

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"rungless/tracker"
)

// derivation brings contributions and rollups in line with the facts that one
// transaction changed. The facts are read back from the tables, so that one
// piece of code serves new facts, tombstones, learned addresses and a rebuild.
type derivation struct {
	tx      *tx
	changes Changes

	threadIDs, itemIDs, commitIDs map[int64]bool     // to derive again; true: a reader sees a change
	hashes                        map[commitKey]bool // commits that came to or went from a pull request
	buriedThreads                 map[int64]bool     // and revived ones: all that is in them
	buriedRepositories            map[int64]bool
	merged                        map[int64]bool  // threads whose participants may have changed
	demoted                       map[int64]bool  // accounts that turned out to be no human's, or another account
	replaced                      map[int64]int64 // accounts that turned out to be another

	moves     []move         // contributions that came and went
	lies      map[int64]bool // threads that may lie elsewhere now
	liesAlone map[int64]bool // and commits, which count where they are in no thread
	renamed   map[int64]bool // repositories of which something is told with each of their threads
	reach     reach

	research researchMarks

	counts map[countKey]int64
	pairs  map[pairKey]int64
}

func newDerivation(t *tx, changes Changes) *derivation {
	return &derivation{
		tx: t, changes: changes, threadIDs: map[int64]bool{}, itemIDs: map[int64]bool{}, commitIDs: map[int64]bool{},
		hashes: map[commitKey]bool{}, buriedThreads: map[int64]bool{}, buriedRepositories: map[int64]bool{},
		merged: map[int64]bool{}, demoted: map[int64]bool{}, replaced: map[int64]int64{}, counts: map[countKey]int64{}, pairs: map[pairKey]int64{},
		research: newResearchMarks(),
		lies:     map[int64]bool{}, liesAlone: map[int64]bool{}, renamed: map[int64]bool{}, reach: newReach(),
	}
}

func (d *derivation) dirtyThread(e *entry[threadRow]) {
	if e.fresh || e.changed {
		d.threadIDs[e.row.ID] = true
		d.merged[e.row.ID] = true
	}
}

func (d *derivation) dirtyItem(e *entry[itemRow]) {
	if !e.fresh && !e.changed {
		return
	}
	d.itemIDs[e.row.ID] = true
	d.reach.threads[e.row.ThreadID] = true
	if word(kindCodes, e.row.Kind) == tracker.ReviewKind {
		d.merged[e.row.ThreadID] = true
	}
}

func (d *derivation) dirtyCommit(e *entry[commitRow]) {
	if e.fresh || e.changed {
		d.commitIDs[e.row.ID] = true
	}
}

func (d *derivation) dirtyHashes(rows []threadCommitRow) {
	for _, row := range rows {
		d.hashes[commitKey{row.RepositoryID, row.SHA}] = true
	}
}

// derive computes the contributions of everything marked, writes the
// differences and adjusts the rollups by exactly them.
func (d *derivation) derive() error {
	if err := d.spread(); err != nil {
		return err
	}
	for _, part := range []struct {
		ids   map[int64]bool
		query string
		kinds []int16
	}{
		{d.threadIDs, threadActs, threadKinds},
		{d.itemIDs, itemActs, itemKinds},
		{d.commitIDs, commitActs, []int16{codeOfCommit}},
	} {
		if err := d.deriveActs(part.ids, part.query, part.kinds); err != nil {
			return err
		}
	}
	if err := d.deriveResearch(); err != nil {
		return err
	}
	if err := d.rollUp(); err != nil {
		return err
	}
	return d.revise()
}

// rollUp brings shares and rollups in line with the contributions.
func (d *derivation) rollUp() error {
	if err := d.deriveParticipants(); err != nil {
		return err
	}
	if err := d.place(); err != nil {
		return err
	}
	return d.saveRollups()
}

// What a thread, an item or a commit gives to whom. Bare rows, things that are
// gone and acts of nobody known give nothing.
const (
	threadActs = `SELECT t.id AS subject_id, t.kind, t.author_id AS account_id, 1 AS role, t.repository_id,
			t.id AS thread_id, t.created_at AS occurred_at, t.state
		FROM {keys} CROSS JOIN threads t CROSS JOIN repositories r
		WHERE t.id = k.a AND r.id = t.repository_id AND r.gone_at = 0 AND t.gone_at = 0
			AND t.author_id <> 0 AND t.created_at <> 0 AND t.kind <> 0`

	itemActs = `SELECT i.id AS subject_id, i.kind, i.author_id AS account_id, 1 AS role, i.repository_id,
			i.thread_id, i.occurred_at, i.state
		FROM {keys} CROSS JOIN thread_items i CROSS JOIN repositories r LEFT JOIN threads t ON t.id = i.thread_id
		WHERE i.id = k.a AND r.id = i.repository_id AND r.gone_at = 0 AND i.gone_at = 0 AND coalesce(t.gone_at, 0) = 0
			AND i.author_id <> 0 AND i.occurred_at <> 0`

	// An agent's or a bot's address is its own account, whatever account has
	// registered it. Otherwise the source's word on this commit counts, then the
	// address's owner, then the address itself. A commit is shown with the first
	// pull request that it belongs to.
	commitActs = `SELECT * FROM (
		SELECT c.id AS subject_id, 9 AS kind, ca.role, c.repository_id, c.on_default, ca.position, 0 AS state,
			CASE WHEN c.authored_at <> 0 THEN c.authored_at ELSE c.committed_at END AS occurred_at,
			CASE WHEN ea.kind IN ('agent', 'bot') THEN ea.id WHEN ca.account_id <> 0 THEN ca.account_id
				ELSE coalesce(e.account_id, ea.id, 0) END AS account_id,
			coalesce((SELECT t.id FROM threads t WHERE t.gone_at = 0 AND t.id IN (
				SELECT thread_id FROM commit_pulls WHERE commit_id = c.id
				UNION SELECT owner_id FROM thread_commits WHERE repository_id = c.repository_id AND sha = c.sha)
				ORDER BY t.number LIMIT 1), 0) AS thread_id
		FROM {keys} CROSS JOIN commits c CROSS JOIN repositories r CROSS JOIN commit_authors ca
			LEFT JOIN emails e ON e.host = r.host AND e.email = ca.email
			LEFT JOIN accounts ea ON ea.host = r.host AND ea.email = ca.email AND ea.email <> ''
		WHERE c.id = k.a AND r.id = c.repository_id AND ca.owner_id = c.id AND r.gone_at = 0 AND c.gone_at = 0
		) acts WHERE account_id <> 0 AND occurred_at <> 0 AND (on_default OR thread_id <> 0)
		ORDER BY subject_id, position`
)

var (
	threadKinds = []int16{kindCode(tracker.PullRequestKind), kindCode(tracker.IssueKind), kindCode(tracker.DiscussionKind)}
	itemKinds   = []int16{kindCode(tracker.ReviewKind), kindCode(tracker.ReviewComment), kindCode(tracker.IssueComment),
		kindCode(tracker.DiscussionComment), kindCode(tracker.CommitComment)}
)

// actKey tells contributions apart: what was done, and who did it.
type actKey struct {
	kind             int16
	subject, account int64
}

func (r contributionRow) key() actKey { return actKey{r.Kind, r.SubjectID, r.AccountID} }

// deriveActs compares what some subjects give with what is stored of them.
func (d *derivation) deriveActs(subjects map[int64]bool, query string, kinds []int16) error {
	if len(subjects) == 0 {
		return nil
	}
	wanted, err := d.wantedActs(subjects, query)
	if err != nil {
		return err
	}
	stored, err := d.storedActs(subjects, kinds)
	if err != nil {
		return err
	}
	var gone []int64
	var moved, fresh []contributionRow
	for _, old := range stored {
		key := old.key()
		key.account = cmp.Or(d.replaced[key.account], key.account)
		row, ok := wanted[key]
		delete(wanted, key)
		if !ok {
			gone = append(gone, old.ID)
			d.count(old, -1, d.changes.Removed)
			continue
		}
		if row.ID = old.ID; row != old {
			moved = append(moved, row)
			d.count(old, -1, nil)
			d.count(row, 1, nil)
		}
		if row != old || subjects[old.SubjectID] {
			d.changes.Changed[word(kindCodes, row.Kind)]++
			d.reach.act(row)
		}
	}
	keys := slices.SortedFunc(maps.Keys(wanted), func(x, y actKey) int {
		return cmp.Or(cmp.Compare(x.subject, y.subject), cmp.Compare(x.account, y.account))
	})
	for _, key := range keys {
		row := wanted[key]
		if row.ID, err = d.tx.nextID("contributions"); err != nil {
			return err
		}
		fresh = append(fresh, row)
		d.count(row, 1, d.changes.Added)
	}
	if err := d.tx.execKeyed("DELETE FROM contributions WHERE id IN (SELECT a FROM {keys})", keysOf(gone)); err != nil {
		return err
	}
	if err := upsert(d.tx, moved, 9); err != nil {
		return err
	}
	return insert(d.tx, fresh, 9)
}

// wantedActs returns what the subjects give now. Somebody who is named twice on
// one commit has one contribution, as its author where they are that too.
func (d *derivation) wantedActs(subjects map[int64]bool, query string) (map[actKey]contributionRow, error) {
	var rows []contributionRow
	if err := d.tx.queryKeyed(&rows, query, keysOf(slices.Sorted(maps.Keys(subjects)))); err != nil {
		return nil, err
	}
	wanted := make(map[actKey]contributionRow, len(rows))
	for _, row := range rows {
		if first, ok := wanted[row.key()]; !ok || row.Role < first.Role {
			wanted[row.key()] = row
		}
	}
	return wanted, nil
}

func (d *derivation) storedActs(subjects map[int64]bool, kinds []int16) ([]contributionRow, error) {
	var keys [][]any
	for id := range subjects {
		if id <= d.before(kinds[0]) {
			for _, kind := range kinds {
				keys = append(keys, []any{kind, id})
			}
		}
	}
	return loadBy[contributionRow](d.tx, "contributions", []string{"kind", "subject_id"}, keys)
}

// before returns the highest id that the table of a kind held when the
// transaction began: what is newer has no contributions yet.
func (d *derivation) before(kind int16) int64 {
	table := "thread_items"
	switch {
	case isThreadKind(kind):
		table = "threads"
	case kind == codeOfCommit:
		table = "commits"
	case kind == codeOfCredit:
		return 1<<63 - 1 // a work may take over the key of another
	}
	if highest, ok := d.tx.first[table]; ok {
		return highest
	}
	return 1<<63 - 1
}

// month numbers the months: year * 12 + month - 1, UTC.
func month(seconds int64) int64 {
	t := time.Unix(seconds, 0).UTC()
	return int64(t.Year())*12 + int64(t.Month()) - 1
}

// fromMonth is the first instant of a numbered month.
func fromMonth(n int64) time.Time {
	return time.Date(int(n/12), time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC)
}

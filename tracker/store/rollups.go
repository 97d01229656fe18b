package store

import (
	"context"
	"maps"
	"slices"

	"rungless/tracker"
)

// countKey is one line of contribution_rollups. Domain 0 holds every contribution
// once; another domain those in records that lie there, so that domains do not add up
// to anything.
type countKey struct {
	account, domain, month int64
	kind                   int16
}

// pairKey is one line of collaborator_rollups; every pair has two, one from
// each side.
type pairKey struct{ account, other, month int64 }

// count adds a contribution to its rollup, or takes it away, and to a count of
// changes where one is given.
func (d *derivation) count(row contributionRow, by int64, changes map[tracker.Kind]int) {
	d.counts[countKey{row.AccountID, allDomains, month(row.OccurredAt), row.Kind}] += by
	d.moves = append(d.moves, move{row, by})
	d.reach.act(row)
	if changes != nil {
		changes[word(kindCodes, row.Kind)]++
	}
}

// The people of merged pull requests: who opened, reviewed, merged or committed,
// where a human stands behind the account.
const participantsOf = `SELECT DISTINCT t.id AS thread_id, p.account_id,
		CASE WHEN t.merged_at <> 0 THEN t.merged_at WHEN t.closed_at <> 0 THEN t.closed_at ELSE t.created_at END AS month
	FROM (
		SELECT k.a AS thread_id, t.author_id AS account_id FROM {keys} CROSS JOIN threads t WHERE t.id = k.a
		UNION SELECT k.a, t.merged_by_id FROM {keys} CROSS JOIN threads t WHERE t.id = k.a
		UNION SELECT k.a, i.author_id FROM {keys} CROSS JOIN thread_items i WHERE i.thread_id = k.a AND i.kind = 2 AND i.gone_at = 0
		UNION SELECT k.a, c.account_id FROM {keys} CROSS JOIN commit_pulls cp CROSS JOIN contributions c
			WHERE cp.thread_id = k.a AND c.kind = 9 AND c.subject_id = cp.commit_id
		UNION SELECT k.a, c.account_id FROM {keys} CROSS JOIN thread_commits tc CROSS JOIN commits m CROSS JOIN contributions c
			WHERE tc.owner_id = k.a AND m.repository_id = tc.repository_id AND m.sha = tc.sha AND c.kind = 9 AND c.subject_id = m.id
	) p CROSS JOIN threads t CROSS JOIN repositories r CROSS JOIN accounts a
	WHERE t.id = p.thread_id AND t.state = 3 AND t.gone_at = 0 AND r.id = t.repository_id AND r.gone_at = 0
		AND a.id = p.account_id AND a.kind IN ('', 'user', 'email', 'mannequin')`

// deriveParticipants compares who took part in the marked threads with what is
// stored, and moves the pairs of collaborators accordingly.
func (d *derivation) deriveParticipants() error {
	delete(d.merged, 0)
	if len(d.merged) == 0 {
		return nil
	}
	keys := keysOf(slices.Sorted(maps.Keys(d.merged)))
	var wanted []participantRow
	if err := d.tx.queryKeyed(&wanted, participantsOf, keys); err != nil {
		return err
	}
	for i := range wanted {
		wanted[i].Month = month(wanted[i].Month)
	}
	stored, err := loadBy[participantRow](d.tx, "thread_participants", []string{"thread_id"}, keys)
	if err != nil {
		return err
	}
	before, after := byThread(stored), byThread(wanted)
	var gone []int64
	var fresh []participantRow
	for id := range d.merged {
		if slices.Equal(before[id], after[id]) {
			continue
		}
		d.pair(before[id], -1)
		d.pair(after[id], 1)
		d.reach.people(before[id])
		d.reach.people(after[id])
		gone = append(gone, id)
		fresh = append(fresh, after[id]...)
	}
	slices.SortFunc(fresh, participantRow.compare)
	if err := d.tx.execKeyed("DELETE FROM thread_participants WHERE thread_id IN (SELECT a FROM {keys})", keysOf(gone)); err != nil {
		return err
	}
	return insert(d.tx, fresh, 3)
}

func byThread(rows []participantRow) map[int64][]participantRow {
	slices.SortFunc(rows, participantRow.compare)
	threads := map[int64][]participantRow{}
	for _, row := range rows {
		threads[row.ThreadID] = append(threads[row.ThreadID], row)
	}
	return threads
}

func (r participantRow) compare(o participantRow) int {
	if r.ThreadID != o.ThreadID {
		return order(r.ThreadID > o.ThreadID)*2 - 1
	}
	return order(r.AccountID > o.AccountID) - order(r.AccountID < o.AccountID)
}

// pair adds one shared thread to each pair of its participants.
func (d *derivation) pair(people []participantRow, by int64) {
	for _, p := range people {
		for _, q := range people {
			if p.AccountID != q.AccountID {
				d.pairs[pairKey{p.AccountID, q.AccountID, p.Month}] += by
			}
		}
	}
}

// saveRollups adds the differences to the stored counts; a count that comes to
// nothing has no line.
func (d *derivation) saveRollups() error {
	var counts, pairs [][]any
	for key, by := range d.counts {
		if by != 0 {
			counts = append(counts, []any{key.account, key.domain, key.month, key.kind, by})
		}
	}
	for key, by := range d.pairs {
		if by != 0 {
			pairs = append(pairs, []any{key.account, key.other, key.month, by})
		}
	}
	for _, part := range []struct {
		statement string
		keys      [][]any
	}{
		{`INSERT INTO contribution_rollups (account_id, domain, month, kind, count) SELECT a, b, c, d, e FROM {keys} WHERE true
			ON CONFLICT (account_id, domain, month, kind) DO UPDATE SET count = contribution_rollups.count + excluded.count`, counts},
		{`DELETE FROM contribution_rollups WHERE count = 0 AND (account_id, domain, month, kind) IN (SELECT a, b, c, d FROM {keys} WHERE e < 0)`, counts},
		{`INSERT INTO collaborator_rollups (account_id, other_id, month, threads) SELECT a, b, c, d FROM {keys} WHERE true
			ON CONFLICT (account_id, other_id, month) DO UPDATE SET threads = collaborator_rollups.threads + excluded.threads`, pairs},
		{`DELETE FROM collaborator_rollups WHERE threads = 0 AND (account_id, other_id, month) IN (SELECT a, b, c FROM {keys} WHERE d < 0)`, pairs},
	} {
		if err := d.tx.execKeyed(part.statement, part.keys); err != nil {
			return err
		}
	}
	return nil
}

// RebuildRollups derives every contribution, share and rollup again from the facts,
// in one transaction. It changes nothing unless the store was damaged. A store without
// an Attributor keeps its shares.
func (s *Store) RebuildRollups(ctx context.Context) error {
	return s.transaction(ctx, "store.RebuildRollups", func(t *tx) error {
		for _, table := range []string{"contributions", "credit_matches", "thread_participants", "contribution_rollups", "collaborator_rollups"} {
			if err := t.db.Exec("DELETE FROM " + table).Error; err != nil {
				return err
			}
		}
		for _, part := range []string{"threads", "thread_items", "commits", "credits", "works"} {
			if err := rebuildFrom(t, part); err != nil {
				return err
			}
		}
		if err := rebuildFrom(t, "participants"); err != nil {
			return err
		}
		if err := rebuildShares(t); err != nil {
			return err
		}
		return rebuildWords(t)
	})
}

const rebuildChunk = 20_000

// rebuildFrom derives what one table gives, in chunks, so that memory stays small.
func rebuildFrom(t *tx, part string) error {
	table := part
	if part == "participants" {
		table = "threads"
	}
	var found []int64
	for after := int64(0); ; after = found[len(found)-1] {
		found = nil
		if err := t.db.Raw("SELECT id FROM "+table+" WHERE id > ? ORDER BY id LIMIT ?", after, rebuildChunk).Scan(&found).Error; err != nil {
			return err
		}
		if len(found) == 0 {
			return nil
		}
		d := newDerivation(t, Changes{Added: map[tracker.Kind]int{}, Changed: map[tracker.Kind]int{}, Removed: map[tracker.Kind]int{}})
		marks := map[string]map[int64]bool{"threads": d.threadIDs, "thread_items": d.itemIDs, "commits": d.commitIDs, "credits": d.research.credits, "works": d.research.works, "participants": d.merged}[part]
		for _, id := range found {
			marks[id] = false
		}
		if err := d.deriveAgain(part); err != nil {
			return err
		}
	}
}

// deriveAgain derives what is marked and nothing that depends on it.
func (d *derivation) deriveAgain(part string) error {
	var err error
	switch part {
	case "threads":
		err = d.deriveActs(d.threadIDs, threadActs, threadKinds)
	case "thread_items":
		err = d.deriveActs(d.itemIDs, itemActs, itemKinds)
	case "commits":
		err = d.deriveActs(d.commitIDs, commitActs, []int16{codeOfCommit})
	case "credits":
		err = d.deriveMatches()
	case "works":
		err = d.deriveActs(d.research.works, workActs, []int16{codeOfCredit})
	default:
		err = d.deriveParticipants()
	}
	if err == nil {
		err = d.countInDomains()
	}
	if err != nil {
		return err
	}
	return d.saveRollups()
}

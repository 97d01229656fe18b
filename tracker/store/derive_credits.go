package store

import (
	"maps"
	"slices"

	"rungless/tracker"
)

var codeOfCredit = kindCode(tracker.ResearchCredit)

// What the author entries of a work give to whom: one contribution, dated by the
// first commit that added an entry which is still there, in a file that is.
const workActs = `SELECT m.work_id AS subject_id, 10 AS kind, cm.account_id, 1 AS role, f.repository_id, 0 AS thread_id, 0 AS state,
		e.occurred_at
	FROM {keys} CROSS JOIN work_mentions m CROSS JOIN credits c CROSS JOIN credit_matches cm CROSS JOIN credit_events e
		CROSS JOIN research_files f CROSS JOIN repositories r
	WHERE m.work_id = k.a AND c.mention_id = m.id AND NOT m.is_past AND NOT c.is_past AND c.role = 'author' AND cm.credit_id = c.id
		AND e.credit_id = c.id AND e.change = 'added' AND e.occurred_at <> 0 AND f.id = m.file_id AND r.id = f.repository_id AND r.gone_at = 0
	ORDER BY m.work_id, cm.account_id, e.occurred_at, r.host, lower(r.owner || '/' || r.name), f.path, m.slot`

// matchesOf finds whose credits are, the surest reason first. Entities are
// nobody's, and only a human's account can be credited.
const matchesOf = `SELECT c.id AS credit_id, a.id AS account_id, 'orcid' AS reason, 1 AS rank
	FROM {keys} CROSS JOIN credits c CROSS JOIN people p CROSS JOIN person_accounts pa CROSS JOIN accounts a
	WHERE c.id = k.a AND NOT c.is_entity AND c.orcid <> '' AND p.orcid = c.orcid AND pa.person_id = p.id AND pa.position = 0 AND a.id = pa.account_id
	UNION ALL SELECT c.id, a.id, 'confirmed name', 2
	FROM {keys} CROSS JOIN credits c CROSS JOIN work_mentions m CROSS JOIN research_files f CROSS JOIN credit_names n CROSS JOIN accounts a
	WHERE c.id = k.a AND NOT c.is_entity AND m.id = c.mention_id AND f.id = m.file_id AND n.repository_id = f.repository_id
		AND n.name_key = c.name_key AND n.decision = 'accepted' AND a.id = n.account_id
	UNION ALL SELECT c.id, a.id, 'account beside the entry', 3
	FROM {keys} CROSS JOIN credits c CROSS JOIN accounts a
	WHERE c.id = k.a AND NOT c.is_entity AND a.id = c.account_id AND a.kind IN ('', 'user', 'mannequin')
	ORDER BY credit_id, rank, account_id`

// deriveMatches brings credit_matches in line with the marked credits, and marks
// the works of those that changed hands or time.
func (d *derivation) deriveMatches() error {
	if len(d.research.credits) == 0 {
		return nil
	}
	keys := keysOf(slices.Sorted(maps.Keys(d.research.credits)))
	var found []creditMatchRow
	if err := d.tx.queryKeyed(&found, matchesOf, keys); err != nil {
		return err
	}
	wanted := map[int64]creditMatchRow{}
	for _, row := range found {
		if _, ok := wanted[row.CreditID]; !ok {
			wanted[row.CreditID] = row
		}
	}
	stored, err := loadBy[creditMatchRow](d.tx, "credit_matches", []string{"credit_id"}, keys)
	if err != nil {
		return err
	}
	var gone []int64
	for _, row := range stored {
		if wanted[row.CreditID] == row {
			delete(wanted, row.CreditID)
		} else {
			gone = append(gone, row.CreditID)
			d.reach.accounts[row.AccountID] = true
		}
	}
	if err := d.tx.execKeyed("DELETE FROM credit_matches WHERE credit_id IN (SELECT a FROM {keys})", keysOf(gone)); err != nil {
		return err
	}
	if err := insert(d.tx, slices.Collect(maps.Values(wanted)), 3); err != nil {
		return err
	}
	return d.mark(keys, "SELECT m.work_id FROM {keys} CROSS JOIN credits c CROSS JOIN work_mentions m WHERE c.id = k.a AND m.id = c.mention_id", d.research.works)
}

// markCredits marks the credits that a query finds.
func (d *derivation) markCredits(query string, keys ...[]any) error {
	return d.mark(keys, query, d.research.credits)
}

// What finds the credits that a change elsewhere may give to somebody else.
const (
	entriesOfORCID = "SELECT c.id FROM {keys} CROSS JOIN credits c WHERE c.orcid = k.a AND c.orcid <> ''"

	entriesOfName = `SELECT c.id FROM {keys} CROSS JOIN credits c CROSS JOIN work_mentions m CROSS JOIN research_files f
		WHERE c.name_key = k.b AND m.id = c.mention_id AND f.id = m.file_id AND f.repository_id = k.a`

	creditsOfAccount = `SELECT cm.credit_id FROM {keys} CROSS JOIN credit_matches cm WHERE cm.account_id = k.a
		UNION SELECT c.id FROM {keys} CROSS JOIN credits c WHERE c.account_id = k.a
		UNION SELECT c.id FROM {keys} CROSS JOIN person_accounts pa CROSS JOIN people p CROSS JOIN credits c
			WHERE pa.account_id = k.a AND p.id = pa.person_id AND c.orcid = p.orcid AND c.orcid <> ''`

	worksOfRepository = `SELECT m.work_id FROM {keys} CROSS JOIN research_files f CROSS JOIN work_mentions m
		WHERE f.repository_id = k.a AND m.file_id = f.id`
)

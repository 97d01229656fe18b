package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"rungless/tracker"
)

// attribute asks the Attributor of everything marked, stores what differs and moves
// the rollups of domains with it.
func (d *derivation) attribute() error {
	for _, part := range []struct {
		table string
		marks map[int64]bool
		load  func([]int64) (map[int64]tracker.Record, error)
	}{
		{"thread_shares", d.lies, newRecordLoader(d.tx).placeableThreads},
		{"commit_shares", d.liesAlone, newRecordLoader(d.tx).placeableCommits},
	} {
		for chunk := range slices.Chunk(slices.Sorted(maps.Keys(part.marks)), attributedAtOnce) {
			if err := d.attributeThese(part.table, chunk, part.load); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *derivation) attributeThese(table string, ids []int64, load func([]int64) (map[int64]tracker.Record, error)) error {
	records, err := load(ids)
	if err != nil {
		return err
	}
	stored, err := d.sharesOf(table, ids)
	if err != nil {
		return err
	}
	numbers, err := d.tx.domainNumbers()
	if err != nil {
		return err
	}
	wanted := map[int64][]shareRow{}
	for _, id := range ids {
		if r, ok := records[id]; ok {
			if wanted[id], err = d.tx.shareRows(id, r, numbers); err != nil {
				return err
			}
		}
	}
	var moved []int64
	for _, id := range ids {
		if !slices.Equal(stored[id], wanted[id]) {
			moved = append(moved, id)
		}
	}
	if err := d.recount(table, moved, stored, wanted); err != nil {
		return err
	}
	return d.tx.replaceShares(table, moved, stored, wanted)
}

// shareRows asks where a record lies and gives new domains their numbers.
func (t *tx) shareRows(id int64, r tracker.Record, numbers map[string]int64) ([]shareRow, error) {
	var rows []shareRow
	for _, share := range t.attributor.Places(r) {
		if numbers[share.Domain] == 0 {
			number, err := t.nextID("domains")
			if err == nil {
				err = insert(t, []domainRow{{number, share.Domain}}, 2)
			}
			if err != nil {
				return nil, err
			}
			numbers[share.Domain] = number
		}
		rows = append(rows, shareRow{id, numbers[share.Domain], share.Weight, share.InPassing})
	}
	slices.SortFunc(rows, func(x, y shareRow) int { return cmp.Compare(x.DomainID, y.DomainID) })
	return rows, nil
}

// domainNumbers are the numbers of all domains that anything ever lay in, by slug.
func (t *tx) domainNumbers() (map[string]int64, error) {
	var rows []domainRow
	err := t.db.Find(&rows).Error
	numbers := make(map[string]int64, len(rows))
	for _, row := range rows {
		numbers[row.Slug] = row.ID
	}
	return numbers, err
}

// sharesOf reads the stored shares, by owner and in order of domain.
func (d *derivation) sharesOf(table string, owners []int64) (map[int64][]shareRow, error) {
	var known []int64
	highest, counted := d.tx.first[strings.TrimSuffix(table, "_shares")+"s"]
	for _, id := range owners {
		if !counted || id <= highest {
			known = append(known, id)
		}
	}
	shares := map[int64][]shareRow{}
	if len(known) == 0 {
		return shares, nil
	}
	var rows []shareRow
	err := d.tx.queryKeyed(&rows, "SELECT s.* FROM {keys} CROSS JOIN "+table+" s WHERE s.owner_id = k.a ORDER BY s.owner_id, s.domain_id", keysOf(known))
	for _, row := range rows {
		shares[row.OwnerID] = append(shares[row.OwnerID], row)
	}
	return shares, err
}

func (t *tx) replaceShares(table string, moved []int64, stored, wanted map[int64][]shareRow) error {
	var gone []int64
	var rows []shareRow
	for _, id := range moved {
		if len(stored[id]) > 0 {
			gone = append(gone, id)
		}
		rows = append(rows, wanted[id]...)
	}
	if err := t.execKeyed("DELETE FROM "+table+" WHERE owner_id IN (SELECT a FROM {keys})", keysOf(gone)); err != nil || len(rows) == 0 {
		return err
	}
	return t.db.Table(table).CreateInBatches(rows, min(500, maxParameters/4)).Error
}

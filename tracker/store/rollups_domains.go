package store

// allDomains is the domain of the rollups that hold every contribution once.
const allDomains = 0

// move is a contribution that came, by 1, or went, by -1.
type move struct {
	row contributionRow
	by  int64
}

// countInDomains adds what came and takes away what went in the domains where their
// records lie by the shares that are stored.
func (d *derivation) countInDomains() error {
	threads, commits := map[int64]bool{}, map[int64]bool{}
	for _, m := range d.moves {
		switch {
		case m.row.ThreadID != 0:
			threads[m.row.ThreadID] = true
		case m.row.Kind == codeOfCommit:
			commits[m.row.SubjectID] = true
		}
	}
	ofThreads, err := d.sharesOf("thread_shares", ids(threads))
	if err != nil {
		return err
	}
	ofCommits, err := d.sharesOf("commit_shares", ids(commits))
	for _, m := range d.moves {
		if m.row.ThreadID != 0 {
			d.countShares(m.row, m.by, ofThreads[m.row.ThreadID])
		} else if m.row.Kind == codeOfCommit {
			d.countShares(m.row, m.by, ofCommits[m.row.SubjectID])
		}
	}
	return err
}

func (d *derivation) countShares(row contributionRow, by int64, shares []shareRow) {
	for _, share := range shares {
		if !share.InPassing {
			d.counts[countKey{row.AccountID, share.DomainID, month(row.OccurredAt), row.Kind}] += by
		}
	}
}

// recount moves the contributions of records that lie elsewhere now.
func (d *derivation) recount(table string, owners []int64, stored, wanted map[int64][]shareRow) error {
	of := `SELECT c.* FROM {keys} CROSS JOIN contributions c WHERE c.thread_id = k.a AND c.thread_id <> 0`
	owner := func(row contributionRow) int64 { return row.ThreadID }
	if table == "commit_shares" {
		of = `SELECT c.* FROM {keys} CROSS JOIN contributions c WHERE c.kind = 9 AND c.subject_id = k.a AND c.thread_id = 0`
		owner = func(row contributionRow) int64 { return row.SubjectID }
	}
	if len(owners) == 0 {
		return nil
	}
	var rows []contributionRow
	err := d.tx.queryKeyed(&rows, of, keysOf(owners))
	for _, row := range rows {
		d.countShares(row, -1, stored[owner(row)])
		d.countShares(row, 1, wanted[owner(row)])
	}
	return err
}

// rebuildShares attributes everything again.
func rebuildShares(t *tx) error {
	if t.attributor.Places == nil {
		return nil
	}
	for n := 1; n > 0; {
		var err error
		if n, err = t.attributeSome(); err != nil {
			return err
		}
	}
	return nil
}

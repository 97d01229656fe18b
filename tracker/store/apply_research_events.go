package store

import (
	"slices"

	"rungless/tracker"
)

type eventKey struct {
	credit      int64
	sha, change string
}

// saveEvents replaces the file's events. What an account of GitHub is known to
// have done stays theirs where this view has only an address.
func (m *fileMerge) saveEvents() error {
	ids := make([]int64, 0, len(m.credits))
	for _, c := range m.credits {
		ids = append(ids, c.ID)
	}
	rows, err := loadBy[creditEventRow](m.tx, "credit_events", []string{"credit_id"}, keysOf(ids))
	if err != nil {
		return err
	}
	stored := map[eventKey]creditEventRow{}
	for _, r := range rows {
		stored[eventKey{r.CreditID, r.CommitSHA, r.Change}] = r
	}
	var fresh, changed []creditEventRow
	for _, e := range m.file.Events {
		row := m.eventRow(e)
		key := eventKey{row.CreditID, row.CommitSHA, row.Change}
		old, known := stored[key]
		delete(stored, key)
		if known && e.By.Kind == tracker.EmailAccount {
			row.ByID, row.CommitterID = old.ByID, old.CommitterID
		}
		switch {
		case row.CreditID == 0 || known && row == old:
			continue
		case known:
			changed = append(changed, row)
		default:
			fresh = append(fresh, row)
		}
		m.research.credits[row.CreditID] = true
	}
	if err := insert(m.tx, fresh, 10); err != nil {
		return err
	}
	if err := upsert(m.tx, changed, 10); err != nil || m.isPartial {
		return err
	}
	for key := range stored {
		m.research.credits[key.credit] = true
		err := m.tx.db.Exec("DELETE FROM credit_events WHERE credit_id = ? AND commit_sha = ? AND change = ?", key.credit, key.sha, key.change).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *fileMerge) eventRow(e tracker.CreditEvent) creditEventRow {
	credit := m.credits[creditKey{m.mentions[clean(e.Slot)].ID, clean(e.Key)}]
	return creditEventRow{CreditID: credit.ID, CommitSHA: clean(e.CommitSHA), Change: clean(string(e.Change)), Path: clean(e.Path), Line: int64(e.Line),
		OccurredAt: unix(e.At), ByID: m.accounts.id(e.By), CommitterID: m.accounts.id(e.Committer), FromPosition: int64(e.From), ToPosition: int64(e.To)}
}

func (m *fileMerge) saveWarnings() error {
	stored, err := loadBy[researchWarningRow](m.tx, "research_warnings", []string{"owner_id"}, [][]any{{m.row.ID}})
	if err != nil {
		return err
	}
	rows := numbered(m.file.Warnings, func(i int64, w tracker.FileWarning) researchWarningRow {
		return researchWarningRow{m.row.ID, i, clean(w.Path), int64(w.Line), clean(w.CommitSHA), clean(w.Sentence)}
	})
	slices.SortFunc(stored, func(x, y researchWarningRow) int { return int(x.Position - y.Position) })
	if slices.Equal(stored, rows) {
		return nil
	}
	if err := m.tx.db.Exec("DELETE FROM research_warnings WHERE owner_id = ?", m.row.ID).Error; err != nil {
		return err
	}
	return insert(m.tx, rows, 6)
}

package store

import "context"

// Revision says how often the facts behind an answer had changed: those of everybody, and
// those of the accounts that it is about. Everybody's only grows, and does so whenever an
// account goes, so two revisions of one question are equal only where nothing changed.
type Revision struct{ Everybody, Own int64 }

// Revisions returns the revisions of some questions, in their order, in one statement. It
// reads no answer.
func (s *Store) Revisions(ctx context.Context, questions []Question) ([]Revision, error) {
	accounts := map[int64]bool{everyAccount: true}
	for _, q := range questions {
		for _, id := range q.Accounts {
			accounts[id] = true
		}
	}
	rows, err := loadBy[accountRevisionRow](s.reader(ctx), "account_revisions", []string{"account_id"}, keysOf(ids(accounts)))
	if err != nil {
		return nil, machineError("store.Revisions", err)
	}
	counts := make(map[int64]int64, len(rows))
	for _, row := range rows {
		counts[row.AccountID] = row.Revision
	}
	revisions := make([]Revision, len(questions))
	for i, q := range questions {
		revisions[i].Everybody = counts[everyAccount]
		for _, id := range q.Accounts {
			revisions[i].Own += counts[id]
		}
	}
	return revisions, nil
}

package store

import (
	"context"
	"slices"
	"time"
)

// measuredRow is an answer about some accounts, in bytes that the store does not
// understand. It can be dropped at any time: it is measured again.
type measuredRow struct {
	AccountID int64  `gorm:"primaryKey;autoIncrement:false"` // the lowest of the accounts
	Asked     string `gorm:"primaryKey"`
	Revision  int64  // of the accounts, when the facts were read
	KeptAt    int64
	Body      []byte
}

func (measuredRow) TableName() string { return "measured" }

// keptFor is how long an answer is kept that nobody asked for again.
const keptFor = 7 * 24 * time.Hour

// Question names an answer about some accounts together: whose, and what was asked in
// the asker's own words. The words must hold everything that decides the answer beside
// the facts.
type Question struct {
	Accounts []int64
	Asked    string
}

// Revision counts how often the facts changed that answers about some accounts are
// made from: an answer that was made at the same revision is still right. It is to be
// read before the facts are. See reach for what those facts are.
func (s *Store) Revision(ctx context.Context, accounts []int64) (int64, error) {
	var revision int64
	err := s.reader(ctx).db.Raw("SELECT coalesce(sum(revision), 0) FROM account_revisions WHERE account_id IN ?", withEverybody(accounts)).Scan(&revision).Error
	return revision, machineError("store.Revision", err)
}

func withEverybody(accounts []int64) []int64 { return append([]int64{everyAccount}, accounts...) }

// Kept returns the kept answers of those questions whose facts have not changed since,
// by the place of the question.
func (s *Store) Kept(ctx context.Context, questions []Question) (map[int][]byte, error) {
	kept := map[int][]byte{}
	t := s.reader(ctx)
	for i, q := range questions {
		var rows []measuredRow
		if len(q.Accounts) == 0 {
			continue
		}
		err := t.db.Raw(`SELECT m.* FROM measured m WHERE m.account_id = ? AND m.asked = ?
			AND m.revision = (SELECT coalesce(sum(r.revision), 0) FROM account_revisions r WHERE r.account_id IN ?)`,
			slices.Min(q.Accounts), q.Asked, withEverybody(q.Accounts)).Scan(&rows).Error
		if err != nil {
			return nil, machineError("store.Kept", err)
		}
		if len(rows) > 0 {
			kept[i] = rows[0].Body
		}
	}
	return kept, nil
}

// Answer is an answer to keep, made at a revision of the question's accounts.
type Answer struct {
	Question
	Revision int64
	Body     []byte
}

// Keep keeps answers, in place of those that the facts have overtaken. A store that is
// busy writing, or is read only, keeps nothing: they will be made again.
func (s *Store) Keep(ctx context.Context, answers []Answer) error {
	if len(answers) == 0 || s.readOnly || !s.turn.TryLock() {
		return nil
	}
	defer s.turn.Unlock()
	t := &tx{ctx: ctx, db: s.write.WithContext(ctx)}
	now := s.now()
	rows := map[[2]any]measuredRow{}
	var overtaken [][]any
	for _, a := range answers {
		if len(a.Accounts) == 0 {
			continue
		}
		row := measuredRow{slices.Min(a.Accounts), a.Asked, a.Revision, now.Unix(), a.Body}
		rows[[2]any{row.AccountID, row.Asked}] = row
		overtaken = append(overtaken, []any{row.AccountID, now.Add(-keptFor).Unix()})
	}
	if err := t.execKeyed("DELETE FROM measured WHERE EXISTS (SELECT 1 FROM {keys} WHERE k.a = measured.account_id AND measured.kept_at < k.b)", overtaken); err != nil {
		return machineError("store.Keep", err)
	}
	list := make([]measuredRow, 0, len(rows))
	for _, row := range rows {
		list = append(list, row)
	}
	return machineError("store.Keep", upsert(t, list, 5))
}

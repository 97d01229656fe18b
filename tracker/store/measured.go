package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// measuredRow is an answer about some accounts, in bytes that the store does not
// understand. It can be dropped at any time: it is measured again.
type measuredRow struct {
	AccountID int64  `gorm:"primaryKey;autoIncrement:false"` // the lowest of the accounts
	Asked     string `gorm:"primaryKey"`
	Revision  int64  // of the accounts, before the facts were read
	KeptAt    int64
	Body      []byte // zstd
}

func (measuredRow) TableName() string { return "measured" }

// keptFor is how long answers are kept.
const keptFor = 7 * 24 * time.Hour

// Question names an answer about some accounts together: whose, and what was asked, in
// the asker's own words. The words must hold everything that decides the answer beside
// the facts.
type Question struct {
	Accounts []int64
	Asked    string
}

// Kept are the answers of some questions that are still right, and how often the facts
// behind each had changed, by the places of the questions.
type Kept struct {
	Bodies    map[int][]byte
	Revisions []int64
}

// Kept looks for kept answers. An answer is right as long as nothing reached one of its
// accounts since its facts were read; see reach for what does.
func (s *Store) Kept(ctx context.Context, questions []Question) (Kept, error) {
	kept := Kept{map[int][]byte{}, make([]int64, len(questions))}
	const atOnce = 50
	for first := 0; first < len(questions); first += atOnce {
		found, err := s.reader(ctx).kept(questions[first:min(first+atOnce, len(questions))])
		if err != nil {
			return Kept{}, machineError("store.Kept", err)
		}
		for _, f := range found {
			kept.Revisions[first+f.Place] = f.Revision
			if body, err := decompress(f.Body); f.Body != nil && err == nil {
				kept.Bodies[first+f.Place] = body
			}
		}
	}
	return kept, nil
}

// Unanswered returns the places of the questions to which no right answer was kept within
// a time. It reads no answer, so that thousands of people cost two statements.
func (s *Store) Unanswered(ctx context.Context, questions []Question, within time.Duration) ([]int, error) {
	const op = "store.Unanswered"
	accounts := map[int64]bool{everyAccount: true}
	var keys [][]any
	since := s.now().Add(-within).Unix()
	for _, q := range questions {
		keys = append(keys, []any{q.key(), q.Asked, since})
		for _, id := range q.Accounts {
			accounts[id] = true
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	t := s.reader(ctx)
	now, err := loadBy[accountRevisionRow](t, "account_revisions", []string{"account_id"}, keysOf(ids(accounts)))
	if err != nil {
		return nil, machineError(op, err)
	}
	revisions := map[int64]int64{}
	for _, row := range now {
		revisions[row.AccountID] = row.Revision
	}
	var kept []measuredRow
	err = t.queryKeyed(&kept, "SELECT m.account_id, m.asked, m.revision FROM {keys} CROSS JOIN measured m WHERE m.account_id = k.a AND m.asked = k.b AND m.kept_at >= k.c", keys)
	answered := map[[2]any]int64{}
	for _, row := range kept {
		answered[[2]any{row.AccountID, row.Asked}] = row.Revision
	}
	var missing []int
	for i, q := range questions {
		today := revisions[everyAccount]
		for _, id := range q.Accounts {
			today += revisions[id]
		}
		if revision, ok := answered[[2]any{q.key(), q.Asked}]; !ok || revision != today {
			missing = append(missing, i)
		}
	}
	return missing, machineError(op, err)
}

// keptRow is what is known of the question at a place.
type keptRow struct {
	Place    int
	Revision int64 // today's
	Body     []byte
}

// kept looks for the answers of questions in one statement.
func (t *tx) kept(questions []Question) (found []keptRow, err error) {
	var parts []string
	var args []any
	for i, q := range questions {
		parts = append(parts, fmt.Sprintf(`SELECT %d AS place, now.revision, m.body
			FROM (SELECT coalesce(sum(r.revision), 0) AS revision FROM account_revisions r WHERE r.account_id IN ?) now
				LEFT JOIN measured m ON m.account_id = ? AND m.asked = ? AND m.revision = now.revision`, i))
		args = append(args, append([]int64{everyAccount}, q.Accounts...), q.key(), q.Asked)
	}
	err = t.db.Raw(strings.Join(parts, " UNION ALL "), args...).Scan(&found).Error
	return found, err
}

// key is the account that the answer is stored with; 0 where nobody is asked about.
func (q Question) key() int64 {
	if len(q.Accounts) == 0 {
		return 0
	}
	return slices.Min(q.Accounts)
}

// Answer is an answer to keep. Revision is that of its question when it was looked for.
type Answer struct {
	Question
	Revision int64
	Body     []byte
}

// Keep keeps answers for some days. A store that is being written to, or is read only,
// keeps none: they will be made again.
func (s *Store) Keep(ctx context.Context, answers []Answer) error {
	if len(answers) == 0 || s.readOnly {
		return nil
	}
	s.keeping.Lock() // those who keep wait for each other, and for nobody else
	defer s.keeping.Unlock()
	if !s.turn.TryLock() {
		return nil
	}
	defer s.turn.Unlock()
	now := s.now()
	rows := map[[2]any]measuredRow{}
	var keys [][]any
	for _, a := range answers {
		row := measuredRow{a.key(), a.Asked, a.Revision, now.Unix(), compress(a.Body)}
		rows[[2]any{row.AccountID, row.Asked}] = row
		keys = append(keys, []any{row.AccountID, now.Add(-keptFor).Unix()})
	}
	t := &tx{ctx: ctx, db: s.write.WithContext(ctx)}
	err := t.execKeyed("DELETE FROM measured WHERE EXISTS (SELECT 1 FROM {keys} WHERE k.a = measured.account_id AND measured.kept_at < k.b)", keys)
	if err == nil {
		err = upsert(t, slices.Collect(maps.Values(rows)), 5)
	}
	return machineError("store.Keep", err)
}

// AccountKeys returns the keys of accounts, in their order: by GitHub's number, else by
// address; 0 for one that is not found so.
func (s *Store) AccountKeys(ctx context.Context, accounts []tracker.Account) ([]int64, error) {
	keys := make([]int64, len(accounts))
	var found []struct {
		Place, ID int64
	}
	var numbers, addresses [][]any
	for i, a := range accounts {
		if a.DatabaseID != 0 {
			numbers = append(numbers, []any{a.Host, a.DatabaseID, i})
		} else if a.Email != "" {
			addresses = append(addresses, []any{a.Host, a.Email, i})
		}
	}
	for _, part := range []struct {
		keys  [][]any
		query string
	}{
		{numbers, "SELECT k.c AS place, a.id FROM {keys} CROSS JOIN accounts a WHERE a.host = k.a AND a.database_id = k.b AND a.database_id <> 0"},
		{addresses, "SELECT k.c AS place, a.id FROM {keys} CROSS JOIN accounts a WHERE a.host = k.a AND a.email = k.b AND a.email <> ''"},
	} {
		if len(part.keys) == 0 {
			continue
		}
		if err := s.reader(ctx).queryKeyed(&found, part.query, part.keys); err != nil {
			return nil, machineError("store.AccountKeys", err)
		}
		for _, f := range found {
			keys[f.Place] = f.ID
		}
	}
	return keys, nil
}

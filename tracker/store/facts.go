package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"rungless/tracker"
)

const factsChunk = 1000

// Facts yields the selected contributions, oldest first, those of one second by
// their exported id, byte by byte: the same order on every engine. It sees the
// store as it was when it began, holds about a thousand of them at a time, and
// stops at yield's first error, which it returns.
func (s *Store) Facts(ctx context.Context, f EvidenceFilter, yield func(tracker.Contribution) error) error {
	var stopped error
	err := s.snapshot(ctx, func(t *tx) error {
		selected, err := t.selects(f)
		if err != nil {
			return err
		}
		var list []tracker.Contribution
		for after, limit := int64(never), factsChunk; ; {
			rows, err := selected.query(t, false, limit, "c.occurred_at > ?", after)
			if err != nil {
				return err
			}
			whole, last := wholeSeconds(rows, limit)
			if len(whole) == 0 && len(rows) == limit {
				limit *= 2 // more than that within one second
				continue
			}
			if list, err = t.present(whole); err != nil {
				return err
			}
			slices.SortStableFunc(list, compareFacts)
			for _, c := range list {
				if stopped = yield(c); stopped != nil {
					return nil //nolint:nilerr // it is the reader's and returned below as it is
				}
			}
			if len(rows) < limit {
				return nil
			}
			after, limit = last, factsChunk
		}
	})
	return cmp.Or(stopped, machineError("store.Facts", err))
}

// wholeSeconds drops the lines of the last second of a full chunk, because the
// next chunk may hold more of it, and returns the last second that it kept.
func wholeSeconds(rows []contributionRow, limit int) ([]contributionRow, int64) {
	if len(rows) == 0 {
		return nil, 0
	}
	last := rows[len(rows)-1].OccurredAt
	if len(rows) < limit {
		return rows, last
	}
	n := slices.IndexFunc(rows, func(r contributionRow) bool { return r.OccurredAt == last })
	if n == 0 {
		return nil, 0
	}
	return rows[:n], rows[n-1].OccurredAt
}

func compareFacts(x, y tracker.Contribution) int {
	return cmp.Or(x.OccurredAt.Compare(y.OccurredAt), strings.Compare(x.ID, y.ID),
		strings.Compare(x.Account.Login+x.Account.Email, y.Account.Login+y.Account.Email))
}

// snapshot runs work on one unchanging view of the store.
func (s *Store) snapshot(ctx context.Context, work func(*tx) error) error {
	return s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		if db.Name() == "postgres" {
			if err := db.Exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").Error; err != nil {
				return err
			}
		}
		return work(&tx{ctx: ctx, db: db})
	})
}

package store

import "context"

// Transact runs statements as the store runs its own, as often as it would try.
func (s *Store) Transact(ctx context.Context, work func(exec func(statement string, values ...any) error) error) error {
	return s.transaction(ctx, "store.Transact", func(t *tx) error {
		return work(func(statement string, values ...any) error { return t.db.Exec(statement, values...).Error })
	})
}

// TransactionTries is how often at most.
const TransactionTries = transactionTries

package store

import (
	"context"
	"time"
)

// Budget is what GitHub last said of one token, by the name that the configuration
// gives it. The token itself is not stored.
type Budget struct {
	Name       string
	Remaining  int       // GraphQL points left until ResetAt; -1: not known
	ResetAt    time.Time // zero: not known
	RestsUntil time.Time // before it the token is not used; zero: it may be
	Reason     string    // why it rests, in words
	SeenAt     time.Time
}

// SaveBudget keeps what GitHub said last of a token.
func (s *Store) SaveBudget(ctx context.Context, b Budget) error {
	return s.transaction(ctx, "store.SaveBudget", func(t *tx) error {
		return upsert(t, []budgetRow{{clean(b.Name), int64(b.Remaining), unix(b.ResetAt), unix(b.RestsUntil), clean(b.Reason), unix(b.SeenAt)}}, 6)
	})
}

// Budgets lists what is known of the tokens, by name.
func (s *Store) Budgets(ctx context.Context) ([]Budget, error) {
	var rows []budgetRow
	err := s.reader(ctx).db.Order("name").Find(&rows).Error
	list := make([]Budget, len(rows))
	for i, r := range rows {
		list[i] = Budget{r.Name, int(r.Remaining), fromUnix(r.ResetAt), fromUnix(r.RestsUntil), r.Reason, fromUnix(r.SeenAt)}
	}
	return list, machineError("store.Budgets", err)
}

// Worker is one program that works off the queue.
type Worker struct {
	Name      string
	StartedAt time.Time
	BeatAt    time.Time
}

// BeatWorker notes that a worker lives, and forgets those of whom nothing was heard for a while.
func (s *Store) BeatWorker(ctx context.Context, w Worker) error {
	return s.transaction(ctx, "store.BeatWorker", func(t *tx) error {
		if err := t.db.Exec("DELETE FROM workers WHERE beat_at < ?", w.BeatAt.Add(-silence).Unix()).Error; err != nil {
			return err
		}
		return upsert(t, []workerRow{{clean(w.Name), unix(w.StartedAt), unix(w.BeatAt)}}, 3)
	})
}

// EndWorker forgets a worker that ends.
func (s *Store) EndWorker(ctx context.Context, name string) error {
	return s.transaction(ctx, "store.EndWorker", func(t *tx) error {
		return t.db.Exec("DELETE FROM workers WHERE name = ?", name).Error
	})
}

// Workers lists those who gave a sign of life lately, by name.
func (s *Store) Workers(ctx context.Context) ([]Worker, error) {
	var rows []workerRow
	err := s.reader(ctx).db.Where("beat_at >= ?", s.now().Add(-silence).Unix()).Order("name").Find(&rows).Error
	list := make([]Worker, len(rows))
	for i, r := range rows {
		list[i] = Worker{r.Name, fromUnix(r.StartedAt), fromUnix(r.BeatAt)}
	}
	return list, machineError("store.Workers", err)
}

// deliveriesKept is how long the number of a delivery is remembered. GitHub lets one
// redeliver for three days:
// https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
const deliveriesKept = 7 * 24 * time.Hour

// TakeDelivery notes that a webhook came, and reports whether it is the first with
// this number in seven days.
func (s *Store) TakeDelivery(ctx context.Context, id, event string, now time.Time) (first bool, err error) {
	err = s.transaction(ctx, "store.TakeDelivery", func(t *tx) error {
		if err := t.db.Exec("DELETE FROM webhook_deliveries WHERE received_at < ?", now.Add(-deliveriesKept).Unix()).Error; err != nil {
			return err
		}
		added := t.db.Exec("INSERT INTO webhook_deliveries (id, event, received_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", id, event, now.Unix())
		first = added.RowsAffected == 1
		return added.Error
	})
	return first && err == nil, err
}

// LastDelivery is when the newest webhook came; zero: none did lately.
func (s *Store) LastDelivery(ctx context.Context) (time.Time, error) {
	var at int64
	err := s.reader(ctx).db.Raw("SELECT coalesce(max(received_at), 0) FROM webhook_deliveries").Scan(&at).Error
	return fromUnix(at), machineError("store.LastDelivery", err)
}

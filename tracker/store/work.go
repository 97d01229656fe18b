package store

import (
	"context"
	"slices"
	"time"

	"rungless/tracker"
)

// WorkKind is what sort of thing a worker has to do.
type WorkKind string

// The kinds of work. Name is in brackets.
const (
	PersonWork     WorkKind = "person"     // one person's indexes (login)
	RepositoryWork WorkKind = "repository" // one repository whole (owner/name)
	ThreadsWork    WorkKind = "threads"    // a share of the threads that are wanted ("0" to "3")
	ThreadWork     WorkKind = "thread"     // one thread that GitHub told of (node id)
	VerifyWork     WorkKind = "verify"     // what nobody has seen for a month ("")
	ResearchWork   WorkKind = "research"   // citation files ("")
)

// ThreadShares is into how many items of [ThreadsWork] the wanted threads are
// divided: so many workers read threads at once.
const ThreadShares = 4

// Work is one thing that workers have to do, and how it stands.
type Work struct {
	ID         int64
	Kind       WorkKind
	Name       string
	Label      string        // for people
	Every      time.Duration // between two turns; 0: only when asked
	NextAt     time.Time     // zero: only when asked
	Owner      string        // who works at it; "" for nobody
	Until      time.Time     // when the owner's lease ends
	Attempts   int           // that failed since the last that did not
	Error      string        // of the last of them
	FinishedAt time.Time     // zero: never
}

func (r workItemRow) work() Work {
	return Work{ID: r.ID, Kind: WorkKind(r.Kind), Name: r.Name, Label: r.Label, Every: time.Duration(r.Every) * time.Second, NextAt: fromUnix(r.NextAt),
		Owner: r.Owner, Until: fromUnix(r.Until), Attempts: int(r.Attempts), Error: r.Error, FinishedAt: fromUnix(r.FinishedAt)}
}

// Plan makes the queue hold what is followed: what is new is due at once (or when asked),
// what is followed no more goes, and the rest keeps its turn. Only Kind, Name, Label and Every are read.
func (s *Store) Plan(ctx context.Context, followed []Work, now time.Time) error {
	return s.transaction(ctx, "store.Plan", func(t *tx) error {
		var rows []workItemRow
		if err := t.db.Where("is_once = ?", false).Find(&rows).Error; err != nil {
			return err
		}
		for _, w := range followed {
			i := slices.IndexFunc(rows, func(r workItemRow) bool { return r.Kind == string(w.Kind) && r.Name == w.Name })
			if i < 0 {
				if err := t.addWork(w, false, now); err != nil {
					return err
				}
				continue
			}
			if err := t.reschedule(rows[i], w, now); err != nil {
				return err
			}
			rows = slices.Delete(rows, i, i+1)
		}
		for _, r := range rows {
			if err := t.db.Exec("DELETE FROM work_items WHERE id = ?", r.ID).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) addWork(w Work, once bool, now time.Time) error {
	id, err := t.nextID("work_items")
	if err != nil {
		return err
	}
	next := now.Unix()
	if w.Every == 0 && !once {
		next = 0
	}
	return insert(t, []workItemRow{{ID: id, Kind: string(w.Kind), Name: clean(w.Name), Label: clean(w.Label), Every: int64(w.Every / time.Second),
		IsOnce: once, NextAt: next}}, 14)
}

// reschedule gives an item another pause. One that waits longer than the new pause
// comes sooner.
func (t *tx) reschedule(r workItemRow, w Work, now time.Time) error {
	every := int64(w.Every / time.Second)
	if r.Every == every && r.Label == w.Label {
		return nil
	}
	next := r.NextAt
	switch latest := now.Add(w.Every).Unix(); {
	case next <= now.Unix() && next != 0: // due already
	case every == 0:
		next = 0
	case next == 0 || next > latest:
		next = latest
	}
	return t.db.Exec("UPDATE work_items SET every = ?, label = ?, next_at = ? WHERE id = ?", every, clean(w.Label), next, r.ID).Error
}

// Ask makes one item due now: something changed there. Where somebody works at it
// already it is due again after that, since they may have read it before the change.
// It reports whether there is such an item.
func (s *Store) Ask(ctx context.Context, kind WorkKind, name string, now time.Time) (there bool, err error) {
	err = s.transaction(ctx, "store.Ask", func(t *tx) error {
		n, err := t.ask(now, "kind = ? AND lower(name) = lower(?)", string(kind), name)
		there = n > 0
		return err
	})
	return there, err
}

// AskAll makes everything due now that is done again and again.
func (s *Store) AskAll(ctx context.Context, now time.Time) error {
	return s.transaction(ctx, "store.AskAll", func(t *tx) error {
		_, err := t.ask(now, "is_once = ?", false)
		return err
	})
}

func (t *tx) ask(now time.Time, condition string, values ...any) (int64, error) {
	free := t.db.Exec("UPDATE work_items SET next_at = ? WHERE owner = '' AND "+condition, append([]any{now.Unix()}, values...)...)
	if free.Error != nil {
		return 0, free.Error
	}
	held := t.db.Exec("UPDATE work_items SET is_asked = ? WHERE owner <> '' AND "+condition, append([]any{true}, values...)...)
	return free.RowsAffected + held.RowsAffected, held.Error
}

// AskOnce adds an item that goes when it is done, or makes it due where it waits.
func (s *Store) AskOnce(ctx context.Context, w Work, now time.Time) error {
	return s.transaction(ctx, "store.AskOnce", func(t *tx) error {
		n, err := t.ask(now, "kind = ? AND name = ?", string(w.Kind), w.Name)
		if err != nil || n > 0 {
			return err
		}
		return t.addWork(w, true, now)
	})
}

// WorkItems lists the queue: what is worked at first, then what is due next.
func (s *Store) WorkItems(ctx context.Context) ([]Work, error) {
	var rows []workItemRow
	err := s.reader(ctx).db.Raw("SELECT * FROM work_items ORDER BY owner = '', next_at = 0, next_at, turn, id").Scan(&rows).Error
	list := make([]Work, len(rows))
	for i, r := range rows {
		list[i] = r.work()
	}
	return list, machineError("store.WorkItems", err)
}

// WantedShare is WantedThreads of one of [ThreadShares] shares.
func (s *Store) WantedShare(ctx context.Context, host string, share, limit int) ([]tracker.ThreadRef, error) {
	return s.wantedThreads(ctx, "t.id % ? = ?", []any{ThreadShares, share}, host, limit)
}

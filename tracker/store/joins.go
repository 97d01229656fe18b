package store

import (
	"context"
	"time"

	"rungless/tracker"
)

// Join is one entry of the audit trail of identities. Entries are never removed.
type Join struct {
	ID       int64
	PersonID int64
	Account  tracker.Account
	Action   string // "tracked", "joined", "split"
	By       string
	Reason   string
	At       time.Time
	UndoneAt time.Time // zero: in force
}

// JoinAccount gives a person another account. Facts stay with the account, so
// that the join can be undone. Joining what is joined already returns that join.
func (s *Store) JoinAccount(ctx context.Context, personID int64, a tracker.Account, by, reason string) (Join, error) {
	var join Join
	err := s.transaction(ctx, "store.JoinAccount", func(t *tx) error {
		e, err := t.account(a, s.now())
		if err != nil {
			return err
		}
		join, err = t.join(personID, e.row, by, reason, s.now())
		return err
	})
	return join, err
}

func (t *tx) join(person int64, account accountRow, by, reason string, now time.Time) (Join, error) {
	if _, err := t.person(person); err != nil {
		return Join{}, err
	}
	if !account.account().IsHuman() {
		return Join{}, notAPerson(account)
	}
	owner, err := t.personOf(account.ID)
	if err != nil {
		return Join{}, err
	}
	var row joinRow
	switch owner {
	case 0:
		row, err = t.addAccount(person, account.ID, joinedAction, by, reason, now)
	case person:
		var rows []joinRow
		err = t.db.Where("person_id = ? AND account_id = ? AND undone_at = 0 AND action <> ?", person, account.ID, splitAction).Order("id DESC").Limit(1).Find(&rows).Error
		if len(rows) == 1 {
			row = rows[0]
		}
	default:
		return Join{}, tracker.Errorf(tracker.Conflict, "store.JoinAccount", "%s belongs to another person already", account.Login+account.Email).
			WithHint("split it from that person first: rungless people split")
	}
	return row.join(account.account()), err
}

func (r joinRow) join(a tracker.Account) Join {
	return Join{r.ID, r.PersonID, a, r.Action, r.DoneBy, r.Reason, fromUnix(r.DoneAt), fromUnix(r.UndoneAt)}
}

// UndoJoin takes an account away from a person again. The facts are as they were
// before the join; the audit trail keeps both.
func (s *Store) UndoJoin(ctx context.Context, joinID int64, by string) error {
	const op = "store.UndoJoin"
	return s.transaction(ctx, op, func(t *tx) error {
		var rows []joinRow
		if err := t.db.Where("id = ?", joinID).Find(&rows).Error; err != nil {
			return err
		}
		switch {
		case len(rows) == 0:
			return tracker.Errorf(tracker.NotFound, op, "there is no join %d", joinID).WithHint("rungless people list shows the joins")
		case rows[0].Action == trackedAction:
			return tracker.Errorf(tracker.Conflict, op, "join %d is the account that the person is named after", joinID).WithHint("only accounts that were joined later can be split off")
		case rows[0].Action == splitAction || rows[0].UndoneAt != 0:
			return tracker.Errorf(tracker.Conflict, op, "join %d is undone already", joinID)
		}
		return t.undo(rows[0], by, s.now())
	})
}

func (t *tx) undo(row joinRow, by string, now time.Time) error {
	if err := t.db.Exec("DELETE FROM person_accounts WHERE account_id = ?", row.AccountID).Error; err != nil {
		return err
	}
	row.UndoneAt, row.UndoneBy = now.Unix(), clean(by)
	if err := upsert(t, []joinRow{row}, 9); err != nil {
		return err
	}
	id, err := t.nextID("identity_joins")
	if err != nil {
		return err
	}
	return insert(t, []joinRow{{ID: id, PersonID: row.PersonID, AccountID: row.AccountID, Action: splitAction, DoneBy: clean(by), DoneAt: now.Unix()}}, 9)
}

// Joins returns the audit trail of a person, oldest first; of everybody for 0.
func (s *Store) Joins(ctx context.Context, personID int64) ([]Join, error) {
	t := s.reader(ctx)
	query := t.db.Order("id")
	if personID != 0 {
		query = query.Where("person_id = ?", personID)
	}
	var rows []joinRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, machineError("store.Joins", err)
	}
	wanted := map[int64]bool{}
	for _, r := range rows {
		wanted[r.AccountID] = true
	}
	accounts, err := t.accounts(wanted)
	joins := make([]Join, len(rows))
	for i, r := range rows {
		joins[i] = r.join(accounts[r.AccountID].account())
	}
	return joins, machineError("store.Joins", err)
}

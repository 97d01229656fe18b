package store

import (
	"cmp"
	"context"
	"slices"

	"rungless/tracker"
)

// Someone is a human of whom anything is stored, tracked or not.
type Someone struct {
	Login      string            // of the first account
	PersonID   int64             // 0: nobody who is tracked
	Accounts   []tracker.Account // the first one names a person
	AccountIDs []int64           // their keys for the filters, in the same order
}

// someoneRow is an account and whose it is.
type someoneRow struct {
	Account  accountRow `gorm:"embedded"`
	PersonID int64
	Position int64
}

// Everybody returns every human with a login who did anything that is stored, and
// everybody who is tracked, by login. The accounts of one person come together.
func (s *Store) Everybody(ctx context.Context) ([]Someone, error) {
	var rows []someoneRow
	err := s.reader(ctx).db.Raw(`SELECT a.*, coalesce(p.person_id, 0) AS person_id, coalesce(p.position, 0) AS position
		FROM accounts a LEFT JOIN person_accounts p ON p.account_id = a.id
		WHERE p.person_id IS NOT NULL OR a.login <> '' AND EXISTS (SELECT 1 FROM contributions c WHERE c.account_id = a.id)`).Scan(&rows).Error
	slices.SortFunc(rows, func(x, y someoneRow) int {
		return cmp.Or(cmp.Compare(x.Position, y.Position), cmp.Compare(x.Account.ID, y.Account.ID))
	})
	var everybody []Someone
	places := map[int64]int{} // of people in everybody
	for _, row := range rows {
		account := row.Account.account()
		i, known := places[row.PersonID]
		switch {
		case row.PersonID == 0 && !account.IsHuman():
			continue
		case row.PersonID == 0 || !known:
			i = len(everybody)
			places[row.PersonID] = i
			everybody = append(everybody, Someone{Login: account.Login, PersonID: row.PersonID})
		}
		everybody[i].Accounts = append(everybody[i].Accounts, account)
		everybody[i].AccountIDs = append(everybody[i].AccountIDs, row.Account.ID)
	}
	slices.SortStableFunc(everybody, func(x, y Someone) int { return compareFold(x.Login, y.Login) })
	return everybody, machineError("store.Everybody", err)
}

// AccountIDsOf returns the keys of a tracked person's accounts, the one that names the
// person first.
func (s *Store) AccountIDsOf(ctx context.Context, personID int64) ([]int64, error) {
	var ids []int64
	err := s.reader(ctx).db.Raw("SELECT account_id FROM person_accounts WHERE person_id = ? ORDER BY position, account_id", personID).Scan(&ids).Error
	return ids, machineError("store.AccountIDsOf", err)
}

package profile

import (
	"context"
	"encoding/json"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// addHomes says where the collaborators in some profiles are at home.
func (m *Maker) addHomes(ctx context.Context, profiles []growth.Profile, r Request) error {
	var accounts []tracker.Account
	places := map[tracker.Account]int{}
	for i := range profiles {
		for _, c := range profiles[i].Scope.Collaborators.Value.People {
			if _, known := places[identity(c.Account.Account)]; !known {
				places[identity(c.Account.Account)] = len(accounts)
				accounts = append(accounts, c.Account.Account)
			}
		}
	}
	homes, err := m.homes(ctx, accounts, r)
	if err != nil {
		return err
	}
	for i := range profiles {
		profiles[i] = profiles[i].WithHomes(func(a tracker.Account) []string { return homes[places[identity(a)]] })
	}
	return nil
}

// homes finds the home domains of accounts, in their order, from their records of the
// last twelve months. Whose records the store does not hold in full, because nobody
// syncs them, is judged by what there is. The window is of no matter.
func (m *Maker) homes(ctx context.Context, accounts []tracker.Account, r Request) ([][]string, error) {
	keys, err := m.Store.AccountKeys(ctx, accounts)
	if err != nil {
		return nil, err
	}
	r.Window = growth.Window{}
	questions := make([]store.Question, len(accounts))
	for i, key := range keys {
		questions[i] = store.Question{Accounts: []int64{key}, Asked: m.asked("homes", r)}
	}
	return recalled(ctx, m, questions, form[[]string]{packHomes, unpackHomes}, func(missing []int) ([][]string, error) {
		inputs, filters := make([]growth.Input, len(missing)), make([]store.RecordFilter, len(missing))
		for i, place := range missing {
			inputs[i] = m.input(accounts[place:place+1], r)
			filters[i] = store.RecordFilter{AccountIDs: keys[place : place+1], From: r.Now.AddDate(-1, 0, 0), To: r.Now, Related: true, WithoutContested: true}
		}
		if err := m.readRecords(ctx, filters, inputs); err != nil {
			return nil, err
		}
		found := make([][]string, len(missing))
		for i := range inputs {
			found[i] = growth.HomeDomains(m.Version, inputs[i]).Value
		}
		return found, nil
	})
}

func packHomes(homes []string) ([]byte, error) { return json.Marshal(homes) }

func unpackHomes(body []byte) (homes []string, err error) {
	err = json.Unmarshal(body, &homes)
	return homes, err
}

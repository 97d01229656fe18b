package store

import (
	"slices"

	"rungless/tracker"
)

// load reads the accounts that the collected ones may mean.
func (b *accountBook) load(t *tx) error {
	var hubs, logins, emails, ghosts [][]any
	for _, a := range b.order {
		switch {
		case a.Email != "":
			emails = append(emails, []any{a.Host, a.Email})
		case a.Kind == tracker.GhostAccount:
			ghosts = append(ghosts, []any{a.Host, string(a.Kind)})
		case a.DatabaseID != 0:
			hubs = append(hubs, []any{a.Host, a.DatabaseID})
		}
		if a.Login != "" && a.Kind != tracker.GhostAccount {
			logins = append(logins, []any{a.Host, loginKey(a.Login)})
		}
	}
	for _, part := range []struct {
		columns []string
		keys    [][]any
	}{
		{[]string{"host", "database_id", "database_id <> 0"}, hubs},
		{[]string{"host", "email", "email <> ''"}, emails},
		{[]string{"host", "kind", "kind = 'ghost'"}, distinct(ghosts)},
	} {
		rows, err := loadBy[accountRow](t, "accounts", part.columns, part.keys)
		if err != nil {
			return err
		}
		for _, row := range rows {
			b.add(&entry[accountRow]{row: row})
		}
	}
	if err := b.loadLinks(t, emails); err != nil {
		return err
	}
	return b.loadLogins(t, distinct(logins))
}

// distinct drops repeated keys.
func distinct(keys [][]any) [][]any {
	seen := map[[2]any]bool{}
	return slices.DeleteFunc(keys, func(k []any) bool {
		key := [2]any{k[0], k[1]}
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

// loadLinks reads whose the collected addresses are, with those accounts.
func (b *accountBook) loadLinks(t *tx, emails [][]any) error {
	rows, err := loadBy[emailRow](t, "emails", []string{"host", "email"}, emails)
	if err != nil {
		return err
	}
	owners := map[int64]bool{}
	for _, row := range rows {
		b.links[hubName{row.Host, row.Email}] = &entry[emailRow]{row: row}
		owners[row.AccountID] = true
	}
	return b.loadMissing(t, owners)
}

// loadMissing reads those accounts that are not loaded yet.
func (b *accountBook) loadMissing(t *tx, wanted map[int64]bool) error {
	for id := range wanted {
		if b.byID[id] != nil {
			delete(wanted, id)
		}
	}
	rows, err := loadBy[accountRow](t, "accounts", []string{"id"}, keysOf(ids(wanted)))
	for _, row := range rows {
		b.add(&entry[accountRow]{row: row})
	}
	return err
}

// loadLogins reads who was ever seen under the given logins, and every login
// that these and the accounts loaded before were seen under.
func (b *accountBook) loadLogins(t *tx, keys [][]any) error {
	claims, err := loadBy[accountLoginRow](t, "account_logins", []string{"host", "login_key"}, keys)
	if err != nil {
		return err
	}
	claimants := map[int64]bool{}
	for _, c := range claims {
		claimants[c.AccountID] = true
	}
	if err := b.loadMissing(t, claimants); err != nil {
		return err
	}
	known := make(map[int64]bool, len(b.byID))
	for id := range b.byID {
		known[id] = true
	}
	all, err := loadBy[accountLoginRow](t, "account_logins", []string{"account_id"}, keysOf(ids(known)))
	for _, row := range all {
		b.addLogin(&entry[accountLoginRow]{row: row})
	}
	return err
}

func (b *accountBook) add(e *entry[accountRow]) {
	b.byID[e.row.ID] = e
	switch {
	case e.row.Email != "":
		b.byEmail[hubName{e.row.Host, e.row.Email}] = e
	case e.row.DatabaseID != 0:
		b.byHub[hubID{e.row.Host, e.row.DatabaseID}] = e
	case e.row.Kind == string(tracker.GhostAccount):
		b.ghosts[e.row.Host] = e
	}
}

func (b *accountBook) addLogin(e *entry[accountLoginRow]) {
	key := hubName{e.row.Host, e.row.LoginKey}
	b.logins[key] = append(b.logins[key], e)
	b.called[e.row.AccountID] = append(b.called[e.row.AccountID], e)
}

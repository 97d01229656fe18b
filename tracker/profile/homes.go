package profile

import (
	"context"
	"maps"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// homes finds the home domains of collaborators from their records of the last
// twelve months. Whose records the store does not hold in full, because nobody
// syncs them, is judged by what there is.
func (m *Maker) homes(ctx context.Context, people []growth.Collaborator, r Request) (func(tracker.Account) []string, error) {
	accounts := make([]tracker.Account, len(people))
	for i, c := range people {
		accounts[i] = c.Account.Account
	}
	ids, err := m.Store.AccountIDs(ctx, accounts)
	if err != nil {
		return nil, err
	}
	records := map[tracker.Account][]tracker.Record{}
	if len(ids) > 0 {
		filter := store.RecordFilter{AccountIDs: ids, From: r.Now.AddDate(-1, 0, 0), To: r.Now, Related: true}
		err = m.Store.Records(ctx, filter, func(record tracker.Record) error {
			for who := range actorsOf(&record) {
				records[who] = append(records[who], record)
			}
			return nil
		})
	}
	found := map[tracker.Account][]string{}
	for _, a := range accounts {
		in := m.input([]tracker.Account{a}, r)
		in.Records = records[identity(a)]
		found[identity(a)] = growth.HomeDomains(m.Version, in).Value
	}
	return func(a tracker.Account) []string { return found[identity(a)] }, err
}

// actorsOf is everybody who did something in a record.
func actorsOf(r *tracker.Record) map[tracker.Account]bool {
	actors := map[tracker.Account]bool{identity(r.Thread.Author): true}
	if p := r.Thread.PullRequest; p != nil {
		actors[identity(p.MergedBy)] = true
	}
	for i := range r.Reviews {
		actors[identity(r.Reviews[i].Author)] = true
	}
	for i := range r.Comments {
		actors[identity(r.Comments[i].Author)] = true
	}
	for i := range r.Commits {
		for _, author := range r.Commits[i].Authors {
			actors[identity(author.Account)] = true
		}
	}
	maps.DeleteFunc(actors, func(a tracker.Account, _ bool) bool { return a == identity(tracker.Account{}) })
	return actors
}

package store

import "slices"

// load reads the repositories that the sightings may mean, with all their names.
func (b *repositoryBook) load(t *tx) error {
	rows, err := loadBy[repositoryRow](t, "repositories", []string{"host", "database_id", "database_id <> 0"}, b.hubs)
	if err != nil {
		return err
	}
	names, err := loadBy[repositoryNameRow](t, "repository_names", []string{"host", "full_name"}, b.hubKeys)
	if err != nil {
		return err
	}
	known := map[int64]bool{}
	for _, r := range rows {
		known[r.ID] = true
	}
	var more []int64
	for _, n := range names {
		if !known[n.RepositoryID] {
			known[n.RepositoryID] = true
			more = append(more, n.RepositoryID)
		}
	}
	named, err := loadBy[repositoryRow](t, "repositories", []string{"id"}, keysOf(more))
	if err != nil {
		return err
	}
	for _, r := range append(rows, named...) {
		b.add(&entry[repositoryRow]{row: r})
	}
	all, err := loadBy[repositoryNameRow](t, "repository_names", []string{"repository_id"}, keysOf(ids(known)))
	for _, n := range all {
		b.addName(&entry[repositoryNameRow]{row: n})
	}
	return err
}

func ids(set map[int64]bool) []int64 {
	list := make([]int64, 0, len(set))
	for id := range set {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

func (b *repositoryBook) add(e *entry[repositoryRow]) {
	b.byID[e.row.ID] = e
	if e.row.DatabaseID != 0 {
		b.byHub[hubID{e.row.Host, e.row.DatabaseID}] = e
	}
}

func (b *repositoryBook) addName(e *entry[repositoryNameRow]) {
	key := hubName{e.row.Host, e.row.FullName}
	b.names[key] = append(b.names[key], e)
	b.called[e.row.RepositoryID] = append(b.called[e.row.RepositoryID], e)
}

// named returns the repository that was seen under a name last, nil when none
// was. anonymous asks for the one without an id.
func (b *repositoryBook) named(name hubName, anonymous bool) *entry[repositoryRow] {
	var best *entry[repositoryRow]
	newest := int64(never)
	for _, n := range b.names[name] {
		e := b.byID[n.row.RepositoryID]
		if e == nil || anonymous && e.row.DatabaseID != 0 || n.row.SeenAt < newest {
			continue
		}
		best, newest = e, n.row.SeenAt
	}
	return best
}

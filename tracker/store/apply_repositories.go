package store

import (
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// repositoryBook resolves references to repositories. The database id decides
// where it is known. A name alone means the repository that was seen under it
// last; where there is none it makes a row without an id, which becomes that of
// the first repository with an id that is seen under the name, or one with it.
type repositoryBook struct {
	byID    map[int64]*entry[repositoryRow]
	byHub   map[hubID]*entry[repositoryRow]
	names   map[hubName][]*entry[repositoryNameRow]
	called  map[int64][]*entry[repositoryNameRow]
	refs    map[tracker.RepositoryRef]*entry[repositoryRow]
	order   []sighting
	same    []pair // a row without an id that turned out to be one with it
	seen    map[tracker.RepositoryRef]int
	hubs    [][]any
	hubKeys [][]any
}

// hubID and hubName are the natural keys: of a host, GitHub's number or a
// lower-case name.
type hubID struct {
	host string
	id   int64
}

type hubName struct{ host, name string }

// sighting is a reference and when it was true.
type sighting struct {
	ref tracker.RepositoryRef
	at  time.Time
}

func repositoryName(r tracker.RepositoryRef) hubName {
	return hubName{r.Host, strings.ToLower(clean(r.FullName()))}
}

// see collects a reference.
func (b *repositoryBook) see(ref tracker.RepositoryRef, at time.Time) {
	if ref.Host == "" || ref.DatabaseID == 0 && (ref.Owner == "" || ref.Name == "") {
		return
	}
	if i, ok := b.seen[ref]; ok {
		if at.After(b.order[i].at) {
			b.order[i].at = at
		}
		return
	}
	b.seen[ref] = len(b.order)
	b.order = append(b.order, sighting{ref, at})
	if ref.DatabaseID != 0 {
		b.hubs = append(b.hubs, []any{ref.Host, ref.DatabaseID})
	}
	if ref.Owner != "" {
		name := repositoryName(ref)
		b.hubKeys = append(b.hubKeys, []any{name.host, name.name})
	}
}

// seeAll collects every reference of a batch. Only an archive tells when a name
// was true: GitHub's is true now, and a clone's was given by a person.
func (b *repositoryBook) seeAll(batch *tracker.Batch) {
	for _, r := range batch.Repositories {
		b.see(r.RepositoryRef, r.UpdatedAt)
	}
	for _, t := range batch.Threads {
		b.see(t.Repository, later(t.AsOf, t.UpdatedAt))
		for _, c := range t.Closes {
			b.see(c.Repository, time.Time{})
		}
		if t.Transferred != nil {
			b.see(t.Transferred.Repository, time.Time{})
		}
	}
	for _, r := range batch.Reviews {
		b.see(r.Thread.Repository, later(r.SubmittedAt, r.UpdatedAt))
	}
	for _, c := range batch.Comments {
		b.see(c.Thread.Repository, later(c.CreatedAt, c.UpdatedAt))
	}
	for _, c := range batch.Commits {
		b.see(c.Repository, time.Time{})
	}
	for _, r := range batch.Releases {
		b.see(r.Repository, r.PublishedAt)
	}
	for i := range batch.Trees {
		b.see(batch.Trees[i].Repository, time.Time{})
	}
	for i := range batch.Research {
		b.see(batch.Research[i].Repository, time.Time{})
	}
	for _, n := range batch.Names {
		b.see(n.Repository, time.Time{})
	}
	for _, t := range batch.Tombstones {
		b.see(t.Thread.Repository, time.Time{})
	}
	for _, i := range batch.Verified {
		b.see(i.Thread.Repository, time.Time{})
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (a *applier) resolveRepositories() error {
	b := &repositoryBook{
		byID: map[int64]*entry[repositoryRow]{}, byHub: map[hubID]*entry[repositoryRow]{},
		names: map[hubName][]*entry[repositoryNameRow]{}, called: map[int64][]*entry[repositoryNameRow]{},
		refs: map[tracker.RepositoryRef]*entry[repositoryRow]{}, seen: map[tracker.RepositoryRef]int{},
	}
	a.repositories = b
	b.seeAll(a.batch)
	if err := b.load(a.tx); err != nil {
		return err
	}
	// Those with an id first: a bare name may mean one of them.
	slices.SortStableFunc(b.order, func(x, y sighting) int {
		return order(x.ref.DatabaseID == 0) - order(y.ref.DatabaseID == 0)
	})
	for _, s := range b.order {
		if err := a.resolveRepository(s); err != nil {
			return err
		}
	}
	return a.joinRepositories()
}

func (a *applier) resolveRepository(s sighting) error {
	b, name := a.repositories, repositoryName(s.ref)
	var e *entry[repositoryRow]
	if s.ref.DatabaseID != 0 {
		e = b.byHub[hubID{s.ref.Host, s.ref.DatabaseID}]
		if orphan := b.named(name, true); orphan != nil && e == nil {
			e = orphan
			e.row.DatabaseID, e.touched = s.ref.DatabaseID, true
			a.reach.repositories[e.row.ID] = true
			b.add(e)
		} else if orphan != nil {
			a.dissolve(orphan, e)
		}
	} else {
		e = b.named(name, false)
	}
	if e != nil && !e.fresh {
		before := e.row
		defer func() { a.reachRepository(&before, &e.row) }()
	}
	if e == nil {
		id, err := a.nextID("repositories")
		if err != nil {
			return err
		}
		e = &entry[repositoryRow]{fresh: true, serial: id, row: repositoryRow{ID: id, Host: s.ref.Host, DatabaseID: s.ref.DatabaseID}}
		b.add(e)
	}
	if node := clean(s.ref.NodeID); node != "" && (e.row.NodeID == "" || a.source == tracker.GitHubSource) && e.row.NodeID != node {
		e.row.NodeID, e.touched = node, true
	}
	b.refs[s.ref] = e
	a.nameRepository(e, s)
	return nil
}

// dissolve plans that a row without an id becomes one with the row of an id.
func (a *applier) dissolve(orphan, e *entry[repositoryRow]) {
	b := a.repositories
	delete(b.byID, orphan.row.ID)
	delete(b.called, orphan.row.ID)
	b.same = append(b.same, pair{orphan.row.ID, e.row.ID})
	wasGone := e.row.Grave.isGone()
	fill(&e.row, orphan.row)
	e.touched = true
	if wasGone != e.row.Grave.isGone() {
		a.buriedRepositories[e.row.ID] = true
	}
}

// nameRepository notes the name of a sighting and lets the newest one be the
// current. What GitHub says is true now, and is not written again while it is.
func (a *applier) nameRepository(e *entry[repositoryRow], s sighting) {
	owner, name := clean(s.ref.Owner), clean(s.ref.Name)
	if owner == "" || name == "" || a.source == tracker.GitHubSource && e.row.Owner == owner && e.row.Name == name {
		return
	}
	b, key := a.repositories, repositoryName(s.ref)
	seenAt := unix(s.at)
	if a.source == tracker.GitHubSource {
		seenAt = a.now
		for _, n := range b.called[e.row.ID] {
			seenAt = max(seenAt, n.row.SeenAt+1)
		}
	}
	i := slices.IndexFunc(b.called[e.row.ID], func(n *entry[repositoryNameRow]) bool { return n.row.FullName == key.name })
	if i < 0 {
		b.addName(&entry[repositoryNameRow]{fresh: true, row: repositoryNameRow{key.host, key.name, e.row.ID, owner, name, seenAt}})
	} else if n := b.called[e.row.ID][i]; n.row.SeenAt < seenAt {
		n.row.Owner, n.row.Name, n.row.SeenAt, n.touched = owner, name, seenAt, true
	}
	newest := slices.MaxFunc(b.called[e.row.ID], func(x, y *entry[repositoryNameRow]) int { return x.row.compare(y.row) })
	if e.row.Owner != newest.row.Owner || e.row.Name != newest.row.Name {
		e.row.Owner, e.row.Name, e.touched = newest.row.Owner, newest.row.Name, true
	}
}

// compare orders the names of a repository: by when they were seen, then by text.
func (n repositoryNameRow) compare(o repositoryNameRow) int {
	if n.SeenAt != o.SeenAt {
		return order(n.SeenAt > o.SeenAt)*2 - 1
	}
	return strings.Compare(n.FullName, o.FullName)
}

// repository returns the row of a reference of this batch.
func (a *applier) repository(ref tracker.RepositoryRef) *entry[repositoryRow] {
	return a.repositories.refs[ref]
}

// mergeRepositories merges what the batch says of repositories beyond their
// names. What GitHub shows again is no longer gone.
func (a *applier) mergeRepositories() error {
	for i := range a.batch.Repositories {
		r := &a.batch.Repositories[i]
		e := a.repository(r.RepositoryRef)
		if e == nil {
			continue
		}
		before := e.row
		m := viewOf(a.source, r.UpdatedAt).onto(&e.row.Register, 0)
		said := m.latest || !r.UpdatedAt.IsZero() // a reference in passing carries no flags
		m.flag("is_private", &e.row.IsPrivate, r.IsPrivate, said)
		m.flag("is_fork", &e.row.IsFork, r.IsFork, said)
		m.flag("is_archived", &e.row.IsArchived, r.IsArchived, said)
		m.text("description", &e.row.Description, r.Description)
		m.text("default_branch", &e.row.DefaultBranch, r.DefaultBranch)
		m.count("stars", &e.row.Stars, r.Stars)
		m.at("created_at", &e.row.Created, r.CreatedAt)
		m.text("topics", &e.row.Topics, lines(r.Topics))
		e.row.Updated = max(e.row.Updated, unix(r.UpdatedAt))
		version, ages := e.row.Register.Version, e.row.Register.Ages
		m.done(0)
		e.touched = e.touched || m.changed || version != e.row.Register.Version || ages != e.row.Register.Ages
		a.keepPayload(repositoryPayload, e.row.ID, e.fresh, r.Payload, m.view, &e.row.Grave)
		a.reviveRepository(e)
		if !e.fresh {
			a.reachRepository(&before, &e.row)
		}
	}
	return nil
}

// lines writes a set of words, one a line, sorted.
func lines(words []string) string {
	sorted := slices.Clone(words)
	slices.Sort(sorted)
	return strings.Join(slices.Compact(sorted), "\n")
}

// save writes the repositories and names that are new or changed.
func (b *repositoryBook) save(t *tx) error {
	names := map[hubID]*entry[repositoryNameRow]{}
	for id, list := range b.called {
		for _, n := range list {
			names[hubID{n.row.FullName, id}] = n
		}
	}
	if err := saveEntries(t, names, 6); err != nil {
		return err
	}
	return saveEntries(t, b.byID, 20)
}

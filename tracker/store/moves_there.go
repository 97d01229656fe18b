package store

import (
	"context"
	"strings"
	"time"

	"rungless/tracker"
)

// Ground is where threads lie: in a domain, or in a repository.
type Ground struct {
	Domain     string // slug
	Repository string // owner/name, as it is called now or was called before; asked only where there is no domain
}

// publicThread is the condition that a thread t of a repository r is public.
const publicThread = "r.id = t.repository_id AND r.gone_at = 0 AND t.gone_at = 0 AND NOT r.is_private"

// within is the condition that a thread t of a repository r is public and lies there, for
// the newest few of all threads.
func (g Ground) within() (condition string, args []any) {
	if g.Domain != "" {
		return publicThread + " AND EXISTS (SELECT 1 FROM thread_shares s JOIN domains d ON d.id = s.domain_id WHERE s.owner_id = t.id AND NOT s.in_passing AND d.slug = ?)", []any{g.Domain}
	}
	return g.whole()
}

// whole is the same condition for all threads that lie there.
func (g Ground) whole() (condition string, args []any) {
	if g.Domain != "" {
		return publicThread + " AND t.id IN (SELECT s.owner_id FROM domains d CROSS JOIN thread_shares s WHERE d.slug = ? AND s.domain_id = d.id AND NOT s.in_passing)", []any{g.Domain}
	}
	return publicThread + " AND t.repository_id IN (SELECT n.repository_id FROM repository_names n WHERE n.full_name = ?)", []any{loginKey(g.Repository)}
}

// ThreadThere is a public thread of a ground with what its lists say.
type ThreadThere struct {
	tracker.ThreadRef
	Title     string
	Author    tracker.Account
	AuthorKey int64 // of the account; 0: nobody who is known
	OpenedAt  time.Time
	FreshAt   time.Time // when it changed last, as GitHub says
	MergedAt  time.Time // zero unless merged
	Lines     int       // added and deleted
	Reviews   int       // by others than its author, before the merge; only of [Store.FirstChanges]
	Labels    []string
	Topics    []string // of the repository
	Paths     []string // of its files, where the source listed them
}

// thereRow is a thread with its repository.
type thereRow struct {
	Thread     threadRow     `gorm:"embedded"`
	Repository repositoryRow `gorm:"embedded;embeddedPrefix:r_"`
	Reviews    int64
}

const thereColumns = `t.*, r.id AS r_id, r.host AS r_host, r.database_id AS r_database_id, r.node_id AS r_node_id, r.owner AS r_owner, r.name AS r_name, r.topics AS r_topics`

// OpenThreads returns the open public issues and discussions of a ground, those that
// changed last first, at most so many.
func (s *Store) OpenThreads(ctx context.Context, g Ground, most int) ([]ThreadThere, error) {
	where, args := g.within()
	return s.there(ctx, "store.OpenThreads", "SELECT "+thereColumns+", 0 AS reviews FROM threads t CROSS JOIN repositories r WHERE "+where+
		" AND t.kind IN (4, 6) AND t.state = 1 ORDER BY t.updated_at DESC, t.id DESC LIMIT ?", append(args, most))
}

// MergedThreads returns the public pull requests of a ground that were merged since a time,
// the newest first, at most so many.
func (s *Store) MergedThreads(ctx context.Context, g Ground, since time.Time, most int) ([]ThreadThere, error) {
	where, args := g.within()
	return s.there(ctx, "store.MergedThreads", "SELECT "+thereColumns+", 0 AS reviews FROM threads t CROSS JOIN repositories r WHERE "+where+
		" AND t.kind = 1 AND t.merged_at <> 0 AND t.merged_at >= ? ORDER BY t.merged_at DESC, t.id DESC LIMIT ?", append(args, ceiling(since), most))
}

// FirstChanges returns each human's first public change in a ground that somebody else
// merged, where that was in [since, until), the newest first, at most so many. Who was
// there when the ground's known history began is no newcomer: the first half-year of it is
// left out.
func (s *Store) FirstChanges(ctx context.Context, g Ground, since, until time.Time, most int) ([]ThreadThere, error) {
	where, args := g.whole()
	query := `SELECT ` + thereColumns + `, (SELECT count(*) FROM thread_items i WHERE i.thread_id = t.id AND i.kind = 2 AND i.gone_at = 0
			AND i.author_id <> t.author_id AND i.occurred_at <= t.merged_at) AS reviews
		FROM (SELECT x.*, min(x.merged_at) OVER () AS begun, row_number() OVER (PARTITION BY x.author_id ORDER BY x.merged_at, x.id) AS place FROM (
				SELECT t.id, t.author_id, t.merged_at, t.merged_by_id FROM threads t CROSS JOIN repositories r WHERE ` + where + ` AND t.kind = 1 AND +t.merged_at <> 0) x) f
		CROSS JOIN threads t CROSS JOIN repositories r CROSS JOIN accounts a
		WHERE f.place = 1 AND f.merged_at >= ? AND f.merged_at < ? AND f.merged_at >= f.begun + ? AND f.merged_by_id <> f.author_id
			AND t.id = f.id AND r.id = t.repository_id AND a.id = f.author_id AND a.kind IN ('', 'user')
		ORDER BY t.merged_at DESC, t.id DESC LIMIT ?`
	return s.there(ctx, "store.FirstChanges", query, append(args, ceiling(since), ceiling(until), int64(foundersFor/time.Second), most))
}

// foundersFor is for how long after the first known merge those who begin are no newcomers.
const foundersFor = 183 * 24 * time.Hour

// there reads threads with their lists.
func (s *Store) there(ctx context.Context, op, query string, args []any) ([]ThreadThere, error) {
	t := s.reader(ctx)
	var rows []thereRow
	if err := t.db.Raw(query, args...).Scan(&rows).Error; err != nil {
		return nil, machineError(op, err)
	}
	list, places, authors := make([]ThreadThere, len(rows)), map[int64]int{}, map[int64]bool{}
	for i, r := range rows {
		list[i] = r.thread()
		places[r.Thread.ID], authors[r.Thread.AuthorID] = i, true
	}
	if len(list) == 0 {
		return list, nil
	}
	accounts, err := t.accounts(authors)
	if err != nil {
		return nil, machineError(op, err)
	}
	threads := make([]int64, len(rows))
	for i, r := range rows {
		threads[i], list[i].Author = r.Thread.ID, accounts[r.Thread.AuthorID].account()
	}
	return list, machineError(op, t.listsThere(list, places, threads))
}

// listsThere fills in labels and paths.
func (t *tx) listsThere(list []ThreadThere, places map[int64]int, threads []int64) error {
	for _, part := range []struct {
		query string
		add   func(*ThreadThere, string)
	}{
		{"SELECT l.owner_id, l.name FROM {keys} CROSS JOIN thread_labels l WHERE l.owner_id = k.a ORDER BY l.owner_id, l.position",
			func(x *ThreadThere, name string) { x.Labels = append(x.Labels, name) }},
		{"SELECT f.owner_id, p.path AS name FROM {keys} CROSS JOIN thread_files f CROSS JOIN paths p WHERE f.owner_id = k.a AND p.id = f.path_id ORDER BY f.owner_id, f.position",
			func(x *ThreadThere, name string) { x.Paths = append(x.Paths, name) }},
	} {
		var rows []struct {
			OwnerID int64
			Name    string
		}
		if err := t.queryKeyed(&rows, part.query, keysOf(threads)); err != nil {
			return err
		}
		for _, r := range rows {
			part.add(&list[places[r.OwnerID]], r.Name)
		}
	}
	return nil
}

func (r thereRow) thread() ThreadThere {
	x := ThreadThere{ThreadRef: tracker.ThreadRef{Repository: r.Repository.ref(), Kind: word(kindCodes, r.Thread.Kind), Number: int(r.Thread.Number), NodeID: r.Thread.NodeID},
		Title: r.Thread.Title, AuthorKey: r.Thread.AuthorID, OpenedAt: fromUnix(r.Thread.Created), FreshAt: fromUnix(max(r.Thread.Updated, r.Thread.Created)), MergedAt: fromUnix(r.Thread.MergedAt),
		Lines: int(r.Thread.Additions + r.Thread.Deletions), Reviews: int(r.Reviews)}
	if r.Repository.Topics != "" {
		x.Topics = strings.Split(r.Repository.Topics, "\n")
	}
	return x
}

// Shipped is in how many merged changes two accounts had a part within a time.
type Shipped struct {
	AccountID, OtherID int64
	Threads            int
}

// ShippedWith lists with whom each of some accounts had a part in merged changes since a
// month, whoever has most in common first.
func (s *Store) ShippedWith(ctx context.Context, accounts []int64, since time.Time) ([]Shipped, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	keys := make([][]any, len(accounts))
	for i, id := range accounts {
		keys[i] = []any{id, month(since.Unix())}
	}
	var list []Shipped
	err := s.reader(ctx).queryKeyed(&list, `SELECT c.account_id, c.other_id, sum(c.threads) AS threads
		FROM {keys} CROSS JOIN collaborator_rollups c WHERE c.account_id = k.a AND c.month >= k.b
		GROUP BY c.account_id, c.other_id ORDER BY threads DESC, c.account_id, c.other_id`, keys)
	return list, machineError("store.ShippedWith", err)
}

// ActiveIn is that an account acted in a public repository.
type ActiveIn struct {
	AccountID  int64
	Repository string // owner/name
	LastAt     time.Time
}

// ActiveIn lists the public repositories in which each of some accounts acted within
// [from, to), by account and name.
func (s *Store) ActiveIn(ctx context.Context, accounts []int64, from, to time.Time) ([]ActiveIn, error) {
	if len(accounts) == 0 {
		return nil, nil
	}
	var keys [][]any
	for _, id := range accounts {
		for kind := range int16(len(kindCodes)) {
			keys = append(keys, []any{id, kind, ceiling(from), ceiling(to)})
		}
	}
	var rows []struct {
		AccountID int64
		Place     string
		LastAt    int64
	}
	err := s.reader(ctx).queryKeyed(&rows, `SELECT c.account_id, r.owner || '/' || r.name AS place, max(c.occurred_at) AS last_at
		FROM {keys} CROSS JOIN contributions c CROSS JOIN repositories r
		WHERE c.account_id = k.a AND c.kind = k.b AND c.occurred_at >= k.c AND c.occurred_at < k.d AND r.id = c.repository_id AND r.gone_at = 0 AND NOT r.is_private
		GROUP BY c.account_id, r.owner || '/' || r.name ORDER BY c.account_id, place`, keys)
	list := make([]ActiveIn, len(rows))
	for i, r := range rows {
		list[i] = ActiveIn{r.AccountID, r.Place, fromUnix(r.LastAt)}
	}
	return list, machineError("store.ActiveIn", err)
}

// SharedThreads returns the newest public merged changes in which both accounts of each
// pair had a part, at most so many of each pair, in the order of the pairs.
func (s *Store) SharedThreads(ctx context.Context, pairs [][2]int64, most int) ([][]ThreadThere, error) {
	const op = "store.SharedThreads"
	shared := make([][]ThreadThere, len(pairs))
	for i, pair := range pairs {
		list, err := s.there(ctx, op, "SELECT "+thereColumns+`, 0 AS reviews FROM thread_participants p CROSS JOIN thread_participants q CROSS JOIN threads t CROSS JOIN repositories r
			WHERE p.account_id = ? AND q.thread_id = p.thread_id AND q.account_id = ? AND t.id = p.thread_id AND r.id = t.repository_id AND t.gone_at = 0 AND r.gone_at = 0 AND NOT r.is_private
			ORDER BY t.merged_at DESC, t.id DESC LIMIT ?`, []any{pair[0], pair[1], most})
		if err != nil {
			return nil, err
		}
		shared[i] = list
	}
	return shared, nil
}

// AccountsOf returns accounts by their keys.
func (s *Store) AccountsOf(ctx context.Context, keys []int64) (map[int64]tracker.Account, error) {
	wanted := map[int64]bool{}
	for _, key := range keys {
		wanted[key] = true
	}
	rows, err := s.reader(ctx).accounts(wanted)
	accounts := map[int64]tracker.Account{}
	for id, row := range rows {
		accounts[id] = row.account()
	}
	return accounts, machineError("store.AccountsOf", err)
}

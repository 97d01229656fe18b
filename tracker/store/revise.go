package store

import (
	"database/sql"
	"maps"
	"slices"
)

// accountRevisionRow counts how often an account was reached.
type accountRevisionRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	Revision  int64
}

func (accountRevisionRow) TableName() string { return "account_revisions" }

// everyAccount is the account of the revision that is everybody's.
const everyAccount = 0

// revise moves the revisions of everybody who is reached.
func (d *derivation) revise() error {
	r := &d.reach
	for _, marks := range []map[int64]bool{d.threadIDs, d.merged, d.lies} {
		for id := range marks {
			r.threads[id] = true
		}
	}
	for id := range d.buriedRepositories {
		r.repositories[id] = true
	}
	delete(r.threads, 0)
	for _, step := range []func(*tx) error{
		func(t *tx) error { return r.reachWorks(t, d.research.works) }, r.reachRepositories, r.reachRetold, r.reachReleases, r.reachReverted, r.reachLinked, r.reachCited,
		func(t *tx) error { return r.reachCommits(t, d.commitIDs) }, r.reachPast, r.reachPeople,
	} {
		if len(r.threads) > reachesEverybody {
			r.everybody = true
		}
		if r.everybody {
			return d.tx.revise(map[int64]bool{everyAccount: true})
		}
		if err := step(d.tx); err != nil {
			return err
		}
	}
	delete(r.accounts, 0)
	return d.tx.revise(r.accounts)
}

// reachesEverybody is how many threads are too many to look for whom each reaches.
const reachesEverybody = 20_000

func (t *tx) revise(accounts map[int64]bool) error {
	return t.execKeyed(`INSERT INTO account_revisions (account_id, revision) SELECT a, 1 FROM {keys} WHERE true
		ON CONFLICT (account_id) DO UPDATE SET revision = account_revisions.revision + 1`, keysOf(slices.Sorted(maps.Keys(accounts))))
}

// add adds what a query finds.
func (t *tx) add(set map[int64]bool, query string, keys [][]any) error {
	if len(keys) == 0 {
		return nil
	}
	var found []int64
	err := t.queryKeyed(&found, query, keys)
	for _, id := range found {
		set[id] = true
	}
	return err
}

// reachWorks reaches who is credited on research works, and the threads that changed
// the files which say so.
func (r *reach) reachWorks(t *tx, works map[int64]bool) error {
	keys := keysOf(slices.Sorted(maps.Keys(works)))
	if err := t.add(r.accounts, `SELECT cm.account_id FROM {keys} CROSS JOIN work_mentions m CROSS JOIN credits c CROSS JOIN credit_matches cm
		WHERE m.work_id = k.a AND c.mention_id = m.id AND cm.credit_id = c.id`, keys); err != nil {
		return err
	}
	return t.add(r.threads, `SELECT t.id FROM {keys} CROSS JOIN work_mentions m CROSS JOIN research_files f CROSS JOIN paths p CROSS JOIN thread_files tf CROSS JOIN threads t
		WHERE m.work_id = k.a AND f.id = m.file_id AND p.path = f.path AND tf.path_id = p.id AND t.id = tf.owner_id AND t.repository_id = f.repository_id`, keys)
}

// reachInvited reaches whom addresses, as address and host, put on works before it was
// known whose they are, and whom their commits name in a trailer.
func (r *reach) reachInvited(t *tx, addresses [][]any, commits []int64) error {
	if err := t.add(r.accounts, `SELECT DISTINCT cm.account_id FROM {keys} CROSS JOIN accounts a CROSS JOIN credit_events e CROSS JOIN credit_matches cm
		WHERE a.email = k.a AND a.email <> '' AND a.host = k.b AND e.by_id = a.id AND cm.credit_id = e.credit_id`, addresses); err != nil {
		return err
	}
	return t.add(r.accounts, "SELECT DISTINCT c.account_id FROM {keys} CROSS JOIN contributions c WHERE c.kind = 9 AND c.subject_id = k.a AND c.role = 2", keysOf(commits))
}

// reachRepositories reaches who did anything in repositories. Where their files are
// known everybody's share of a domain's files is another.
func (r *reach) reachRepositories(t *tx) error {
	keys := keysOf(slices.Sorted(maps.Keys(r.repositories)))
	withFiles := map[int64]bool{}
	err := t.add(withFiles, "SELECT x.repository_id FROM {keys} CROSS JOIN trees x WHERE x.repository_id = k.a", keys)
	if err != nil || len(withFiles) > 0 {
		r.everybody = true
		return err
	}
	if err := t.add(r.threads, "SELECT t.id FROM {keys} CROSS JOIN threads t WHERE t.repository_id = k.a", keys); err != nil {
		return err
	}
	return t.add(r.accounts, "SELECT DISTINCT c.account_id FROM {keys} CROSS JOIN contributions c WHERE c.repository_id = k.a AND c.thread_id = 0", keys)
}

// reachRetold reaches the threads of accounts that are named otherwise.
func (r *reach) reachRetold(t *tx) error {
	keys := keysOf(slices.Sorted(maps.Keys(r.retold)))
	maps.Copy(r.accounts, r.retold)
	return t.add(r.threads, `SELECT DISTINCT c.thread_id FROM {keys} CROSS JOIN contributions c WHERE c.account_id = k.a AND c.thread_id <> 0
		UNION SELECT p.thread_id FROM {keys} CROSS JOIN thread_participants p WHERE p.account_id = k.a`, keys)
}

// reachReleases reaches what was merged between a release and the one before it.
func (r *reach) reachReleases(t *tx) error {
	var keys [][]any
	for _, row := range r.releases {
		if row.PublishedAt != 0 {
			keys = append(keys, []any{row.RepositoryID, row.PublishedAt})
		}
	}
	return t.add(r.threads, `SELECT t.id FROM {keys} CROSS JOIN threads t
		WHERE t.repository_id = k.a AND t.merged_at <> 0 AND t.merged_at < k.b AND t.merged_at >= (
			SELECT coalesce(max(x.published_at), 0) FROM releases x WHERE x.repository_id = k.a AND x.published_at < k.b)`, keys)
}

// reachCommits notes when commits changed files, where that counts as a change of its
// own or did so until now, and when they changed who owns files.
func (r *reach) reachCommits(t *tx, commits map[int64]bool) error {
	const changed = " AND (c.on_default AND EXISTS (SELECT 1 FROM commit_files f WHERE f.owner_id = c.id)" +
		" OR EXISTS (SELECT 1 FROM owner_changes x WHERE x.owner_id = c.id)) GROUP BY c.repository_id"
	for _, part := range []struct {
		query string
		marks map[int64]bool
	}{
		{"SELECT c.repository_id, min(c.committed_at) FROM {keys} CROSS JOIN commits c WHERE c.id = k.a" + changed, commits},
		{"SELECT c.repository_id, min(c.committed_at) FROM (" + commitsOfRecords + ") o CROSS JOIN commits c WHERE c.id = o.commit_id" + changed, r.relisted},
		{"SELECT t.repository_id, min(t.merged_at) FROM {keys} CROSS JOIN threads t WHERE t.id = k.a AND t.merged_at <> 0 GROUP BY t.repository_id", r.relisted},
	} {
		err := t.eachKeyed(part.query, keysOf(slices.Sorted(maps.Keys(part.marks))), func(rows *sql.Rows) error {
			var repository, at int64
			err := rows.Scan(&repository, &at)
			r.past(repository, at)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *reach) reachReverted(t *tx) error {
	var titled []threadRow
	keys := keysOf(slices.Sorted(maps.Keys(r.threads)))
	if len(keys) > 0 {
		err := t.queryKeyed(&titled, `SELECT t.repository_id, t.title FROM {keys} CROSS JOIN threads t WHERE t.id = k.a AND substr(t.title, 1, 8) = 'Revert "'`, keys)
		if err != nil {
			return err
		}
	}
	for _, row := range titled {
		r.title(row.RepositoryID, row.Title)
	}
	keys = nil
	for of := range r.reverted {
		keys = append(keys, []any{of.repository, of.title})
	}
	return t.add(r.threads, "SELECT t.id FROM {keys} CROSS JOIN threads t WHERE t.repository_id = k.a AND t.title = k.b", keys)
}

func (r *reach) reachLinked(t *tx) error {
	return t.add(r.threads, `SELECT l.closes_id FROM {keys} CROSS JOIN thread_links l WHERE l.owner_id = k.a
		UNION SELECT l.owner_id FROM {keys} CROSS JOIN thread_links l WHERE l.closes_id = k.a`, keysOf(slices.Sorted(maps.Keys(r.threads))))
}

// reachCited reaches the threads of comments that a text linked to, or links to now,
// and of those that the texts of a changed thread link to.
func (r *reach) reachCited(t *tx) error {
	var keys [][]any
	for _, c := range r.cited {
		keys = append(keys, []any{c.Host, c.Repository, c.CitedKind, c.CitedID})
	}
	const comments = " CROSS JOIN repository_names n CROSS JOIN thread_items i WHERE n.host = k.a AND n.full_name = k.b" +
		" AND i.repository_id = n.repository_id AND i.kind = k.c AND i.database_id = k.d"
	threads := keysOf(slices.Sorted(maps.Keys(r.threads)))
	if err := t.add(r.threads, "SELECT i.thread_id FROM {keys}"+comments, keys); err != nil {
		return err
	}
	return t.add(r.threads, `SELECT i.thread_id FROM (
			SELECT x.host AS a, x.repository AS b, x.cited_kind AS c, x.cited_id AS d FROM {keys} CROSS JOIN citations x WHERE x.kind = 22 AND x.subject_id = k.a
			UNION SELECT x.host, x.repository, x.cited_kind, x.cited_id FROM {keys} CROSS JOIN thread_items s CROSS JOIN citations x
				WHERE s.thread_id = k.a AND s.citations > 0 AND x.kind = s.kind AND x.subject_id = s.id
			UNION SELECT x.host, x.repository, x.cited_kind, x.cited_id FROM (`+commitsOfRecords+`) o CROSS JOIN citations x
				WHERE x.kind = 9 AND x.subject_id = o.commit_id
		) k`+comments, threads)
}

// reachPast reaches who opened a change after files were changed that it may have
// changed too. Sources tell of merges soon after they happen, so that these are few.
func (r *reach) reachPast(t *tx) error {
	var keys [][]any
	for repository, at := range r.late {
		keys = append(keys, []any{repository, at})
	}
	return t.add(r.accounts, `SELECT DISTINCT c.account_id FROM {keys} CROSS JOIN contributions c
		WHERE c.repository_id = k.a AND c.kind = 1 AND c.occurred_at > k.b AND c.state = 3`, keys)
}

func (r *reach) reachPeople(t *tx) error {
	return t.add(r.accounts, `SELECT c.account_id FROM {keys} CROSS JOIN contributions c WHERE c.thread_id = k.a AND c.thread_id <> 0
		UNION SELECT p.account_id FROM {keys} CROSS JOIN thread_participants p WHERE p.thread_id = k.a`, keysOf(slices.Sorted(maps.Keys(r.threads))))
}

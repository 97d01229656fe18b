package store

import (
	"database/sql"
	"time"

	"rungless/tracker"
)

// recordCommit is a commit with its lists.
type recordCommit struct {
	commitRow
	authors  []authorRow
	trailers []tracker.Trailer
	files    []tracker.FileChange
	pulls    []int
}

// commitsOfRecords pairs threads with the commits of their records.
const commitsOfRecords = `SELECT k.a AS thread_id, c.id AS commit_id FROM {keys} CROSS JOIN thread_commits tc CROSS JOIN commits c
		WHERE tc.owner_id = k.a AND c.repository_id = tc.repository_id AND c.sha = tc.sha
	UNION SELECT k.a, cp.commit_id FROM {keys} CROSS JOIN commit_pulls cp WHERE cp.thread_id = k.a
	UNION SELECT k.a, c.id FROM {keys} CROSS JOIN threads t CROSS JOIN commits c
		WHERE t.id = k.a AND t.merge_commit_sha <> '' AND c.repository_id = t.repository_id AND c.sha = t.merge_commit_sha`

// loadCommits reads the commits of some threads, of their branches as of their
// merges, and some that are in no thread.
func (l *recordLoader) loadCommits(threads, lone []int64) error {
	l.commits = map[int64][]recordCommit{}
	owners := map[int64][]int64{}
	wanted := map[int64]bool{}
	for _, id := range lone {
		owners[id], wanted[id] = []int64{0}, true
	}
	err := l.tx.eachKeyed(commitsOfRecords, keysOf(threads), func(rows *sql.Rows) error {
		var thread, commit int64
		err := rows.Scan(&thread, &commit)
		owners[commit] = append(owners[commit], thread)
		wanted[commit] = true
		return err
	})
	if err != nil {
		return err
	}
	commits, err := l.commitsByID(ids(wanted))
	for id, commit := range commits {
		for _, thread := range owners[id] {
			l.commits[thread] = append(l.commits[thread], *commit)
		}
	}
	return err
}

func (l *recordLoader) commitsByID(ids []int64) (map[int64]*recordCommit, error) {
	keys := keysOf(ids)
	commits := make(map[int64]*recordCommit, len(ids))
	err := l.tx.eachKeyed(`SELECT c.id, c.repository_id, c.sha, c.node_id, c.authored_at, c.authored_offset, c.committed_at, c.headline, c.parents,
			c.additions, c.deletions, c.changed_files, c.on_default
		FROM {keys} CROSS JOIN commits c WHERE c.id = k.a AND c.gone_at = 0`, keys, func(rows *sql.Rows) error {
		r := &recordCommit{}
		err := rows.Scan(&r.ID, &r.RepositoryID, &r.SHA, &r.NodeID, &r.AuthoredAt, &r.AuthoredOffset, &r.CommittedAt, &r.Headline, &r.Parents,
			&r.Additions, &r.Deletions, &r.ChangedFiles, &r.OnDefault)
		commits[r.ID] = r
		return err
	})
	if err != nil || len(commits) == 0 {
		return commits, err
	}
	if err := l.loadAuthors(keys, commits); err != nil {
		return nil, err
	}
	return commits, l.loadCommitLists(keys, commits)
}

// loadAuthors reads whose each commit is, decided as for contributions.
func (l *recordLoader) loadAuthors(keys [][]any, commits map[int64]*recordCommit) error {
	return l.tx.eachKeyed(`SELECT ca.owner_id, ca.role, ca.name, ca.email,
			CASE WHEN ea.kind IN ('agent', 'bot') THEN ea.id WHEN ca.account_id <> 0 THEN ca.account_id
				ELSE coalesce(e.account_id, ea.id, 0) END AS account_id
		FROM {keys} CROSS JOIN commits c CROSS JOIN repositories r CROSS JOIN commit_authors ca
			LEFT JOIN emails e ON e.host = r.host AND e.email = ca.email
			LEFT JOIN accounts ea ON ea.host = r.host AND ea.email = ca.email AND ea.email <> ''
		WHERE c.id = k.a AND r.id = c.repository_id AND ca.owner_id = c.id ORDER BY ca.owner_id, ca.position`, keys, func(rows *sql.Rows) error {
		var r authorRow
		err := rows.Scan(&r.OwnerID, &r.Role, &r.Name, &r.Email, &r.AccountID)
		if commit := commits[r.OwnerID]; commit != nil {
			commit.authors = append(commit.authors, r)
			l.want(r.AccountID)
		}
		return err
	})
}

func (l *recordLoader) loadCommitLists(keys [][]any, commits map[int64]*recordCommit) error {
	files, pulls := map[int64][]tracker.FileChange{}, map[int64][]int{}
	if err := l.loadFiles(keys, "commit_files", files); err != nil {
		return err
	}
	err := l.tx.eachKeyed(`SELECT x.commit_id, t.number FROM {keys} CROSS JOIN commit_pulls x CROSS JOIN threads t
		WHERE x.commit_id = k.a AND t.id = x.thread_id ORDER BY x.commit_id, t.number`, keys, func(rows *sql.Rows) error {
		var commit int64
		var number int
		err := rows.Scan(&commit, &number)
		pulls[commit] = append(pulls[commit], number)
		return err
	})
	if err != nil {
		return err
	}
	for id, commit := range commits {
		commit.files, commit.pulls = files[id], pulls[id]
	}
	return l.tx.eachKeyed(`SELECT x.owner_id, x.name, x.value FROM {keys} CROSS JOIN commit_trailers x WHERE x.owner_id = k.a
		ORDER BY x.owner_id, x.position`, keys, func(rows *sql.Rows) error {
		var owner int64
		var trailer tracker.Trailer
		err := rows.Scan(&owner, &trailer.Key, &trailer.Value)
		if commit := commits[owner]; commit != nil {
			commit.trailers = append(commit.trailers, trailer)
		}
		return err
	})
}

// commit puts a commit together. Its authored time has its author's offset.
func (l *recordLoader) commit(row *recordCommit) tracker.Commit {
	c := tracker.Commit{
		Repository: l.repositories[row.RepositoryID].RepositoryRef, SHA: row.SHA, NodeID: row.NodeID, CommittedAt: fromUnix(row.CommittedAt),
		Headline: row.Headline, Parents: int(row.Parents), Additions: int(row.Additions), Deletions: int(row.Deletions),
		ChangedFiles: int(row.ChangedFiles), Files: row.files, Trailers: row.trailers, OnDefault: row.OnDefault, PullRequests: row.pulls,
		Cites: l.cited(payloadKey{codeOfCommit, row.ID}),
	}
	if row.AuthoredAt != 0 {
		c.AuthoredAt = time.Unix(row.AuthoredAt, 0).In(time.FixedZone("", int(row.AuthoredOffset)*60))
	}
	for _, a := range row.authors {
		account := l.accounts[a.AccountID]
		if account.Kind == tracker.EmailAccount && account.Name == "" {
			account.Name = a.Name // all that can be said of them: an address is never shown
		}
		c.Authors = append(c.Authors, tracker.CommitAuthor{Name: a.Name, Email: a.Email, Account: account, Role: word(roleCodes, a.Role)})
	}
	return c
}

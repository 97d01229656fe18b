package store

import (
	"database/sql"

	"rungless/tracker"
)

// recordLists are the lists of a chunk's threads, by thread, each in its order.
type recordLists struct {
	labels    map[int64][]string
	assignees map[int64][]int64
	files     map[int64][]tracker.FileChange
	requests  map[int64][]reviewRequestRow
	closes    map[int64][]recordLink
	shas      map[int64][]string
}

// recordLink is an issue that a pull request closes.
type recordLink struct {
	repositoryID int64
	number       int64
	kind         int16
	nodeID       string
}

// loadLists reads the lists of some threads, and notes the repositories of what
// they close.
func (l *recordLoader) loadLists(ids []int64, repositories map[int64]bool) error {
	keys := keysOf(ids)
	l.lists = recordLists{labels: map[int64][]string{}, assignees: map[int64][]int64{}, files: map[int64][]tracker.FileChange{},
		requests: map[int64][]reviewRequestRow{}, closes: map[int64][]recordLink{}, shas: map[int64][]string{}}
	err := loadList(l.tx, keys, "x.name", "thread_labels x", l.lists.labels)
	if err == nil {
		err = loadList(l.tx, keys, "x.account_id", "thread_assignees x", l.lists.assignees)
	}
	if err == nil {
		err = loadList(l.tx, keys, "x.sha", "thread_commits x", l.lists.shas)
	}
	if err == nil {
		err = l.loadFiles(keys, "thread_files", l.lists.files)
	}
	if err == nil {
		err = l.loadRequests(keys)
	}
	if err == nil {
		err = l.loadLinks(keys, repositories)
	}
	for _, assignees := range l.lists.assignees {
		l.want(assignees...)
	}
	return err
}

// loadList reads one column of a list.
func loadList[T any](t *tx, keys [][]any, column, from string, into map[int64][]T) error {
	return t.eachKeyed("SELECT x.owner_id, "+column+" FROM {keys} CROSS JOIN "+from+" WHERE x.owner_id = k.a ORDER BY x.owner_id, x.position", keys,
		func(rows *sql.Rows) error {
			var owner int64
			var value T
			err := rows.Scan(&owner, &value)
			into[owner] = append(into[owner], value)
			return err
		})
}

// loadFiles reads the files of threads or commits.
func (l *recordLoader) loadFiles(keys [][]any, table string, into map[int64][]tracker.FileChange) error {
	return l.tx.eachKeyed("SELECT x.owner_id, p.path, x.additions, x.deletions, x.change FROM {keys} CROSS JOIN "+table+
		" x CROSS JOIN paths p WHERE x.owner_id = k.a AND p.id = x.path_id ORDER BY x.owner_id, x.position", keys, func(rows *sql.Rows) error {
		var owner int64
		var f tracker.FileChange
		err := rows.Scan(&owner, &f.Path, &f.Additions, &f.Deletions, &f.Change)
		into[owner] = append(into[owner], f)
		return err
	})
}

func (l *recordLoader) loadRequests(keys [][]any) error {
	return l.tx.eachKeyed(`SELECT x.owner_id, x.reviewer_id, x.team, x.by_id, x.requested_at FROM {keys} CROSS JOIN review_requests x
		WHERE x.owner_id = k.a ORDER BY x.owner_id, x.position`, keys, func(rows *sql.Rows) error {
		var r reviewRequestRow
		err := rows.Scan(&r.OwnerID, &r.ReviewerID, &r.Team, &r.ByID, &r.RequestedAt)
		l.lists.requests[r.OwnerID] = append(l.lists.requests[r.OwnerID], r)
		l.want(r.ReviewerID, r.ByID)
		return err
	})
}

func (l *recordLoader) loadLinks(keys [][]any, repositories map[int64]bool) error {
	return l.tx.eachKeyed(`SELECT x.owner_id, t.repository_id, t.number, t.kind, t.node_id FROM {keys} CROSS JOIN thread_links x CROSS JOIN threads t
		WHERE x.owner_id = k.a AND t.id = x.closes_id AND t.gone_at = 0 ORDER BY x.owner_id, x.position`, keys, func(rows *sql.Rows) error {
		var owner int64
		var link recordLink
		err := rows.Scan(&owner, &link.repositoryID, &link.number, &link.kind, &link.nodeID)
		l.lists.closes[owner] = append(l.lists.closes[owner], link)
		repositories[link.repositoryID] = true
		return err
	})
}

// thread puts a thread together from its row and its lists. A list of which
// nothing is stored is empty where a whole view said so, else not said.
func (l *recordLoader) thread(row *threadRow) tracker.Thread {
	t := tracker.Thread{
		ThreadRef:  tracker.ThreadRef{Repository: l.repositories[row.RepositoryID].RepositoryRef, Kind: word(kindCodes, row.Kind), Number: int(row.Number), NodeID: row.NodeID},
		DatabaseID: row.DatabaseID, Title: row.Title, Author: l.accounts[row.AuthorID], AuthorAssociation: row.Association,
		State: word(stateCodes, row.State), StateReason: row.StateReason, CreatedAt: fromUnix(row.Created), UpdatedAt: fromUnix(row.Updated),
		ClosedAt: fromUnix(row.ClosedAt), Labels: l.lists.labels[row.ID], Milestone: row.Milestone, Comments: int(row.Comments), Reactions: int(row.Reactions),
		Cites: l.cited(payloadKey{threadPayload, row.ID}),
	}
	for _, id := range l.lists.assignees[row.ID] {
		t.Assignees = append(t.Assignees, l.accounts[id])
	}
	for _, link := range l.lists.closes[row.ID] {
		t.Closes = append(t.Closes, tracker.ThreadRef{Repository: l.repositories[link.repositoryID].RepositoryRef,
			Kind: word(kindCodes, link.kind), Number: int(link.number), NodeID: link.nodeID})
	}
	if row.WholeVersion != 0 {
		t.Detail = tracker.Whole
		t.Labels, t.Assignees, t.Closes = said(t.Labels), said(t.Assignees), said(t.Closes)
	}
	switch t.Kind {
	case tracker.PullRequestKind:
		t.PullRequest = l.pullRequest(row)
	case tracker.DiscussionKind:
		t.Discussion = &tracker.Discussion{Category: row.Category, IsAnswerable: row.IsAnswerable, IsAnswered: row.IsAnswered,
			AnswerID: row.AnswerID, AnswerBy: l.accounts[row.AnswerByID], Upvotes: int(row.Upvotes)}
	}
	return t
}

// said is a list that is known to be as it is, even when it is empty.
func said[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (l *recordLoader) pullRequest(row *threadRow) *tracker.PullRequest {
	p := &tracker.PullRequest{
		IsDraft: row.IsDraft, IsCrossRepository: row.IsCrossRepository, BaseRef: row.BaseRef, HeadSHA: row.HeadSHA,
		MergeCommitSHA: row.MergeCommitSHA, MergedAt: fromUnix(row.MergedAt), MergedBy: l.accounts[row.MergedByID],
		Additions: int(row.Additions), Deletions: int(row.Deletions), ChangedFiles: int(row.ChangedFiles),
		Files: l.lists.files[row.ID], CommitSHAs: l.lists.shas[row.ID],
	}
	for _, r := range l.lists.requests[row.ID] {
		p.RequestedReviewers = append(p.RequestedReviewers, tracker.ReviewRequest{Reviewer: l.accounts[r.ReviewerID], Team: r.Team,
			By: l.accounts[r.ByID], At: fromUnix(r.RequestedAt)})
	}
	if row.WholeVersion != 0 {
		p.RequestedReviewers, p.CommitSHAs = said(p.RequestedReviewers), said(p.CommitSHAs)
		if row.ChangedFiles == 0 {
			p.Files = said(p.Files)
		}
	}
	return p
}

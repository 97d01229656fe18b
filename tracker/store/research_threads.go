package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rungless/tracker"
)

// ResearchThread says that somebody was brought into a work beside its lists of
// people: named as a co-author of a commit that touches its citation file, or
// asked to review a change of it.
type ResearchThread struct {
	Work       string // title
	URL        string // of the commit or the pull request
	By         tracker.Account
	At         time.Time
	IsCoAuthor bool
}

// citingFiles are the files in which a repository names works of its own, each with
// the title of the work. They stand in for a table x in the queries below.
const citingFiles = `SELECT DISTINCT f.repository_id, p.id AS path_id, w.title
	FROM research_files f JOIN paths p ON p.path = f.path JOIN work_mentions m ON m.file_id = f.id JOIN works w ON w.id = m.work_id
	WHERE NOT m.is_past AND m.relation IN ('itself', 'preferred citation')`

// trailersOfWorks finds the commits that name an account in a trailer and touch a
// citing file: by their own list of files, or by that of their pull request.
const trailersOfWorks = `SELECT DISTINCT x.title AS work, c.sha, 0 AS number, c.repository_id, c.committed_at AS at,
		(SELECT coalesce(max(o.account_id), 0) FROM contributions o WHERE o.kind = 9 AND o.subject_id = c.id AND o.role = 1) AS by_id
	FROM {keys} CROSS JOIN contributions a CROSS JOIN commits c CROSS JOIN repositories r CROSS JOIN (` + citingFiles + `) x
	WHERE a.account_id = k.a AND a.kind = 9 AND a.role = 2 AND c.id = a.subject_id
		AND r.id = c.repository_id AND r.gone_at = 0 AND x.repository_id = c.repository_id
		AND (EXISTS (SELECT 1 FROM commit_files f WHERE f.owner_id = c.id AND f.path_id = x.path_id)
			OR EXISTS (SELECT 1 FROM thread_files f WHERE f.owner_id = a.thread_id AND a.thread_id <> 0 AND f.path_id = x.path_id))`

// reviewsOfWorks finds the pull requests of others that touch a citing file and that an
// account was asked to review.
const reviewsOfWorks = `SELECT DISTINCT x.title AS work, '' AS sha, t.number, t.repository_id, q.requested_at AS at, q.by_id
	FROM {keys} CROSS JOIN review_requests q CROSS JOIN threads t CROSS JOIN repositories r CROSS JOIN thread_files f CROSS JOIN (` + citingFiles + `) x
	WHERE q.reviewer_id = k.a AND t.id = q.owner_id AND t.gone_at = 0 AND t.author_id <> k.a
		AND r.id = t.repository_id AND r.gone_at = 0
		AND f.owner_id = t.id AND x.repository_id = t.repository_id AND x.path_id = f.path_id`

// ResearchThreads returns who brought some accounts into works by trailers and
// requests for review, oldest first. Of the filter it uses accounts and what it leaves
// out: a request counts as little as a review that is left out.
func (s *Store) ResearchThreads(ctx context.Context, f LedgerFilter) ([]ResearchThread, error) {
	const op = "store.ResearchThreads"
	if len(f.AccountIDs) == 0 {
		return nil, nil
	}
	type line struct {
		Work         string
		SHA          string `gorm:"column:sha"`
		Number       int
		RepositoryID int64
		At           int64
		ByID         int64
	}
	t := s.reader(ctx)
	var lines []line
	loader := newRecordLoader(t)
	repositories := map[int64]bool{}
	seen := " AND "
	if f.PublicOnly {
		seen += public(f.Readable) + " AND "
	}
	for _, query := range []string{trailersOfWorks + seen + f.unlessLeft("9", "c.id"), reviewsOfWorks + seen + f.unlessReviewLeft()} {
		var found []line
		if err := t.queryKeyed(&found, query, keysOf(f.AccountIDs)); err != nil {
			return nil, machineError(op, err)
		}
		lines = append(lines, found...)
	}
	for _, l := range lines {
		repositories[l.RepositoryID] = true
		loader.want(l.ByID)
	}
	if err := cmp.Or(loader.loadRepositories(repositories), loader.loadAccounts()); err != nil {
		return nil, machineError(op, err)
	}
	list := make([]ResearchThread, len(lines))
	for i, l := range lines {
		repository := loader.repositories[l.RepositoryID].RepositoryRef
		list[i] = ResearchThread{Work: l.Work, By: loader.accounts[l.ByID], At: fromUnix(l.At), IsCoAuthor: l.SHA != "",
			URL: tracker.ThreadURL(tracker.ThreadRef{Repository: repository, Kind: tracker.PullRequestKind, Number: l.Number})}
		if l.SHA != "" {
			list[i].URL = tracker.CommitURL(repository, l.SHA)
		}
	}
	slices.SortFunc(list, func(x, y ResearchThread) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.URL, y.URL), cmp.Compare(x.Work, y.Work))
	})
	return list, nil
}

// unlessReviewLeft is the condition that no review of the pull request t is left out.
func (f LedgerFilter) unlessReviewLeft() string {
	if leftOut(f.WithHidden, f.WithoutContested) == "" {
		return "true"
	}
	return "NOT EXISTS (SELECT 1 FROM thread_items i WHERE i.thread_id = t.id AND i.kind = 2 AND (i.kind, i.id, k.a) IN (" + f.leftActs() + "))"
}

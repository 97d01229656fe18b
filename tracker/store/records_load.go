package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"rungless/tracker"
)

// recordLoader turns keys into records, a chunk at a time. Accounts and
// repositories, which recur, are kept from chunk to chunk.
type recordLoader struct {
	tx           *tx
	accounts     map[int64]tracker.Account
	repositories map[int64]recordRepository

	wanted  map[int64]bool // accounts of the chunk that are not known yet
	threads []threadRow    // of the chunk
	items   map[int64][]recordItem
	lists   recordLists
	commits map[int64][]recordCommit // by thread; those in none by 0
	cites   map[payloadKey][]recordCitation
}

type recordRepository struct {
	tracker.RepositoryRef
	isPrivate bool
	topics    []string // nil: not said
}

// recordItem is a review or comment with its path spelt out.
type recordItem struct {
	itemRow
	path string
}

func newRecordLoader(t *tx) *recordLoader {
	return &recordLoader{tx: t, accounts: map[int64]tracker.Account{0: {}}, repositories: map[int64]recordRepository{}, wanted: map[int64]bool{},
		items: map[int64][]recordItem{}}
}

// keyedRecord is a record and the key that it was asked for by.
type keyedRecord struct {
	key recordKey
	tracker.Record
}

// load reads the records of a chunk of keys, in their order. What is gone, or
// only known to be there, has none.
func (l *recordLoader) load(keys []recordKey) ([]keyedRecord, error) {
	l.wanted, l.items = map[int64]bool{}, map[int64][]recordItem{}
	var threads, commits []int64
	repositories := map[int64]bool{}
	for _, k := range keys {
		repositories[k.RepositoryID] = true
		if k.IsCommit {
			commits = append(commits, k.ID)
		} else {
			threads = append(threads, k.ID)
		}
	}
	for _, step := range []func() error{
		func() error { return l.loadThreads(threads) },
		func() error { return l.loadItems("i.thread_id", threads) },
		func() error { return l.loadLists(threads, repositories) },
		func() error { return l.loadCommits(threads, commits) },
		func() error { return l.loadCitations(repositories) },
		func() error { return l.loadRepositories(repositories) },
		l.loadAccounts,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return l.records(keys), nil
}

// records puts together what was loaded.
func (l *recordLoader) records(keys []recordKey) []keyedRecord {
	byID := make(map[int64]*threadRow, len(l.threads))
	for i := range l.threads {
		byID[l.threads[i].ID] = &l.threads[i]
	}
	lone := make(map[int64]*recordCommit, len(l.commits[0]))
	for i := range l.commits[0] {
		lone[l.commits[0][i].ID] = &l.commits[0][i]
	}
	records := make([]keyedRecord, 0, len(keys))
	for _, k := range keys {
		if row := byID[k.ID]; !k.IsCommit && row != nil {
			records = append(records, keyedRecord{k, l.record(row)})
		}
		if row := lone[k.ID]; k.IsCommit && row != nil {
			records = append(records, keyedRecord{k, l.loneCommit(row)})
		}
	}
	return records
}

// eachKeyed runs a keyed query and hands every line to scan. It reads columns and not
// rows of gorm's: reflection took most of a thousand threads' time.
func (t *tx) eachKeyed(query string, keys [][]any, scan func(*sql.Rows) error) error {
	if len(keys) == 0 {
		return nil
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	var args []any
	for range strings.Count(query, "{keys}") {
		args = append(args, string(text))
	}
	rows, err := t.db.Raw(strings.ReplaceAll(query, "{keys}", t.keyed(keys[0])), args...).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (l *recordLoader) loadThreads(ids []int64) error {
	l.threads = make([]threadRow, 0, len(ids))
	return l.tx.eachKeyed(`SELECT t.id, t.repository_id, t.number, t.kind, t.node_id, t.database_id, t.title, t.author_id, t.association, t.state,
			t.state_reason, t.created_at, t.updated_at, t.closed_at, t.milestone, t.comments, t.reactions, t.is_draft, t.is_cross_repository,
			t.base_ref, t.head_sha, t.merge_commit_sha, t.merged_at, t.merged_by_id, t.additions, t.deletions, t.changed_files, t.category,
			t.is_answerable, t.is_answered, t.answer_id, t.answer_by_id, t.upvotes, t.whole_version
		FROM {keys} CROSS JOIN threads t WHERE t.id = k.a`, keysOf(ids), func(rows *sql.Rows) error {
		var r threadRow
		err := rows.Scan(&r.ID, &r.RepositoryID, &r.Number, &r.Kind, &r.NodeID, &r.DatabaseID, &r.Title, &r.AuthorID, &r.Association, &r.State,
			&r.StateReason, &r.Created, &r.Updated, &r.ClosedAt, &r.Milestone, &r.Comments, &r.Reactions, &r.IsDraft, &r.IsCrossRepository,
			&r.BaseRef, &r.HeadSHA, &r.MergeCommitSHA, &r.MergedAt, &r.MergedByID, &r.Additions, &r.Deletions, &r.ChangedFiles, &r.Category,
			&r.IsAnswerable, &r.IsAnswered, &r.AnswerID, &r.AnswerByID, &r.Upvotes, &r.WholeVersion)
		l.threads = append(l.threads, r)
		l.want(r.AuthorID, r.MergedByID, r.AnswerByID)
		return err
	})
}

// loadItems reads the reviews and comments of which a column is one of the values, by
// thread; those in none by 0.
func (l *recordLoader) loadItems(column string, values []int64) error {
	return l.tx.eachKeyed(`SELECT i.id, i.kind, i.database_id, i.thread_id, i.node_id, i.author_id, i.association, i.state, i.occurred_at, i.updated_at,
			i.commit_sha, coalesce(p.path, ''), i.review_id, i.reply_to, i.is_answer, i.is_minimized, i.reactions, i.wording, i.citations
		FROM {keys} CROSS JOIN thread_items i LEFT JOIN paths p ON p.id = i.path_id
		WHERE `+column+` = k.a AND i.gone_at = 0 AND i.occurred_at <> 0`, keysOf(values), func(rows *sql.Rows) error {
		var r recordItem
		err := rows.Scan(&r.ID, &r.Kind, &r.DatabaseID, &r.ThreadID, &r.NodeID, &r.AuthorID, &r.Association, &r.State, &r.OccurredAt, &r.Updated,
			&r.CommitSHA, &r.path, &r.ReviewID, &r.ReplyTo, &r.IsAnswer, &r.IsMinimized, &r.Reactions, &r.Wording, &r.Citations)
		l.items[r.ThreadID] = append(l.items[r.ThreadID], r)
		l.want(r.AuthorID)
		return err
	})
}

func (l *recordLoader) loadRepositories(wanted map[int64]bool) error {
	var missing []int64
	for id := range wanted {
		if _, ok := l.repositories[id]; !ok {
			missing = append(missing, id)
		}
	}
	rows, err := loadBy[repositoryRow](l.tx, "repositories", []string{"id"}, keysOf(missing))
	for _, r := range rows {
		known := recordRepository{RepositoryRef: r.ref(), isPrivate: r.IsPrivate}
		if r.Topics != "" {
			known.topics = strings.Split(r.Topics, "\n")
		}
		l.repositories[r.ID] = known
	}
	return err
}

// want notes accounts that the chunk speaks of.
func (l *recordLoader) want(ids ...int64) {
	for _, id := range ids {
		if _, ok := l.accounts[id]; !ok {
			l.wanted[id] = true
		}
	}
}

func (l *recordLoader) loadAccounts() error {
	rows, err := l.tx.accounts(l.wanted)
	for id, row := range rows {
		l.accounts[id] = row.account()
	}
	return err
}

// record puts one thread together.
func (l *recordLoader) record(row *threadRow) tracker.Record {
	repository := l.repositories[row.RepositoryID]
	r := tracker.Record{Thread: l.thread(row), Topics: repository.topics, IsPrivate: repository.isPrivate}
	for _, item := range l.items[row.ID] {
		if word(kindCodes, item.Kind) == tracker.ReviewKind {
			r.Reviews = append(r.Reviews, l.review(r.Thread.ThreadRef, item))
		} else {
			r.Comments = append(r.Comments, l.comment(r.Thread.ThreadRef, item))
		}
	}
	for i := range l.commits[row.ID] {
		r.Commits = append(r.Commits, l.commit(&l.commits[row.ID][i]))
	}
	slices.SortFunc(r.Reviews, func(a, b tracker.Review) int {
		return cmp.Or(a.SubmittedAt.Compare(b.SubmittedAt), cmp.Compare(a.DatabaseID, b.DatabaseID))
	})
	slices.SortFunc(r.Comments, func(a, b tracker.Comment) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.DatabaseID, b.DatabaseID), strings.Compare(string(a.Kind), string(b.Kind)))
	})
	slices.SortFunc(r.Commits, func(a, b tracker.Commit) int {
		return cmp.Or(a.CommittedAt.Compare(b.CommittedAt), strings.Compare(a.SHA, b.SHA))
	})
	return r
}

// loneCommit is a commit outside a pull request as a record of its own.
func (l *recordLoader) loneCommit(row *recordCommit) tracker.Record {
	repository := l.repositories[row.RepositoryID]
	commit := l.commit(row)
	thread := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: repository.RepositoryRef, Kind: tracker.CommitKind, NodeID: commit.NodeID},
		Title: commit.Headline, CreatedAt: commit.AuthoredAt.UTC()}
	if len(commit.Authors) > 0 {
		thread.Author = commit.Authors[0].Account
	}
	if thread.CreatedAt.IsZero() {
		thread.CreatedAt = commit.CommittedAt
	}
	return tracker.Record{Thread: thread, Commits: []tracker.Commit{commit}, Topics: repository.topics, IsPrivate: repository.isPrivate}
}

func (l *recordLoader) review(thread tracker.ThreadRef, row recordItem) tracker.Review {
	return tracker.Review{Thread: thread, DatabaseID: row.DatabaseID, NodeID: row.NodeID, Author: l.accounts[row.AuthorID],
		AuthorAssociation: row.Association, State: word(stateCodes, row.State), SubmittedAt: fromUnix(row.OccurredAt),
		UpdatedAt: fromUnix(row.Updated), CommitSHA: row.CommitSHA,
		Wording: tracker.Wording(row.Wording), Cites: l.cited(payloadKey{row.Kind, row.ID})}
}

func (l *recordLoader) comment(thread tracker.ThreadRef, row recordItem) tracker.Comment {
	return tracker.Comment{Kind: word(kindCodes, row.Kind), Thread: thread, DatabaseID: row.DatabaseID, NodeID: row.NodeID,
		Author: l.accounts[row.AuthorID], AuthorAssociation: row.Association, CreatedAt: fromUnix(row.OccurredAt), UpdatedAt: fromUnix(row.Updated),
		ReviewID: row.ReviewID, ReplyTo: row.ReplyTo, Path: row.path, CommitSHA: row.CommitSHA, IsAnswer: row.IsAnswer,
		IsMinimized: row.IsMinimized, Reactions: int(row.Reactions), Wording: tracker.Wording(row.Wording), Cites: l.cited(payloadKey{row.Kind, row.ID})}
}

package store

import (
	"strconv"

	"rungless/tracker"
)

// presenter holds what a set of contributions refers to.
type presenter struct {
	repositories map[int64]repositoryRow
	accounts     map[int64]accountRow
	threads      map[int64]shownThread
	items        map[int64]shownItem
	commits      map[int64]shownCommit
	works        map[actKey]shownWork
	notes        map[actKey]tracker.Note
}

type shownThread struct {
	ID         int64
	Number     int
	Kind       int16
	NodeID     string
	Title      string
	State      int16
	MergedByID int64
}

type shownItem struct {
	ID         int64
	DatabaseID int64
	NodeID     string
	CommitSHA  string `gorm:"column:commit_sha"`
}

type shownCommit struct {
	ID       int64
	SHA      string
	Headline string
}

// present turns lines of contributions into what readers get, in their order:
// some seven queries whatever their number.
func (t *tx) present(rows []contributionRow) ([]tracker.Contribution, error) {
	list := make([]tracker.Contribution, len(rows))
	if len(rows) == 0 {
		return list, nil
	}
	p, err := t.presenter(rows)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		list[i] = p.contribution(row)
	}
	return list, nil
}

func (t *tx) presenter(rows []contributionRow) (*presenter, error) {
	repositories, accounts, threads, items, commits := map[int64]bool{}, map[int64]bool{}, map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
	var credited []contributionRow
	for _, r := range rows {
		repositories[r.RepositoryID], accounts[r.AccountID] = true, true
		if r.ThreadID != 0 {
			threads[r.ThreadID] = true
		}
		switch {
		case r.Kind == codeOfCommit:
			commits[r.SubjectID] = true
		case r.Kind == codeOfCredit:
			credited = append(credited, r)
		case !isThreadKind(r.Kind):
			items[r.SubjectID] = true
		}
	}
	p := &presenter{}
	var err error
	if p.works, err = t.shownWorks(credited); err != nil {
		return nil, err
	}
	if p.notes, err = t.notesOf(rows); err != nil {
		return nil, err
	}
	if p.threads, err = shown(t, "id, number, kind, node_id, title, state, merged_by_id", "threads", threads, func(r shownThread) int64 { return r.ID }); err != nil {
		return nil, err
	}
	if p.items, err = shown(t, "id, database_id, node_id, commit_sha", "thread_items", items, func(r shownItem) int64 { return r.ID }); err != nil {
		return nil, err
	}
	if p.commits, err = shown(t, "id, sha, headline", "commits", commits, func(r shownCommit) int64 { return r.ID }); err != nil {
		return nil, err
	}
	if p.repositories, err = shown(t, "*", "repositories", repositories, func(r repositoryRow) int64 { return r.ID }); err != nil {
		return nil, err
	}
	for _, thread := range p.threads {
		if thread.State == stateMerged && thread.MergedByID != 0 {
			accounts[thread.MergedByID] = true
		}
	}
	p.accounts, err = t.accounts(accounts)
	return p, err
}

// shown loads some columns of the wanted lines of a table.
func shown[T any](t *tx, columns, table string, wanted map[int64]bool, id func(T) int64) (map[int64]T, error) {
	byID := make(map[int64]T, len(wanted))
	if len(wanted) == 0 {
		return byID, nil
	}
	var rows []T
	err := t.queryKeyed(&rows, "SELECT t.* FROM {keys} CROSS JOIN (SELECT "+columns+" FROM "+table+") t WHERE t.id = k.a", keysOf(ids(wanted)))
	for _, row := range rows {
		byID[id(row)] = row
	}
	return byID, err
}

func (p *presenter) contribution(row contributionRow) tracker.Contribution {
	repository, thread := p.repositories[row.RepositoryID], p.threads[row.ThreadID]
	c := tracker.Contribution{
		Kind: word(kindCodes, row.Kind), Repository: repository.ref(), IsPrivate: repository.IsPrivate,
		Number: thread.Number, Account: p.accounts[row.AccountID].account(), Role: word(roleCodes, row.Role),
		OccurredAt: fromUnix(row.OccurredAt), State: word(stateCodes, row.State), Title: thread.Title,
		Note: p.notes[row.key()],
	}
	if thread.State == stateMerged && thread.MergedByID != 0 {
		c.MergedBy = p.accounts[thread.MergedByID].account()
	}
	ref := tracker.ThreadRef{Repository: c.Repository, Kind: word(kindCodes, thread.Kind), Number: thread.Number}
	number := int64(thread.Number)
	switch {
	case row.Kind == codeOfCommit:
		commit := p.commits[row.SubjectID]
		c.ID, c.URL, c.Title = commit.SHA, tracker.CommitURL(c.Repository, commit.SHA), commit.Headline
	case row.Kind == codeOfCredit:
		work := p.works[row.key()]
		c.ID, c.URL, c.Title = work.Identity, tracker.FileURL(c.Repository, work.CommitSHA, work.Path, work.Line), work.Title
	case isThreadKind(row.Kind):
		c.ID, c.URL = thread.NodeID, tracker.ThreadURL(ref)
	default:
		item := p.items[row.SubjectID]
		number = item.DatabaseID
		c.ID, c.URL = item.NodeID, tracker.ItemURL(ref, c.Kind, item.DatabaseID)
		if thread.Number == 0 {
			c.URL = tracker.CommitCommentURL(c.Repository, item.CommitSHA, item.DatabaseID)
		}
	}
	if c.ID == "" {
		c.ID = string(c.Kind) + ":" + strconv.FormatInt(number, 10)
	}
	return c
}

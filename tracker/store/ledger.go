package store

import (
	"cmp"
	"context"
	"slices"

	"rungless/tracker"
)

// LedgerWork is one work with what files say of it.
type LedgerWork struct {
	ID       int64  // the store's key; it may change when works turn out to be one
	Identity string // the strongest one: "doi:10.1234/x", "arxiv:...", "title:...", "here:..."
	tracker.Work
	Mentions []LedgerMention // by repository, path and slot
}

// LedgerMention is one entry of one file.
type LedgerMention struct {
	Repository tracker.RepositoryRef
	IsPrivate  bool
	Path       string // where the file is now, or was last
	CommitSHA  string // of the newest version
	Slot       string
	Relation   tracker.Relation
	Line       int
	IsPast     bool
	Credits    []LedgerCredit // those of now first, authors first, by position
}

// URL is where GitHub shows the entry as it is now, or was last.
func (m LedgerMention) URL() string {
	return tracker.FileURL(m.Repository, m.CommitSHA, m.Path, m.Line)
}

// LedgerCredit is one line of a list of people, with its history.
type LedgerCredit struct {
	tracker.Credit
	Whose  tracker.Account // zero: nobody's for certain
	Reason string          // how that is known: "orcid", "confirmed name", "account beside the entry"
	Events []tracker.CreditEvent
}

// Added is the newest event that put the line there, and false where none is known.
func (c LedgerCredit) Added() (tracker.CreditEvent, bool) {
	for _, e := range slices.Backward(c.Events) {
		if e.Change == tracker.CreditAdded {
			return e, true
		}
	}
	return tracker.CreditEvent{}, false
}

// LedgerFilter selects works. The zero filter selects all.
type LedgerFilter struct {
	// AccountIDs selects the works on which one of these accounts is or was credited,
	// and of those only their own lines, unless Everybody is set.
	AccountIDs []int64
	Everybody  bool
	// WorkIDs selects works by key.
	WorkIDs []int64
	// Repository selects the works that files of one repository name.
	Repository tracker.RepositoryRef
}

// ledgerChunk is how many works are in memory at once.
const ledgerChunk = 500

// Ledger yields the selected works, by title. Works of repositories that are gone
// are left out. It stops at yield's first error, which it returns.
func (s *Store) Ledger(ctx context.Context, f LedgerFilter, yield func(LedgerWork) error) error {
	var stopped error
	err := s.snapshot(ctx, func(t *tx) error {
		works, err := t.ledgerWorks(f)
		if err != nil {
			return err
		}
		loader := &ledgerLoader{tx: t, filter: f, records: newRecordLoader(t)}
		for chunk := range slices.Chunk(works, ledgerChunk) {
			list, err := loader.load(chunk)
			if err != nil {
				return err
			}
			for _, work := range list {
				if stopped = yield(work); stopped != nil {
					return nil //nolint:nilerr // it is the reader's and returned below as it is
				}
			}
		}
		return nil
	})
	return cmp.Or(stopped, machineError("store.Ledger", err))
}

// ledgerWorks returns the selected works by title.
func (t *tx) ledgerWorks(f LedgerFilter) ([]workRow, error) {
	var rows []workRow
	var err error
	switch {
	case len(f.AccountIDs) > 0:
		err = t.queryKeyed(&rows, `SELECT DISTINCT w.* FROM {keys} CROSS JOIN credit_matches x CROSS JOIN credits c CROSS JOIN work_mentions m CROSS JOIN works w
			WHERE x.account_id = k.a AND c.id = x.credit_id AND m.id = c.mention_id AND w.id = m.work_id`, keysOf(f.AccountIDs))
	case len(f.WorkIDs) > 0:
		rows, err = loadBy[workRow](t, "works", []string{"id"}, keysOf(f.WorkIDs))
	case f.Repository != (tracker.RepositoryRef{}):
		name := repositoryName(f.Repository)
		err = t.queryKeyed(&rows, `SELECT DISTINCT w.* FROM {keys} CROSS JOIN repository_names n CROSS JOIN research_files f CROSS JOIN work_mentions m CROSS JOIN works w
			WHERE n.host = k.a AND n.full_name = k.b AND f.repository_id = n.repository_id AND m.file_id = f.id AND w.id = m.work_id`,
			[][]any{{name.host, name.name}})
	default:
		err = t.db.Find(&rows).Error
	}
	slices.SortFunc(rows, func(x, y workRow) int {
		return cmp.Or(compareFold(x.Words.Title, y.Words.Title), cmp.Compare(x.Identity, y.Identity), cmp.Compare(x.ID, y.ID))
	})
	return rows, err
}

// ledgerLoader turns works into what readers get, a chunk at a time.
type ledgerLoader struct {
	*tx
	filter  LedgerFilter
	records *recordLoader // knows accounts and repositories
}

type ledgerMentionRow struct {
	Mention      mentionRow `gorm:"embedded"`
	RepositoryID int64
	Path         string
	CommitSHA    string `gorm:"column:commit_sha"`
}

type ledgerCreditRow struct {
	Credit    creditRow `gorm:"embedded"`
	MatchedID int64
	Reason    string
}

func (l *ledgerLoader) load(works []workRow) ([]LedgerWork, error) {
	ids := make([]int64, len(works))
	for i, w := range works {
		ids[i] = w.ID
	}
	var mentions []ledgerMentionRow
	err := l.queryKeyed(&mentions, `SELECT m.*, f.repository_id, f.path, f.commit_sha
		FROM {keys} CROSS JOIN work_mentions m CROSS JOIN research_files f CROSS JOIN repositories r
		WHERE m.work_id = k.a AND f.id = m.file_id AND r.id = f.repository_id AND r.gone_at = 0`, keysOf(ids))
	if err != nil {
		return nil, err
	}
	credits, events, err := l.credits(mentions)
	if err != nil {
		return nil, err
	}
	repositories := map[int64]bool{}
	for _, m := range mentions {
		repositories[m.RepositoryID] = true
	}
	if err := cmp.Or(l.records.loadRepositories(repositories), l.records.loadAccounts()); err != nil {
		return nil, err
	}
	byWork := map[int64][]LedgerMention{}
	for _, m := range mentions {
		mention := l.mention(m, credits[m.Mention.ID], events)
		if len(l.filter.AccountIDs) == 0 || l.filter.Everybody || len(mention.Credits) > 0 {
			byWork[m.Mention.WorkID] = append(byWork[m.Mention.WorkID], mention)
		}
	}
	var list []LedgerWork
	for _, w := range works {
		if len(byWork[w.ID]) == 0 {
			continue
		}
		slices.SortFunc(byWork[w.ID], compareMentions)
		list = append(list, LedgerWork{ID: w.ID, Identity: w.Identity, Mentions: byWork[w.ID],
			Work: tracker.Work{Title: w.Words.Title, Year: int(w.Words.Year), Type: w.Words.Type, DOI: w.Words.DOI, ArXiv: w.Words.ArXiv, URL: w.Words.URL}})
	}
	return list, nil
}

func compareMentions(x, y LedgerMention) int {
	return cmp.Or(compareFold(x.Repository.FullName(), y.Repository.FullName()), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Slot, y.Slot))
}

// credits loads the wanted lines of mentions, by mention, and their events, by line.
func (l *ledgerLoader) credits(mentions []ledgerMentionRow) (map[int64][]ledgerCreditRow, map[int64][]creditEventRow, error) {
	ids := make([]int64, len(mentions))
	for i, m := range mentions {
		ids[i] = m.Mention.ID
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	var rows []ledgerCreditRow
	err := l.queryKeyed(&rows, `SELECT c.*, coalesce(x.account_id, 0) AS matched_id, coalesce(x.reason, '') AS reason
		FROM {keys} CROSS JOIN credits c LEFT JOIN credit_matches x ON x.credit_id = c.id WHERE c.mention_id = k.a`, keysOf(ids))
	if err != nil {
		return nil, nil, err
	}
	credits, wanted := map[int64][]ledgerCreditRow{}, []int64{}
	for _, r := range rows {
		if len(l.filter.AccountIDs) > 0 && !l.filter.Everybody && !slices.Contains(l.filter.AccountIDs, r.MatchedID) {
			continue
		}
		credits[r.Credit.MentionID] = append(credits[r.Credit.MentionID], r)
		wanted = append(wanted, r.Credit.ID)
		l.records.want(r.MatchedID)
		l.records.want(r.Credit.AccountID)
	}
	events, err := l.events(wanted)
	return credits, events, err
}

// events loads the events of lines, oldest first. Whose an address is may have
// been learned since.
func (l *ledgerLoader) events(credits []int64) (map[int64][]creditEventRow, error) {
	if len(credits) == 0 {
		return nil, nil
	}
	owner := func(column string) string {
		return `coalesce((SELECT em.account_id FROM accounts ea JOIN emails em ON em.host = ea.host AND em.email = ea.email
			WHERE ea.id = e.` + column + ` AND ea.email <> ''), e.` + column + ") AS " + column
	}
	var rows []creditEventRow
	err := l.queryKeyed(&rows, `SELECT e.credit_id, e.commit_sha, e.change, e.path, e.line, e.occurred_at, `+owner("by_id")+", "+owner("committer_id")+`,
		e.from_position, e.to_position FROM {keys} CROSS JOIN credit_events e WHERE e.credit_id = k.a`, keysOf(credits))
	events := map[int64][]creditEventRow{}
	for _, r := range rows {
		events[r.CreditID] = append(events[r.CreditID], r)
		l.records.want(r.ByID)
		l.records.want(r.CommitterID)
	}
	for _, list := range events {
		slices.SortFunc(list, func(x, y creditEventRow) int {
			return cmp.Or(cmp.Compare(x.OccurredAt, y.OccurredAt), cmp.Compare(x.CommitSHA, y.CommitSHA), cmp.Compare(y.Change, x.Change))
		})
	}
	return events, err
}

func (l *ledgerLoader) mention(m ledgerMentionRow, credits []ledgerCreditRow, events map[int64][]creditEventRow) LedgerMention {
	repository := l.records.repositories[m.RepositoryID]
	mention := LedgerMention{Repository: repository.RepositoryRef, IsPrivate: repository.isPrivate, Path: m.Path, CommitSHA: m.CommitSHA,
		Slot: m.Mention.Slot, Relation: tracker.Relation(m.Mention.Relation), Line: int(m.Mention.Line), IsPast: m.Mention.IsPast}
	slices.SortFunc(credits, func(x, y ledgerCreditRow) int {
		return cmp.Or(order(x.Credit.IsPast)-order(y.Credit.IsPast), order(x.Credit.Role != tracker.AuthorRole)-order(y.Credit.Role != tracker.AuthorRole),
			cmp.Compare(x.Credit.Role, y.Credit.Role), cmp.Compare(x.Credit.Position, y.Credit.Position), cmp.Compare(x.Credit.EntryKey, y.Credit.EntryKey))
	})
	for _, r := range credits {
		c := r.Credit
		credit := LedgerCredit{Whose: l.records.accounts[r.MatchedID], Reason: r.Reason,
			Credit: tracker.Credit{Key: c.EntryKey, Role: c.Role, Position: int(c.Position), Name: c.Name, NameKey: c.NameKey, Affiliation: c.Affiliation,
				ORCID: c.ORCID, Account: l.records.accounts[c.AccountID], IsEntity: c.IsEntity, Line: int(c.Line), IsPast: c.IsPast}}
		for _, e := range events[c.ID] {
			credit.Events = append(credit.Events, tracker.CreditEvent{Slot: mention.Slot, Key: c.EntryKey, Change: tracker.CreditChange(e.Change), Path: e.Path,
				Line: int(e.Line), CommitSHA: e.CommitSHA, At: fromUnix(e.OccurredAt), By: l.records.accounts[e.ByID], Committer: l.records.accounts[e.CommitterID],
				From: int(e.FromPosition), To: int(e.ToPosition)})
		}
		mention.Credits = append(mention.Credits, credit)
	}
	return mention
}

// Unmatched yields the author names of a repository's present files that are
// nobody's for certain, each name once, for who proposes whose they may be.
func (s *Store) Unmatched(ctx context.Context, repository tracker.RepositoryRef) ([]tracker.Credit, error) {
	name := repositoryName(repository)
	var rows []creditRow
	err := s.reader(ctx).queryKeyed(&rows, `SELECT c.* FROM {keys} CROSS JOIN repository_names n CROSS JOIN research_files f CROSS JOIN work_mentions m CROSS JOIN credits c
		WHERE n.host = k.a AND n.full_name = k.b AND f.repository_id = n.repository_id AND m.file_id = f.id AND c.mention_id = m.id AND NOT c.is_entity
			AND NOT EXISTS (SELECT 1 FROM credit_matches x WHERE x.credit_id = c.id)`, [][]any{{name.host, name.name}})
	slices.SortFunc(rows, func(x, y creditRow) int {
		return cmp.Or(cmp.Compare(x.NameKey, y.NameKey), cmp.Compare(y.ORCID, x.ORCID), cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
	})
	rows = slices.CompactFunc(rows, func(x, y creditRow) bool { return x.NameKey == y.NameKey })
	list := make([]tracker.Credit, len(rows))
	for i, c := range rows {
		list[i] = tracker.Credit{Name: c.Name, NameKey: c.NameKey, ORCID: c.ORCID, Affiliation: c.Affiliation, Role: c.Role}
	}
	return list, machineError("store.Unmatched", err)
}

// MergedRepositories returns the repositories of a host in which somebody who is
// tracked has a merged pull request, by name.
func (s *Store) MergedRepositories(ctx context.Context, host string) ([]tracker.RepositoryRef, error) {
	var rows []repositoryRow
	err := s.reader(ctx).db.Raw(`SELECT * FROM repositories r WHERE r.host = ? AND r.gone_at = 0 AND r.id IN (
		SELECT c.repository_id FROM person_accounts pa CROSS JOIN contributions c WHERE c.account_id = pa.account_id AND c.kind = 1 AND c.state = ?)
		ORDER BY lower(r.owner || '/' || r.name)`, host, stateMerged).Scan(&rows).Error
	refs := make([]tracker.RepositoryRef, len(rows))
	for i, r := range rows {
		refs[i] = r.ref()
	}
	return refs, machineError("store.MergedRepositories", err)
}

// ResearchIsRead reports whether any citation file was ever read.
func (s *Store) ResearchIsRead(ctx context.Context) (bool, error) {
	var found []int64
	err := s.reader(ctx).db.Raw("SELECT id FROM research_files LIMIT 1").Scan(&found).Error
	return len(found) > 0, machineError("store.ResearchIsRead", err)
}

// ResearchRepositories returns the repositories whose citation files are stored, by
// name.
func (s *Store) ResearchRepositories(ctx context.Context) ([]tracker.RepositoryRef, error) {
	var rows []repositoryRow
	err := s.reader(ctx).db.Raw(`SELECT * FROM repositories r WHERE r.gone_at = 0 AND EXISTS (SELECT 1 FROM research_files f WHERE f.repository_id = r.id)
		ORDER BY lower(r.owner || '/' || r.name), r.id`).Scan(&rows).Error
	refs := make([]tracker.RepositoryRef, len(rows))
	for i, r := range rows {
		refs[i] = r.ref()
	}
	return refs, machineError("store.ResearchRepositories", err)
}

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

	// Of the works of accounts, those are left out whose credit the person hides from
	// others, unless WithHidden says that it is for the person alone; and with
	// WithoutContested those whose credit they contest.
	WithHidden       bool
	WithoutContested bool

	PublicOnly bool    // leaves out what files of private repositories say
	Readable   []int64 // keys of private repositories that PublicOnly leaves in
}

// unlessLeft is the condition that the filter does not leave out a contribution: the
// account k.a's of a kind to a subject.
func (f LedgerFilter) unlessLeft(kind, subject string) string {
	if leftOut(f.WithHidden, f.WithoutContested) == "" {
		return "true"
	}
	return "(" + kind + ", " + subject + ", k.a) NOT IN (" + f.leftActs() + ")"
}

// leftActs selects the contributions that the filter leaves out.
func (f LedgerFilter) leftActs() string {
	return "SELECT n.kind, n.subject_id, p.account_id FROM notes n JOIN person_accounts p ON p.person_id = n.person_id WHERE " + leftOut(f.WithHidden, f.WithoutContested)
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
			WHERE x.account_id = k.a AND c.id = x.credit_id AND m.id = c.mention_id AND w.id = m.work_id AND `+f.unlessLeft("10", "w.id"), keysOf(f.AccountIDs))
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
	mentions, err := l.mentionsOf(works)
	if err != nil {
		return nil, err
	}
	credits, err := l.creditsOf(mentions)
	if err != nil {
		return nil, err
	}
	events, err := l.eventsOf(credits)
	if err != nil {
		return nil, err
	}
	if err := l.loadNamed(mentions); err != nil {
		return nil, err
	}
	byWork := map[int64][]LedgerMention{}
	for _, m := range mentions {
		mention := l.mention(m, credits[m.Mention.ID], events)
		if l.wantsEverybody() || len(mention.Credits) > 0 {
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

// wantsEverybody reports whether all lines of a work are asked for.
func (l *ledgerLoader) wantsEverybody() bool {
	return len(l.filter.AccountIDs) == 0 || l.filter.Everybody
}

// mentionsOf loads the entries of works, but for those of repositories that are gone.
func (l *ledgerLoader) mentionsOf(works []workRow) ([]ledgerMentionRow, error) {
	ids := make([]int64, len(works))
	for i, w := range works {
		ids[i] = w.ID
	}
	seen := "true"
	if l.filter.PublicOnly {
		seen = public(l.filter.Readable)
	}
	var mentions []ledgerMentionRow
	err := l.queryKeyed(&mentions, `SELECT m.*, f.repository_id, f.path, f.commit_sha
		FROM {keys} CROSS JOIN work_mentions m CROSS JOIN research_files f CROSS JOIN repositories r
		WHERE m.work_id = k.a AND f.id = m.file_id AND r.id = f.repository_id AND r.gone_at = 0 AND `+seen, keysOf(ids))
	return mentions, err
}

// loadNamed loads the repositories of mentions, and the accounts that were met.
func (l *ledgerLoader) loadNamed(mentions []ledgerMentionRow) error {
	repositories := map[int64]bool{}
	for _, m := range mentions {
		repositories[m.RepositoryID] = true
	}
	if err := l.records.loadRepositories(repositories); err != nil {
		return err
	}
	return l.records.loadAccounts()
}

func compareMentions(x, y LedgerMention) int {
	return cmp.Or(compareFold(x.Repository.FullName(), y.Repository.FullName()), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Slot, y.Slot))
}

// creditsOf loads the wanted lines of mentions, by mention.
func (l *ledgerLoader) creditsOf(mentions []ledgerMentionRow) (map[int64][]ledgerCreditRow, error) {
	if len(mentions) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(mentions))
	for i, m := range mentions {
		ids[i] = m.Mention.ID
	}
	var rows []ledgerCreditRow
	err := l.queryKeyed(&rows, `SELECT c.*, coalesce(x.account_id, 0) AS matched_id, coalesce(x.reason, '') AS reason
		FROM {keys} CROSS JOIN credits c LEFT JOIN credit_matches x ON x.credit_id = c.id WHERE c.mention_id = k.a`, keysOf(ids))
	credits := map[int64][]ledgerCreditRow{}
	for _, r := range rows {
		if l.wantsEverybody() || slices.Contains(l.filter.AccountIDs, r.MatchedID) {
			credits[r.Credit.MentionID] = append(credits[r.Credit.MentionID], r)
			l.records.want(r.MatchedID)
			l.records.want(r.Credit.AccountID)
		}
	}
	return credits, err
}

// eventsOf loads the events of lines, by line, oldest first. Whose an address is may
// have been learned since.
func (l *ledgerLoader) eventsOf(credits map[int64][]ledgerCreditRow) (map[int64][]creditEventRow, error) {
	var ids []int64
	for _, rows := range credits {
		for _, r := range rows {
			ids = append(ids, r.Credit.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	owner := func(column string) string {
		return `coalesce((SELECT em.account_id FROM accounts ea JOIN emails em ON em.host = ea.host AND em.email = ea.email
			WHERE ea.id = e.` + column + ` AND ea.email <> ''), e.` + column + ") AS " + column
	}
	var rows []creditEventRow
	err := l.queryKeyed(&rows, `SELECT e.credit_id, e.commit_sha, e.change, e.path, e.line, e.occurred_at, `+owner("by_id")+", "+owner("committer_id")+`,
		e.from_position, e.to_position FROM {keys} CROSS JOIN credit_events e WHERE e.credit_id = k.a`, keysOf(ids))
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

package store

import (
	"cmp"
	"context"
	"time"

	"rungless/tracker"
)

// NameProposal is a stored match of a name in a repository's citation files and
// an account.
type NameProposal struct {
	ID int64
	tracker.NameProposal
	Works     []string // titles of the works that it is about, in the files' order
	At        time.Time
	Decision  string // "" while it waits, "accepted", "refused"
	DecidedBy string
	DecidedAt time.Time
}

// IsAccepted reports whether the person said that the name is theirs.
func (n NameProposal) IsAccepted() bool { return n.Decision == acceptedName }

const (
	acceptedName = "accepted"
	refusedName  = "refused"
)

// saveNames stores the proposals that were never made before: one that was
// refused does not come back.
func (a *applier) saveNames() error {
	var keys [][]any
	for _, n := range a.batch.Names {
		if e := a.repository(n.Repository); e != nil {
			keys = append(keys, []any{e.row.ID, clean(n.NameKey), a.accounts.id(n.Account)})
		}
	}
	stored, err := loadBy[creditNameRow](a.tx, "credit_names", []string{"repository_id", "name_key", "account_id"}, keys)
	if err != nil {
		return err
	}
	type nameKey struct {
		repository, account int64
		name                string
	}
	known := map[nameKey]bool{}
	for _, r := range stored {
		known[nameKey{r.RepositoryID, r.AccountID, r.NameKey}] = true
	}
	var rows []creditNameRow
	for _, n := range a.batch.Names {
		e := a.repository(n.Repository)
		if e == nil {
			continue
		}
		key := nameKey{e.row.ID, a.accounts.id(n.Account), clean(n.NameKey)}
		if known[key] || key.account == 0 {
			continue
		}
		known[key] = true
		id, err := a.nextID("credit_names")
		if err != nil {
			return err
		}
		rows = append(rows, creditNameRow{ID: id, RepositoryID: key.repository, NameKey: key.name, AccountID: key.account,
			Name: clean(n.Name), Reason: clean(n.Reason), ProposedAt: a.now})
	}
	return insert(a.tx, rows, 10)
}

// NameProposals returns the matches of names that concern some accounts, all for
// none: those that wait first, then those decided, each oldest first.
func (s *Store) NameProposals(ctx context.Context, accountIDs ...int64) ([]NameProposal, error) {
	const op = "store.NameProposals"
	t := s.reader(ctx)
	query := t.db.Table("credit_names n").Select("n.*").Joins("JOIN repositories r ON r.id = n.repository_id AND r.gone_at = 0").Order("n.decision <> '', n.id")
	if len(accountIDs) > 0 {
		query = query.Where("n.account_id IN ?", accountIDs)
	}
	var rows []creditNameRow
	if err := query.Scan(&rows).Error; err != nil {
		return nil, machineError(op, err)
	}
	loader := newRecordLoader(t)
	repositories := map[int64]bool{}
	for _, r := range rows {
		repositories[r.RepositoryID] = true
		loader.want(r.AccountID)
	}
	err := cmp.Or(loader.loadRepositories(repositories), loader.loadAccounts())
	if err != nil {
		return nil, machineError(op, err)
	}
	titles, err := t.worksOfNames(rows)
	list := make([]NameProposal, len(rows))
	for i, r := range rows {
		list[i] = NameProposal{ID: r.ID, At: fromUnix(r.ProposedAt), Decision: r.Decision, DecidedBy: r.DecidedBy, DecidedAt: fromUnix(r.DecidedAt),
			Works: titles[r.ID], NameProposal: tracker.NameProposal{Repository: loader.repositories[r.RepositoryID].RepositoryRef, Name: r.Name,
				NameKey: r.NameKey, Account: loader.accounts[r.AccountID], Reason: r.Reason}}
	}
	return list, machineError(op, err)
}

// worksOfNames lists the titles of the works on which names stand.
func (t *tx) worksOfNames(rows []creditNameRow) (map[int64][]string, error) {
	titles := map[int64][]string{}
	if len(rows) == 0 {
		return titles, nil
	}
	keys := make([][]any, len(rows))
	for i, r := range rows {
		keys[i] = []any{r.ID, r.RepositoryID, r.NameKey}
	}
	var found []struct {
		ID    int64
		Title string
	}
	err := t.queryKeyed(&found, `SELECT DISTINCT k.a AS id, w.title FROM {keys} CROSS JOIN research_files f CROSS JOIN work_mentions m CROSS JOIN credits c CROSS JOIN works w
		WHERE f.repository_id = k.b AND m.file_id = f.id AND c.mention_id = m.id AND c.name_key = k.c AND w.id = m.work_id ORDER BY k.a, w.title`, keys)
	for _, f := range found {
		titles[f.ID] = append(titles[f.ID], f.Title)
	}
	return titles, err
}

// DecideName accepts or refuses a proposal. Accepting gives every entry of the
// repository that has the name to the account, those that come later too.
func (s *Store) DecideName(ctx context.Context, id int64, accept bool, by string) error {
	decision := refusedName
	if accept {
		decision = acceptedName
	}
	return s.changeName(ctx, "store.DecideName", id, func(row *creditNameRow, now time.Time) error {
		if row.Decision != "" {
			return tracker.Errorf(tracker.Conflict, "store.DecideName", "proposal %d is %s already", id, row.Decision).
				WithHint("take that back first: rungless research proposals undo %d", id)
		}
		row.Decision, row.DecidedBy, row.DecidedAt = decision, clean(by), now.Unix()
		return nil
	})
}

// UndoName takes a decision back: the proposal waits again, and the facts are as
// they were before.
func (s *Store) UndoName(ctx context.Context, id int64) error {
	return s.changeName(ctx, "store.UndoName", id, func(row *creditNameRow, _ time.Time) error {
		if row.Decision == "" {
			return tracker.Errorf(tracker.Conflict, "store.UndoName", "proposal %d waits for your word; there is nothing to take back", id)
		}
		row.Decision, row.DecidedBy, row.DecidedAt = "", "", 0
		return nil
	})
}

func (s *Store) changeName(ctx context.Context, op string, id int64, change func(*creditNameRow, time.Time) error) error {
	return s.transaction(ctx, op, func(t *tx) error {
		var rows []creditNameRow
		if err := t.db.Where("id = ?", id).Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return tracker.Errorf(tracker.NotFound, op, "there is no proposal %d", id).WithHint("rungless research proposals lists them")
		}
		if err := change(&rows[0], s.now()); err != nil {
			return err
		}
		if err := upsert(t, rows, 10); err != nil {
			return err
		}
		return t.rematch(entriesOfName, []any{rows[0].RepositoryID, rows[0].NameKey})
	})
}

// rematch finds anew whose the credits are that a query finds.
func (t *tx) rematch(query string, keys ...[]any) error {
	d := newDerivation(t, Changes{Added: map[tracker.Kind]int{}, Changed: map[tracker.Kind]int{}, Removed: map[tracker.Kind]int{}})
	if err := d.markCredits(query, keys...); err != nil {
		return err
	}
	return d.derive()
}

// joinNames keeps, of two proposals that are the same now, the one of the account
// that stays.
func (a *applier) joinNames(p pair) error {
	return a.each(p,
		`DELETE FROM credit_names WHERE account_id = @Old AND EXISTS (SELECT 1 FROM credit_names n WHERE n.account_id = @Into
			AND n.repository_id = credit_names.repository_id AND n.name_key = credit_names.name_key)`,
		"UPDATE credit_names SET account_id = @Into WHERE account_id = @Old")
}

// moveResearch moves the citation files of a repository to another. Where both
// hold a path, the one of the repository that stays is kept.
func (a *applier) moveResearch(p pair) error {
	var twins []int64
	err := a.tx.db.Raw(`SELECT o.id FROM research_files o JOIN research_files n ON n.repository_id = @Into AND n.path = o.path
		WHERE o.repository_id = @Old ORDER BY o.id`, p).Scan(&twins).Error
	if err != nil {
		return err
	}
	for _, id := range twins {
		if err := a.dropFile(id); err != nil {
			return err
		}
	}
	if err := a.mark(keysOf([]int64{p.Old, p.Into}), `SELECT m.id FROM {keys} CROSS JOIN research_files f CROSS JOIN work_mentions m
		WHERE f.repository_id = k.a AND m.file_id = f.id`, a.research.mentions); err != nil {
		return err
	}
	return a.each(p,
		"UPDATE research_files SET repository_id = @Into WHERE repository_id = @Old",
		"UPDATE work_identities SET scope = @Into WHERE scope = @Old",
		`DELETE FROM credit_names WHERE repository_id = @Old AND EXISTS (SELECT 1 FROM credit_names n WHERE n.repository_id = @Into
			AND n.account_id = credit_names.account_id AND n.name_key = credit_names.name_key)`,
		"UPDATE credit_names SET repository_id = @Into WHERE repository_id = @Old")
}

// seeResearch collects the accounts of a citation file.
func (b *accountBook) seeResearch(f *tracker.ResearchFile) {
	for _, m := range f.Mentions {
		for _, c := range m.Credits {
			b.see(c.Account)
		}
	}
	for _, e := range f.Events {
		b.see(e.By, e.Committer)
	}
}

// shownWork is what a research credit shows: the work, and the line that was
// added first.
type shownWork struct {
	WorkID    int64
	AccountID int64
	Identity  string
	Title     string
	CommitSHA string `gorm:"column:commit_sha"`
	Path      string
	Line      int
}

// shownWorks loads the works of credits, with the same entry as workActs dates
// them by.
func (t *tx) shownWorks(rows []contributionRow) (map[actKey]shownWork, error) {
	works := map[actKey]shownWork{}
	if len(rows) == 0 {
		return works, nil
	}
	keys := make([][]any, len(rows))
	for i, r := range rows {
		keys[i] = []any{r.SubjectID, r.AccountID}
	}
	var found []shownWork
	err := t.queryKeyed(&found, `SELECT m.work_id, cm.account_id, w.identity, w.title, e.commit_sha, e.path, e.line
		FROM {keys} CROSS JOIN work_mentions m CROSS JOIN credits c CROSS JOIN credit_matches cm CROSS JOIN credit_events e
			CROSS JOIN research_files f CROSS JOIN repositories r CROSS JOIN works w
		WHERE m.work_id = k.a AND c.mention_id = m.id AND NOT m.is_past AND NOT c.is_past AND c.role = 'author' AND cm.credit_id = c.id AND cm.account_id = k.b
			AND e.credit_id = c.id AND e.change = 'added' AND f.id = m.file_id AND r.id = f.repository_id AND r.gone_at = 0 AND w.id = m.work_id
		ORDER BY m.work_id, cm.account_id, e.occurred_at, r.host, lower(r.owner || '/' || r.name), f.path, m.slot`, keys)
	for _, f := range found {
		key := actKey{codeOfCredit, f.WorkID, f.AccountID}
		if _, ok := works[key]; !ok {
			works[key] = f
		}
	}
	return works, err
}

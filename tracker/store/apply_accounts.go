package store

import (
	"cmp"
	"slices"
	"strings"

	"rungless/tracker"
)

// accountBook resolves accounts. GitHub's number decides where it is known; a
// login alone means who was last seen under it; an e-mail is an account of its
// own kind; a host has one ghost.
type accountBook struct {
	byID    map[int64]*entry[accountRow]
	byHub   map[hubID]*entry[accountRow]
	byEmail map[hubName]*entry[accountRow]
	ghosts  map[string]*entry[accountRow]
	logins  map[hubName][]*entry[accountLoginRow]
	called  map[int64][]*entry[accountLoginRow]
	links   map[hubName]*entry[emailRow]
	ids     map[tracker.Account]int64
	order   []tracker.Account
	same    []pair // an account without a number that turned out to be one with it

	renamed bool           // what everybody's records may name changed
	retold  map[int64]bool // accounts of which only their own threads tell otherwise now
}

func newAccountBook() *accountBook {
	return &accountBook{
		byID: map[int64]*entry[accountRow]{}, byHub: map[hubID]*entry[accountRow]{},
		byEmail: map[hubName]*entry[accountRow]{}, ghosts: map[string]*entry[accountRow]{},
		logins: map[hubName][]*entry[accountLoginRow]{}, called: map[int64][]*entry[accountLoginRow]{},
		links: map[hubName]*entry[emailRow]{}, ids: map[tracker.Account]int64{}, retold: map[int64]bool{},
	}
}

// see collects an account.
func (b *accountBook) see(accounts ...tracker.Account) {
	for _, account := range accounts {
		if account.IsZero() {
			continue
		}
		if _, ok := b.ids[account]; !ok {
			b.ids[account] = 0
			b.order = append(b.order, account)
		}
	}
}

// seeAll collects every account of a batch. An author's address is always an
// account, whether or not somebody's: which one it is may be learned later.
func (b *accountBook) seeAll(batch *tracker.Batch) {
	b.see(batch.Accounts...)
	b.see(batch.Followed...)
	for i := range batch.Threads {
		t := &batch.Threads[i]
		b.see(t.Author)
		b.see(t.Assignees...)
		if p := t.PullRequest; p != nil {
			b.see(p.MergedBy)
			for _, r := range p.RequestedReviewers {
				b.see(r.Reviewer, r.By)
			}
		}
		if t.Discussion != nil {
			b.see(t.Discussion.AnswerBy)
		}
	}
	for i := range batch.Reviews {
		b.see(batch.Reviews[i].Author)
	}
	for i := range batch.Comments {
		b.see(batch.Comments[i].Author)
	}
	for _, c := range batch.Commits {
		for _, author := range c.Authors {
			b.see(author.Account, emailAccount(c.Repository.Host, author.Email))
		}
		for _, o := range c.OwnerChanges {
			b.see(o.Account)
		}
	}
	for _, r := range batch.Releases {
		b.see(r.Author)
	}
	for _, l := range batch.EmailLinks {
		b.see(l.Account, emailAccount(l.Account.Host, l.Email))
	}
	for i := range batch.Research {
		b.seeResearch(&batch.Research[i])
	}
	for _, p := range batch.Proposals {
		b.see(p.From, p.To)
	}
	for _, n := range batch.Names {
		b.see(n.Account)
	}
}

// emailAccount is the account of a git address that may not be anybody's yet.
func emailAccount(host, email string) tracker.Account {
	if email == "" {
		return tracker.Account{}
	}
	email = strings.ToLower(clean(email))
	return tracker.Account{Host: host, Email: email, Kind: tracker.EmailKind(email)}
}

func (a *applier) resolveAccounts() error {
	a.accounts = newAccountBook()
	a.accounts.seeAll(a.batch)
	if err := a.accounts.resolve(a.tx, a.source, a.now); err != nil {
		return err
	}
	for id, e := range a.accounts.byID {
		if e.changed && !e.fresh {
			a.demoted[id] = true
		}
	}
	a.reach.everybody = a.accounts.renamed
	a.reach.retold = a.accounts.retold
	return a.joinAccounts()
}

// resolve gives every collected account its row, makes the missing ones and
// writes what changed.
func (b *accountBook) resolve(t *tx, source tracker.SourceName, now int64) error {
	if err := b.load(t); err != nil {
		return err
	}
	slices.SortStableFunc(b.order, func(x, y tracker.Account) int {
		return order(x.DatabaseID == 0) - order(y.DatabaseID == 0)
	})
	for _, account := range b.order {
		e, err := b.find(t, account)
		if err != nil {
			return err
		}
		b.ids[account] = e.row.ID
		before := e.row
		b.learn(e, account, source == tracker.GitHubSource, now)
		b.reach(e, before)
	}
	return b.save(t)
}

func loginKey(login string) string { return strings.ToLower(clean(login)) }

// claimant returns who holds a login: of those seen under it, the one that was
// seen last. anonymous asks for the one without a number.
func (b *accountBook) claimant(host, login string, anonymous bool) *entry[accountRow] {
	var best *entry[accountRow]
	var newest accountLoginRow
	for _, c := range b.logins[hubName{host, loginKey(login)}] {
		e := b.byID[c.row.AccountID]
		if e == nil || anonymous && e.row.DatabaseID != 0 {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(c.row.SeenAt, newest.SeenAt), cmp.Compare(e.row.DatabaseID, best.row.DatabaseID)) > 0 {
			best, newest = e, c.row
		}
	}
	return best
}

// find returns the row of an account and makes it where there is none.
func (b *accountBook) find(t *tx, a tracker.Account) (*entry[accountRow], error) {
	var e *entry[accountRow]
	switch {
	case a.Email != "":
		e = b.byEmail[hubName{a.Host, a.Email}]
	case a.Kind == tracker.GhostAccount:
		e = b.ghosts[a.Host]
	case a.DatabaseID != 0:
		e = b.byHub[hubID{a.Host, a.DatabaseID}]
		if orphan := b.claimant(a.Host, a.Login, true); orphan != nil && e == nil {
			e = orphan
			e.row.DatabaseID, e.touched, b.renamed = a.DatabaseID, true, true
			b.add(e)
		} else if orphan != nil {
			b.dissolve(orphan, e)
		}
	default:
		e = b.claimant(a.Host, a.Login, false)
	}
	if e != nil {
		return e, nil
	}
	id, err := t.nextID("accounts")
	row := accountRow{ID: id, Host: a.Host, Kind: string(a.Kind), Email: a.Email}
	if a.Kind != tracker.GhostAccount && a.Email == "" {
		row.DatabaseID = a.DatabaseID
	}
	e = &entry[accountRow]{fresh: true, serial: id, row: row}
	b.add(e)
	return e, err
}

// dissolve plans that an account without a number becomes one with another.
func (b *accountBook) dissolve(orphan, e *entry[accountRow]) {
	delete(b.byID, orphan.row.ID)
	delete(b.called, orphan.row.ID)
	b.same = append(b.same, pair{orphan.row.ID, e.row.ID})
	for _, link := range b.links {
		if link.row.AccountID == orphan.row.ID {
			link.row.AccountID = e.row.ID
		}
	}
	fill(&e.row, orphan.row)
	e.touched = true
}

// kindOrder: where sources differ on an account's kind, the later of this list
// is believed, because it says more.
var kindOrder = []tracker.AccountKind{"", tracker.EmailAccount, tracker.UserAccount, tracker.OrganizationAccount,
	tracker.MannequinAccount, tracker.BotAccount, tracker.AgentAccount, tracker.GhostAccount}

// learn merges what a source says of an account.
func (b *accountBook) learn(e *entry[accountRow], a tracker.Account, latest bool, now int64) {
	if slices.Index(kindOrder, a.Kind) > slices.Index(kindOrder, tracker.AccountKind(e.row.Kind)) {
		e.row.Kind, e.touched, e.changed = string(a.Kind), true, true
	}
	if e.row.Kind == string(tracker.GhostAccount) {
		return
	}
	if node := clean(a.NodeID); node != "" && e.row.NodeID != node && (e.row.NodeID == "" || latest) {
		e.row.NodeID, e.touched = node, true
	}
	seenAt := unix(a.SeenAt)
	if name := clean(a.Name); name != "" && name != e.row.Name &&
		(latest || seenAt > e.row.NamedAt || e.row.Name == "" || seenAt == e.row.NamedAt && name > e.row.Name) {
		e.row.Name, e.row.NamedAt, e.touched = name, seenAt, true
	}
	if login := clean(a.Login); login != "" {
		b.learnLogin(e, login, seenAt, latest, now)
	}
}

// learnLogin notes that an account was seen under a login and lets the newest
// one be the current. What GitHub says is true now, and is not written again
// while it is.
func (b *accountBook) learnLogin(e *entry[accountRow], login string, seenAt int64, latest bool, now int64) {
	if latest {
		if e.row.Login == login {
			return
		}
		seenAt = cmp.Or(seenAt, now)
		for _, c := range b.called[e.row.ID] {
			seenAt = max(seenAt, c.row.SeenAt+1)
		}
	}
	key := loginKey(login)
	i := slices.IndexFunc(b.called[e.row.ID], func(c *entry[accountLoginRow]) bool { return c.row.LoginKey == key })
	if i < 0 {
		b.addLogin(&entry[accountLoginRow]{fresh: true, row: accountLoginRow{e.row.Host, key, e.row.ID, login, seenAt}})
	} else if c := b.called[e.row.ID][i]; c.row.SeenAt < seenAt {
		c.row.Login, c.row.SeenAt, c.touched = login, seenAt, true
	}
	newest := slices.MaxFunc(b.called[e.row.ID], func(x, y *entry[accountLoginRow]) int {
		return cmp.Or(cmp.Compare(x.row.SeenAt, y.row.SeenAt), strings.Compare(x.row.LoginKey, y.row.LoginKey))
	})
	if e.row.Login != newest.row.Login {
		e.row.Login, e.touched = newest.row.Login, true
	}
}

// save writes the accounts and logins that are new or changed.
func (b *accountBook) save(t *tx) error {
	if err := saveEntries(t, b.byID, 9); err != nil {
		return err
	}
	logins := map[hubID]*entry[accountLoginRow]{}
	for id, list := range b.called {
		for _, c := range list {
			logins[hubID{c.row.LoginKey, id}] = c
		}
	}
	return saveEntries(t, logins, 5)
}

// id returns the key of an account of the batch; 0 when the source did not say.
func (b *accountBook) id(a tracker.Account) int64 { return b.ids[a] }

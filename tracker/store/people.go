package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

func compareFold(x, y string) int {
	return cmp.Or(strings.Compare(strings.ToLower(x), strings.ToLower(y)), strings.Compare(x, y))
}

// People returns everybody who is tracked, by login. LastSyncedAt is when the
// newest coverage of a scope "person:<node id>" of theirs was stored: sources
// write coverage at the end of a complete pass.
func (s *Store) People(ctx context.Context) ([]PersonRow, error) {
	return s.PeopleSeenBy(ctx, nil)
}

// PeopleSeenBy returns of these who show a viewer anything; nil sees everybody.
func (s *Store) PeopleSeenBy(ctx context.Context, v *Viewer) ([]PersonRow, error) {
	t := s.reader(ctx)
	people, err := t.peopleSeenBy(v)
	if err != nil {
		return nil, machineError("store.People", err)
	}
	var synced []struct {
		Scope string
		At    int64
	}
	err = t.db.Raw("SELECT scope, max(stored_at) AS at FROM coverage WHERE scope LIKE 'person:%' GROUP BY scope").Scan(&synced).Error
	byScope := map[string]int64{}
	for _, line := range synced {
		byScope[line.Scope] = line.At
	}
	rows := make([]PersonRow, len(people))
	for i, p := range people {
		var last int64
		for _, a := range p.Accounts {
			if a.NodeID != "" {
				last = max(last, byScope["person:"+a.NodeID])
			}
		}
		rows[i] = PersonRow{Person: p, LastSyncedAt: fromUnix(last)}
	}
	return rows, machineError("store.People", err)
}

// FindPerson returns the tracked person who has or had a login, whatever its
// case. Where several had it, the one who was seen under it last.
func (s *Store) FindPerson(ctx context.Context, login string) (tracker.Person, error) {
	t := s.reader(ctx)
	var found []int64
	err := t.db.Raw(`SELECT pa.person_id FROM account_logins l JOIN person_accounts pa ON pa.account_id = l.account_id
		WHERE l.login_key = ? ORDER BY l.seen_at DESC, pa.person_id LIMIT 1`, loginKey(login)).Scan(&found).Error
	if err != nil {
		return tracker.Person{}, machineError("store.FindPerson", err)
	}
	if len(found) == 0 {
		return tracker.Person{}, tracker.Errorf(tracker.NotFound, "store.FindPerson", "nobody called %s is tracked", login).
			WithHint("sync them first: rungless sync --person %s", login)
	}
	person, err := t.person(found[0])
	return person, machineError("store.FindPerson", err)
}

// FindAccounts returns the accounts that have or had a login, whatever its case,
// and their keys for [EvidenceFilter]: the one that was seen under it last first.
// None is no error.
func (s *Store) FindAccounts(ctx context.Context, login string) ([]tracker.Account, []int64, error) {
	t := s.reader(ctx)
	keys, err := t.accountsCalled(login)
	if err != nil {
		return nil, nil, machineError("store.FindAccounts", err)
	}
	set := map[int64]bool{}
	for _, id := range keys {
		set[id] = true
	}
	rows, err := t.accounts(set)
	accounts := make([]tracker.Account, len(keys))
	for i, id := range keys {
		accounts[i] = rows[id].account()
	}
	return accounts, keys, machineError("store.FindAccounts", err)
}

// accountsCalled returns who has or had a login.
func (t *tx) accountsCalled(login string) ([]int64, error) {
	var keys []int64
	err := t.db.Raw("SELECT account_id FROM account_logins WHERE login_key = ? ORDER BY seen_at DESC, account_id", loginKey(login)).Scan(&keys).Error
	return keys, err
}

type proposalRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	FromID     int64
	ToID       int64
	Reason     string
	ProposedAt int64
	Decision   string // "": waits
	DecidedBy  string
	DecidedAt  int64
}

func (proposalRow) TableName() string { return "join_proposals" }

// Proposal is a stored join proposal that waits for a human.
type Proposal struct {
	ID int64
	tracker.JoinProposal
	At time.Time
}

// saveProposals stores the proposals that were never made before: one that was
// refused does not come back.
func (a *applier) saveProposals() error {
	var keys [][]any
	for _, p := range a.batch.Proposals {
		keys = append(keys, []any{a.accounts.id(p.From), a.accounts.id(p.To)})
	}
	stored, err := loadBy[proposalRow](a.tx, "join_proposals", []string{"from_id", "to_id"}, distinct(slices.Clone(keys)))
	if err != nil {
		return err
	}
	known := map[[2]int64]bool{}
	for _, r := range stored {
		known[[2]int64{r.FromID, r.ToID}] = true
	}
	var rows []proposalRow
	for _, p := range a.batch.Proposals {
		pair := [2]int64{a.accounts.id(p.From), a.accounts.id(p.To)}
		if known[pair] || pair[0] == 0 || pair[1] == 0 {
			continue
		}
		known[pair] = true
		id, err := a.nextID("join_proposals")
		if err != nil {
			return err
		}
		rows = append(rows, proposalRow{ID: id, FromID: pair[0], ToID: pair[1], Reason: clean(p.Reason), ProposedAt: a.now})
	}
	return insert(a.tx, rows, 8)
}

// Proposals returns the proposals that wait, oldest first.
func (s *Store) Proposals(ctx context.Context) ([]Proposal, error) {
	t := s.reader(ctx)
	var rows []proposalRow
	if err := t.db.Where("decision = ''").Order("id").Find(&rows).Error; err != nil {
		return nil, machineError("store.Proposals", err)
	}
	wanted := map[int64]bool{}
	for _, r := range rows {
		wanted[r.FromID], wanted[r.ToID] = true, true
	}
	accounts, err := t.accounts(wanted)
	list := make([]Proposal, len(rows))
	for i, r := range rows {
		list[i] = Proposal{ID: r.ID, At: fromUnix(r.ProposedAt),
			JoinProposal: tracker.JoinProposal{From: accounts[r.FromID].account(), To: accounts[r.ToID].account(), Reason: r.Reason}}
	}
	return list, machineError("store.Proposals", err)
}

// DecideProposal accepts or refuses a proposal. Accepting joins the one account
// to the person of the other, who is tracked from then on; that join can be
// undone like any other.
func (s *Store) DecideProposal(ctx context.Context, id int64, accept bool, by string) error {
	const op = "store.DecideProposal"
	return s.transaction(ctx, op, func(t *tx) error {
		var rows []proposalRow
		if err := t.db.Where("id = ?", id).Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return tracker.Errorf(tracker.NotFound, op, "there is no proposal %d", id).WithHint("rungless people proposals lists them")
		}
		row := rows[0]
		if row.Decision != "" {
			return tracker.Errorf(tracker.Conflict, op, "proposal %d is %s already", id, row.Decision)
		}
		row.Decision, row.DecidedBy, row.DecidedAt = "refused", clean(by), s.now().Unix()
		if accept {
			row.Decision = "accepted"
			if err := t.accept(row, by, s.now()); err != nil {
				return err
			}
		}
		return upsert(t, []proposalRow{row}, 8)
	})
}

func (t *tx) accept(row proposalRow, by string, now time.Time) error {
	accounts, err := t.accounts(map[int64]bool{row.FromID: true, row.ToID: true})
	if err != nil {
		return err
	}
	person, err := t.personOf(row.ToID)
	if err == nil && person == 0 {
		person, err = t.addPerson(accounts[row.ToID], by, now)
	}
	if err == nil {
		_, err = t.join(person, accounts[row.FromID], by, row.Reason, now)
	}
	return err
}

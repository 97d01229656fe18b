package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rungless/tracker"
)

type personRow struct {
	ID       int64 `gorm:"primaryKey;autoIncrement:false"`
	Login    string
	Name     string
	TimeZone string
	ORCID    string `gorm:"column:orcid"`
	Created  int64  `gorm:"column:created_at"`
}

type personAccountRow struct {
	AccountID int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64
	Position  int64 // 0 is the account that names the person
}

type joinRow struct {
	ID        int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64
	AccountID int64
	Action    string
	DoneBy    string
	Reason    string
	DoneAt    int64
	UndoneAt  int64
	UndoneBy  string
}

func (personRow) TableName() string { return "people" }

func (personAccountRow) TableName() string { return "person_accounts" }

func (joinRow) TableName() string { return "identity_joins" }

// Actions of the audit trail.
const (
	trackedAction = "tracked"
	joinedAction  = "joined"
	splitAction   = "split"
)

// Track returns the person of an account, and makes one where there is none yet.
// by is who asked for it: "command line", a login.
func (s *Store) Track(ctx context.Context, a tracker.Account, by string) (tracker.Person, error) {
	var person tracker.Person
	err := s.transaction(ctx, "store.Track", func(t *tx) error {
		e, err := t.account(a, s.now())
		if err != nil {
			return err
		}
		id, err := t.track(e.row, by, s.now())
		if err != nil {
			return err
		}
		person, err = t.person(id)
		return err
	})
	return person, err
}

// track returns the key of an account's person, and makes one where there is none.
func (t *tx) track(account accountRow, by string, now time.Time) (int64, error) {
	id, err := t.personOf(account.ID)
	if err != nil || id != 0 {
		return id, err
	}
	return t.addPerson(account, by, now)
}

// follow makes people of those whom the batch's source was asked to follow.
func (a *applier) follow() error {
	for _, account := range a.batch.Followed {
		row := a.accounts.byID[a.accounts.id(account)].row
		if _, err := a.track(row, string(a.source), fromUnix(a.now)); err != nil {
			return err
		}
	}
	return nil
}

// DescribePerson keeps what is said of a person beyond what their accounts say. Empty
// fields leave what is stored.
func (s *Store) DescribePerson(ctx context.Context, p tracker.Person) error {
	return s.describe(ctx, "store.DescribePerson", p.ID, func(row *personRow) {
		row.Name, row.TimeZone, row.ORCID = cmp.Or(clean(p.Name), row.Name), cmp.Or(p.TimeZone, row.TimeZone), cmp.Or(p.ORCID, row.ORCID)
	})
}

// SayOfSelf keeps what a person says of themselves as they say it: an empty field takes
// back what was said before.
func (s *Store) SayOfSelf(ctx context.Context, p tracker.Person) error {
	return s.describe(ctx, "store.SayOfSelf", p.ID, func(row *personRow) {
		row.Name, row.TimeZone, row.ORCID = clean(p.Name), p.TimeZone, p.ORCID
	})
}

func (s *Store) describe(ctx context.Context, op string, personID int64, say func(*personRow)) error {
	return s.transaction(ctx, op, func(t *tx) error {
		var rows []personRow
		if err := t.db.Where("id = ?", personID).Find(&rows).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return tracker.Errorf(tracker.NotFound, op, "there is no person %d", personID)
		}
		row := rows[0]
		say(&row)
		if row == rows[0] {
			return nil
		}
		if err := upsert(t, []personRow{row}, 6); err != nil || row.ORCID == rows[0].ORCID {
			return err
		}
		return t.rematch(entriesOfORCID, []any{row.ORCID}, []any{rows[0].ORCID})
	})
}

// account returns the row of an account outside a batch, and makes it where
// there is none.
func (t *tx) account(a tracker.Account, now time.Time) (*entry[accountRow], error) {
	if a.IsZero() {
		return nil, tracker.Errorf(tracker.Invalid, "store", "no account is given")
	}
	if err := t.refuseAccount("store", a); err != nil {
		return nil, err
	}
	book := newAccountBook()
	book.see(a)
	if err := book.resolve(t, "", now.Unix()); err != nil {
		return nil, err
	}
	if book.renamed || len(book.retold) > 0 {
		if err := t.revise(map[int64]bool{everyAccount: true}); err != nil {
			return nil, err
		}
	}
	return book.byID[book.id(a)], nil
}

// addPerson makes a person of one account.
func (t *tx) addPerson(account accountRow, by string, now time.Time) (int64, error) {
	if !account.account().IsHuman() {
		return 0, notAPerson(account)
	}
	id, err := t.nextID("people")
	if err != nil {
		return 0, err
	}
	if err := insert(t, []personRow{{ID: id, Login: account.Login, Created: now.Unix()}}, 6); err != nil {
		return 0, err
	}
	_, err = t.addAccount(id, account.ID, trackedAction, by, "", now)
	return id, err
}

func notAPerson(account accountRow) error {
	return tracker.Errorf(tracker.Invalid, "store", "%s is a %s account; only a human's account can be a person's", account.Login+account.Email, account.Kind).
		WithHint("give the login of a user")
}

// personOf returns whose an account is, 0 for nobody's.
func (t *tx) personOf(account int64) (int64, error) {
	var id int64
	err := t.db.Raw("SELECT coalesce(max(person_id), 0) FROM person_accounts WHERE account_id = ?", account).Scan(&id).Error
	return id, err
}

// addAccount gives a person an account and writes that down.
func (t *tx) addAccount(person, account int64, action, by, reason string, now time.Time) (joinRow, error) {
	var position int64
	if err := t.db.Raw("SELECT coalesce(max(position) + 1, 0) FROM person_accounts WHERE person_id = ?", person).Scan(&position).Error; err != nil {
		return joinRow{}, err
	}
	if err := insert(t, []personAccountRow{{AccountID: account, PersonID: person, Position: position}}, 3); err != nil {
		return joinRow{}, err
	}
	id, err := t.nextID("identity_joins")
	if err != nil {
		return joinRow{}, err
	}
	row := joinRow{ID: id, PersonID: person, AccountID: account, Action: action, DoneBy: clean(by), Reason: clean(reason), DoneAt: now.Unix()}
	return row, insert(t, []joinRow{row}, 9)
}

// accounts loads accounts by their keys.
func (t *tx) accounts(wanted map[int64]bool) (map[int64]accountRow, error) {
	rows, err := loadBy[accountRow](t, "accounts", []string{"id"}, keysOf(ids(wanted)))
	byID := make(map[int64]accountRow, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	return byID, err
}

func (r accountRow) account() tracker.Account {
	return tracker.Account{Host: r.Host, DatabaseID: r.DatabaseID, NodeID: r.NodeID, Login: r.Login, Name: r.Name,
		Kind: tracker.AccountKind(r.Kind), Email: r.Email}
}

// person loads a person with the accounts, the naming one first.
func (t *tx) person(id int64) (tracker.Person, error) {
	people, err := t.people("p.id = ?", id)
	if err != nil {
		return tracker.Person{}, err
	}
	if len(people) == 0 {
		return tracker.Person{}, tracker.Errorf(tracker.NotFound, "store", "there is no person %d", id).WithHint("rungless people list shows who is tracked")
	}
	return people[0], nil
}

// people loads the people that meet a condition, by login. A person is called as
// the first account is called now. It reads columns, not gorm rows: of thousands of
// people reflection took most of the time.
func (t *tx) people(condition string, args ...any) ([]tracker.Person, error) {
	rows, err := t.db.Raw(`SELECT p.id, p.name, p.time_zone, p.orcid, a.host, a.database_id, a.node_id, a.login, a.name, a.kind, a.email
		FROM people p JOIN person_accounts pa ON pa.person_id = p.id JOIN accounts a ON a.id = pa.account_id
		WHERE `+condition+` ORDER BY p.id, pa.position`, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var people []tracker.Person
	for rows.Next() {
		var p tracker.Person
		var a tracker.Account
		if err := rows.Scan(&p.ID, &p.Name, &p.TimeZone, &p.ORCID, &a.Host, &a.DatabaseID, &a.NodeID, &a.Login, &a.Name, &a.Kind, &a.Email); err != nil {
			return nil, err
		}
		if len(people) == 0 || people[len(people)-1].ID != p.ID {
			p.Login = a.Login
			people = append(people, p)
		}
		last := &people[len(people)-1]
		last.Name = cmp.Or(last.Name, a.Name)
		last.Accounts = append(last.Accounts, a)
	}
	slices.SortFunc(people, func(x, y tracker.Person) int { return compareFold(x.Login, y.Login) })
	return people, rows.Err()
}

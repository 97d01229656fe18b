package store

import (
	"context"
	"time"

	"rungless/tracker"
)

// Member is an account that signed in to this instance. Its number decides who it is;
// the login is for showing.
type Member struct {
	ID          int64
	Host        string
	Number      int64 // GitHub's number of the account
	Login       string
	IsAdmin     bool
	ConfirmedAt time.Time // when GitHub last said that the account is let in
	IsDisabled  bool
	PersonID    int64 // whose account it is
}

// memberColumns reads a member with the person of the account.
const memberColumns = `m.*, coalesce((SELECT pa.person_id FROM accounts a JOIN person_accounts pa ON pa.account_id = a.id
	WHERE a.host = m.host AND a.database_id = m.number), 0) AS person_id`

type memberOfPerson struct {
	Member   memberRow `gorm:"embedded"`
	PersonID int64
}

func (r memberOfPerson) member() Member {
	m := r.Member
	return Member{ID: m.ID, Host: m.Host, Number: m.Number, Login: m.Login, IsAdmin: m.IsAdmin, ConfirmedAt: fromUnix(m.ConfirmedAt),
		IsDisabled: m.DisabledAt != 0, PersonID: r.PersonID}
}

// SignIn lets an account in: it becomes a member, and a person where it was none, and is
// no longer disabled. at is when GitHub said that the account is let in.
func (s *Store) SignIn(ctx context.Context, a tracker.Account, isAdmin bool, at time.Time) (Member, error) {
	const op = "store.SignIn"
	if a.Host == "" || a.DatabaseID == 0 {
		return Member{}, tracker.Errorf(tracker.Invalid, op, "an account without a number cannot sign in")
	}
	var member Member
	err := s.transaction(ctx, op, func(t *tx) error {
		e, err := t.account(a, at)
		if err != nil {
			return err
		}
		if _, err := t.track(e.row, "sign-in", at); err != nil {
			return err
		}
		rows, err := t.membersWhere("m.host = ? AND m.number = ?", a.Host, a.DatabaseID)
		if err != nil {
			return err
		}
		row := memberRow{Host: a.Host, Number: a.DatabaseID}
		if len(rows) > 0 {
			row.ID = rows[0].Member.ID
		} else if row.ID, err = t.nextID("members"); err != nil {
			return err
		}
		row.Login, row.IsAdmin, row.ConfirmedAt = clean(a.Login), isAdmin, at.Unix()
		if err := upsert(t, []memberRow{row}, 7); err != nil {
			return err
		}
		member, err = t.member(row.ID)
		return err
	})
	return member, err
}

func (t *tx) membersWhere(condition string, args ...any) ([]memberOfPerson, error) {
	var rows []memberOfPerson
	err := t.db.Raw("SELECT "+memberColumns+" FROM members m WHERE "+condition, args...).Scan(&rows).Error
	return rows, err
}

func (t *tx) member(id int64) (Member, error) {
	rows, err := t.membersWhere("m.id = ?", id)
	if err != nil {
		return Member{}, err
	}
	if len(rows) == 0 {
		return Member{}, tracker.Errorf(tracker.NotFound, "store.member", "nobody of number %d signed in here", id)
	}
	return rows[0].member(), nil
}

// FindMember returns the member of an account's number. The error is a
// [tracker.NotFound] one where the account never signed in.
func (s *Store) FindMember(ctx context.Context, host string, number int64) (Member, error) {
	const op = "store.FindMember"
	rows, err := s.reader(ctx).membersWhere("m.host = ? AND m.number = ?", host, number)
	if err != nil {
		return Member{}, machineError(op, err)
	}
	if len(rows) == 0 {
		return Member{}, tracker.Errorf(tracker.NotFound, op, "account %d never signed in here", number)
	}
	return rows[0].member(), nil
}

// Person returns the tracked person of a key.
func (s *Store) Person(ctx context.Context, id int64) (tracker.Person, error) {
	const op = "store.Person"
	people, err := s.reader(ctx).people("p.id = ?", id)
	if err == nil && len(people) == 0 {
		err = tracker.Errorf(tracker.NotFound, op, "there is no person %d", id)
	}
	if err != nil {
		return tracker.Person{}, machineError(op, err)
	}
	return people[0], nil
}

// ConfirmMember notes that GitHub said again that a member is let in.
func (s *Store) ConfirmMember(ctx context.Context, id int64, isAdmin bool, at time.Time) error {
	return s.transaction(ctx, "store.ConfirmMember", func(t *tx) error {
		return t.db.Exec("UPDATE members SET confirmed_at = ?, is_admin = ? WHERE id = ?", at.Unix(), isAdmin, id).Error
	})
}

// DisableMember ends all sessions and API tokens of a member. Signing in again, where
// GitHub allows it, enables them.
func (s *Store) DisableMember(ctx context.Context, id int64) error {
	return s.transaction(ctx, "store.DisableMember", func(t *tx) error {
		for _, statement := range []string{"DELETE FROM sessions WHERE member_id = ?", "DELETE FROM api_tokens WHERE member_id = ?"} {
			if err := t.db.Exec(statement, id).Error; err != nil {
				return err
			}
		}
		return t.db.Exec("UPDATE members SET disabled_at = ? WHERE id = ?", s.now().Unix(), id).Error
	})
}

// PinLogin returns the number of the account that a login of the configuration names:
// the first one that came under it. Whoever takes the login over later is somebody else.
func (s *Store) PinLogin(ctx context.Context, host, login string, number int64) (int64, error) {
	pinned, err := s.PinnedLogin(ctx, host, login)
	if err != nil || pinned != 0 {
		return pinned, err
	}
	err = s.transaction(ctx, "store.PinLogin", func(t *tx) error {
		if pinned, err = t.pinned(host, login); err != nil || pinned != 0 {
			return err
		}
		pinned = number
		return insert(t, []pinnedLoginRow{{Host: host, LoginKey: loginKey(login), Number: number}}, 3)
	})
	return pinned, err
}

// PinnedLogin is the number that a login stands for, 0 as long as nobody came under it.
func (s *Store) PinnedLogin(ctx context.Context, host, login string) (int64, error) {
	number, err := s.reader(ctx).pinned(host, login)
	return number, machineError("store.PinnedLogin", err)
}

func (t *tx) pinned(host, login string) (int64, error) {
	var rows []pinnedLoginRow
	if err := t.db.Where("host = ? AND login_key = ?", host, loginKey(login)).Find(&rows).Error; err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].Number, nil
}

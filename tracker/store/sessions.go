package store

import (
	"context"
	"time"

	"rungless/tracker"
)

// Session is one browser that is signed in.
type Session struct {
	ID          int64
	SecretHash  []byte // SHA-256 of what the browser holds
	SealedToken []byte // GitHub's token, which only that secret opens; nil for none
	Device      string // what the browser calls itself
	StartedAt   time.Time
	UsedAt      time.Time // to some minutes
	CheckedAt   time.Time // when GitHub was last asked whether the member is let in
}

// Limits say when sessions end.
type Limits struct {
	Idle     time.Duration // after the last use
	Absolute time.Duration // after the start
}

func sessionFrom(r sessionRow) Session {
	return Session{ID: r.ID, SecretHash: r.SecretHash, SealedToken: r.SealedToken, Device: r.Device,
		StartedAt: fromUnix(r.StartedAt), UsedAt: fromUnix(r.UsedAt), CheckedAt: fromUnix(r.CheckedAt)}
}

// StartSession keeps a new session of a member and drops all that have ended.
func (s *Store) StartSession(ctx context.Context, memberID int64, one Session, limits Limits) error {
	return s.transaction(ctx, "store.StartSession", func(t *tx) error {
		err := t.db.Exec("DELETE FROM sessions WHERE used_at < ? OR started_at < ?",
			one.StartedAt.Add(-limits.Idle).Unix(), one.StartedAt.Add(-limits.Absolute).Unix()).Error
		if err != nil {
			return err
		}
		id, err := t.nextID("sessions")
		if err != nil {
			return err
		}
		at := one.StartedAt.Unix()
		return insert(t, []sessionRow{{ID: id, MemberID: memberID, SecretHash: one.SecretHash, SealedToken: one.SealedToken,
			Device: clean(one.Device), StartedAt: at, UsedAt: at, CheckedAt: at}}, 8)
	})
}

// Session finds the session of a secret's hash and whose it is, unless it ended by now.
// The error is a [tracker.NotFound] one where there is none.
func (s *Store) Session(ctx context.Context, secretHash []byte, now time.Time, limits Limits) (Session, Member, error) {
	const op = "store.Session"
	t := s.reader(ctx)
	var rows []sessionRow
	err := t.db.Where("secret_hash = ? AND used_at >= ? AND started_at >= ?", secretHash,
		now.Add(-limits.Idle).Unix(), now.Add(-limits.Absolute).Unix()).Find(&rows).Error
	if err != nil {
		return Session{}, Member{}, machineError(op, err)
	}
	if len(rows) == 0 {
		return Session{}, Member{}, tracker.Errorf(tracker.NotFound, op, "there is no such session")
	}
	member, err := t.member(rows[0].MemberID)
	return sessionFrom(rows[0]), member, machineError(op, err)
}

// UseSession notes when a session was used and when GitHub was asked.
func (s *Store) UseSession(ctx context.Context, id int64, usedAt, checkedAt time.Time) error {
	return s.transaction(ctx, "store.UseSession", func(t *tx) error {
		return t.db.Exec("UPDATE sessions SET used_at = ?, checked_at = ? WHERE id = ?", usedAt.Unix(), checkedAt.Unix(), id).Error
	})
}

// RenewSession keeps the token that GitHub gave in the place of one that expired.
func (s *Store) RenewSession(ctx context.Context, id int64, sealedToken []byte) error {
	return s.transaction(ctx, "store.RenewSession", func(t *tx) error {
		return t.db.Exec("UPDATE sessions SET sealed_token = ? WHERE id = ?", sealedToken, id).Error
	})
}

// Sessions lists the sessions of a member that have not ended, newest first.
func (s *Store) Sessions(ctx context.Context, memberID int64, now time.Time, limits Limits) ([]Session, error) {
	var rows []sessionRow
	err := s.reader(ctx).db.Where("member_id = ? AND used_at >= ? AND started_at >= ?", memberID,
		now.Add(-limits.Idle).Unix(), now.Add(-limits.Absolute).Unix()).Order("started_at DESC, id DESC").Find(&rows).Error
	list := make([]Session, len(rows))
	for i, row := range rows {
		list[i] = sessionFrom(row)
	}
	return list, machineError("store.Sessions", err)
}

// EndSession ends one session of a member. One that is not theirs, or has ended, is no error.
func (s *Store) EndSession(ctx context.Context, memberID, id int64) error {
	return s.transaction(ctx, "store.EndSession", func(t *tx) error {
		return t.db.Exec("DELETE FROM sessions WHERE member_id = ? AND id = ?", memberID, id).Error
	})
}

// EndSessions ends every session of a member but one; 0 spares none.
func (s *Store) EndSessions(ctx context.Context, memberID, except int64) error {
	return s.transaction(ctx, "store.EndSessions", func(t *tx) error {
		return t.db.Exec("DELETE FROM sessions WHERE member_id = ? AND id <> ?", memberID, except).Error
	})
}

// APIToken is a personal token with which programs read what its owner may.
type APIToken struct {
	ID         int64
	SecretHash []byte
	Name       string
	MadeAt     time.Time
	ExpiresAt  time.Time
}

// AddAPIToken keeps a new token of a member, and drops all that have expired.
func (s *Store) AddAPIToken(ctx context.Context, memberID int64, token APIToken) error {
	return s.transaction(ctx, "store.AddAPIToken", func(t *tx) error {
		if err := t.db.Exec("DELETE FROM api_tokens WHERE expires_at <= ?", token.MadeAt.Unix()).Error; err != nil {
			return err
		}
		id, err := t.nextID("api_tokens")
		if err != nil {
			return err
		}
		return insert(t, []apiTokenRow{{ID: id, MemberID: memberID, SecretHash: token.SecretHash, Name: clean(token.Name),
			MadeAt: token.MadeAt.Unix(), ExpiresAt: token.ExpiresAt.Unix()}}, 6)
	})
}

// APITokens lists a member's tokens that hold, newest first.
func (s *Store) APITokens(ctx context.Context, memberID int64, now time.Time) ([]APIToken, error) {
	var rows []apiTokenRow
	err := s.reader(ctx).db.Where("member_id = ? AND expires_at > ?", memberID, now.Unix()).Order("made_at DESC, id DESC").Find(&rows).Error
	list := make([]APIToken, len(rows))
	for i, r := range rows {
		list[i] = APIToken{ID: r.ID, Name: r.Name, MadeAt: fromUnix(r.MadeAt), ExpiresAt: fromUnix(r.ExpiresAt)}
	}
	return list, machineError("store.APITokens", err)
}

// RevokeAPIToken ends one token of a member. One that is not theirs, or has ended, is no error.
func (s *Store) RevokeAPIToken(ctx context.Context, memberID, id int64) error {
	return s.transaction(ctx, "store.RevokeAPIToken", func(t *tx) error {
		return t.db.Exec("DELETE FROM api_tokens WHERE member_id = ? AND id = ?", memberID, id).Error
	})
}

// RevokeAPITokenOf ends the token of a secret's hash. One that is not there is no error.
func (s *Store) RevokeAPITokenOf(ctx context.Context, secretHash []byte) error {
	return s.transaction(ctx, "store.RevokeAPITokenOf", func(t *tx) error {
		return t.db.Exec("DELETE FROM api_tokens WHERE secret_hash = ?", secretHash).Error
	})
}

// MemberByAPIToken finds whose token has a secret's hash. The error is a
// [tracker.NotFound] one where there is none that holds.
func (s *Store) MemberByAPIToken(ctx context.Context, secretHash []byte, now time.Time) (Member, error) {
	const op = "store.MemberByAPIToken"
	t := s.reader(ctx)
	var rows []apiTokenRow
	if err := t.db.Where("secret_hash = ? AND expires_at > ?", secretHash, now.Unix()).Find(&rows).Error; err != nil {
		return Member{}, machineError(op, err)
	}
	if len(rows) == 0 {
		return Member{}, tracker.Errorf(tracker.NotFound, op, "there is no such token")
	}
	member, err := t.member(rows[0].MemberID)
	return member, machineError(op, err)
}

package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"rungless/tracker"
)

// packSealRow is a sealed pack: the bytes of its archive, which never change.
type packSealRow struct {
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	PackID         int64
	Revision       int64
	SealedAt       int64
	ManifestSHA256 string `gorm:"column:manifest_sha256"`
	Archive        []byte
}

// packShareRow is a link to a sealed pack. The secret in the link is nowhere stored.
type packShareRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	SealID     int64
	SecretHash []byte // SHA-256
	MadeAt     int64
	ExpiresAt  int64
	RevokedAt  int64 // 0: in force until it expires
	OpenedAt   int64 `gorm:"default:0"` // the first instant of the last day; 0: never
}

func (packSealRow) TableName() string  { return "pack_seals" }
func (packShareRow) TableName() string { return "pack_shares" }

// Seal is a sealed pack.
type Seal struct {
	ID             int64
	PackID         int64
	Revision       int64 // of the draft that was sealed
	SealedAt       time.Time
	ManifestSHA256 string
	Archive        []byte // nil in lists
}

// PackShare is a link to a sealed pack, without its secret.
type PackShare struct {
	ID        int64
	SealID    int64
	MadeAt    time.Time
	ExpiresAt time.Time
	RevokedAt time.Time // zero: not revoked
	OpenedAt  time.Time // the last day; zero: never
}

// IsOpen reports whether the link leads anywhere at a time.
func (p PackShare) IsOpen(now time.Time) bool { return p.RevokedAt.IsZero() && now.Before(p.ExpiresAt) }

// KeepSeal keeps a sealed pack of a person's draft.
func (s *Store) KeepSeal(ctx context.Context, personID int64, seal Seal) (Seal, error) {
	seal.SealedAt = fromUnix(s.now().Unix())
	err := s.transaction(ctx, "store.KeepSeal", func(t *tx) error {
		if _, err := t.pack(personID, seal.PackID); err != nil {
			return err
		}
		var err error
		if seal.ID, err = t.nextID("pack_seals"); err != nil {
			return err
		}
		return insert(t, []packSealRow{{seal.ID, seal.PackID, seal.Revision, seal.SealedAt.Unix(), seal.ManifestSHA256, seal.Archive}}, 6)
	})
	return seal, err
}

// Seals returns the sealed packs of a person's draft without their bytes, newest first.
func (s *Store) Seals(ctx context.Context, personID, packID int64) ([]Seal, error) {
	var rows []packSealRow
	err := s.reader(ctx).db.Raw(`SELECT s.id, s.pack_id, s.revision, s.sealed_at, s.manifest_sha256 FROM pack_seals s JOIN packs p ON p.id = s.pack_id
		WHERE p.person_id = ? AND p.id = ? ORDER BY s.id DESC`, personID, packID).Scan(&rows).Error
	list := make([]Seal, len(rows))
	for i, r := range rows {
		list[i] = r.seal()
	}
	return list, machineError("store.Seals", err)
}

func (r packSealRow) seal() Seal {
	return Seal{r.ID, r.PackID, r.Revision, fromUnix(r.SealedAt), r.ManifestSHA256, r.Archive}
}

// FindSeal returns a sealed pack of a person's with its bytes.
func (s *Store) FindSeal(ctx context.Context, personID, sealID int64) (Seal, error) {
	const op = "store.FindSeal"
	seals, err := s.sealsWhere(ctx, "p.person_id = ? AND s.id = ?", personID, sealID)
	if err == nil && len(seals) == 0 {
		return Seal{}, tracker.Errorf(tracker.NotFound, op, "this person has no sealed pack %d", sealID).WithHint("the pack's page lists those that there are")
	}
	if err != nil {
		return Seal{}, machineError(op, err)
	}
	return seals[0], nil
}

func (s *Store) sealsWhere(ctx context.Context, condition string, args ...any) ([]Seal, error) {
	var rows []packSealRow
	err := s.reader(ctx).db.Raw("SELECT s.* FROM pack_seals s JOIN packs p ON p.id = s.pack_id WHERE "+condition, args...).Scan(&rows).Error
	list := make([]Seal, len(rows))
	for i, r := range rows {
		list[i] = r.seal()
	}
	return list, err
}

// secretBytes is how much of a link nobody can guess.
const secretBytes = 32

// SharePack makes a link to a sealed pack of a person's and returns its secret, which is
// told this once: the store keeps a hash. The link ends when it expires or is revoked.
func (s *Store) SharePack(ctx context.Context, personID, sealID int64, expires time.Time) (secret string, share PackShare, err error) {
	const op = "store.SharePack"
	share = PackShare{SealID: sealID, MadeAt: fromUnix(s.now().Unix()), ExpiresAt: expires.UTC().Truncate(time.Second)}
	if !share.ExpiresAt.After(share.MadeAt) {
		return "", share, tracker.Errorf(tracker.Invalid, op, "the link would have expired before it is made").WithHint("give a later day")
	}
	random := make([]byte, secretBytes)
	_, _ = rand.Read(random) // never fails
	secret = base64.RawURLEncoding.EncodeToString(random)
	hash := sha256.Sum256([]byte(secret))
	err = s.transaction(ctx, op, func(t *tx) error {
		var found []int64
		err := t.db.Raw("SELECT s.id FROM pack_seals s JOIN packs p ON p.id = s.pack_id WHERE p.person_id = ? AND s.id = ?", personID, sealID).Scan(&found).Error
		if err == nil && len(found) == 0 {
			err = tracker.Errorf(tracker.NotFound, op, "this person has no sealed pack %d", sealID).WithHint("the pack's page lists those that there are")
		}
		if err == nil {
			share.ID, err = t.nextID("pack_shares")
		}
		if err != nil {
			return err
		}
		return insert(t, []packShareRow{{share.ID, sealID, hash[:], share.MadeAt.Unix(), share.ExpiresAt.Unix(), 0, 0}}, 7)
	})
	return secret, share, err
}

// PackShares returns the links to a draft's sealed packs, newest first.
func (s *Store) PackShares(ctx context.Context, personID, packID int64) ([]PackShare, error) {
	var rows []packShareRow
	err := s.reader(ctx).db.Raw(`SELECT h.* FROM pack_shares h JOIN pack_seals s ON s.id = h.seal_id JOIN packs p ON p.id = s.pack_id
		WHERE p.person_id = ? AND p.id = ? ORDER BY h.id DESC`, personID, packID).Scan(&rows).Error
	list := make([]PackShare, len(rows))
	for i, r := range rows {
		list[i] = PackShare{r.ID, r.SealID, fromUnix(r.MadeAt), fromUnix(r.ExpiresAt), fromUnix(r.RevokedAt), fromUnix(r.OpenedAt)}
	}
	return list, machineError("store.PackShares", err)
}

// RevokePackShare ends a link at once. One that has ended already stays so.
func (s *Store) RevokePackShare(ctx context.Context, personID, shareID int64) error {
	const op = "store.RevokePackShare"
	return s.transaction(ctx, op, func(t *tx) error {
		revoked := t.db.Exec(`UPDATE pack_shares SET revoked_at = CASE revoked_at WHEN 0 THEN ? ELSE revoked_at END WHERE id = ? AND seal_id IN
			(SELECT s.id FROM pack_seals s JOIN packs p ON p.id = s.pack_id WHERE p.person_id = ?)`, s.now().Unix(), shareID, personID)
		if revoked.Error == nil && revoked.RowsAffected == 0 {
			return tracker.Errorf(tracker.NotFound, op, "this person made no link %d", shareID).WithHint("the pack's page lists those that there are")
		}
		return revoked.Error
	})
}

// SharedPack returns the sealed pack to which a link with this secret leads at a time, and
// keeps on which day it was opened: no time of day, which is its reader's. The error is the same [tracker.NotFound] one for a secret
// that never was, has expired or was revoked.
func (s *Store) SharedPack(ctx context.Context, secret string, now time.Time) (Seal, error) {
	const op = "store.SharedPack"
	hash := sha256.Sum256([]byte(secret))
	seals, err := s.sealsWhere(ctx, `s.id IN (SELECT seal_id FROM pack_shares WHERE secret_hash = ? AND revoked_at = 0 AND expires_at > ?)`, hash[:], now.Unix())
	if err == nil && len(seals) == 0 {
		return Seal{}, tracker.Errorf(tracker.NotFound, op, "this link leads nowhere").WithHint("it may have expired or been revoked: ask who sent it for another one")
	}
	if err != nil {
		return Seal{}, machineError(op, err)
	}
	return seals[0], s.transaction(ctx, op, func(t *tx) error {
		return t.db.Exec("UPDATE pack_shares SET opened_at = ? WHERE secret_hash = ?", now.UTC().Truncate(24*time.Hour).Unix(), hash[:]).Error
	})
}

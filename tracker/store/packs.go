package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rungless/tracker"
)

// packRow is one draft of a pack. Revision is the one that is looked at: those above
// it were taken back and can be had again.
type packRow struct {
	ID        int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64
	Title     string
	Revision  int64
	MadeAt    int64
	ChangedAt int64
}

// packRevisionRow is a draft as it once was.
type packRevisionRow struct {
	PackID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Revision int64 `gorm:"primaryKey;autoIncrement:false"` // from 1
	SavedAt  int64
	Document string // JSON, of which the store reads nothing
}

func (packRow) TableName() string         { return "packs" }
func (packRevisionRow) TableName() string { return "pack_revisions" }

// mostRevisions is how many revisions of a pack are kept: those that were looked at
// last.
const mostRevisions = 200

// Pack is a person's draft of a pack, as it is at one revision.
type Pack struct {
	ID        int64
	PersonID  int64
	Title     string
	Revision  int64
	CanUndo   bool // there is an earlier revision
	CanRedo   bool // there is a later one, which was taken back
	MadeAt    time.Time
	ChangedAt time.Time
	SealID    int64     // of the newest sealed pack of it; 0: none
	SealedAt  time.Time // when that was sealed
	Document  []byte    // JSON, of which the store reads nothing; nil in lists
}

// AddPack keeps a new draft of a tracked person's.
func (s *Store) AddPack(ctx context.Context, personID int64, title string, document []byte) (Pack, error) {
	var made Pack
	err := s.transaction(ctx, "store.AddPack", func(t *tx) error {
		if _, err := t.person(personID); err != nil {
			return err
		}
		id, err := t.nextID("packs")
		if err != nil {
			return err
		}
		now := s.now().Unix()
		row := packRow{ID: id, PersonID: personID, Title: clean(title), Revision: 1, MadeAt: now, ChangedAt: now}
		if err := insert(t, []packRow{row}, 6); err != nil {
			return err
		}
		if err := insert(t, []packRevisionRow{{id, 1, now, clean(string(document))}}, 4); err != nil {
			return err
		}
		made, err = t.pack(personID, id)
		return err
	})
	return made, err
}

// Packs returns a person's drafts without their documents, the one that was changed
// last first.
func (s *Store) Packs(ctx context.Context, personID int64) ([]Pack, error) {
	var rows []sealedPackRow
	err := s.reader(ctx).db.Raw(packsWithSeals+"WHERE p.person_id = ? ORDER BY p.changed_at DESC, p.id DESC", personID).Scan(&rows).Error
	list := make([]Pack, len(rows))
	for i, r := range rows {
		list[i] = r.pack()
	}
	return list, machineError("store.Packs", err)
}

// sealedPackRow is a draft with the newest sealed pack of it.
type sealedPackRow struct {
	Draft            packRow `gorm:"embedded"`
	SealID, SealedAt int64   // 0: none
}

const packsWithSeals = `SELECT p.*, COALESCE(s.id, 0) AS seal_id, COALESCE(s.sealed_at, 0) AS sealed_at FROM packs p
	LEFT JOIN pack_seals s ON s.id = (SELECT max(id) FROM pack_seals WHERE pack_id = p.id) `

func (r sealedPackRow) pack() Pack {
	d := r.Draft
	return Pack{ID: d.ID, PersonID: d.PersonID, Title: d.Title, Revision: d.Revision, MadeAt: fromUnix(d.MadeAt), ChangedAt: fromUnix(d.ChangedAt),
		SealID: r.SealID, SealedAt: fromUnix(r.SealedAt)}
}

// FindPack returns one of a person's drafts with its document. The error is a
// [tracker.NotFound] one for another's too.
func (s *Store) FindPack(ctx context.Context, personID, id int64) (found Pack, err error) {
	err = s.snapshot(ctx, func(t *tx) error {
		found, err = t.pack(personID, id)
		return err
	})
	return found, machineError("store.FindPack", err)
}

// pack reads a draft of a person's as it is now.
func (t *tx) pack(personID, id int64) (Pack, error) {
	var rows []sealedPackRow
	if err := t.db.Raw(packsWithSeals+"WHERE p.id = ? AND p.person_id = ?", id, personID).Scan(&rows).Error; err != nil {
		return Pack{}, err
	}
	if len(rows) == 0 {
		return Pack{}, tracker.Errorf(tracker.NotFound, "store.pack", "this person has no pack %d", id).WithHint("the list of packs shows those that there are")
	}
	p := rows[0].pack()
	var revisions []packRevisionRow
	if err := t.db.Where("pack_id = ? AND revision = ?", id, p.Revision).Find(&revisions).Error; err != nil || len(revisions) == 0 {
		return p, err
	}
	p.Document = []byte(revisions[0].Document)
	var ends struct{ First, Last int64 }
	err := t.db.Raw("SELECT min(revision) AS first, max(revision) AS last FROM pack_revisions WHERE pack_id = ?", id).Scan(&ends).Error
	p.CanUndo, p.CanRedo = p.Revision > ends.First, p.Revision < ends.Last
	return p, err
}

// SavePack keeps a new revision after the one that was changed, and forgets those that
// had been taken back. The error is a [tracker.Conflict] one where the draft is at
// another revision by now: somebody, perhaps the same person in another window, was
// faster. A document that is the same already makes no revision.
func (s *Store) SavePack(ctx context.Context, personID, id, revision int64, title string, document []byte) (Pack, error) {
	return s.changePack(ctx, "store.SavePack", personID, id, revision, func(t *tx, p Pack) error {
		if string(p.Document) == clean(string(document)) && p.Title == clean(title) {
			return nil
		}
		if err := t.db.Exec("DELETE FROM pack_revisions WHERE pack_id = ? AND (revision > ? OR revision <= ?)", id, revision, revision+1-mostRevisions).Error; err != nil {
			return err
		}
		if err := insert(t, []packRevisionRow{{id, revision + 1, s.now().Unix(), clean(string(document))}}, 4); err != nil {
			return err
		}
		return t.db.Exec("UPDATE packs SET title = ?, revision = ?, changed_at = ? WHERE id = ?", clean(title), revision+1, s.now().Unix(), id).Error
	})
}

// UndoPack takes the last change of a draft back; RedoPack makes it again. Where there
// is none the error is a [tracker.Conflict] one. The title follows with the next change.
func (s *Store) UndoPack(ctx context.Context, personID, id, revision int64) (Pack, error) {
	return s.stepPack(ctx, "store.UndoPack", personID, id, revision, -1)
}

// RedoPack is described with [Store.UndoPack].
func (s *Store) RedoPack(ctx context.Context, personID, id, revision int64) (Pack, error) {
	return s.stepPack(ctx, "store.RedoPack", personID, id, revision, 1)
}

func (s *Store) stepPack(ctx context.Context, op string, personID, id, revision, step int64) (Pack, error) {
	return s.changePack(ctx, op, personID, id, revision, func(t *tx, p Pack) error {
		if step < 0 && !p.CanUndo || step > 0 && !p.CanRedo {
			return tracker.Errorf(tracker.Conflict, op, "there is no change to go to").WithHint("reload the page: it shows what can be done")
		}
		return t.db.Exec("UPDATE packs SET revision = ?, changed_at = ? WHERE id = ?", revision+step, s.now().Unix(), id).Error
	})
}

// changePack changes a draft that is still at a revision, and returns it as it is then.
func (s *Store) changePack(ctx context.Context, op string, personID, id, revision int64, change func(*tx, Pack) error) (after Pack, err error) {
	err = s.transaction(ctx, op, func(t *tx) error {
		p, err := t.pack(personID, id)
		if err != nil {
			return err
		}
		if p.Revision != revision {
			return tracker.Errorf(tracker.Conflict, op, "this pack was changed elsewhere").WithHint("reload the page, then make your change again")
		}
		if err := change(t, p); err != nil {
			return err
		}
		after, err = t.pack(personID, id)
		return err
	})
	return after, err
}

// RemovePack forgets a draft with its revisions, its sealed packs and the links to them.
func (s *Store) RemovePack(ctx context.Context, personID, id int64) error {
	return s.transaction(ctx, "store.RemovePack", func(t *tx) error {
		if _, err := t.pack(personID, id); err != nil {
			return err
		}
		return removePacks(t.db, "id = ?", id)
	})
}

// removePacks forgets the packs that a condition selects, with all that hangs on them.
func removePacks(db *gorm.DB, condition string, args ...any) error {
	const packs = "(SELECT id FROM packs WHERE "
	for _, statement := range []string{
		"DELETE FROM pack_shares WHERE seal_id IN (SELECT id FROM pack_seals WHERE pack_id IN " + packs + condition + "))",
		"DELETE FROM pack_seals WHERE pack_id IN " + packs + condition + ")",
		"DELETE FROM pack_revisions WHERE pack_id IN " + packs + condition + ")",
		"DELETE FROM packs WHERE " + condition,
	} {
		if err := db.Exec(statement, args...).Error; err != nil {
			return err
		}
	}
	return nil
}

package store

import (
	"context"
	"maps"
	"slices"
	"strings"

	"rungless/tracker"
)

// Attributor says where records lie. It is pure: the same record always lies in the
// same place. The store keeps its answers; what decides them is not the store's
// business. One Attributor belongs to one open store, so that whoever writes facts
// keeps their places in line.
type Attributor struct {
	Version string // names what decides: another version attributes everything again
	// Places returns where a record lies, each domain once. Of the record it is
	// given what decides: kind, title, labels, files, repository and topics.
	Places func(tracker.Record) []Share
}

// Share is the part of a record that lies in one domain.
type Share struct {
	Domain    string  // slug
	Weight    float64 // above 0, at most 1
	InPassing bool    // it counts nowhere
}

// attributionRow says which version the stored shares follow, and how far they do
// while everything is attributed again. There is one line, or none where nothing was
// ever attributed.
type attributionRow struct {
	ID          int64 `gorm:"primaryKey;autoIncrement:false"`
	Catalogue   string
	ThreadsDone int64 // threads up to this id follow it
	CommitsDone int64 // and, once all threads do, commits up to this id
	IsWhole     bool
}

type domainRow struct {
	ID   int64 `gorm:"primaryKey;autoIncrement:false"`
	Slug string
}

// shareRow is one domain of a thread, or of a commit that is in none; the two tables
// are alike.
type shareRow struct {
	OwnerID   int64 `gorm:"primaryKey;autoIncrement:false"`
	DomainID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Weight    float64
	InPassing bool
}

type (
	threadShareRow shareRow
	commitShareRow shareRow
)

func (attributionRow) TableName() string { return "attributions" }
func (domainRow) TableName() string      { return "domains" }
func (threadShareRow) TableName() string { return "thread_shares" }
func (commitShareRow) TableName() string { return "commit_shares" }

// Attributed is how far an attribution of everything has come.
type Attributed struct{ Done, Total int } // threads, and commits that may be in none

// attributedAtOnce is how many threads or commits one transaction attributes.
const attributedAtOnce = 2000

// Attribute brings the stored shares in line with the store's Attributor: it does
// nothing where they follow its version already, else it attributes everything again,
// a few thousand in each transaction. It may be stopped anywhere and goes on there.
// report, which may be nil, hears of every step.
func (s *Store) Attribute(ctx context.Context, report func(Attributed)) error {
	if s.attributor.Places == nil {
		return nil
	}
	current, err := s.isAttributed(ctx)
	if err != nil || current {
		return machineError("store.Attribute", err)
	}
	var came Attributed
	if err := s.reader(ctx).db.Raw("SELECT (SELECT count(*) FROM threads) + (SELECT count(*) FROM commits)").Scan(&came.Total).Error; err != nil {
		return machineError("store.Attribute", err)
	}
	for {
		var n int
		err := s.transaction(ctx, "store.Attribute", func(t *tx) (err error) {
			n, err = t.attributeSome()
			return err
		})
		if err != nil || n == 0 {
			return err
		}
		came.Done += n
		if report != nil {
			report(came)
		}
	}
}

func (s *Store) isAttributed(ctx context.Context) (bool, error) {
	row, err := s.reader(ctx).attribution()
	return row.IsWhole && row.Catalogue == s.attributor.Version, err
}

func (t *tx) attribution() (attributionRow, error) {
	rows := []attributionRow{}
	err := t.db.Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return attributionRow{ID: 1}, err
	}
	return rows[0], nil
}

// attributeSome attributes the next threads, or commits when all threads are done,
// and returns how many that were: 0 when everything follows the Attributor.
func (t *tx) attributeSome() (int, error) {
	state, err := t.attribution()
	switch {
	case err != nil:
		return 0, err
	case state.Catalogue != t.attributor.Version:
		state = attributionRow{ID: 1, Catalogue: t.attributor.Version}
	case state.IsWhole:
		return 0, nil
	}
	if state.ThreadsDone == 0 {
		if err := t.forgetPlaces(); err != nil {
			return 0, err
		}
	}
	d := newDerivation(t, Changes{})
	found, err := t.idsAfter("threads", state.ThreadsDone)
	if err != nil {
		return 0, err
	}
	marks, done := d.lies, &state.ThreadsDone
	if len(found) == 0 {
		marks, done = d.liesAlone, &state.CommitsDone
		if found, err = t.idsAfter("commits", state.CommitsDone); err != nil {
			return 0, err
		}
	}
	for _, id := range found {
		marks[id] = true
		*done = id
	}
	state.IsWhole = len(found) == 0
	if err := d.attribute(); err != nil {
		return 0, err
	}
	if err := d.saveRollups(); err != nil {
		return 0, err
	}
	return len(found), upsert(t, []attributionRow{state}, 5)
}

// forgetPlaces removes the shares of threads and commits that became one with others.
func (t *tx) forgetPlaces() error {
	for _, table := range []string{"threads", "commits"} {
		shares := strings.TrimSuffix(table, "s") + "_shares"
		if err := t.db.Exec("DELETE FROM " + shares + " WHERE owner_id NOT IN (SELECT id FROM " + table + ")").Error; err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) idsAfter(table string, after int64) (found []int64, err error) {
	err = t.db.Raw("SELECT id FROM "+table+" WHERE id > ? ORDER BY id LIMIT ?", after, attributedAtOnce).Scan(&found).Error
	return found, err
}

// place attributes what the transaction changed. Where the stored shares follow
// another version than this store's, or this store knows none, they are only marked
// as out of date: somebody who knows will attribute everything again.
func (d *derivation) place() error {
	if err := d.countInDomains(); err != nil {
		return err
	}
	if err := d.mayLieElsewhere(); err != nil {
		return err
	}
	if len(d.lies)+len(d.liesAlone) == 0 {
		return nil
	}
	state, err := d.tx.attribution()
	switch {
	case err != nil:
		return err
	case state.Catalogue == "" && d.tx.attributor.Places == nil:
		return nil
	case state.Catalogue == "" && d.tx.isNew("threads") && d.tx.isNew("commits"):
		err = insert(d.tx, []attributionRow{{ID: 1, Catalogue: d.tx.attributor.Version, IsWhole: true}}, 5)
	case state.Catalogue != d.tx.attributor.Version:
		return upsert(d.tx, []attributionRow{{ID: 1, Catalogue: state.Catalogue}}, 5)
	}
	if err != nil {
		return err
	}
	return d.attribute()
}

// mayLieElsewhere marks what was derived again, and all that is in repositories with
// another name or other topics. The threads of commits are marked already.
func (d *derivation) mayLieElsewhere() error {
	maps.Copy(d.lies, d.threadIDs)
	maps.Copy(d.liesAlone, d.commitIDs)
	keys := keysOf(slices.Sorted(maps.Keys(d.renamed)))
	if err := d.mark(keys, "SELECT t.id FROM {keys} CROSS JOIN threads t WHERE t.repository_id = k.a", d.lies); err != nil {
		return err
	}
	return d.mark(keys, "SELECT c.id FROM {keys} CROSS JOIN commits c WHERE c.repository_id = k.a", d.liesAlone)
}

// isNew reports whether a table was empty when the transaction began.
func (t *tx) isNew(table string) bool {
	if first, ok := t.first[table]; ok {
		return first == 0
	}
	last, err := t.nextID(table)
	t.last[table]--
	return err == nil && last == 1
}

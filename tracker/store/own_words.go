package store

import (
	"context"
	"time"

	"rungless/tracker"
)

// initiativeEditRow is one change that a person made to their initiatives. Edits apply
// in the order of their ids.
type initiativeEditRow struct {
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID   int64
	Action     string
	Initiative string // its key
	Into       string `gorm:"column:into_initiative"`
	Name       string
	SaidAt     int64
}

// initiativeEditThreadRow is a thread that leaves an initiative.
type initiativeEditThreadRow struct {
	OwnerID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Position int64 `gorm:"primaryKey;autoIncrement:false"`
	ThreadID int64
}

// enteredFigureRow is a figure that a person typed in.
type enteredFigureRow struct {
	ID        int64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID  int64
	ThreadID  int64
	What      string
	Figure    string
	SourceURL string `gorm:"column:source_url"`
	CountedAt int64
	SaidAt    int64
}

func (initiativeEditRow) TableName() string       { return "initiative_edits" }
func (initiativeEditThreadRow) TableName() string { return "initiative_edit_threads" }
func (enteredFigureRow) TableName() string        { return "entered_figures" }

// Actions of edits.
const (
	renameAction = "rename"
	mergeAction  = "merge"
	splitsAction = "split"
)

// InitiativeEdit is a stored change to a person's initiatives.
type InitiativeEdit struct {
	ID int64
	tracker.InitiativeEdit
	SaidAt time.Time
}

// EnteredFigure is a stored figure that a person typed in.
type EnteredFigure struct {
	ID int64
	tracker.EnteredFigure
	SaidAt time.Time
}

// EditInitiatives keeps a change to a person's initiatives, after those before. A thread
// that leaves one must be one in which the person took part.
func (s *Store) EditInitiatives(ctx context.Context, personID int64, e tracker.InitiativeEdit) (InitiativeEdit, error) {
	kept := InitiativeEdit{InitiativeEdit: e, SaidAt: s.now()}
	if err := e.Check(); err != nil {
		return kept, err
	}
	err := s.saying(ctx, "store.EditInitiatives", personID, func(t *tx) error {
		var err error
		if kept.ID, err = t.nextID("initiative_edits"); err != nil {
			return err
		}
		row := editRowOf(e)
		row.ID, row.PersonID, row.SaidAt = kept.ID, personID, kept.SaidAt.Unix()
		threads := make([]initiativeEditThreadRow, len(e.Threads))
		for i, ref := range e.Threads {
			threads[i] = initiativeEditThreadRow{OwnerID: row.ID, Position: int64(i)}
			if threads[i].ThreadID, err = t.ownThread(personID, ref); err != nil {
				return err
			}
		}
		if err := insert(t, []initiativeEditRow{row}, 7); err != nil {
			return err
		}
		return insert(t, threads, 3)
	})
	return kept, err
}

func editRowOf(e tracker.InitiativeEdit) initiativeEditRow {
	row := initiativeEditRow{Action: renameAction, Initiative: clean(e.Rename + e.Merge + e.Split), Into: clean(e.Into), Name: clean(e.Name)}
	switch {
	case e.Merge != "":
		row.Action = mergeAction
	case e.Split != "":
		row.Action = splitsAction
	}
	return row
}

func (r initiativeEditRow) edit() InitiativeEdit {
	e := InitiativeEdit{ID: r.ID, SaidAt: fromUnix(r.SaidAt), InitiativeEdit: tracker.InitiativeEdit{Into: r.Into, Name: r.Name}}
	switch r.Action {
	case mergeAction:
		e.Merge = r.Initiative
	case splitsAction:
		e.Split = r.Initiative
	default:
		e.Rename = r.Initiative
	}
	return e
}

// UndoInitiativeEdit forgets a change: the initiatives are as they would be without it.
func (s *Store) UndoInitiativeEdit(ctx context.Context, personID, id int64) error {
	const op = "store.UndoInitiativeEdit"
	return s.saying(ctx, op, personID, func(t *tx) error {
		gone := t.db.Exec("DELETE FROM initiative_edits WHERE id = ? AND person_id = ?", id, personID)
		if gone.Error != nil {
			return gone.Error
		}
		if gone.RowsAffected == 0 {
			return tracker.Errorf(tracker.NotFound, op, "this person made no change %d", id).WithHint("rungless initiatives list shows the changes with their numbers")
		}
		return t.db.Exec("DELETE FROM initiative_edit_threads WHERE owner_id = ?", id).Error
	})
}

// EnterFigure keeps a figure that a person typed in, for a thread in which they took
// part. Without a time it is of now.
func (s *Store) EnterFigure(ctx context.Context, personID int64, f tracker.EnteredFigure) (EnteredFigure, error) {
	const op = "store.EnterFigure"
	kept := EnteredFigure{EnteredFigure: f, SaidAt: s.now()}
	if kept.At.IsZero() {
		kept.At = kept.SaidAt
	}
	if err := f.Check(); err != nil {
		return kept, err
	}
	if kept.At.After(kept.SaidAt) {
		return kept, tracker.Errorf(tracker.Invalid, op, "%s is not over yet", kept.At.Format(time.DateOnly)).WithHint("give the day on which it was counted")
	}
	err := s.saying(ctx, op, personID, func(t *tx) error {
		thread, err := t.ownThread(personID, f.Thread)
		if err != nil {
			return err
		}
		if kept.ID, err = t.nextID("entered_figures"); err != nil {
			return err
		}
		return insert(t, []enteredFigureRow{{ID: kept.ID, PersonID: personID, ThreadID: thread, What: clean(f.What), Figure: clean(f.Figure),
			SourceURL: f.SourceURL, CountedAt: kept.At.Unix(), SaidAt: kept.SaidAt.Unix()}}, 8)
	})
	return kept, err
}

// RemoveFigure forgets a figure.
func (s *Store) RemoveFigure(ctx context.Context, personID, id int64) error {
	const op = "store.RemoveFigure"
	return s.saying(ctx, op, personID, func(t *tx) error {
		gone := t.db.Exec("DELETE FROM entered_figures WHERE id = ? AND person_id = ?", id, personID)
		if gone.Error == nil && gone.RowsAffected == 0 {
			return tracker.Errorf(tracker.NotFound, op, "this person entered no figure %d", id).WithHint("rungless outcomes list shows the figures with their numbers")
		}
		return gone.Error
	})
}

// saying changes what a person says, and reaches every account of theirs in the same
// transaction. Nobody else's picture shows it.
func (s *Store) saying(ctx context.Context, op string, personID int64, change func(*tx) error) error {
	return s.transaction(ctx, op, func(t *tx) error {
		if _, err := t.person(personID); err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		var accounts []int64
		if err := t.db.Raw("SELECT account_id FROM person_accounts WHERE person_id = ?", personID).Scan(&accounts).Error; err != nil {
			return err
		}
		reached := map[int64]bool{}
		for _, id := range accounts {
			reached[id] = true
		}
		return t.revise(reached)
	})
}

// ownThread returns the key of a thread in which a person took part. A former name of
// its repository finds it too.
func (t *tx) ownThread(person int64, ref tracker.ThreadRef) (int64, error) {
	var found []int64
	err := t.db.Raw(`SELECT t.id FROM repository_names n JOIN threads t ON t.repository_id = n.repository_id
		WHERE n.host = ? AND n.full_name = lower(?) AND t.number = ? AND EXISTS (SELECT 1 FROM contributions c JOIN person_accounts p ON p.account_id = c.account_id
			WHERE c.thread_id = t.id AND c.thread_id <> 0 AND p.person_id = ?)
		ORDER BY n.seen_at DESC, t.id LIMIT 1`, ref.Repository.Host, clean(ref.Repository.FullName()), ref.Number, person).Scan(&found).Error
	if err == nil && len(found) == 0 {
		return 0, tracker.Errorf(tracker.NotFound, "store.ownThread", "nothing that this person did in %s#%d is stored", ref.Repository.FullName(), ref.Number).
			WithHint("name a thread in which they took part: rungless facts --person LOGIN lists them")
	}
	if err != nil {
		return 0, err
	}
	return found[0], nil
}

// ofPeople narrows own words to those of the people whose some accounts are.
const ofPeople = "person_id IN (SELECT person_id FROM person_accounts WHERE account_id IN ?)"

// InitiativeEdits returns the changes that the person of some accounts made to their
// initiatives, in the order in which they apply.
func (s *Store) InitiativeEdits(ctx context.Context, accountIDs []int64) ([]InitiativeEdit, error) {
	const op = "store.InitiativeEdits"
	t := s.reader(ctx)
	var rows []initiativeEditRow
	if err := t.db.Where(ofPeople, accountIDs).Order("id").Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, machineError(op, err)
	}
	keys := make([]int64, len(rows))
	for i, r := range rows {
		keys[i] = r.ID
	}
	var leaving []threadNamed
	err := t.queryKeyed(&leaving, `SELECT x.owner_id, `+threadName+` FROM {keys} CROSS JOIN initiative_edit_threads x CROSS JOIN threads t CROSS JOIN repositories r
		WHERE x.owner_id = k.a AND t.id = x.thread_id AND r.id = t.repository_id ORDER BY x.owner_id, x.position`, keysOf(keys))
	threads := map[int64][]tracker.ThreadRef{}
	for _, l := range leaving {
		threads[l.OwnerID] = append(threads[l.OwnerID], l.ref())
	}
	list := make([]InitiativeEdit, len(rows))
	for i, r := range rows {
		list[i] = r.edit()
		list[i].Threads = threads[r.ID]
	}
	return list, machineError(op, err)
}

// EnteredFigures returns the figures that the person of some accounts typed in, in the
// order in which they did.
func (s *Store) EnteredFigures(ctx context.Context, accountIDs []int64) ([]EnteredFigure, error) {
	var rows []struct {
		Figure enteredFigureRow `gorm:"embedded;embeddedPrefix:figure_"`
		Thread threadNamed      `gorm:"embedded"`
	}
	err := s.reader(ctx).db.Raw(`SELECT x.id AS figure_id, x.what AS figure_what, x.figure AS figure_figure, x.source_url AS figure_source_url,
			x.counted_at AS figure_counted_at, x.said_at AS figure_said_at, `+threadName+`
		FROM entered_figures x JOIN threads t ON t.id = x.thread_id JOIN repositories r ON r.id = t.repository_id
		WHERE x.`+ofPeople+` ORDER BY x.id`, accountIDs).Scan(&rows).Error
	list := make([]EnteredFigure, len(rows))
	for i, r := range rows {
		list[i] = EnteredFigure{ID: r.Figure.ID, SaidAt: fromUnix(r.Figure.SaidAt), EnteredFigure: tracker.EnteredFigure{Thread: r.Thread.ref(),
			What: r.Figure.What, Figure: r.Figure.Figure, SourceURL: r.Figure.SourceURL, At: fromUnix(r.Figure.CountedAt)}}
	}
	return list, machineError("store.EnteredFigures", err)
}

// threadNamed is what names a thread t of a repository r: the columns of threadName.
type threadNamed struct {
	OwnerID      int64 // of the line that speaks of the thread
	Host         string
	DatabaseID   int64
	NodeID       string
	Owner, Name  string
	Number       int
	Kind         int16
	ThreadNodeID string
}

const threadName = "r.host, r.database_id, r.node_id, r.owner, r.name, t.number, t.kind, t.node_id AS thread_node_id"

func (n threadNamed) ref() tracker.ThreadRef {
	return tracker.ThreadRef{Number: n.Number, Kind: word(kindCodes, n.Kind), NodeID: n.ThreadNodeID,
		Repository: tracker.RepositoryRef{Host: n.Host, DatabaseID: n.DatabaseID, NodeID: n.NodeID, Owner: n.Owner, Name: n.Name}}
}

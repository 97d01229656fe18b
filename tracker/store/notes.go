package store

import (
	"context"
	"strings"

	"rungless/tracker"
)

// noteRow is what a person says of one contribution of theirs. It names the contribution
// as contributionRow does, but for the account, so that it follows its person.
type noteRow struct {
	PersonID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind      int16 `gorm:"primaryKey;autoIncrement:false"`
	SubjectID int64 `gorm:"primaryKey;autoIncrement:false"`
	IsPinned  bool
	IsHidden  bool
	Words     string
	Contested string
	SaidAt    int64
}

func (noteRow) TableName() string { return "notes" }

func (r noteRow) note() tracker.Note {
	return tracker.Note{Pinned: r.IsPinned, Hidden: r.IsHidden, Words: r.Words, Contested: r.Contested}
}

// mostPins is how many contributions a person may pin: more are no choice any more.
const mostPins = 12

// Annotate changes what a person says of the contribution of theirs at an address, and
// returns it with what is said now. A note that says nothing is forgotten.
func (s *Store) Annotate(ctx context.Context, personID int64, address string, change func(*tracker.Note)) (tracker.Contribution, error) {
	const op = "store.Annotate"
	named, err := tracker.ParsePermalink(address)
	if err != nil {
		return tracker.Contribution{}, err
	}
	var done tracker.Contribution
	err = s.saying(ctx, op, personID, func(t *tx) error {
		of, err := t.ownContribution(personID, named, address)
		if err != nil {
			return err
		}
		if done, err = t.presentOne(of); err != nil {
			return err
		}
		change(&done.Note)
		done.Note.Words, done.Note.Contested = strings.TrimSpace(clean(done.Note.Words)), strings.TrimSpace(clean(done.Note.Contested))
		return t.saveNote(personID, of, done.Note, s.now().Unix())
	})
	return done, err
}

// saveNote keeps what a person says of a contribution instead of what they said before.
func (t *tx) saveNote(personID int64, of contributionRow, n tracker.Note, now int64) error {
	if err := n.Check(); err != nil {
		return err
	}
	if err := t.db.Exec("DELETE FROM notes WHERE person_id = ? AND kind = ? AND subject_id = ?", personID, of.Kind, of.SubjectID).Error; err != nil || n.IsZero() {
		return err
	}
	if n.Pinned {
		var pins int
		if err := t.db.Raw("SELECT count(*) FROM notes WHERE person_id = ? AND is_pinned", personID).Scan(&pins).Error; err != nil {
			return err
		}
		if pins >= mostPins {
			return tracker.Errorf(tracker.Conflict, "store.saveNote", "%d contributions are pinned already", pins).WithHint("take the pin off another one first")
		}
	}
	return insert(t, []noteRow{{personID, of.Kind, of.SubjectID, n.Pinned, n.Hidden, n.Words, n.Contested, now}}, 8)
}

// presentOne turns one line of contributions into what readers get.
func (t *tx) presentOne(row contributionRow) (tracker.Contribution, error) {
	list, err := t.present([]contributionRow{row})
	if err != nil {
		return tracker.Contribution{}, err
	}
	return list[0], nil
}

// ownContribution finds the contribution of a person that an address names. A former
// name of its repository finds it too.
func (t *tx) ownContribution(personID int64, named tracker.Permalink, address string) (contributionRow, error) {
	rows, err := t.ownContributions(personID, named)
	if err != nil {
		return contributionRow{}, err
	}
	if named.Kind == tracker.ResearchCredit {
		rows, err = t.creditsAt(rows, address)
	}
	if err == nil && len(rows) == 0 {
		err = tracker.Errorf(tracker.NotFound, "store.ownContribution", "nothing that this person did at %s is stored", address).
			WithHint("name a contribution of theirs: the list of their evidence has the addresses")
	}
	if err != nil {
		return contributionRow{}, err
	}
	return rows[0], nil
}

// ownContributions selects what a person did at a place; of credits, all in the
// repository.
func (t *tx) ownContributions(personID int64, named tracker.Permalink) ([]contributionRow, error) {
	from, condition, args := "", "", []any{personID, named.Repository.Host, clean(named.Repository.FullName())}
	switch {
	case named.Kind == tracker.ResearchCredit:
		condition = "c.kind = 10"
	case named.DatabaseID != 0:
		from, condition = "JOIN thread_items i ON i.id = c.subject_id", "c.kind = ? AND i.kind = c.kind AND i.database_id = ?"
		args = append(args, kindCode(named.Kind), named.DatabaseID)
	case named.SHA != "":
		from, condition = "JOIN commits m ON m.id = c.subject_id", "c.kind = 9 AND m.sha = ?"
		args = append(args, named.SHA)
	default:
		from, condition = "JOIN threads t ON t.id = c.subject_id", "c.kind IN (1, 4, 6) AND t.number = ?"
		args = append(args, named.Number)
	}
	var rows []contributionRow
	err := t.db.Raw(`SELECT c.* FROM person_accounts p JOIN contributions c ON c.account_id = p.account_id `+from+`
		WHERE p.person_id = ? AND c.repository_id IN (SELECT repository_id FROM repository_names WHERE host = ? AND full_name = lower(?)) AND `+condition+`
		ORDER BY c.role, c.account_id`, args...).Scan(&rows).Error
	return rows, err
}

// creditsAt leaves of credits those that a line of a file gives.
func (t *tx) creditsAt(rows []contributionRow, address string) ([]contributionRow, error) {
	list, err := t.present(rows)
	for i, c := range list {
		if c.URL == address {
			return rows[i : i+1], nil
		}
	}
	return nil, err
}

// Notes returns what a person said of contributions of theirs that are still there,
// newest first.
func (s *Store) Notes(ctx context.Context, personID int64) ([]tracker.Contribution, error) {
	t := s.reader(ctx)
	var rows []contributionRow
	err := t.db.Raw(`SELECT c.* FROM contributions c WHERE c.id IN (SELECT min(c.id) FROM notes n JOIN person_accounts p ON p.person_id = n.person_id
			JOIN contributions c ON c.kind = n.kind AND c.subject_id = n.subject_id AND c.account_id = p.account_id
			WHERE n.person_id = ? GROUP BY n.kind, n.subject_id) ORDER BY c.occurred_at DESC, c.id DESC`, personID).Scan(&rows).Error
	if err != nil {
		return nil, machineError("store.Notes", err)
	}
	list, err := t.present(rows)
	return list, machineError("store.Notes", err)
}

// notesOf loads what is said of some contributions, by them.
func (t *tx) notesOf(rows []contributionRow) (map[actKey]tracker.Note, error) {
	keys := make([][]any, len(rows))
	for i, r := range rows {
		keys[i] = []any{r.Kind, r.SubjectID, r.AccountID}
	}
	var found []struct {
		Note      noteRow `gorm:"embedded"`
		AccountID int64
	}
	err := t.queryKeyed(&found, `SELECT n.*, p.account_id FROM {keys} CROSS JOIN notes n CROSS JOIN person_accounts p
		WHERE n.kind = k.a AND n.subject_id = k.b AND p.person_id = n.person_id AND p.account_id = k.c`, keys)
	notes := make(map[actKey]tracker.Note, len(found))
	for _, f := range found {
		notes[contributionRow{Kind: f.Note.Kind, SubjectID: f.Note.SubjectID, AccountID: f.AccountID}.key()] = f.Note.note()
	}
	return notes, err
}

// moveNotes moves what is said of one thing to another that it turned out to be. What
// was said of that already stays; dropNotes drops the rest.
func moveNotes(kinds string) string {
	return `INSERT INTO notes SELECT person_id, kind, @Into, is_pinned, is_hidden, words, contested, said_at FROM notes
		WHERE subject_id = @Old AND kind IN (` + kinds + `) ON CONFLICT DO NOTHING`
}

func dropNotes(kinds string) string {
	return "DELETE FROM notes WHERE subject_id = @Old AND kind IN (" + kinds + ")"
}

// moveNotesOfWorks moves what is said of credits on works that are gone to those that they
// became a part of.
func (t *tx) moveNotesOfWorks(gone map[int64]bool, became map[int64]int64) error {
	for old := range gone {
		into, found := became[old]
		if !found {
			continue
		}
		if err := t.each(pair{old, into}, moveNotes("10"), dropNotes("10")); err != nil {
			return err
		}
	}
	return nil
}

package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rungless/tracker"
)

// moveDisclosureRow is what a person says of their move into one domain, or, where the
// domain is "", of all.
type moveDisclosureRow struct {
	PersonID int64  `gorm:"primaryKey;autoIncrement:false"`
	Domain   string `gorm:"primaryKey"`
	Choice   string
	ChosenAt int64
	SeenAt   int64 // when the person could see the move first; 0: there is none yet
}

func (moveDisclosureRow) TableName() string { return "move_disclosures" }

// MoveChoice is what a person says of who may see a move of theirs in the domain.
type MoveChoice string

// The choices. Without one a move is the person's alone.
const (
	NoChoice  MoveChoice = ""
	ShareMove MoveChoice = "shared"   // the domain may see it from now on
	HoldMove  MoveChoice = "withheld" // it never may, whatever is said of all moves
	ShowLater MoveChoice = "later"    // of all moves: each may be seen [MovesWait] after the person could see it
)

// MovesWait is for how long the person alone can see a move that is shown later.
const MovesWait = 14 * 24 * time.Hour

// MoveDisclosure is what a person says of one move.
type MoveDisclosure struct {
	Domain   string
	Choice   MoveChoice // NoChoice, ShareMove or HoldMove
	SeenAt   time.Time  // when the person could see it first; zero: there is none yet
	ArriveAt time.Time  // from when on others in the domain may see it; zero: never
}

// MoveDisclosures are all that a person says of their moves.
type MoveDisclosures struct {
	ShowsLater bool             // every move that is not withheld, after [MovesWait]
	Moves      []MoveDisclosure // by domain
}

// ChooseMove says who may see a person's move into a domain. NoChoice takes back what was
// said.
func (s *Store) ChooseMove(ctx context.Context, personID int64, domain string, choice MoveChoice) error {
	const op = "store.ChooseMove"
	if clean(domain) == "" {
		return tracker.Errorf(tracker.Invalid, op, "a move is into a domain, and none is named").WithHint("rungless domains lists them")
	}
	if choice != NoChoice && choice != ShareMove && choice != HoldMove {
		return tracker.Errorf(tracker.Invalid, op, "a move cannot be %q", choice).WithHint("share it, withhold it, or say nothing of it")
	}
	return s.chooseMove(ctx, op, personID, clean(domain), choice)
}

// ShowMovesLater says whether a person's moves may be seen in their domains [MovesWait]
// after the person could see them.
func (s *Store) ShowMovesLater(ctx context.Context, personID int64, later bool) error {
	choice := NoChoice
	if later {
		choice = ShowLater
	}
	return s.chooseMove(ctx, "store.ShowMovesLater", personID, "", choice)
}

func (s *Store) chooseMove(ctx context.Context, op string, personID int64, domain string, choice MoveChoice) error {
	return s.transaction(ctx, op, func(t *tx) error {
		row, err := t.moveDisclosure(personID, domain)
		if err != nil || row.Choice == string(choice) {
			return err
		}
		row.Choice, row.ChosenAt = string(choice), s.now().Unix()
		return upsert(t, []moveDisclosureRow{row}, 5)
	})
}

// moveDisclosure returns what is stored of a tracked person and a domain, or an empty row.
func (t *tx) moveDisclosure(personID int64, domain string) (moveDisclosureRow, error) {
	if _, err := t.person(personID); err != nil {
		return moveDisclosureRow{}, err
	}
	var rows []moveDisclosureRow
	err := t.db.Where("person_id = ? AND domain = ?", personID, domain).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return moveDisclosureRow{PersonID: personID, Domain: domain}, err
	}
	return rows[0], nil
}

// SeeMoves notes that a person can see moves of theirs into some domains as of now. What
// was noted of a domain before stays.
func (s *Store) SeeMoves(ctx context.Context, personID int64, domains []string) error {
	known, err := s.MoveDisclosures(ctx, personID)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, m := range known.Moves {
		seen[m.Domain] = !m.SeenAt.IsZero()
	}
	var fresh []string
	for _, domain := range domains {
		if domain = clean(domain); domain != "" && !seen[domain] {
			fresh = append(fresh, domain)
		}
	}
	if len(fresh) == 0 || s.readOnly {
		return nil
	}
	s.keeping.Lock() // many people's moves are found at once: no answer is lost to this note
	defer s.keeping.Unlock()
	return s.transaction(ctx, "store.SeeMoves", func(t *tx) error {
		for _, domain := range fresh {
			row, err := t.moveDisclosure(personID, domain)
			if err != nil {
				return err
			}
			row.SeenAt = cmp.Or(row.SeenAt, s.now().Unix())
			if err := upsert(t, []moveDisclosureRow{row}, 5); err != nil {
				return err
			}
		}
		return nil
	})
}

// MoveDisclosures returns what a person says of their moves.
func (s *Store) MoveDisclosures(ctx context.Context, personID int64) (MoveDisclosures, error) {
	var rows []moveDisclosureRow
	var all MoveDisclosures
	err := s.reader(ctx).db.Where("person_id = ?", personID).Order("domain").Find(&rows).Error
	if err != nil {
		return all, machineError("store.MoveDisclosures", err)
	}
	var later moveDisclosureRow
	for _, row := range rows {
		if row.Domain == "" {
			later = row
		}
	}
	all.ShowsLater = later.Choice == string(ShowLater)
	for _, row := range rows {
		if row.Domain != "" {
			all.Moves = append(all.Moves, row.disclosure(later))
		}
	}
	return all, nil
}

// disclosure says from when on others may see a move. What is shown later is shown no
// sooner than the person said so.
func (r moveDisclosureRow) disclosure(later moveDisclosureRow) MoveDisclosure {
	d := MoveDisclosure{Domain: r.Domain, Choice: MoveChoice(r.Choice), SeenAt: fromUnix(r.SeenAt)}
	switch {
	case r.SeenAt == 0 || d.Choice == HoldMove:
	case d.Choice == ShareMove:
		d.ArriveAt = fromUnix(max(r.ChosenAt, r.SeenAt))
	case later.Choice == string(ShowLater):
		d.ArriveAt = fromUnix(max(r.SeenAt+int64(MovesWait/time.Second), later.ChosenAt))
	}
	return d
}

// Arrival is that a person's move into a domain may be seen there.
type Arrival struct {
	PersonID int64
	Since    time.Time // from when on
}

// Arrivals lists the moves into a domain that a viewer may see as of a time, the newest
// first: those that their person shares or lets be shown, and of these those whose person
// lets the viewer see moves at all. nil is nobody in particular, for whom only the first
// counts. A move of which the person could not know first is in no answer.
func (s *Store) Arrivals(ctx context.Context, domain string, v *Viewer, asOf time.Time) ([]Arrival, error) {
	const since = `CASE WHEN d.choice = 'shared' THEN (CASE WHEN d.chosen_at > d.seen_at THEN d.chosen_at ELSE d.seen_at END)
		WHEN d.seen_at + ? > a.chosen_at THEN d.seen_at + ? ELSE a.chosen_at END`
	condition, ours := "1 = 1", []any(nil)
	if v != nil {
		condition, ours = v.seen(MovesSection)
	}
	wait := int64(MovesWait / time.Second)
	var rows []struct{ PersonID, Since int64 }
	err := s.reader(ctx).db.Raw(`SELECT person_id, since FROM (
			SELECT d.person_id, `+since+` AS since
			FROM move_disclosures d LEFT JOIN move_disclosures a ON a.person_id = d.person_id AND a.domain = ''
			WHERE d.domain = ? AND d.domain <> '' AND d.seen_at <> 0 AND (d.choice = 'shared' OR d.choice = '' AND a.choice = 'later')
		) m WHERE since <= ? AND person_id IN (SELECT x.id FROM people x WHERE `+condition+`) ORDER BY since DESC, person_id`,
		slices.Concat([]any{wait, wait, clean(domain), unix(asOf)}, ours)...).Scan(&rows).Error
	list := make([]Arrival, len(rows))
	for i, r := range rows {
		list[i] = Arrival{r.PersonID, fromUnix(r.Since)}
	}
	return list, machineError("store.Arrivals", err)
}

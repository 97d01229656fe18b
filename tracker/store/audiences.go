package store

import (
	"context"
	"slices"
	"time"

	"rungless/tracker"
)

// Section is a part of what is shown of a person that has an audience of its own.
type Section string

// The sections. What is known of somebody's research belongs to their evidence.
const (
	ScopeSection    Section = "scope"
	DepthSection    Section = "depth"
	EvidenceSection Section = "evidence"
	MovesSection    Section = "moves"
	// AnySection stands for having shared anything.
	AnySection Section = ""
)

// Sections lists the sections, in the order of pages.
func Sections() []Section {
	return []Section{ScopeSection, DepthSection, EvidenceSection, MovesSection}
}

// Audience is who may see a section besides the person.
type Audience string

// The audiences. OnlyMe holds until the person says otherwise.
const (
	OnlyMe       Audience = "me"
	Named        Audience = "named"
	Organization Audience = "organization"
)

// Viewer is who looks at an instance on which people choose who sees them. The zero
// Viewer sees nobody.
type Viewer struct {
	PersonID int64
	Host     string
	Number   int64 // GitHub's number of the viewer's account
}

// Sharing is who may see one section of a person.
type Sharing struct {
	Audience Audience
	Named    []tracker.Account // by login; each with host and number
}

// Share sets who may see a section of a person. Those who are named are known by their
// numbers, whether they ever signed in or not.
func (s *Store) Share(ctx context.Context, personID int64, section Section, with Sharing) error {
	const op = "store.Share"
	if !slices.Contains(Sections(), section) || !slices.Contains([]Audience{OnlyMe, Named, Organization}, with.Audience) {
		return tracker.Errorf(tracker.Invalid, op, "%q cannot be shared with %q", section, with.Audience)
	}
	return s.transaction(ctx, op, func(t *tx) error {
		if err := t.db.Exec("DELETE FROM audience_members WHERE person_id = ? AND section = ?", personID, section).Error; err != nil {
			return err
		}
		var rows []audienceMemberRow
		for _, a := range with.Named {
			if a.DatabaseID == 0 {
				return tracker.Errorf(tracker.Invalid, op, "an account without a number cannot be named")
			}
			rows = append(rows, audienceMemberRow{PersonID: personID, Section: string(section), Host: a.Host, Number: a.DatabaseID, Login: clean(a.Login)})
		}
		if err := upsert(t, rows, 5); err != nil {
			return err
		}
		return upsert(t, []audienceRow{{personID, string(section), string(with.Audience)}}, 3)
	})
}

// Sharings returns who may see each section of a person: every section is there.
func (s *Store) Sharings(ctx context.Context, personID int64) (map[Section]Sharing, error) {
	const op = "store.Sharings"
	t := s.reader(ctx)
	var rows []audienceRow
	var named []audienceMemberRow
	if err := t.db.Where("person_id = ?", personID).Find(&rows).Error; err != nil {
		return nil, machineError(op, err)
	}
	if err := t.db.Where("person_id = ?", personID).Order("login, number").Find(&named).Error; err != nil {
		return nil, machineError(op, err)
	}
	all := map[Section]Sharing{}
	for _, section := range Sections() {
		all[section] = Sharing{Audience: OnlyMe}
	}
	for _, r := range rows {
		all[Section(r.Section)] = Sharing{Audience: Audience(r.Audience)}
	}
	for _, r := range named {
		with := all[Section(r.Section)]
		with.Named = append(with.Named, tracker.Account{Host: r.Host, DatabaseID: r.Number, Login: r.Login})
		all[Section(r.Section)] = with
	}
	return all, nil
}

// seen is the condition that the line x of people may be seen by a viewer in a section.
// It is the one place in which audiences are weighed.
func (v Viewer) seen(section Section) (condition string, args []any) {
	ofSection, one := "", []any(nil)
	if section != AnySection {
		ofSection, one = " AND u.section = ?", []any{string(section)}
	}
	condition = `(x.id = ? OR ? <> 0 AND EXISTS (SELECT 1 FROM audiences u WHERE u.person_id = x.id` + ofSection + `
		AND (u.audience = 'organization' OR u.audience = 'named' AND EXISTS (SELECT 1 FROM audience_members n
			WHERE n.person_id = u.person_id AND n.section = u.section AND n.host = ? AND n.number = ?))))`
	return condition, slices.Concat([]any{v.PersonID, v.Number}, one, []any{v.Host, v.Number})
}

// VisibleSections lists what a viewer may see of a person, in the order of pages.
func (s *Store) VisibleSections(ctx context.Context, personID int64, v Viewer) ([]Section, error) {
	var visible []Section
	for _, section := range Sections() {
		found, err := s.reader(ctx).visible(v, section, "x.id = ?", personID)
		if err != nil {
			return nil, machineError("store.VisibleSections", err)
		}
		if len(found) > 0 {
			visible = append(visible, section)
		}
	}
	return visible, nil
}

// visible selects the people whom a viewer may see among those of a condition on x.
func (t *tx) visible(v Viewer, section Section, among string, args ...any) ([]int64, error) {
	condition, ours := v.seen(section)
	var ids []int64
	err := t.db.Raw("SELECT x.id FROM people x WHERE "+among+" AND "+condition+" ORDER BY x.id", slices.Concat(args, ours)...).Scan(&ids).Error
	return ids, err
}

// PeopleShowing returns the people who show a viewer a section, by login.
func (s *Store) PeopleShowing(ctx context.Context, v Viewer, section Section) ([]tracker.Person, error) {
	people, err := s.reader(ctx).peopleShowing(v, section)
	return people, machineError("store.PeopleShowing", err)
}

func (t *tx) peopleShowing(v Viewer, section Section) ([]tracker.Person, error) {
	condition, args := v.seen(section)
	return t.people("p.id IN (SELECT x.id FROM people x WHERE "+condition+")", args...)
}

// peopleSeenBy returns the people who show a viewer anything, by login; nil sees everybody.
func (t *tx) peopleSeenBy(v *Viewer) ([]tracker.Person, error) {
	if v == nil {
		return t.people("1 = 1")
	}
	return t.peopleShowing(*v, AnySection)
}

// View is that somebody opened a section of a person on a day.
type View struct {
	Day     time.Time // midnight UTC: nobody's hours are kept
	Login   string    // of who looked, as it is now
	Section Section
}

// viewsKept is how long views are kept, in days.
const viewsKept = 31

func dayOf(at time.Time) int64 { return at.Unix() / (24 * 60 * 60) }

// KeepView keeps that a member opened a section of a person, once a day, and forgets
// what is older than a month.
func (s *Store) KeepView(ctx context.Context, personID, memberID int64, section Section, at time.Time) error {
	const op = "store.KeepView"
	row := viewRow{PersonID: personID, Day: dayOf(at), MemberID: memberID, Section: string(section)}
	var known int64
	if err := s.reader(ctx).db.Model(&viewRow{}).Where("person_id = ? AND day = ? AND member_id = ? AND section = ?", personID, row.Day, memberID, section).Count(&known).Error; err != nil || known > 0 {
		return machineError(op, err)
	}
	return s.transaction(ctx, op, func(t *tx) error {
		if err := t.db.Exec("DELETE FROM views WHERE day < ?", row.Day-viewsKept).Error; err != nil {
			return err
		}
		return upsert(t, []viewRow{row}, 4)
	})
}

// Views lists who opened what of a person, newest first.
func (s *Store) Views(ctx context.Context, personID int64, now time.Time) ([]View, error) {
	var rows []struct {
		Day            int64
		Login, Section string
	}
	err := s.reader(ctx).db.Raw(`SELECT v.day, m.login, v.section FROM views v JOIN members m ON m.id = v.member_id
		WHERE v.person_id = ? AND v.day >= ? ORDER BY v.day DESC, lower(m.login), v.section`, personID, dayOf(now)-viewsKept).Scan(&rows).Error
	list := make([]View, len(rows))
	for i, r := range rows {
		list[i] = View{Day: fromUnix(r.Day * 24 * 60 * 60), Login: r.Login, Section: Section(r.Section)}
	}
	return list, machineError("store.Views", err)
}

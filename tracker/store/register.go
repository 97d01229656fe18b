package store

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"rungless/tracker"
)

// register is how a row that several sources report is merged: every field is
// a last-writer-wins register. A view of the thing has a version (when it was
// true, and how far its source is believed); a field holds the value of the
// newest view that said it. So the row that results does not depend on the order
// in which the views arrive.
//
// Version is the newest view's. Most fields are as old as that, so only the
// others are written down, by name, in Ages.
type register struct {
	Version int64
	Ages    string // JSON: field -> version; "" when there is none
}

// view is one source's word on one thing.
type view struct {
	version int64 // 4 * unix seconds + rank of the source
	latest  bool  // among views of one version the later arrival wins: GitHub answers in order
	whole   bool  // what it leaves empty is empty
}

// ranks order the sources among views of the same second.
var ranks = map[tracker.SourceName]int64{tracker.ArchiveSource: 1, tracker.CloneSource: 2, tracker.GitHubSource: 3}

// viewOf makes the view of a thing as it was at a time; a zero time makes the
// oldest view, which only fills what is empty.
func viewOf(source tracker.SourceName, at time.Time) view {
	return view{version: 4*unix(at) + ranks[source], latest: source == tracker.GitHubSource}
}

// merge applies one view to the fields of one row.
type merge struct {
	view
	row     *register
	was     int64            // the row's version before this view
	emptied int64            // version of the newest whole view before this one; never when none
	ages    map[string]int64 // before this view
	next    map[string]int64 // after it, by field
	blank   map[string]bool  // fields that are empty after it
	changed bool             // a field got another value
}

const never = -1

func (v view) onto(row *register, wholeVersion int64) *merge {
	m := &merge{view: v, row: row, was: row.Version, emptied: never}
	if wholeVersion != 0 {
		m.emptied = wholeVersion
	}
	if row.Ages != "" {
		_ = json.Unmarshal([]byte(row.Ages), &m.ages) // written by done alone
	}
	return m
}

// held returns the version of a field's value, never when nobody said it.
func (m *merge) held(field string, empty bool) int64 {
	if age, ok := m.ages[field]; ok {
		return age
	}
	if empty {
		return m.emptied
	}
	return m.was
}

// beats reports whether this view replaces a value of version held. order tells
// how its value compares with the stored one: among equals of a source that has
// no order of its own the greater value wins, whatever that means, so that one
// of them always does.
func (m *merge) beats(held int64, order int) bool {
	return m.version > held || m.version == held && (m.latest || order > 0)
}

// note remembers a field's version after the merge.
func (m *merge) note(field string, version int64, empty bool) {
	if m.next == nil {
		m.next, m.blank = make(map[string]int64, 24), make(map[string]bool, 24)
	}
	m.next[field], m.blank[field] = version, empty
}

// set merges one field. none is the value that means "not said".
func set[T cmp.Ordered](m *merge, field string, into *T, value, none T) {
	held := m.held(field, *into == none)
	if (value != none || m.whole) && m.beats(held, cmp.Compare(value, *into)) {
		m.changed = m.changed || *into != value
		*into, held = value, m.version
	}
	m.note(field, held, *into == none)
}

func (m *merge) text(field string, into *string, value string) { set(m, field, into, clean(value), "") }
func (m *merge) number(field string, into *int64, value int64) { set(m, field, into, value, 0) }
func (m *merge) at(field string, into *int64, value time.Time) { set(m, field, into, unix(value), 0) }
func (m *merge) code(field string, into *int16, value int16)   { set(m, field, into, value, 0) }
func (m *merge) count(field string, into *int64, value int)    { set(m, field, into, int64(value), 0) }
func (m *merge) counted(field string, into *int64, value int)  { set(m, field, into, int64(value), -1) }

// flag merges a boolean; said tells whether its false means false.
func (m *merge) flag(field string, into *bool, value, said bool) {
	held := m.held(field, !*into)
	if (value || said || m.whole) && m.beats(held, order(value)-order(*into)) {
		m.changed = m.changed || *into != value
		*into, held = value, m.version
	}
	m.note(field, held, !*into)
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// list decides over a list that is stored beside the row: replace it, keep it,
// or, on a tie, let the lists themselves decide.
func (m *merge) list(field string, said bool) verdict {
	held := m.held(field, true)
	v := keepList
	if said && m.beats(held, 0) {
		held, v = m.version, replaceList
	} else if said && m.version == held {
		v = compareLists
	}
	m.note(field, held, true)
	return v
}

type verdict int

const (
	keepList verdict = iota
	replaceList
	compareLists
)

// done writes the versions into the row. wholeVersion is the newest whole
// view's, after this one.
func (m *merge) done(wholeVersion int64) {
	m.row.Version = max(m.was, m.version)
	empty := int64(never)
	if wholeVersion != 0 {
		empty = wholeVersion
	}
	ages := map[string]int64{}
	for field, version := range m.next {
		usual := m.row.Version
		if m.blank[field] {
			usual = empty
		}
		if version != usual {
			ages[field] = version
		}
	}
	m.row.Ages = ""
	if len(ages) > 0 {
		text, _ := json.Marshal(ages) // a map of numbers cannot fail
		m.row.Ages = string(text)
	}
}

// unix is a time as it is stored; 0 for the zero time.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// fromUnix is the inverse of unix, in UTC.
func fromUnix(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// clean makes outside text storable: PostgreSQL refuses NUL and invalid UTF-8,
// so both engines get U+FFFD in their place. Payloads keep their exact bytes.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

package store

import (
	"cmp"
	"slices"
	"strings"

	"rungless/tracker"
)

// citationRow is one link from a text to a comment. Kind and SubjectID say whose
// text it is, as in payloads.
type citationRow struct {
	Kind       int16 `gorm:"primaryKey;autoIncrement:false"`
	SubjectID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Position   int64 `gorm:"primaryKey;autoIncrement:false"`
	Host       string
	Repository string // owner/name as the link has it, lower case
	Number     int64  // of the thread, as the link has it
	ThreadKind int16
	CitedKind  int16
	CitedID    int64 // the comment's number within its kind
}

func (r citationRow) subject() payloadKey { return payloadKey{r.Kind, r.SubjectID} }

// plannedCitations are the links of one text that is to be stored.
type plannedCitations struct {
	fresh   bool // its subject is new, so nothing is stored of it
	verdict verdict
	rows    []citationRow
	graves  []*grave // of its subject and of what that is in
}

// mergeText merges what an item's text says: whether it has words, and what it
// links to. Both are of the view that gave the text.
func (a *applier) mergeText(m *merge, e *entry[itemRow], thread tracker.ThreadRef, wording tracker.Wording, cites []tracker.CommentRef) {
	held, order := m.held("wording", e.row.Wording == 0), cmp.Compare(int16(wording), e.row.Wording)
	m.code("wording", &e.row.Wording, int16(wording))
	if wording == tracker.NotSaid {
		return
	}
	subject, graves := payloadKey{e.row.Kind, e.row.ID}, a.itemGraves(e, thread)
	switch {
	case m.beats(held, order):
		a.cite(subject, e.fresh, replaceList, cites, graves...)
	case m.version == held && order == 0:
		a.cite(subject, e.fresh, compareLists, cites, graves...)
	}
}

// cite plans to store the links of a text. A later view of the same batch has the
// last word, as it would have in a batch of its own.
func (a *applier) cite(subject payloadKey, fresh bool, v verdict, cites []tracker.CommentRef, graves ...*grave) {
	rows := citationRows(subject, cites)
	planned := a.citations[subject]
	switch {
	case planned == nil && (len(rows) > 0 || !fresh):
		a.citations[subject] = &plannedCitations{fresh, v, rows, graves}
	case planned != nil && (v == replaceList || greater(rows, planned.rows)):
		planned.rows, planned.verdict = rows, max(planned.verdict, v)
		if v == replaceList {
			planned.verdict = replaceList
		}
	}
}

// citationRows makes the rows of one text's links.
func citationRows(subject payloadKey, cites []tracker.CommentRef) []citationRow {
	return numbered(cites, func(i int64, c tracker.CommentRef) citationRow {
		return citationRow{subject.kind, subject.subject, i, clean(c.Thread.Repository.Host), strings.ToLower(clean(c.Thread.Repository.FullName())),
			int64(c.Thread.Number), kindCode(c.Thread.Kind), kindCode(c.Kind), c.DatabaseID}
	})
}

// saveCitations writes the planned links that differ from the stored ones, and
// counts them in the row of a review or comment, so that a reader knows where
// there are any.
func (a *applier) saveCitations() error {
	stored, err := a.storedCitations()
	if err != nil {
		return err
	}
	var gone [][]any
	var rows []citationRow
	changed := map[payloadKey]int{}
	for subject, p := range a.citations {
		old := stored[subject]
		if anyDeleted(p.graves) || slices.Equal(old, p.rows) || p.verdict == compareLists && !greater(p.rows, old) {
			continue
		}
		if len(old) > 0 {
			gone = append(gone, []any{subject.kind, subject.subject})
		}
		rows = append(rows, p.rows...)
		changed[subject] = len(p.rows)
		a.reach.cited = append(append(a.reach.cited, old...), p.rows...)
	}
	a.countCitations(changed)
	if err := a.execKeyed("DELETE FROM citations WHERE (kind, subject_id) IN (SELECT a, b FROM {keys})", gone); err != nil {
		return err
	}
	slices.SortFunc(rows, func(x, y citationRow) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.SubjectID, y.SubjectID), cmp.Compare(x.Position, y.Position))
	})
	return insert(a.tx, rows, 9)
}

func (a *applier) storedCitations() (map[payloadKey][]citationRow, error) {
	var keys [][]any
	for subject, p := range a.citations {
		if !p.fresh {
			keys = append(keys, []any{subject.kind, subject.subject})
		}
	}
	rows, err := loadBy[citationRow](a.tx, "citations", []string{"kind", "subject_id"}, keys)
	slices.SortFunc(rows, func(x, y citationRow) int { return cmp.Compare(x.Position, y.Position) })
	stored := map[payloadKey][]citationRow{}
	for _, row := range rows {
		stored[row.subject()] = append(stored[row.subject()], row)
	}
	return stored, err
}

// countCitations marks what has other links than before as changed.
func (a *applier) countCitations(changed map[payloadKey]int) {
	if len(changed) == 0 {
		return
	}
	for _, e := range a.items {
		if n, ok := changed[payloadKey{e.row.Kind, e.row.ID}]; ok {
			e.row.Citations, e.touched, e.changed = int16(n), true, true
		}
	}
	for _, e := range a.threads {
		if _, ok := changed[payloadKey{threadPayload, e.row.ID}]; ok {
			e.changed = true
		}
	}
	for _, e := range a.commits {
		if _, ok := changed[payloadKey{codeOfCommit, e.row.ID}]; ok {
			e.changed = true
		}
	}
}

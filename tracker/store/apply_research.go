package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"rungless/tracker"
)

// mergeResearch stores citation files. A file comes whole, over its history, so
// its lines replace those stored; a view that is older than the stored one, or
// sees less of the same version's history, changes nothing.
func (a *applier) mergeResearch() error {
	for i := range a.batch.Research {
		f := &a.batch.Research[i]
		repository := a.repository(f.Repository)
		if repository == nil || f.Path == "" {
			return tracker.Errorf(tracker.Invalid, "store.Apply", "the source %s reports a citation file without its repository or path", a.source)
		}
		m := &fileMerge{applier: a, file: f, repository: repository.row.ID}
		if err := m.run(); err != nil {
			return err
		}
	}
	return nil
}

// fileMerge is one citation file on its way into the store.
type fileMerge struct {
	*applier
	file       *tracker.ResearchFile
	repository int64
	row        researchFileRow
	mentions   map[string]mentionRow // stored ones, by slot
	credits    map[creditKey]creditRow
	isPartial  bool // less of the history is seen than is stored: events are kept
}

type creditKey struct {
	mention int64
	entry   string
}

func (m *fileMerge) run() error {
	isOld, err := m.open()
	if err != nil || isOld {
		return err
	}
	if err := m.load(); err != nil {
		return err
	}
	if err := m.saveMentions(); err != nil {
		return err
	}
	if err := m.saveCredits(); err != nil {
		return err
	}
	if err := m.saveEvents(); err != nil {
		return err
	}
	return m.saveWarnings()
}

// open finds the file's row under its path or a former one, and makes one where
// there is none. isOld says that what is stored is better than this view.
func (m *fileMerge) open() (isOld bool, err error) {
	keys := [][]any{{m.repository, clean(m.file.Path)}}
	for _, path := range m.file.FormerPaths {
		keys = append(keys, []any{m.repository, clean(path)})
	}
	rows, err := loadBy[researchFileRow](m.tx, "research_files", []string{"repository_id", "path"}, keys)
	if err != nil {
		return false, err
	}
	if i := slices.IndexFunc(rows, func(r researchFileRow) bool { return r.Path == clean(m.file.Path) }); i > 0 {
		rows[0], rows[i] = rows[i], rows[0]
	}
	next := researchFileRow{RepositoryID: m.repository, Path: clean(m.file.Path), Blob: clean(m.file.Blob), CommitSHA: clean(m.file.CommitSHA),
		RevisedAt: unix(m.file.RevisedAt), Versions: int64(m.file.Versions), Text: clean(m.file.Text)}
	if len(rows) == 0 {
		next.ID, err = m.nextID("research_files")
		m.row = next
		return false, cmp.Or(err, insert(m.tx, []researchFileRow{next}, 8))
	}
	m.row = rows[0]
	fewer := next.Versions < m.row.Versions
	if next.RevisedAt < m.row.RevisedAt || fewer && next.Blob == m.row.Blob {
		return true, nil
	}
	m.isPartial = fewer
	next.ID, next.Versions = m.row.ID, max(next.Versions, m.row.Versions)
	if next != m.row {
		err = upsert(m.tx, []researchFileRow{next}, 8)
	}
	for _, twin := range rows[1:] { // the same file, read before it was renamed and restored
		err = cmp.Or(err, m.dropFile(twin.ID))
	}
	return false, err
}

// load reads the stored mentions and credits of the file.
func (m *fileMerge) load() error {
	m.mentions, m.credits = map[string]mentionRow{}, map[creditKey]creditRow{}
	mentions, err := loadBy[mentionRow](m.tx, "work_mentions", []string{"file_id"}, [][]any{{m.row.ID}})
	if err != nil {
		return err
	}
	ids := make([]int64, len(mentions))
	for i, row := range mentions {
		m.mentions[row.Slot], ids[i] = row, row.ID
	}
	credits, err := loadBy[creditRow](m.tx, "credits", []string{"mention_id"}, keysOf(ids))
	for _, row := range credits {
		m.credits[creditKey{row.MentionID, row.EntryKey}] = row
	}
	return err
}

func (m *fileMerge) saveMentions() error {
	var fresh, changed []mentionRow
	gone := maps.Clone(m.mentions)
	for _, mention := range m.file.Mentions {
		w := mention.Work
		old, known := m.mentions[clean(mention.Slot)]
		delete(gone, clean(mention.Slot))
		row := mentionRow{ID: old.ID, FileID: m.row.ID, Slot: clean(mention.Slot), WorkID: old.WorkID, Relation: clean(string(mention.Relation)),
			Words: workWords{Title: clean(w.Title), Year: int64(w.Year), Type: clean(w.Type), DOI: clean(w.DOI), ArXiv: clean(w.ArXiv), URL: clean(w.URL)},
			Line:  int64(mention.Line), IsPast: mention.IsPast}
		switch {
		case !known:
			var err error
			if row.ID, err = m.nextID("work_mentions"); err != nil {
				return err
			}
			fresh = append(fresh, row)
			m.research.mentions[row.ID] = true
		case row != old:
			changed = append(changed, row)
			m.research.mentions[row.ID] = true
		}
		m.mentions[row.Slot] = row
		if err := m.saveIdentities(row.ID, w.Identities); err != nil {
			return err
		}
	}
	if err := m.dropMentions(slices.Collect(maps.Values(gone))); err != nil {
		return err
	}
	if err := insert(m.tx, fresh, 13); err != nil {
		return err
	}
	return upsert(m.tx, changed, 13)
}

// saveIdentities replaces the names of a mention's work.
func (m *fileMerge) saveIdentities(mention int64, identities []tracker.WorkIdentity) error {
	stored, err := loadBy[workIdentityRow](m.tx, "work_identities", []string{"mention_id"}, [][]any{{mention}})
	if err != nil {
		return err
	}
	var rows []workIdentityRow
	for _, id := range identities {
		row := workIdentityRow{MentionID: mention, Kind: clean(id.Kind), Value: clean(id.Value)}
		if row.Kind == identityHere {
			row.Scope = m.repository
		}
		if !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	compare := func(x, y workIdentityRow) int { return strings.Compare(x.Kind+" "+x.Value, y.Kind+" "+y.Value) }
	slices.SortFunc(stored, compare)
	slices.SortFunc(rows, compare)
	if slices.Equal(stored, rows) {
		return nil
	}
	m.research.mentions[mention] = true
	if err := m.research.alsoNamed(m.tx, stored); err != nil {
		return err
	}
	if err := m.tx.db.Exec("DELETE FROM work_identities WHERE mention_id = ?", mention).Error; err != nil {
		return err
	}
	return insert(m.tx, rows, 4)
}

// identityHere is the kind of identity that holds within one repository.
const identityHere = "here"

func (m *fileMerge) saveCredits() error {
	var fresh, changed []creditRow
	gone := maps.Clone(m.credits)
	for _, mention := range m.file.Mentions {
		of := m.mentions[clean(mention.Slot)].ID
		for _, c := range mention.Credits {
			key := creditKey{of, clean(c.Key)}
			old, known := m.credits[key]
			delete(gone, key)
			row := creditRow{ID: old.ID, MentionID: of, EntryKey: key.entry, Role: clean(c.Role), Position: int64(c.Position), Name: clean(c.Name),
				NameKey: clean(c.NameKey), Affiliation: clean(c.Affiliation), ORCID: clean(c.ORCID), AccountID: m.accounts.id(c.Account),
				IsEntity: c.IsEntity, Line: int64(c.Line), IsPast: c.IsPast}
			switch {
			case !known:
				var err error
				if row.ID, err = m.nextID("credits"); err != nil {
					return err
				}
				fresh = append(fresh, row)
			case row != old:
				changed = append(changed, row)
			default:
				m.credits[key] = row
				continue
			}
			m.credits[key] = row
			m.research.credits[row.ID] = true
		}
	}
	if err := m.dropCredits(slices.Collect(maps.Values(gone))); err != nil {
		return err
	}
	if err := insert(m.tx, fresh, 13); err != nil {
		return err
	}
	return upsert(m.tx, changed, 13)
}

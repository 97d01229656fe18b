package research

import (
	"slices"
	"strings"

	"rungless/tracker"
	"rungless/tracker/research/cite"
)

// ledger follows one file from version to version.
type ledger struct {
	repository tracker.RepositoryRef
	history    tracker.FileHistory
	documents  map[string]cite.Document // by blob
	text       string                   // of the newest version, where it is a CITATION.cff
	slots      []*slot                  // in order of their first appearance
	events     []tracker.CreditEvent
	warned     int // how much of the newest version that was whole could not be read
}

// slot is one work as the file names it, over its versions.
type slot struct {
	mention tracker.Mention
	present map[string][]*entry // by role, in the file's order
	past    []*entry
	keys    map[string]bool // that were given out
}

// entry is one line in a list of people, over its versions.
type entry struct {
	credit tracker.Credit // as the newest version has it
	name   string         // folded
	orcid  string         // the newest that it had
}

func newLedger(repository tracker.RepositoryRef, history tracker.FileHistory) *ledger {
	return &ledger{repository: repository, history: history, documents: map[string]cite.Document{}}
}

// blobs lists the contents that are needed, each once.
func (l *ledger) blobs() []string {
	var list []string
	for _, v := range l.history.Versions {
		if v.Blob != "" && !slices.Contains(list, v.Blob) {
			list = append(list, v.Blob)
		}
	}
	return list
}

// take reads the contents of one blob.
func (l *ledger) take(blob string, contents []byte) error {
	i := slices.IndexFunc(l.history.Versions, func(v tracker.FileVersion) bool { return v.Blob == blob })
	if i < 0 {
		return nil
	}
	document := cite.Parse(l.history.Versions[i].Path, contents)
	l.documents[blob] = document
	if document.Kind == cite.CFF && blob == l.history.Versions[len(l.history.Versions)-1].Blob {
		l.text = string(contents)
	}
	return nil
}

// file walks through the versions and returns what they say.
func (l *ledger) file() tracker.ResearchFile {
	file := tracker.ResearchFile{Repository: l.repository, Path: l.history.Path, Versions: len(l.history.Versions)}
	for _, v := range l.history.Versions {
		if v.Path != file.Path && !slices.Contains(file.FormerPaths, v.Path) {
			file.FormerPaths = append(file.FormerPaths, v.Path)
		}
		file.Blob, file.CommitSHA, file.RevisedAt = v.Blob, v.CommitSHA, v.CommittedAt
		file.Warnings = l.version(v)
	}
	for _, s := range l.slots {
		file.Mentions = append(file.Mentions, s.finished())
	}
	file.Events, file.Text = l.events, l.text
	return file
}

// version moves on to the next version and returns what in it could not be read.
func (l *ledger) version(v tracker.FileVersion) []tracker.FileWarning {
	document, readable := l.documents[v.Blob]
	if v.Blob != "" && !readable {
		return []tracker.FileWarning{{Path: v.Path, CommitSHA: v.CommitSHA, Sentence: "the contents of this version are not there"}}
	}
	warnings := make([]tracker.FileWarning, 0, len(document.Warnings))
	for _, w := range document.Warnings {
		warnings = append(warnings, tracker.FileWarning{Path: v.Path, Line: w.Line, CommitSHA: v.CommitSHA, Sentence: w.Sentence})
	}
	// A version with more faults than the one before is broken: what it leaves out
	// may stand where it cannot be read, and is not gone.
	isBroken, isWhole := len(warnings) > l.warned, true
	left := l.match(document.Works)
	for i, work := range document.Works {
		s := left[i]
		if s == nil {
			s = l.open(work)
			left[i] = s
		}
		lists := people(work, l.repository.Host)
		if isBroken && s.loses(lists) {
			isWhole = false
			continue
		}
		s.describe(work)
		l.events = append(l.events, s.revise(v, lists)...)
	}
	for _, s := range l.slots {
		switch {
		case s.mention.IsPast || slices.Contains(left, s):
		case isBroken:
			isWhole = false
		default:
			l.events = append(l.events, s.revise(v, nil)...)
			s.mention.IsPast = true
		}
	}
	if isWhole {
		l.warned = len(warnings)
	}
	return warnings
}

// describe takes over what the newest version says of the work.
func (s *slot) describe(w cite.Work) {
	s.mention.Work, s.mention.Relation, s.mention.Line, s.mention.IsPast = workFrom(w), tracker.Relation(w.Relation), w.Line, false
}

// loses reports whether somebody who is on a list is on none of these.
func (s *slot) loses(lists map[string][]*entry) bool {
	for role, before := range s.present {
		stay := 0
		for _, from := range pair(before, lists[role]) {
			if from >= 0 {
				stay++
			}
		}
		if stay < len(before) {
			return true
		}
	}
	return false
}

// revise compares each list of people with that of the version before.
func (s *slot) revise(v tracker.FileVersion, lists map[string][]*entry) []tracker.CreditEvent {
	var events []tracker.CreditEvent
	for _, role := range roles(s.present, lists) {
		events = append(events, s.reviseList(v, role, lists[role])...)
	}
	return events
}

func (s *slot) reviseList(v tracker.FileVersion, role string, list []*entry) []tracker.CreditEvent {
	before := s.present[role]
	pairs := pair(before, list)
	after := make([]*entry, len(list))
	var events []tracker.CreditEvent
	event := func(e *entry, change tracker.CreditChange, from, to int) {
		events = append(events, tracker.CreditEvent{Slot: s.mention.Slot, Key: e.credit.Key, Change: change, Path: v.Path, Line: e.credit.Line,
			CommitSHA: v.CommitSHA, At: v.CommittedAt, By: v.By, Committer: v.Committer, From: from, To: to})
	}
	stays := make([]bool, len(before))
	for _, from := range pairs {
		if from >= 0 {
			stays[from] = true
		}
	}
	for i, e := range before {
		if !stays[i] {
			e.credit.IsPast = true
			s.past = append(s.past, e)
			event(e, tracker.CreditRemoved, e.credit.Position, 0)
		}
	}
	moved := movedOf(pairs)
	for i, line := range list {
		if pairs[i] < 0 {
			after[i] = s.entryOf(line)
			event(after[i], tracker.CreditAdded, 0, line.credit.Position)
			continue
		}
		after[i] = before[pairs[i]]
		position := after[i].credit.Position
		after[i].update(line)
		if moved[i] {
			event(after[i], tracker.CreditMoved, position, line.credit.Position)
		}
	}
	s.present[role] = after
	return events
}

// entryOf returns the entry of somebody new, or the one of somebody who was
// there before and comes back.
func (s *slot) entryOf(line *entry) *entry {
	if i := slices.IndexFunc(s.past, func(e *entry) bool { return e.credit.Role == line.credit.Role && e.isSame(line) }); i >= 0 {
		e := s.past[i]
		s.past = slices.Delete(s.past, i, i+1)
		e.update(line)
		return e
	}
	key, n := line.credit.Role+" "+line.name, 1
	for s.keys[numberedName(key, n)] {
		n++
	}
	line.credit.Key = numberedName(key, n)
	s.keys[line.credit.Key] = true
	return line
}

// update takes over how the newest version writes the entry.
func (e *entry) update(line *entry) {
	key := e.credit.Key
	e.credit, e.name = line.credit, line.name
	e.credit.Key = key
	if line.orcid != "" {
		e.orcid = line.orcid
	}
}

// isSame reports whether two lines are one person's: the same ORCID, or the same
// name where not both have one.
func (e *entry) isSame(line *entry) bool {
	if e.orcid != "" && line.orcid != "" {
		return e.orcid == line.orcid
	}
	return e.name == line.name
}

// finished is the mention with its people, those who are there first.
func (s *slot) finished() tracker.Mention {
	m := s.mention
	for _, role := range roles(s.present) {
		for _, e := range s.present[role] {
			m.Credits = append(m.Credits, e.credit)
		}
	}
	past := slices.Clone(s.past)
	slices.SortStableFunc(past, func(a, b *entry) int { return strings.Compare(a.credit.Key, b.credit.Key) })
	for _, e := range past {
		m.Credits = append(m.Credits, e.credit)
	}
	return m
}

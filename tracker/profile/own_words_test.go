package profile

import (
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// today is the day of assertFresh.
var today = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

var ownEngine = tracker.RepositoryRef{Host: "github.com", DatabaseID: 10, Owner: "acme", Name: "engine"}

func ownThread(number int) tracker.ThreadRef {
	return tracker.ThreadRef{Repository: ownEngine, Kind: tracker.PullRequestKind, Number: number}
}

// speaking is a store in which ana, who is tracked, has merged changes in two
// milestones of one quarter, two of each.
func speaking(t *testing.T) *Maker {
	t.Helper()
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ana := tracker.Account{Host: "github.com", DatabaseID: 1, Login: "ana", Kind: tracker.UserAccount}
	ben := tracker.Account{Host: "github.com", DatabaseID: 2, Login: "ben", Kind: tracker.UserAccount}
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i, milestone := range []string{"v1", "v1", "v2", "v2"} {
		at := time.Date(2025, 10, 5+12*i, 9, 0, 0, 0, time.UTC)
		b.Threads = append(b.Threads, tracker.Thread{ThreadRef: ownThread(i + 1), Title: "Change", Author: ana, State: tracker.Merged, CreatedAt: at, UpdatedAt: at.Add(time.Hour),
			Milestone: milestone, Detail: tracker.Whole, PullRequest: &tracker.PullRequest{MergedAt: at.Add(time.Hour), MergedBy: ben, ChangedFiles: 1,
				Files: []tracker.FileChange{{Path: "csrc/" + string(rune('a'+i)) + ".cu", Additions: 90, Deletions: 10, Change: "modified"}}}})
	}
	if _, err := s.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Track(t.Context(), ana, "test"); err != nil {
		t.Fatal(err)
	}
	return New(s, catalogue, growth.DefaultRules())
}

func find(t *testing.T, m *Maker, login string) Subject {
	t.Helper()
	who, err := Find(t.Context(), m.Store, login)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func ownProfile(t *testing.T, m *Maker, from time.Time) growth.Profile {
	t.Helper()
	p, err := m.Of(t.Context(), find(t, m, "ana"), Request{Now: today, Window: growth.Window{From: from, To: today}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func initiativeNames(t *testing.T, m *Maker, from time.Time) string {
	t.Helper()
	var names []string
	for _, i := range ownProfile(t, m, from).Initiatives.Value {
		names = append(names, i.Name)
	}
	return strings.Join(names, ", ")
}

func TestOwnWordsAreInTheProfileAtOnceAndGoneAtOnce(t *testing.T) {
	m := speaking(t)
	ctx, who := t.Context(), find(t, m, "ana")
	aYear := today.AddDate(-1, 0, 0)
	const v1, v2 = "2025Q4/10#1", "2025Q4/10#3"
	var last int64
	edit := func(e tracker.InitiativeEdit) func() error {
		return func() error {
			kept, err := m.EditInitiatives(ctx, who, e, today)
			last = kept.ID
			return err
		}
	}
	enter := func() error {
		kept, err := m.EnterFigure(ctx, who, tracker.EnteredFigure{Thread: ownThread(2), What: "stars", Figure: "12", SourceURL: "https://example.org", At: today.AddDate(0, -1, 0)})
		last = kept.ID
		return err
	}
	for _, step := range []struct {
		name    string
		do      func() error
		want    string
		figures int
	}{
		{"nothing is said", func() error { return nil }, "v1, v2", 0},
		{"renamed", edit(tracker.InitiativeEdit{Rename: v1, Name: "Faster"}), "Faster, v2", 0},
		{"split", edit(tracker.InitiativeEdit{Split: v1, Name: "A part", Threads: []tracker.ThreadRef{ownThread(2)}}), "Faster, v2, A part", 0},
		{"the split is undone", func() error { return m.Store.UndoInitiativeEdit(ctx, who.PersonID, last) }, "Faster, v2", 0},
		{"merged", edit(tracker.InitiativeEdit{Merge: v2, Into: v1}), "Faster", 0},
		{"a figure is entered", enter, "Faster", 1},
		{"the figure is removed", func() error { return m.Store.RemoveFigure(ctx, who.PersonID, last) }, "Faster", 0},
	} {
		assertFresh(t, m, "before: "+step.name, nil)
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		assertFresh(t, m, step.name, nil)
		if got := initiativeNames(t, m, aYear); got != step.want {
			t.Errorf("%s: %s, want %s", step.name, got, step.want)
		}
		entered := slices.DeleteFunc(ownProfile(t, m, aYear).Outcomes.Value, func(o growth.Outcome) bool { return !o.Entered })
		if len(entered) != step.figures {
			t.Errorf("%s: the outcomes are %+v", step.name, entered)
		}
	}
	// The window begins after the thread that the key names.
	if got := initiativeNames(t, m, time.Date(2025, 10, 10, 0, 0, 0, 0, time.UTC)); got != "Faster" {
		t.Errorf("in a window that cuts the quarter: %s", got)
	}
}

func TestAnEditSaysWhatItCannotBeAppliedTo(t *testing.T) {
	m := speaking(t)
	who := find(t, m, "ana")
	for name, test := range map[string]struct {
		edit tracker.InitiativeEdit
		says string
	}{
		"a key that is not known":    {tracker.InitiativeEdit{Rename: "2025Q4/10#9", Name: "x"}, "2025Q4/10#9"},
		"another's key":              {tracker.InitiativeEdit{Merge: "2025Q4/10#1", Into: "2025Q3/10#1"}, "2025Q3/10#1"},
		"a thread of another":        {tracker.InitiativeEdit{Split: "2025Q4/10#1", Name: "x", Threads: []tracker.ThreadRef{ownThread(3)}}, "acme/engine#3 is not in"},
		"all its threads":            {tracker.InitiativeEdit{Split: "2025Q4/10#1", Name: "x", Threads: []tracker.ThreadRef{ownThread(1), ownThread(2)}}, "every thread"},
		"the same thread twice":      {tracker.InitiativeEdit{Split: "2025Q4/10#1", Name: "x", Threads: []tracker.ThreadRef{ownThread(1), ownThread(1)}}, "acme/engine#1 is not in"},
		"a name that nobody can see": {tracker.InitiativeEdit{Rename: "2025Q4/10#1", Name: " "}, "the name is empty"},
	} {
		_, err := m.EditInitiatives(t.Context(), who, test.edit, today)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := m.EditInitiatives(t.Context(), find(t, m, "ben"), tracker.InitiativeEdit{Rename: "2025Q4/10#1", Name: "x"}, today)
	if err == nil || !strings.Contains(err.Error(), "ben is not tracked") {
		t.Errorf("of somebody who is not tracked: %v", err)
	}
}

func TestInitiativesOfTwoQuartersAreNotMergedAndNoTwoPartsShareAName(t *testing.T) {
	m := speaking(t)
	ctx, who := t.Context(), find(t, m, "ana")
	b := tracker.Batch{Source: tracker.GitHubSource}
	ben := tracker.Account{Host: "github.com", DatabaseID: 2, Login: "ben", Kind: tracker.UserAccount}
	add := func(number int, milestone string, at time.Time) {
		b.Threads = append(b.Threads, tracker.Thread{ThreadRef: ownThread(number), Title: "Change", Author: who.Accounts[0], State: tracker.Merged, CreatedAt: at, UpdatedAt: at.Add(time.Hour),
			Milestone: milestone, Detail: tracker.Whole, PullRequest: &tracker.PullRequest{MergedAt: at.Add(time.Hour), MergedBy: ben, ChangedFiles: 1,
				Files: []tracker.FileChange{{Path: "csrc/old.cu", Additions: 90, Deletions: 10, Change: "modified"}}}})
	}
	for i := range 10 { // one initiative each of ten quarters before
		add(10+i, "old", time.Date(2023, time.Month(1+3*i), 5, 9, 0, 0, 0, time.UTC))
	}
	add(30, "v1", time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC))
	if _, err := m.Store.Apply(ctx, b); err != nil {
		t.Fatal(err)
	}
	_, err := m.EditInitiatives(ctx, who, tracker.InitiativeEdit{Merge: "2025Q2/10#19", Into: "2025Q4/10#1"}, today)
	if tracker.KindOf(err) != tracker.Invalid || !strings.Contains(err.Error(), "different quarters") {
		t.Errorf("merging two quarters: %v", err)
	}
	part := tracker.InitiativeEdit{Split: "2025Q4/10#1", Name: "A part", Threads: []tracker.ThreadRef{ownThread(2)}}
	if _, err := m.EditInitiatives(ctx, who, part, today); err != nil {
		t.Fatal(err)
	}
	part = tracker.InitiativeEdit{Split: "2025Q4/10#1", Name: "A part", Threads: []tracker.ThreadRef{ownThread(30)}}
	if _, err = m.EditInitiatives(ctx, who, part, today); tracker.KindOf(err) != tracker.Conflict || !strings.Contains(err.Error(), `is called "A part" already`) {
		t.Errorf("a second part of one name: %v", err)
	}
	_, err = m.EditInitiatives(ctx, who, tracker.InitiativeEdit{Rename: "2020Q1/10#1", Name: "x"}, today)
	hint := hintOf(err)
	if !strings.HasPrefix(hint, "known are 2025Q4/10#") || !strings.HasSuffix(hint, "and older ones: rungless initiatives list LOGIN") || strings.Count(hint, "Q") != 8 {
		t.Errorf("the hint names not the newest eight: %q", hint)
	}
}

// hintOf is what an error advises.
func hintOf(err error) string {
	if e, ok := errors.AsType[*tracker.Error](err); ok {
		return e.Hint
	}
	return ""
}

func TestWhoHasNoInitiativesIsToldHowTheyComeToBe(t *testing.T) {
	m := speaking(t)
	ben := tracker.Account{Host: "github.com", DatabaseID: 2, Login: "ben", Kind: tracker.UserAccount}
	if _, err := m.Store.Track(t.Context(), ben, "test"); err != nil {
		t.Fatal(err)
	}
	_, err := m.EditInitiatives(t.Context(), find(t, m, "ben"), tracker.InitiativeEdit{Rename: "2025Q4/10#1", Name: "x"}, today)
	if tracker.KindOf(err) != tracker.NotFound || !strings.Contains(hintOf(err), "no initiative is known yet") {
		t.Errorf("got %v, and %q", err, hintOf(err))
	}
}

func TestWhoIsNotTrackedEntersNoFigure(t *testing.T) {
	m := speaking(t)
	_, err := m.EnterFigure(t.Context(), find(t, m, "ben"), tracker.EnteredFigure{Thread: ownThread(1), What: "stars", Figure: "1", SourceURL: "https://example.org"})
	if tracker.KindOf(err) != tracker.NotFound || !strings.Contains(err.Error(), "ben is not tracked") {
		t.Errorf("got %v", err)
	}
}

func TestAnEditWhoseInitiativeIsGoneIsSaid(t *testing.T) {
	m := speaking(t)
	ctx, who := t.Context(), find(t, m, "ana")
	for _, e := range []tracker.InitiativeEdit{{Rename: "2025Q4/10#1", Name: "Faster"}, {Rename: "2025Q4/10#3", Name: "Safer"}} {
		if _, err := m.EditInitiatives(ctx, who, e, today); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.EnterFigure(ctx, who, tracker.EnteredFigure{Thread: ownThread(1), What: "stars", Figure: "1", SourceURL: "https://example.org"}); err != nil {
		t.Fatal(err)
	}
	gone := tracker.Batch{Source: tracker.GitHubSource, Tombstones: []tracker.Tombstone{{Kind: tracker.PullRequestKind, Thread: ownThread(1), Reason: tracker.Deleted, At: today}}}
	if _, err := m.Store.Apply(ctx, gone); err != nil {
		t.Fatal(err)
	}
	words, err := m.OwnWords(ctx, who, today)
	if err != nil {
		t.Fatal(err)
	}
	if len(words.Edits) != 2 || words.Edits[0].IsApplied || !words.Edits[1].IsApplied {
		t.Errorf("the edits are %+v", words.Edits)
	}
	if len(words.Figures) != 1 || words.Figures[0].IsShown {
		t.Errorf("the figures are %+v", words.Figures)
	}
}

func TestHostileOwnWordsAreTextInMarkdownAndJSON(t *testing.T) {
	text, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
	if err != nil {
		t.Fatal(err)
	}
	var hostile []string
	if err := json.Unmarshal(text, &hostile); err != nil {
		t.Fatal(err)
	}
	for _, words := range hostile {
		m := speaking(t)
		who := find(t, m, "ana")
		source := "https://example.org/?q=" + url.QueryEscape(words)
		if _, err := m.EditInitiatives(t.Context(), who, tracker.InitiativeEdit{Rename: "2025Q4/10#1", Name: words}, today); err != nil {
			t.Fatal(err)
		}
		if _, err := m.EnterFigure(t.Context(), who, tracker.EnteredFigure{Thread: ownThread(1), What: words, Figure: words, SourceURL: source, At: today.AddDate(0, 0, -1)}); err != nil {
			t.Fatal(err)
		}
		p := ownProfile(t, m, today.AddDate(-1, 0, 0))
		var back growth.Profile
		if encoded, err := json.Marshal(p); err != nil || json.Unmarshal(encoded, &back) != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(back.Outcomes.Value, func(o growth.Outcome) bool { return o.Entered })
		if i < 0 || back.Outcomes.Value[i].What != words || back.Outcomes.Value[i].Figure != words || back.Outcomes.Value[i].SourceURL != source ||
			back.Initiatives.Value[0].Name != words {
			t.Errorf("%q is not what the JSON says", words)
		}
		var markdown strings.Builder
		if err := Markdown(&markdown, who, p, domain.Default()); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"**" + escape(words) + "**", "[" + escape(words) + "](<" + source + ">): " + escape(words) + " (entered by hand), of "} {
			if !strings.Contains(markdown.String(), want) {
				t.Errorf("the Markdown does not hold %q", want)
			}
		}
		if strings.Contains(strings.ToLower(markdown.String()), "<script") || strings.Contains(markdown.String(), "<img") {
			t.Errorf("%q came through", words)
		}
	}
}

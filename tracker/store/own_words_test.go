package store_test

import (
	"encoding/json"
	"net/url"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// speaker is ana, tracked, with two changes of hers merged by ben.
func speaker(t *testing.T, s *store.Store) (tracker.Person, []int64) {
	t.Helper()
	apply(t, s, fromGitHub(tracker.Batch{Threads: []tracker.Thread{merged(pullRequest(1, ana, at(1)), ben, at(2)), merged(pullRequest(2, ana, at(3)), ben, at(4)),
		pullRequest(3, chloe, at(5))}}))
	person, err := s.Track(t.Context(), ana, "test")
	if err != nil {
		t.Fatal(err)
	}
	ids, err := s.AccountIDsOf(t.Context(), person.ID)
	if err != nil {
		t.Fatal(err)
	}
	return person, ids
}

// thread names one as an address does: without numbers of GitHub's.
func thread(number int) tracker.ThreadRef {
	return tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: host, Owner: "Acme", Name: "Kernels"}, Number: number}
}

func edits(t *testing.T, s *store.Store, accounts []int64) []tracker.InitiativeEdit {
	t.Helper()
	stored, err := s.InitiativeEdits(t.Context(), accounts)
	if err != nil {
		t.Fatal(err)
	}
	var list []tracker.InitiativeEdit
	for _, e := range stored {
		list = append(list, e.InitiativeEdit)
	}
	return list
}

func figures(t *testing.T, s *store.Store, accounts []int64) []store.EnteredFigure {
	t.Helper()
	list, err := s.EnteredFigures(t.Context(), accounts)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhatAPersonSaysIsKeptInOrderAndForgottenWithoutATrace(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		person, accounts := speaker(t, s)
		before := fingerprint(t, s)
		stored := pullRequest(2, ana, at(3)).ThreadRef
		want := []tracker.InitiativeEdit{{Rename: "2024Q1/100#1", Name: "Kernels"}, {Merge: "a", Into: "b"},
			{Split: "2024Q1/100#1", Name: "A part", Threads: []tracker.ThreadRef{stored}}}
		said := append([]tracker.InitiativeEdit{}, want...)
		said[2].Threads = []tracker.ThreadRef{thread(2)}
		var ids []int64
		for _, e := range said {
			kept, err := s.EditInitiatives(t.Context(), person.ID, e)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, kept.ID)
		}
		if diff := cmp.Diff(want, edits(t, s, accounts)); diff != "" {
			t.Errorf("(-said +kept):\n%s", diff)
		}
		figure, err := s.EnterFigure(t.Context(), person.ID, tracker.EnteredFigure{Thread: thread(1), What: "stars", Figure: "3", SourceURL: "https://example.org/x", At: at(9)})
		if err != nil {
			t.Fatal(err)
		}
		if got := figures(t, s, accounts); len(got) != 1 || got[0].Thread != pullRequest(1, ana, at(1)).ThreadRef || !got[0].At.Equal(at(9)) {
			t.Errorf("the figures are %+v", got)
		}
		if got := edits(t, s, []int64{accounts[0] + 1}); got != nil {
			t.Errorf("somebody else says %+v", got)
		}
		whole := fingerprint(t, s)
		if err := s.RebuildRollups(t.Context()); err != nil || fingerprint(t, s) != whole || whole == before {
			t.Errorf("own words are not kept, or not while everything is derived again (%v)", err)
		}
		for _, id := range ids {
			if err := s.UndoInitiativeEdit(t.Context(), person.ID, id); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.RemoveFigure(t.Context(), person.ID, figure.ID); err != nil {
			t.Fatal(err)
		}
		if fingerprint(t, s) != before {
			t.Error("taking everything back does not restore the store")
		}
	})
}

func TestTheOrderOfEditsIsAFact(t *testing.T) {
	a, b := tracker.InitiativeEdit{Rename: "k", Name: "a"}, tracker.InitiativeEdit{Rename: "k", Name: "b"}
	var sums []string
	for _, order := range [][]tracker.InitiativeEdit{{a, b}, {b, a}} {
		s := open(t, freshFile(t))
		person, _ := speaker(t, s)
		for _, e := range order {
			if _, err := s.EditInitiatives(t.Context(), person.ID, e); err != nil {
				t.Fatal(err)
			}
		}
		sums = append(sums, fingerprint(t, s))
	}
	if sums[0] == sums[1] {
		t.Error("two orders have one fingerprint")
	}
}

func TestWhatAPersonCannotSay(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		person, accounts := speaker(t, s)
		good := tracker.EnteredFigure{Thread: thread(1), What: "stars", Figure: "3", SourceURL: "https://example.org/x"}
		enter := func(change func(*tracker.EnteredFigure)) error {
			f := good
			change(&f)
			_, err := s.EnterFigure(t.Context(), person.ID, f)
			return err
		}
		edit := func(e tracker.InitiativeEdit) error {
			_, err := s.EditInitiatives(t.Context(), person.ID, e)
			return err
		}
		for name, test := range map[string]struct {
			err  error
			kind tracker.ErrorKind
		}{
			"of a thread of others":    {enter(func(f *tracker.EnteredFigure) { f.Thread = thread(3) }), tracker.NotFound},
			"of a thread nobody knows": {enter(func(f *tracker.EnteredFigure) { f.Thread = thread(99) }), tracker.NotFound},
			"without words":            {enter(func(f *tracker.EnteredFigure) { f.What = " " }), tracker.Invalid},
			"without a figure":         {enter(func(f *tracker.EnteredFigure) { f.Figure = "" }), tracker.Invalid},
			"of tomorrow":              {enter(func(f *tracker.EnteredFigure) { f.At = at(24 * 365 * 100) }), tracker.Invalid},
			"a part of others' thread": {edit(tracker.InitiativeEdit{Split: "k", Name: "x", Threads: []tracker.ThreadRef{thread(3)}}), tracker.NotFound},
			"a part without threads":   {edit(tracker.InitiativeEdit{Split: "k", Name: "x"}), tracker.Invalid},
			"a merge into itself":      {edit(tracker.InitiativeEdit{Merge: "k", Into: "k"}), tracker.Invalid},
			"a name of nothing":        {edit(tracker.InitiativeEdit{Rename: "k"}), tracker.Invalid},
			"nothing":                  {edit(tracker.InitiativeEdit{}), tracker.Invalid},
			"two things at once":       {edit(tracker.InitiativeEdit{Rename: "k", Merge: "l", Into: "m", Name: "x"}), tracker.Invalid},
			"undoing another's":        {s.UndoInitiativeEdit(t.Context(), person.ID, 7), tracker.NotFound},
			"removing another's":       {s.RemoveFigure(t.Context(), person.ID, 7), tracker.NotFound},
			"by nobody":                {s.RemoveFigure(t.Context(), 99, 7), tracker.NotFound},
		} {
			if tracker.KindOf(test.err) != test.kind {
				t.Errorf("%s: %v, want %v", name, test.err, test.kind)
			}
		}
		if len(edits(t, s, accounts))+len(figures(t, s, accounts)) != 0 {
			t.Error("something of it is stored")
		}
	})
}

func TestOwnWordsFollowTheirPersonAndTheirThread(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		named := tracker.RepositoryRef{Host: host, Owner: "acme", Name: "kernels"}
		old := ana
		old.DatabaseID, old.NodeID = 0, ""
		change := merged(pullRequest(1, old, at(1)), ben, at(2))
		change.Repository, change.NodeID = named, ""
		s := open(t, fresh())
		apply(t, s, fromClone(tracker.Batch{Threads: []tracker.Thread{change}}))
		person, err := s.Track(t.Context(), old, "test")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.EditInitiatives(t.Context(), person.ID, tracker.InitiativeEdit{Split: "k", Name: "x", Threads: []tracker.ThreadRef{thread(1)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.EnterFigure(t.Context(), person.ID, tracker.EnteredFigure{Thread: thread(1), What: "stars", Figure: "3", SourceURL: "https://example.org/x"}); err != nil {
			t.Fatal(err)
		}
		// GitHub tells of both under their numbers, and of ana as a person: each pair becomes one.
		apply(t, s, fromGitHub(tracker.Batch{Followed: []tracker.Account{ana}, Repositories: []tracker.Repository{{RepositoryRef: kernels}}, Accounts: []tracker.Account{ana},
			Threads: []tracker.Thread{merged(pullRequest(1, ana, at(1)), ben, at(2))}}))
		kept, err := s.FindPerson(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		accounts, err := s.AccountIDsOf(t.Context(), kept.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := pullRequest(1, ana, at(1)).ThreadRef
		if got := edits(t, s, accounts); len(got) != 1 || len(got[0].Threads) != 1 || got[0].Threads[0] != want {
			t.Errorf("the edits are %+v", got)
		}
		if got := figures(t, s, accounts); len(got) != 1 || got[0].Thread != want {
			t.Errorf("the figures are %+v", got)
		}
	})
}

func TestHostileOwnWordsComeBackAsTheyWere(t *testing.T) {
	text, err := os.ReadFile(testneed.Shared(t, "data", "hostile.json"))
	if err != nil {
		t.Fatal(err)
	}
	var hostile []string
	if err := json.Unmarshal(text, &hostile); err != nil {
		t.Fatal(err)
	}
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		person, accounts := speaker(t, s)
		for _, words := range hostile {
			for _, e := range []tracker.InitiativeEdit{{Rename: words, Name: words}, {Merge: words, Into: words + "."}, {Split: words, Name: words, Threads: []tracker.ThreadRef{thread(1)}}} {
				if _, err := s.EditInitiatives(t.Context(), person.ID, e); err != nil {
					t.Errorf("%q: %v", words, err)
				}
			}
			if _, err := s.EnterFigure(t.Context(), person.ID, tracker.EnteredFigure{Thread: thread(1), What: words, Figure: words,
				SourceURL: "https://example.org/?q=" + url.QueryEscape(words)}); err != nil {
				t.Errorf("%q: %v", words, err)
			}
		}
		said, entered := edits(t, s, accounts), figures(t, s, accounts)
		if len(said) != 3*len(hostile) || len(entered) != len(hostile) {
			t.Fatalf("%d edits and %d figures", len(said), len(entered))
		}
		for i, words := range hostile {
			rename, merge, split, figure := said[3*i], said[3*i+1], said[3*i+2], entered[i]
			for _, got := range []string{rename.Rename, rename.Name, merge.Merge, split.Split, split.Name, figure.What, figure.Figure} {
				if got != words {
					t.Errorf("%q came back as %q", words, got)
				}
			}
		}
	})
}

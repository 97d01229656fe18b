package store_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
)

// addresses of what ana does in rich.
const (
	anasPull    = "https://github.com/acme/kernels/pull/2"
	anasComment = "https://github.com/acme/kernels/issues/1#issuecomment-11"
	anasAnswer  = "https://github.com/acme/kernels/discussions/3#discussioncomment-31"
	anasCommit  = "https://github.com/acme/kernels/commit/" + b1
	anasLone    = "https://github.com/acme/kernels/commit/" + c9
)

// annotator is ana, tracked, with all that she did in rich.
func annotator(t *testing.T, s *store.Store) int64 {
	t.Helper()
	batch, _ := rich()
	apply(t, s, batch)
	person, err := s.Track(t.Context(), ana, "test")
	if err != nil {
		t.Fatal(err)
	}
	return person.ID
}

func annotate(t *testing.T, s *store.Store, person int64, address string, change func(*tracker.Note)) tracker.Contribution {
	t.Helper()
	c, err := s.Annotate(t.Context(), person, address, change)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return c
}

func hide(n *tracker.Note)    { n.Hidden = true }
func contest(n *tracker.Note) { n.Contested = "It was Ben who did it." }
func forget(n *tracker.Note)  { *n = tracker.Note{} }

// shown lists the addresses of a list of evidence.
func shown(t *testing.T, s *store.Store, f store.EvidenceFilter) []string {
	t.Helper()
	page, err := s.Evidence(t.Context(), f, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, c := range page.Items {
		list = append(list, c.URL)
	}
	return list
}

func TestWhatAPersonSaysOfAPieceIsBesideIt(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		person := annotator(t, s)
		before := fingerprint(t, s)
		want := tracker.Note{Pinned: true, Words: "My first kernel."}
		got := annotate(t, s, person, strings.ToUpper(anasPull[:18])+anasPull[18:], func(n *tracker.Note) { n.Pinned, n.Words = true, " My first kernel.\n" })
		if got.Note != want || got.URL != anasPull {
			t.Errorf("said of %s: %+v", got.URL, got.Note)
		}
		annotate(t, s, person, anasCommit, contest)
		notes, err := s.Notes(t.Context(), person)
		if err != nil || len(notes) != 2 || notes[0].URL != anasCommit || notes[0].Note.Contested == "" || notes[1].Note != want {
			t.Errorf("the notes are %+v, %v", notes, err)
		}
		if got := shown(t, s, store.EvidenceFilter{PersonID: person, Pinned: true}); !slices.Equal(got, []string{anasPull}) {
			t.Errorf("pinned are %q", got)
		}
		said := fingerprint(t, s)
		if err := s.RebuildRollups(t.Context()); err != nil || fingerprint(t, s) != said || said == before {
			t.Errorf("notes are no part of the store, or are lost when all is derived again (%v)", err)
		}
		annotate(t, s, person, anasPull, forget)
		annotate(t, s, person, anasCommit, forget)
		if fingerprint(t, s) != before {
			t.Error("taking everything back does not restore the store")
		}
	})
}

func TestWhatAPersonHidesIsInNothingOfOthers(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		for address, want := range map[string]string{ // records of ana, as others see them
			anasPull:    "kernels#1 kernels#3 kernels@" + c9,
			anasComment: "kernels#2 kernels#3 kernels@" + c9,
			anasAnswer:  "kernels#1 kernels#2 kernels@" + c9,
			anasLone:    "kernels#1 kernels#2 kernels#3",
		} {
			s := open(t, fresh())
			person := annotator(t, s)
			all, everybody := shown(t, s, store.EvidenceFilter{PersonID: person}), shown(t, s, store.EvidenceFilter{})
			annotate(t, s, person, address, hide)
			isHidden := func(url string) bool { return url == address }
			if got := shown(t, s, store.EvidenceFilter{PersonID: person, WithHidden: true}); !slices.Equal(got, all) {
				t.Errorf("%s: its person is shown %q", address, got)
			}
			for name, list := range map[string][2][]string{
				"of the person": {all, shown(t, s, store.EvidenceFilter{PersonID: person})}, "of everybody": {everybody, shown(t, s, store.EvidenceFilter{})},
			} {
				if want := slices.DeleteFunc(list[0], isHidden); !slices.Equal(list[1], want) {
					t.Errorf("%s, the list %s:\n%s", address, name, cmp.Diff(want, list[1]))
				}
			}
			if got := strings.Join(names(records(t, s, store.RecordFilter{PersonID: person})), " "); got != want {
				t.Errorf("%s: records are %s, want %s", address, got, want)
			}
			if own, others := countOf(t, s, person, true), countOf(t, s, person, false); own-others != 1 {
				t.Errorf("%s: the months count %d and for others %d", address, own, others)
			}
		}
	})
}

// countOf adds up the months of a person.
func countOf(t *testing.T, s *store.Store, person int64, withHidden bool) int {
	t.Helper()
	counts, err := s.MonthlyCounts(t.Context(), store.EvidenceFilter{PersonID: person, WithHidden: withHidden})
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, c := range counts {
		total += c.Count
	}
	return total
}

func TestWhatIsLeftOutOfAThreadIsTakenOutOfItsRecord(t *testing.T) {
	s := open(t, freshFile(t))
	person := annotator(t, s)
	annotate(t, s, person, anasCommit, hide)
	annotate(t, s, person, "https://github.com/acme/kernels/commit/"+b2, contest)
	for name, test := range map[string]struct {
		filter  store.RecordFilter
		commits string
	}{
		"for others":              {store.RecordFilter{PersonID: person}, b2 + " " + m2},
		"for a figure":            {store.RecordFilter{PersonID: person, WithoutContested: true}, m2},
		"for the person":          {store.RecordFilter{PersonID: person, WithHidden: true}, b1 + " " + b2 + " " + m2},
		"for the person's figure": {store.RecordFilter{PersonID: person, WithHidden: true, WithoutContested: true}, b1 + " " + m2},
		"of nobody in particular": {store.RecordFilter{}, b1 + " " + b2 + " " + m2},
	} {
		var got []string
		for _, c := range records(t, s, test.filter)[1].Commits {
			got = append(got, c.SHA)
		}
		if strings.Join(got, " ") != test.commits {
			t.Errorf("%s: commits are %q, want %q", name, got, test.commits)
		}
	}
	// Ben's part in what ana did stays as it is, beside hers.
	ids := accountIDs(t, s, "ben")
	got := map[int]int{}
	err := s.RecordsOfEach(t.Context(), []store.RecordFilter{{PersonID: person, WithoutContested: true}, {AccountIDs: ids}}, func(r tracker.Record, of []int) error {
		if r.Thread.Number == 2 {
			for _, i := range of {
				got[i] = len(r.Commits)
			}
		}
		return nil
	})
	if want := map[int]int{0: 1, 1: 3}; err != nil || !cmp.Equal(got, want) {
		t.Errorf("commits in the change are %v, want %v (%v)", got, want, err)
	}
}

func accountIDs(t *testing.T, s *store.Store, login string) []int64 {
	t.Helper()
	_, ids, err := s.FindAccounts(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestWhoSharedAThreadIsNotFoundByWhatTheyHide(t *testing.T) {
	s := open(t, freshFile(t))
	person := annotator(t, s)
	with := store.EvidenceFilter{AccountIDs: accountIDs(t, s, "chloe"), WithLogin: "ana", Kinds: []tracker.Kind{tracker.DiscussionKind}}
	if got := shown(t, s, with); len(got) != 1 {
		t.Fatalf("chloe shares %q", got)
	}
	annotate(t, s, person, anasAnswer, hide)
	if got := shown(t, s, with); len(got) != 0 {
		t.Errorf("%q tells that ana answered", got)
	}
}

func TestWhatCannotBeSaidOfAPiece(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		person := annotator(t, s)
		before := fingerprint(t, s)
		say := func(address string, change func(*tracker.Note)) error {
			_, err := s.Annotate(t.Context(), person, address, change)
			return err
		}
		for name, test := range map[string]struct {
			err  error
			kind tracker.ErrorKind
		}{
			"of what another did":  {say("https://github.com/acme/kernels/discussions/3", hide), tracker.NotFound},
			"of another's review":  {say(anasPull+"#pullrequestreview-21", hide), tracker.NotFound},
			"of what is not there": {say("https://github.com/acme/kernels/pull/99", hide), tracker.NotFound},
			"of another host":      {say("https://example.org/acme/kernels/pull/2", hide), tracker.NotFound},
			"of no address":        {say("acme/kernels#2", hide), tracker.Invalid},
			"hidden and pinned":    {say(anasPull, func(n *tracker.Note) { n.Hidden, n.Pinned = true, true }), tracker.Invalid},
			"in more than may be":  {say(anasPull, func(n *tracker.Note) { n.Words = strings.Repeat("é", 1001) }), tracker.Invalid},
		} {
			if tracker.KindOf(test.err) != test.kind {
				t.Errorf("%s: %v, want %v", name, test.err, test.kind)
			}
		}
		if _, err := s.Annotate(t.Context(), 99, anasPull, hide); tracker.KindOf(err) != tracker.NotFound {
			t.Errorf("nobody says: %v", err)
		}
		if fingerprint(t, s) != before {
			t.Error("something of it is stored")
		}
	})
}

func TestANoteFollowsItsPersonAndItsPiece(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		old := ana
		old.DatabaseID, old.NodeID = 0, ""
		change := merged(pullRequest(1, old, at(1)), ben, at(2))
		change.Repository, change.NodeID = tracker.RepositoryRef{Host: host, Owner: "acme", Name: "kernels"}, ""
		s := open(t, fresh())
		apply(t, s, fromClone(tracker.Batch{Threads: []tracker.Thread{change}}))
		person, err := s.Track(t.Context(), old, "test")
		if err != nil {
			t.Fatal(err)
		}
		annotate(t, s, person.ID, "https://github.com/acme/kernels/pull/1", func(n *tracker.Note) { n.Words = "Mine." })
		// GitHub tells of both under their numbers, and of ana as a person: each pair becomes one.
		apply(t, s, fromGitHub(tracker.Batch{Followed: []tracker.Account{ana}, Repositories: []tracker.Repository{{RepositoryRef: kernels}}, Accounts: []tracker.Account{ana},
			Threads: []tracker.Thread{merged(pullRequest(1, ana, at(1)), ben, at(2))}}))
		kept, err := s.FindPerson(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		notes, err := s.Notes(t.Context(), kept.ID)
		if err != nil || len(notes) != 1 || notes[0].Note.Words != "Mine." {
			t.Fatalf("the notes are %+v, %v", notes, err)
		}
		// What is gone keeps its note and shows nothing; what comes back has it again.
		gone := tracker.Tombstone{Kind: tracker.PullRequestKind, Thread: pullRequest(1, ana, at(1)).ThreadRef, Reason: tracker.Inaccessible, At: at(5)}
		apply(t, s, fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{gone}}))
		if notes, err := s.Notes(t.Context(), kept.ID); err != nil || len(notes) != 0 {
			t.Errorf("a note shows what is gone: %+v, %v", notes, err)
		}
		back := merged(pullRequest(1, ana, at(1)), ben, at(2))
		back.UpdatedAt = at(9)
		apply(t, s, fromGitHub(tracker.Batch{Threads: []tracker.Thread{back}}))
		if notes, err := s.Notes(t.Context(), kept.ID); err != nil || len(notes) != 1 {
			t.Errorf("a note did not come back: %+v, %v", notes, err)
		}
	})
}

func TestHostileNotesComeBackAsTheyWere(t *testing.T) {
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
		person := annotator(t, s)
		for _, words := range hostile {
			words = strings.TrimSpace(words)
			annotate(t, s, person, anasPull, func(n *tracker.Note) { n.Words, n.Contested = words, words })
			notes, err := s.Notes(t.Context(), person)
			if words != "" && (err != nil || len(notes) != 1 || notes[0].Note.Words != words || notes[0].Note.Contested != words) {
				t.Errorf("%q came back as %+v, %v", words, notes, err)
			}
		}
	})
}

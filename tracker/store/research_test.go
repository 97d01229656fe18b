package store_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/store"
)

// citation is a CITATION.cff with a work and its authors, all added by ben in one
// commit.
func citation(repository tracker.RepositoryRef, path string, work tracker.Work, authors ...string) tracker.ResearchFile {
	f := tracker.ResearchFile{Repository: repository, Path: path, Blob: "b1", CommitSHA: "c1", RevisedAt: at(5), Versions: 1}
	m := tracker.Mention{Slot: "itself", Work: work, Relation: tracker.WorkItself, Line: 3}
	for i, name := range authors {
		m.Credits = append(m.Credits, tracker.Credit{Key: "author " + name, Role: tracker.AuthorRole, Position: i + 1, Name: name, NameKey: name, Line: 5 + i})
		f.Events = append(f.Events, tracker.CreditEvent{Slot: m.Slot, Key: "author " + name, Change: tracker.CreditAdded, Path: path, Line: 5 + i,
			CommitSHA: "c1", At: at(5), By: ben, To: i + 1})
	}
	f.Mentions = []tracker.Mention{m}
	return f
}

func workNamed(title string, identities ...tracker.WorkIdentity) tracker.Work {
	return tracker.Work{Title: title, Identities: append(identities, tracker.WorkIdentity{Kind: "here", Value: title})}
}

func doi(value string) tracker.WorkIdentity { return tracker.WorkIdentity{Kind: "doi", Value: value} }

func arxiv(value string) tracker.WorkIdentity {
	return tracker.WorkIdentity{Kind: "arxiv", Value: value}
}

func researched(files ...tracker.ResearchFile) tracker.Batch {
	return tracker.Batch{Source: tracker.ResearchSource, Accounts: []tracker.Account{ana, ben, chloe}, Research: files}
}

func ledger(t testing.TB, s *store.Store, f store.LedgerFilter) []store.LedgerWork {
	t.Helper()
	var list []store.LedgerWork
	if err := s.Ledger(t.Context(), f, func(w store.LedgerWork) error { list = append(list, w); return nil }); err != nil {
		t.Fatal(err)
	}
	return list
}

func credited(t testing.TB, s *store.Store) []tracker.Contribution {
	t.Helper()
	return facts(t, s, store.EvidenceFilter{Kinds: []tracker.Kind{tracker.ResearchCredit}})
}

var other = tracker.RepositoryRef{Host: host, DatabaseID: 101, NodeID: "R_101", Owner: "acme", Name: "papers"}

func TestWorksThatShareAnIdentityAreOneHoweverTheyAreMet(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		files := []tracker.ResearchFile{
			citation(kernels, "CITATION.cff", workNamed("fast kernels", doi("10.1/x")), "ana"),
			citation(other, "paper.bib", workNamed("Fast Kernels, a preprint", arxiv("2401.00001")), "ana"),
			citation(other, "codemeta.json", workNamed("FK", doi("10.1/x"), arxiv("2401.00001")), "ana"), // joins the two
			citation(other, "README.md", workNamed("another work", doi("10.1/y")), "ana"),
		}
		want := ""
		for range 3 {
			for _, whole := range []bool{true, false} {
				s := open(t, fresh())
				if whole {
					apply(t, s, researched(files...))
				} else {
					for _, f := range files {
						apply(t, s, researched(f))
					}
				}
				works := ledger(t, s, store.LedgerFilter{})
				if len(works) != 2 {
					t.Fatalf("got %d works, want 2: %+v", len(works), works)
				}
				if want == "" {
					want = fingerprint(t, s)
				}
				if got := fingerprint(t, s); got != want {
					t.Error("the order in which files come decides what is stored")
				}
				if err := s.RebuildRollups(t.Context()); err != nil || fingerprint(t, s) != want {
					t.Errorf("rebuilding changes what is stored (%v)", err)
				}
			}
			files = append(files[1:], files[0])
		}
	})
}

func TestAWorkFallsApartWhenNothingJoinsItAnyMore(t *testing.T) {
	s := open(t, freshFile(t))
	first, second := citation(kernels, "CITATION.cff", workNamed("one", doi("10.1/x")), "ana"), citation(other, "CITATION.cff", workNamed("two", doi("10.1/x")), "ana")
	apply(t, s, researched(first, second))
	if n := len(ledger(t, s, store.LedgerFilter{})); n != 1 {
		t.Fatalf("got %d works, want 1", n)
	}
	second = citation(other, "CITATION.cff", workNamed("two", doi("10.1/z")), "ana")
	second.Blob, second.CommitSHA, second.RevisedAt, second.Versions = "b2", "c2", at(9), 2
	apply(t, s, researched(second))
	if n := len(ledger(t, s, store.LedgerFilter{})); n != 2 {
		t.Errorf("got %d works, want 2", n)
	}
}

func TestACreditIsAContributionOnceItsPersonIsCertain(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		f := citation(kernels, "CITATION.cff", workNamed("fast kernels", doi("10.1/x")), "ana a", "ben b", "chloe c")
		f.Mentions[0].Credits[0].ORCID = "0000-0002-1825-0097"
		f.Mentions[0].Credits[1].Account = ben
		readme := citation(other, "README.md", workNamed("fast kernels", doi("10.1/x")), "ben b")
		readme.Mentions[0].Credits[0].Account = ben
		apply(t, s, researched(f, readme))
		if got := credited(t, s); len(got) != 1 || got[0].Account.Login != "ben" || got[0].ID != "doi:10.1/x" ||
			got[0].URL != "https://github.com/acme/kernels/blob/c1/CITATION.cff?plain=1#L6" {
			t.Fatalf("got %+v, want one credit, ben's", got)
		}
		person, err := s.Track(t.Context(), ana, "test")
		if err != nil {
			t.Fatal(err)
		}
		person.ORCID = "0000-0002-1825-0097"
		if err := s.DescribePerson(t.Context(), person); err != nil {
			t.Fatal(err)
		}
		if got := credited(t, s); len(got) != 2 {
			t.Errorf("got %d credits once the ORCID is said, want 2", len(got))
		}
	})
}

func TestANameIsJoinedOnlyByThePersonsWordAndUndoneWithoutATrace(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		b := researched(citation(kernels, "CITATION.cff", workNamed("fast kernels"), "chloe c"), citation(other, "CITATION.cff", workNamed("fast papers"), "chloe c"))
		b.Names = []tracker.NameProposal{{Repository: kernels, Name: "Chloe C", NameKey: "chloe c", Account: chloe, Reason: "the same name"}}
		apply(t, s, b)
		before := fingerprint(t, s)
		proposals, err := s.NameProposals(t.Context())
		if err != nil || len(proposals) != 1 || !slices.Equal(proposals[0].Works, []string{"fast kernels"}) {
			t.Fatalf("got %+v, %v", proposals, err)
		}
		if n := len(credited(t, s)); n != 0 {
			t.Fatalf("a name alone gave %d credits", n)
		}
		if err := s.DecideName(t.Context(), proposals[0].ID, true, "chloe"); err != nil {
			t.Fatal(err)
		}
		if got := credited(t, s); len(got) != 1 || got[0].Repository.Name != "kernels" {
			t.Errorf("got %+v, want the one of the repository that was asked about", got)
		}
		apply(t, s, b) // again: nothing changes
		if err := s.DecideName(t.Context(), proposals[0].ID, false, "chloe"); tracker.KindOf(err) != tracker.Conflict {
			t.Errorf("deciding twice: %v", err)
		}
		if err := s.UndoName(t.Context(), proposals[0].ID); err != nil {
			t.Fatal(err)
		}
		if fingerprint(t, s) != before {
			t.Error("undoing does not restore the store")
		}
		if err := s.DecideName(t.Context(), proposals[0].ID, false, "chloe"); err != nil {
			t.Fatal(err)
		}
		apply(t, s, b)
		if list, _ := s.NameProposals(t.Context(), 1); len(list) != 0 {
			t.Errorf("another's proposals: %+v", list)
		}
		if n := len(credited(t, s)); n != 0 {
			t.Errorf("a refused name gave %d credits", n)
		}
	})
}

func TestTheSameViewTwiceChangesNothingAndAnOlderOneNeither(t *testing.T) {
	s := open(t, freshFile(t))
	f := citation(kernels, "docs/CITATION.cff", workNamed("fast kernels"), "ana", "ben")
	f.Mentions[0].Credits[0].Account = ana
	f.FormerPaths, f.Versions, f.RevisedAt = []string{"CITATION.cff"}, 2, at(9)
	f.Warnings = []tracker.FileWarning{{Path: "docs/CITATION.cff", Line: 3, CommitSHA: "c1", Sentence: "no title"}}
	old := citation(kernels, "CITATION.cff", workNamed("fast kernels"), "ana")
	old.Mentions[0].Credits[0].Account = ana
	apply(t, s, researched(old), researched(f))
	want := fingerprint(t, s)
	changes := apply(t, s, researched(f))
	if n := len(changes.Added) + len(changes.Changed) + len(changes.Removed); n != 0 || fingerprint(t, s) != want {
		t.Errorf("the same view again changes %d things", n)
	}
	works := ledger(t, s, store.LedgerFilter{})
	if len(works) != 1 || len(works[0].Mentions) != 1 || works[0].Mentions[0].Path != "docs/CITATION.cff" {
		t.Errorf("a renamed file is not one file: %+v", works)
	}
	stale := citation(kernels, "docs/CITATION.cff", workNamed("fast kernels"), "ben")
	apply(t, s, researched(stale))
	if fingerprint(t, s) != want {
		t.Error("an older view changes the store")
	}
}

func TestAnEventKeepsTheAccountThatIsKnownBetter(t *testing.T) {
	byAddress := citation(kernels, "CITATION.cff", workNamed("fast kernels"), "ana")
	byAddress.Events[0].By = tracker.Account{Host: host, Kind: tracker.EmailAccount, Email: "ben@example.org"}
	s := open(t, freshFile(t))
	apply(t, s, researched(byAddress), researched(citation(kernels, "CITATION.cff", workNamed("fast kernels"), "ana")), researched(byAddress))
	if by := ledger(t, s, store.LedgerFilter{})[0].Mentions[0].Credits[0].Events[0].By; by.Login != "ben" {
		t.Errorf("got %+v, want ben", by)
	}
}

func TestALearnedAddressSaysWhoAddedAnEntry(t *testing.T) {
	f := citation(kernels, "CITATION.cff", workNamed("fast kernels"), "ana")
	f.Events[0].By = tracker.Account{Host: host, Kind: tracker.EmailAccount, Email: "ben@example.org"}
	s := open(t, freshFile(t))
	apply(t, s, researched(f), fromGitHub(tracker.Batch{EmailLinks: []tracker.EmailLink{{Email: "ben@example.org", Account: ben, Reason: "github"}}}))
	if by := ledger(t, s, store.LedgerFilter{})[0].Mentions[0].Credits[0].Events[0].By; by.Login != "ben" {
		t.Errorf("got %+v, want ben", by)
	}
}

func TestCreditsGoWithTheirRepositoryAndComeBack(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		s := open(t, fresh())
		f := citation(kernels, "CITATION.cff", workNamed("fast kernels"), "ana")
		f.Mentions[0].Credits[0].Account = ana
		apply(t, s, fromGitHub(tracker.Batch{Repositories: []tracker.Repository{{RepositoryRef: kernels}}}), researched(f))
		want := credited(t, s)
		apply(t, s, fromGitHub(tracker.Batch{Tombstones: []tracker.Tombstone{{Thread: tracker.ThreadRef{Repository: kernels}, Reason: tracker.Inaccessible, At: at(20)}}}))
		if got := credited(t, s); len(got) != 0 {
			t.Errorf("%d credits of a repository that is gone", len(got))
		}
		if got := ledger(t, s, store.LedgerFilter{}); len(got) != 0 {
			t.Errorf("%d works of a repository that is gone", len(got))
		}
		apply(t, s, fromGitHub(tracker.Batch{Repositories: []tracker.Repository{{RepositoryRef: kernels}}}))
		if diff := cmp.Diff(want, credited(t, s)); diff != "" || len(want) != 1 {
			t.Errorf("the credits are not back (-want +got):\n%s", diff)
		}
	})
}

func TestACloneAndGitHubTellOfOneRepository(t *testing.T) {
	onEveryEngine(t, func(t *testing.T, fresh func() string) {
		named := tracker.RepositoryRef{Host: host, Owner: "acme", Name: "kernels"}
		nameless := ana
		nameless.DatabaseID, nameless.NodeID = 0, ""
		f := citation(named, "CITATION.cff", workNamed("fast kernels"), "ana")
		f.Mentions[0].Credits[0].Account = nameless
		b := researched(f)
		b.Accounts = nil
		s := open(t, fresh())
		apply(t, s, b)
		full := citation(kernels, "CITATION.cff", workNamed("fast kernels"), "ana")
		full.Mentions[0].Credits[0].Account = ana
		apply(t, s, fromGitHub(tracker.Batch{Repositories: []tracker.Repository{{RepositoryRef: kernels}}, Accounts: []tracker.Account{ana}}), researched(full))
		if got := credited(t, s); len(got) != 1 || got[0].Account.DatabaseID != 1 || got[0].Repository.DatabaseID != 100 {
			t.Errorf("got %+v, want one credit of the numbered account and repository", got)
		}
		want := fingerprint(t, s)
		direct := open(t, fresh())
		apply(t, direct, fromGitHub(tracker.Batch{Repositories: []tracker.Repository{{RepositoryRef: kernels}}, Accounts: []tracker.Account{ana}}), researched(full))
		if len(ledger(t, direct, store.LedgerFilter{})) != 1 || want == "" {
			t.Error("the direct way gives another ledger")
		}
	})
}

// BenchmarkLedger reads one person's ledger among 10,000 works with 100,000 credits.
func BenchmarkLedger(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "ledger.db"))
	ids := manyWorks(b, s)
	for b.Loop() {
		n := 0
		if err := s.Ledger(b.Context(), store.LedgerFilter{AccountIDs: ids}, func(store.LedgerWork) error { n++; return nil }); err != nil {
			b.Fatal(err)
		}
		if n != 100 {
			b.Fatalf("%d works", n)
		}
	}
}

// manyWorks stores 10,000 works of ten authors each; ana is on a hundred of them.
func manyWorks(b *testing.B, s *store.Store) []int64 {
	b.Helper()
	var batch []tracker.ResearchFile
	for n := range 10_000 {
		names := make([]string, 10)
		for i := range names {
			names[i] = "author " + strconv.Itoa(n*7+i)
		}
		f := citation(tracker.RepositoryRef{Host: host, DatabaseID: int64(1000 + n%100), Owner: "acme", Name: "r" + strconv.Itoa(n%100)},
			"docs/"+strconv.Itoa(n)+".md", workNamed("work "+strconv.Itoa(n), doi("10.1/"+strconv.Itoa(n))), names...)
		if n%100 == 0 {
			f.Mentions[0].Credits[3].Account = ana
		}
		if batch = append(batch, f); len(batch) == 500 {
			apply(b, s, researched(batch...))
			batch = nil
		}
	}
	_, ids, err := s.FindAccounts(b.Context(), "ana")
	if err != nil {
		b.Fatal(err)
	}
	return ids
}

package web

import (
	"fmt"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/web/story"
)

func credited(repository tracker.RepositoryRef, path, title string, names []string) tracker.ResearchFile {
	return story.Credited(repository, path, title, names)
}

func sha(n int) string { return story.SHA(n) }

func invited() []tracker.ResearchFile { return story.Invited() }

// researched is the small history with what citation files say, and a name that waits.
func researched(t testing.TB) *store.Store {
	t.Helper()
	st := fixture(t)
	apply(t, st, tracker.Batch{Source: tracker.ResearchSource, Research: invited(),
		Names: []tracker.NameProposal{story.WaitingName()}})
	return st
}

const engineCFF = "cff-version: 1.2.0\nmessage: Cite it.\ntitle: Fused kernels for small models\nauthors:\n  - given-names: Omar\n    family-names: Haddad\nlicense: MIT\n"

// forgetful is a store in which a work may have forgotten Mei.
func forgetful(t testing.TB) *store.Store {
	t.Helper()
	st := fixture(t)
	f := credited(kernels, "CITATION.cff", "Fused kernels for small models", []string{"Omar Haddad"})
	f.Text = engineCFF
	b := tracker.Batch{Source: tracker.ResearchSource, Research: []tracker.ResearchFile{f}}
	for i := range 5 { // others with one change each
		b.Threads = append(b.Threads, pullRequest(kernels, 700+i, fixtureAccount(int64(70+i), fmt.Sprintf("other-%d", i), "", tracker.UserAccount), fixtureNow.AddDate(0, -1, 0), "One change"))
	}
	apply(t, st, b)
	return st
}

// workOf is the address of the work of a title.
func workOf(t testing.TB, st *store.Store, title string) string {
	t.Helper()
	path := ""
	err := st.Ledger(t.Context(), store.LedgerFilter{}, func(w store.LedgerWork) error {
		if w.Title == title {
			path = workPath(w)
		}
		return nil
	})
	if err != nil || path == "" {
		t.Fatalf("there is no work %q: %v", title, err)
	}
	return path
}

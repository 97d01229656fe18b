package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// credited is what a source tells of one CITATION.cff: a line for each name, which
// commits added, and of every fifth moved and every seventh took away again.
func credited(repository tracker.RepositoryRef, path, title string, names []string) tracker.ResearchFile {
	f := tracker.ResearchFile{Repository: repository, Path: path, Blob: "b" + path, CommitSHA: sha(1), RevisedAt: fixtureNow, Versions: 3}
	doi := fmt.Sprintf("10.5281/zenodo.%d", len(title))
	m := tracker.Mention{Slot: "itself", Relation: tracker.WorkItself, Line: 2, Work: tracker.Work{Title: title, Year: 2025, Type: "software", DOI: doi,
		Identities: []tracker.WorkIdentity{{Kind: "doi", Value: doi}, {Kind: "title", Value: strings.ToLower(title) + " 2025"}}}}
	start := time.Date(2025, 2, 3, 13, 57, 41, 0, time.UTC)
	for i, name := range names {
		c := tracker.Credit{Key: fmt.Sprintf("author %d", i), Role: tracker.AuthorRole, Position: i + 1, Name: name, NameKey: fmt.Sprintf("name %d", i), Line: 6 + 2*i, IsPast: i%7 == 6}
		add := func(change tracker.CreditChange, at time.Time, from, to int) {
			f.Events = append(f.Events, tracker.CreditEvent{Slot: m.Slot, Key: c.Key, Change: change, Path: path, Line: c.Line, CommitSHA: sha(int(at.Unix() % 1e9)), At: at, By: omar, From: from, To: to})
		}
		at := start.AddDate(0, 0, i%500)
		add(tracker.CreditAdded, at, 0, i+1)
		if i%5 == 4 {
			add(tracker.CreditMoved, at.AddDate(0, 0, 20), i+1, i+2)
		}
		if c.IsPast {
			add(tracker.CreditRemoved, at.AddDate(0, 0, 90), i+1, 0)
		}
		m.Credits = append(m.Credits, c)
	}
	f.Mentions = []tracker.Mention{m}
	return f
}

func sha(n int) string { return fmt.Sprintf("%040d", n) }

// invited puts Mei, whose account stands beside the entry, on the list by Omar's commit,
// and on another by her own.
func invited() []tracker.ResearchFile {
	byOmar := credited(kernels, "CITATION.cff", "Fused kernels for small models", []string{"Omar Haddad", "Mei Zhao", "Ada Quill"})
	byOmar.Mentions[0].Credits[0].Account, byOmar.Mentions[0].Credits[1].Account = omar, mei
	byMei := credited(serve, "docs/serve.bib", "Batching prompts of equal length", []string{"Mei Zhao"})
	byMei.Mentions[0].Work.DOI, byMei.Mentions[0].Work.ArXiv = "", "2501.00001"
	byMei.Mentions[0].Work.Identities = []tracker.WorkIdentity{{Kind: "arxiv", Value: "2501.00001"}}
	byMei.Mentions[0].Credits[0].Account, byMei.Events[0].By = mei, mei
	return []tracker.ResearchFile{byOmar, byMei}
}

// researched is the small history with what citation files say, and a name that waits.
func researched(t testing.TB) *store.Store {
	t.Helper()
	st := fixture(t)
	apply(t, st, tracker.Batch{Source: tracker.ResearchSource, Research: invited(),
		Names: []tracker.NameProposal{{Repository: kernels, Name: "M. Zhao", NameKey: "name 2", Account: mei, Reason: "the initial and the family name fit"}}})
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

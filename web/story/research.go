package story

import (
	"fmt"
	"strings"
	"time"

	"rungless/tracker"
)

// Research is what citation files say: works that name Mei, a name that waits for her
// word, and a work of a number of authors.
func Research(authors int) tracker.Batch {
	names := make([]string, authors)
	for i := range names {
		names[i] = strings.Repeat("Somebody ", 1+i%3) + "of the long names"
	}
	return tracker.Batch{Source: tracker.ResearchSource, Research: append(Invited(), Credited(Serve, "CITATION.cff", "A work of many", names)),
		Names: []tracker.NameProposal{WaitingName()}}
}

// WaitingName is a name on a work that may be Mei's.
func WaitingName() tracker.NameProposal {
	return tracker.NameProposal{Repository: Kernels, Name: "M. Zhao", NameKey: "name 2", Account: Mei, Reason: "the initial and the family name fit"}
}

// Credited is what a source tells of one CITATION.cff: a line for each name, which
// commits added, and of every fifth moved and every seventh took away again.
func Credited(repository tracker.RepositoryRef, path, title string, names []string) tracker.ResearchFile {
	f := tracker.ResearchFile{Repository: repository, Path: path, Blob: "b" + path, CommitSHA: SHA(1), RevisedAt: Now, Versions: 3}
	doi := fmt.Sprintf("10.5281/zenodo.%d", len(title))
	m := tracker.Mention{Slot: "itself", Relation: tracker.WorkItself, Line: 2, Work: tracker.Work{Title: title, Year: 2025, Type: "software", DOI: doi,
		Identities: []tracker.WorkIdentity{{Kind: "doi", Value: doi}, {Kind: "title", Value: strings.ToLower(title) + " 2025"}}}}
	start := time.Date(2025, 2, 3, 13, 57, 41, 0, time.UTC)
	for i, name := range names {
		c := tracker.Credit{Key: fmt.Sprintf("author %d", i), Role: tracker.AuthorRole, Position: i + 1, Name: name, NameKey: fmt.Sprintf("name %d", i), Line: 6 + 2*i, IsPast: i%7 == 6}
		add := func(change tracker.CreditChange, at time.Time, from, to int) {
			f.Events = append(f.Events, tracker.CreditEvent{Slot: m.Slot, Key: c.Key, Change: change, Path: path, Line: c.Line, CommitSHA: SHA(int(at.Unix() % 1e9)), At: at, By: Omar, From: from, To: to})
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

// SHA is a made-up commit.
func SHA(n int) string { return fmt.Sprintf("%040d", n) }

// Invited puts Mei, whose account stands beside the entry, on the list by Omar's commit,
// and on another by her own.
func Invited() []tracker.ResearchFile {
	byOmar := Credited(Kernels, "CITATION.cff", "Fused kernels for small models", []string{"Omar Haddad", "Mei Zhao", "Ada Quill"})
	byOmar.Mentions[0].Credits[0].Account, byOmar.Mentions[0].Credits[1].Account = Omar, Mei
	byMei := Credited(Serve, "docs/serve.bib", "Batching prompts of equal length", []string{"Mei Zhao"})
	byMei.Mentions[0].Work.DOI, byMei.Mentions[0].Work.ArXiv = "", "2501.00001"
	byMei.Mentions[0].Work.Identities = []tracker.WorkIdentity{{Kind: "arxiv", Value: "2501.00001"}}
	byMei.Mentions[0].Credits[0].Account, byMei.Events[0].By = Mei, Mei
	return []tracker.ResearchFile{byOmar, byMei}
}

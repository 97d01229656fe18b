package profile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/research/cite"
	"rungless/tracker/store"
)

// authorsOf is a mention with authors, as an entry of a file that is there.
func authorsOf(relation tracker.Relation, names ...string) store.LedgerMention {
	m := store.LedgerMention{Repository: engine, Path: "CITATION.cff", CommitSHA: "c1", Relation: relation, Line: 2}
	for i, name := range names {
		m.Credits = append(m.Credits, store.LedgerCredit{Credit: tracker.Credit{Role: tracker.AuthorRole, Position: i + 1, Name: name, Line: 5 + i}})
	}
	return m
}

func past(m store.LedgerMention) store.LedgerMention {
	m.IsPast = true
	return m
}

func TestAnUnknownFormatOfWorksSaysWhichAreKnown(t *testing.T) {
	_, err := profile.WorksWriter("ris")
	if tracker.KindOf(err) != tracker.Invalid || !strings.Contains(err.Error(), `"ris"`) {
		t.Errorf("got %v", err)
	}
}

func TestEveryFormatHoldsTheWorkAndItsAuthors(t *testing.T) {
	work := store.LedgerWork{Work: tracker.Work{Title: "An engine", Year: 2025, DOI: "10.1234/x", Type: "software"}}
	work.Mentions = []store.LedgerMention{authorsOf(tracker.WorkItself, "Ana Maria Alba", "Ben Bruno")}
	for format, path := range map[string]string{"bibtex": "x.bib", "cff": "CITATION.cff", "csl-json": ""} {
		t.Run(format, func(t *testing.T) {
			write, err := profile.WorksWriter(format)
			if err != nil {
				t.Fatal(err)
			}
			text := write([]store.LedgerWork{work})
			for _, want := range []string{"An engine", "10.1234/x", "Ana Maria", "Alba", "Ben", "Bruno"} {
				if !strings.Contains(string(text), want) {
					t.Errorf("it does not hold %q:\n%s", want, text)
				}
			}
			if path == "" && !json.Valid(text) {
				t.Errorf("it is no JSON:\n%s", text)
			}
			if path != "" && len(cite.Parse(path, text).Warnings) != 0 {
				t.Errorf("it is read with warnings: %v\n%s", cite.Parse(path, text).Warnings, text)
			}
		})
	}
}

func TestAWorkIsWrittenWithTheAuthorsOfItsNearestEntry(t *testing.T) {
	gone := authorsOf(tracker.WorkItself, "Ana Alba", "Ben Bruno")
	gone.Credits[0].IsPast = true
	helped := authorsOf(tracker.WorkItself, "Ana Alba", "Ben Bruno")
	helped.Credits[1].Role = "contributor"
	team := authorsOf(tracker.WorkItself, "The Engine Team")
	team.Credits[0].IsEntity = true
	for _, test := range []struct {
		name     string
		mentions []store.LedgerMention
		want     []string
	}{
		{"no file names it", nil, nil},
		{"the file that describes it before one that cites it", []store.LedgerMention{authorsOf(tracker.WorkReference, "B. Bruno"), authorsOf(tracker.WorkItself, "Ben Bruno")}, []string{"Bruno, Ben"}},
		{"what asks to be cited before a reference", []store.LedgerMention{authorsOf(tracker.WorkReference, "B. Bruno"), authorsOf(tracker.WorkPreferred, "Ben Bruno")}, []string{"Bruno, Ben"}},
		{"what is there before what is gone", []store.LedgerMention{past(authorsOf(tracker.WorkItself, "Ben Bruno")), authorsOf(tracker.WorkReference, "B. Bruno")}, []string{"Bruno, B."}},
		{"only what is gone names it", []store.LedgerMention{past(authorsOf(tracker.WorkItself, "Ben Bruno"))}, nil},
		{"who was taken off is not written", []store.LedgerMention{gone}, []string{"Bruno, Ben"}},
		{"who is no author is not written", []store.LedgerMention{helped}, []string{"Alba, Ana"}},
		{"a team keeps its name whole", []store.LedgerMention{team}, []string{"{The Engine Team}"}},
		{"a name of one word stays whole", []store.LedgerMention{authorsOf(tracker.WorkItself, "Plato")}, []string{"{Plato}"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			write, err := profile.WorksWriter("bibtex")
			if err != nil {
				t.Fatal(err)
			}
			text := string(write([]store.LedgerWork{{Work: tracker.Work{Title: "An engine"}, Mentions: test.mentions}}))
			_, after, found := strings.Cut(text, "author = {")
			if found != (test.want != nil) {
				t.Fatalf("authors are written: %t\n%s", found, text)
			}
			line, _, _ := strings.Cut(after, "\n")
			if got := strings.TrimSuffix(line, "},"); found && got != strings.Join(test.want, " and ") {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatIsNotKnownOfAWorkIsNull(t *testing.T) {
	work := store.LedgerWork{Identity: "here:an engine", Work: tracker.Work{Title: "An engine"}}
	text, err := json.Marshal(profile.WorkOf(work))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"id":"here:an engine","title":"An engine","year":null,"type":null,"doi":null,"arxiv":null,"url":null,"mentions":[]}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestACreditForProgramsTellsItsEventsAndNoAddress(t *testing.T) {
	m := authorsOf(tracker.WorkItself, "Ana Alba", "Nobody Known")
	m.Credits[0].Whose, m.Credits[0].Reason, m.Credits[0].ORCID = ana, "orcid", "0000-0002-1825-0097"
	address := tracker.Account{Host: "github.com", Email: "someone@secret.example", Kind: tracker.EmailAccount}
	m.Credits[0].Events = []tracker.CreditEvent{
		{Change: tracker.CreditAdded, Path: "CITATION.cff", Line: 5, CommitSHA: "c1", At: day(1), By: ben, To: 1},
		{Change: tracker.CreditMoved, Path: "CITATION.cff", Line: 6, CommitSHA: "c2", At: day(2), By: address, From: 1, To: 2},
		{Change: tracker.CreditRemoved, Path: "CITATION.cff", CommitSHA: "c3", By: tracker.Account{Name: "Cai Chen"}, From: 2},
	}
	got := profile.WorkOf(store.LedgerWork{Mentions: []store.LedgerMention{m}}).Mentions[0].Credits
	one, two := 1, 2
	at, later := day(1), day(2)
	blob := "https://github.com/acme/engine/blob/"
	want := []profile.CreditEvent{
		{Change: "added", At: &at, By: "ben", To: &one, Commit: "c1", URL: blob + "c1/CITATION.cff?plain=1#L5"},
		{Change: "moved", At: &later, By: "somebody without a known account", From: &one, To: &two, Commit: "c2", URL: blob + "c2/CITATION.cff?plain=1#L6"},
		{Change: "removed", By: "Cai Chen", From: &two, Commit: "c3", URL: blob + "c3/CITATION.cff"},
	}
	if diff := cmp.Diff(want, got[0].Events); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got[0].Account == nil || *got[0].Account != "ana" || *got[0].Reason != "orcid" {
		t.Errorf("ana's line is %+v", got[0])
	}
	if got[1].Account != nil || got[1].Reason != nil || got[1].ORCID != nil || got[1].Affiliation != nil || got[1].Events == nil {
		t.Errorf("a line that is nobody's for certain is %+v", got[1])
	}
}

func TestAProposalWithoutADecisionHasNone(t *testing.T) {
	open := profile.ProposalOf(store.NameProposal{ID: 3, NameProposal: tracker.NameProposal{Name: "A. Alba", Account: ana, Repository: engine, Reason: "initial"}})
	if open.Decision != nil || open.DecidedAt != nil || open.Works == nil || open.Account != "ana" || open.Repository != "acme/engine" {
		t.Errorf("an open one is %+v", open)
	}
	decided := profile.ProposalOf(store.NameProposal{NameProposal: tracker.NameProposal{Name: "A. Alba", Account: ana}, Decision: "accepted", DecidedAt: day(3), Works: []string{"An engine"}})
	if decided.Decision == nil || *decided.Decision != "accepted" || decided.DecidedAt == nil || len(decided.Works) != 1 {
		t.Errorf("a decided one is %+v", decided)
	}
}

func TestAWorkIsCalledByAWordOfPeople(t *testing.T) {
	for kind, want := range map[string]string{"": "", "inproceedings": "paper", "SoftwareSourceCode": "software", "<b>poem": "work"} {
		if got := profile.Noun(store.LedgerWork{Work: tracker.Work{Type: kind}}); got != want {
			t.Errorf("type %q is called %q, want %q", kind, got, want)
		}
	}
}

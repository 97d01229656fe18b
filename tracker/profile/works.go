package profile

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/research/cite"
	"rungless/tracker/store"
)

// Work is one work of the ledger as programs read it: a line of rungless research
// --json, and what the pages' twins hold. What is not known is null.
type Work struct {
	ID       string    `json:"id"` // the strongest identity: "doi:10.1234/x"
	Title    string    `json:"title"`
	Year     *int      `json:"year"`
	Type     *string   `json:"type"`
	DOI      *string   `json:"doi"`
	ArXiv    *string   `json:"arxiv"`
	URL      *string   `json:"url"`
	Mentions []Mention `json:"mentions"`
}

// Mention is one entry of one file.
type Mention struct {
	Repository string   `json:"repository"`
	Path       string   `json:"path"`
	Line       int      `json:"line"`
	URL        string   `json:"url"`
	Relation   string   `json:"relation"`
	IsPast     bool     `json:"is_past"`
	Credits    []Credit `json:"credits"`
}

// Credit is one line of a mention's list of people.
type Credit struct {
	Role        string        `json:"role"`
	Position    int           `json:"position"`
	Name        string        `json:"name"` // as written
	Affiliation *string       `json:"affiliation"`
	ORCID       *string       `json:"orcid"`
	Account     *string       `json:"account"` // null: nobody's for certain
	Reason      *string       `json:"reason"`
	Line        int           `json:"line"`
	IsPast      bool          `json:"is_past"`
	Events      []CreditEvent `json:"events"`
}

// CreditEvent is one dated change of a line.
type CreditEvent struct {
	Change string     `json:"change"`
	At     *time.Time `json:"at"` // UTC
	By     string     `json:"by"`
	From   *int       `json:"from"`
	To     *int       `json:"to"`
	Commit string     `json:"commit"`
	URL    string     `json:"url"` // of the line, as the commit left it
}

// Noun says in plain words what a work of the ledger is; "" where no file says it.
func Noun(w store.LedgerWork) string {
	if w.Type == "" {
		return ""
	}
	return cite.Work{Type: w.Type}.Noun()
}

// WorkOf is a work of the ledger for programs.
func WorkOf(w store.LedgerWork) Work {
	work := Work{ID: w.Identity, Title: w.Title, Year: known(w.Year), Type: known(w.Type), DOI: known(w.DOI), ArXiv: known(w.ArXiv), URL: known(w.URL), Mentions: []Mention{}}
	for _, m := range w.Mentions {
		mention := Mention{Repository: m.Repository.FullName(), Path: m.Path, Line: m.Line, URL: m.URL(), Relation: string(m.Relation), IsPast: m.IsPast, Credits: []Credit{}}
		for _, c := range m.Credits {
			mention.Credits = append(mention.Credits, creditOf(m, c))
		}
		work.Mentions = append(work.Mentions, mention)
	}
	return work
}

func creditOf(m store.LedgerMention, c store.LedgerCredit) Credit {
	credit := Credit{Role: c.Role, Position: c.Position, Name: c.Name, Affiliation: known(c.Affiliation), ORCID: known(c.ORCID), Account: known(c.Whose.Login),
		Reason: known(c.Reason), Line: c.Line, IsPast: c.IsPast, Events: []CreditEvent{}}
	for _, e := range c.Events {
		event := CreditEvent{Change: string(e.Change), At: known(e.At), By: WriterOf(e.By), From: known(e.From), To: known(e.To), Commit: e.CommitSHA,
			URL: tracker.FileURL(m.Repository, e.CommitSHA, e.Path, e.Line)}
		credit.Events = append(credit.Events, event)
	}
	return credit
}

// known is null for a value that stands for "not said".
func known[T comparable](value T) *T {
	var unsaid T
	if value == unsaid {
		return nil
	}
	return &value
}

// WriterOf names who made a commit, without their address.
func WriterOf(a tracker.Account) string {
	return cmp.Or(a.Login, a.Name, "somebody without a known account")
}

// WorksWriter returns what writes works in a format: "bibtex", "cff" or "csl-json".
// The error is a [tracker.Invalid] one. A work is written with all its authors, so it
// is to be loaded with all of them.
func WorksWriter(format string) (func([]store.LedgerWork) []byte, error) {
	write := map[string]func([]cite.Work) []byte{"bibtex": cite.WriteBibTeX, "cff": cite.WriteCFF, "csl-json": cite.WriteCSLJSON}[format]
	if write == nil {
		return nil, tracker.Errorf(tracker.Invalid, "profile.WorksWriter", "there is no format called %q", format).WithHint("bibtex, cff and csl-json are known")
	}
	return func(works []store.LedgerWork) []byte {
		list := make([]cite.Work, len(works))
		for i, w := range works {
			list[i] = cited(w)
		}
		return write(list)
	}, nil
}

// Nearest is the place of the mention that says most of its work, -1 where there is
// none: those that are there still come first, and of them a file that describes the
// work itself, then one that asks to be cited by it.
func Nearest(mentions []store.LedgerMention) int {
	relations := []tracker.Relation{tracker.WorkItself, tracker.WorkPreferred, tracker.WorkReference}
	best := -1
	for i, m := range mentions {
		if best < 0 || isNearer(relations, m, mentions[best]) {
			best = i
		}
	}
	return best
}

func isNearer(relations []tracker.Relation, a, b store.LedgerMention) bool {
	if a.IsPast != b.IsPast {
		return b.IsPast
	}
	return slices.Index(relations, a.Relation) < slices.Index(relations, b.Relation)
}

// cited is a work of the ledger as citation files write it, with the authors of
// the mention that is nearest to it.
func cited(w store.LedgerWork) cite.Work {
	work := cite.Work{Relation: cite.Reference, Type: w.Type, Title: w.Title, DOI: w.DOI, ArXiv: w.ArXiv, Date: cite.Date{Year: w.Year}}
	if w.URL != "" {
		work.Links = []cite.Link{{Kind: "url", URL: w.URL}}
	}
	best := Nearest(w.Mentions)
	if best < 0 || w.Mentions[best].IsPast {
		return work
	}
	for _, c := range w.Mentions[best].Credits {
		if !c.IsPast && c.Role == tracker.AuthorRole {
			work.Authors = append(work.Authors, written(cite.Credit{Position: c.Position, Name: c.Name, ORCID: c.ORCID, Entity: c.IsEntity, Role: c.Role,
				Affiliations: affiliations(c.Affiliation)}))
		}
	}
	return work
}

func affiliations(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "; ")
}

// Proposal is a name that may be a person's, as programs read it.
type Proposal struct {
	ID         int64      `json:"id"`
	Name       string     `json:"name"` // as written
	Account    string     `json:"account"`
	Repository string     `json:"repository"`
	Works      []string   `json:"works"`
	Reason     string     `json:"reason"`
	At         *time.Time `json:"at"` // UTC
	Decision   *string    `json:"decision"`
	DecidedAt  *time.Time `json:"decided_at"` // UTC
}

// ProposalOf is a stored proposal for programs.
func ProposalOf(n store.NameProposal) Proposal {
	p := Proposal{ID: n.ID, Name: n.Name, Account: WriterOf(n.Account), Repository: n.Repository.FullName(), Works: n.Works, Reason: n.Reason, Decision: known(n.Decision),
		At: known(n.At), DecidedAt: known(n.DecidedAt)}
	if p.Works == nil {
		p.Works = []string{}
	}
	return p
}

// Is reports whether an account is one of the person's.
func (who Subject) Is(a tracker.Account) bool { return isOneOf(who.Accounts, a) }

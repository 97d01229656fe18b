package main

import (
	"rungless/tracker"
	"rungless/tracker/store"
)

type workJSON struct {
	ID       string        `json:"id"` // the strongest identity: "doi:10.1234/x"
	Title    string        `json:"title"`
	Year     *int          `json:"year"`
	Type     *string       `json:"type"`
	DOI      *string       `json:"doi"`
	ArXiv    *string       `json:"arxiv"`
	URL      *string       `json:"url"`
	Mentions []mentionJSON `json:"mentions"`
}

type mentionJSON struct {
	Repository string       `json:"repository"`
	Path       string       `json:"path"`
	Line       int          `json:"line"`
	URL        string       `json:"url"`
	Relation   string       `json:"relation"`
	IsPast     bool         `json:"is_past"`
	Credits    []creditJSON `json:"credits"`
}

type creditJSON struct {
	Role        string            `json:"role"`
	Position    int               `json:"position"`
	Name        string            `json:"name"`
	Affiliation *string           `json:"affiliation"`
	ORCID       *string           `json:"orcid"`
	Account     *string           `json:"account"` // null: nobody's for certain
	Reason      *string           `json:"reason"`
	Line        int               `json:"line"`
	IsPast      bool              `json:"is_past"`
	Events      []creditEventJSON `json:"events"`
}

type creditEventJSON struct {
	Change string  `json:"change"`
	At     *string `json:"at"`
	By     string  `json:"by"`
	From   *int    `json:"from"`
	To     *int    `json:"to"`
	Commit string  `json:"commit"`
	URL    string  `json:"url"` // of the line, as the commit left it
}

func workFrom(w store.LedgerWork) workJSON {
	j := workJSON{ID: w.Identity, Title: w.Title, Year: positive(w.Year), Type: orNull(w.Type), DOI: orNull(w.DOI), ArXiv: orNull(w.ArXiv), URL: orNull(w.URL), Mentions: []mentionJSON{}}
	for _, m := range w.Mentions {
		mention := mentionJSON{Repository: m.Repository.FullName(), Path: m.Path, Line: m.Line, URL: m.URL(), Relation: string(m.Relation), IsPast: m.IsPast, Credits: []creditJSON{}}
		for _, c := range m.Credits {
			mention.Credits = append(mention.Credits, creditFrom(m, c))
		}
		j.Mentions = append(j.Mentions, mention)
	}
	return j
}

func creditFrom(m store.LedgerMention, c store.LedgerCredit) creditJSON {
	j := creditJSON{Role: c.Role, Position: c.Position, Name: c.Name, Affiliation: orNull(c.Affiliation), ORCID: orNull(c.ORCID), Account: orNull(c.Whose.Login),
		Reason: orNull(c.Reason), Line: c.Line, IsPast: c.IsPast, Events: []creditEventJSON{}}
	for _, e := range c.Events {
		j.Events = append(j.Events, creditEventJSON{Change: string(e.Change), At: timeOrNull(e.At), By: writerOf(e.By), From: positive(e.From), To: positive(e.To),
			Commit: e.CommitSHA, URL: tracker.FileURL(m.Repository, e.CommitSHA, e.Path, e.Line)})
	}
	return j
}

// positive is null for 0, which stands for "not said".
func positive(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

// workShown is a work on a page, with the files that name it.
type workShown struct {
	Title       string // never nothing
	Path        string
	Kind        string // in words: "software, 2024"; "" where nothing is said
	Identifiers []link
	Mentions    []mentionShown
}

// mentionShown is one entry of one file.
type mentionShown struct {
	File      link
	Relation  string
	IsPast    bool
	IsPrivate bool // the repository is
	Credits   []creditShown
}

// creditShown is one line of a list of people.
type creditShown struct {
	Place       link   // "author 2", which leads to the line
	Name        string // as written
	Who         link   // the account; without Href where it has no page, without Text where it is nobody's for certain
	Reason      string // how that is known: "by ORCID"
	Affiliation string
	ORCID       link
	Added       *change
	Removed     *change // of a line that is gone
	IsPast      bool
	Self        bool // the person added themselves
}

// change is what one commit did to one line of a list.
type change struct {
	Name   string // of the entry, as written
	What   string // "added at 3"
	By     link   // without Href where it is no account
	Date   day
	Commit link
}

// changeName says what was done to an entry.
var changeName = map[tracker.CreditChange]string{tracker.CreditAdded: "added", tracker.CreditRemoved: "removed", tracker.CreditMoved: "moved"}

// reasonName says how it is known whose a line is.
var reasonName = map[string]string{"orcid": "by ORCID", "confirmed name": "by a name that they confirmed", "account beside the entry": "by the account beside the entry"}

// relationName says what a work is to the file that names it.
var relationName = map[tracker.Relation]string{tracker.WorkItself: "described there", tracker.WorkPreferred: "preferred citation", tracker.WorkReference: "reference"}

func workPath(w store.LedgerWork) string { return "/works/" + strconv.FormatInt(w.ID, 10) }

func workTitle(w store.LedgerWork) string {
	return displayName(strings.TrimSpace(w.Title), "A work without a title")
}

// ledger loads works by title.
func (s *Server) ledger(ctx context.Context, f store.LedgerFilter) ([]store.LedgerWork, error) {
	var works []store.LedgerWork
	err := s.store.Ledger(ctx, f, func(w store.LedgerWork) error {
		works = append(works, w)
		return nil
	})
	return works, err
}

func (s *Server) workFrom(w store.LedgerWork, who profile.Subject) workShown {
	shown := workShown{Title: workTitle(w), Path: workPath(w), Identifiers: identifiersOf(w.Work)}
	var kind []string
	if noun := profile.Noun(w); noun != "" {
		kind = append(kind, noun)
	}
	if w.Year != 0 {
		kind = append(kind, strconv.Itoa(w.Year))
	}
	shown.Kind = strings.Join(kind, ", ")
	for _, m := range w.Mentions {
		mention := mentionFrom(m)
		for _, c := range m.Credits {
			mention.Credits = append(mention.Credits, s.creditFrom(m, c, who))
		}
		shown.Mentions = append(shown.Mentions, mention)
	}
	return shown
}

// identifiersOf are the names under which a work is known elsewhere.
func identifiersOf(w tracker.Work) []link {
	var list []link
	if w.DOI != "" {
		list = append(list, link{"doi:" + w.DOI, (&url.URL{Scheme: "https", Host: "doi.org", Path: "/" + w.DOI}).String()})
	}
	if w.ArXiv != "" {
		list = append(list, link{"arXiv:" + w.ArXiv, (&url.URL{Scheme: "https", Host: "arxiv.org", Path: "/abs/" + w.ArXiv}).String()})
	}
	if w.URL != "" {
		list = append(list, link{w.URL, webAddress(w.URL)})
	}
	return list
}

// webAddress is an address that a page may lead to, "" for any other.
func webAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.String()
}

func mentionFrom(m store.LedgerMention) mentionShown {
	name := m.Repository.FullName() + " " + m.Path
	if m.Line > 0 {
		name += ", line " + number(m.Line)
	}
	return mentionShown{File: link{name, m.URL()}, Relation: relationName[m.Relation], IsPast: m.IsPast, IsPrivate: m.IsPrivate}
}

// creditFrom shows a line. It is the person's own doing where the commit that added it
// is by whose it is: by who, or where that is nobody by the account that the line is of.
func (s *Server) creditFrom(m store.LedgerMention, c store.LedgerCredit, who profile.Subject) creditShown {
	shown := creditShown{Name: displayName(c.Name, "somebody without a name"), Who: accountLink(c.Whose), Reason: displayName(reasonName[c.Reason], c.Reason), Affiliation: c.Affiliation,
		IsPast: c.IsPast || m.IsPast, Place: link{c.Role + " " + number(c.Position), tracker.FileURL(m.Repository, m.CommitSHA, m.Path, c.Line)}}
	if c.ORCID != "" {
		shown.ORCID = link{c.ORCID, (&url.URL{Scheme: "https", Host: "orcid.org", Path: "/" + c.ORCID}).String()}
	}
	if len(who.Accounts) == 0 && !c.Whose.IsZero() {
		who.Accounts = []tracker.Account{c.Whose}
	}
	if shown.IsPast {
		shown.Place.Text = "once " + shown.Place.Text
	}
	if added, ok := c.Added(); ok {
		one := s.changeFrom(m, c, added)
		shown.Added, shown.Self = &one, who.Is(added.By)
		if last := c.Events[len(c.Events)-1]; last.Change == tracker.CreditRemoved {
			gone := s.changeFrom(m, c, last)
			shown.Removed = &gone
		}
		if shown.IsPast {
			shown.Place.Href = tracker.FileURL(m.Repository, added.CommitSHA, added.Path, added.Line)
		}
	}
	return shown
}

// accountLink names an account and leads to its page. Nobody has no name.
func accountLink(a tracker.Account) link {
	switch {
	case a.IsZero():
		return link{}
	case a.Login == "":
		return link{Text: accountLabel(a)}
	}
	return link{a.Login, personPath(a.Login)}
}

func (s *Server) changeFrom(m store.LedgerMention, c store.LedgerCredit, e tracker.CreditEvent) change {
	one := change{Name: displayName(c.Name, "somebody without a name"), What: changeName[e.Change], By: accountLink(e.By), Date: s.day(e.At),
		Commit: link{"commit " + e.CommitSHA[:min(7, len(e.CommitSHA))], tracker.CommitURL(m.Repository, e.CommitSHA)}}
	if one.By.Text == "" {
		one.By.Text = accountLabel(e.By)
	}
	switch e.Change {
	case tracker.CreditAdded:
		one.What += " at " + number(e.To)
	case tracker.CreditMoved:
		one.What += " from " + number(e.From) + " to " + number(e.To)
	}
	if c.Role != tracker.AuthorRole {
		one.What += " as " + c.Role
	}
	return one
}

// pageOf cuts the n-th page, from 1, out of a list, and says whether it goes on.
func pageOf[T any](list []T, n, size int) (part []T, more bool) {
	if n-1 > len(list)/size { // also keeps what follows from overflowing
		return nil, false
	}
	start := min((n-1)*size, len(list))
	end := min(start+size, len(list))
	return slices.Clip(list[start:end]), end < len(list)
}

// parsePlaces reads numbers from 1 out of an address's query, 1 where one is not
// there, and refuses what else the query holds.
func parsePlaces(query url.Values, known ...string) (map[string]int, error) {
	places := map[string]int{}
	for _, name := range known {
		places[name] = 1
	}
	for name, values := range query {
		n, err := strconv.Atoi(values[0])
		if !slices.Contains(known, name) || err != nil || n < 1 {
			return nil, tracker.Errorf(tracker.Invalid, "web.parsePlaces", "%q is no place in %s", values[0], name).
				WithHint("Numbers from 1 are, of %s.", listed(known))
		}
		places[name] = n
	}
	return places, nil
}

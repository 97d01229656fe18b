package web

import (
	"strconv"

	"rungless/tracker"
)

// contribution is one line of evidence. Its JSON has the names of
// `rungless facts --format ndjson`, but a date in place of occurred_at.
type contribution struct {
	Kind       tracker.Kind  `json:"kind"`
	ID         string        `json:"id"`
	URL        string        `json:"url"`
	Repository string        `json:"repository"`
	Number     int           `json:"number"`
	Account    string        `json:"account"`
	Role       tracker.Role  `json:"role"`
	Date       day           `json:"date"`
	State      tracker.State `json:"state"`
	MergedBy   string        `json:"merged_by"`
	Title      string        `json:"title"`
	IsPrivate  bool          `json:"is_private"`
	Pinned     bool          `json:"pinned,omitempty"`
	Hidden     bool          `json:"hidden,omitempty"`    // from others; on the person's own pages alone
	Words      string        `json:"note,omitempty"`      // the person's
	Contested  string        `json:"contested,omitempty"` // why the person says that this is wrong

	KindName  string `json:"-"`
	StateName string `json:"-"`
	Place     string `json:"-"` // "owner/name#12"
	By        string `json:"-"` // whose it is; "" on the pages of one account

	Own *ownWords `json:"-"` // nil: whoever looks is not the person
}

// Text is what the link to the source says: never nothing.
func (c contribution) Text() string {
	if c.Title != "" {
		return c.Title
	}
	return c.KindName + " in " + c.Place
}

func (s *Server) contributionsFrom(items []tracker.Contribution) []contribution {
	all := make([]contribution, 0, len(items))
	for _, item := range items {
		all = append(all, s.contributionFrom(item))
	}
	return all
}

// ofEverybody is a list that says of each contribution whose it is.
func (s *Server) ofEverybody(items []tracker.Contribution) []contribution {
	all := s.contributionsFrom(items)
	for i := range all {
		all[i].By = all[i].Account
	}
	return all
}

func (s *Server) contributionFrom(item tracker.Contribution) contribution {
	c := contribution{
		Kind: item.Kind, ID: item.ID, URL: item.URL, Repository: item.Repository.FullName(), Number: item.Number,
		Account: accountName(item.Account), Role: item.Role, Date: s.day(item.OccurredAt),
		State: item.State, MergedBy: item.MergedBy.Login, Title: item.Title, IsPrivate: item.IsPrivate,
		KindName: capitalized(kindName[item.Kind]), StateName: stateName[item.State],
		Place:  item.Repository.FullName(),
		Pinned: item.Note.Pinned, Hidden: item.Note.Hidden, Words: item.Note.Words, Contested: item.Note.Contested,
	}
	if item.Role == tracker.CoAuthor {
		c.KindName += ", as co-author"
	}
	if item.Number > 0 {
		c.Place += "#" + strconv.Itoa(item.Number)
	}
	return c
}

// accountName is the login, or the e-mail of a commit that no account is joined to.
func accountName(a tracker.Account) string {
	if a.Login != "" {
		return a.Login
	}
	return a.Email
}

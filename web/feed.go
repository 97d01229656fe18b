package web

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// A feed holds the newest contributions, at most feedLength.
const (
	feedLength = 100
	feedEnding = "/feed.atom"
)

// atomFeed is a feed as RFC 4287 has it. Characters that XML cannot hold come out as
// U+FFFD: encoding/xml sees to that.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Link     atomLink     `xml:"link"`
	Category atomCategory `xml:"category"`
	Summary  string       `xml:"summary"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// showFeed answers with somebody's newest contributions for a feed reader. A reader may
// pass on what it reads, so that nothing private and nothing hidden is ever in it, not
// for the person either.
func (s *Server) showFeed(c *gin.Context) error {
	account, err := s.asked(c)
	if err != nil {
		return err
	}
	shown := account.selects
	shown.PublicOnly, shown.Readable, shown.WithHidden = true, nil, false
	found, err := s.store.Evidence(c.Request.Context(), shown, "", feedLength)
	if err != nil {
		return err
	}
	body, err := xml.MarshalIndent(s.feedOf(account, found), "", " ")
	if err != nil {
		return fmt.Errorf("web.showFeed: %w", err)
	}
	send(c, http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), append(body, '\n')...))
	return nil
}

func (s *Server) feedOf(account subject, found store.EvidencePage) atomFeed {
	feed := atomFeed{ID: tagOf(account.accounts, "person", account.Login), Title: "Evidence of " + account.Name, Author: atomPerson{account.Name}, Updated: onlyDay(s.now()),
		Links: []atomLink{{"self", "application/atom+xml", account.Path() + feedEnding}, {"alternate", "text/html", account.Path() + "/evidence"}}}
	for i, item := range found.Items {
		if i == 0 {
			feed.Updated = onlyDay(item.OccurredAt)
		}
		feed.Entries = append(feed.Entries, s.entryOf(item))
	}
	return feed
}

func (s *Server) entryOf(item tracker.Contribution) atomEntry {
	shown := s.contributionFrom(item)
	words := shown.KindName + " in " + shown.Place
	if shown.StateName != "" {
		words += ": " + strings.ToLower(shown.StateName)
	}
	return atomEntry{ID: tagOf([]tracker.Account{item.Account}, string(item.Kind), item.ID), Title: shown.Text(), Updated: onlyDay(item.OccurredAt),
		Link: atomLink{Rel: "alternate", Href: item.URL}, Category: atomCategory{string(item.Kind)}, Summary: words}
}

// tagOf is an id that stays when a repository or an account is renamed (RFC 4151): it is
// made of GitHub's number of the account and its id of the act.
func tagOf(accounts []tracker.Account, kind, id string) string {
	host, number := "localhost", int64(0)
	if len(accounts) > 0 {
		number = accounts[0].DatabaseID
		if name := hostname(accounts[0].Host); name != "" {
			host = name
		}
	}
	if kind == "person" && number != 0 {
		id = ""
	}
	return fmt.Sprintf("tag:%s,2026:rungless/%d/%s/%s", host, number, kind, strings.Map(tagRune, id))
}

// tagRune keeps what a tag may hold.
func tagRune(r rune) rune {
	if r > ' ' && r < 0x7f && !strings.ContainsRune(`<>"#%{}|\^`+"`[]", r) {
		return r
	}
	return '_'
}

// onlyDay is the beginning of a day: no feed tells a time of day.
func onlyDay(at time.Time) string { return midnight(at).Format(time.RFC3339) }

package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

const (
	jumpLimit     = 20  // places that a search for words answers with
	peoplePerPage = 200 // with these the page is under 60 kB
)

// peoplePage lists the people who are tracked, by name. It has no counts and can
// be sorted by nothing: nobody is compared here.
type peoplePage struct {
	Base   `json:"-"`
	Query  string      `json:"q"`
	People []personRow `json:"people"`
	Others []place     `json:"others"` // repositories and accounts that the words also fit
	Next   string      `json:"next"`   // address of the next page as JSON; "" at the end

	Later string `json:"-"` // the same as a page
	First string `json:"-"` // address of the first page; "" on it
	Any   bool   `json:"-"` // somebody is tracked at all
}

type personRow struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Path     string `json:"path"`
	SyncedAt moment `json:"synced_at"`

	// place is where the person stands in the list, as an address names it: by name and, of
	// one name, by login, whatever their case. It stays a place when the person who stood
	// there is gone.
	place string
}

func (*peoplePage) template() string { return "people" }

func (s *Server) loadPeople(c *gin.Context) (page, error) {
	rows, err := s.store.PeopleSeenBy(c.Request.Context(), s.seenBy(c))
	if err != nil {
		return nil, err
	}
	p := &peoplePage{Base: Base{Title: "People", Section: "people"}, Query: strings.TrimSpace(c.Query("q")),
		People: []personRow{}, Any: len(rows) > 0}
	p.Base.Query = p.Query
	for _, row := range rows {
		if fits(row.Person, p.Query) {
			p.People = append(p.People, s.personRowFrom(row))
		}
	}
	p.cut(c.Query("after"))
	p.Others, err = s.otherPlaces(c, p)
	return p, err
}

func (s *Server) personRowFrom(row store.PersonRow) personRow {
	name := displayName(row.Person.Name, row.Person.Login)
	return personRow{Login: row.Person.Login, Path: personPath(row.Person.Login), Name: name,
		SyncedAt: s.moment(row.LastSyncedAt), place: strings.ToLower(name + "\n" + row.Person.Login)}
}

// cut sorts the people by name and keeps those of one page, which begins after a
// place.
func (p *peoplePage) cut(place string) {
	slices.SortFunc(p.People, func(a, b personRow) int { return strings.Compare(a.place, b.place) })
	if place != "" {
		p.First = peoplePath("", p.Query)
		p.People = slices.DeleteFunc(p.People, func(r personRow) bool { return r.place <= place })
	}
	if len(p.People) > peoplePerPage {
		p.People = p.People[:peoplePerPage]
		last := p.People[peoplePerPage-1].place
		p.Later, p.Next = after(peoplePath("", p.Query), last), after(peoplePath(".json", p.Query), last)
	}
}

// peoplePath is the address of the list in a form: "" for HTML, ".json".
func peoplePath(form, query string) string {
	if query == "" {
		return "/people" + form
	}
	return "/people" + form + "?" + url.Values{"q": {query}}.Encode()
}

// fits reports whether a person's name or one of their logins holds the words.
func fits(person tracker.Person, query string) bool {
	texts := []string{person.Name, person.Login}
	for _, account := range person.Accounts {
		texts = append(texts, account.Login)
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(query))
	})
}

// otherPlaces is what a search finds besides the people listed.
func (s *Server) otherPlaces(c *gin.Context, p *peoplePage) ([]place, error) {
	others := []place{}
	if p.Query == "" {
		return others, nil
	}
	found, err := s.places(c, p.Query)
	if err != nil {
		return nil, err
	}
	for _, place := range found {
		if !slices.ContainsFunc(p.People, func(row personRow) bool { return row.Path == place.Path }) {
			others = append(others, place)
		}
	}
	return others, nil
}

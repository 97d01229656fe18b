package web

import (
	"context"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// jumpLimit is how many places a search for words answers with.
const jumpLimit = 20

// peoplePage lists the people who are tracked, by name. It has no counts and can
// be sorted by nothing: nobody is compared here.
type peoplePage struct {
	Base   `json:"-"`
	Query  string      `json:"q"`
	People []personRow `json:"people"`
	Others []place     `json:"others"` // repositories and accounts that the words also fit
	Any    bool        `json:"-"`      // somebody is tracked at all
}

type personRow struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Path     string `json:"path"`
	SyncedAt moment `json:"synced_at"`
}

func (*peoplePage) template() string { return "people" }

func (s *Server) loadPeople(c *gin.Context) (page, error) {
	rows, err := s.store.People(c.Request.Context())
	if err != nil {
		return nil, err
	}
	p := &peoplePage{Base: Base{Title: "People", Section: "people"}, Query: strings.TrimSpace(c.Query("q")),
		People: []personRow{}, Any: len(rows) > 0}
	p.Base.Query = p.Query
	for _, row := range rows {
		if !fits(row.Person, p.Query) {
			continue
		}
		p.People = append(p.People, personRow{Login: row.Person.Login, Path: personPath(row.Person.Login),
			Name: displayName(row.Person.Name, row.Person.Login), SyncedAt: s.moment(row.LastSyncedAt)})
	}
	slices.SortFunc(p.People, func(a, b personRow) int {
		return strings.Compare(strings.ToLower(a.Name+"\x00"+a.Login), strings.ToLower(b.Name+"\x00"+b.Login))
	})
	p.Others, err = s.otherPlaces(c.Request.Context(), p)
	return p, err
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
func (s *Server) otherPlaces(ctx context.Context, p *peoplePage) ([]place, error) {
	others := []place{}
	if p.Query == "" {
		return others, nil
	}
	found, err := s.places(ctx, p.Query)
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

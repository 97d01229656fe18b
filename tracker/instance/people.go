package instance

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"rungless/tracker/domain"
)

// Person is one of the people whom an instance shows.
type Person struct {
	Login    string  `json:"login"`
	Name     string  `json:"name"`
	SyncedAt *string `json:"synced_at"` // RFC 3339; nil: never
}

// People calls found for everybody of whom the instance shows something, by name.
func (c *Client) People(ctx context.Context, found func(Person) error) error {
	for path := "/api/v1/people"; path != ""; {
		var page struct {
			People []Person `json:"people"`
			Next   string   `json:"next"` // the twin of a page: "/people.json?after=..."
		}
		if err := c.Read(ctx, path, &page); err != nil {
			return err
		}
		for _, p := range page.People {
			p.Login, p.Name = plain(p.Login), plain(p.Name)
			if err := found(p); err != nil {
				return err
			}
		}
		_, query, _ := strings.Cut(page.Next, "?") // of the address nothing else is taken
		next, _ := url.ParseQuery(query)           // what cannot be read leads nowhere
		if path = ""; next.Get("after") != "" {
			path = "/api/v1/people?" + url.Values{"after": {next.Get("after")}}.Encode()
		}
	}
	return nil
}

// Profile returns a person's profile as the instance has it: the fields of growth.Profile
// besides others, from a day (UTC) until now.
func (c *Client) Profile(ctx context.Context, login string, from time.Time) (json.RawMessage, error) {
	var profile json.RawMessage
	query := url.Values{"from": {from.UTC().Format(time.DateOnly)}}
	err := c.Read(ctx, "/api/v1/people/"+url.PathEscape(login)+"?"+query.Encode(), &profile)
	return profile, err
}

// Domains returns the instance's domains by slug and name alone, from surface to deep.
func (c *Client) Domains(ctx context.Context) ([]domain.Domain, error) {
	var page struct {
		Domains []struct{ Slug, Name string } `json:"domains"`
	}
	if err := c.Read(ctx, "/api/v1/domains", &page); err != nil {
		return nil, err
	}
	var all []domain.Domain
	for _, d := range page.Domains {
		all = append(all, domain.Domain{Slug: plain(d.Slug), Name: plain(d.Name)})
	}
	return all, nil
}

package web

import (
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

// domainsPage lists the catalogue, from surface to deep, with what each domain is.
type domainsPage struct {
	Base    `json:"-"`
	Domains []catalogued `json:"domains"` // from surface to deep
}

// catalogued is one domain of the catalogue.
type catalogued struct {
	Slug  string `json:"slug"`
	Name  string `json:"name"`
	Path  string `json:"path"`
	Rules []rule `json:"rules"` // in the order in which they are asked
}

// rule is what one kind of rule claims for a domain.
type rule struct {
	Kind     string   `json:"kind"`
	Patterns []string `json:"patterns"`
}

func (*domainsPage) template() string { return "domains" }

func (s *Server) loadDomains(*gin.Context) (page, error) {
	p := &domainsPage{Base: Base{Title: "Domains", Section: "domains"}, Domains: []catalogued{}}
	for _, d := range s.profiles.Catalogue.Domains() {
		p.Domains = append(p.Domains, cataloguedFrom(d))
	}
	return p, nil
}

func cataloguedFrom(d domain.Domain) catalogued {
	c := catalogued{Slug: d.Slug, Name: displayName(d.Name, d.Slug), Path: domainPath(d.Slug), Rules: []rule{}}
	for _, r := range []rule{{"Paths", d.Paths}, {"Labels", d.Labels}, {"Repositories", d.Repositories}, {"Topics", d.Topics},
		{"Words in a title", d.Words}, {"Never", d.Excludes}} {
		if len(r.Patterns) > 0 {
			c.Rules = append(c.Rules, r)
		}
	}
	return c
}

func domainPath(slug string) string { return "/domains/" + url.PathEscape(slug) }

// recentShown is how many merged changes a domain's page lists.
const recentShown = 15

// domainPage shows one domain: its rules, what was merged there lately, and whoever
// looks, if they are at home there. It counts and orders nobody.
type domainPage struct {
	Base   `json:"-"`
	Domain catalogued     `json:"domain"`
	Place  string         `json:"place"`  // in the catalogue, in words
	Merged []contribution `json:"merged"` // newest first, by when they were opened
	All    string         `json:"all"`    // address of everybody's evidence in the domain
	// Arrivals and Helpers are those who let the viewer know; where nobody signs in, nobody.
	Arrivals   []arrival  `json:"arrivals"`         // the newest first
	Helpers    []helper   `json:"who_can_help"`     // by login
	FirstSteps []openDoor `json:"good_first_steps"` // open issues and discussions that ask for help, the freshest first

	Neighbours []link `json:"-"`
	Mine       *mine  `json:"-"` // of whoever's laptop it is; nil when not known
}

// mine is what whoever looks has in the domain.
type mine struct {
	AtHome   bool
	Evidence string // address; "" where there is none
	Profile  string // address of the person's depth
}

func (*domainPage) template() string { return "domain" }

func (s *Server) loadDomain(c *gin.Context) (page, error) {
	slug := parameter(c, "slug")
	all := s.profiles.Catalogue.Domains()
	i := slices.IndexFunc(all, func(d domain.Domain) bool { return d.Slug == slug })
	if i < 0 {
		return nil, tracker.Errorf(tracker.NotFound, "web.loadDomain", "There is no domain called %q", slug).
			WithHint("The list of domains has them all; config.yaml says which there are.")
	}
	p := &domainPage{Domain: cataloguedFrom(all[i]), Place: placeInWords(i, len(all))}
	p.Base = Base{Title: p.Domain.Name, Section: "domains"}
	if i > 0 {
		p.Neighbours = append(p.Neighbours, link{"Nearer to the surface: " + displayName(all[i-1].Name, all[i-1].Slug), domainPath(all[i-1].Slug)})
	}
	if i+1 < len(all) {
		p.Neighbours = append(p.Neighbours, link{"Deeper: " + displayName(all[i+1].Name, all[i+1].Slug), domainPath(all[i+1].Slug)})
	}
	var err error
	if p.Mine, err = s.mineIn(c, slug); err != nil {
		return nil, err
	}
	merged, err := s.store.Evidence(c.Request.Context(), store.EvidenceFilter{Kinds: []tracker.Kind{tracker.PullRequestKind}, State: tracker.Merged, Domain: slug,
		SeenBy: s.seenBy(c), PublicOnly: s.isTeam()}, "", recentShown)
	p.Merged, p.All = s.ofEverybody(merged.Items), evidencePath("", "", filter{Domain: slug})
	if err != nil {
		return nil, err
	}
	steps, err := s.profiles.FirstSteps(c.Request.Context(), slug)
	if err != nil {
		return nil, err
	}
	p.FirstSteps = s.doors(steps)
	return p, p.peopleOf(c, s)
}

// placeInWords says where a domain lies between surface and deep.
func placeInWords(i, n int) string {
	switch {
	case n == 1:
		return "The only technical area of this instance"
	case i == 0:
		return "The technical area nearest to the surface"
	case i == n-1:
		return "The deepest technical area of this instance"
	}
	return "A technical area between surface and deep"
}

// mineIn says what whoever looks has in a domain.
func (s *Server) mineIn(c *gin.Context, slug string) (*mine, error) {
	ctx := c.Request.Context()
	account, err := s.myself(c)
	if tracker.KindOf(err) == tracker.NotFound && err != nil {
		return nil, nil //nolint:nilnil,nilerr // who looks is not known, or has not been synced yet: that is no error
	}
	if err != nil {
		return nil, err
	}
	m, err := s.measure(ctx, account, profile.UsualWindow(s.now()))
	if err != nil {
		return nil, err
	}
	found := &mine{AtHome: slices.Contains(m.Homes.Value, slug), Profile: account.Path() + "/depth"}
	for _, d := range m.Depths {
		if d.Domain == slug {
			found.Evidence = m.figure("depth", pieces{domain: slug})
		}
	}
	return found, nil
}

package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/profile"
)

const (
	profileSettings  = settingsPath + "/profile"
	timeZoneSettings = settingsPath + "/time-zone"
	domainSettings   = settingsPath + "/domains"
)

// profilePage is who somebody is, as config.yaml and they themselves say. What the file
// says wins, and stands on the page with its key.
type profilePage struct {
	Base
	Account    subject
	Person     tracker.Person
	Configured tracker.Person // zero fields: the file says nothing
	Emails     []string       // that the file says
	Config     string         // the file
	Saved      bool
}

func (*profilePage) template() string { return "self" }

// configured is what config.yaml says of a person.
func (s *Server) configured(account subject) Configured {
	i := slices.IndexFunc(s.options.Configured, func(p Configured) bool {
		return strings.EqualFold(p.Login, account.Login) || slices.ContainsFunc(account.Others, func(other string) bool { return strings.EqualFold(p.Login, other) })
	})
	if i < 0 {
		return Configured{}
	}
	return s.options.Configured[i]
}

// mySettings finds whoever asks, as a tracked person: only such a one has settings that
// the store keeps.
func (s *Server) mySettings(c *gin.Context) (subject, tracker.Person, error) {
	account, err := s.meAlone(c)
	if err != nil {
		return account, tracker.Person{}, err
	}
	if account.selects.PersonID == 0 {
		return account, tracker.Person{}, tracker.Errorf(tracker.NotFound, "web.mySettings", "Nothing of you has been synced yet").
			WithHint("Start a sync first; the settings are kept with what it finds.")
	}
	person, err := s.store.Person(c.Request.Context(), account.selects.PersonID)
	return account, person, err
}

func (s *Server) profilePage(c *gin.Context, title string) (*profilePage, error) {
	account, person, err := s.mySettings(c)
	if err != nil {
		return nil, err
	}
	said := s.configured(account)
	return &profilePage{Base: Base{Title: title}, Account: account, Person: person, Configured: said.Person, Emails: said.Emails,
		Config: s.options.Setup.ConfigPath, Saved: c.Query("saved") != ""}, nil
}

func (s *Server) showSelf(c *gin.Context) error {
	p, err := s.profilePage(c, "Your profile")
	if err != nil {
		return err
	}
	return s.writeSetting(c, p)
}

// saySelf keeps what a form says of who asks, and goes back to a page. What config.yaml
// decides stays as it decides, and what the form does not ask for as it was.
func (s *Server) saySelf(page string) func(*gin.Context) error {
	return func(c *gin.Context) error {
		account, person, err := s.mySettings(c)
		if err != nil {
			return err
		}
		said := s.configured(account)
		for _, field := range []struct {
			name, decided string
			of            *string
		}{{"name", said.Name, &person.Name}, {"orcid", said.ORCID, &person.ORCID}, {"zone", said.TimeZone, &person.TimeZone}} {
			if value, asked := c.GetPostForm(field.name); asked && field.decided == "" {
				*field.of = value
			}
		}
		if err := profile.SayOfSelf(c.Request.Context(), s.store, person); err != nil {
			return err
		}
		c.Redirect(http.StatusSeeOther, page)
		return nil
	}
}

// zonePage is where somebody is, for their own hours.
type zonePage struct {
	*profilePage
	Zones []string // suggestions
	Now   string   // the time there
}

func (*zonePage) template() string { return "zone" }

func (s *Server) showZone(c *gin.Context) error {
	p, err := s.profilePage(c, "Your time zone")
	if err != nil {
		return err
	}
	page := &zonePage{profilePage: p, Zones: zones}
	if zone, err := loadZone(p.Person.TimeZone); err == nil && zone != nil {
		page.Now = s.now().In(zone).Format("15:04 on Monday, 2 January")
	}
	return s.writeSetting(c, page)
}

// domainsSetting says where the catalogue comes from, and what another one might hold.
type domainsSetting struct {
	Base
	Domains   []string // names, surface first
	Own       bool     // config.yaml has domains of its own
	Config    string
	Suggested string // lines for config.yaml
}

func (*domainsSetting) template() string { return "catalogue" }

func (s *Server) showDomainSettings(c *gin.Context) error {
	areas, err := s.store.Areas(c.Request.Context())
	if err != nil {
		return err
	}
	sources := make([]domain.Source, len(areas))
	for i, a := range areas {
		sources[i] = domain.Source{Repository: a.Repository, Topics: a.Topics, Labels: a.Labels, Owned: a.Owned, Directories: a.Directories}
	}
	p := &domainsSetting{Base: Base{Title: "Domains"}, Own: s.options.OwnDomains, Config: s.options.Setup.ConfigPath, Suggested: domain.Suggest(sources).YAML()}
	for _, d := range s.profiles.Catalogue.Domains() {
		p.Domains = append(p.Domains, displayName(d.Name, d.Slug))
	}
	return s.writeSetting(c, p)
}

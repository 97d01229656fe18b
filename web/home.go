package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// setupPage is the first run: three things to do, each with its state. It works
// before anything is stored.
type setupPage struct {
	Base       `json:"-"`
	Setup      setupState   `json:"-"`
	You        *profilePage `json:"-"` // nil: nothing of whoever looks is stored yet
	Zones      []string     `json:"-"` // suggestions
	Tasks      []task       `json:"tasks"`
	Running    bool         `json:"sync_running"`
	People     bool         `json:"people_stored"` // there is somebody to look at
	CanSyncNow bool         `json:"-"`
	Looked     bool         `json:"-"` // a token was looked for just now
}

// setupState is what the page shows of [Setup].
type setupState struct {
	Host, ConfigPath, TokenFrom string
	Followed                    Followed
	CanFind, CanFollow, Sample  bool // what its buttons do
}

// task is one row of the list. Done ones look plain, so that an open one draws the
// eye.
type task struct {
	ID   string `json:"id"` // of the part of the page that says how
	Name string `json:"name"`
	Done bool   `json:"done"`
}

const setupPath = "/setup"

func (*setupPage) template() string { return "setup" }

// loadHome shows whoever's laptop it is their own page, and the first run as long
// as that page would be empty of even a name.
func (s *Server) loadHome(c *gin.Context) (page, error) {
	account, err := s.myself(c)
	if tracker.KindOf(err) == tracker.NotFound && err != nil {
		return s.loadSetup(c)
	}
	if err != nil {
		return nil, err
	}
	p, err := s.overview(c, s.ownView(c, account))
	if err != nil {
		return nil, err
	}
	p.Section = "me"
	return p, nil
}

func (s *Server) loadSetup(c *gin.Context) (page, error) {
	people, err := s.store.People(c.Request.Context())
	if err != nil {
		return nil, err
	}
	running, err := s.runningSync(c.Request.Context())
	if err != nil {
		return nil, err
	}
	p := &setupPage{Base: Base{Title: "Set up rungless", Section: "me"}, Zones: zones,
		Running: running != nil, People: len(people) > 0, CanSyncNow: s.canSyncNow(), Looked: c.Query("looked") != ""}
	if p.Setup, err = s.setupState(c); err != nil {
		return nil, err
	}
	if p.You, err = s.profilePage(c, ""); err != nil && !isUnknown(err) {
		return nil, err
	}
	followed := p.Setup.Followed
	p.Tasks = []task{
		{ID: "connect", Name: "Connect GitHub", Done: p.Setup.TokenFrom != ""},
		{ID: "choose", Name: "Choose people and repositories", Done: len(followed.People)+len(followed.Repositories) > 0 || p.People},
		{ID: "you", Name: "Say who you are", Done: p.You.isSaid()},
	}
	return p, nil
}

// isUnknown reports whether it is not known who looks, or nothing of them is stored, or
// they are not at the machine: then there is nothing of theirs to say.
func isUnknown(err error) bool {
	kind := tracker.KindOf(err)
	return kind == tracker.NotFound || kind == tracker.Unauthorized
}

// isSaid reports whether a person, or config.yaml of them, said a name and a time zone.
func (p *profilePage) isSaid() bool {
	return p != nil && cmp.Or(p.Configured.Name, p.Person.Name) != "" && cmp.Or(p.Configured.TimeZone, p.Person.TimeZone) != ""
}

// setupState leaves out what only whoever sits at the machine may know and do.
func (s *Server) setupState(c *gin.Context) (setupState, error) {
	setup := s.options.Setup
	state := setupState{Host: setup.Host, TokenFrom: setup.TokenFrom()}
	if s.viewer(c).owner {
		state.ConfigPath = setup.ConfigPath
		state.CanFind, state.CanFollow, state.Sample = setup.FindToken != nil, setup.Follow != nil, s.options.OpenSample != nil
	}
	var err error
	state.Followed, err = setup.Followed()
	return state, err
}

// findToken looks for a token again.
func (s *Server) findToken(c *gin.Context) error {
	if find := s.options.Setup.FindToken; s.viewer(c).owner && find != nil {
		if err := find(c.Request.Context()); err != nil {
			return err
		}
		c.Redirect(http.StatusSeeOther, setupPath+"?looked=1#connect")
		return nil
	}
	return notHere("web.findToken")
}

// saveChoice keeps whom and what the next sync follows: names between spaces, commas and
// lines.
func (s *Server) saveChoice(c *gin.Context) error {
	follow := s.options.Setup.Follow
	if follow == nil || !s.viewer(c).owner {
		return notHere("web.saveChoice")
	}
	if err := follow(namesIn(c.PostForm("people")), namesIn(c.PostForm("repositories"))); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, setupPath+"#choose")
	return nil
}

func namesIn(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\r' || r == '\n' })
}

func notHere(op string) error {
	return tracker.Errorf(tracker.Unauthorized, op, "This can be done only on the machine on which rungless runs")
}

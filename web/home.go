package web

import (
	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// setupPage is the first run: three things to do, each with its state. It works
// before anything is stored.
type setupPage struct {
	Base       `json:"-"`
	Setup      Setup  `json:"-"`
	Tasks      []task `json:"tasks"`
	Running    bool   `json:"sync_running"`
	People     bool   `json:"people_stored"` // there is somebody to look at
	CanSyncNow bool   `json:"-"`
}

// task is one row of the list. Done ones look plain, so that an open one draws the
// eye.
type task struct {
	ID   string `json:"id"` // of the part of the page that says how
	Name string `json:"name"`
	Done bool   `json:"done"`
}

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
	setup := s.options.Setup
	return &setupPage{
		Base: Base{Title: "Set up rungless", Section: "me"}, Setup: setup,
		Running: running != nil, People: len(people) > 0, CanSyncNow: s.options.SyncNow != nil,
		Tasks: []task{
			{ID: "connect", Name: "Connect GitHub", Done: setup.TokenFrom != ""},
			{ID: "choose", Name: "Choose people and repositories", Done: setup.Configured || len(people) > 0},
			{ID: "you", Name: "Say who you are", Done: s.me(c) != ""},
		},
	}, nil
}

package web

import (
	"github.com/gin-gonic/gin"
)

// setting is one page of settings, as their index lists it.
type setting struct {
	Path  string
	Name  string
	About string // what is decided there, one sentence

	show func(*gin.Context) error
}

const settingsPath = "/settings"

// settings lists every page of settings, in the order of the index. A page is added
// here and nowhere else; what its forms post to stands in routes.go.
func (s *Server) settings() []setting {
	pages := []setting{
		{profileSettings, "Your profile", "Your name, your ORCID and your accounts.", s.showSelf},
		{timeZoneSettings, "Your time zone", "Where you are, for your own hours.", s.showZone},
		{domainSettings, "Domains", "Which technical areas there are, and what your repositories suggest.", s.showDomainSettings},
		{privacyPath, "Privacy", "What is stored, why, who sees it, for how long, and how it goes.", s.showPrivacy},
		{dataPath, "Your data", "Take what is stored about you with you, or erase it.", s.showData},
		{settingsPath + "/keyboard", "Keyboard", "Which keys lead where, and whether they do.", s.showKeyboard},
	}
	if s.isTeam() {
		pages = append(pages,
			setting{sharingPath, "Who sees you", "Which parts of your pages whom you show, and who looked.", s.showSharing},
			setting{sessionsPath, "Where you are signed in", "The browsers that are signed in as you.", s.showSessions},
			setting{tokensPath, "Personal API tokens", "With which programs read what you may read.", s.showTokens})
	}
	return pages
}

// settingsPage lists the pages of settings. They have no twins: they are of the person
// who looks, and no matter of a program.
type settingsPage struct {
	Base
	Settings []setting
}

func (*settingsPage) template() string { return "settings" }

func (s *Server) showSettings(c *gin.Context) error {
	p := &settingsPage{Base: Base{Title: "Settings"}, Settings: s.settings()}
	return s.writeSetting(c, p)
}

// keyboardPage lists the keys and turns them on and off.
type keyboardPage struct{ Base }

func (*keyboardPage) template() string { return "keyboard" }

func (s *Server) showKeyboard(c *gin.Context) error {
	return s.writeSetting(c, &keyboardPage{Base{Title: "Keyboard"}})
}

// writeSetting draws a page of settings, which no browser may keep: what it says was
// true when it was asked for, and for whom.
func (s *Server) writeSetting(c *gin.Context, p page) error {
	c.Header("Cache-Control", "no-store")
	s.fillBase(c, p.base(), false)
	p.base().Section, p.base().JSON = "settings", ""
	return s.writePrivately(c, p)
}

package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker/store"
)

// Base is what every page carries for the frame around it. Load functions set
// Title and Section; the rest is filled in before drawing.
type Base struct {
	Title   string // the page's own, without the program's name
	Section string // which entry of the navigation is current: "me", "people", "packs", "moves", "domains", "sync", "settings" or ""
	Refresh int    // seconds after which a browser without script asks again; 0: never

	Here       string // this page's address with its query, to come back to
	JSON, CSV  string // addresses of the twins; "" where there is none
	Feed       string // address of the feed of whose page it is; "" where there is none
	Me         string // login of whose laptop it is; "" when not known
	Sample     bool
	Beside     bool   // the sample, beside whoever's own pages
	Story      string // slug of the story that is told; "" outside the storybook
	Version    string
	Appearance appearance
	Query      string // what the jump box holds
	AsOthers   bool   // whoever looks wants their own pages as others see them
	Team       bool   // people sign in here
	SignedIn   string // login of who did; "" for nobody
	Admin      bool   // whoever looks operates the instance
	Alone      bool   // without the frame of the site: nothing leads into it
}

func (b *Base) base() *Base { return b }

func (s *Server) fillBase(c *gin.Context, b *Base, hasCSV bool) {
	b.Here = c.Request.URL.RequestURI()
	b.Me = s.me(c)
	b.Sample, b.Beside, b.Story = s.options.Sample, s.options.SampleBeside, s.options.story
	if b.Team = s.isTeam(); b.Team {
		v := s.viewer(c)
		b.SignedIn, b.Admin = v.Login, v.Admin
	}
	b.Version = s.options.Version
	b.Appearance = readAppearance(c.Request)
	b.AsOthers = looksAsOthers(c.Request)
	b.Feed = feedPath(c)
	query := ""
	if c.Request.URL.RawQuery != "" {
		query = "?" + c.Request.URL.RawQuery
	}
	if login := parameter(c, "login"); login != "" && strings.EqualFold(login, b.Me) && b.Section == "people" {
		b.Section = "me"
	}
	b.JSON = twinPath(c.Request.URL.EscapedPath(), ".json") + query
	if hasCSV {
		b.CSV = twinPath(c.Request.URL.EscapedPath(), ".csv") + query
	}
}

// feedPath is the address of the feed of the person whose page is asked for, where the
// viewer may see it.
func feedPath(c *gin.Context) string {
	login := parameter(c, "login")
	found, authorized := c.Value(subjectKey).(subject)
	if login == "" || authorized && found.hides(store.EvidenceSection) {
		return ""
	}
	return personPath(login) + feedEnding
}

// now is the time that a page is drawn for.
func (s *Server) now() time.Time { return s.options.Now().UTC() }

// appearance is how this browser wants pages to look and behave. It is kept in
// cookies, so that it works without an account and without script.
type appearance struct {
	Theme     string // "light", "dark", or "" for what the system says
	Shortcuts bool   // single-key shortcuts are on
}

const (
	themeCookie     = "theme"
	shortcutsCookie = "shortcuts"
)

func readAppearance(r *http.Request) appearance {
	a := appearance{Shortcuts: true}
	if cookie, err := r.Cookie(themeCookie); err == nil && (cookie.Value == "light" || cookie.Value == "dark") {
		a.Theme = cookie.Value
	}
	if cookie, err := r.Cookie(shortcutsCookie); err == nil && cookie.Value == "off" {
		a.Shortcuts = false
	}
	return a
}

// saveAppearance keeps a choice and goes back to the page it was made on.
func (s *Server) saveAppearance(c *gin.Context) error {
	for _, name := range []string{themeCookie, shortcutsCookie, viewCookie} {
		if choice, given := c.GetPostForm(name); given && isWord(choice) {
			setCookie(c, name, choice)
		}
	}
	c.Redirect(http.StatusSeeOther, returnPath(c.PostForm("return")))
	return nil
}

// isWord reports whether a text can be a choice of these forms: lower-case letters, or
// nothing for what the system says. Who reads a choice knows which there are.
func isWord(text string) bool {
	const longest = 20
	return len(text) <= longest && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == ""
}

func setCookie(c *gin.Context, name, value string) {
	const year = 365 * 24 * 60 * 60
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // not Secure: it holds a colour, and loopback is plain http
		Name: name, Value: value, Path: "/", MaxAge: year,
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

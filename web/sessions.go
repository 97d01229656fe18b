package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// sessionsPage lists where a member is signed in.
type sessionsPage struct {
	Base
	Sessions []sessionShown // newest first
	Idle     string
	Absolute string
}

type sessionShown struct {
	ID      int64
	Device  string
	Started day
	Used    day
	Here    bool
}

func (*sessionsPage) template() string { return "sessions" }

const (
	sessionsPath = settingsPath + "/sessions"
	tokensPath   = settingsPath + "/tokens"
)

func (s *Server) showSessions(c *gin.Context) error {
	v := s.viewer(c)
	sessions, err := s.store.Sessions(c.Request.Context(), v.MemberID, s.now(), sessionLimits)
	if err != nil {
		return err
	}
	p := &sessionsPage{Base: Base{Title: "Where you are signed in"}, Idle: days(sessionLimits.Idle), Absolute: days(sessionLimits.Absolute)}
	for _, one := range sessions {
		p.Sessions = append(p.Sessions, sessionShown{one.ID, one.Device, s.day(one.StartedAt), s.day(one.UsedAt), one.ID == v.session})
	}
	return s.writeSetting(c, p)
}

func days(d time.Duration) string { return plural(int(d/(24*time.Hour)), "day") }

// endSessions ends the session that the form names, or with "others" all but this one.
func (s *Server) endSessions(c *gin.Context) error {
	v := s.viewer(c)
	ctx := c.Request.Context()
	var err error
	if c.PostForm("others") != "" {
		err = s.store.EndSessions(ctx, v.MemberID, v.session)
	} else if id, wrong := strconv.ParseInt(c.PostForm("session"), 10, 64); wrong != nil {
		err = tracker.Errorf(tracker.Invalid, "web.endSessions", "No session is named").WithHint("Choose one on the page.")
	} else {
		err = s.store.EndSession(ctx, v.MemberID, id)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, sessionsPath)
	return nil
}

// deviceOf says what a browser calls itself, roughly: enough to know one's own again.
func deviceOf(agent string) string {
	first := func(among ...string) string {
		i := slices.IndexFunc(among, func(name string) bool { return strings.Contains(agent, name) })
		if i < 0 {
			return ""
		}
		return among[i]
	}
	browser := first("Firefox", "Edg", "Chrome", "Safari", "curl")
	system := first("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")
	if browser == "" {
		browser = "A browser"
	}
	if browser == "Edg" {
		browser = "Edge"
	}
	if system == "" {
		return browser
	}
	return browser + " on " + system
}

// tokensPage lists a member's personal API tokens and makes new ones.
type tokensPage struct {
	Base
	Tokens []tokenShown // newest first
	Secret string       // of the one just made; shown this once
	Lives  []int        // days that may be chosen
	Wrong  string
}

type tokenShown struct {
	ID      int64
	Name    string
	Made    day
	Expires day
}

func (*tokensPage) template() string { return "tokens" }

// tokenLives are how many days a token may hold.
var tokenLives = []int{7, 30, 90, 365}

func (s *Server) showTokens(c *gin.Context) error { return s.writeTokens(c, &tokensPage{}) }

func (s *Server) writeTokens(c *gin.Context, p *tokensPage) error {
	tokens, err := s.store.APITokens(c.Request.Context(), s.viewer(c).MemberID, s.now())
	if err != nil {
		return err
	}
	p.Base, p.Lives = Base{Title: "Personal API tokens"}, tokenLives
	for _, one := range tokens {
		p.Tokens = append(p.Tokens, tokenShown{one.ID, one.Name, s.day(one.MadeAt), s.day(one.ExpiresAt)})
	}
	return s.writeSetting(c, p)
}

// makeToken makes a token and shows it in its answer, where alone it ever is.
func (s *Server) makeToken(c *gin.Context) error {
	const longest = 100
	name := strings.TrimSpace(c.PostForm("name"))
	life, _ := strconv.Atoi(c.PostForm("days"))
	if name == "" || len(name) > longest || !slices.Contains(tokenLives, life) {
		c.Status(http.StatusBadRequest)
		return s.writeTokens(c, &tokensPage{Wrong: "Give the token a name of up to a hundred letters and one of the lives below."})
	}
	secret, kept := s.newAPIToken(name, time.Duration(life)*24*time.Hour)
	if err := s.store.AddAPIToken(c.Request.Context(), s.viewer(c).MemberID, kept); err != nil {
		return err
	}
	return s.writeTokens(c, &tokensPage{Secret: secret})
}

func (s *Server) endToken(c *gin.Context) error {
	id, err := strconv.ParseInt(c.Param("token"), 10, 64)
	if err != nil {
		return nothingHere()
	}
	if err := s.store.RevokeAPIToken(c.Request.Context(), s.viewer(c).MemberID, id); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, tokensPath)
	return nil
}

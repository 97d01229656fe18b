package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// Cookies that say who somebody is, or is about to be.
const (
	sessionCookie = "session"
	signInCookie  = "sign-in"
)

// cookieName begins with __Host- where browsers come by https: then a browser takes the
// cookie from this very host alone, and no neighbour can plant one.
func (s *Server) cookieName(name string) string {
	if s.options.Team.isSecure() {
		return "__Host-" + name
	}
	return name
}

// cookie reads one of ours. Two of one name are none: somebody else set one of them.
func (s *Server) cookie(c *gin.Context, name string) string {
	found := c.Request.CookiesNamed(s.cookieName(name))
	if len(found) != 1 {
		return ""
	}
	return found[0].Value
}

// keepCookie sets one for a time. Lax: a link from elsewhere, and GitHub's way back,
// come with it; a form from elsewhere does not.
func (s *Server) keepCookie(c *gin.Context, name, value string, life time.Duration) {
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure wherever browsers come by https; else it is loopback
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: int(life.Seconds()),
		Secure: s.options.Team.isSecure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func (s *Server) clearCookie(c *gin.Context, name string) {
	s.keepCookie(c, name, "", -time.Second)
}

package web

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
	"rungless/tracker/store"
)

// deviceHandle is what a program keeps while its owner is at GitHub. It is sealed: the
// program cannot use GitHub's code in another way.
type deviceHandle struct {
	Code  string    `json:"code"`
	Until time.Time `json:"until"`
}

const deviceSeal = "device"

// programTokenLife is how long a token holds that a command line was given.
const programTokenLife = 90 * 24 * time.Hour

// startDevice begins the sign-in of a command line: its owner types the code at GitHub.
func (s *Server) startDevice(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	device, err := s.options.Team.GitHub.StartDevice(c.Request.Context())
	if err != nil {
		return err
	}
	handle, err := seal(s.options.Team.Secret, deviceSeal, deviceHandle{device.Code, s.now().Add(15 * time.Minute)})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"user_code": device.UserCode, "verification_url": device.VerificationURL,
		"interval": int(device.Interval.Seconds()), "handle": handle})
	return nil
}

// finishDevice gives the program a personal API token once its owner finished; until
// then it answers 202.
func (s *Server) finishDevice(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	var h deviceHandle
	if !unseal(s.options.Team.Secret, deviceSeal, c.PostForm("handle"), &h) || s.now().After(h.Until) {
		return tracker.Errorf(tracker.Invalid, "web.finishDevice", "This sign-in was not begun here, or too long ago").WithHint("Begin again.")
	}
	ctx := c.Request.Context()
	token, found, err := s.options.Team.GitHub.PollDevice(ctx, h.Code)
	if err != nil {
		return err
	}
	if !found {
		c.JSON(http.StatusAccepted, gin.H{"status": "waiting"})
		return nil
	}
	account, err := s.options.Team.GitHub.Account(ctx, token.Access)
	if err != nil {
		return err
	}
	member, isIn, err := s.letIn(ctx, token.Access, account)
	if err != nil {
		return err
	}
	if !isIn {
		return tracker.Errorf(tracker.Unauthorized, "web.finishDevice", "%s is not let in here", account.Login).WithHint("Let in are %s.", s.options.Team.LetIn)
	}
	secret, kept := s.newAPIToken("command line", programTokenLife)
	if err := s.store.AddAPIToken(ctx, member.ID, kept); err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"token": secret, "login": member.Login, "expires_at": kept.ExpiresAt})
	return nil
}

// revokeToken lets a program give its token back.
func (s *Server) revokeToken(c *gin.Context) error {
	if err := s.store.RevokeAPITokenOf(c.Request.Context(), hashOf(c.PostForm("token"))); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// showWhoAmI tells a program whose token it has.
func (s *Server) showWhoAmI(c *gin.Context) error {
	v := s.viewer(c)
	body, err := json.Marshal(map[string]any{"login": v.Login, "host": s.options.Team.GitHub.Host(), "number": v.Number})
	if err != nil {
		return err
	}
	send(c, http.StatusOK, "application/json", append(body, '\n'))
	return nil
}

// newAPIToken makes a token; what is kept of it does not hold the secret.
func (s *Server) newAPIToken(name string, life time.Duration) (secret string, kept store.APIToken) {
	secret = "rungless_" + strings.ToLower(rand.Text())
	now := s.now().Truncate(time.Second)
	return secret, store.APIToken{SecretHash: hashOf(secret), Name: name, MadeAt: now, ExpiresAt: now.Add(life)}
}

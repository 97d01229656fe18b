package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/oauth2"

	"rungless/tracker"
	"rungless/tracker/signin"
	"rungless/tracker/store"
)

// signInPage says what is behind the door, and who is let in.
type signInPage struct {
	Base
	Host   string // GitHub's
	LetIn  string
	Button string // address
}

func (*signInPage) template() string { return "signin" }

// strangerPage tells somebody who signed in at GitHub why they are not let in.
type strangerPage struct {
	Base
	Login string
	Host  string
	LetIn string
}

func (*strangerPage) template() string { return "stranger" }

const (
	signInPath   = "/sign-in"
	goPath       = "/sign-in/github"
	callbackPath = "/sign-in/callback"
)

// CallbackPath is below the public address where GitHub sends browsers back to.
const CallbackPath = callbackPath

// begun is what a browser keeps while its owner is at GitHub.
type begun struct {
	State    string    `json:"state"`
	Verifier string    `json:"verifier"`
	Return   string    `json:"return"`
	Until    time.Time `json:"until"`
}

func (s *Server) showSignIn(c *gin.Context) error {
	back := returnPath(c.Query("return"))
	if s.viewer(c).isSignedIn() {
		return elsewhere{path: back}
	}
	p := &signInPage{Base: Base{Title: "Sign in"}, Host: s.options.Team.GitHub.Host(), LetIn: s.options.Team.LetIn,
		Button: goPath + "?" + url.Values{"return": {back}}.Encode()}
	return s.writeSetting(c, p)
}

// goToGitHub sends a browser to GitHub. What comes back must come to the same browser:
// only it holds the state and the verifier.
func (s *Server) goToGitHub(c *gin.Context) error {
	b := begun{State: rand.Text(), Verifier: oauth2.GenerateVerifier(), Return: returnPath(c.Query("return")), Until: s.now().Add(signInLife)}
	sealed, err := seal(s.options.Team.Secret, signInCookie, b)
	if err != nil {
		return err
	}
	s.keepCookie(c, signInCookie, sealed, signInLife)
	c.Header("Cache-Control", "no-store")
	c.Redirect(http.StatusFound, s.options.Team.GitHub.AuthorizeURL(b.State, b.Verifier))
	return nil
}

// comeBack finishes a sign-in. It always begins a session of its own: what was in the
// browser before is ended and never taken over.
func (s *Server) comeBack(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	b, err := s.begunHere(c)
	if err != nil {
		return err
	}
	if c.Query("error") != "" {
		return tracker.Errorf(tracker.Unauthorized, "web.comeBack", "The sign-in was cancelled at GitHub").WithHint("Nothing was changed. Sign in again when you like.")
	}
	ctx, github := c.Request.Context(), s.options.Team.GitHub
	token, err := github.Exchange(ctx, c.Query("code"), b.Verifier)
	if err != nil {
		return err
	}
	account, err := github.Account(ctx, token.Access)
	if err != nil {
		return err
	}
	member, isIn, err := s.letIn(ctx, token.Access, account)
	if err != nil {
		return err
	}
	if !isIn {
		return s.turnAway(c, account)
	}
	if old := s.viewer(c); old.session != 0 {
		if err := s.store.EndSession(ctx, old.MemberID, old.session); err != nil {
			return err
		}
	}
	if err := s.startSession(c, member, token); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, b.Return)
	return nil
}

// begunHere takes, once, what this browser kept when the sign-in was begun.
func (s *Server) begunHere(c *gin.Context) (begun, error) {
	var b begun
	text := s.cookie(c, signInCookie)
	s.clearCookie(c, signInCookie)
	if !unseal(s.options.Team.Secret, signInCookie, text, &b) ||
		subtle.ConstantTimeCompare([]byte(c.Query("state")), []byte(b.State)) != 1 || s.now().After(b.Until) {
		return begun{}, tracker.Errorf(tracker.Invalid, "web.begunHere", "This sign-in was not begun in this browser, or too long ago").
			WithHint("Start again from the sign-in page, and finish in the same browser within ten minutes.")
	}
	return b, nil
}

// admit asks GitHub and the configuration whether an account is let in.
func (s *Server) admit(ctx context.Context, token string, a tracker.Account) (signin.Admission, error) {
	return s.options.Team.GitHub.Admit(ctx, token, a, s.store)
}

// letIn makes a member of an account that is let in. One that no longer is loses all it had.
func (s *Server) letIn(ctx context.Context, token string, a tracker.Account) (store.Member, bool, error) {
	admission, err := s.admit(ctx, token, a)
	if err != nil {
		return store.Member{}, false, err
	}
	if admission.IsIn {
		member, err := s.store.SignIn(ctx, a, admission.IsAdmin, s.now())
		return member, true, err
	}
	member, err := s.store.FindMember(ctx, a.Host, a.DatabaseID)
	if tracker.KindOf(err) == tracker.NotFound && err != nil {
		return store.Member{}, false, nil //nolint:nilerr // a stranger is no error
	}
	if err != nil {
		return store.Member{}, false, err
	}
	return store.Member{}, false, s.store.DisableMember(ctx, member.ID)
}

func (s *Server) turnAway(c *gin.Context, a tracker.Account) error {
	p := &strangerPage{Base: Base{Title: "You are not let in here"}, Login: a.Login, Host: a.Host, LetIn: s.options.Team.LetIn}
	s.fillBase(c, &p.Base, false)
	p.JSON = ""
	body, err := s.draw(p)
	if err != nil {
		return err
	}
	c.Data(http.StatusForbidden, "text/html; charset=utf-8", body)
	return nil
}

// startSession gives the browser a new secret. GitHub's token is sealed with it, so that
// whoever reads the store alone has neither.
func (s *Server) startSession(c *gin.Context, member store.Member, token signin.Token) error {
	secret := rand.Text()
	sealed, err := seal([]byte(secret), tokenSeal, token)
	if err != nil {
		return err
	}
	one := store.Session{SecretHash: hashOf(secret), SealedToken: []byte(sealed), Device: deviceOf(c.Request.UserAgent()), StartedAt: s.now()}
	if err := s.store.StartSession(c.Request.Context(), member.ID, one, sessionLimits); err != nil {
		return err
	}
	s.keepCookie(c, sessionCookie, secret, sessionLimits.Absolute)
	return nil
}

// signOut ends the session: its secret opens nothing from now on, whoever kept it.
func (s *Server) signOut(c *gin.Context) error {
	v := s.viewer(c)
	if v.session != 0 {
		if err := s.store.EndSession(c.Request.Context(), v.MemberID, v.session); err != nil {
			return err
		}
	}
	s.clearCookie(c, sessionCookie)
	c.Header("Clear-Site-Data", `"cache"`)
	c.Redirect(http.StatusSeeOther, signInPath)
	return nil
}

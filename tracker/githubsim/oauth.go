package githubsim

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// App is a registered OAuth app.
type App struct {
	ClientID, Secret string
	CallbackURL      string
	DeviceInterval   int           // seconds between two questions of a device; 0: GitHub's five
	TokenLife        time.Duration // after which a token is refreshed, as with a GitHub App; 0: it never is
}

// Lives of what a sign-in leaves behind, as GitHub documents them.
const (
	codeLife    = 10 * time.Minute
	deviceLife  = 15 * time.Minute
	refreshLife = 184 * 24 * time.Hour // "six months"
)

// signIns is what people and apps have agreed on so far. Server.mu guards it.
type signIns struct {
	atBrowser *User // who is signed in to GitHub in the browser; nil: nobody
	denies    bool  // they press Cancel
	codes     map[string]grant
	devices   map[string]*grant // by device code
	tokens    map[string]issued
	refreshes map[string]issued // by refresh token, each of which holds once
}

// issued is a token that somebody gave an app.
type issued struct {
	user  *User
	app   App
	token string    // of a refresh token: the token that goes with it
	until time.Time // zero: it does not expire
}

// grant is a code on its way to become a token.
type grant struct {
	app       App
	user      *User // nil: nobody agreed yet
	challenge string
	userCode  string
	until     time.Time
}

func newSignIns() *signIns {
	return &signIns{codes: map[string]grant{}, devices: map[string]*grant{}, tokens: map[string]issued{}, refreshes: map[string]issued{}}
}

// Browse says who sits at the browser that comes to authorize an app; "" for nobody. An
// account that denies presses Cancel.
func (s *Server) Browse(login string, denies bool) {
	s.world.RLock()
	defer s.world.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signIns.atBrowser, s.signIns.denies = s.index.user(login), denies
}

// UserCodes are those that devices show and nobody typed yet.
func (s *Server) UserCodes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var codes []string
	for _, g := range s.signIns.devices {
		if g.user == nil {
			codes = append(codes, g.userCode)
		}
	}
	return codes
}

// FinishDevice lets whoever sits at the browser type a user code.
func (s *Server) FinishDevice(userCode string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.signIns.devices {
		if g.userCode == userCode {
			g.user = s.signIns.atBrowser
			return nil
		}
	}
	return fmt.Errorf("githubsim.FinishDevice: nothing shows %q", userCode)
}

// Revoke forgets every token of an account, as when its owner revokes an app.
func (s *Server) Revoke(login string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, tokens := range []map[string]issued{s.signIns.tokens, s.signIns.refreshes} {
		maps.DeleteFunc(tokens, func(_ string, one issued) bool { return strings.EqualFold(one.user.Login, login) })
	}
}

// signedIn is whose token it is; nil where no sign-in gave it.
func (s *Server) signedIn(token string) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.signIns.tokens[token]
	if !one.until.IsZero() && s.options.Now().After(one.until) {
		return nil
	}
	return one.user
}

// indexFor is the world as the owner of a token sees it.
func (s *Server) indexFor(token string) *index {
	if user := s.signedIn(token); user != nil {
		return s.index.seenBy(user, s.options)
	}
	return s.index
}

// oauth answers the addresses of the two sign-in flows, and says whether it did.
func (s *Server) oauth(w http.ResponseWriter, r *http.Request) bool {
	switch r.Method + " " + r.URL.Path {
	case "GET /login/oauth/authorize":
		s.authorize(w, r)
	case "POST /login/oauth/access_token":
		s.token(w, r)
	case "POST /login/device/code":
		s.device(w, r)
	default:
		return false
	}
	return true
}

func (s *Server) app(clientID string) (App, bool) {
	for _, app := range s.options.Apps {
		if app.ClientID == clientID {
			return app, true
		}
	}
	return App{}, false
}

// authorize sends the browser back to the app with a code, or with the refusal. GitHub
// sends nobody to an address that is not registered.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	query := r.URL.Query()
	app, known := s.app(query.Get("client_id"))
	if !known || query.Get("redirect_uri") != app.CallbackURL || query.Get("code_challenge_method") != "S256" {
		http.Error(w, "The redirect_uri is not associated with this application.", http.StatusNotFound)
		return
	}
	if s.signIns.atBrowser == nil {
		fmt.Fprintln(w, "Sign in to GitHub to continue.")
		return
	}
	answer := url.Values{"state": {query.Get("state")}}
	if s.signIns.denies {
		answer.Set("error", "access_denied")
	} else {
		code := rand.Text()
		s.signIns.codes[code] = grant{app: app, user: s.signIns.atBrowser, challenge: query.Get("code_challenge"), until: s.options.Now().Add(codeLife)}
		answer.Set("code", code)
	}
	http.Redirect(w, r, app.CallbackURL+"?"+answer.Encode(), http.StatusFound)
}

// token turns a code into a token, once. GitHub answers 200 also when it refuses.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, known := s.app(r.PostFormValue("client_id"))
	isDevice := r.PostFormValue("grant_type") == "urn:ietf:params:oauth:grant-type:device_code"
	switch {
	case !known || r.PostFormValue("client_secret") != app.Secret:
		sendForm(w, r, map[string]any{"error": "incorrect_client_credentials"})
	case isDevice:
		s.deviceToken(w, r, app)
	case r.PostFormValue("grant_type") == "refresh_token":
		s.refresh(w, r, app)
	default:
		code := r.PostFormValue("code")
		g, found := s.signIns.codes[code]
		delete(s.signIns.codes, code)
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if !found || g.app != app || s.options.Now().After(g.until) || base64.RawURLEncoding.EncodeToString(sum[:]) != g.challenge {
			sendForm(w, r, map[string]any{"error": "bad_verification_code"})
			return
		}
		s.grantToken(w, r, app, g.user)
	}
}

func (s *Server) deviceToken(w http.ResponseWriter, r *http.Request, app App) {
	g := s.signIns.devices[r.PostFormValue("device_code")]
	switch {
	case g == nil || g.app != app:
		sendForm(w, r, map[string]any{"error": "incorrect_device_code"})
	case s.options.Now().After(g.until):
		sendForm(w, r, map[string]any{"error": "expired_token"})
	case g.user == nil:
		sendForm(w, r, map[string]any{"error": "authorization_pending"})
	default:
		delete(s.signIns.devices, r.PostFormValue("device_code"))
		s.grantToken(w, r, app, g.user)
	}
}

// refresh turns a refresh token into a new token, and a new refresh token. Neither of the
// old ones holds any more: GitHub's "Refreshing user access tokens".
func (s *Server) refresh(w http.ResponseWriter, r *http.Request, app App) {
	given := r.PostFormValue("refresh_token")
	before, found := s.signIns.refreshes[given]
	if !found || before.app != app || s.options.Now().After(before.until) {
		sendForm(w, r, map[string]any{"error": "bad_refresh_token"})
		return
	}
	delete(s.signIns.refreshes, given)
	delete(s.signIns.tokens, before.token)
	s.grantToken(w, r, app, before.user)
}

func (s *Server) grantToken(w http.ResponseWriter, r *http.Request, app App, user *User) {
	now := s.options.Now()
	if app.TokenLife == 0 {
		token := "gho_" + rand.Text()
		s.signIns.tokens[token] = issued{user: user, app: app}
		sendForm(w, r, map[string]any{"access_token": token, "token_type": "bearer", "scope": "read:org"})
		return
	}
	token, refresh := "ghu_"+rand.Text(), "ghr_"+rand.Text()
	s.signIns.tokens[token] = issued{user: user, app: app, until: now.Add(app.TokenLife)}
	s.signIns.refreshes[refresh] = issued{user: user, app: app, token: token, until: now.Add(refreshLife)}
	sendForm(w, r, map[string]any{"access_token": token, "expires_in": int(app.TokenLife.Seconds()), "token_type": "bearer", "scope": "",
		"refresh_token": refresh, "refresh_token_expires_in": int(refreshLife.Seconds())})
}

// device begins the device flow.
func (s *Server) device(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, known := s.app(r.PostFormValue("client_id"))
	if !known {
		http.NotFound(w, r)
		return
	}
	code, text := rand.Text(), rand.Text()
	userCode := text[:4] + "-" + text[4:8]
	s.signIns.devices[code] = &grant{app: app, userCode: userCode, until: s.options.Now().Add(deviceLife)}
	sendForm(w, r, map[string]any{"device_code": code, "user_code": userCode, "verification_uri": "http://" + r.Host + "/login/device",
		"expires_in": int(deviceLife.Seconds()), "interval": cmp.Or(app.DeviceInterval, 5)})
}

// sendForm answers as a form, and as JSON where that is asked for.
func sendForm(w http.ResponseWriter, r *http.Request, values map[string]any) {
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(values) // the other side went away
		return
	}
	form := url.Values{}
	for name, value := range values {
		form.Set(name, fmt.Sprint(value))
	}
	w.Header().Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	fmt.Fprint(w, form.Encode())
}

// ownMembership answers GET /user/memberships/orgs/{org}.
func (c *restCall) ownMembership() {
	organization := c.view.user(c.parameter("org"))
	if organization == nil {
		c.notFound()
		return
	}
	c.membership(c.world.Viewer, organization.Members)
}

// teamMembership answers GET /orgs/{org}/teams/{team}/memberships/{login}. GitHub shows
// a team to members of its organisation only.
func (c *restCall) teamMembership() {
	organization, user := c.view.user(c.parameter("org")), c.view.user(c.parameter("login"))
	if organization == nil || user == nil || organization.Members[c.world.Viewer.ID] == "" {
		c.notFound()
		return
	}
	c.membership(user, organization.Teams[strings.ToLower(c.parameter("team"))])
}

func (c *restCall) membership(user *User, members map[int64]string) {
	if user == nil || members[user.ID] == "" {
		c.notFound()
		return
	}
	c.json(http.StatusOK, object{"state": members[user.ID], "role": "member", "user": c.simpleUser(user)})
}

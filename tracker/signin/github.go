package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"rungless/tracker"
)

// scopes is what an OAuth app asks of a person: to see the organisations and teams that
// they are in. A GitHub App has permissions in its registration instead and ignores it.
const scopes = "read:org"

// Options of New.
type Options struct {
	BaseURL      string // of GitHub: https://github.com, or of a GitHub Enterprise Server
	ClientID     string
	ClientSecret string
	CallbackURL  string // of this instance, as it is registered with the app
	Allowed      Allowed
	HTTP         *http.Client     // nil: one with a timeout that follows no redirect
	Now          func() time.Time // nil: the machine's clock
}

// GitHub is the GitHub with which people sign in.
type GitHub struct {
	host    string
	api     string
	flow    oauth2.Config
	allowed Allowed
	client  *http.Client
	now     func() time.Time
}

// New makes a GitHub from checked options.
func New(o Options) *GitHub {
	base := strings.TrimSuffix(o.BaseURL, "/")
	client := o.HTTP
	if client == nil {
		client = &http.Client{Timeout: 15 * time.Second, CheckRedirect: stay}
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	u, err := url.Parse(base)
	host := base
	if err == nil {
		host = u.Host
	}
	api := base + "/api/v3"
	if host == "github.com" {
		api = "https://api.github.com"
	}
	return &GitHub{host: host, api: api, allowed: o.Allowed, client: client, now: now,
		flow: oauth2.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, RedirectURL: o.CallbackURL, Scopes: []string{scopes},
			Endpoint: oauth2.Endpoint{AuthURL: base + "/login/oauth/authorize", TokenURL: base + "/login/oauth/access_token",
				DeviceAuthURL: base + "/login/device/code", AuthStyle: oauth2.AuthStyleInParams}}}
}

// stay follows no redirect: a token is for the one host.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Host is the GitHub's: "github.com".
func (g *GitHub) Host() string { return g.host }

// AuthorizeURL is where a browser goes to be asked. state and verifier are random texts
// that are only in that browser; GitHub gives the one back and checks the other.
func (g *GitHub) AuthorizeURL(state, verifier string) string {
	return g.flow.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("allow_signup", "false"))
}

// Exchange turns the code that a browser came back with into a token.
func (g *GitHub) Exchange(ctx context.Context, code, verifier string) (Token, error) {
	token, err := g.flow.Exchange(g.with(ctx), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return Token{}, refused("signin.Exchange", err)
	}
	return g.tokenFrom(token), nil
}

// with makes oauth2 use our client.
func (g *GitHub) with(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, g.client)
}

// refused tells what GitHub said without its answer, which may hold a token.
func refused(op string, err error) error {
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok && answer.ErrorCode != "" {
		return tracker.Errorf(tracker.Unauthorized, op, "GitHub did not accept this sign-in").
			WithHint("Start again. A sign-in that was begun more than ten minutes ago, or that was finished once, holds no longer.").
			Because(fmt.Errorf("github answered %q", answer.ErrorCode))
	}
	return unreachable(op, err)
}

func unreachable(op string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return tracker.Errorf(tracker.Unavailable, op, "GitHub does not answer").WithHint("Try again in a minute.").
		Because(fmt.Errorf("%T", err)) // its text may hold what was sent
}

// Account says whose token it is.
func (g *GitHub) Account(ctx context.Context, token string) (tracker.Account, error) {
	return g.account(ctx, token, "/user")
}

// AccountCalled says who has a login now, whoever asks. The error is a
// [tracker.NotFound] one where nobody has.
func (g *GitHub) AccountCalled(ctx context.Context, token, login string) (tracker.Account, error) {
	return g.account(ctx, token, "/users/"+url.PathEscape(login))
}

func (g *GitHub) account(ctx context.Context, token, path string) (tracker.Account, error) {
	const op = "signin.account"
	var user struct {
		ID     int64  `json:"id"`
		NodeID string `json:"node_id"`
		Login  string `json:"login"`
		Name   string `json:"name"`
		Type   string `json:"type"`
	}
	found, err := g.get(ctx, token, path, &user)
	if err != nil {
		return tracker.Account{}, err
	}
	if !found || user.ID == 0 || user.Login == "" || user.Type != "User" {
		return tracker.Account{}, tracker.Errorf(tracker.NotFound, op, "GitHub knows no such person")
	}
	return tracker.Account{Host: g.host, DatabaseID: user.ID, NodeID: user.NodeID, Login: user.Login, Name: user.Name,
		Kind: tracker.UserAccount, SeenAt: g.now().UTC().Truncate(time.Second)}, nil
}

// MayRead reports whether a token's owner may read a repository. A repository that is
// called otherwise by now is not followed: it is not readable under this name.
func (g *GitHub) MayRead(ctx context.Context, token string, r tracker.RepositoryRef) (bool, error) {
	if r.Host != g.host {
		return false, nil
	}
	var answer struct {
		ID int64 `json:"id"`
	}
	found, err := g.get(ctx, token, "/repos/"+url.PathEscape(r.Owner)+"/"+url.PathEscape(r.Name), &answer)
	return found && (r.DatabaseID == 0 || answer.ID == r.DatabaseID), err
}

// mostOfAnswer bounds an answer: none that is asked for is near it.
const mostOfAnswer = 1 << 20

// get asks the API. found is false where there is nothing, or nothing for this token; a
// token that GitHub no longer knows is a [tracker.Unauthorized] error.
func (g *GitHub) get(ctx context.Context, token, path string, into any) (found bool, err error) {
	const op = "signin.get"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, g.api+path, http.NoBody)
	if err != nil {
		return false, unreachable(op, err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Accept", "application/vnd.github+json")
	response, err := g.client.Do(request)
	if err != nil {
		return false, unreachable(op, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostOfAnswer))
	if err != nil {
		return false, unreachable(op, err)
	}
	switch {
	case response.StatusCode == http.StatusOK:
		if err := json.Unmarshal(body, into); err != nil {
			return false, unreachable(op, err)
		}
		return true, nil
	case response.StatusCode == http.StatusUnauthorized:
		return false, tracker.Errorf(tracker.Unauthorized, op, "GitHub no longer knows this sign-in").WithHint("Sign in again.")
	case isRefusal(response):
		return false, nil
	default:
		return false, unreachable(op, fmt.Errorf("status %d", response.StatusCode))
	}
}

// isRefusal reports whether GitHub says that there is nothing for whoever asks. A limit
// is no such word, though its status is the same.
func isRefusal(r *http.Response) bool {
	switch r.StatusCode {
	case http.StatusNotFound, http.StatusMovedPermanently, http.StatusFound, http.StatusUnavailableForLegalReasons:
		return true
	case http.StatusForbidden:
		return r.Header.Get("Retry-After") == "" && r.Header.Get("X-RateLimit-Remaining") != "0"
	}
	return false
}

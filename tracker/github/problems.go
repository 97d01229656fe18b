package github

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"rungless/tracker"
)

// errForAll marks an error that concerns whatever is asked of this GitHub: there
// is no point in going on with the next person.
var errForAll = errors.New("nothing can be asked of this GitHub now")

// problem is one entry of a GraphQL answer's errors.
type problem struct {
	Type       string
	Message    string
	Path       []any
	Extensions struct {
		SAMLFailure bool `json:"saml_failure"`
	}
}

// isGone reports that something does not exist or may not be seen: the answer is
// good but for a null.
func (p problem) isGone() bool { return p.Type == "NOT_FOUND" }

// isForbidden reports that the token may not see something that exists.
func (p problem) isForbidden() bool { return p.Type == "FORBIDDEN" || p.Extensions.SAMLFailure }

// forbidden returns the sentence about the first part of an answer that the
// token may not see, or nil.
func forbidden(what string, problems []problem) *tracker.Error {
	for _, p := range problems {
		if p.Extensions.SAMLFailure {
			return signOnNeeded(what)
		}
		if p.isForbidden() {
			return tracker.Errorf(tracker.Unauthorized, "github.query", "the token may not see %s", what).
				WithHint("use a token with read access to it, or ask an owner to allow this kind of token")
		}
	}
	return nil
}

func signOnNeeded(what string) *tracker.Error {
	return tracker.Errorf(tracker.Unauthorized, "github.query", "%s belongs to an organisation that asks for single sign-on, and the token is not authorised for it", what).
		WithHint("authorise the token for the organisation: GitHub, Settings, Developer settings, the token, Configure SSO")
}

// seriousProblem returns the error of an answer that cannot be used at all.
func seriousProblem(name string, problems []problem, hasData bool) error {
	for _, p := range problems {
		if p.isGone() || p.isForbidden() {
			continue
		}
		return tracker.Errorf(tracker.Unavailable, "github.query "+name, "GitHub refused the query: %s", p.Message).
			WithHint("run it again; if it stays, this GitHub may be too old or too new for this version")
	}
	if !hasData {
		if err := forbidden("what was asked for", problems); err != nil {
			return err
		}
		return tracker.Errorf(tracker.Unavailable, "github.query "+name, "GitHub's answer holds no data")
	}
	return nil
}

// explain turns an error of go-github into one of ours.
func (c *client) explain(op string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errTooHeavy) {
		return err
	}
	if known, ok := errors.AsType[*tracker.Error](err); ok {
		return known
	}
	if refused, ok := errors.AsType[*gh.ErrorResponse](err); ok {
		return c.explainStatus(op, refused.Response)
	}
	if broken, ok := errors.AsType[*url.Error](err); ok {
		err = broken.Err
	}
	return tracker.Errorf(tracker.Unavailable, "github."+op, "%s cannot be asked", c.host).Because(errors.Join(errForAll, err)).
		WithHint("check the network and github.url, and run it again")
}

func (c *client) explainStatus(op string, response *http.Response) error {
	switch {
	case response.StatusCode == http.StatusUnauthorized:
		return tracker.Errorf(tracker.Unauthorized, "github."+op, "%s does not accept the token: it is wrong, has expired or was revoked", c.host).Because(errForAll).
			WithHint("make a new token and pass it by GH_TOKEN, --token-file or gh auth login")
	case response.StatusCode == http.StatusForbidden && strings.Contains(response.Header.Get("X-GitHub-SSO"), "required"):
		return signOnNeeded(response.Request.URL.Path)
	case response.StatusCode == http.StatusForbidden:
		return tracker.Errorf(tracker.Unauthorized, "github."+op, "the token may not read %s", response.Request.URL.Path).
			WithHint("use a token with read access to it")
	case response.StatusCode == http.StatusNotFound && strings.HasSuffix(response.Request.URL.Path, "/graphql"):
		return tracker.Errorf(tracker.Invalid, "github."+op, "there is no GitHub API at %s", c.host).
			WithHint("check github.url: it must be the address of GitHub itself")
	case response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusGone:
		return tracker.Errorf(tracker.NotFound, "github."+op, "there is nothing at %s, or the token may not see it", response.Request.URL.Path)
	}
	return tracker.Errorf(tracker.Unavailable, "github."+op, "GitHub answered %d to %s", response.StatusCode, response.Request.URL.Path)
}

package github

import (
	"context"
	"net/http"
	"strings"
	"time"

	"rungless/tracker"
)

// Viewer is whose token it is and what it may do.
type Viewer struct {
	Account   tracker.Account
	Token     string    // kind of the token, in words: "classic", "fine-grained", "app", "unknown"
	Scopes    []string  // of a classic token; nil where the token has none to tell
	ExpiresAt time.Time // zero: never, or not said
	Limit     int       // GraphQL points an hour; -1 where this GitHub has no limits
	Remaining int
	ResetAt   time.Time
}

// Viewer asks GitHub whose token it is. Its errors are those of a first meeting:
// no GitHub at that address, a token that is not accepted, a limit used up.
func (s *Source) Viewer(ctx context.Context) (Viewer, error) {
	v := Viewer{Token: tokenKind(s.client.transport.token), Limit: -1, Remaining: -1}
	if s.client.transport.token == "" {
		return v, tracker.Errorf(tracker.Unauthorized, "github.Viewer", "there is no token, and GitHub's GraphQL answers nobody without one").
			WithHint("run gh auth login, set GH_TOKEN, or pass --token-file")
	}
	var data struct {
		reply
		Viewer wirePerson
	}
	err := s.client.insist("Viewer", func() error {
		_, err := s.client.query(ctx, "Viewer", map[string]any{}, &data)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Account = view{host: s.client.host, at: s.client.clock.seconds()}.account(&data.Viewer.wireActor)
	if limits := data.RateLimit; limits != nil {
		v.Limit, v.Remaining, v.ResetAt = limits.Limit, limits.Remaining, limits.ResetAt.UTC()
	}
	return v, s.readScopes(ctx, &v)
}

// readScopes asks REST, which tells in headers what GraphQL does not.
func (s *Source) readScopes(ctx context.Context, v *Viewer) error {
	req, err := s.client.rest.NewRequest(http.MethodGet, "user", nil)
	if err != nil {
		return err
	}
	response, err := s.client.rest.Do(ctx, req, nil)
	if err != nil {
		return s.client.explain("Viewer", err)
	}
	if scopes, ok := response.Header["X-Oauth-Scopes"]; ok {
		v.Scopes = strings.FieldsFunc(strings.Join(scopes, ","), func(r rune) bool { return r == ',' || r == ' ' })
	}
	if !response.TokenExpiration.IsZero() {
		v.ExpiresAt = response.TokenExpiration.UTC()
	}
	return nil
}

// tokenKind tells a token's kind by its prefix. See
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats.
func tokenKind(token string) string {
	for prefix, kind := range map[string]string{
		"ghp_": "classic", "github_pat_": "fine-grained", "gho_": "app", "ghu_": "app", "ghs_": "app",
	} {
		if strings.HasPrefix(token, prefix) {
			return kind
		}
	}
	return "unknown"
}

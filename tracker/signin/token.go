package signin

import (
	"context"
	"time"

	"golang.org/x/oauth2"
)

// Token is what GitHub gives an app in somebody's name. Those of a GitHub App expire after
// eight hours, unless its registration says otherwise; those of an OAuth app do not.
type Token struct {
	Access  string    `json:"access"`
	Refresh string    `json:"refresh,omitempty"` // makes the next token, once; "": this one does not expire
	Expires time.Time `json:"expires,omitzero"`
}

func (g *GitHub) tokenFrom(t *oauth2.Token) Token {
	token := Token{Access: t.AccessToken, Refresh: t.RefreshToken}
	if !t.Expiry.IsZero() {
		// The library has added the token's life to the machine's clock, and keeps the life
		// itself only of answers in JSON. GitHub's is a form.
		token.Expires = g.now().Add(time.Until(t.Expiry)).Round(time.Second)
	}
	return token
}

// early is how long before its end a token is made anew, so that it lasts for the request.
const early = 5 * time.Minute

// IsOld reports whether a token must be refreshed before it is used.
func (t Token) IsOld(now time.Time) bool {
	return t.Refresh != "" && !t.Expires.IsZero() && now.After(t.Expires.Add(-early))
}

// Refresh makes the next token of one that expires. The old one holds no longer, nor can it be
// refreshed again: GitHub's "Refreshing user access tokens". The error is
// a [tracker.Unauthorized] one where GitHub does not know it any more.
func (g *GitHub) Refresh(ctx context.Context, t Token) (Token, error) {
	// No access token is given, so that the library asks for one at once.
	fresh, err := g.flow.TokenSource(g.with(ctx), &oauth2.Token{RefreshToken: t.Refresh}).Token()
	if err != nil {
		return Token{}, refused("signin.Refresh", err)
	}
	return g.tokenFrom(fresh), nil
}

package web

import (
	"context"
	"errors"
	"time"

	"rungless/tracker"
	"rungless/tracker/signin"
	"rungless/tracker/store"
)

// tokenSeal is for what GitHub gave: sealed with the secret of a session, which only its
// browser has. So whoever reads the store has neither token, and a refresh token lives no
// longer than its session (docs/adr/0022-tokens-that-expire.md).
const tokenSeal = "token"

// tokenOf is GitHub's token of a session, made anew where it is about to expire. While GitHub
// does not answer it is the old one, and what is asked with it finds out. The error is a
// [tracker.Unauthorized] one where GitHub refuses to make it anew.
func (s *Server) tokenOf(ctx context.Context, session store.Session, secret string) (signin.Token, error) {
	token := opened(session, secret)
	if !token.IsOld(s.now()) {
		return token, nil
	}
	fresh, err, _ := s.refreshes.Do(string(session.SecretHash), func() (any, error) {
		return s.refresh(context.WithoutCancel(ctx), session, secret)
	})
	if tracker.KindOf(err) == tracker.Unavailable && err != nil {
		return token, nil //nolint:nilerr // see above
	}
	if err != nil {
		return signin.Token{}, err
	}
	return fresh.(signin.Token), nil
}

func opened(session store.Session, secret string) (token signin.Token) {
	unseal([]byte(secret), tokenSeal, string(session.SealedToken), &token)
	return token
}

// refresh makes a token anew and keeps it before it is used: the old one cannot be refreshed
// twice. Who comes second, in this process or in another, takes what the first one kept.
func (s *Server) refresh(ctx context.Context, session store.Session, secret string) (signin.Token, error) {
	if kept, _, err := s.store.Session(ctx, session.SecretHash, s.now(), sessionLimits); err == nil {
		session = kept
	}
	token := opened(session, secret)
	if !token.IsOld(s.now()) {
		return token, nil
	}
	fresh, err := s.options.Team.GitHub.Refresh(ctx, token)
	if tracker.KindOf(err) == tracker.Unauthorized && err != nil {
		return s.refreshedElsewhere(ctx, session, secret, err)
	}
	if err != nil {
		return signin.Token{}, err
	}
	sealed, err := seal([]byte(secret), tokenSeal, fresh)
	if err != nil {
		return signin.Token{}, err
	}
	return fresh, s.store.RenewSession(ctx, session.ID, []byte(sealed))
}

// keptWithin is how long another process may take from GitHub's answer to keeping it.
const keptWithin = 2 * time.Second

// refreshedElsewhere waits for the token that another process of this instance made of the
// one that GitHub has just refused; refused is the error where none appears.
func (s *Server) refreshedElsewhere(ctx context.Context, session store.Session, secret string, refused error) (signin.Token, error) {
	every := time.NewTicker(keptWithin / 20)
	defer every.Stop()
	for range 20 {
		kept, _, err := s.store.Session(ctx, session.SecretHash, s.now(), sessionLimits)
		if err != nil {
			return signin.Token{}, errors.Join(refused, err)
		}
		if token := opened(kept, secret); !token.IsOld(s.now()) {
			return token, nil
		}
		<-every.C
	}
	return signin.Token{}, refused
}

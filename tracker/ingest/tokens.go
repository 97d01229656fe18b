package ingest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// hourly is what GitHub gives a token that was never used:
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#primary-rate-limit
const hourly = 5000

// refusedFor is how long a token rests that GitHub did not accept.
const refusedFor = time.Hour

// awake lists the tokens that do not rest, the one with most points left first.
// Where all rest it says until when.
func (s *shift) awake(ctx context.Context) (tokens []Token, restUntil time.Time, err error) {
	known, err := s.o.Store.Budgets(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	now := s.o.Now()
	left := map[string]int{}
	for _, token := range s.o.Tokens {
		b := store.Budget{Remaining: -1}
		if i := slices.IndexFunc(known, func(b store.Budget) bool { return b.Name == token.Name }); i >= 0 {
			b = known[i]
		}
		if b.Remaining == 0 && b.ResetAt.After(b.RestsUntil) {
			b.RestsUntil = b.ResetAt // a request more would only be refused
		}
		if b.RestsUntil.After(now) {
			if restUntil.IsZero() || b.RestsUntil.Before(restUntil) {
				restUntil = b.RestsUntil
			}
			continue
		}
		left[token.Name] = b.Remaining
		if b.Remaining < 0 || !b.ResetAt.After(now) {
			left[token.Name] = hourly
		}
		tokens = append(tokens, token)
	}
	slices.SortStableFunc(tokens, func(a, b Token) int { return cmp.Compare(left[b.Name], left[a.Name]) })
	return tokens, restUntil, nil
}

// choose takes the token for one thing: for a repository the one installed on its
// owner, for what failed the first of all, which sees most, else the one with most
// points left that is nobody's alone.
func (s *shift) choose(tokens []Token, w store.Work) Token {
	if i := slices.IndexFunc(tokens, func(t Token) bool { return t.owns(w) }); i >= 0 {
		return tokens[i]
	}
	if i := slices.IndexFunc(tokens, func(t Token) bool { return t.Name == s.o.Tokens[0].Name }); i >= 0 && w.Attempts > 0 {
		return tokens[i]
	}
	if i := slices.IndexFunc(tokens, func(t Token) bool { return t.Owner == "" }); i >= 0 {
		return tokens[i]
	}
	return tokens[0]
}

func (t Token) owns(w store.Work) bool {
	owner, _, _ := strings.Cut(w.Name, "/")
	return w.Kind == store.RepositoryWork && t.Owner != "" && strings.EqualFold(owner, t.Owner)
}

// maySayUnseen reports whether what this token does not see is gone from everybody's
// pages: tokens differ in what they may see.
func (s *shift) maySayUnseen(t Token, w store.Work) bool {
	return t.Name == s.o.Tokens[0].Name || t.owns(w)
}

func withoutUnseen(list []tracker.Tombstone) []tracker.Tombstone {
	return slices.DeleteFunc(slices.Clone(list), func(t tracker.Tombstone) bool { return t.Reason == tracker.Inaccessible })
}

// layToRest notes until when a token is not used. Where it is the only one that was
// not accepted, that is the shift's error.
func (s *shift) layToRest(ctx context.Context, t Token, cause error, now time.Time) error {
	b := store.Budget{Name: t.Name, Reason: "its points of this hour are used up", SeenAt: now, RestsUntil: now.Add(time.Minute)}
	if e, ok := errors.AsType[*tracker.Error](cause); ok && e.RetryAt.After(now) {
		b.RestsUntil = e.RetryAt
	}
	b.ResetAt = b.RestsUntil
	refused := tracker.KindOf(cause) == tracker.Unauthorized
	if refused {
		b.Reason, b.RestsUntil = "GitHub does not accept it", now.Add(refusedFor)
	}
	if err := s.o.Store.SaveBudget(ctx, b); err != nil {
		return err
	}
	if refused && len(s.o.Tokens) == 1 {
		return cause
	}
	s.o.Logger.InfoContext(ctx, "a token rests", "token", t.Name, "until", b.RestsUntil, "reason", b.Reason)
	return nil
}

// saveBudget keeps what GitHub said last of a token.
func (s *shift) saveBudget(ctx context.Context, t Token, now time.Time) error {
	u := s.Usage()
	return s.o.Store.SaveBudget(ctx, store.Budget{Name: t.Name, Remaining: u.Remaining, ResetAt: u.ResetAt, SeenAt: now})
}

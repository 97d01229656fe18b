package githubsim

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// resource is the primary limit that an answer counts against.
func (a *answer) resource() string {
	if a.graphQL {
		return queries
	}
	return core
}

func tokenOf(r *http.Request) string {
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return token
}

func (s *Server) admits(token string) bool {
	return token != "" && (s.signedIn(token) != nil || s.isInstalled(token) || len(s.options.Apps) == 0 && len(s.options.Tokens) == 0 || slices.Contains(s.options.Tokens, token))
}

// enter counts a request in, and refuses it where it comes too early, too fast
// or beside too many others.
func (s *Server) enter(a *answer, rec *Request, token string) (leave func(), refused bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a.quotas = s.quotasOf(token)
	a.quotas.current++
	leave = func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		a.quotas.current--
	}
	if wait := a.quotas.blocked.Sub(rec.At); wait > 0 {
		s.violations = append(s.violations, Violation{*rec, a.quotas.blocked, "Retry-After"})
		Fault{Kind: SecondaryLimit, RetryAfter: wait.Truncate(time.Second) + time.Second}.limit(a, rec.At)
		return leave, true
	}
	limits := s.options.Secondary
	perMinute := map[string]int{core: limits.RESTPerMinute, queries: limits.QueryPerMinute}[a.resource()]
	crowded := limits.Concurrent > 0 && a.quotas.current > limits.Concurrent
	if a.quotas.tooFast(a.resource(), perMinute, rec.At) || crowded {
		f := Fault{Kind: SecondaryLimit, RetryAfter: cmp.Or(limits.RetryAfter, time.Minute)}
		a.quotas.blocked = rec.At.Add(f.limit(a, rec.At))
		return leave, true
	}
	return leave, false
}

// charge takes an answer's price from its limit, or refuses. An exhausted limit
// refuses what costs nothing, too.
func (s *Server) charge(a *answer, rec *Request, cost int) (quota, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := a.quotas.of(a.resource(), rec.At)
	exhausted := state.limit >= 0 && state.remaining() == 0
	if !exhausted && a.quotas.take(a.resource(), cost, rec.At) {
		a.cost = cost
		return *state, true
	}
	if state.refused {
		s.violations = append(s.violations, Violation{*rec, state.reset, "X-RateLimit-Reset"})
	}
	state.refused = true
	state.used = state.limit
	s.refusePrimary(a)
	return *state, false
}

// refusePrimary answers that the primary limit is used up.
func (s *Server) refusePrimary(a *answer) {
	message := primaryMessage(s.index.world.Viewer)
	kind, status := "RATE_LIMITED", http.StatusForbidden
	if s.options.OtherForms {
		kind, status = "RATE_LIMIT", http.StatusTooManyRequests
	}
	if a.graphQL {
		a.json(http.StatusOK, map[string]any{"errors": []graphQLError{{Type: kind, Message: message}}})
		return
	}
	a.fail(status, message, limitsPage)
}

// strike lets the faults that are due spoil an answer.
func (s *Server) strike(a *answer, rec *Request) (after func(*World)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if !f.due(rec) {
			continue
		}
		rec.Fault = f.Kind
		if f.Kind == Changed {
			after = f.Change
		}
		if wait := f.spoil(a, rec.At); wait > 0 {
			a.quotas.blocked = rec.At.Add(wait)
		}
		break
	}
	return after
}

// finish adds the headers that every answer has.
func (s *Server) finish(a *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	media := "github.v3; format=json"
	if a.graphQL {
		media = "github.v4; format=json"
	}
	if a.quotas != nil {
		a.quotas.of(a.resource(), s.options.Now()).header(a.header)
	}
	a.header.Set("X-GitHub-Media-Type", media)
	a.header.Set("X-GitHub-Request-Id", requestID(len(s.log)))
	if s.options.Scopes != "" {
		a.header.Set("X-OAuth-Scopes", s.options.Scopes)
	}
}

// requestID looks like GitHub's and is the same in every run.
func requestID(n int) string {
	sum := sha256.Sum256(fmt.Append(nil, n))
	id := strings.ToUpper(hex.EncodeToString(sum[:12]))
	return strings.Join([]string{id[:4], id[4:10], id[10:16], id[16:24]}, ":")
}

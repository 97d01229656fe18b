package githubsim

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// SecondaryLimits are GitHub's limits on how fast one may ask. A zero field is no
// limit; GitHub's own values are in GitHubSecondaryLimits.
type SecondaryLimits struct {
	Concurrent     int // requests at the same time
	RESTPerMinute  int
	QueryPerMinute int           // GraphQL
	RetryAfter     time.Duration // what a refused client is told to wait; 60 seconds when zero
}

// GitHubSecondaryLimits are the documented values:
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#secondary-rate-limits
func GitHubSecondaryLimits() SecondaryLimits {
	return SecondaryLimits{Concurrent: 100, RESTPerMinute: 900, QueryPerMinute: 2000, RetryAfter: time.Minute}
}

// hourly is GitHub's limit of points and of requests in an hour.
const hourly = 5000

// resources of the primary limit, as X-RateLimit-Resource names them.
const (
	core    = "core"
	queries = "graphql"
)

// quota is the state of one primary limit.
type quota struct {
	resource    string
	limit, used int
	reset       time.Time
	refused     bool // whether a request was refused for it
}

func (q quota) remaining() int { return max(0, q.limit-q.used) }

// quotas are the primary limits of one token, and the pace of its requests. GitHub counts
// by account; here every token is somebody else's.
type quotas struct {
	limits  map[string]int // by resource; negative: unlimited
	state   map[string]*quota
	recent  map[string][]time.Time // of the last minute
	blocked time.Time              // until when the last refusal asked to wait
	current int                    // requests under way
}

// quotasOf are those of a token. Server.mu is held.
func (s *Server) quotasOf(token string) *quotas {
	if s.quotas[token] == nil {
		s.quotas[token] = newQuotas(s.options, token)
	}
	return s.quotas[token]
}

func newQuotas(o Options, token string) *quotas {
	limit := func(n int) int {
		if n == 0 {
			return hourly
		}
		return n
	}
	points := o.PointsPerHour
	if own, ok := o.PointsOf[token]; ok {
		points = own
	}
	return &quotas{
		limits: map[string]int{core: limit(o.RequestsPerHour), queries: limit(points)},
		state:  map[string]*quota{}, recent: map[string][]time.Time{},
	}
}

// of is the present state of a limit; its hour begins with the first request.
func (q *quotas) of(resource string, now time.Time) *quota {
	state := q.state[resource]
	if state == nil || !now.Before(state.reset) {
		state = &quota{resource: resource, limit: q.limits[resource], reset: now.Add(time.Hour).Truncate(time.Second)}
		q.state[resource] = state
	}
	return state
}

// take uses up cost, and reports whether the limit allowed it.
func (q *quotas) take(resource string, cost int, now time.Time) bool {
	state := q.of(resource, now)
	if state.limit >= 0 && state.used+cost > state.limit {
		return false
	}
	state.used += cost
	return true
}

// tooFast counts a request against the pace of the last minute.
func (q *quotas) tooFast(resource string, limit int, now time.Time) bool {
	recent := q.recent[resource]
	for len(recent) > 0 && now.Sub(recent[0]) >= time.Minute {
		recent = recent[1:]
	}
	q.recent[resource] = append(recent, now)
	return limit > 0 && len(recent) >= limit
}

// unlimited is what the headers say where there is no limit: GitHub Enterprise
// Server leaves them out, but a client must not depend on that.
const unlimited = 1_000_000

// header writes the state of a limit as GitHub does.
func (q quota) header(h http.Header) {
	limit, remaining := q.limit, q.remaining()
	if q.limit < 0 {
		limit, remaining = unlimited, unlimited
	}
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("X-RateLimit-Used", strconv.Itoa(q.used))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(q.reset.Unix(), 10))
	h.Set("X-RateLimit-Resource", q.resource)
}

// messages of limits, as recorded from GitHub.
const (
	secondaryMessage = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
	abuseMessage     = "You have triggered an abuse detection mechanism. Please wait a few minutes before you try again."
	limitsPage       = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api"
	secondaryPage    = limitsPage + "#about-secondary-rate-limits"
)

func primaryMessage(u *User) string {
	id := int64(0)
	if u != nil {
		id = u.ID
	}
	return fmt.Sprintf("API rate limit exceeded for user ID %d.", id)
}

package github

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// outcome is what the transport does about one answer.
type outcome int

const (
	delivered outcome = iota // hand it on, whatever its status
	limited                  // the primary limit is used up: nothing until its reset
	slowed                   // a secondary limit: nothing at all for a while
	failed                   // it may work when asked again
	tooHeavy                 // it may work when asked for less
)

// Reasons to wait, in plain words.
const (
	usedUp     = "the hourly limit of this token is used up"
	pauseAsked = "GitHub asked for a pause"
)

// verdict is an outcome, when to go on, and why in plain words.
type verdict struct {
	outcome outcome
	until   time.Time // limited, and slowed when GitHub said so
	note    string
}

// answer is one whole answer, or the error that came in its place.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	err     error
	graphQL bool
}

// judge decides on an answer received at now. The forms are those of
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
// and https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
// and some that only issue threads tell of (docs/sync.md).
func judge(a answer, now time.Time) verdict {
	switch {
	case a.err != nil:
		return verdict{outcome: failed, note: "the connection broke"}
	case a.status == http.StatusForbidden || a.status == http.StatusTooManyRequests:
		return judgeRefusal(a, now)
	case a.graphQL && (a.status == http.StatusBadGateway || a.status == http.StatusGatewayTimeout):
		return verdict{outcome: tooHeavy, note: "GitHub could not answer in its ten seconds"}
	case a.status >= 500:
		return verdict{outcome: failed, note: "GitHub answered " + strconv.Itoa(a.status)}
	case a.status == http.StatusOK && !json.Valid(a.body):
		return verdict{outcome: failed, note: "the answer was not JSON or was cut off"}
	case a.status == http.StatusOK && a.graphQL:
		return judgeErrors(a, now)
	}
	return verdict{outcome: delivered}
}

// judgeRefusal tells the two limits apart from a plain refusal. A secondary
// limit may come with the primary's headers, so Retry-After and the message go
// first.
func judgeRefusal(a answer, now time.Time) verdict {
	if until := retryAfter(a.header, now); !until.IsZero() {
		return verdict{outcome: slowed, until: until, note: pauseAsked}
	}
	if isSecondary(string(a.body)) {
		return verdict{outcome: slowed, note: pauseAsked}
	}
	if a.header.Get("X-RateLimit-Remaining") == "0" || isPrimary(string(a.body)) {
		return verdict{outcome: limited, until: resetAt(a.header, now), note: usedUp}
	}
	if a.status == http.StatusTooManyRequests {
		return verdict{outcome: slowed, note: pauseAsked}
	}
	return verdict{outcome: delivered}
}

// judgeErrors looks for the limits that GraphQL reports with status 200.
func judgeErrors(a answer, now time.Time) verdict {
	if !bytes.Contains(a.body, []byte(`"errors"`)) {
		return verdict{outcome: delivered}
	}
	var reply struct{ Errors []problem }
	if err := json.Unmarshal(a.body, &reply); err != nil {
		return verdict{outcome: delivered}
	}
	for _, p := range reply.Errors {
		switch {
		case p.Type == "RATE_LIMITED" || p.Type == "RATE_LIMIT":
			return verdict{outcome: limited, until: resetAt(a.header, now), note: usedUp}
		case isSecondary(p.Message):
			return verdict{outcome: slowed, until: retryAfter(a.header, now), note: pauseAsked}
		case p.Type == "RESOURCE_LIMITS_EXCEEDED" || p.Type == "MAX_NODE_LIMIT_EXCEEDED",
			strings.HasPrefix(p.Message, "Something went wrong"):
			return verdict{outcome: tooHeavy, note: "the page was too heavy for GitHub"}
		}
	}
	return verdict{outcome: delivered}
}

func isSecondary(message string) bool {
	message = strings.ToLower(message)
	return strings.Contains(message, "secondary rate limit") || strings.Contains(message, "abuse detection")
}

func isPrimary(message string) bool {
	return strings.Contains(strings.ToLower(message), "api rate limit exceeded")
}

// retryAfter reads a Retry-After in seconds or as a date; zero when there is none.
func retryAfter(header http.Header, now time.Time) time.Time {
	text := header.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds >= 0 {
		return now.Add(time.Duration(seconds) * time.Second)
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return time.Time{}
	}
	return at
}

// resetAt reads when the primary limit starts anew, with a second's grace since
// the header has whole seconds; a minute from now where GitHub does not say.
func resetAt(header http.Header, now time.Time) time.Time {
	seconds, err := strconv.ParseInt(header.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil {
		return now.Add(time.Minute)
	}
	return time.Unix(seconds, 0).UTC().Add(time.Second)
}

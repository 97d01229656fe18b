package github

import (
	"errors"
	"net/http"
	"testing"
	"time"
)

var judgedAt = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func headers(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

func TestEveryFormOfEveryLimitIsKnown(t *testing.T) {
	reset := headers("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1772445600") // 10:00
	resetTime := time.Date(2026, 3, 2, 10, 0, 1, 0, time.UTC)
	for _, test := range []struct {
		name  string
		a     answer
		want  outcome
		until time.Time
	}{
		{"primary limit with 403", answer{status: 403, header: reset, body: []byte(`{"message":"API rate limit exceeded"}`)}, limited, resetTime},
		{"primary limit with 429", answer{status: 429, header: reset, body: []byte(`{}`)}, limited, resetTime},
		{"primary limit by message alone", answer{status: 403, header: headers(), body: []byte(`{"message":"API rate limit exceeded for user"}`)}, limited, judgedAt.Add(time.Minute)},
		{"RATE_LIMITED with 200", answer{status: 200, graphQL: true, header: reset, body: []byte(`{"errors":[{"type":"RATE_LIMITED"}]}`)}, limited, resetTime},
		{"RATE_LIMIT with 200", answer{status: 200, graphQL: true, header: reset, body: []byte(`{"errors":[{"type":"RATE_LIMIT"}]}`)}, limited, resetTime},
		{"secondary limit with seconds", answer{status: 403, header: headers("Retry-After", "30"), body: []byte(`{}`)}, slowed, judgedAt.Add(30 * time.Second)},
		{"secondary limit with a date", answer{status: 429, header: headers("Retry-After", "Mon, 02 Mar 2026 09:05:00 GMT"), body: []byte(`{}`)}, slowed, judgedAt.Add(5 * time.Minute)},
		{"secondary limit with the primary's headers", answer{status: 403, header: reset, body: []byte(`{"message":"You have exceeded a secondary rate limit"}`)}, slowed, time.Time{}},
		{"secondary limit with 200", answer{status: 200, graphQL: true, header: headers(), body: []byte(`{"errors":[{"message":"You have exceeded a secondary rate limit."}]}`)}, slowed, time.Time{}},
		{"bare 429", answer{status: 429, header: headers(), body: []byte(`{}`)}, slowed, time.Time{}},
		{"plain refusal", answer{status: 403, header: headers(), body: []byte(`{"message":"Resource not accessible"}`)}, delivered, time.Time{}},
		{"502 to GraphQL", answer{status: 502, graphQL: true, header: headers()}, tooHeavy, time.Time{}},
		{"502 to REST", answer{status: 502, header: headers()}, failed, time.Time{}},
		{"something went wrong", answer{status: 200, graphQL: true, header: headers(), body: []byte(`{"data":null,"errors":[{"message":"Something went wrong while executing your query."}]}`)}, tooHeavy, time.Time{}},
		{"partial data", answer{status: 200, graphQL: true, header: headers(), body: []byte(`{"data":{"a":1},"errors":[{"type":"RESOURCE_LIMITS_EXCEEDED"}]}`)}, tooHeavy, time.Time{}},
		{"a page of HTML", answer{status: 200, header: headers(), body: []byte(`<html>`)}, failed, time.Time{}},
		{"half an answer", answer{status: 200, header: headers(), body: []byte(`{"data":`)}, failed, time.Time{}},
		{"a broken connection", answer{err: errors.New("reset by peer")}, failed, time.Time{}},
		{"a missing node", answer{status: 200, graphQL: true, header: headers(), body: []byte(`{"data":{},"errors":[{"type":"NOT_FOUND"}]}`)}, delivered, time.Time{}},
		{"not modified", answer{status: 304, header: headers()}, delivered, time.Time{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := judge(test.a, judgedAt)
			if got.outcome != test.want || !got.until.Equal(test.until) {
				t.Errorf("got %v until %v, want %v until %v", got.outcome, got.until, test.want, test.until)
			}
		})
	}
}

func TestPausesWithoutATimeGrowFromAMinute(t *testing.T) {
	for n, want := range map[int]time.Duration{1: time.Minute, 2: 2 * time.Minute, 3: 4 * time.Minute, 5: 15 * time.Minute, 60: 15 * time.Minute} {
		if got := pause(n); got != want {
			t.Errorf("pause %d is %v, want %v", n, got, want)
		}
	}
}

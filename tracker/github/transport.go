package github

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"rungless/tracker"
)

const (
	manyTries       = 8        // until answers in a row that make no sense are an error
	maxPauses       = 10       // refusals in a row by one of the limits
	maxBody         = 64 << 20 // bytes of one answer
	minPause        = time.Minute
	maxPause        = 15 * time.Minute
	firstBackoff    = 500 * time.Millisecond
	maxBackoff      = 30 * time.Second
	backoffVariance = 0.4
)

// transport sends requests one at a time, waits when GitHub asks for it and
// tries again what may work again. It gives the token to the API's host alone
// and goes nowhere else. It logs neither token nor bodies.
type transport struct {
	logger *slog.Logger
	base   http.RoundTripper
	api    *url.URL
	token  string
	noWait bool
	tries  int // until something that does not work is an error
	clock  *clock
	report func(until time.Time, note string) // tells that the source waits

	sending   sync.Mutex    // one request at a time
	notBefore map[bool]hold // by whether it is GraphQL: each API has a limit of its own
	backoff   *backoff.ExponentialBackOff
	failures  int // in a row
	pauses    int // in a row

	counting sync.Mutex
	usage    tracker.Usage
}

// hold is a time before which nothing is sent.
type hold struct {
	until   time.Time
	note    string
	byLimit bool // GitHub's limit, not our own caution
}

// errTooHeavy asks the caller to ask for less.
var errTooHeavy = errors.New("the page was too heavy for GitHub")

func newTransport(logger *slog.Logger, o Options, api *url.URL, clock *clock) *transport {
	t := &transport{
		logger: logger, base: o.HTTP, api: api, token: o.Token, noWait: o.NoWait, tries: cmp.Or(o.Tries, manyTries), clock: clock,
		report:    func(time.Time, string) {},
		notBefore: map[bool]hold{},
		backoff:   backoff.NewExponentialBackOff(),
		usage:     tracker.Usage{Remaining: -1},
	}
	if t.base == nil {
		t.base = http.DefaultTransport
	}
	t.backoff.InitialInterval, t.backoff.MaxInterval = firstBackoff, maxBackoff
	t.backoff.RandomizationFactor = backoffVariance
	return t
}

// RoundTrip sends req, as often as needed, and returns a whole answer: its body
// is read, its limits are obeyed. go-github keeps a limiter of its own that
// refuses instead of waiting; it never sees the headers that would wake it.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme != t.api.Scheme || req.URL.Host != t.api.Host {
		return nil, tracker.Errorf(tracker.Invalid, "github.transport", "refusing to follow GitHub to another host, %s", req.URL.Host).
			WithHint("check github.url; the token is for %s alone", t.api.Host)
	}
	t.sending.Lock()
	defer t.sending.Unlock()
	graphQL := strings.HasSuffix(req.URL.Path, "/graphql")
	for {
		if err := t.waitTurn(req.Context(), graphQL); err != nil {
			return nil, err
		}
		response, a := t.send(req, graphQL)
		if err := req.Context().Err(); err != nil {
			return nil, err
		}
		v := judge(a, t.clock.now())
		again, err := t.settle(a, v)
		if err != nil {
			return nil, err
		}
		if !again {
			return response, nil
		}
	}
}

// waitTurn waits until nothing forbids to send.
func (t *transport) waitTurn(ctx context.Context, graphQL bool) error {
	h := t.notBefore[graphQL]
	wait := h.until.Sub(t.clock.now())
	if wait <= 0 {
		return ctx.Err()
	}
	if h.byLimit {
		if t.noWait {
			return rateLimited(h)
		}
		t.logger.Info("waiting for github", "until", h.until, "reason", h.note)
		t.report(h.until, h.note)
		defer t.report(time.Time{}, "")
	}
	return t.clock.sleep(ctx, wait)
}

func rateLimited(h hold) error {
	err := tracker.Errorf(tracker.RateLimited, "github.transport", "GitHub asks to wait until %s: %s",
		h.until.Format("15:04:05 MST"), h.note).
		WithHint("run it again after that, or without --no-wait")
	err.RetryAt = h.until
	return err
}

// send sends one request and reads the whole answer.
func (t *transport) send(original *http.Request, graphQL bool) (*http.Response, answer) {
	a := answer{graphQL: graphQL}
	req := original.Clone(original.Context())
	if original.GetBody != nil {
		if req.Body, a.err = original.GetBody(); a.err != nil {
			return nil, a
		}
	}
	if t.token != "" {
		req.Header.Set("Authorization", "Bearer "+t.token)
	}
	started := t.clock.now()
	response, err := t.base.RoundTrip(req)
	if err != nil {
		a.err = err
		t.count(0, nil, graphQL)
		return nil, a
	}
	defer response.Body.Close()
	a.status, a.header = response.StatusCode, response.Header
	a.body, a.err = readBounded(response.Body)
	t.clock.observe(response.Header)
	t.count(response.StatusCode, response.Header, graphQL)
	t.logger.Debug("asked github", "method", req.Method, "path", req.URL.Path, "status", a.status,
		"bytes", len(a.body), "duration", t.clock.now().Sub(started))
	return whole(response, a.body), a
}

// whole is response with its body read and without the headers that make
// go-github refuse to send.
func whole(response *http.Response, body []byte) *http.Response {
	clone := *response
	clone.Header = response.Header.Clone()
	for _, name := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
		clone.Header.Del(name)
	}
	clone.Body = io.NopCloser(bytes.NewReader(body))
	return &clone
}

func readBounded(body io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	if err == nil && len(data) > maxBody {
		return nil, fmt.Errorf("an answer of more than %d bytes", maxBody)
	}
	return data, err
}

// settle takes the consequences of a verdict: what to wait for, and whether to
// ask again.
func (t *transport) settle(a answer, v verdict) (again bool, err error) {
	t.foresee(a)
	switch v.outcome {
	case delivered:
		t.failures, t.pauses = 0, 0
		t.backoff.Reset()
		return false, nil
	case limited:
		t.pauses++
		t.holdBack(hold{until: v.until, note: v.note, byLimit: true}, a.graphQL)
		return t.pauses < maxPauses, t.exhausted(t.pauses, maxPauses, v, a.err)
	case slowed:
		t.pauses++
		h := hold{until: v.until, note: v.note, byLimit: true}
		if h.until.IsZero() {
			h.until = t.clock.now().Add(pause(t.pauses))
		}
		t.holdBack(h, true, false)
		return t.pauses < maxPauses, t.exhausted(t.pauses, maxPauses, v, a.err)
	}
	t.failures++
	t.holdBack(hold{until: t.clock.now().Add(t.backoff.NextBackOff()), note: v.note}, true, false)
	if v.outcome == tooHeavy {
		return false, errTooHeavy
	}
	return t.failures < t.tries, t.exhausted(t.failures, t.tries, v, a.err)
}

// pause is how long to wait after the nth refusal in a row that named no time:
// at least a minute, longer each time.
func pause(n int) time.Duration {
	return min(minPause<<min(n-1, 8), maxPause)
}

// exhausted is the error of having asked often enough.
func (t *transport) exhausted(n, limit int, v verdict, cause error) error {
	if n < limit {
		return nil
	}
	t.failures, t.pauses = 0, 0
	return tracker.Errorf(tracker.Unavailable, "github.transport", "%s gave no usable answer in %d tries: %s", t.api.Host, n, v.note).
		Because(errors.Join(errForAll, cause)).WithHint("see https://www.githubstatus.com, check github.url and the network, and run it again: it goes on from where it was")
}

// foresee holds the next request back when this answer, good or bad, used up the
// limit.
func (t *transport) foresee(a answer) {
	if a.header.Get("X-RateLimit-Remaining") == "0" {
		t.holdBack(hold{until: resetAt(a.header, t.clock.now()), note: usedUp, byLimit: true}, a.graphQL)
	}
}

// holdBack forbids to send to some of the two APIs before a time. A longer hold
// that is in force stays.
func (t *transport) holdBack(h hold, graphQL ...bool) {
	for _, api := range graphQL {
		if h.until.After(t.notBefore[api].until) {
			t.notBefore[api] = h
		}
	}
}

// count keeps what the run cost. Remaining is of the GraphQL limit, which is the
// one that a sync uses up.
func (t *transport) count(status int, header http.Header, graphQL bool) {
	t.counting.Lock()
	defer t.counting.Unlock()
	t.usage.Calls++
	if status == http.StatusNotModified {
		t.usage.NotModified++
	}
	remaining, err := strconv.Atoi(header.Get("X-RateLimit-Remaining"))
	if err == nil && graphQL {
		t.usage.Remaining = remaining
		t.usage.ResetAt = resetAt(header, time.Time{})
	}
}

// spend adds the points that GitHub says a query cost.
func (t *transport) spend(points int) {
	t.counting.Lock()
	defer t.counting.Unlock()
	t.usage.Points += points
}

func (t *transport) spent() tracker.Usage {
	t.counting.Lock()
	defer t.counting.Unlock()
	return t.usage
}

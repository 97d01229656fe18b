package instance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
)

// Client asks one instance.
type Client struct {
	base  string
	token string
	http  *http.Client
}

// New makes a client of the instance at an address such as "https://rungless.example.org".
// The token may be empty: then only the device flow answers.
func New(base, token string) *Client {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{base: strings.TrimSuffix(base, "/"), token: token, http: &http.Client{Timeout: time.Minute, CheckRedirect: stay}}
}

// mostOfAnswer bounds an answer, in bytes: a profile of many years has some megabytes.
const mostOfAnswer = 64 << 20

// Read asks for an address of the instance's API and decodes its JSON. Errors say in the
// instance's own words what is wrong: [tracker.NotFound] also for what its owner does not
// show, [tracker.Unauthorized] for a token that does not hold, [tracker.RateLimited] with
// the time of the next try.
func (c *Client) Read(ctx context.Context, path string, into any) error {
	_, err := c.ask(ctx, http.MethodGet, path, nil, into)
	return err
}

// ask sends a form, or nothing, and decodes a good answer.
func (c *Client) ask(ctx context.Context, method, path string, form url.Values, into any) (status int, err error) {
	const op = "instance.ask"
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, c.unreachable(err)
	}
	request.Header.Set("Accept", "application/json")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return 0, c.unreachable(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostOfAnswer+1))
	switch {
	case err != nil:
		return 0, c.unreachable(err)
	case len(body) > mostOfAnswer:
		return 0, tracker.Errorf(tracker.Unavailable, op, "%s answers with more than was asked for", c.base)
	case response.StatusCode >= http.StatusMultipleChoices:
		return response.StatusCode, c.refusal(response, body)
	case into == nil || response.StatusCode == http.StatusNoContent:
		return response.StatusCode, nil
	}
	if err := json.Unmarshal(body, into); err != nil {
		return 0, tracker.Errorf(tracker.Unavailable, op, "%s does not answer as an instance of rungless does", c.base).
			WithHint("check the address; a page that asks for a sign-in may stand before it").Because(err)
	}
	return response.StatusCode, nil
}

func (c *Client) unreachable(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return tracker.Errorf(tracker.Unavailable, "instance.ask", "%s does not answer", c.base).WithHint("check the address, and try again in a minute").Because(err)
}

// refusal is what an instance says where it does not do what was asked: RFC 9457.
func (c *Client) refusal(response *http.Response, body []byte) error {
	var said struct{ Detail, Hint string }
	_ = json.Unmarshal(body, &said) // a proxy's page is not JSON, and says nothing
	kind := kindOf(response.StatusCode)
	refused := tracker.Errorf(kind, fmt.Sprintf("instance.ask %d", response.StatusCode), "%s", plain(said.Detail))
	refused.Hint = plain(said.Hint)
	switch {
	case kind == tracker.Internal && response.StatusCode < http.StatusBadRequest:
		refused.Kind, refused.Message = tracker.Unauthorized, "you are shown a part of this only"
		refused.Hint = "open " + c.base + " in a browser to see that part"
	case said.Detail == "":
		refused.Message = fmt.Sprintf("%s answered with %s", c.base, response.Status)
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && kind == tracker.RateLimited {
		refused.RetryAt = time.Now().Add(time.Duration(seconds) * time.Second)
	}
	return refused
}

func kindOf(status int) tracker.ErrorKind {
	switch status {
	case http.StatusNotFound:
		return tracker.NotFound
	case http.StatusBadRequest:
		return tracker.Invalid
	case http.StatusConflict:
		return tracker.Conflict
	case http.StatusUnauthorized, http.StatusForbidden:
		return tracker.Unauthorized
	case http.StatusTooManyRequests:
		return tracker.RateLimited
	}
	if status >= http.StatusInternalServerError {
		return tracker.Unavailable
	}
	return tracker.Internal
}

// plain is another's text as a terminal may show it: one line, no control characters, not long.
func plain(text string) string {
	const enough = 300
	text = strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > enough {
		return string(runes[:enough]) + "..."
	}
	return text
}

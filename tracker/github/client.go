package github

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"rungless/tracker"
)

// client asks GitHub through go-github, which has no GraphQL of its own but
// sends any request.
type client struct {
	rest      *gh.Client
	transport *transport
	clock     *clock
	host      string // as facts name it
	graphQL   string // relative to the REST root
	documents documents
}

func newClient(logger *slog.Logger, o Options) (*client, error) {
	base, err := baseURL(o.BaseURL)
	if err != nil {
		return nil, err
	}
	docs, err := loadDocuments()
	if err != nil {
		return nil, err
	}
	c := &client{clock: newClock(o), host: base.Host, documents: docs}
	root := endpoint(base)
	c.graphQL = "graphql"
	if base.Host != "github.com" {
		c.graphQL = "../graphql"
	}
	c.transport = newTransport(logger, o, root, c.clock)
	c.rest = gh.NewClient(&http.Client{Transport: c.transport, CheckRedirect: checkRedirect})
	c.rest.BaseURL = root
	c.rest.UserAgent = "rungless"
	return c, nil
}

// baseURL checks where GitHub is: https, or plain http on this machine.
func baseURL(text string) (*url.URL, error) {
	if text == "" {
		text = "https://github.com"
	}
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Path != "" {
		return nil, tracker.Errorf(tracker.Invalid, "github.New", "%q is not the address of a GitHub", text).
			WithHint("github.url is an address like https://github.com or https://github.example.org")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !tracker.IsLoopback(u.Hostname())) {
		return nil, tracker.Errorf(tracker.Invalid, "github.New", "%s is not https, and the token would be sent in the open", text).
			WithHint("use https; plain http is for this machine only")
	}
	return u, nil
}

// endpoint is the root of the REST API: api.github.com, or /api/v3/ of a GitHub
// Enterprise Server.
func endpoint(base *url.URL) *url.URL {
	if base.Host == "github.com" {
		return &url.URL{Scheme: "https", Host: "api.github.com", Path: "/"}
	}
	return &url.URL{Scheme: base.Scheme, Host: base.Host, Path: "/api/v3/"}
}

// checkRedirect follows a renamed repository's address (301 to
// /repositories/ID), and nothing that is not a GET on the same host.
func checkRedirect(req *http.Request, via []*http.Request) error {
	from := via[0]
	if len(via) > 3 || from.Method != http.MethodGet || req.URL.Host != from.URL.Host || req.URL.Scheme != from.URL.Scheme {
		return tracker.Errorf(tracker.Invalid, "github.checkRedirect", "%s sends us on to %s, where we do not follow", from.URL.Host, req.URL.Host).
			WithHint("check github.url: it must be the address of GitHub itself")
	}
	return nil
}

// query runs the named document and decodes its data into reply. Items that
// GitHub could not resolve or show are null in reply and listed in problems; any
// other trouble is an error.
func (c *client) query(ctx context.Context, name string, variables map[string]any, reply costed) (problems []problem, err error) {
	document, err := c.documents.operation(name)
	if err != nil {
		return nil, err
	}
	return c.ask(ctx, name, document, variables, reply)
}

func (c *client) ask(ctx context.Context, name, document string, variables map[string]any, reply costed) ([]problem, error) {
	body := map[string]any{"query": document, "variables": variables, "operationName": name}
	req, err := c.rest.NewRequest(http.MethodPost, c.graphQL, body)
	if err != nil {
		return nil, err
	}
	var envelope struct {
		Data   json.RawMessage
		Errors []problem
	}
	if _, err := c.rest.Do(ctx, req, &envelope); err != nil {
		return nil, c.explain(name, err)
	}
	if err := seriousProblem(name, envelope.Errors, len(envelope.Data) > 0 && string(envelope.Data) != "null"); err != nil {
		return envelope.Errors, err
	}
	if err := json.Unmarshal(envelope.Data, reply); err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, "github.query "+name, "GitHub's answer has an unexpected form").Because(err)
	}
	c.transport.spend(reply.cost())
	return envelope.Errors, nil
}

// page is one page of a REST list.
type page struct {
	items       []json.RawMessage
	etag        string
	notModified bool
	more        bool
}

// list asks for one page of a REST list, and with an etag only for what differs
// from what that etag stood for.
func (c *client) list(ctx context.Context, path, etag string) (page, error) {
	req, err := c.rest.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return page{}, err
	}
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	var p page
	response, err := c.rest.Do(ctx, req, &p.items)
	if response != nil && response.Response != nil && response.StatusCode == http.StatusNotModified {
		return page{etag: etag, notModified: true}, nil
	}
	if err != nil {
		return page{}, c.explain("list "+req.URL.Path, err)
	}
	p.etag = response.Header.Get("ETag")
	// Link names the next page by number, or by a cursor alone, as issue lists may.
	p.more = response.NextPage > 0 || response.NextPageToken != "" || response.After != ""
	return p, nil
}

// get asks for one REST resource.
func (c *client) get(ctx context.Context, path string, into any) error {
	req, err := c.rest.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	if _, err := c.rest.Do(ctx, req, into); err != nil {
		return c.explain("get "+req.URL.Path, err)
	}
	return nil
}

// costed is a reply that says what it cost.
type costed interface{ cost() int }

// reply is embedded in every reply. GitHub Enterprise Server says null where
// its limits are off.
type reply struct {
	RateLimit *struct {
		Cost, Limit, Used, Remaining int
		ResetAt                      time.Time
	}
}

func (r reply) cost() int {
	if r.RateLimit == nil {
		return 0
	}
	return r.RateLimit.Cost
}

package githubsim

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// restCall is one REST request in the hands of its handler.
type restCall struct {
	*view
	*answer
	request *http.Request // with the route's parameters; nil until a route is reached
	path    string        // below the API's root
}

// restHandler answers one route that is not below a repository.
type restHandler func(c *restCall)

// notFound is GitHub's answer to what does not exist and to what may not be seen.
func (c *restCall) notFound() {
	c.fail(http.StatusNotFound, "Not Found", "https://docs.github.com/rest")
}

// parameter reads a path parameter.
func (c *restCall) parameter(name string) string { return c.request.PathValue(name) }

// number reads a path parameter that should be a number; 0, which nothing has,
// where it is none.
func (c *restCall) number(name string) int {
	n, _ := strconv.Atoi(c.parameter(name))
	return n
}

// query reads a parameter of the address.
func (c *restCall) query(name string) string { return c.request.URL.Query().Get(name) }

// queryTime reads a parameter that is a time; see timesValid.
func (c *restCall) queryTime(name string) time.Time {
	t, _ := parseInstant(c.query(name))
	return t
}

// timesValid refuses what is no time, so that a filter is not silently none.
func (c *restCall) timesValid(query url.Values) bool {
	for _, name := range []string{"since", "until"} {
		if _, err := parseInstant(query.Get(name)); err != nil {
			c.fail(http.StatusUnprocessableEntity, "Invalid "+name+" parameter", "https://docs.github.com/rest")
			return false
		}
	}
	return true
}

// rest answers one REST request: it finds the route, prices the answer, and says
// 304 for nothing where the client holds the answer already.
func (s *Server) rest(a *answer, r *http.Request, rec *Request, token string) {
	s.world.RLock()
	defer s.world.RUnlock()
	inner := r.Clone(context.WithoutCancel(r.Context()))
	inner.URL = &url.URL{Path: rec.Path, RawQuery: r.URL.RawQuery}
	c := &restCall{view: newView(s.indexFor(token), r, rec.At), answer: a, path: rec.Path}
	if rec.Path == "/rate_limit" {
		s.rateLimits(c)
		return
	}
	if !c.timesValid(inner.URL.Query()) {
		return
	}
	s.routes.ServeHTTP(unused{}, inner.WithContext(context.WithValue(inner.Context(), callKey{}, c)))
	if rec.Route = c.request != nil; !rec.Route {
		c.notFound()
		return
	}
	if a.status == http.StatusOK {
		validate(a, r, token)
	}
	price := 1
	if a.status == http.StatusNotModified {
		price = 0
	}
	s.charge(a, rec, price)
}

// callKey finds the restCall in a request's context: the routes are those of
// net/http, the answers are not.
type callKey struct{}

// unused is where net/http's router writes its own redirects and errors: nowhere,
// since a route of ours that was reached leaves its request in the call.
type unused struct{}

func (unused) Header() http.Header         { return http.Header{} }
func (unused) Write(b []byte) (int, error) { return len(b), nil }
func (unused) WriteHeader(int)             {}

// validate gives an answer its ETag, which depends on the token as GitHub's does,
// and turns it into 304 where the client's copy is still right.
func validate(a *answer, r *http.Request, token string) {
	sum := sha256.Sum256(append([]byte(token+"\n"+a.header.Get("Link")+"\n"), a.body...))
	tag := `W/"` + hex.EncodeToString(sum[:]) + `"`
	a.header.Set("ETag", tag)
	a.header.Set("Cache-Control", "private, max-age=60, s-maxage=60")
	a.header.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With")
	match := r.Header.Get("If-None-Match")
	same := match != "" && strings.TrimPrefix(match, "W/") == strings.TrimPrefix(tag, "W/")
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	modified, modifiedErr := http.ParseTime(a.header.Get("Last-Modified"))
	if match == "" && err == nil && modifiedErr == nil {
		same = !modified.After(since)
	}
	if same {
		a.status, a.body = http.StatusNotModified, nil
		a.header.Del("Content-Type")
		a.header.Del("Link")
	}
}

// lastModified sets the header that single objects carry.
func (c *restCall) lastModified(t time.Time) {
	if !t.IsZero() {
		c.header.Set("Last-Modified", t.UTC().Format(http.TimeFormat))
	}
}

// one answers with a single object.
func (c *restCall) one(value any, modified time.Time) {
	c.json(http.StatusOK, value)
	c.nodes = 1
	c.lastModified(modified)
}

// window is the page of a list that was asked for.
type window struct{ page, perPage int }

// pageWall is the number of items beyond which GitHub's issue lists refuse to
// page by number.
const pageWall = 100 * 100

// window reads page and per_page as GitHub does: what is no number is the
// default, and per_page is cut to 100.
func (c *restCall) window() window {
	page, _ := strconv.Atoi(c.query("page"))
	perPage, _ := strconv.Atoi(c.query("per_page"))
	return window{max(1, page), min(100, max(0, perPage)) + 30*min(1, max(0, 1-perPage))}
}

// list answers with one page of a list, and with Link where there are more.
func list[T any](c *restCall, items []T, show func(T) any) {
	w := c.window()
	from := min(len(items), (w.page-1)*w.perPage)
	part := items[from:min(len(items), from+w.perPage)]
	shown := make([]any, len(part))
	for i, item := range part {
		shown[i] = show(item)
	}
	c.json(http.StatusOK, shown)
	c.nodes = len(shown)
	c.link(w, (len(items)+w.perPage-1)/w.perPage)
}

// link writes the Link header as GitHub does: prev, next, last, first, with the
// repository by its id; last and next not on the last page, first and prev not on the
// first one.
func (c *restCall) link(w window, last int) {
	var links []string
	add := func(rel string, page int) {
		query := c.request.URL.Query()
		query.Set("page", strconv.Itoa(page))
		links = append(links, fmt.Sprintf("<%s%s?%s>; rel=%q", c.api, c.path, query.Encode(), rel))
	}
	if w.page > 1 {
		add("prev", w.page-1)
	}
	if w.page < last {
		add("next", w.page+1)
		add("last", last)
	}
	if w.page > 1 {
		add("first", 1)
	}
	if len(links) > 0 {
		c.header.Set("Link", strings.Join(links, ", "))
	}
}

// beyondWall refuses pages past the wall of issue lists.
func (c *restCall) beyondWall() bool {
	w := c.window()
	if w.page*w.perPage < pageWall {
		return false
	}
	c.json(http.StatusUnprocessableEntity, map[string]any{
		"message":           "Pagination with the page parameter is not supported for large datasets, please use cursor based pagination (after/before)",
		"documentation_url": "https://docs.github.com/rest/issues/issues#list-repository-issues", "status": "422",
	})
	return true
}

// rateLimits answers GET /rate_limit, which is free.
func (s *Server) rateLimits(c *restCall) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := func(resource string) object {
		q := *c.quotas.of(resource, c.now)
		limit, remaining := q.limit, q.remaining()
		if q.limit < 0 {
			limit, remaining = unlimited, unlimited
		}
		return object{"limit": limit, "used": q.used, "remaining": remaining, "reset": q.reset.Unix()}
	}
	c.json(http.StatusOK, object{
		"resources": object{core: shown(core), queries: shown(queries), "search": shown(core)},
		"rate":      shown(core),
	})
}

// keep caches what is costly to write many times, such as a repository within
// each of its pull requests.
func (v *view) keep(what string, of any, show func() object) json.RawMessage {
	key := shownKey{what, v.api, of}
	v.mu.Lock()
	kept, ok := v.shown[key]
	v.mu.Unlock()
	if ok {
		return kept
	}
	raw, err := json.Marshal(show())
	if err != nil {
		panic("githubsim: " + err.Error())
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.shown[key] = raw
	return raw
}

type shownKey struct {
	what, api string
	of        any
}

// chosen is a query parameter, or its default.
func (c *restCall) chosen(name, otherwise string) string { return cmp.Or(c.query(name), otherwise) }

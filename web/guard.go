package web

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// contentSecurityPolicy lets a page load its own style sheet, script and images
// and nothing else: text from outside that slipped through stays inert.
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (s *Server) setSecurityHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// Served is one answered request. It names the route, never the path or the query: those
// hold logins and words that somebody searched for.
type Served struct {
	Method, Route string // Route as the router knows it: "/p/:login"; "" where there is no page
	Status        int
	Took          time.Duration
}

// logRequests tells the log, and whoever counts, of each request.
func (s *Server) logRequests(c *gin.Context) {
	start := time.Now()
	c.Next()
	served := Served{Method: c.Request.Method, Route: c.FullPath(), Status: c.Writer.Status(), Took: time.Since(start)}
	s.logger.LogAttrs(c.Request.Context(), slog.LevelDebug, "request served",
		slog.String("method", served.Method),
		slog.String("route", served.Route),
		slog.Int("status", served.Status),
		slog.Int("bytes", max(c.Writer.Size(), 0)),
		slog.Float64("duration_ms", float64(served.Took.Microseconds())/1000))
	if s.options.Served != nil {
		s.options.Served(served)
	}
}

func (s *Server) recoverPanics(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if cause == http.ErrAbortHandler { //nolint:errorlint // the very value that was thrown
			panic(cause) // net/http's own way to drop a connection
		}
		c.Abort()
		s.fail(c, tracker.Errorf(tracker.Internal, "web.recover", "The page could not be made").
			Because(fmt.Errorf("panic: %v\n%s", cause, debug.Stack())))
	}()
	c.Next()
}

// checkHost refuses a request for a name that is not this server's. A page
// somewhere else can point its own name at this address (DNS rebinding) and would
// otherwise read what is shown here as its own.
func (s *Server) checkHost(c *gin.Context) error {
	name := hostname(c.Request.Host)
	if tracker.IsLoopback(name) || s.hosts[name] {
		return nil
	}
	return tracker.Errorf(tracker.Invalid, "web.checkHost", "This server does not answer to the name in the address").
		WithHint("Open it as localhost, or add the name to server.hosts in config.yaml.")
}

// isAtMachine reports whether whoever asks sits at the machine on which the program runs.
func isAtMachine(r *http.Request) bool {
	address, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && tracker.IsLoopback(address)
}

func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

func hostSet(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[hostname(name)] = true
	}
	return set
}

// checkOrigin refuses a form that another site sends here.
func (s *Server) checkOrigin(c *gin.Context) error {
	if err := new(http.CrossOriginProtection).Check(c.Request); err != nil {
		return tracker.Errorf(tracker.Unauthorized, "web.checkOrigin", "This form was sent from another site").
			WithHint("Open the page here and send it again.").Because(err)
	}
	if s.isTeam() && !isSafe(c.Request.Method) && s.cookie(c, sessionCookie) != "" && c.GetHeader("Sec-Fetch-Site") == "" && c.GetHeader("Origin") == "" {
		return tracker.Errorf(tracker.Unauthorized, "web.checkOrigin", "This form does not say from which site it was sent").
			WithHint("Every browser of today says so. A program uses an API token.")
	}
	return nil
}

// isSafe reports whether a request only asks.
func isSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// largestForm is what may be sent at most, in bytes, where a page does not ask for less.
const largestForm = 4 << 20

// limitBody refuses what is larger than any form, and reads no more of what does not say
// how large it is: what is too large would otherwise lie in temporary files.
func limitBody(c *gin.Context) error {
	if c.Request.ContentLength > largestForm {
		c.Header("Connection", "close")
		return tracker.Errorf(tracker.Invalid, "web.limitBody", "What was sent is larger than any form of this site").WithHint("Send less at a time.")
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largestForm)
	return nil
}

// returnPath is where a form may lead back to: a path on this server, or "/".
func returnPath(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(text, "//") || strings.ContainsAny(text, "\\\r\n") {
		return "/"
	}
	return u.RequestURI()
}

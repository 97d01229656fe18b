package web

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// statusOf is the one table from an error's kind to the status of the answer.
// Unauthorized is 403 and not 401: there is no password that a browser could ask
// for. RateLimited is 503: it is GitHub that waits, not this browser that asked
// too often; where it was this browser, that is [tooOften].
var statusOf = map[tracker.ErrorKind]int{
	tracker.Internal:     http.StatusInternalServerError,
	tracker.NotFound:     http.StatusNotFound,
	tracker.Invalid:      http.StatusBadRequest,
	tracker.Conflict:     http.StatusConflict,
	tracker.Unauthorized: http.StatusForbidden,
	tracker.RateLimited:  http.StatusServiceUnavailable,
	tracker.Unavailable:  http.StatusServiceUnavailable,
}

// errorPage tells the person what went wrong and what to do next. Operators find
// the chain of causes in the log.
type errorPage struct {
	Base    `json:"-"`
	Status  int    `json:"status"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	// RequestID finds the request in the log. It is shown where the server failed only: what
	// somebody may not see must be answered with the same bytes as what does not exist.
	RequestID string `json:"request_id,omitempty"`
	Again     string `json:"-"` // address at which to try again; "" where that may not help, or would not only read
}

func (*errorPage) template() string { return "error" }

// elsewhere is not a failure: what was asked for lives at another address.
type elsewhere struct{ path string }

func (e elsewhere) Error() string { return "moved to " + e.path }

// fail answers an error: the only place that turns one into a status.
func (s *Server) fail(c *gin.Context, err error) {
	if moved, ok := errors.AsType[elsewhere](err); ok {
		if isAPI(c.Request) {
			moved.path = apiPath(moved.path)
		}
		c.Redirect(http.StatusFound, moved.path)
		return
	}
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		return // the browser went away: nobody is there to read an answer
	}
	p := describe(err)
	if p.Status >= http.StatusInternalServerError {
		p.RequestID = requestID(c.Request.Context())
		s.logger.LogAttrs(c.Request.Context(), severity(p.Status), "page failed",
			slog.String("route", c.FullPath()), slog.Any("error", err))
	}
	s.answerError(c, err, p)
}

// severity is how loudly a failure is logged: what passes by itself is no defect.
func severity(status int) slog.Level {
	if status == http.StatusServiceUnavailable {
		return slog.LevelWarn
	}
	return slog.LevelError
}

// answerError writes the error as a page, or as JSON where JSON was asked for.
func (s *Server) answerError(c *gin.Context, err error, p *errorPage) {
	if e, ok := errors.AsType[*tracker.Error](err); ok && !e.RetryAt.IsZero() {
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(max(e.RetryAt.Sub(s.now()).Seconds(), 1)))))
	}
	if err := s.writeError(c, p); err != nil {
		s.logger.LogAttrs(c.Request.Context(), slog.LevelError, "error page failed", slog.Any("error", err))
		c.String(p.Status, "%s\n", p.Message)
	}
}

// writeError writes an error in the form in which its page was asked for.
func (s *Server) writeError(c *gin.Context, p *errorPage) error {
	switch {
	case isAPI(c.Request):
		return s.writeProblem(c, p)
	case wantsJSON(c):
		return s.writeJSON(c, p.Status, p)
	}
	s.fillBase(c, p.base(), false)
	p.Base.JSON = ""
	if p.Status >= http.StatusInternalServerError && c.Request.Method == http.MethodGet {
		p.Again = p.Here
	}
	return s.writePage(c, p.Status, p)
}

// describe chooses what a person is told. An error without a kind is a defect:
// its text is for operators, and may hold what a page must not show.
func describe(err error) *errorPage {
	kind := tracker.KindOf(err)
	p := &errorPage{Status: statusOf[kind], Kind: kind.String()}
	if _, ok := errors.AsType[tooOften](err); ok {
		p.Status = http.StatusTooManyRequests
	}
	if e, ok := errors.AsType[*tracker.Error](err); ok && kind != tracker.Internal {
		p.Message, p.Hint = e.Message, e.Hint
	} else {
		p.Message = "Something went wrong while making this page"
		p.Hint = "What is stored stays as it is. Try again; if it happens again, the program’s log says why, and “rungless doctor” checks the store."
	}
	p.Title = p.Message
	return p
}

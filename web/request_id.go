package web

import (
	"context"
	"crypto/rand"
	"log/slog"

	"github.com/gin-gonic/gin"
)

// requestIDHeader carries the id of a request in its answer. What a request says there
// is not read: who writes it could make two requests look like one in the log.
const requestIDHeader = "X-Request-Id"

type requestIDKey struct{}

// nameRequest gives each request an id of its own.
func nameRequest(c *gin.Context) {
	id := rand.Text()
	c.Header(requestIDHeader, id)
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
}

// requestID is the id of the request that is answered in ctx, "" outside of one.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// NamingRequests returns a handler that adds request_id to every line that is logged
// while a request is answered, by whichever package.
func NamingRequests(next slog.Handler) slog.Handler { return namingRequests{next} }

type namingRequests struct{ slog.Handler }

func (h namingRequests) Handle(ctx context.Context, record slog.Record) error {
	if id := requestID(ctx); id != "" {
		record = record.Clone()
		record.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h namingRequests) WithAttrs(attrs []slog.Attr) slog.Handler {
	return namingRequests{h.Handler.WithAttrs(attrs)}
}

func (h namingRequests) WithGroup(name string) slog.Handler {
	return namingRequests{h.Handler.WithGroup(name)}
}

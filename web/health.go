package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

// health says that the program runs.
func (s *Server) health(c *gin.Context) error {
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"status": "ok", "version": s.options.Version})
	return nil
}

// Leave makes /-/readyz say that this server is no longer ready, and no new syncs start
// from its pages. Requests are still answered, until whoever sends them has gone elsewhere.
func (s *Server) Leave() { s.leaving.Store(true) }

// errLeaving is the answer to what is no longer begun.
func errLeaving(op string) error {
	return tracker.Errorf(tracker.Unavailable, op, "This server is about to stop").WithHint("Try again in a minute.")
}

// ready says that pages can be made: the store answers, and the program is to go on.
func (s *Server) ready(c *gin.Context) error {
	if s.leaving.Load() {
		return errLeaving("web.ready")
	}
	health, err := s.store.Health(c.Request.Context())
	if err != nil {
		return tracker.Errorf(tracker.Unavailable, "web.ready", "The store does not answer").Because(err)
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"status": "ready", "engine": health.Engine, "schema": health.SchemaVersion})
	return nil
}

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

// ready says that pages can be made: the store answers.
func (s *Server) ready(c *gin.Context) error {
	health, err := s.store.Health(c.Request.Context())
	if err != nil {
		return tracker.Errorf(tracker.Unavailable, "web.ready", "The store does not answer").Because(err)
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"status": "ready", "engine": health.Engine, "schema": health.SchemaVersion})
	return nil
}

package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rungless/tracker/store"
)

// place is one answer of the jump box.
type place struct {
	Kind  string `json:"kind"` // "person", "repository", "pack"
	Label string `json:"label"`
	Path  string `json:"path"`
}

// places finds the people and repositories whose names fit the words.
func (s *Server) places(c *gin.Context, query string) ([]place, error) {
	targets, err := s.store.Jump(c.Request.Context(), query, jumpLimit, s.seenBy(c))
	if err != nil {
		return nil, err
	}
	found := []place{}
	for _, target := range targets {
		found = append(found, placeFrom(target))
	}
	return found, nil
}

// placeFrom gives a repository the list of what was done in it: it has no page of
// its own yet.
func placeFrom(target store.Target) place {
	p := place{Kind: target.Kind, Label: target.Label, Path: target.Path}
	if target.Kind == "repository" {
		p.Path = evidencePath("", "", filter{Repository: target.Label})
	}
	return p
}

// jump answers the jump box as one types.
func (s *Server) jump(c *gin.Context) error {
	answer := struct {
		Places    []place `json:"places"`
		Truncated bool    `json:"truncated"` // more fit than are listed
	}{Places: []place{}}
	if query := strings.TrimSpace(c.Query("q")); query != "" {
		var err error
		if answer.Places, err = s.places(c, query); err != nil {
			return err
		}
		packs, err := s.packPlaces(c, query)
		if err != nil {
			return err
		}
		answer.Places = append(answer.Places, packs...)
	}
	answer.Truncated = len(answer.Places) >= jumpLimit
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	send(c, http.StatusOK, "application/json", body)
	return nil
}

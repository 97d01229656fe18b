package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/web/story"
)

// stories opens a store for each story of the storybook, in a folder that goes with the
// program.
type stories struct {
	*settings
	mu     sync.Mutex
	folder string
	opened []*store.Store
}

func (s *stories) open(ctx context.Context, slug string) (*store.Store, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == "" {
		folder, err := os.MkdirTemp("", "rungless-stories-")
		if err != nil {
			return nil, err
		}
		s.folder = folder
	}
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return nil, err
	}
	st, err := store.Open(context.WithoutCancel(ctx), filepath.Join(s.folder, slug+".db"), store.Options{Logger: s.logger, Attributor: ingest.Attributor(catalogue), Now: story.Clock})
	if err == nil {
		s.opened = append(s.opened, st)
	}
	return st, err
}

func (s *stories) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, st := range s.opened {
		errs = append(errs, st.Close())
	}
	if s.folder != "" {
		errs = append(errs, os.RemoveAll(s.folder))
	}
	return errors.Join(errs...)
}

package web

import (
	"context"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"rungless/tracker"
)

const (
	readableFor     = 5 * time.Minute // how long GitHub's word on a private repository is believed
	mostReadable    = 10_000          // answers that are kept
	privateAskedFor = 40              // private repositories of one person about which GitHub is asked
)

// readable remembers, shortly, who may read which private repository.
type readable struct {
	mu      sync.Mutex
	answers map[reader]answerUntil
}

type reader struct {
	number     int64 // of the account that reads
	repository tracker.RepositoryRef
}

type answerUntil struct {
	may   bool
	until time.Time
}

// limitPrivate leaves of somebody's evidence what is public, and what lies in private
// repositories that the viewer may read on GitHub. An API token reads what is public.
func (s *Server) limitPrivate(c *gin.Context, account *subject) error {
	ctx, v := c.Request.Context(), s.viewer(c)
	account.selects.PublicOnly = true
	ids, err := s.store.AccountIDsOf(ctx, account.selects.PersonID)
	if err != nil || v.token == "" {
		return err
	}
	repositories, keys, err := s.store.PrivateRepositoriesOf(ctx, ids)
	if err != nil {
		return err
	}
	for i, repository := range repositories[:min(len(repositories), privateAskedFor)] {
		if s.mayRead(ctx, v, repository) {
			account.selects.Readable = append(account.selects.Readable, keys[i])
		}
	}
	return nil
}

// mayRead asks GitHub, with the viewer's own token, whether they may read a repository.
// Where GitHub does not answer, they may not.
func (s *Server) mayRead(ctx context.Context, v viewer, repository tracker.RepositoryRef) bool {
	key, now := reader{v.Number, repository}, s.now()
	s.readable.mu.Lock()
	known, ok := s.readable.answers[key]
	s.readable.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.may
	}
	may, err := s.options.Team.GitHub.MayRead(ctx, v.token, repository)
	if err != nil {
		return false
	}
	s.readable.mu.Lock()
	defer s.readable.mu.Unlock()
	if s.readable.answers == nil || len(s.readable.answers) >= mostReadable {
		s.readable.answers = map[reader]answerUntil{}
	}
	s.readable.answers[key] = answerUntil{may, now.Add(readableFor)}
	return may
}

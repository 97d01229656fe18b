package profile

import (
	"context"
	"time"
)

// UnansweredMoves are the places of those whose moves would be found anew.
func (m *Maker) UnansweredMoves(ctx context.Context, people []Subject, now time.Time) ([]int, error) {
	return m.Store.Unanswered(ctx, m.movesQuestions(people, MovesRequest{Now: now}), renewedAt)
}

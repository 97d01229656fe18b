package web

import (
	"context"

	"rungless/tracker/store"
)

// queue is how the work of syncing stands. It counts and names nobody: who is followed
// is not for everybody who may open the page.
type queue struct {
	Workers int          `json:"workers"` // that gave a sign of life lately
	Things  int          `json:"things"`
	Held    int          `json:"held"` // by a worker now
	Due     int          `json:"due"`
	Failing int          `json:"failing"`
	NextAt  moment       `json:"next_at"` // of what is not due
	Tokens  []tokenState `json:"tokens"`
}

// tokenState is what GitHub last said of a token, by the name of the configuration.
type tokenState struct {
	Name       string `json:"name"`
	Remaining  int    `json:"points_left"` // -1: GitHub did not say
	ResetAt    moment `json:"reset_at"`
	RestsUntil moment `json:"rests_until"`
	Reason     string `json:"reason"`
	Rests      bool   `json:"rests"`
}

func (s *Server) loadQueue(ctx context.Context) (queue, error) {
	var q queue
	workers, err := s.store.Workers(ctx)
	if err != nil {
		return q, err
	}
	items, err := s.store.WorkItems(ctx)
	if err != nil {
		return q, err
	}
	budgets, err := s.store.Budgets(ctx)
	q.Workers, q.Things, q.Tokens = len(workers), len(items), []tokenState{}
	now := s.now()
	for _, w := range items {
		switch {
		case w.Owner != "":
			q.Held++
		case w.NextAt.IsZero():
		case !w.NextAt.After(now):
			q.Due++
		case q.NextAt.IsZero():
			q.NextAt = s.moment(w.NextAt) // they come in this order
		}
		if w.Attempts > 0 {
			q.Failing++
		}
	}
	for _, b := range budgets {
		q.Tokens = append(q.Tokens, s.tokenFrom(b))
	}
	return q, err
}

func (s *Server) tokenFrom(b store.Budget) tokenState {
	return tokenState{Name: b.Name, Remaining: b.Remaining, ResetAt: s.moment(b.ResetAt), RestsUntil: s.moment(b.RestsUntil), Reason: b.Reason,
		Rests: b.RestsUntil.After(s.now())}
}

package web

import (
	"context"
	"time"

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
	Kinds   []queueKind  `json:"kinds"`   // of which there is something
	Tokens  []tokenState `json:"tokens"`
	WakesAt moment       `json:"wakes_at"` // when the first token may be used again; zero while one may be now
}

// queueKind is how the work of one kind stands.
type queueKind struct {
	Name    string `json:"name"`
	Things  int    `json:"things"`
	Held    int    `json:"held"`
	Due     int    `json:"due"`
	Failing int    `json:"failing"`
}

// queueKinds are the kinds of work in the order of the page, and what people call them.
var queueKinds = []struct {
	kind store.WorkKind
	name string
}{
	{store.PersonWork, "People"},
	{store.RepositoryWork, "Repositories"},
	{store.ThreadWork, "Threads told of"},
	{store.ThreadsWork, "Changed threads"},
	{store.VerifyWork, "A month unseen"},
	{store.ResearchWork, "Citation files"},
}

// tokenState is what GitHub last said of a token, by the name of the configuration.
type tokenState struct {
	Name       string `json:"name"`
	Remaining  int    `json:"points_left"` // -1: not known, or of an hour that is over
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
	q.Workers, q.Things = len(workers), len(items)
	s.countWork(&q, items)
	s.listTokens(&q, budgets)
	return q, err
}

// countWork counts the queue, which comes in the order of what is due next, by kind.
func (s *Server) countWork(q *queue, items []store.Work) {
	now, byKind := s.now(), map[store.WorkKind]queueKind{}
	for _, w := range items {
		k := byKind[w.Kind]
		k.Things++
		switch {
		case w.Owner != "":
			k.Held++
		case w.NextAt.IsZero():
		case !w.NextAt.After(now):
			k.Due++
		case q.NextAt.IsZero():
			q.NextAt = s.moment(w.NextAt)
		}
		if w.Attempts > 0 {
			k.Failing++
		}
		byKind[w.Kind] = k
	}
	q.Kinds = []queueKind{}
	for _, named := range queueKinds {
		k, ok := byKind[named.kind]
		if !ok {
			continue
		}
		k.Name = named.name
		q.Kinds = append(q.Kinds, k)
		q.Held, q.Due, q.Failing = q.Held+k.Held, q.Due+k.Due, q.Failing+k.Failing
	}
}

// listTokens says how the tokens stand, and when work goes on where all of them rest.
func (s *Server) listTokens(q *queue, budgets []store.Budget) {
	q.Tokens = []tokenState{}
	var wakes time.Time
	awake := len(budgets) == 0
	for _, b := range budgets {
		if b.Remaining == 0 && b.ResetAt.After(b.RestsUntil) { // workers do not try it before
			b.RestsUntil, b.Reason = b.ResetAt, "its points of this hour are used up"
		}
		t := s.tokenFrom(b)
		q.Tokens = append(q.Tokens, t)
		awake = awake || !t.Rests
		if wakes.IsZero() || b.RestsUntil.Before(wakes) {
			wakes = b.RestsUntil
		}
	}
	if !awake {
		q.WakesAt = s.moment(wakes)
	}
}

func (s *Server) tokenFrom(b store.Budget) tokenState {
	now := s.now()
	t := tokenState{Name: b.Name, Remaining: b.Remaining, ResetAt: s.moment(b.ResetAt), RestsUntil: s.moment(b.RestsUntil), Reason: b.Reason,
		Rests: b.RestsUntil.After(now)}
	if !b.ResetAt.After(now) {
		t.Remaining = -1 // of an hour that is over
	}
	return t
}

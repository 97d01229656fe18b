package profile

import (
	"context"

	"rungless/tracker/store"
)

// form is how answers of one kind are kept.
type form[T any] struct {
	pack   func(T) ([]byte, error)
	unpack func([]byte) (T, error)
}

// answers gives the kept answers of questions, in their order, and has those made, and
// then kept, that are missing. What cannot be read is missing.
func answers[T any](ctx context.Context, s *store.Store, questions []store.Question, f form[T], measure func(missing []int) ([]T, error)) ([]T, error) {
	kept, err := s.Kept(ctx, questions)
	if err != nil {
		return nil, err
	}
	list := make([]T, len(questions))
	var missing []int
	var fresh []store.Answer
	for i, q := range questions {
		if body, ok := kept.Bodies[i]; ok {
			if list[i], err = f.unpack(body); err == nil {
				continue
			}
		}
		missing = append(missing, i)
		fresh = append(fresh, store.Answer{Question: q, Revision: kept.Revisions[i]})
	}
	if len(missing) == 0 {
		return list, nil
	}
	made, err := measure(missing)
	if err != nil {
		return nil, err
	}
	for i, place := range missing {
		list[place] = made[i]
		if fresh[i].Body, err = f.pack(made[i]); err != nil {
			return nil, err
		}
	}
	return list, s.Keep(ctx, fresh)
}

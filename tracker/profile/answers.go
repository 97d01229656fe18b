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
	list, _, err := weighedAnswers(ctx, s, questions, f, measure)
	return list, err
}

// weighedAnswers also tells how many bytes the store keeps for each answer.
func weighedAnswers[T any](ctx context.Context, s *store.Store, questions []store.Question, f form[T], measure func(missing []int) ([]T, error)) (list []T, bytes []int, err error) {
	kept, err := s.Kept(ctx, questions)
	if err != nil {
		return nil, nil, err
	}
	list, bytes = make([]T, len(questions)), make([]int, len(questions))
	var missing []int
	var fresh []store.Answer
	for i, q := range questions {
		if body, ok := kept.Bodies[i]; ok {
			if list[i], err = f.unpack(body); err == nil {
				bytes[i] = len(body)
				continue
			}
		}
		missing = append(missing, i)
		fresh = append(fresh, store.Answer{Question: q, Revision: kept.Revisions[i]})
	}
	if len(missing) == 0 {
		return list, bytes, nil
	}
	made, err := measure(missing)
	if err != nil {
		return nil, nil, err
	}
	for i, place := range missing {
		list[place] = made[i]
		if fresh[i].Body, err = f.pack(made[i]); err != nil {
			return nil, nil, err
		}
		bytes[place] = len(fresh[i].Body)
	}
	return list, bytes, s.Keep(ctx, fresh)
}

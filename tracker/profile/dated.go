package profile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rungless/tracker/store"
)

// dated is an answer as of a day that may serve some days more. As long as nothing reaches
// what it is about, time alone changes it, and only by where a window of months or years
// begins: so nobody need wait for the first answer of a day.
type dated[T any] struct {
	Day      time.Time // as of the end of it, as [Request.ofItsDay] says
	IsNewest bool      // nothing that happened later was known
	Answer   T
}

const (
	servesFor = 14 * 24 * time.Hour // so long an answer serves
	renewedAt = 6 * 24 * time.Hour  // so old it is made anew when nobody waits for it
)

// serves reports whether the answer may be given on a day, where it may be so old.
func (d dated[T]) serves(day time.Time, oldest time.Duration) bool {
	return d.Day.Equal(day) || d.IsNewest && day.After(d.Day) && day.Sub(d.Day) <= oldest
}

var errOfAnotherDay = errors.New("an answer as of another day")

// datedly is the form of answers of which those that do not serve a day are made again.
func datedly[T any](k keeper, day time.Time, oldest time.Duration) form[dated[T]] {
	plain := plainly[dated[T]](k)
	return form[dated[T]]{
		pack: plain.pack,
		unpack: func(body []byte) (dated[T], error) {
			answer, err := plain.unpack(body)
			if err == nil && !answer.serves(day, oldest) {
				err = errOfAnotherDay
			}
			return answer, err
		},
	}
}

// ofEverybody gives the kept answer about what everybody did, or has it made and kept, as
// of the end of a day. None serves when a repository came, went or turned private since.
func ofEverybody[T any](ctx context.Context, m *Maker, what string, day time.Time, oldest time.Duration, measure func() (T, error)) (T, error) {
	var none T
	mark, err := m.Store.RepositoriesMark(ctx)
	if err != nil {
		return none, err
	}
	question := store.Question{Asked: m.asked(fmt.Sprintf("%s %d", what, mark), Request{})}
	made, err := answers(ctx, m.Store, []store.Question{question}, datedly[T](m.keeper, day, oldest), func([]int) ([]dated[T], error) {
		isLater, err := m.Store.HasLater(ctx, day)
		if err != nil {
			return nil, err
		}
		answer, err := measure()
		return []dated[T]{{Day: day, IsNewest: !isLater, Answer: answer}}, err
	})
	if err != nil {
		return none, err
	}
	return made[0].Answer, nil
}

package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v5"
	"gorm.io/gorm"
)

// How often and how long a transaction is tried where the engine asks for it.
const (
	transactionTries = 8
	firstPause       = 20 * time.Millisecond
	longestPause     = 2 * time.Second
)

// tryAgain are the SQLSTATEs by which an engine says that a transaction did nothing
// and may work when it is run again: serialization_failure, which CockroachDB and
// YugabyteDB answer as a matter of course, and deadlock_detected. See
// https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html.
var tryAgain = []string{"40001", "40P01"}

// madeMeanwhile reports whether another program made the same table of a new database
// at once: unique_violation in the catalogue, which gorm translates, or duplicate_table.
func madeMeanwhile(err error) bool {
	return errors.Is(err, gorm.ErrDuplicatedKey) || hasState(err, "42P07")
}

// retried runs one transaction until it is done, fails for another reason than those
// or was tried often enough, with a growing pause that obeys ctx. Its error has a sentence.
func (s *Store) retried(ctx context.Context, op string, again func(error) bool, try func() error) error {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval, pauses.MaxInterval = firstPause, longestPause
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := try()
		if err != nil && !again(err) {
			err = backoff.Permanent(err)
		}
		return struct{}{}, err
	}, backoff.WithBackOff(pauses), backoff.WithMaxTries(transactionTries), backoff.WithNotify(func(err error, pause time.Duration) {
		s.log.DebugContext(ctx, "a transaction is tried again", "op", op, "pause", pause, "error", err)
	}))
	return machineError(op, err)
}

// mayTryAgain reports whether the engine asks to run a transaction again.
func mayTryAgain(err error) bool { return hasState(err, tryAgain...) }

// hasState reports whether an error carries one of the SQLSTATEs.
func hasState(err error, states ...string) bool {
	var state interface{ SQLState() string }
	return errors.As(err, &state) && slices.Contains(states, state.SQLState())
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"rungless/tracker"
)

// The exit codes that docs/design.md promises.
const (
	exitDone         = 0
	exitFailed       = 1
	exitUsage        = 2 // or cancelled
	exitPartly       = 3
	exitUnauthorized = 4
	exitRateLimited  = 5
	exitTemporary    = 75
)

// usageError is a mistake in how the program was called or set up: nothing was
// begun.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// usage marks an error as one of usage.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

func exitCode(err error) int {
	if err == nil {
		return exitDone
	}
	if _, ok := errors.AsType[usageError](err); ok || errors.Is(err, context.Canceled) {
		return exitUsage
	}
	if _, ok := errors.AsType[*tracker.Partial](err); ok {
		return exitPartly
	}
	switch tracker.KindOf(err) {
	case tracker.Unauthorized:
		return exitUnauthorized
	case tracker.RateLimited:
		return exitRateLimited
	case tracker.Unavailable:
		return exitTemporary
	}
	return exitFailed
}

// explain writes an error for a person: a sentence, then what to do. The whole
// chain goes to the log, for who looks deeper.
func explain(out io.Writer, logger *slog.Logger, err error) {
	if err == nil {
		return
	}
	if logger != nil {
		logger.Debug("the command failed", "error", err)
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(out, "rungless: stopped; what was read is stored, and the next run goes on from there")
		return
	}
	if partial, ok := errors.AsType[*tracker.Partial](err); ok {
		fmt.Fprintln(out, "rungless: partly done; missing:")
		for _, part := range partial.Missing {
			sentence(out, "  ", part)
		}
		return
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range many.Unwrap() {
			sentence(out, "rungless: ", one)
		}
		return
	}
	sentence(out, "rungless: ", err)
}

func sentence(out io.Writer, prefix string, err error) {
	failure, ok := errors.AsType[*tracker.Error](err)
	if !ok {
		fmt.Fprintf(out, "%s%v\n", prefix, err)
		return
	}
	fmt.Fprintf(out, "%s%s\n", prefix, failure.Message)
	if failure.Hint != "" {
		fmt.Fprintf(out, "  %s\n", failure.Hint)
	}
	if !failure.RetryAt.IsZero() {
		fmt.Fprintf(out, "  it answers again at %s\n", failure.RetryAt.Local().Format(time.DateTime+" MST"))
	}
}

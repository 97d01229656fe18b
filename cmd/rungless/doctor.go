package main

import (
	"context"
	"errors"
	"fmt"

	"rungless/tracker"

	"github.com/spf13/cobra"
)

// finding is what one check came to.
type finding struct {
	Check   string `json:"check"`
	State   string `json:"state"` // "ok", "warn" or "fail"
	Message string `json:"message"`
	Hint    string `json:"hint"` // "" when there is nothing to do
}

const (
	okState   = "ok"
	warnState = "warn"
	failState = "fail"
)

func newDoctor(s *settings) *cobra.Command {
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check everything that a sync needs, and say what to do",
		Long: `Check the configuration, git, the disk, the store, GitHub, the clock, the token and the last syncs. Each line is ok, warn or
fail, with what to do. The exit code is 1 when something fails.`,
		Example: examples("rungless doctor", "rungless doctor --json"),
		Args:    args(0, 0, "no arguments"),
		RunE:    func(c *cobra.Command, _ []string) error { return s.doctor(c.Context()) },
	}
	tokenFlag(c, s)
	return c
}

func (s *settings) doctor(ctx context.Context) error {
	var failed int
	for _, check := range []func(context.Context) []finding{
		s.checkConfig, s.checkGit, s.checkDisk, s.checkStore, s.checkGitHub, s.checkToken,
	} {
		for _, f := range check(ctx) {
			if f.State == failState {
				failed++
			}
			if err := s.printFinding(f); err != nil {
				return err
			}
		}
	}
	if failed > 0 {
		return tracker.Errorf(tracker.Internal, "cmd.doctor", "%d of the checks failed", failed)
	}
	return ctx.Err()
}

func (s *settings) printFinding(f finding) error {
	if s.json {
		return s.printJSON(f)
	}
	_, err := fmt.Fprintf(s.out, "%-4s  %s: %s\n", f.State, f.Check, f.Message)
	if f.Hint != "" && err == nil {
		_, err = fmt.Fprintf(s.out, "      %s\n", f.Hint)
	}
	return err
}

// fine is a check that found nothing wrong.
func fine(check, format string, args ...any) finding {
	return finding{Check: check, State: okState, Message: fmt.Sprintf(format, args...)}
}

// wrong is a check that failed with an error.
func wrong(check string, err error) finding {
	f := finding{Check: check, State: failState, Message: err.Error()}
	if e, ok := errors.AsType[*tracker.Error](err); ok {
		f.Message, f.Hint = e.Message, e.Hint
	}
	return f
}

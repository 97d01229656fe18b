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
	var onlyReady bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check everything that an instance needs, and say what to do",
		Long: `Check the configuration, who may read the files with secrets, sign-in, git, the disk, the store and whether it is whole,
the last syncs, webhooks, GitHub, the clock and the token. Each line is ok, warn or fail, with what to do. The exit code is 1 when
something fails.`,
		Example: examples("rungless doctor", "rungless doctor --json", "rungless doctor --ready     for a container's health check"),
		Args:    args(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if onlyReady {
				return s.examine(c.Context(), s.checkReady)
			}
			return s.examine(c.Context(), s.checkConfig, s.checkFiles, s.checkSignIn, s.checkGit, s.checkDisk, s.checkStore, s.checkGitHub, s.checkToken)
		},
	}
	c.Flags().BoolVar(&onlyReady, "ready", false, "ask only whether the web app that runs here is ready")
	tokenFlag(c, s)
	return c
}

// examine prints what each check comes to, and fails when one does.
func (s *settings) examine(ctx context.Context, checks ...func(context.Context) []finding) error {
	var failed int
	for _, check := range checks {
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

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
)

func TestEveryKindOfErrorHasItsExitCode(t *testing.T) {
	of := func(kind tracker.ErrorKind) error { return fmt.Errorf("op: %w", tracker.Errorf(kind, "op", "words")) }
	for name, tt := range map[string]struct {
		err  error
		want int
	}{
		"nothing":           {nil, 0},
		"a defect":          {errors.New("x"), 1},
		"not found":         {of(tracker.NotFound), 1},
		"a broken file":     {of(tracker.Invalid), 1},
		"a newer database":  {of(tracker.Conflict), 1},
		"a slip":            {usage(of(tracker.Invalid)), 2},
		"cancelled":         {fmt.Errorf("op: %w", context.Canceled), 2},
		"partly":            {&tracker.Partial{Missing: []error{of(tracker.Unauthorized)}}, 3},
		"no token":          {of(tracker.Unauthorized), 4},
		"rate limited":      {of(tracker.RateLimited), 5},
		"a full disk":       {of(tracker.Unavailable), 75},
		"several, the same": {errors.Join(of(tracker.Unauthorized), of(tracker.Unauthorized)), 4},
	} {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("%s: exit code %d, want %d", name, got, tt.want)
		}
	}
}

func TestAnErrorIsASentenceThenAHint(t *testing.T) {
	first := tracker.Errorf(tracker.NotFound, "op", "There is nobody.").WithHint("Look again.").Because(errors.New("cause"))
	second := tracker.Errorf(tracker.RateLimited, "op", "Wait.")
	second.RetryAt = time.Date(2026, 1, 1, 12, 0, 0, 0, time.Local)
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"one":             {fmt.Errorf("cmd: %w", first), "rungless: There is nobody.\n  Look again.\n"},
		"with a time":     {second, "rungless: Wait.\n  it answers again at 2026-01-01 12:00:00 "},
		"several":         {errors.Join(first, second), "rungless: There is nobody.\n  Look again.\nrungless: Wait.\n"},
		"partly":          {&tracker.Partial{Missing: []error{first}}, "rungless: partly done; missing:\n  There is nobody.\n  Look again.\n"},
		"cancelled":       {context.Canceled, "rungless: stopped; what was read is stored"},
		"without a kind":  {errors.New("plain"), "rungless: plain\n"},
		"nothing at all":  {nil, ""},
		"usage, unmarked": {usage(first), "rungless: There is nobody.\n"},
	} {
		var out strings.Builder
		explain(&out, nil, tt.err)
		if !strings.HasPrefix(out.String(), tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, out.String(), tt.want)
		}
	}
}

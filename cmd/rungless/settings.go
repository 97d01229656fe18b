package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/web"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// settings is what all verbs share: what the process was given, the flags of
// every verb, and the configuration once it was read.
type settings struct {
	environ []string
	in      io.Reader
	out     io.Writer // data
	err     io.Writer // words

	configPath string // --config
	tokenFile  string // --token-file
	instance   string // --instance
	json       bool   // --json
	open       bool   // --open

	started bool // arguments are right, and the verb runs
	config  config.Config
	logger  *slog.Logger
}

// begin reads the configuration. It runs before each verb.
func (s *settings) begin(*cobra.Command, []string) error {
	s.started = true
	c, err := config.Load(s.configPath, s.environ)
	if err != nil {
		return usage(err)
	}
	s.config = c
	s.logger = newLogger(s.err, c.Log)
	return nil
}

// beginWithoutConfig is for verbs that must work whatever the configuration says.
func (s *settings) beginWithoutConfig(*cobra.Command, []string) error {
	s.started = true
	return nil
}

func newLogger(out io.Writer, c config.Log) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Level)) // config has checked it
	options := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(web.NamingRequests(slog.NewJSONHandler(out, options)))
	}
	return slog.New(web.NamingRequests(slog.NewTextHandler(out, options)))
}

// variable is a variable of the environment that is no key of the configuration.
func (s *settings) variable(name string) string {
	value := ""
	for _, entry := range s.environ {
		if rest, ok := strings.CutPrefix(entry, name+"="); ok {
			value = rest // the last one wins, as in a shell
		}
	}
	return value
}

// printJSON writes one line of JSON to standard output.
func (s *settings) printJSON(value any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// isTerminal reports whether a person sees what is written to out as it comes.
func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// parseDate reads the value of a flag: a day, which begins at midnight UTC, or
// a moment.
func parseDate(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, usage(tracker.Errorf(tracker.Invalid, "cmd.parseDate", "%s is %q, which is not a date", flag, text).
		WithHint("write a day such as 2026-03-31, or a moment such as 2026-03-31T18:00:00Z"))
}

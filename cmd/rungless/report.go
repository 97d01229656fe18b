package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
)

// reportJSON is what one source's run came to, the last thing that sync and
// import print with --json: one line a source.
type reportJSON struct {
	Source      tracker.SourceName `json:"source"`
	State       store.RunState     `json:"state"`
	Calls       int                `json:"calls"`
	Points      int                `json:"points"`
	NotModified int                `json:"not_modified"`
	Added       int                `json:"added"`
	Changed     int                `json:"changed"`
	Removed     int                `json:"removed"`
	Coverage    []coverageJSON     `json:"coverage"`
	Missing     []missingJSON      `json:"missing"`
}

type coverageJSON struct {
	Scope  string  `json:"scope"`
	Label  string  `json:"label"`
	Stream string  `json:"stream"`
	From   *string `json:"from"`
	To     *string `json:"to"`
	Asked  *int    `json:"asked"` // null: the source did not say
	Got    int     `json:"got"`
	Gap    *string `json:"gap"` // null: nothing is known to be missing
}

type missingJSON struct {
	Kind    string  `json:"kind"`
	Message string  `json:"message"`
	Hint    *string `json:"hint"`
}

// printReport says what a run came to: words for a person, JSON for a script.
func (s *settings) printReport(source tracker.SourceName, report ingest.Report, failure error) error {
	if s.json {
		return s.printJSON(reportFrom(source, report, failure))
	}
	run := report.Run
	if run.ID == 0 {
		return nil // it did not begin; the error says why
	}
	fmt.Fprintf(s.err, "%s: %d added, %d changed, %d removed", source, run.Added, run.Changed, run.Removed)
	if run.Usage.Calls > 0 {
		fmt.Fprintf(s.err, "; %d calls, %d points, %d not modified", run.Usage.Calls, run.Usage.Points, run.Usage.NotModified)
	}
	fmt.Fprintf(s.err, "; %s\n", run.FinishedAt.Sub(run.StartedAt).Round(time.Second))
	for _, row := range report.Coverage {
		if row.Gap != "" {
			fmt.Fprintf(s.err, "not complete: %s %s: %s\n", row.Label, strings.ReplaceAll(row.Stream, "_", " "), row.Gap)
		}
	}
	return nil
}

func reportFrom(source tracker.SourceName, report ingest.Report, failure error) reportJSON {
	run := report.Run
	j := reportJSON{Source: source, State: run.State, Calls: run.Usage.Calls, Points: run.Usage.Points, NotModified: run.Usage.NotModified,
		Added: run.Added, Changed: run.Changed, Removed: run.Removed, Coverage: []coverageJSON{}, Missing: []missingJSON{}}
	for _, row := range report.Coverage {
		c := coverageJSON{Scope: row.Scope, Label: row.Label, Stream: row.Stream, From: timeOrNull(row.From), To: timeOrNull(row.To), Got: row.Got, Gap: orNull(row.Gap)}
		if row.Asked >= 0 {
			c.Asked = &row.Asked
		}
		j.Coverage = append(j.Coverage, c)
	}
	for _, part := range missingOf(failure) {
		m := missingJSON{Kind: tracker.KindOf(part).String(), Message: part.Error()}
		if e, ok := errors.AsType[*tracker.Error](part); ok {
			m.Message, m.Hint = e.Message, orNull(e.Hint)
		}
		j.Missing = append(j.Missing, m)
	}
	return j
}

// missingOf lists what an error says did not come.
func missingOf(err error) []error {
	if partial, ok := errors.AsType[*tracker.Partial](err); ok {
		return partial.Missing
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// timeOrNull is a time in JSON, null where there is none.
func timeOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339)
	return &text
}

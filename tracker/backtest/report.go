package backtest

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Report is the outcome of one task with one gap between cut and answer.
type Report struct {
	Task         string         `json:"task"`         // "trust", "staying", "destination"
	GapDays      int            `json:"gap_days"`     // 0 where the task has none
	Questions    int            `json:"questions"`    // asked and answered
	Repositories int            `json:"repositories"` // that the questions are of
	Scorers      []ScorerResult `json:"scorers"`
	Calibration  []Calibration  `json:"calibration,omitempty"` // of the model's words, where it has any
	NotAsked     []Skipped      `json:"not_asked"`             // what history answered but could not be asked
	CannotSay    []string       `json:"cannot_say"`            // sentences
}

// ScorerResult is how one scorer did.
type ScorerResult struct {
	Name    string   `json:"name"`
	What    string   `json:"what"` // its formula in one line
	Figures []Figure `json:"figures"`
}

// Figure is one measure of a scorer's answers with its 95% bootstrap interval.
type Figure struct {
	Name  string  `json:"name"` // "hit@5", "mrr", "auc", ...
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Calibration holds one of a model's sentences against what happened.
type Calibration struct {
	Words     string  `json:"words"`
	Questions int     `json:"questions"` // of which the model said so
	Foreseen  float64 `json:"foreseen"`  // mean probability, by the model
	Happened  float64 `json:"happened"`  // share, in truth
}

// Skipped counts cases that were left out for one reason.
type Skipped struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// Render writes the report as a table for people: a line for each scorer, each
// figure with its interval in brackets.
func (r Report) Render(out io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%s", r.Task)
	if r.GapDays > 0 {
		fmt.Fprintf(&text, ", judged %d day(s) before", r.GapDays)
	}
	fmt.Fprintf(&text, ": %d questions in %d repositories\n\n", r.Questions, r.Repositories)
	r.table(&text)
	for _, c := range r.Calibration {
		fmt.Fprintf(&text, "Said of %d, foreseen %.2f, happened %.2f: %s\n", c.Questions, c.Foreseen, c.Happened, c.Words)
	}
	for _, s := range r.NotAsked {
		fmt.Fprintf(&text, "Not asked: %d %s\n", s.Count, s.Reason)
	}
	for _, sentence := range r.CannotSay {
		fmt.Fprintf(&text, "What this cannot say: %s\n", sentence)
	}
	_, err := io.WriteString(out, text.String()+"\n")
	return err
}

func (r Report) table(text *strings.Builder) {
	if len(r.Scorers) == 0 || r.Questions == 0 {
		return
	}
	table := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "scorer")
	for _, f := range r.Scorers[0].Figures {
		fmt.Fprintf(table, "\t%s", f.Name)
	}
	fmt.Fprintln(table)
	for _, s := range r.Scorers {
		fmt.Fprint(table, s.Name)
		for _, f := range s.Figures {
			fmt.Fprintf(table, "\t%.3f [%.3f, %.3f]", f.Value, f.Low, f.High)
		}
		fmt.Fprintln(table)
	}
	table.Flush() //nolint:errcheck // a strings.Builder takes everything
	text.WriteString("\n")
	for _, s := range r.Scorers {
		fmt.Fprintf(text, "%s: %s\n", s.Name, s.What)
	}
	text.WriteString("\n")
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"

	"rungless/tracker"
	"rungless/tracker/backtest"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

// backtestFlags are the flags of backtest as they were written.
type backtestFlags struct {
	truth, explain, from, until string
	gaps                        []int
}

func newBacktest(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "backtest",
		Short: "Test what the models foretell against histories whose end is known",
		Long: `Ask questions that the stored histories have answered, show formulas only what came before, and see where they put
what happened. For work on the models, with clones and recordings of public repositories: no page shows any of it.
docs/validation.md has the figures and what they cannot say.`,
		Example: examples(
			"rungless import clone ~/src/project && rungless backtest trust",
			"rungless backtest trust --truth grants.csv --gap 30 --json --explain explained.ndjson",
			"rungless backtest staying",
			"rungless backtest destination"),
		Args: args(0, 0, "a verb: trust, staying or destination"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(newBacktestTrust(s), newBacktestMoves(s, "staying", "Who stays after a first touch in another repository", backtestStaying, 0, 1, 30),
		newBacktestMoves(s, "destination", "Which repository a sustained move goes to", backtestDestination, 1, 30))
	return group
}

func newBacktestTrust(s *settings) *cobra.Command {
	var f backtestFlags
	c := &cobra.Command{
		Use:   "trust",
		Short: "Who is named in a list of owners for the first time",
		Long: `For each first appearance of an account in OWNERS, OWNERS_ALIASES, CODEOWNERS or a list of whom to tag, see where each
formula puts the one who was named among all who had committed by then. --truth gives the grants instead: CSV with the columns
granted_at,repository,path,account (a login, an address or a full name).`,
		Example: examples(
			"rungless backtest trust",
			"rungless backtest trust --truth grants.csv --gap 30",
			"rungless backtest trust --from 2022-01-01 --json --explain explained.ndjson"),
		Args: args(0, 0, "no arguments; choose with flags"),
		RunE: func(c *cobra.Command, _ []string) error {
			return s.backtest(c.Context(), f, func(ctx context.Context, st *store.Store, explain explainer) ([]backtest.Report, error) {
				return backtestTrust(ctx, st, f, explain)
			})
		},
	}
	f.register(c, 1, 30)
	c.Flags().StringVar(&f.truth, "truth", "", "read the grants from this CSV `FILE` (default: from the lists of owners in the histories)")
	c.Flags().StringVar(&f.from, "from", "", "only grants from this `DATE` on")
	c.Flags().StringVar(&f.until, "until", "", "only grants before this `DATE`")
	return c
}

// newBacktestMoves is the verb of a task that needs no truth but the acts.
func newBacktestMoves(s *settings, name, short string, run func(context.Context, *store.Store, []int, explainer) ([]backtest.Report, error), gaps ...int) *cobra.Command {
	var f backtestFlags
	c := &cobra.Command{
		Use:     name,
		Short:   short,
		Example: examples("rungless backtest "+name, "rungless backtest "+name+" --gap 1 --json --explain explained.ndjson"),
		Args:    args(0, 0, "no arguments; choose with flags"),
		RunE: func(c *cobra.Command, _ []string) error {
			return s.backtest(c.Context(), f, func(ctx context.Context, st *store.Store, explain explainer) ([]backtest.Report, error) {
				return run(ctx, st, f.gaps, explain)
			})
		},
	}
	f.register(c, gaps...)
	return c
}

func (f *backtestFlags) register(c *cobra.Command, gaps ...int) {
	c.Flags().StringVar(&f.explain, "explain", "", "write every question, with what each formula made of each candidate, to this `FILE`, one JSON line each")
	c.Flags().IntSliceVar(&f.gaps, "gap", gaps, "judge so many `DAYS` before the answer (may be given again)")
}

// explainer takes one question with its scores.
type explainer func(question any) error

// backtest runs one task and prints its reports.
func (s *settings) backtest(ctx context.Context, f backtestFlags, run func(context.Context, *store.Store, explainer) ([]backtest.Report, error)) (err error) {
	for _, gap := range f.gaps {
		if gap < 0 {
			return usage(tracker.Errorf(tracker.Invalid, "cmd.backtest", "--gap is %d, which is no number of days", gap).WithHint("write --gap 30"))
		}
	}
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	explain, finish, err := openExplanation(f.explain)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, finish()) }()
	reports, err := run(ctx, st, explain)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(map[string]any{"reports": reports})
	}
	for _, report := range reports {
		if err := report.Render(s.out); err != nil {
			return err
		}
	}
	return nil
}

// openExplanation makes the file of --explain; without one it drops what it is given.
func openExplanation(path string) (explainer, func() error, error) {
	if path == "" {
		return func(any) error { return nil }, func() error { return nil }, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, tracker.Errorf(tracker.Invalid, "cmd.openExplanation", "%s cannot be written", path).Because(err).
			WithHint("name a file in a folder that you may write to")
	}
	out := bufio.NewWriterSize(file, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode, func() error { return errors.Join(out.Flush(), file.Close()) }, nil
}

func backtestTrust(ctx context.Context, st *store.Store, f backtestFlags, explain explainer) ([]backtest.Report, error) {
	o := backtest.TrustOptions{}
	var err error
	if o.From, err = parseDate("--from", f.from); err != nil {
		return nil, err
	}
	if o.Until, err = parseDate("--until", f.until); err != nil {
		return nil, err
	}
	if f.truth != "" {
		if o.Truth, err = readTruth(f.truth); err != nil {
			return nil, err
		}
	}
	if f.explain != "" {
		o.Explain = func(c backtest.TrustCase) error { return explain(c) }
	}
	history, err := backtest.LoadHistory(ctx, st, o.Truth)
	if err != nil {
		return nil, err
	}
	reports := []backtest.Report{}
	for _, gap := range f.gaps {
		o.GapDays = gap
		report, err := history.Trust(o)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, nil
}

func readTruth(path string) ([]backtest.Grant, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, tracker.Errorf(tracker.NotFound, "cmd.readTruth", "%s cannot be read", path).Because(err).
			WithHint("give a CSV file with the columns granted_at,repository,path,account")
	}
	defer in.Close()
	return backtest.ReadTruth(path, in)
}

func backtestStaying(ctx context.Context, st *store.Store, gaps []int, explain explainer) ([]backtest.Report, error) {
	if slices.Max(gaps) > 30 {
		return nil, usage(tracker.Errorf(tracker.Invalid, "cmd.backtestStaying", "--gap is %d, but staying is judged at day 30", slices.Max(gaps)).
			WithHint("write 30 at most: then only the first act is known"))
	}
	past, err := backtest.LoadPast(ctx, st)
	if err != nil {
		return nil, err
	}
	reports := []backtest.Report{}
	for _, gap := range gaps {
		of, cases := backtest.Staying(past, gap)
		for _, c := range cases {
			if err := explain(c); err != nil {
				return nil, err
			}
		}
		reports = append(reports, of...)
	}
	return reports, nil
}

func backtestDestination(ctx context.Context, st *store.Store, gaps []int, explain explainer) ([]backtest.Report, error) {
	past, err := backtest.LoadPast(ctx, st)
	if err != nil {
		return nil, err
	}
	reports := []backtest.Report{}
	for _, gap := range gaps {
		report, cases := backtest.Destination(past, gap)
		for _, c := range cases {
			if err := explain(c); err != nil {
				return nil, err
			}
		}
		reports = append(reports, report)
	}
	return reports, nil
}

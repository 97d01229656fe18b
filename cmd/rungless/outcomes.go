package main

import (
	"context"
	"fmt"
	"time"

	"rungless/tracker"

	"github.com/spf13/cobra"
)

// figureFlags are the flags of outcomes add as they were written.
type figureFlags struct{ what, figure, source, at string }

func newOutcomes(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "outcomes",
		Short: "Say what came of a person's work, each figure with its source",
		Long: `Release downloads and reactions come from GitHub. What else came of a thread the person may say: a figure, where anybody
can read it, and when it was so. It hangs on a thread in which they took part, and a profile shows it as entered by hand.`,
		Example: examples(
			"rungless outcomes list octo-pm",
			`rungless outcomes add octo-pm octo-org/engine#17 --what "downloads a month" --figure 12,000 --source https://stats.example.org/engine`,
			"rungless outcomes remove octo-pm 1"),
		Args: args(0, 0, "a verb: list, add or remove"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(
		s.ownVerb("list LOGIN", "List the figures that were entered, with their numbers", args(1, 1, "one login"), s.listFigures,
			"rungless outcomes list octo-pm", "rungless outcomes list octo-pm --json"),
		newAddOutcome(s),
		s.ownVerb("remove LOGIN FIGURE", "Forget a figure", args(2, 2, "a login and the number of a figure, from outcomes list"),
			s.removeFigure, "rungless outcomes remove octo-pm 1"))
	return group
}

func newAddOutcome(s *settings) *cobra.Command {
	var f figureFlags
	add := s.ownVerb("add LOGIN THREAD", "Add a figure to what came of a thread", args(2, 2, "a login and a thread, as its address or OWNER/NAME#12"),
		func(ctx context.Context, o owner, given []string) error { return s.addFigure(ctx, o, given[0], f) },
		`rungless outcomes add octo-pm octo-org/engine#17 --what "downloads a month" --figure 12,000 --source https://stats.example.org/engine`,
		`rungless outcomes add octo-pm octo-org/engine#17 --what "place on the board" --figure 3 --source https://board.example.org --at 2026-03-31`)
	add.Flags().StringVar(&f.what, "what", "", "what was counted, in your `WORDS`")
	add.Flags().StringVar(&f.figure, "figure", "", "the `FIGURE`, as the source has it")
	add.Flags().StringVar(&f.source, "source", "", "where it can be read: the `ADDRESS` of a page")
	add.Flags().StringVar(&f.at, "at", "", "it was so on this `DATE` (default: now)")
	return add
}

func (s *settings) addFigure(ctx context.Context, o owner, thread string, f figureFlags) error {
	ref, err := s.threadNamed(thread)
	if err != nil {
		return err
	}
	at, err := parseDate("--at", f.at)
	if err != nil {
		return err
	}
	kept, err := o.maker.EnterFigure(ctx, o.who, tracker.EnteredFigure{Thread: ref, What: f.what, Figure: f.figure, SourceURL: f.source, At: at})
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "entered; take it back with: rungless outcomes remove %s %d\n", o.who.Login, kept.ID)
	return nil
}

func (s *settings) removeFigure(ctx context.Context, o owner, given []string) error {
	id, err := number("a figure", given[0])
	if err != nil {
		return err
	}
	return o.maker.Store.RemoveFigure(ctx, o.who.PersonID, id)
}

type figureJSON struct {
	ID        int64   `json:"id"`
	URL       string  `json:"url"` // of the thread
	What      string  `json:"what"`
	Figure    string  `json:"figure"`
	SourceURL string  `json:"source_url"`
	At        *string `json:"at"`
	SaidAt    *string `json:"said_at"`
	IsShown   bool    `json:"is_shown"`
}

func (s *settings) listFigures(ctx context.Context, o owner, _ []string) error {
	words, err := o.maker.OwnWords(ctx, o.who, time.Now().UTC())
	if err != nil {
		return err
	}
	for _, f := range words.Figures {
		if s.json {
			j := figureJSON{f.ID, tracker.ThreadURL(f.Thread), f.What, f.Figure, f.SourceURL, timeOrNull(f.At), timeOrNull(f.SaidAt), f.IsShown}
			if err := s.printJSON(j); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(s.out, "%d: %s %q: %q %s, of %s\n", f.ID, f.At.Format(time.DateOnly), f.What, f.Figure, f.SourceURL, tracker.ThreadURL(f.Thread))
		if !f.IsShown {
			fmt.Fprintln(s.out, "  not shown: what you did in the thread is nothing that a profile shows, or the thread is gone")
		}
	}
	if len(words.Figures) == 0 && !s.json {
		fmt.Fprintln(s.err, "no figure was entered yet")
	}
	return nil
}

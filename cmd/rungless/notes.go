package main

import (
	"context"
	"fmt"
	"time"

	"rungless/tracker"

	"github.com/spf13/cobra"
)

func newNotes(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "notes",
		Short: "Pin, hide, annotate and contest a piece of a person's evidence",
		Long: `What a person says of one contribution of theirs, which is named by its address. A pinned one comes first on their overview.
What is hidden is in nothing that others see of them. A note stands beside it for everybody. What is contested stays, with the
reason, and counts in no figure until that is taken back.`,
		Example: examples(
			"rungless notes list octo-pm",
			"rungless notes pin octo-pm https://github.com/octo-org/engine/pull/17",
			"rungless notes hide octo-pm https://github.com/octo-org/engine/pull/18",
			`rungless notes note octo-pm https://github.com/octo-org/engine/pull/17 "It halved the memory that serving takes."`,
			`rungless notes contest octo-pm https://github.com/octo-org/engine/pull/19 "I only moved the file; Ada wrote it."`,
			"rungless notes clear octo-pm https://github.com/octo-org/engine/pull/19"),
		Args: args(0, 0, "a verb: list, pin, hide, note, contest or clear"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(s.ownVerb("list LOGIN", "List what was said, newest contribution first", args(1, 1, "one login"), s.listNotes,
		"rungless notes list octo-pm", "rungless notes list octo-pm --json"))
	for _, verb := range noteVerbs {
		group.AddCommand(s.newNoteVerb(verb))
	}
	return group
}

// noteVerb is one thing that can be said of a contribution.
type noteVerb struct {
	name, short, words string // words: what the third argument is; "" where there is none
	example            string
	say                func(n *tracker.Note, words string)
}

var noteVerbs = []noteVerb{
	{"pin", "Show a contribution before all others", "", "", func(n *tracker.Note, _ string) { n.Pinned, n.Hidden = true, false }},
	{"hide", "Leave a contribution out of all that others see", "", "", func(n *tracker.Note, _ string) { n.Hidden, n.Pinned = true, false }},
	{"note", "Put words beside a contribution", "TEXT", ` "It halved the memory that serving takes."`, func(n *tracker.Note, words string) { n.Words = words }},
	{"contest", "Say why what is shown is wrong", "REASON", ` "I only moved the file; Ada wrote it."`, func(n *tracker.Note, words string) { n.Contested = words }},
	{"clear", "Take back all that was said of a contribution", "", "", func(n *tracker.Note, _ string) { *n = tracker.Note{} }},
}

func (s *settings) newNoteVerb(v noteVerb) *cobra.Command {
	use, count, takes := v.name+" LOGIN URL", 2, "a login and the address of a contribution"
	if v.words != "" {
		use, count, takes = use+" "+v.words, 3, takes+", then words"
	}
	return s.ownVerb(use, v.short, args(count, count, takes), func(ctx context.Context, o owner, given []string) error {
		words := ""
		if v.words != "" {
			words = given[1]
		}
		said, err := o.maker.Store.Annotate(ctx, o.who.PersonID, given[0], func(n *tracker.Note) { v.say(n, words) })
		if err != nil {
			return err
		}
		fmt.Fprintf(s.err, "%s; take it back with: rungless notes clear %s %s\n", noteInWords(said.Note), o.who.Login, said.URL)
		return nil
	}, "rungless notes "+v.name+" octo-pm https://github.com/octo-org/engine/pull/17"+v.example)
}

// noteInWords says what is said of a contribution.
func noteInWords(n tracker.Note) string {
	switch {
	case n.IsZero():
		return "nothing is said of it"
	case n.Contested != "":
		return "contested, and counted in no figure"
	case n.Hidden:
		return "hidden from others"
	case n.Pinned:
		return "pinned"
	}
	return "noted"
}

type noteJSON struct {
	URL       string `json:"url"`
	Kind      string `json:"kind"`
	Title     string `json:"title"`
	Date      string `json:"date"`
	Pinned    bool   `json:"pinned"`
	Hidden    bool   `json:"hidden"`
	Note      string `json:"note"`
	Contested string `json:"contested"`
}

func (s *settings) listNotes(ctx context.Context, o owner, _ []string) error {
	list, err := o.maker.Store.Notes(ctx, o.who.PersonID)
	if err != nil {
		return err
	}
	for _, c := range list {
		n, date := c.Note, c.OccurredAt.Format(time.DateOnly)
		if s.json {
			if err := s.printJSON(noteJSON{c.URL, string(c.Kind), c.Title, date, n.Pinned, n.Hidden, n.Words, n.Contested}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(s.out, "%s %q %s: %s\n", date, c.Title, c.URL, noteInWords(n))
		if n.Words != "" {
			fmt.Fprintf(s.out, "  note: %q\n", n.Words)
		}
		if n.Contested != "" {
			fmt.Fprintf(s.out, "  contested: %q\n", n.Contested)
		}
	}
	if len(list) == 0 && !s.json {
		fmt.Fprintln(s.err, "nothing was said of a contribution yet")
	}
	return nil
}

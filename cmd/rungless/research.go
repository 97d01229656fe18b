package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/profile"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

// researchFlags are the flags of research as they were written.
type researchFlags struct {
	format     string
	uncredited bool
}

func newResearch(s *settings) *cobra.Command {
	var f researchFlags
	c := &cobra.Command{
		Use:   "research [LOGIN]",
		Short: "Works and credits: who was put on which work, by whom, when",
		Long: `List the research works that citation files name, with each credit's file, line and commit: of one person, or of everything
that is stored. docs/research.md says what is read and how people are matched.

--uncredited is for the person alone: works of repositories where they have much merged work and are not listed, with the
evidence and the text of a pull request for the CITATION.cff.`,
		Example: examples(
			"rungless research octo-pm",
			"rungless research octo-pm --format bibtex > octo-pm.bib",
			"rungless research --json | jq -r .title",
			"rungless research octo-pm --uncredited",
			"rungless research proposals",
			"rungless research proposals accept 3"),
		Args: args(0, 1, "one login at most"),
		RunE: func(c *cobra.Command, given []string) error {
			return s.research(c.Context(), strings.Join(given, ""), f)
		},
	}
	c.Flags().StringVar(&f.format, "format", "text", "`FORMAT`: text, bibtex, cff or csl-json")
	c.Flags().BoolVar(&f.uncredited, "uncredited", false, "works that may have forgotten this person")
	c.AddCommand(newNameProposals(s))
	return c
}

func newNameProposals(s *settings) *cobra.Command {
	decide := func(change func(context.Context, *store.Store, int64) error) func(context.Context, *store.Store, []string) error {
		return func(ctx context.Context, st *store.Store, given []string) error {
			id, err := number("a proposal", given[0])
			if err != nil {
				return err
			}
			return change(ctx, st, id)
		}
	}
	list := s.peopleVerb("proposals", "List the names on works that wait for your word", "no arguments, or accept, refuse or undo and a number", 0,
		s.listNames, "rungless research proposals", "rungless research proposals accept 3", "rungless research proposals undo 3")
	list.AddCommand(
		s.peopleVerb("accept PROPOSAL", "The name is this person's, on every work of the repository", "the number of a proposal", 1,
			decide(func(ctx context.Context, st *store.Store, id int64) error {
				return st.DecideName(ctx, id, true, byCommandLine)
			}),
			"rungless research proposals accept 3"),
		s.peopleVerb("refuse PROPOSAL", "It is somebody else; it is not proposed again", "the number of a proposal", 1,
			decide(func(ctx context.Context, st *store.Store, id int64) error {
				return st.DecideName(ctx, id, false, byCommandLine)
			}),
			"rungless research proposals refuse 4"),
		s.peopleVerb("undo PROPOSAL", "Take the word back; everything is then as it was before", "the number of a proposal", 1,
			decide(func(ctx context.Context, st *store.Store, id int64) error { return st.UndoName(ctx, id) }),
			"rungless research proposals undo 3"))
	return list
}

func (s *settings) research(ctx context.Context, login string, f researchFlags) error {
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	var filter store.LedgerFilter
	if login != "" {
		who, err := profile.Find(ctx, st, login)
		if err != nil {
			return err
		}
		filter.AccountIDs = who.AccountIDs
		if f.uncredited {
			return s.printUncredited(ctx, st, who)
		}
	}
	if f.uncredited {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.research", "--uncredited is about one person").WithHint("name yourself: rungless research LOGIN --uncredited"))
	}
	if f.format != "text" {
		filter.Everybody = true // a work is exported with all its authors
		return s.exportWorks(ctx, st, filter, f.format)
	}
	found := 0
	err = st.Ledger(ctx, filter, func(w store.LedgerWork) error {
		found++
		if s.json {
			return s.printJSON(profile.WorkOf(w))
		}
		return printWork(s.out, w)
	})
	if err == nil && found == 0 && !s.json {
		fmt.Fprintln(s.err, "no work is stored; rungless sync and rungless import clone read citation files, and rungless research proposals may wait for you")
	}
	return err
}

// printWork writes a work with the lines of people that were asked for.
func printWork(out io.Writer, w store.LedgerWork) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%s", titleOf(w))
	if w.Year != 0 {
		fmt.Fprintf(&text, " (%d)", w.Year)
	}
	if w.URL != "" {
		fmt.Fprintf(&text, "  %s", w.URL)
	}
	fmt.Fprintln(&text)
	for _, m := range w.Mentions {
		gone := ""
		if m.IsPast {
			gone = ", once"
		}
		fmt.Fprintf(&text, "  %s %s line %d (%s%s)  %s\n", m.Repository.FullName(), m.Path, m.Line, m.Relation, gone, m.URL())
		for _, c := range m.Credits {
			fmt.Fprintf(&text, "    %s\n", creditLine(c))
			for _, e := range c.Events {
				fmt.Fprintf(&text, "      %s\n", eventLine(m, e))
			}
		}
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func titleOf(w store.LedgerWork) string {
	if w.Title == "" {
		return "a work without a title"
	}
	return w.Title
}

func creditLine(c store.LedgerCredit) string {
	line := fmt.Sprintf("%s %d: %s", c.Role, c.Position, c.Name)
	if c.Whose.Login != "" {
		line += fmt.Sprintf(", who is %s (%s)", c.Whose.Login, c.Reason)
	}
	if c.IsPast {
		line += ", not listed any more"
	}
	return line
}

func eventLine(m store.LedgerMention, e tracker.CreditEvent) string {
	what := string(e.Change)
	if e.Change == tracker.CreditMoved {
		what = fmt.Sprintf("moved from %d to %d", e.From, e.To)
	}
	return fmt.Sprintf("%s %s by %s  %s", e.At.Format(time.DateOnly), what, profile.WriterOf(e.By), tracker.CommitURL(m.Repository, e.CommitSHA))
}

func (s *settings) exportWorks(ctx context.Context, st *store.Store, filter store.LedgerFilter, format string) error {
	write, err := profile.WorksWriter(format)
	if err != nil {
		return usage(err)
	}
	var works []store.LedgerWork
	err = st.Ledger(ctx, filter, func(w store.LedgerWork) error {
		works = append(works, w)
		return nil
	})
	if err != nil {
		return err
	}
	_, err = s.out.Write(write(works))
	return err
}

func (s *settings) listNames(ctx context.Context, st *store.Store, _ []string) error {
	proposals, err := st.NameProposals(ctx)
	if err != nil {
		return err
	}
	for _, p := range proposals {
		if s.json {
			if err := s.printJSON(profile.ProposalOf(p)); err != nil {
				return err
			}
			continue
		}
		decided := ""
		if p.Decision != "" {
			decided = ", " + p.Decision
		}
		fmt.Fprintf(s.out, "%d: %q in %s may be %s (%s)%s: %s\n", p.ID, p.Name, p.Repository.FullName(), nameOf(p.Account), p.Reason, decided, strings.Join(p.Works, "; "))
	}
	if len(proposals) == 0 && !s.json {
		fmt.Fprintln(s.err, "nothing waits for your word")
	}
	return nil
}

// printUncredited writes what may have forgotten a person, for them alone.
func (s *settings) printUncredited(ctx context.Context, st *store.Store, who profile.Subject) error {
	list, err := profile.Uncredited(ctx, st, who, time.Now().UTC())
	if err != nil {
		return err
	}
	for _, u := range list {
		if s.json {
			if err := s.printJSON(u); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(s.out, "%s\n%s names %d authors, and not you. Merged by others in %s:\n", u.Work, u.Path, u.Authors, u.Repository)
		for _, e := range u.Evidence {
			fmt.Fprintf(s.out, "  %s  %s  %s\n", e.At.Format(time.DateOnly), e.Title, e.URL)
		}
		fmt.Fprintf(s.out, "\nA pull request: %s\n\n%s\n%s\n", u.PullRequest.Title, u.PullRequest.Body, u.PullRequest.File)
	}
	if len(list) == 0 && !s.json {
		fmt.Fprintln(s.err, "no work is known that may have forgotten you")
	}
	return nil
}

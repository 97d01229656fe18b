package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"

	"github.com/spf13/cobra"
)

func newInitiatives(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "initiatives",
		Short: "Name, merge and split a person's initiatives, in their own words",
		Long: `Threads are joined into initiatives by linked issue, milestone, label or shared files, and named after them. The person
knows better: what is said here comes after, in the order in which it was said, and each word can be taken back. An
initiative is named by its key, which list shows, and a thread by its address, or as OWNER/NAME#12.`,
		Example: examples(
			"rungless initiatives list octo-pm",
			`rungless initiatives rename octo-pm 2026Q1/4711#12 "Kernels twice as fast"`,
			"rungless initiatives merge octo-pm 2026Q1/4711#15 2026Q1/4711#12",
			`rungless initiatives split octo-pm 2026Q1/4711#12 "A cache" octo-org/engine#17 octo-org/engine#19`,
			"rungless initiatives undo octo-pm 2"),
		Args: args(0, 0, "a verb: list, rename, merge, split or undo"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(
		s.ownVerb("list LOGIN", "List the initiatives with their keys and threads, and what was changed", args(1, 1, "one login"), s.listInitiatives,
			"rungless initiatives list octo-pm", "rungless initiatives list octo-pm --json"),
		s.ownVerb("rename LOGIN KEY NAME", "Call an initiative by another name", args(3, 3, "a login, a key and a name"),
			func(ctx context.Context, o owner, given []string) error {
				return o.edit(ctx, tracker.InitiativeEdit{Rename: given[0], Name: given[1]})
			}, `rungless initiatives rename octo-pm 2026Q1/4711#12 "Kernels twice as fast"`),
		s.ownVerb("merge LOGIN KEY INTO", "Make an initiative part of another one of its quarter", args(3, 3, "a login and two keys"),
			func(ctx context.Context, o owner, given []string) error {
				return o.edit(ctx, tracker.InitiativeEdit{Merge: given[0], Into: given[1]})
			}, "rungless initiatives merge octo-pm 2026Q1/4711#15 2026Q1/4711#12"),
		s.ownVerb("split LOGIN KEY NAME THREAD...", "Make an initiative of its own of some of its threads", args(4, -1, "a login, a key, a name and at least one thread"),
			s.splitInitiative, `rungless initiatives split octo-pm 2026Q1/4711#12 "A cache" octo-org/engine#17 octo-org/engine#19`),
		s.ownVerb("undo LOGIN CHANGE", "Take a change back; what was said after it stays", args(2, 2, "a login and the number of a change, from initiatives list"),
			s.undoEdit, "rungless initiatives undo octo-pm 2"))
	return group
}

// owner is a person at work on their own words.
type owner struct {
	*settings
	maker *profile.Maker
	who   profile.Subject
}

// ownVerb is a verb over what a person says: the first argument is their login, and do
// is given the others.
func (s *settings) ownVerb(use, short string, takes cobra.PositionalArgs, do func(context.Context, owner, []string) error, lines ...string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Example: examples(lines...), Args: takes,
		RunE: func(c *cobra.Command, given []string) error {
			catalogue, err := s.config.Catalogue()
			if err != nil {
				return err
			}
			st, err := s.readStore(c.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			who, err := profile.Find(c.Context(), st, given[0])
			if err != nil {
				return err
			}
			err = do(c.Context(), owner{s, profile.New(st, catalogue, s.config.GrowthRules()), who}, given[1:])
			if tracker.KindOf(err) == tracker.Invalid {
				return usage(err) // what is wrong is what was said
			}
			return err
		},
	}
}

func (o owner) edit(ctx context.Context, edit tracker.InitiativeEdit) error {
	kept, err := o.maker.EditInitiatives(ctx, o.who, edit, time.Now().UTC())
	if err != nil {
		return err
	}
	fmt.Fprintf(o.err, "%s; take it back with: rungless initiatives undo %s %d\n", said(edit), o.who.Login, kept.ID)
	return nil
}

// said is an edit in words.
func said(e tracker.InitiativeEdit) string {
	switch {
	case e.Merge != "":
		return fmt.Sprintf("%q is part of %q", e.Merge, e.Into)
	case e.Split != "":
		return fmt.Sprintf("%q is split from %q: %s", e.Name, e.Split, strings.Join(addresses(e.Threads), " "))
	}
	return fmt.Sprintf("%q is called %q", e.Rename, e.Name)
}

func addresses(threads []tracker.ThreadRef) []string {
	list := make([]string, len(threads))
	for i, ref := range threads {
		list[i] = tracker.ThreadURL(ref)
	}
	return list
}

func (s *settings) splitInitiative(ctx context.Context, o owner, given []string) error {
	edit := tracker.InitiativeEdit{Split: given[0], Name: given[1]}
	for _, text := range given[2:] {
		ref, err := s.threadNamed(text)
		if err != nil {
			return err
		}
		edit.Threads = append(edit.Threads, ref)
	}
	return o.edit(ctx, edit)
}

// threadNamed reads the name of a thread as domains check does.
func (s *settings) threadNamed(text string) (tracker.ThreadRef, error) {
	named, err := s.parseSubject(text)
	if err != nil {
		return tracker.ThreadRef{}, err
	}
	if named.number == 0 {
		return tracker.ThreadRef{}, usage(tracker.Errorf(tracker.Invalid, "cmd.threadNamed", "%q names no thread", text).
			WithHint("write its address as the browser shows it, or OWNER/NAME#12"))
	}
	login, name, _ := strings.Cut(named.repository, "/")
	return tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: s.host(), Owner: login, Name: name}, Number: named.number}, nil
}

func (s *settings) undoEdit(ctx context.Context, o owner, given []string) error {
	id, err := number("a change", given[0])
	if err != nil {
		return err
	}
	return o.maker.Store.UndoInitiativeEdit(ctx, o.who.PersonID, id)
}

type initiativesJSON struct {
	Initiatives []growth.Initiative `json:"initiatives"`
	Edits       []editJSON          `json:"edits"`
}

type editJSON struct {
	ID        int64    `json:"id"`
	Action    string   `json:"action"` // rename, merge or split
	Key       string   `json:"key"`
	Into      string   `json:"into"`    // "": not merged
	Name      string   `json:"name"`    // "": merged
	Threads   []string `json:"threads"` // that leave; addresses
	SaidAt    *string  `json:"said_at"`
	IsApplied bool     `json:"is_applied"`
}

func editFrom(e profile.OwnEdit) editJSON {
	j := editJSON{ID: e.ID, Action: "rename", Key: e.Rename, Into: e.Into, Name: e.Name, Threads: addresses(e.Threads), SaidAt: timeOrNull(e.SaidAt), IsApplied: e.IsApplied}
	switch {
	case e.Merge != "":
		j.Action, j.Key = "merge", e.Merge
	case e.Split != "":
		j.Action, j.Key = "split", e.Split
	}
	return j
}

func (s *settings) listInitiatives(ctx context.Context, o owner, _ []string) error {
	words, err := o.maker.OwnWords(ctx, o.who, time.Now().UTC())
	if err != nil {
		return err
	}
	if s.json {
		j := initiativesJSON{append([]growth.Initiative{}, words.Initiatives...), []editJSON{}}
		for _, e := range words.Edits {
			j.Edits = append(j.Edits, editFrom(e))
		}
		return s.printJSON(j)
	}
	for _, i := range words.Initiatives {
		fmt.Fprintf(s.out, "%s %q\n", printable(i.Key), i.Name)
		for _, e := range i.Threads {
			fmt.Fprintf(s.out, "  %s %q %s\n", e.At.Format(time.DateOnly), e.Title, e.URL)
		}
	}
	for _, e := range words.Edits {
		fmt.Fprintf(s.out, "change %d: %s\n", e.ID, said(e.InitiativeEdit.InitiativeEdit))
		if !e.IsApplied {
			fmt.Fprintf(s.out, "  without effect: no initiative has this key, or these threads, any more\n")
		}
	}
	if len(words.Initiatives) == 0 {
		fmt.Fprintln(s.err, "no initiative is known yet; docs/metrics.md says what makes one")
	}
	return nil
}

// printable writes a key as it is where a terminal shows it as it is.
func printable(key string) string {
	if quoted := fmt.Sprintf("%q", key); quoted != `"`+key+`"` || strings.ContainsRune(key, ' ') {
		return quoted
	}
	return key
}

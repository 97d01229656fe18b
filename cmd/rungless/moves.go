package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/profile"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

// movesFlags are the flags of moves as they were written.
type movesFlags struct {
	domain, at string
}

func newMoves(s *settings) *cobra.Command {
	var f movesFlags
	c := &cobra.Command{
		Use:   "moves LOGIN",
		Short: "Show where somebody is already going, for their own eyes",
		Long: `Show the domains outside somebody's home in which they began to act: how far they came, by which threads, what tends to
follow, whom they know there, and what waits for them. It is for the person: the moves of others are theirs to tell, so
where people sign in this verb shows nobody's. docs/moves.md says what each step takes. Nothing is added up and nobody is
compared.`,
		Example: examples(
			"rungless moves octo-pm",
			"rungless moves octo-pm --domain safety          one domain, gone to or not",
			"rungless moves octo-pm --json | jq '.signals[] | {place, steps}'"),
		Args: args(1, 1, "one login"),
		RunE: func(c *cobra.Command, given []string) error { return s.moves(c.Context(), given[0], f) },
	}
	c.Flags().StringVar(&f.domain, "domain", "", "show this domain only, by its `SLUG`, whether they began there or not")
	c.Flags().StringVar(&f.at, "at", "", "as it stood at the end of this `DATE` (default: now)")
	return c
}

func (s *settings) moves(ctx context.Context, login string, f movesFlags) error {
	if s.config.SignIn.ClientID != "" { // whoever runs it has not signed in as anybody
		return tracker.Errorf(tracker.Unauthorized, "cmd.moves", "on a team's instance a person's moves are shown to them alone until they share them, and this verb asks for nobody's sign-in").
			WithHint("each sees their own, signed in, on the page /moves")
	}
	at, err := parseDate("--at", f.at)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	if !at.IsZero() && at.Before(now) {
		now = at.AddDate(0, 0, 1).Add(-time.Second)
	}
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return err
	}
	if f.domain != "" {
		known := slices.ContainsFunc(catalogue.Domains(), func(d domain.Domain) bool { return d.Slug == f.domain })
		if !known {
			return usage(tracker.Errorf(tracker.Invalid, "cmd.moves", "--domain is %q, which is no domain here", f.domain).WithHint("rungless domains lists them"))
		}
	}
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := s.attribute(ctx, st); err != nil {
		return err
	}
	who, err := s.subjectOf(ctx, st, login)
	if err != nil {
		return err
	}
	maker := profile.New(st, catalogue, s.config.GrowthRules())
	found, err := maker.Moves(ctx, who, profile.MovesRequest{Now: now, Domain: f.domain})
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(found)
	}
	return profile.MovesMarkdown(s.out, who, found, catalogue.Domains())
}

// measureTracked measures those who are tracked anew, and finds their moves, where a sync
// reached them: pages need not.
func (s *settings) measureTracked(ctx context.Context, st *store.Store) error {
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return err
	}
	maker, now := profile.New(st, catalogue, s.config.GrowthRules()), time.Now().UTC()
	return cmp.Or(maker.FindMoves(ctx, now), maker.MeasureTracked(ctx, now, s.config.SignIn.ClientID != ""))
}

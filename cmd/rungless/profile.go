package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

// profileFlags are the flags of profile as they were written.
type profileFlags struct {
	from, to, format, formula string
	all, withHidden           bool
}

func newProfile(s *settings) *cobra.Command {
	var f profileFlags
	c := &cobra.Command{
		Use:   "profile LOGIN | --all",
		Short: "Show one person's scope and depth, with the evidence",
		Long: `Show one person's scope and depth as Markdown, or as JSON: each figure with the threads behind it, and what cannot be
known in words. Nothing is added up and nobody is compared. The time shown is the last twelve months unless you say
otherwise; what is older still weighs, if little. docs/metrics.md says how each figure is made.

With --all everybody of whom anything is stored is measured, one JSON line each, by login. What was measured is kept until
the facts behind it change, so that after a sync only those whom it reaches are measured again; pages read the same.`,
		Example: examples(
			"rungless profile octo-pm",
			"rungless profile octo-pm --from 2025-01-01 --to 2026-01-01 > octo-pm.md",
			"rungless profile octo-pm --json | jq '.scope.technical_debt'",
			"rungless profile octo-pm --instance https://rungless.example.org      as that instance shows them to you",
			"rungless profile --all --json > profiles.ndjson     after a sync: those whom it reached are measured again"),
		Args: func(c *cobra.Command, given []string) error {
			if f.all {
				return args(0, 0, "one login, or --all")(c, given)
			}
			return args(1, 1, "one login, or --all")(c, given)
		},
		RunE: func(c *cobra.Command, given []string) error { return s.profile(c.Context(), given, f) },
	}
	c.Flags().BoolVar(&f.all, "all", false, "measure everybody; with --json")
	c.Flags().BoolVar(&f.withHidden, "with-hidden", false, "count what the person hides from others too: for them alone")
	c.Flags().StringVar(&f.from, "from", "", "show what was from this `DATE` on (default: a year before --to)")
	c.Flags().StringVar(&f.to, "to", "", "show what was before this `DATE`, as it stood then (default: now)")
	c.Flags().StringVar(&f.formula, "formula", newest(growth.Versions()), "measure by the formulas of `NAME`, which may be older ones")
	c.Flags().StringVar(&f.format, "format", "md", "`FORMAT`: md; for JSON write --json")
	instanceFlag(c, s)
	return c
}

func (s *settings) profile(ctx context.Context, logins []string, f profileFlags) error {
	if f.format != "md" && f.format != "json" {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.profile", "--format is %q, which is not known", f.format).WithHint("write md, or --json in its place"))
	}
	if f.format == "json" { // as it was written before --json was everywhere
		fmt.Fprintln(s.err, "rungless: --format json is deprecated; write --json")
		s.json = true
	}
	if f.all && !s.json {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.profile", "--all writes JSON lines, and Markdown was asked for").WithHint("add --json"))
	}
	version, ok := growth.FindVersion(f.formula)
	if !ok {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.profile", "--formula is %q, which is not known", f.formula).
			WithHint("write %s, or leave it out", newest(growth.Versions())))
	}
	there, err := s.asked()
	if err != nil {
		return err
	}
	if there != nil {
		return s.profileThere(ctx, there, strings.Join(logins, ""), f)
	}
	request, err := f.request(time.Now().UTC())
	if err != nil {
		return err
	}
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return err
	}
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := s.attribute(ctx, st); err != nil {
		return err
	}
	maker := profile.New(st, catalogue, s.config.GrowthRules())
	maker.Version = version
	if f.all {
		return maker.Everybody(ctx, request, func(who profile.Subject, p growth.Profile) error {
			return s.printJSON(profileLine{who.Login, p})
		})
	}
	who, err := s.subjectOf(ctx, st, logins[0])
	if err != nil {
		return err
	}
	p, err := maker.Of(ctx, who, request)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(p)
	}
	return profile.Markdown(s.out, who, p, catalogue.Domains())
}

// subjectOf finds whom a profile is of, and names what may be theirs and is not in it
// before somebody has said so.
func (s *settings) subjectOf(ctx context.Context, st *store.Store, login string) (profile.Subject, error) {
	who, err := profile.Find(ctx, st, login)
	if err != nil {
		if strings.Contains(login, "@") {
			return who, tracker.Errorf(tracker.NotFound, "cmd.subjectOf", "a profile is of a login, and %s is an address", login).Because(err).
				WithHint("say whose it is: rungless people join LOGIN %s; rungless people proposals knows some", login)
		}
		return who, err
	}
	proposals, err := st.Proposals(ctx)
	for _, p := range proposals {
		if strings.EqualFold(p.To.Login, who.Login) {
			fmt.Fprintf(s.err, "rungless: %s may be %s, and is not in here; say so with: rungless people proposals accept %d\n", nameOf(p.From), who.Login, p.ID)
		}
	}
	return who, err
}

// profileLine is one line of profile --all.
type profileLine struct {
	Login   string         `json:"login"`
	Profile growth.Profile `json:"profile"`
}

func newest(versions []growth.Version) string { return versions[len(versions)-1].Name }

// request turns the flags into a time. A time that is over is measured as it stood
// at its end, and one that has not come yet as it stands now. A year left to itself is of
// whole days, so that who asks again on the same day asks the same, and nothing is measured twice.
func (f profileFlags) request(now time.Time) (profile.Request, error) {
	from, err := parseDate("--from", f.from)
	if err != nil {
		return profile.Request{}, err
	}
	to, err := parseDate("--to", f.to)
	if err != nil {
		return profile.Request{}, err
	}
	if to.IsZero() || to.After(now) {
		to = now
	}
	if from.IsZero() {
		const day = 24 * time.Hour
		from = to.Add(day-time.Nanosecond).Truncate(day).AddDate(-1, 0, 0)
	}
	if !from.Before(to) {
		return profile.Request{}, usage(tracker.Errorf(tracker.Invalid, "cmd.profile", "--from %s is not before --to %s", from.Format(time.DateOnly), to.Format(time.DateOnly)).
			WithHint("name an earlier day with --from"))
	}
	request := profile.Request{Window: growth.Window{From: from, To: to}, Now: now, WithHomes: true, WithHidden: f.withHidden}
	if to.Before(now) {
		request.Now = to
	}
	return request, nil
}

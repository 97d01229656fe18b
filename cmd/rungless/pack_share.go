package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/web"

	"github.com/spf13/cobra"
)

// keptPacks are the packs that a person wrote on the pages.
type keptPacks struct {
	*settings
	store *store.Store
	who   profile.Subject
}

// withPacksOf opens the store for some work on a person's packs.
func (s *settings) withPacksOf(ctx context.Context, login string, work func(keptPacks) error) error {
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	who, err := profile.Find(ctx, st, login)
	if err != nil {
		return err
	}
	return work(keptPacks{s, st, who})
}

func newPackList(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:     "list LOGIN",
		Short:   "List the packs that a person keeps on the pages, with the links to them",
		Example: examples("rungless pack list octo-pm", "rungless pack list octo-pm --json"),
		Args:    args(1, 1, "one login"),
		RunE: func(c *cobra.Command, given []string) error {
			return s.withPacksOf(c.Context(), given[0], func(k keptPacks) error { return k.list(c.Context(), time.Now()) })
		},
	}
}

// packLine is one pack of a list.
type packLine struct {
	ID       int64      `json:"id"`
	Title    string     `json:"title"`
	Changed  pack.Day   `json:"changed_on"`
	Sealed   pack.Day   `json:"sealed_on,omitempty"`       // "": a draft
	Manifest string     `json:"manifest_sha256,omitempty"` // of the sealed pack
	Links    []packLink `json:"links"`
}

// packLink is one link to a sealed pack, without its secret, which is nowhere stored.
type packLink struct {
	ID     int64    `json:"id"`
	Made   pack.Day `json:"made_on"`
	Ends   pack.Day `json:"leads_there_until"`
	Ended  pack.Day `json:"ended_on,omitempty"`  // by the person
	Opened pack.Day `json:"opened_on,omitempty"` // last; "": never
	IsOpen bool     `json:"is_open"`
}

func (k keptPacks) list(ctx context.Context, now time.Time) error {
	kept, err := k.store.Packs(ctx, k.who.PersonID)
	if err != nil {
		return err
	}
	lines := []packLine{}
	for _, p := range kept {
		line, err := k.line(ctx, p, now)
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	if k.json {
		return k.printJSON(lines)
	}
	if len(lines) == 0 {
		fmt.Fprintf(k.err, "rungless: %s keeps no packs here; they are written on the pages, or begun with: rungless pack new %s\n", k.who.Login, k.who.Login)
	}
	for _, line := range lines {
		k.print(line)
	}
	return nil
}

func (k keptPacks) line(ctx context.Context, p store.Pack, now time.Time) (packLine, error) {
	line := packLine{ID: p.ID, Title: p.Title, Changed: pack.DayOf(p.ChangedAt), Links: []packLink{}}
	if p.SealID == 0 {
		return line, nil
	}
	seals, err := k.store.Seals(ctx, k.who.PersonID, p.ID)
	if err != nil {
		return line, err
	}
	line.Sealed, line.Manifest = pack.DayOf(p.SealedAt), seals[0].ManifestSHA256
	shares, err := k.store.PackShares(ctx, k.who.PersonID, p.ID)
	for _, share := range shares {
		line.Links = append(line.Links, packLink{share.ID, pack.DayOf(share.MadeAt), pack.DayOf(share.ExpiresAt), pack.DayOf(share.RevokedAt),
			pack.DayOf(share.OpenedAt), share.IsOpen(now)})
	}
	return line, err
}

func (s *settings) print(line packLine) {
	if line.Sealed == "" {
		fmt.Fprintf(s.out, "%d  %q  a draft, changed on %s\n", line.ID, line.Title, line.Changed)
		return
	}
	fmt.Fprintf(s.out, "%d  %q  sealed on %s, %s  %s\n", line.ID, line.Title, line.Sealed, line.Manifest, pack.ManifestFile)
	for _, link := range line.Links {
		state, opened := "leads there until "+string(link.Ends), "never opened"
		switch {
		case link.Ended != "":
			state = "ended on " + string(link.Ended)
		case !link.IsOpen:
			state = "expired on " + string(link.Ends)
		}
		if link.Opened != "" {
			opened = "opened last on " + string(link.Opened)
		}
		fmt.Fprintf(s.out, "   link %d, made on %s: %s, %s\n", link.ID, link.Made, state, opened)
	}
}

func newPackShare(s *settings) *cobra.Command {
	var days int
	c := &cobra.Command{
		Use:   "share LOGIN PACK",
		Short: "Make a link that leads whoever has it to one sealed pack",
		Long: `Make a link to a sealed pack, on a team's instance. It leads whoever has it to that pack and to nothing else, until it expires
or is ended. It is printed this once: the store keeps a hash of it. PACK is a number that pack list shows.`,
		Example: examples(
			"rungless pack share octo-pm 3",
			"rungless pack share octo-pm 3 --days 7"),
		Args: args(2, 2, "a login and the number of a pack"),
		RunE: func(c *cobra.Command, given []string) error {
			return s.withPacksOf(c.Context(), given[0], func(k keptPacks) error { return k.share(c.Context(), given[1], days, time.Now()) })
		},
	}
	c.Flags().IntVar(&days, "days", web.ShareDays()[1], "how many `DAYS` it leads there: 7, 30 or 90")
	return c
}

func (k keptPacks) share(ctx context.Context, number string, days int, now time.Time) error {
	const op = "cmd.packShare"
	team, err := k.team()
	if err != nil {
		return err
	}
	if team == nil {
		return usage(tracker.Errorf(tracker.Invalid, op, "this rungless runs for one person alone, so a link would lead nobody here").
			WithHint("send the file instead: rungless pack seal FILE -o pack.zip; docs/team.md says how to set up an instance for a team"))
	}
	if !slices.Contains(web.ShareDays(), days) {
		return usage(tracker.Errorf(tracker.Invalid, op, "a link leads somewhere for 7, 30 or 90 days, not for %d", days))
	}
	id, err := idNamed(number, "pack")
	if err != nil {
		return err
	}
	kept, err := k.store.FindPack(ctx, k.who.PersonID, id)
	if err != nil {
		return err
	}
	if kept.SealID == 0 {
		return tracker.Errorf(tracker.Conflict, op, "pack %d is a draft, and only a sealed pack is shared", id).WithHint("seal it on its page first")
	}
	secret, made, err := k.store.SharePack(ctx, k.who.PersonID, kept.SealID, now.AddDate(0, 0, days))
	if err != nil {
		return err
	}
	fmt.Fprintln(k.out, team.ShareURL(secret))
	fmt.Fprintf(k.err, "rungless: the link leads there until %s and is not shown again; to end it: rungless pack revoke %s %d\n", pack.DayOf(made.ExpiresAt), k.who.Login, made.ID)
	return nil
}

func newPackRevoke(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:     "revoke LOGIN LINK",
		Short:   "End a link to a sealed pack at once",
		Long:    "End a link to a sealed pack at once. LINK is a number that pack list shows.",
		Example: examples("rungless pack revoke octo-pm 4"),
		Args:    args(2, 2, "a login and the number of a link"),
		RunE: func(c *cobra.Command, given []string) error {
			id, err := idNamed(given[1], "link")
			if err != nil {
				return err
			}
			return s.withPacksOf(c.Context(), given[0], func(k keptPacks) error {
				if err := k.store.RevokePackShare(c.Context(), k.who.PersonID, id); err != nil {
					return err
				}
				fmt.Fprintf(s.out, "link %d leads nowhere any more\n", id)
				return nil
			})
		},
	}
}

// idNamed reads the number by which a list names a thing.
func idNamed(text, what string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, usage(tracker.Errorf(tracker.Invalid, "cmd.pack", "%q is no number of a %s", text, what).WithHint("rungless pack list LOGIN shows the numbers"))
	}
	return id, nil
}

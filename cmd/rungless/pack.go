package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

func newPack(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:   "pack",
		Short: "Make an evidence pack: claims of your own words, each on sources that others can check",
		Long: `An evidence pack is what a person carries into a meeting: claims in their words, each with the pull requests, reviews,
issues and works under it. It begins as a draft, a YAML file that can live in git. A sealed pack is frozen, and anybody can
check that nothing in it was changed since. docs/packs.md tells it as a story.`,
		Example: examples(
			"rungless pack new octo-pm --from 2026-01-01 --to 2026-07-01 -o half-year.yaml",
			"rungless pack show half-year.yaml                        what there is to mend, beside each claim",
			"rungless pack render half-year.yaml --format html -o half-year.html",
			"rungless pack seal half-year.yaml -o half-year.zip",
			"rungless pack verify half-year.zip --online",
			"rungless pack compare octo-pm --from 2026-01-01 --to 2026-07-01",
			"rungless pack list octo-pm                               the packs of the pages, and the links to them"),
		Args: args(0, 0, "a verb: new, show, render, seal, verify, compare, key, list, share or revoke"),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(newPackNew(s), newPackShow(s), newPackRender(s), newPackSeal(s), newPackVerify(s), newPackCompare(s), newPackKey(s),
		newPackList(s), newPackShare(s), newPackRevoke(s))
	return group
}

// packer makes packs from the store.
type packer struct {
	*settings
	store *store.Store
	desk  build.Desk
}

// withPacker opens the store for some work on packs.
func (s *settings) withPacker(ctx context.Context, work func(packer) error) error {
	st, err := s.readStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := s.attribute(ctx, st); err != nil {
		return err
	}
	p, err := s.newPacker(st)
	if err != nil {
		return err
	}
	return work(p)
}

// resolved reads a draft's file and resolves it.
func (p *packer) resolved(ctx context.Context, path, against string) (pack.Pack, error) {
	d, _, err := readDraft(path)
	if err != nil {
		return pack.Pack{}, err
	}
	var before *pack.Pack
	if against != "" {
		opened, err := pack.OpenSealed(against)
		if err != nil {
			return pack.Pack{}, err
		}
		sealed, err := opened.Pack()
		if err != nil {
			return pack.Pack{}, err
		}
		before = &sealed
	}
	who, err := p.subjectOf(ctx, p.store, d.Person)
	if err != nil {
		return pack.Pack{}, err
	}
	return p.desk.Resolve(ctx, build.Person(who), d, before)
}

// readDraft reads a draft's file, and tells on which line of it each claim begins.
func readDraft(path string) (pack.Draft, map[string]int, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return pack.Draft{}, nil, usage(tracker.Errorf(tracker.NotFound, "cmd.readDraft", "the draft %s cannot be read", path).Because(err).
			WithHint("rungless pack new LOGIN -o %s writes one", path))
	}
	d, err := pack.ParseDraft(path, text)
	return d, pack.ClaimLines(text), usage(err)
}

// period reads the days of a window. Without them it is the last half-year of whole months.
func (f packFlags) period(now time.Time) (pack.Period, error) {
	period := pack.Period{From: pack.Day(f.from), To: pack.Day(f.to)}
	if f.to == "" {
		period.To = pack.DayOf(time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC))
	}
	if f.from == "" {
		period.From = pack.DayOf(period.To.Time().AddDate(0, -6, 0))
	}
	for flag, day := range map[string]pack.Day{"--from": period.From, "--to": period.To} {
		if _, err := pack.ParseDay(string(day)); err != nil {
			return period, usage(tracker.Errorf(tracker.Invalid, "cmd.pack", "%s is %q, which is no day", flag, day).WithHint("write it as 2026-01-31"))
		}
	}
	if period.From >= period.To {
		return period, usage(tracker.Errorf(tracker.Invalid, "cmd.pack", "--from %s is not before --to %s", period.From, period.To).WithHint("name an earlier day with --from"))
	}
	return period, nil
}

// packFlags are the flags of the verbs of packs as they were written.
type packFlags struct {
	from, to, title, out, against, format, chromium, key string
	domains, initiatives                                 []string
	online, sign                                         bool
}

func (f *packFlags) window(c *cobra.Command) {
	c.Flags().StringVar(&f.from, "from", "", "the first `DAY` of the window (default: half a year before --to)")
	c.Flags().StringVar(&f.to, "to", "", "the first `DAY` after the window (default: the first of this month)")
	c.Flags().StringArrayVar(&f.domains, "domain", nil, "only work in the domain `SLUG` (may be given again)")
}

func newPackNew(s *settings) *cobra.Command {
	var f packFlags
	c := &cobra.Command{
		Use:   "new LOGIN",
		Short: "Propose a draft from what somebody did in a window",
		Long: `Propose a draft: the initiatives of the window as chapters, what counts in them as claims in the factual form, each with its
sources. Only public work is proposed, and no claim is marked ready: read each, say it in your words, and mark it yourself.`,
		Example: examples(
			"rungless pack new octo-pm --from 2026-01-01 --to 2026-07-01 -o half-year.yaml",
			"rungless pack new octo-pm --domain kernels --title \"Kernels, first half of 2026\"",
			"rungless pack new octo-pm --initiative 2026Q1/4711#12      rungless initiatives list shows the keys"),
		Args: args(1, 1, "one login"),
		RunE: func(c *cobra.Command, given []string) error {
			return s.withPacker(c.Context(), func(p packer) error { return p.propose(c.Context(), given[0], f) })
		},
	}
	f.window(c)
	c.Flags().StringArrayVar(&f.initiatives, "initiative", nil, "only the initiative `KEY` (may be given again)")
	c.Flags().StringVar(&f.title, "title", "", "call it `TITLE` (default: name and window)")
	outFlag(c, &f)
	return c
}

func outFlag(c *cobra.Command, f *packFlags) {
	c.Flags().StringVarP(&f.out, "output", "o", "", "write to `FILE`, which must not be there yet (default: standard output)")
}

func (p packer) propose(ctx context.Context, login string, f packFlags) error {
	period, err := f.period(time.Now().UTC())
	if err != nil {
		return err
	}
	who, err := p.subjectOf(ctx, p.store, login)
	if err != nil {
		return err
	}
	d, err := p.desk.Propose(ctx, build.Person(who), build.Choice{Period: period, Title: f.title, Domains: f.domains, Initiatives: f.initiatives})
	if err == nil {
		err = d.Check()
	}
	if tracker.KindOf(err) == tracker.Invalid {
		return usage(err)
	}
	if err != nil {
		return err
	}
	if len(d.Chapters) == 0 {
		fmt.Fprintln(p.err, "rungless: nothing public was found in this window that others validated; write the chapters yourself, or widen it")
	}
	return p.write(f.out, d.YAML())
}

// write writes to a new file, or to standard output.
func (s *settings) write(path string, data []byte) error {
	if path == "" {
		_, err := s.out.Write(data)
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return usage(tracker.Errorf(tracker.Conflict, "cmd.write", "there is a file at %s already", path).WithHint("name another one, or move it away"))
	}
	if err == nil {
		_, err = file.Write(data)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		return tracker.Errorf(tracker.Unavailable, "cmd.write", "%s cannot be written", path).Because(err).WithHint("name a file that you may write")
	}
	return nil
}

func newPackShow(s *settings) *cobra.Command {
	var f packFlags
	c := &cobra.Command{
		Use:   "show FILE",
		Short: "Show a draft's claims with what there is to mend beside each",
		Example: examples(
			"rungless pack show half-year.yaml",
			"rungless pack show half-year.yaml --against last.zip      what was edited since that was sealed",
			"rungless pack show half-year.yaml --json | jq '.chapters[].claims[].findings'"),
		Args: args(1, 1, "the file of a draft"),
		RunE: func(c *cobra.Command, given []string) error {
			return s.withPacker(c.Context(), func(p packer) error {
				done, err := p.resolved(c.Context(), given[0], f.against)
				if err != nil {
					return err
				}
				if s.json {
					return s.printJSON(done)
				}
				_, lines, err := readDraft(given[0])
				p.show(done, given[0], lines)
				return err
			})
		},
	}
	c.Flags().StringVar(&f.against, "against", "", "a pack that was sealed before, at `PATH`")
	return c
}

// show writes claims for a person at a terminal, each with the line of the file on which
// it begins.
func (s *settings) show(p pack.Pack, path string, lines map[string]int) {
	fmt.Fprintf(s.out, "%q, %s to %s\n", p.Title, p.Period.From, p.Period.To)
	for _, chapter := range p.Chapters {
		fmt.Fprintf(s.out, "\n%q\n", chapter.Title)
		for _, claim := range chapter.Claims {
			state := "draft"
			if claim.Ready {
				state = "ready"
			}
			fmt.Fprintf(s.out, "  %s (%s): %q\n", claim.ID, state, claim.Text)
			for _, source := range claim.Sources {
				line := source.Permalink
				if source.IsRedacted {
					line = source.RedactedWords()
				}
				fmt.Fprintf(s.out, "    [%d] %s\n", source.Ref, line)
			}
			s.showFindings(fmt.Sprintf("%s:%d: ", path, lines[claim.ID]), "    ", claim.Findings)
		}
	}
	s.showFindings("", "", p.Findings)
}

func (s *settings) showFindings(place, indent string, findings []pack.Finding) {
	for _, f := range findings {
		word := "see"
		if f.Weight == pack.Blocks {
			word = "mend"
		}
		fmt.Fprintf(s.out, "%s%s%s %s: %s", indent, place, word, f.Rule, f.Sentence)
		if f.Source != "" {
			fmt.Fprintf(s.out, " (%s)", f.Source)
		}
		if f.Hint != "" {
			fmt.Fprintf(s.out, "\n%s  %s", indent, f.Hint)
		}
		fmt.Fprintln(s.out)
	}
}

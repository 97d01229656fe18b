package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/pack/render"

	"github.com/spf13/cobra"
)

func newPackRender(s *settings) *cobra.Command {
	var f packFlags
	c := &cobra.Command{
		Use:   "render FILE",
		Short: "Write a draft out as HTML, Markdown, PDF, JSON, CSV of the evidence or JSON Resume",
		Example: examples(
			"rungless pack render half-year.yaml --format html -o half-year.html",
			"rungless pack render half-year.yaml --format pdf -o half-year.pdf",
			"rungless pack render half-year.yaml --format markdown | less"),
		Args: args(1, 1, "the file of a draft"),
		RunE: func(c *cobra.Command, given []string) error {
			format, err := render.ParseFormat(f.format)
			if err != nil {
				return usage(err)
			}
			return s.withPacker(c.Context(), func(p packer) error {
				done, err := p.resolved(c.Context(), given[0], "")
				if err != nil {
					return err
				}
				var out bytes.Buffer
				if err := render.To(c.Context(), &out, done, format, render.Options{Chromium: browser(f.chromium)}); err != nil {
					return err
				}
				return s.write(f.out, out.Bytes())
			})
		},
	}
	c.Flags().StringVar(&f.format, "format", string(render.HTML), "`FORMAT`: html, markdown, pdf, json, csv or resume")
	c.Flags().StringVar(&f.chromium, "chromium", "auto", "print the PDF, tagged, with the browser at `PATH`; none draws it without")
	outFlag(c, &f)
	return c
}

// browser finds a Chromium, "" for none.
func browser(wanted string) string {
	switch wanted {
	case "none":
		return ""
	case "auto":
	default:
		return wanted
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome", "microsoft-edge"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func newPackSeal(s *settings) *cobra.Command {
	var f packFlags
	c := &cobra.Command{
		Use:   "seal FILE",
		Short: "Freeze the claims that are ready, in every format, so that any change is found later",
		Long: `Freeze the claims that are ready. The sealed pack is one .zip archive, or a folder where -o does not end in .zip: the pack in
every format, and a manifest with each file's and each source's hash. The same store and draft give the same bytes. Its
manifest's hash is printed: keep it, or send it apart, since who could change the pack could change the manifest with it.`,
		Example: examples(
			"rungless pack seal half-year.yaml -o half-year.zip",
			"rungless pack seal half-year.yaml -o half-year/              into a folder",
			"rungless pack seal half-year.yaml -o half-year.zip --sign    with the key that rungless pack key new made"),
		Args: args(1, 1, "the file of a draft"),
		RunE: func(c *cobra.Command, given []string) error {
			if f.out == "" {
				return usage(tracker.Errorf(tracker.Invalid, "cmd.pack", "it was not said where to").WithHint("add -o FILE.zip, or -o FOLDER"))
			}
			return s.withPacker(c.Context(), func(p packer) error { return p.seal(c.Context(), given[0], f) })
		},
	}
	c.Flags().StringVarP(&f.out, "output", "o", "", "write to `PATH`, which must not be there yet")
	c.Flags().BoolVar(&f.sign, "sign", false, "sign the manifest with this instance's key")
	c.Flags().StringVar(&f.chromium, "chromium", "none", "print the PDF, tagged, with the browser at `PATH`, or auto; its bytes differ from time to time")
	return c
}

func (p packer) seal(ctx context.Context, path string, f packFlags) error {
	var key ed25519.PrivateKey
	if f.sign {
		var err error
		if key, err = pack.ReadKey(p.keyPath()); err != nil {
			return err
		}
	}
	done, err := p.resolved(ctx, path, "")
	if err != nil {
		return err
	}
	p.nameUnready(done)
	sealed, err := render.Seal(ctx, done, key, render.Options{Chromium: browser(f.chromium)})
	if tracker.KindOf(err) == tracker.Invalid {
		return usage(err)
	}
	if err != nil {
		return err
	}
	if strings.HasSuffix(f.out, ".zip") {
		data, err := sealed.Zip()
		if err != nil {
			return err
		}
		if err := p.write(f.out, data); err != nil {
			return err
		}
	} else if err := sealed.WriteFolder(filepath.Clean(f.out)); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "%s  %s\n", sealed.ManifestSHA256, pack.ManifestFile)
	return nil
}

// nameUnready names the claims that stay out of a sealed pack.
func (s *settings) nameUnready(p pack.Pack) {
	for _, chapter := range p.Chapters {
		for _, claim := range chapter.Claims {
			if !claim.Ready {
				fmt.Fprintf(s.err, "rungless: %s is not marked ready, and stays out\n", claim.ID)
			}
		}
	}
}

// keyPath is where the instance's key lies.
func (s *settings) keyPath() string {
	return filepath.Join(config.DataFolder(s.environ), "pack-signing.key")
}

func newPackKey(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:     "key",
		Short:   "Make or show the key with which this instance signs packs",
		Example: examples("rungless pack key new", "rungless pack key show"),
		Args:    args(0, 0, "a verb: new or show"),
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(
		&cobra.Command{Use: "new", Short: "Make the key, once, and print what others check signatures by", Example: examples("rungless pack key new"), Args: args(0, 0, "no arguments"),
			RunE: func(*cobra.Command, []string) error {
				if err := os.MkdirAll(filepath.Dir(s.keyPath()), 0o700); err != nil {
					return tracker.Errorf(tracker.Unavailable, "cmd.packKey", "your data folder cannot be made").Because(err).WithHint("make %s", filepath.Dir(s.keyPath()))
				}
				public, err := pack.NewKey(s.keyPath())
				if err == nil {
					fmt.Fprintln(s.out, pack.PublicText(public))
				}
				return err
			}},
		&cobra.Command{Use: "show", Short: "Print what others check signatures by", Example: examples("rungless pack key show"), Args: args(0, 0, "no arguments"),
			RunE: func(*cobra.Command, []string) error {
				key, err := pack.ReadKey(s.keyPath())
				if err == nil {
					fmt.Fprintln(s.out, pack.PublicText(key.Public().(ed25519.PublicKey)))
				}
				return err
			}})
	return group
}

func newPackCompare(s *settings) *cobra.Command {
	var f packFlags
	c := &cobra.Command{
		Use:   "compare LOGIN",
		Short: "Show what is new in a window beside the one before it, of the same person",
		Example: examples(
			"rungless pack compare octo-pm --from 2026-01-01 --to 2026-07-01",
			"rungless pack compare octo-pm --domain kernels --json"),
		Args: args(1, 1, "one login"),
		RunE: func(c *cobra.Command, given []string) error {
			return s.withPacker(c.Context(), func(p packer) error { return p.compare(c.Context(), given[0], f) })
		},
	}
	f.window(c)
	return c
}

func (p packer) compare(ctx context.Context, login string, f packFlags) error {
	period, err := f.period(time.Now().UTC())
	if err != nil {
		return err
	}
	who, err := p.subjectOf(ctx, p.store, login)
	if err != nil {
		return err
	}
	compared, err := p.desk.Compare(ctx, build.Person(who), period, f.domains)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(compared)
	}
	fmt.Fprintf(p.out, "%s to %s beside %s to %s\n", period.From, period.To, compared.Before.From, compared.Before.To)
	for _, section := range compared.Sections {
		fmt.Fprintf(p.out, "\n%s\n", section.Title)
		p.compareItems("new", section.New)
		p.compareItems("as before", section.Still)
		if section.Reason != "" {
			fmt.Fprintf(p.out, "  %s\n", section.Reason)
		}
	}
	return nil
}

func (s *settings) compareItems(word string, items []pack.Item) {
	for _, item := range items {
		fmt.Fprintf(s.out, "  %s: %q\n", word, item.Text)
		for _, source := range item.Sources {
			fmt.Fprintf(s.out, "    %s %s\n", source.Day, source.Permalink)
		}
	}
}

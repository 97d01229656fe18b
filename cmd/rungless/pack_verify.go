package main

import (
	"context"
	"fmt"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/pack"

	"github.com/spf13/cobra"
)

func newPackVerify(s *settings) *cobra.Command {
	var f packFlags
	c := &cobra.Command{
		Use:   "verify PATH",
		Short: "Check that nothing in a sealed pack was changed, and with --online that its sources are as they were",
		Long: `Check a sealed pack: every file and field that was changed is named. No store and no network is needed, but for --online,
which asks GitHub whether each source is still there, edited, deleted, or not visible any more to your token.`,
		Example: examples(
			"rungless pack verify half-year.zip",
			"rungless pack verify half-year.zip --key 'b64...='        and that this key signed it",
			"rungless pack verify half-year/ --online --json"),
		Args: args(1, 1, "the path of a sealed pack"),
		RunE: func(c *cobra.Command, given []string) error { return s.verify(c.Context(), given[0], f) },
	}
	c.Flags().BoolVar(&f.online, "online", false, "ask GitHub for each source")
	c.Flags().StringVar(&f.key, "key", "", "fail unless the pack is signed by `KEY`, as rungless pack key show prints it")
	tokenFlag(c, s)
	return c
}

// verified is what verify found, for programs.
type verified struct {
	ManifestSHA256 string          `json:"manifest_sha256"`
	SignedBy       *string         `json:"signed_by"` // null: nobody
	Problems       []pack.Problem  `json:"problems"`
	Sources        []pack.Standing `json:"sources,omitempty"` // with --online
}

func (s *settings) verify(ctx context.Context, path string, f packFlags) error {
	opened, err := pack.OpenSealed(path)
	if err != nil {
		return err
	}
	report := opened.Verify()
	if f.key != "" && report.SignedBy != f.key {
		report.Problems = append(report.Problems, pack.Problem{File: pack.SignatureFile, Sentence: "is not by the key that --key names"})
	}
	found := verified{ManifestSHA256: report.ManifestSHA256, Problems: report.Problems}
	if report.SignedBy != "" {
		found.SignedBy = &report.SignedBy
	}
	var asking error
	switch {
	case f.online && len(report.Problems) > 0:
		fmt.Fprintln(s.err, "rungless: GitHub was not asked: which sources there are cannot be trusted")
	case f.online:
		found.Sources, asking = s.online(ctx, report.Manifest)
	}
	if err := s.printVerified(found); err != nil {
		return err
	}
	return verdict(path, found, asking)
}

func (s *settings) printVerified(v verified) error {
	if s.json {
		return s.printJSON(v)
	}
	for _, problem := range v.Problems {
		fmt.Fprintf(s.out, "changed: %s\n", problem)
	}
	for _, source := range v.Sources {
		if source.Fate != pack.Unchanged {
			fmt.Fprintf(s.out, "%s: [%d] %s %s\n", source.Fate, source.Ref, source.Permalink, source.Sentence)
		}
	}
	if len(v.Problems) == 0 {
		fmt.Fprintf(s.out, "as it was sealed: %s  %s\n", v.ManifestSHA256, pack.ManifestFile)
		if v.SignedBy != nil {
			fmt.Fprintf(s.out, "signed by: %s\n", *v.SignedBy)
		}
	}
	return nil
}

// verdict turns what was found into an error: changes first, then what could not be asked.
func verdict(path string, v verified, asking error) error {
	const op = "cmd.verify"
	changed := 0
	var missing []error
	for _, source := range v.Sources {
		switch source.Fate {
		case pack.Unchanged:
		case pack.NotChecked:
			missing = append(missing, tracker.Errorf(tracker.Unavailable, op, "[%d] %s %s", source.Ref, source.Permalink, source.Sentence))
		default:
			changed++
		}
	}
	switch {
	case len(v.Problems) > 0:
		return tracker.Errorf(tracker.Invalid, op, "%s is not as it was sealed", path).WithHint("ask who sent it for another copy, and compare the manifest's hash with theirs")
	case changed > 0:
		return tracker.Errorf(tracker.Conflict, op, "%s is as it was sealed, and some of its sources are not as they were: %d", path, changed).WithHint("open their links, and see whether the claims still hold")
	case asking != nil:
		return &tracker.Partial{Missing: append([]error{asking}, missing...)}
	case len(missing) > 0:
		return &tracker.Partial{Missing: missing}
	}
	return nil
}

// online asks GitHub what became of a sealed pack's sources.
func (s *settings) online(ctx context.Context, m pack.Manifest) ([]pack.Standing, error) {
	token, err := s.findToken(ctx)
	if err != nil {
		return nil, err
	}
	hub, err := s.newGitHub(wanted{token: token, people: []string{m.Person}, noWait: true, tries: fewTries})
	if err != nil {
		return nil, err
	}
	return pack.CheckOnline(ctx, m, func(ctx context.Context, ids []string) (map[string]pack.Now, error) {
		seen, err := hub.LookAt(ctx, ids)
		now := make(map[string]pack.Now, len(seen))
		for id, sighting := range seen {
			now[id] = nowOf(sighting)
		}
		return now, err
	})
}

func nowOf(s github.Sighting) pack.Now {
	return pack.Now{Title: s.Title, Text: s.Text, State: s.State, IsHidden: s.IsHidden}
}

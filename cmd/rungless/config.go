package main

import (
	"fmt"

	"rungless/tracker/config"

	"github.com/spf13/cobra"
)

func newConfig(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:     "config",
		Short:   "The configuration",
		Example: examples("rungless config check"),
		Args:    args(0, 0, "a verb: check"),
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(&cobra.Command{
		Use:     "check",
		Short:   "Check the configuration and say what is in force",
		Example: examples("rungless config check", "rungless --config other.yaml config check --json"),
		Args:    args(0, 0, "no arguments"),
		RunE:    func(*cobra.Command, []string) error { return s.configCheck() },
	})
	return group
}

// configCheck runs only when the configuration is right: reading it is what
// every verb begins with.
func (s *settings) configCheck() error {
	file := config.Path(s.configPath, s.environ)
	unknown := config.UnknownVariables(s.environ)
	if s.json {
		return s.printJSON(map[string]any{"file": orNull(file), "unknown_variables": append([]string{}, unknown...),
			"github_url": s.config.GitHub.URL, "people": append([]string{}, s.config.GitHub.People...),
			"repositories": append([]string{}, s.config.GitHub.Repositories...), "addr": s.config.Server.Addr})
	}
	if file == "" {
		fmt.Fprintln(s.out, "ok: there is no config.yaml, so the defaults are in force")
	} else {
		fmt.Fprintf(s.out, "ok: %s\n", file)
	}
	fmt.Fprintf(s.out, "github.url: %s, %d people, %d repositories\n", s.config.GitHub.URL, len(s.config.GitHub.People), len(s.config.GitHub.Repositories))
	for _, name := range unknown {
		fmt.Fprintf(s.err, "warn: the environment variable %s is no key of the configuration; docs/config.md lists them\n", name)
	}
	return nil
}

// orNull is text, or null in JSON where there is none.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

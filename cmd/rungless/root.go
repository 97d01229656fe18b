package main

import (
	"fmt"
	"strings"

	"rungless/tracker"

	"github.com/spf13/cobra"
)

// version is set by the linker.
var version = "dev"

const rootExamples = `rungless sync                                  your own history, once
  rungless serve                                 the web app, and a sync every hour
  rungless demo                                  the same with a made-up organisation
  rungless profile octo-pm                       scope and depth, with the evidence
  rungless facts --person octo-pm --format csv   what is stored, for a spreadsheet
  rungless import archive 2024-03-01-*.json.gz   facts from recordings
  rungless import clone ~/src/project            commits from a clone
  rungless doctor                                what is wrong, if something is`

// helpTemplate puts examples first: they are what a reader looks for.
const helpTemplate = `{{with or .Long .Short}}{{. | trimTrailingWhitespaces}}

{{end}}{{if .HasExample}}Examples:
  {{.Example}}

{{end}}Usage:
  {{if not .Runnable}}{{.CommandPath}} VERB [flags]{{else}}{{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}

Verbs:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Flags of every verb:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`

// newRoot builds the verbs.
func newRoot(s *settings) *cobra.Command {
	root := &cobra.Command{
		Use:               "rungless",
		Short:             "Growth without a ladder: what a person did in the open on GitHub, with its evidence.",
		Example:           rootExamples,
		SilenceErrors:     true,
		SilenceUsage:      true,
		PersistentPreRunE: s.begin,
		Args:              noSuchVerb,
		RunE:              func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&s.configPath, "config", "", "configuration `FILE` (default: config.yaml here, or in your configuration folder)")
	flags.BoolVar(&s.json, "json", false, "print data as JSON")
	root.SuggestionsMinimumDistance = 2
	root.SetHelpTemplate(helpTemplate)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.flags", "%v", err).WithHint("see: %s --help", c.CommandPath()))
	})
	root.AddCommand(newSync(s), newImport(s), newFacts(s), newProfile(s), newMoves(s), newDomains(s), newBacktest(s), newServe(s), newWork(s), newRun(s), newDemo(s), newPeople(s), newExport(s), newForget(s), newBackup(s), newRestore(s), newResearch(s), newInitiatives(s), newOutcomes(s), newNotes(s), newPack(s), newStatement(s), newMCP(s), newLogin(s), newLogout(s), newWhoAmI(s), newDoctor(s), newConfig(s), newMan(), newVersion(s))
	root.InitDefaultCompletionCmd()
	for _, verb := range root.Commands() {
		if verb.Name() == "completion" || verb.Name() == "version" || verb.Name() == "man" {
			verb.PersistentPreRunE = s.beginWithoutConfig
		}
	}
	return root
}

// examples lays out the examples of a verb for helpTemplate.
func examples(lines ...string) string { return strings.Join(lines, "\n  ") }

func noSuchVerb(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "see: rungless --help"
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("did you mean %s?", strings.Join(near, " or "))
	}
	return tracker.Errorf(tracker.Invalid, "cmd.root", "there is no verb %q", args[0]).WithHint("%s", hint)
}

// args is a check of how many arguments a verb takes, in words.
func args(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, given []string) error {
		if len(given) >= least && (most < 0 || len(given) <= most) {
			return nil
		}
		return tracker.Errorf(tracker.Invalid, "cmd.args", "%s takes %s", c.CommandPath(), what).
			WithHint("see: %s --help", c.CommandPath())
	}
}

package main

import (
	"context"
	"time"

	"rungless/tracker"
	"rungless/tracker/archive"
	"rungless/tracker/config"
	"rungless/tracker/ingest"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

func newImport(s *settings) *cobra.Command {
	group := &cobra.Command{
		Use:     "import",
		Short:   "Read facts from recordings and clones",
		Example: examples("rungless import archive 2024-03-01-*.json.gz", "rungless import clone ~/src/project"),
		Args:    args(0, 0, "a verb: archive or clone"),
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	group.AddCommand(newImportArchive(s), newImportClone(s))
	return group
}

func newImportArchive(s *settings) *cobra.Command {
	var include string
	var keepPayloads bool
	c := &cobra.Command{
		Use:   "archive FILE..",
		Short: "Read GH Archive hours: files, folders, or - for standard input",
		Long: `Read GH Archive hours (https://www.gharchive.org): files, whole folders, or - for standard input, compressed or not.
A file that was read before is not read again. Without --include it keeps the acts of the followed people and in the
followed repositories, and everything as long as nobody and nothing is followed.`,
		Example: examples(
			"rungless import archive 2024-03-01-*.json.gz",
			"rungless import archive --include everything hours/",
			"curl -s https://data.gharchive.org/2024-03-01-15.json.gz | rungless import archive -"),
		Args: args(1, -1, "at least one file or folder, or -"),
		RunE: func(c *cobra.Command, files []string) error {
			return s.importArchive(c.Context(), files, include, keepPayloads || s.config.Archive.KeepPayloads)
		},
	}
	c.Flags().StringVar(&include, "include", "", "keep acts of `WHAT`: people, repositories or everything")
	c.Flags().BoolVar(&keepPayloads, "keep-payloads", false, "keep the text of each event, not only its hash")
	return c
}

func (s *settings) importArchive(ctx context.Context, files []string, include string, keepPayloads bool) error {
	if include == "" {
		include = s.config.Archive.Include
	}
	st, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	kept, err := s.included(ctx, st, include)
	if err != nil {
		return err
	}
	return s.importFrom(ctx, st, s.newArchive(files, kept, keepPayloads))
}

// included turns the words for what to keep into whom and what is followed:
// the configuration's people and those in the store, with the ids they keep
// when they are renamed.
func (s *settings) included(ctx context.Context, st *store.Store, include string) (archive.Include, error) {
	kept := archive.Include{Everything: include == config.IncludeEverything}
	if include == config.IncludePeople || include == "" {
		for _, login := range s.config.GitHub.People {
			kept.People = append(kept.People, tracker.Account{Login: login})
		}
		tracked, err := st.People(ctx)
		if err != nil {
			return kept, err
		}
		for _, row := range tracked {
			kept.People = append(kept.People, row.Person.Accounts...)
		}
	}
	if include == config.IncludeRepositories || include == "" {
		kept.Repositories = s.config.GitHub.Repositories
	}
	if len(kept.People)+len(kept.Repositories) > 0 || kept.Everything {
		return kept, nil
	}
	switch include {
	case "":
		kept.Everything = true
	case config.IncludePeople, config.IncludeRepositories:
		return kept, usage(tracker.Errorf(tracker.Invalid, "cmd.included", "no %s are followed, so nothing would be kept", include).
			WithHint("name some under github.%s in config.yaml, or pass --include everything", include))
	default:
		return kept, usage(tracker.Errorf(tracker.Invalid, "cmd.included", "--include is %q, which is not known", include).
			WithHint("write people, repositories or everything"))
	}
	return kept, nil
}

func newImportClone(s *settings) *cobra.Command {
	var repository, until string
	c := &cobra.Command{
		Use:   "clone DIR..",
		Short: "Read the commits and citation files of local clones, bare ones and mirrors too",
		Example: examples(
			"rungless import clone ~/src/project",
			"rungless import clone --repo octo-org/octo-repo mirror.git",
			"rungless import clone --until 2025-06-30 ~/src/project    history as it was then"),
		Args: args(1, -1, "at least one folder"),
		RunE: func(c *cobra.Command, dirs []string) error {
			last, err := parseDate("--until", until)
			if err != nil {
				return err
			}
			if repository != "" {
				if err := config.CheckRepository("--repo", repository); err != nil {
					return usage(err)
				}
			}
			return s.importClone(c.Context(), dirs, repository, last)
		},
	}
	c.Flags().StringVar(&repository, "repo", "", "the repository that the clone is of, `OWNER/NAME` (default: from its remotes)")
	c.Flags().StringVar(&until, "until", "", "stop before this `DATE`")
	return c
}

func (s *settings) importClone(ctx context.Context, dirs []string, repository string, until time.Time) error {
	st, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := s.importFrom(ctx, st, s.newClone(dirs, repository, until)); err != nil {
		return err
	}
	return s.readResearch(ctx, st, s.newCloneResearch(dirs, repository, until))
}

// importFrom runs a source with its progress and says what it came to.
func (s *settings) importFrom(ctx context.Context, st *store.Store, source ingest.Source) error {
	shown := newProgress(s.err)
	report, err := s.ingest(ctx, st, source, shown.observe)
	shown.end()
	if printErr := s.printReport(source.Name(), report, err); printErr != nil {
		return printErr
	}
	return err
}

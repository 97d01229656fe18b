package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/ingest"
	"rungless/tracker/research"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

func newSync(s *settings) *cobra.Command {
	var w wanted
	c := &cobra.Command{
		Use:   "sync",
		Short: "Bring the store up to date with GitHub, once",
		Long: `Bring the store up to date with GitHub, once. Without --person and --repo it syncs what the configuration
names, and without that the token's owner. Stop it anywhere: the next run goes on from there.`,
		Example: examples(
			"rungless sync                                 the configured people, or you",
			"rungless sync --person octo-pm --person octo-dev",
			"rungless sync --repo octo-org/octo-repo       everybody's acts in one repository",
			"rungless sync --no-wait --json                for a script: exit code 5 instead of waiting",
			"pass show github | rungless sync --token-file -"),
		Args: args(0, 0, "no arguments; name people with --person and repositories with --repo"),
		RunE: func(c *cobra.Command, _ []string) error { return s.sync(c.Context(), w) },
	}
	c.Flags().StringArrayVar(&w.people, "person", nil, "sync this `LOGIN` (may be given again)")
	c.Flags().StringArrayVar(&w.repositories, "repo", nil, "sync this repository, `OWNER/NAME` (may be given again)")
	c.Flags().BoolVar(&w.full, "full", false, "read everything again, not only what changed")
	c.Flags().BoolVar(&w.noWait, "no-wait", false, "stop with exit code 5 where GitHub's limits ask to wait")
	tokenFlag(c, s)
	return c
}

func tokenFlag(c *cobra.Command, s *settings) {
	c.Flags().StringVar(&s.tokenFile, "token-file", "", "read the token from `FILE`, - for standard input")
}

func (s *settings) sync(ctx context.Context, w wanted) error {
	for _, login := range w.people {
		if err := config.CheckLogin("--person", login); err != nil {
			return usage(err)
		}
	}
	for _, name := range w.repositories {
		if err := config.CheckRepository("--repo", name); err != nil {
			return usage(err)
		}
	}
	var err error
	if w.token, err = s.needToken(ctx); err != nil {
		return err
	}
	st, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	return s.syncAndTell(ctx, st, w)
}

// syncAndTell syncs with its progress and says what it came to.
func (s *settings) syncAndTell(ctx context.Context, st *store.Store, w wanted) error {
	shown := newProgress(s.err)
	report, err := s.syncOnce(ctx, st, w, shown.observe)
	shown.end()
	var also error
	if _, partly := errors.AsType[*tracker.Partial](err); err == nil || partly {
		also = cmp.Or(s.syncResearch(ctx, st, w), s.measureTracked(ctx, st))
	}
	// GitHub's report comes last: it is what a script that reads one line wants.
	if printErr := s.printReport(tracker.GitHubSource, report, err); printErr != nil {
		return printErr
	}
	return alsoPartly(err, also)
}

// syncResearch reads the citation files of the synced repositories, and of those
// where somebody who is followed has merged work.
func (s *settings) syncResearch(ctx context.Context, st *store.Store, w wanted) error {
	w.noWait = w.noWait || s.config.Sync.NoWait
	names, err := s.researchNames(ctx, st, w)
	if err != nil || len(names) == 0 {
		return err
	}
	source, err := s.newGitHubResearch(w, names)
	if err != nil {
		return err
	}
	return s.readResearch(ctx, st, source)
}

// researchNames are the repositories whose citation files are read.
func (s *settings) researchNames(ctx context.Context, st *store.Store, w wanted) ([]string, error) {
	names := slices.Clone(w.repositories)
	if len(w.people)+len(w.repositories) == 0 {
		_, chosen, err := s.followed()
		if err != nil {
			return nil, err
		}
		names = slices.Clone(chosen)
	}
	worked, err := st.MergedRepositories(ctx, s.host())
	if err != nil {
		return nil, err
	}
	for _, repository := range worked {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, repository.FullName()) }) {
			names = append(names, repository.FullName())
		}
	}
	return names, nil
}

// readResearch runs a source of citation files, and asks whose the names in them
// may be.
func (s *settings) readResearch(ctx context.Context, st *store.Store, source *research.Source) error {
	err := s.importFrom(ctx, st, source)
	if _, partly := errors.AsType[*tracker.Partial](err); err != nil && !partly {
		return err
	}
	return cmp.Or(ingest.ProposeNames(ctx, st), err)
}

// alsoPartly is what two runs, one after the other, did not bring.
func alsoPartly(first, second error) error {
	one, isOne := errors.AsType[*tracker.Partial](first)
	two, isTwo := errors.AsType[*tracker.Partial](second)
	if isOne && isTwo {
		return &tracker.Partial{Missing: slices.Concat(one.Missing, two.Missing)}
	}
	return cmp.Or(second, first)
}

// syncOnce runs the GitHub source over what is wanted, what is configured, or
// else the token's owner.
func (s *settings) syncOnce(ctx context.Context, st *store.Store, w wanted, observe func(store.Run)) (ingest.Report, error) {
	w.noWait = w.noWait || s.config.Sync.NoWait
	if len(w.people)+len(w.repositories) == 0 {
		var err error
		if w.people, w.repositories, err = s.followed(); err != nil {
			return ingest.Report{}, err
		}
	}
	if len(w.people)+len(w.repositories) == 0 {
		owner, err := s.owner(ctx, w.token)
		if err != nil {
			return ingest.Report{}, err
		}
		w.people = []string{owner}
	}
	w, err := s.notErased(ctx, st, w)
	if err != nil {
		return ingest.Report{}, err
	}
	source, err := s.newGitHub(w)
	if err != nil {
		return ingest.Report{}, err
	}
	return s.ingest(ctx, st, &describing{Source: source, logger: s.logger, store: st, people: s.config.People}, observe)
}

// followed is whom and what a sync follows where nothing else is asked for: what is
// configured, or else what was chosen in the browser.
func (s *settings) followed() (people, repositories []string, err error) {
	people, repositories = s.config.GitHub.People, s.config.GitHub.Repositories
	if len(people)+len(repositories) > 0 {
		return people, repositories, nil
	}
	chosen, err := config.LoadChoice(s.environ)
	return chosen.People, chosen.Repositories, usage(err)
}

// owner is the login of the token's owner.
func (s *settings) owner(ctx context.Context, t token) (string, error) {
	source, err := s.newGitHub(wanted{token: t, noWait: true})
	if err != nil {
		return "", err
	}
	viewer, err := source.Viewer(ctx)
	return viewer.Account.Login, err
}

package main

import (
	"cmp"
	"context"
	"errors"
	"time"

	"rungless/tracker"
	"rungless/tracker/ingest"
	"rungless/tracker/store"

	"github.com/spf13/cobra"
)

func newWork(s *settings) *cobra.Command {
	var once, noWait bool
	c := &cobra.Command{
		Use:   "work",
		Short: "Run a worker: sync what is due, again and again",
		Long: `Run a worker over the configured store: it syncs who and what is followed, each every server.sync_every. Any number
of workers may share one PostgreSQL; what one does no other does at the same time, and what a killed one left another goes on with.
The web app is a worker too. Stop it with Ctrl-C.`,
		Example: examples(
			"rungless work                         until it is stopped",
			"rungless work --once                  what is due now, and no more"),
		Args: args(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return s.work(c.Context(), once, noWait) },
	}
	c.Flags().BoolVar(&once, "once", false, "end when nothing is due any more")
	c.Flags().BoolVar(&noWait, "no-wait", false, "stop with exit code 5 where every token is used up")
	tokenFlag(c, s)
	return c
}

func (s *settings) work(ctx context.Context, once, noWait bool) error {
	t, err := s.findToken(ctx)
	if err != nil {
		return err
	}
	st, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	s.config.Sync.NoWait = s.config.Sync.NoWait || noWait
	if err := s.plan(ctx, st, t); err != nil {
		return err
	}
	shown := newProgress(s.err)
	w, err := s.newWorker(st, t, shown.observe)
	if err != nil {
		return err
	}
	if once {
		return s.workAndTell(ctx, st, w, shown)
	}
	w.Forever(ctx, func(ctx context.Context) { explain(s.err, s.logger, s.workAndTell(ctx, st, w, shown)) })
	return nil
}

// plan lays what is followed into the queue. Without anybody it is the token's owner.
func (s *settings) plan(ctx context.Context, st *store.Store, t token) error {
	people, repositories, err := s.followed()
	if err != nil {
		return err
	}
	w := wanted{token: t, people: people, repositories: repositories}
	if len(people)+len(repositories) == 0 {
		owner, err := s.owner(ctx, t)
		if err != nil {
			return err
		}
		w.people = []string{owner}
	}
	if w, err = s.notErased(ctx, st, w); err != nil {
		return err
	}
	return st.Plan(ctx, ingest.Followed(w.people, w.repositories, time.Duration(s.config.Server.SyncEvery)), time.Now())
}

// workAndTell works off what is due and says what it came to.
func (s *settings) workAndTell(ctx context.Context, st *store.Store, w *ingest.Worker, shown *progress) error {
	report, err := w.Work(ctx)
	shown.end()
	var also error
	if _, partly := errors.AsType[*tracker.Partial](err); err == nil || partly {
		also = s.measureTracked(ctx, st)
	}
	return cmp.Or(s.printReport(tracker.GitHubSource, report, err), alsoPartly(err, also))
}

package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/web"

	"github.com/spf13/cobra"
)

// serveFlags are the flags that serve and run share.
type serveFlags struct {
	addr      string
	syncEvery string // "" leaves what is configured
	dev       bool
}

func (f *serveFlags) bind(c *cobra.Command) {
	c.Flags().StringVar(&f.addr, "addr", "", "listen on `HOST:PORT`, on this machine only (default 127.0.0.1:8080)")
	c.Flags().StringVar(&f.syncEvery, "sync-every", "", "`PAUSE` between two syncs, such as 15m; 0 to sync only when asked (default 1h)")
	c.Flags().BoolVar(&f.dev, "dev", false, "read templates and static files from ./web at each request")
	_ = c.Flags().MarkHidden("dev") // it is there: the line above made it
}

// over lays the flags over the configuration.
func (f serveFlags) over(c *config.Config) error {
	if f.addr != "" {
		c.Server.Addr = f.addr
	}
	if f.syncEvery == "" {
		return nil
	}
	pause, err := time.ParseDuration(f.syncEvery)
	if err != nil || pause != 0 && pause < time.Minute {
		return usage(tracker.Errorf(tracker.Invalid, "cmd.serve", "--sync-every is %q, which is no pause or too short", f.syncEvery).
			WithHint("write 1m or more, such as 15m or 6h, or 0 to sync only when asked"))
	}
	c.Server.SyncEvery = config.Duration(pause)
	return nil
}

func newServe(s *settings) *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Run the web app, and a sync every hour",
		Long:  `Run the web app on this machine, and a sync every hour when there is a token. Stop it with Ctrl-C.`,
		Example: examples(
			"rungless serve",
			"rungless serve --addr 127.0.0.1:0               on any free port",
			"rungless serve --sync-every 15m"),
		Args: args(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.over(&s.config); err != nil {
				return err
			}
			t, err := s.findToken(c.Context())
			if err != nil {
				return err
			}
			return s.serve(c.Context(), t, f.dev)
		},
	}
	f.bind(c)
	tokenFlag(c, s)
	return c
}

// memoryGoal is what the web app's own data may grow to, in bytes, before garbage is collected more often. With the
// caches of a SQLite store and the program itself that is under 256 MB (docs/scale.md); GOMEMLIMIT sets another.
const memoryGoal = 112 << 20

// serve runs the web app over the configured store, and syncs beside it when
// there is a token, at once and then again and again.
func (s *settings) serve(ctx context.Context, t token, dev bool) error {
	if s.variable("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryGoal)
	}
	team, err := s.team()
	if err != nil {
		return err
	}
	listener, err := listen(ctx, s.config.Server.Addr, team)
	if err != nil {
		return err
	}
	st, err := s.openStore(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer st.Close()
	c := &connection{settings: s, store: st}
	c.token.Store(&t)
	c.me.set(s.firstPerson(ctx, st))
	c.syncs = newSyncs(ingest.LookEvery, c.sync)
	secret, err := s.hookSecret()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	o := web.Options{Store: st, Dev: dev, Team: team, Me: c.me.get, SyncNow: c.now, HookSecret: secret, Setup: c.setup(), PackKey: s.keyPath()}
	if t.value == "" {
		fmt.Fprintf(s.err, "rungless: no token for %s was found, so nothing is synced; the first page says how to give one\n", s.host())
	}
	if team == nil {
		open, stop := s.sampleBeside(ctx)
		o.OpenSample = open
		defer stop()
	}
	return s.serveSite(ctx, &site{listener: listener, syncs: c.syncs}, o)
}

// hookSecret is the secret of GitHub's webhooks; nil where none is configured.
func (s *settings) hookSecret() ([]byte, error) {
	path := s.config.Server.WebhookSecretFile
	if path == "" {
		return nil, nil
	}
	secret, err := secretFrom("server.webhook_secret_file", path)
	return []byte(secret), err
}

// firstPerson guesses whose laptop this is until the token's owner is known: the
// first configured person, or the only one in the store.
func (s *settings) firstPerson(ctx context.Context, st *store.Store) string {
	if len(s.config.GitHub.People) > 0 {
		return s.config.GitHub.People[0]
	}
	people, err := st.People(ctx)
	if err != nil || len(people) != 1 {
		return ""
	}
	return people[0].Person.Login
}

// login is a login that becomes known while pages are served.
type login struct{ value atomic.Value }

func (l *login) set(text string) { l.value.Store(text) }

func (l *login) get() string {
	text, _ := l.value.Load().(string)
	return text
}

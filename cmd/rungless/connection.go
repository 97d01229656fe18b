package main

import (
	"context"
	"sync/atomic"
	"time"

	"rungless/tracker/config"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/web"
)

// connection is what the web app syncs with: a token, which may be found while pages are
// served, and whom to follow, which may be chosen then.
type connection struct {
	*settings
	store *store.Store
	token atomic.Pointer[token]
	me    login
	syncs *syncs

	worker  *ingest.Worker // nil until there is a token
	with    string         // the token that it has
	planned time.Time      // when what is followed was laid into the queue last
}

// planEvery is how soon a changed choice of whom to follow is noticed.
const planEvery = time.Minute

// setup is what the first run shows of it, and can change.
func (c *connection) setup() web.Setup {
	return web.Setup{TokenFrom: func() string { return c.token.Load().from }, FindToken: c.find, Followed: c.followed, Follow: c.follow}
}

// find looks for a token again, and syncs with it.
func (c *connection) find(ctx context.Context) error {
	found, err := c.findToken(ctx)
	if err != nil || found.value == "" {
		return err
	}
	c.token.Store(&found)
	_ = c.syncs.now() // a sync that runs already has another token
	return nil
}

// followed says whom the next sync follows. A choice is read anew: it may have been changed.
func (c *connection) followed() (web.Followed, error) {
	people, repositories, err := c.settings.followed()
	return web.Followed{People: people, Repositories: repositories, Kept: config.ChoicePath(c.environ),
		Configured: len(c.config.GitHub.People)+len(c.config.GitHub.Repositories) > 0}, err
}

func (c *connection) follow(people, repositories []string) error {
	return config.SaveChoice(c.environ, config.Choice{People: people, Repositories: repositories})
}

// sync is one sync beside the web app: what goes wrong is told, and the pages stay. Without
// a token nothing is synced.
func (c *connection) sync(ctx context.Context) {
	t := *c.token.Load()
	if t.value == "" {
		return
	}
	if c.me.get() == "" {
		owner, err := c.owner(ctx, t)
		if err != nil {
			explain(c.err, c.logger, err)
			return
		}
		c.me.set(owner)
	}
	explain(c.err, c.logger, c.workBeside(ctx, t))
}

// workBeside lays what is followed into the queue, now and then, and works off what is
// due. Other workers may share it.
func (c *connection) workBeside(ctx context.Context, t token) error {
	if time.Since(c.planned) > planEvery {
		if err := c.plan(ctx, c.store, t); err != nil {
			return err
		}
		c.planned = time.Now()
	}
	shown := newProgress(c.err)
	if c.worker == nil || c.with != t.value {
		made, err := c.newWorker(c.store, t, shown.observe)
		if err != nil {
			return err
		}
		c.worker, c.with = made, t.value
	}
	due, err := c.worker.Beat(ctx)
	if err != nil || !due {
		return err
	}
	return c.workAndTell(ctx, c.store, c.worker, shown)
}

// now makes everything due that is followed, and syncs.
func (c *connection) now() error {
	if err := c.store.AskAll(context.Background(), time.Now()); err != nil {
		return err
	}
	return c.syncs.now()
}

package main

import (
	"context"
	"sync/atomic"

	"rungless/tracker/config"
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
}

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
	explain(c.err, c.logger, c.syncAndTell(ctx, c.store, wanted{token: t}))
}

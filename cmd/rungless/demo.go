package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
	"rungless/web"

	"github.com/spf13/cobra"
)

const (
	sampleSeed = 1
	// sampleAddr is where the simulated GitHub is looked for first, so that the
	// links of two demos are the same.
	sampleAddr = "127.0.0.1:8417"
)

func newDemo(s *settings) *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "demo",
		Short: "Show a made-up organisation: synced for real from a simulated GitHub",
		Long: `Show a made-up organisation on a simulated GitHub on this machine. It is synced by the same code as GitHub itself, into
a store of its own in your cache folder, which is made anew each time. Nothing of yours is read or changed.`,
		Example: examples("rungless demo", "rungless demo --addr 127.0.0.1:0"),
		Args:    args(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := f.over(&s.config); err != nil {
				return err
			}
			return s.demo(c.Context(), f.dev)
		},
	}
	f.bind(c)
	return c
}

// demo serves at once and fills the pages while it syncs.
func (s *settings) demo(ctx context.Context, dev bool) error {
	listener, err := listen(ctx, s.config.Server.Addr, nil)
	if err != nil {
		return err
	}
	sample, err := s.newSample(ctx, "sample.db")
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer sample.close()
	o := sample.options()
	o.Dev = dev
	fmt.Fprintln(s.err, "rungless: showing the sample organisation, made-up people on a simulated GitHub")
	return sample.serveSite(ctx, &site{listener: listener, syncs: sample.syncs}, o)
}

// sampleBeside offers the sample beside a person's own site. What open returns serves until
// stop, and is filled meanwhile.
func (s *settings) sampleBeside(ctx context.Context) (open func() (*web.Server, error), stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	open = func() (*web.Server, error) {
		quiet := *s
		quiet.err = io.Discard // its progress is none of the person's own sync
		sample, err := quiet.newSample(ctx, fmt.Sprintf("sample-%d.db", os.Getpid()))
		if err != nil {
			return nil, err
		}
		beside.Go(func() {
			defer sample.remove()
			sample.syncs.run(ctx, ctx)
		})
		o := sample.options()
		o.SampleBeside = true
		return sample.newWeb(o)
	}
	return open, func() { cancel(); beside.Wait() }
}

// newSample makes the sample with nothing of the person's own, over a fresh store.
func (s *settings) newSample(ctx context.Context, file string) (*sample, error) {
	own := *s
	own.config = config.Config{Server: s.config.Server, Log: s.config.Log}
	path := filepath.Join(config.CacheFolder(s.environ), file)
	st, err := own.openSample(ctx, path)
	if err != nil {
		return nil, err
	}
	d := &sample{settings: &own, store: st, path: path}
	d.syncs = newSyncs(time.Duration(s.config.Server.SyncEvery), d.sync)
	return d, nil
}

func (d *sample) options() web.Options {
	return web.Options{Store: d.store, Sample: true, Me: d.me.get, SyncNow: d.syncs.now,
		Setup: web.Setup{TokenFrom: func() string { return "the sample organisation" }}}
}

// openSample opens a fresh store for the sample.
func (s *settings) openSample(ctx context.Context, path string) (*store.Store, error) {
	folder := filepath.Dir(path)
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		err = removeStore(path)
	}
	if err != nil {
		return nil, tracker.Errorf(tracker.Unavailable, "cmd.openSample", "the sample's store %s cannot be made: %v", path, err).
			Because(err).WithHint("make %s writable for you", folder)
	}
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, path, store.Options{Logger: s.logger, Attributor: ingest.Attributor(catalogue)})
}

// removeStore removes a store that nobody needs any more.
func removeStore(path string) error {
	for _, old := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// sample is the simulated GitHub behind the demo, made at the first sync, since
// pages should not wait for it.
type sample struct {
	*settings
	store  *store.Store
	path   string // of the store
	syncs  *syncs
	me     login
	wanted wanted
	halt   func()
}

func (d *sample) sync(ctx context.Context) {
	if d.halt == nil {
		if err := d.start(ctx); err != nil {
			explain(d.err, d.logger, err)
			return
		}
	}
	explain(d.err, d.logger, d.syncAndTell(ctx, d.store, d.wanted))
}

// start draws the organisation and serves it.
func (d *sample) start(ctx context.Context) error {
	world := githubsim.Sample(sampleSeed, time.Now())
	server := githubsim.New(d.logger, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	url, halt, err := server.Start(ctx, sampleAddr)
	if err != nil { // the port is taken
		url, halt, err = server.Start(ctx, "127.0.0.1:0")
	}
	if err != nil {
		return err
	}
	d.halt = halt
	d.config.GitHub.URL = url
	d.config.People = withORCID(world)
	d.me.set(world.Viewer.Login)
	d.wanted = wanted{token: token{value: "sample", from: "the sample organisation"}, people: members(world)}
	return nil
}

// close stops the simulated GitHub and closes the store. The next demo removes its file.
func (d *sample) close() {
	if d.halt != nil {
		d.halt()
	}
	_ = d.store.Close() // nothing in it is needed again
}

// remove closes all and leaves no file.
func (d *sample) remove() {
	d.close()
	if err := removeStore(d.path); err != nil {
		d.logger.Warn("the sample's store was not removed", "error", err)
	}
}

// withORCID says of the people of the world what they would write in a
// configuration.
func withORCID(world *githubsim.World) []config.Person {
	var people []config.Person
	for _, user := range world.Users {
		if user.ORCID != "" {
			people = append(people, config.Person{Login: user.Login, ORCID: user.ORCID})
		}
	}
	return people
}

// members lists who works for the organisation, the viewer first: their page is
// the one that a person looks at.
func members(world *githubsim.World) []string {
	logins := []string{world.Viewer.Login}
	for _, user := range world.Users {
		if user.Type == "User" && user != world.Viewer && user.Company == world.Viewer.Company {
			logins = append(logins, user.Login)
		}
	}
	return logins
}

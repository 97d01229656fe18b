package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/archive"
	"rungless/tracker/clone"
	"rungless/tracker/config"
	"rungless/tracker/github"
	"rungless/tracker/growth"
	"rungless/tracker/ingest"
	"rungless/tracker/pack/build"
	"rungless/tracker/profile"
	"rungless/tracker/research"
	"rungless/tracker/statement"
	"rungless/tracker/store"
	"rungless/web"
)

// Everything that is made is made in this file, and workers in wire_work.go.

// openStore opens the store for writing, and makes it where there is none. Where the
// catalogue of domains changed, everything is attributed again first.
func (s *settings) openStore(ctx context.Context) (*store.Store, error) {
	if err := s.makeDataFolder(); err != nil {
		return nil, err
	}
	st, err := s.storeAsItIs(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.attribute(ctx, st); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// makeDataFolder makes the folder of the store, where it is the program's own.
func (s *settings) makeDataFolder() error {
	folder := filepath.Dir(s.config.Store.DSN)
	if folder != config.DataFolder(s.environ) {
		return nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return tracker.Errorf(tracker.Unavailable, "cmd.makeDataFolder", "your data folder %s cannot be made: %v", folder, err).
			Because(err).WithHint("make it, or set store.dsn to a file elsewhere")
	}
	return nil
}

// storeAsItIs opens the store as it is: what a changed catalogue asks for waits.
func (s *settings) storeAsItIs(ctx context.Context) (*store.Store, error) {
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, s.config.Store.DSN, store.Options{Logger: s.logger, Attributor: ingest.Attributor(catalogue)})
}

// readStore opens a store that must be there.
func (s *settings) readStore(ctx context.Context) (*store.Store, error) {
	if err := s.storeIsThere(); err != nil {
		return nil, err
	}
	return s.storeAsItIs(ctx)
}

// storeIsThere reports where no store was made yet.
func (s *settings) storeIsThere() error {
	dsn := s.config.Store.DSN
	if _, err := os.Stat(dsn); !isPostgres(dsn) && errors.Is(err, fs.ErrNotExist) {
		return tracker.Errorf(tracker.NotFound, "cmd.storeIsThere", "there is no store at %s yet", dsn).
			WithHint("`rungless sync` makes it; `rungless demo` shows a sample")
	}
	return nil
}

func isPostgres(dsn string) bool {
	u, err := url.Parse(dsn)
	return err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql")
}

// wanted is what a sync is asked for. Empty lists mean the token's owner.
type wanted struct {
	token        token
	people       []string
	repositories []string
	full, noWait bool
	tries        int // before GitHub's not answering is an error; 0: as a sync does

	only    github.Part         // of a sync; "": all of it
	threads []tracker.ThreadRef // with only those
	through http.RoundTripper   // signs requests where there is no token: a GitHub App's installation
}

// fewTries are enough where somebody waits for the answer: a connection that broke is
// made once more.
const fewTries = 2

func (s *settings) newGitHub(w wanted) (*github.Source, error) {
	return github.New(s.logger, github.Options{BaseURL: s.config.GitHub.URL, Token: w.token.value, People: w.people,
		Repositories: w.repositories, Full: w.full, NoWait: w.noWait, Tries: w.tries, Only: w.only, Threads: w.threads, HTTP: w.through})
}

func (s *settings) newArchive(files []string, include archive.Include, keepPayloads bool) *archive.Source {
	return archive.New(s.logger, archive.Options{Files: files, In: s.in, Include: include, KeepPayloads: keepPayloads, Host: s.host()})
}

// newClone makes the source of local clones. Their remotes say which GitHub they
// are of; a repository given by name is of the configured one.
func (s *settings) newClone(paths []string, repository string, until time.Time) *clone.Source {
	return clone.New(s.logger, s.cloneOptions(paths, repository, until))
}

func (s *settings) cloneOptions(paths []string, repository string, until time.Time) clone.Options {
	o := clone.Options{Paths: paths, Repository: repository, Until: until, Environ: s.environ}
	if repository != "" {
		o.Host = s.host()
	}
	return o
}

// newCloneResearch makes the source of the citation files of local clones.
func (s *settings) newCloneResearch(paths []string, repository string, until time.Time) *research.Source {
	o := research.Options{Now: time.Now}
	for _, path := range paths {
		o.Histories = append(o.Histories, research.Opened{Label: path, History: clone.NewFiles(path, s.cloneOptions(paths, repository, until))})
	}
	return research.New(s.logger, o)
}

// newGitHubResearch makes the source of the citation files of repositories on GitHub.
func (s *settings) newGitHubResearch(w wanted, repositories []string) (*research.Source, error) {
	hub, err := s.newGitHub(w)
	if err != nil {
		return nil, err
	}
	o := research.Options{Now: time.Now, Usage: hub.Usage}
	for _, name := range repositories {
		o.Histories = append(o.Histories, research.Opened{Label: name, History: hub.NewFiles(name)})
	}
	return research.New(s.logger, o), nil
}

// ingest runs one source into the store.
func (s *settings) ingest(ctx context.Context, st *store.Store, source ingest.Source, observe func(store.Run)) (ingest.Report, error) {
	return ingest.Run(ctx, ingest.Options{Logger: s.logger, Store: st, Source: withBots(source, s.config.Bots), Now: time.Now, Observer: observe})
}

// newWeb makes the site of a store.
func (s *settings) newWeb(o web.Options) (*web.Server, error) {
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return nil, err
	}
	o.Profiles = profile.New(o.Store, catalogue, s.config.GrowthRules())
	o.Version, o.AllowedHosts = version, s.hosts()
	o.Setup.Host, o.Setup.ConfigPath = s.host(), config.Path(s.configPath, s.environ)
	o.OwnDomains = len(s.config.Domains) > 0
	for _, p := range s.config.People {
		o.Configured = append(o.Configured, web.Configured{Person: tracker.Person{Login: p.Login, Name: p.Name, TimeZone: p.TimeZone, ORCID: p.ORCID}, Emails: p.Emails})
	}
	return web.New(s.logger, o)
}

// newPacker makes what makes packs from a store.
func (s *settings) newPacker(st *store.Store) (packer, error) {
	catalogue, err := s.config.Catalogue()
	if err != nil {
		return packer{}, err
	}
	rules, err := statement.Load()
	if err != nil {
		return packer{}, err
	}
	maker := &build.Maker{Store: st, Rules: rules, Host: s.host(), Program: version, Domains: map[string]string{}}
	for _, d := range catalogue.Domains() {
		maker.Domains[d.Slug] = d.Name
	}
	profiles := profile.New(st, catalogue, s.config.GrowthRules())
	measure := func(ctx context.Context, of build.Person, window growth.Window, now time.Time) (growth.Profile, error) {
		return profiles.Of(ctx, profile.Subject(of), profile.Request{Window: window, Now: now})
	}
	return packer{s, st, build.Desk{Maker: maker, Measure: measure}}, nil
}

// listen opens the web app's port: on this machine only, unless people sign in.
func listen(ctx context.Context, addr string, team *web.Team) (net.Listener, error) {
	if err := config.CheckAddr("the address to listen on", addr); err != nil {
		return nil, usage(err)
	}
	host, port, _ := net.SplitHostPort(addr) // checked above
	switch {
	case tracker.IsLoopback(host):
	case team != nil && !strings.HasPrefix(team.PublicURL, "https://"):
		return nil, usage(tracker.Errorf(tracker.Invalid, "cmd.listen", "%s can be reached from other machines, and server.public_url is not https", addr).
			WithHint("put a proxy with a certificate in front and set server.public_url to its https address"))
	case team == nil:
		return nil, usage(tracker.Errorf(tracker.Invalid, "cmd.listen", "%s can be reached from other machines, and sign-in is not configured", addr).
			WithHint("listen on this machine only, for example on 127.0.0.1:%s", port))
	}
	return listenAt(ctx, addr)
}

func listenAt(ctx context.Context, addr string) (net.Listener, error) {
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, tracker.Errorf(tracker.Conflict, "cmd.listen "+addr, "%s cannot be listened on: %v", addr, cause(err)).Because(err).
			WithHint("another program may use the port, perhaps rungless itself; pass --addr 127.0.0.1:0 to take any free one")
	}
	return listener, nil
}

// cause is the innermost reason of a network error.
func cause(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		err = call.Err
	}
	return err
}

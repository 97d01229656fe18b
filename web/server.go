// Package web draws pages from what is stored. It reads the store and nothing
// else: no page waits for GitHub.
//
// Start with routes.go: every address is there. A page that reads has a load
// function in a file of its own; it asks the store, fills one typed struct and
// returns it. The same struct becomes HTML (render.go, templates/), JSON and,
// where it is a table, CSV. Charts are drawn on the server by the package chart.
package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
	"golang.org/x/sync/singleflight"

	"rungless/tracker"
	"rungless/tracker/pack/build"
	"rungless/tracker/profile"
	"rungless/tracker/statement"
	"rungless/tracker/store"
)

// Options is what the pages need besides a logger.
type Options struct {
	Store    *store.Store
	Profiles *profile.Maker   // of the same store
	Now      func() time.Time // nil: the machine's clock
	Version  string           // of the program, shown at the foot of each page

	// Me returns the login of whose laptop this is, "" as long as it is not known.
	// It may change while the program runs: the first sync finds it out.
	Me func() string
	// SyncNow starts a sync and returns at once. nil: pages offer no button.
	SyncNow func() error
	// HookSecret is the secret of GitHub's webhooks. Empty: none is taken.
	HookSecret []byte
	// Served hears of each answered request. nil: nobody counts.
	Served func(Served)
	// Setup is what the first run shows of how the program is set up, and can change.
	Setup Setup
	// OpenSample opens the sample organisation beside this site, as a site of its own. It
	// is asked once. nil: nothing offers it.
	OpenSample func() (*Server, error)

	// PackKey is the file of the key that signs sealed packs. "", or none there: they are not signed.
	PackKey string

	// Team makes people sign in and choose who sees them. nil: whoever is at this
	// machine sees everything, and nobody else may come.
	Team *Team

	// Configured is what config.yaml says of people; it wins over what they say here.
	Configured []Configured
	OwnDomains bool // config.yaml has a catalogue of its own

	Sample       bool     // the sample organisation is shown: every page says so
	SampleBeside bool     // and it was opened beside a person's own site, to which its pages lead back
	AllowedHosts []string // names besides the loopback ones under which a browser may ask
	// OpenStory opens an empty store for a story of the storybook. nil: there is no storybook.
	OpenStory func(ctx context.Context, slug string) (*store.Store, error)
	story     string // slug of the story that is told; "" outside the storybook

	Dev bool // read templates/ and static/ from ./web at each request
}

// Configured is what config.yaml says of one person.
type Configured struct {
	tracker.Person // Login, and what of Name, TimeZone and ORCID is said
	Emails         []string
}

// Setup is how far the program is set up, in words for the first run. What is nil cannot
// be done from a page.
type Setup struct {
	Host       string // GitHub's: "github.com"; "" means that
	ConfigPath string // of the config.yaml that was read; "" for none

	// TokenFrom says where a token was found: "GH_TOKEN", "gh auth token"; "" as long as
	// none was. nil means that.
	TokenFrom func() string
	// FindToken looks for a token again, and starts a sync where it finds one.
	FindToken func(ctx context.Context) error
	// Followed says whom and what the next sync follows.
	Followed func() (Followed, error)
	// Follow keeps a choice of people and repositories for the next sync.
	Follow func(people, repositories []string) error
}

// Followed is whom and what a sync follows. Without anybody it is the token's owner.
type Followed struct {
	People, Repositories []string
	Configured           bool   // config.yaml or the environment says so, and wins over a choice
	Kept                 string // the file that keeps a choice
}

// Server answers the browser. It keeps nothing between requests but parsed
// templates, a key, and when a sync was last asked for.
type Server struct {
	logger     *slog.Logger
	options    Options
	store      *store.Store
	profiles   *profile.Maker
	measures   measures
	statements *statement.Rules
	desk       build.Desk
	assets     *assets
	templates  *templates
	hosts      map[string]bool
	readable   readable                  // of private repositories, in a team
	limits     limits                    // of sign-in, in a team
	refreshes  singleflight.Group        // of GitHub's tokens, by session
	asking     atomic.Pointer[time.Time] // the last press of "Sync now"
	leaving    atomic.Bool               // see [Server.Leave]
	sample     openedSample
}

// New parses every template, so that a broken one stops the program at its start.
func New(logger *slog.Logger, o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Me == nil {
		o.Me = func() string { return "" }
	}
	if o.Setup.Host == "" {
		o.Setup.Host = "github.com"
	}
	if o.Setup.TokenFrom == nil {
		o.Setup.TokenFrom = func() string { return "" }
	}
	if o.Setup.Followed == nil {
		o.Setup.Followed = func() (Followed, error) { return Followed{}, nil }
	}
	var files fs.FS = embedded
	if o.Dev {
		files = onDisk()
	}
	assets, err := loadAssets(files)
	if err != nil {
		return nil, err
	}
	templates, err := newTemplates(files, o.Dev, assets.path)
	if err != nil {
		return nil, err
	}
	measures, err := readMeasures()
	if err != nil {
		return nil, err
	}
	statements, err := statement.Load()
	if err != nil {
		return nil, err
	}
	return &Server{logger: logger, options: o, store: o.Store, profiles: o.Profiles, measures: measures, statements: statements, desk: newDesk(o, build.Maker{Rules: statements}),
		assets: assets, templates: templates, hosts: hostSet(o.AllowedHosts)}, nil
}

// Handler returns the whole site. Answers are compressed where the browser can
// take it and it pays.
func (s *Server) Handler() http.Handler {
	var site http.Handler = s.routes()
	if s.options.OpenStory != nil {
		site = &storybook{server: s, sites: map[string]http.Handler{"": site}}
	}
	if s.options.OpenSample != nil {
		site = &beside{own: site, sample: &s.sample}
	}
	return gzhttp.GzipHandler(site)
}

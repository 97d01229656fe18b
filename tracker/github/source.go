package github

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"rungless/tracker"
)

// Options of [New]. Only a token and somebody or something to sync are needed.
type Options struct {
	BaseURL      string              // "": https://github.com; otherwise a GitHub Enterprise Server's address
	Token        string              // never logged, sent to the API's host alone
	People       []string            // logins
	Repositories []string            // "owner/name"
	Full         bool                // read everything again, whatever the cursors say
	NoWait       bool                // return a RateLimited error where GitHub's limits ask to wait
	Tries        int                 // before answers that make no sense are an error; 0: eight, which are about 17 seconds
	Only         Part                // of a sync; "": all of it
	Threads      []tracker.ThreadRef // with [OnlyThreads]: these, by kind and node id

	// Now is the clock; nil is this machine's, corrected by GitHub's.
	Now func() time.Time
	// Sleep waits; nil is a timer.
	Sleep func(context.Context, time.Duration) error
	// HTTP sends one request; nil is [http.DefaultTransport].
	HTTP http.RoundTripper
}

// Part is one part of a sync, for workers that divide it among themselves.
type Part string

// The parts. One after the other they are a whole sync.
const (
	OnlyIndexes Part = "indexes" // repositories, and what people did
	OnlyDetails Part = "details" // what these found wanting
	OnlyOld     Part = "old"     // what nobody has looked at for a month
	OnlyThreads Part = "threads" // the threads of the options, whether wanted or not
)

// Source is GitHub as a source of facts. It is safe to ask for its usage while
// it syncs; two syncs at once are not.
type Source struct {
	logger       *slog.Logger
	client       *client
	people       []string
	repositories []string
	full         bool
	only         Part
	threads      []tracker.ThreadRef
}

var (
	loginPattern      = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})$`)
	repositoryPattern = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})/[A-Za-z0-9._-]{1,100}$`)
)

// New checks the options; it asks GitHub nothing. Names are checked here because
// they become parts of addresses.
func New(logger *slog.Logger, o Options) (*Source, error) {
	for _, login := range o.People {
		if !loginPattern.MatchString(login) {
			return nil, tracker.Errorf(tracker.Invalid, "github.New", "%q is not a login", login).
				WithHint("a login is what stands after github.com/ in a person's address")
		}
	}
	for _, name := range o.Repositories {
		if !repositoryPattern.MatchString(name) || strings.HasSuffix(name, "/.") || strings.HasSuffix(name, "/..") {
			return nil, tracker.Errorf(tracker.Invalid, "github.New", "%q is not a repository", name).
				WithHint("write it as owner/name")
		}
	}
	client, err := newClient(logger, o)
	if err != nil {
		return nil, err
	}
	return &Source{logger: logger, client: client, people: o.People, repositories: o.Repositories, full: o.Full, only: o.Only, threads: o.Threads}, nil
}

// Name is [tracker.GitHubSource].
func (s *Source) Name() tracker.SourceName { return tracker.GitHubSource }

// Host is the host as facts name it.
func (s *Source) Host() string { return s.client.host }

// Usage is what the source cost since it was made.
func (s *Source) Usage() tracker.Usage { return s.client.transport.spent() }

// Sync emits everything that changed since the cursors in memory: repositories,
// then people, then the details that these found wanting, then a look at what
// was not looked at for a month. It may be stopped anywhere; the next call goes
// on from the stored cursors.
//
// A person or a repository that cannot be read does not stop the others: the
// error is then a [tracker.Partial] that names it. When nothing at all could be
// read, the error is the reason.
func (s *Source) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	r := &run{Source: s, memory: memory, store: emit, report: report}
	s.client.transport.report = r.waiting
	for _, step := range r.steps() {
		if err := step(ctx); err != nil {
			return err
		}
	}
	switch {
	case len(r.missing) == 0:
		return nil
	case r.done == 0 && len(r.missing) == 1:
		return r.missing[0]
	case r.done == 0:
		return errors.Join(r.missing...)
	}
	return &tracker.Partial{Missing: r.missing}
}

// steps are what a run of the wanted part does, in order.
func (r *run) steps() []func(context.Context) error {
	switch r.only {
	case OnlyIndexes:
		return []func(context.Context) error{r.syncRepositories, r.syncPeople}
	case OnlyDetails:
		return []func(context.Context) error{r.syncDetails}
	case OnlyOld:
		return []func(context.Context) error{r.reconcile}
	case OnlyThreads:
		return []func(context.Context) error{r.syncThreads}
	}
	return []func(context.Context) error{r.syncRepositories, r.syncPeople, r.syncDetails, r.reconcile}
}

package githubsim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Options say how strict and how unreliable the server is. The zero value is
// GitHub on a good day.
type Options struct {
	Tokens          []string        // accepted; empty: any token
	Scopes          string          // of the token, for X-OAuth-Scopes; "" for a fine-grained one, which has none
	SSO             []string        // logins of organisations whose single sign-on the token has not done
	PointsPerHour   int             // GraphQL, of each token; 0: GitHub's 5,000; negative: unlimited
	PointsOf        map[string]int  // the same of single tokens
	RequestsPerHour int             // REST; likewise
	Secondary       SecondaryLimits // none unless set
	OtherForms      bool            // the rarer forms of the primary limit: status 429, type RATE_LIMIT
	TreeLimit       int             // files of a tree after which it is cut and says so; 0: GitHub's 100,000
	Unlisted        bool            // serve Thread.Unlisted as reviews, too; see LoadBackup
	Faults          []Fault
	Apps            []App            // with which people may sign in
	Installations   []Installation   // of GitHub Apps, whose tokens read too
	Seed            uint64           // of faults that strike by chance
	Now             func() time.Time // time.Now unless set; the world has a clock of its own
}

// Server is a simulated GitHub. It is an http.Handler, safe for concurrent use.
type Server struct {
	logger    *slog.Logger
	options   Options
	schema    *ast.Schema
	resolvers resolvers
	routes    *http.ServeMux

	world sync.RWMutex // held to read during an answer, to write during a change
	index *index

	mu         sync.Mutex         // guards what follows
	quotas     map[string]*quotas // by token
	faults     []*schedule
	log        []Request
	violations []Violation
	signIns    *signIns
	installed  map[string]time.Time // tokens of installations, and when they expire
}

// Request is one request to the API as the server saw it.
type Request struct {
	At     time.Time
	Method string
	Token  string // that signed it
	Path   string // below the API's root: "/repos/acme/widgets", "/graphql"
	Query  string // the raw query of the address
	Name   string // of the GraphQL operation
	Cost   int    // taken from the primary limit
	Nodes  int    // items answered
	Status int
	Fault  FaultKind // that struck it; "" for none
	Route  bool      // whether there is such a route
}

// Violation is a request that was sent before the time that an earlier answer
// asked to wait for was over.
type Violation struct {
	Request Request
	Until   time.Time
	Why     string // "Retry-After" or "X-RateLimit-Reset"
}

// New serves a world, which it completes (see World) and from then on owns: change
// it by Mutate only. A nil logger is silent.
func New(logger *slog.Logger, w *World, o Options) *Server {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{
		logger: logger, options: o, schema: loadSchema(), resolvers: newResolvers(),
		index: newIndex(w, o), quotas: map[string]*quotas{}, faults: newSchedules(o), signIns: newSignIns(), installed: map[string]time.Time{},
	}
	s.routes = s.restRoutes()
	return s
}

// Start listens on addr, which must be on loopback ("127.0.0.1:0" for any free
// port), until stop is called or the context ends. The base URL is that of a
// GitHub Enterprise Server: REST is under /api/v3, GraphQL at /api/graphql.
func (s *Server) Start(ctx context.Context, addr string) (baseURL string, stop func(), err error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("githubsim.Server.Start %s: %w", addr, err)
	}
	if ip := listener.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		listener.Close()
		return "", nil, fmt.Errorf("githubsim.Server.Start: %s is not on loopback, and the simulation is for this machine alone", addr)
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(s.logger.Handler(), slog.LevelDebug)}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.logger.Error("simulated GitHub stopped", "error", err)
		}
	}()
	release := context.AfterFunc(ctx, func() { server.Close() })
	return "http://" + listener.Addr().String(), func() { release(); server.Close() }, nil
}

// Log lists the requests so far, in the order in which they were answered.
func (s *Server) Log() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// Violations lists the requests that came too early.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

// Unknown lists the requests for which GitHub, or the simulation, has no route.
func (s *Server) Unknown() []Request {
	return slices.DeleteFunc(s.Log(), func(r Request) bool { return r.Route })
}

// Mutate changes the world between two answers.
func (s *Server) Mutate(change func(*World)) {
	s.world.Lock()
	defer s.world.Unlock()
	change(s.index.world)
	s.index = newIndex(s.index.world, s.options)
}

// ServeHTTP answers the API, and every other path with an HTML page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, graphQL, api := apiPath(r)
	if !api && s.oauth(w, r) {
		return
	}
	if !api {
		s.page(w, r)
		return
	}
	now := s.options.Now()
	rec := Request{At: now, Method: r.Method, Path: path, Query: r.URL.RawQuery, Route: true}
	a, after := s.answer(r, &rec, graphQL)
	rec.Status, rec.Cost = a.status, a.cost
	s.mu.Lock()
	s.log = append(s.log, rec)
	s.mu.Unlock()
	s.logger.Debug("simulated request", "method", rec.Method, "path", rec.Path, "name", rec.Name, "status", rec.Status, "fault", string(rec.Fault))
	if after != nil {
		defer s.Mutate(after)
	}
	a.send(w, r)
}

// apiPath is a request's path below the API's root.
func apiPath(r *http.Request) (path string, graphQL, ok bool) {
	if apiHost(r.Host) {
		return r.URL.Path, r.URL.Path == "/graphql", true
	}
	if r.URL.Path == "/api/graphql" {
		return "/graphql", true, true
	}
	path, ok = strings.CutPrefix(r.URL.Path, "/api/v3")
	return path, false, ok
}

// answer makes the answer to a request to the API: sign-in, pace, the answer
// itself, its price, and what goes wrong with it. After it, the world may change.
func (s *Server) answer(r *http.Request, rec *Request, graphQL bool) (a *answer, after func(*World)) {
	a = newAnswer()
	a.graphQL = graphQL
	defer s.finish(a)
	token := tokenOf(r)
	rec.Token = token
	if number, ok := installationPath(r.Method, rec.Path); ok {
		s.accessToken(a, number, token)
		return a, nil
	}
	if !s.admits(token) {
		a.fail(http.StatusUnauthorized, "Bad credentials", "https://docs.github.com/rest")
		return a, nil
	}
	leave, refused := s.enter(a, rec, token)
	defer leave()
	if refused {
		return a, nil
	}
	if graphQL {
		s.graphQL(a, r, rec)
	} else {
		s.rest(a, r, rec, token)
	}
	rec.Nodes = a.nodes
	return a, s.strike(a, rec)
}

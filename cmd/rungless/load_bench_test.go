//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rungless/tracker/githubsim"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
	"rungless/web"
)

// loadedApp is the app with which the members of the load test sign in.
var loadedApp = githubsim.App{ClientID: "Iv1.load", Secret: "the-app-secret"}

// BenchmarkTeam is the load test of a team's instance: two `rungless serve` and three
// `rungless work`, processes of their own, over one PostgreSQL database, against a simulated
// GitHub with the sample organisation. Eight members sign in, and read pages from both servers by
// turns for as long as RUNGLESS_LOAD says, while the workers sync everybody and every repository. It prints how long
// the answers took and what the workers did, and fails where an answer failed or where the store
// does not hold in the end what one undisturbed sync into a file brings. See docs/scale.md.
func BenchmarkTeam(b *testing.B) {
	long, err := time.ParseDuration(os.Getenv("RUNGLESS_LOAD"))
	if err != nil {
		b.Skip("RUNGLESS_LOAD is no duration such as 2m: docs/scale.md")
	}
	for b.Loop() {
		l := newLoad(b)
		l.sync(b, l.dsn, l.members) // whoever reads has something to read
		servers, workers := l.launch(b)
		var seen visits
		l.read(b, &seen, long)
		for _, p := range append(workers, servers...) {
			b.ReportMetric(p.peak(), "MB-peak-"+p.name)
			p.stop(b)
		}
		seen.report(b)
		l.compare(b)
	}
}

// load is one load test.
type load struct {
	program string
	hub     *githubsim.Server
	hubURL  string
	dsn     string
	members []string // who reads
	people  []string // whom the workers follow
	places  []string // and which repositories
	public  *httptest.Server
	servers []*httputil.ReverseProxy
	turn    atomic.Int64
}

func newLoad(b *testing.B) *load {
	b.Helper()
	l := &load{program: built(b), dsn: testneed.Database(b)}
	l.public = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.servers[int(l.turn.Add(1))%len(l.servers)].ServeHTTP(w, r)
	}))
	b.Cleanup(l.public.Close)
	world := githubsim.Sample(7, time.Now())
	for _, user := range world.Users {
		if user.Type == "User" {
			l.people = append(l.people, user.Login)
		}
	}
	for _, r := range world.Repositories {
		if !r.Private && !r.Fork {
			l.places = append(l.places, r.Owner.Login+"/"+r.Name)
		}
	}
	l.members = l.people[:8]
	app := loadedApp
	app.CallbackURL = l.public.URL + web.CallbackPath
	l.hubURL, l.hub = githubsim.StartTest(b, world, githubsim.Options{Apps: []githubsim.App{app}, Tokens: []string{"t", "t0", "t1", "t2"}, PointsPerHour: -1, RequestsPerHour: -1})
	return l
}

// environ is that of a process over a store.
func (l *load) environ(b *testing.B, dsn string, people, places []string) []string {
	b.Helper()
	secret := filepath.Join(b.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(loadedApp.Secret), 0o600); err != nil {
		b.Fatal(err)
	}
	return []string{"HOME=" + b.TempDir(), "PATH=", "RUNGLESS_STORE_DSN=" + dsn, "RUNGLESS_GITHUB_URL=" + l.hubURL,
		"RUNGLESS_GITHUB_PEOPLE=" + strings.Join(people, ","), "RUNGLESS_GITHUB_REPOSITORIES=" + strings.Join(places, ","), "RUNGLESS_SERVER_PUBLIC_URL=" + l.public.URL,
		"RUNGLESS_SIGN_IN_CLIENT_ID=" + loadedApp.ClientID, "RUNGLESS_SIGN_IN_CLIENT_SECRET_FILE=" + secret,
		"RUNGLESS_SIGN_IN_ALLOW_LOGINS=" + strings.Join(l.members, ","), "RUNGLESS_SERVER_SYNC_EVERY=1m"}
}

// sync syncs people and repositories once.
func (l *load) sync(b *testing.B, dsn string, people []string, places ...string) {
	b.Helper()
	c := exec.CommandContext(b.Context(), l.program, "sync")
	c.Env = append(l.environ(b, dsn, people, places), "GH_TOKEN=t")
	if words, err := c.CombinedOutput(); err != nil {
		b.Fatalf("sync: %v\n%s", err, words)
	}
}

// launch starts the servers, which have no token and so read only, and the workers, each with a token of its own.
func (l *load) launch(b *testing.B) (servers, workers []*process) {
	b.Helper()
	environ := l.environ(b, l.dsn, l.people, l.places)
	for i := range 2 {
		p := launch(b, fmt.Sprint("serve-", i+1), l.program, environ, "serve", "--addr", "127.0.0.1:0")
		address, err := url.Parse(p.address(b))
		if err != nil {
			b.Fatal(err)
		}
		proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(address); r.Out.Host = r.In.Host }}
		l.servers, servers = append(l.servers, proxy), append(servers, p)
	}
	for i := range 3 {
		workers = append(workers, launch(b, fmt.Sprint("work-", i+1), l.program, append(environ, fmt.Sprint("GH_TOKEN=t", i)), "work"))
	}
	return servers, workers
}

// pagesOfMembers are what a member reads; the first are of their own.
var pagesOfMembers = []string{"/p/LOGIN", "/p/LOGIN/scope", "/p/LOGIN/depth", "/p/LOGIN/research", "/p/LOGIN/evidence", "/p/LOGIN/evidence?kind=review", "/p/LOGIN/evidence?q=fix",
	"/p/LOGIN/evidence.json", "/moves", "/me/hours", "/me/initiatives", "/me/statement", "/me/uncredited", "/packs", "/", "/people", "/domains", "/domains/kernels",
	"/evidence", "/settings", "/settings/sharing"}

// read has the members read, each their own pages in an order of their own.
func (l *load) read(b *testing.B, seen *visits, long time.Duration) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), long)
	defer cancel()
	var group sync.WaitGroup
	for i, login := range l.members {
		client := l.signIn(b, login)
		group.Go(func() {
			random := rand.New(rand.NewPCG(uint64(i), 1))
			for ctx.Err() == nil {
				page := pagesOfMembers[random.IntN(len(pagesOfMembers))]
				seen.read(client, page, l.public.URL+strings.ReplaceAll(page, "LOGIN", login))
			}
		})
	}
	group.Wait()
}

// signIn signs a member in by way of the simulated GitHub.
func (l *load) signIn(b *testing.B, login string) *http.Client {
	b.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	l.hub.Browse(login, false)
	response, err := client.Get(l.public.URL + "/sign-in/github?return=/")
	if err != nil {
		b.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK || response.Request.URL.Path != "/" {
		b.Fatalf("%s did not come in: status %d at %s", login, response.StatusCode, response.Request.URL)
	}
	return client
}

// compare lets one worker end what the three left, and holds the facts against those of one
// sync into a file.
func (l *load) compare(b *testing.B) {
	b.Helper()
	st, err := store.Open(b.Context(), l.dsn, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	l.tell(b, st)
	c := exec.CommandContext(b.Context(), l.program, "work", "--once")
	c.Env = append(l.environ(b, l.dsn, l.people, l.places), "GH_TOKEN=t")
	if words, err := c.CombinedOutput(); err != nil {
		b.Fatalf("work --once: %v\n%s", err, words)
	}
	alone := filepath.Join(b.TempDir(), "alone.db")
	l.sync(b, alone, l.people, l.places...)
	if got, want := l.facts(b, l.dsn), l.facts(b, alone); !bytes.Equal(got, want) {
		b.Errorf("the store has %d lines of facts, one sync brings %d, and they differ", bytes.Count(got, []byte("\n")), bytes.Count(want, []byte("\n")))
	} else {
		b.ReportMetric(float64(bytes.Count(got, []byte("\n"))), "contributions")
	}
	sum, err := st.Fingerprint(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if err := st.RebuildRollups(b.Context()); err != nil {
		b.Fatal(err)
	}
	if again, err := st.Fingerprint(b.Context()); err != nil || again != sum {
		b.Errorf("what is derived is not what the facts give: fingerprint %s, %s after all was derived again (%v)", sum, again, err)
	}
	b.Logf("fingerprint %s, and the same after all was derived again; the facts are those of one undisturbed sync", sum)
}

// tell says what the workers did.
func (l *load) tell(b *testing.B, st *store.Store) {
	b.Helper()
	items, err := st.WorkItems(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	done := 0
	for _, item := range items {
		if !item.FinishedAt.IsZero() {
			done++
		}
		if item.Error != "" {
			b.Errorf("%s %s failed: %s", item.Kind, item.Name, item.Error)
		}
	}
	b.ReportMetric(float64(done), "items-done")
	b.ReportMetric(float64(len(items)), "items")
}

// facts are the stored contributions, in their fixed order.
func (l *load) facts(b *testing.B, dsn string) []byte {
	b.Helper()
	c := exec.CommandContext(b.Context(), l.program, "facts", "--format", "ndjson")
	c.Env = l.environ(b, dsn, l.people, l.places)
	facts, err := c.Output()
	if err != nil {
		b.Fatalf("facts: %v", err)
	}
	return facts
}

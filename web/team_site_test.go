package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/githubsim"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
	"rungless/tracker/signin"
	"rungless/tracker/store"
)

// teamSite is a team's instance beside a GitHub with which people sign in. Of its people
// Mei and Omar have a history; Kim has none; Ida operates it; Eve was only invited.
type teamSite struct {
	t      testing.TB
	hub    *githubsim.Server
	hubURL string
	server *Server
	store  *store.Store
	url    string
	log    *logBuffer
	link   string // path of a link to a sealed pack of Mei's, in the team of the story

	mu       sync.Mutex
	now      time.Time
	visitors int
}

// logBuffer is a log that several requests write.
type logBuffer struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

var teamApp = githubsim.App{ClientID: "Iv1.team", Secret: "the-app-secret"}

func teamWorld() *githubsim.World {
	var users []*githubsim.User
	for i, login := range []string{"mei-zhao", "omar", "kim", "ida", "eve"} {
		users = append(users, &githubsim.User{ID: int64([]int{1, 2, 70, 71, 72}[i]), Type: "User", Login: login, Name: []string{"Mei Zhao", "Omar Haddad", "Kim Sato", "Ida Lind", "Eve Moreau"}[i]})
	}
	lumen := &githubsim.User{ID: 500, Type: "Organization", Login: "lumen",
		Members: map[int64]string{1: "active", 2: "active", 70: "active", 72: "pending"}}
	secret := &githubsim.Repository{ID: 90, Name: "secret", Owner: lumen, Private: true, Readers: []*githubsim.User{users[0], users[1]}}
	return &githubsim.World{Users: append(users, lumen), Repositories: []*githubsim.Repository{secret}}
}

// newTeam serves a store to a team until the test ends. No time passes but by wait.
func newTeam(t testing.TB, st *store.Store) *teamSite {
	t.Helper()
	return newTeamOf(t, st, teamApp)
}

// newTeamOf is newTeam with an app of another sort.
func newTeamOf(t testing.TB, st *store.Store, app githubsim.App) *teamSite {
	t.Helper()
	site := &teamSite{t: t, store: st, now: fixtureNow, log: &logBuffer{}}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	site.url = "http://" + listener.Addr().String()
	other := githubsim.App{ClientID: "Iv1.other", Secret: "other-secret", CallbackURL: "https://other.example/callback"}
	app.CallbackURL = site.url + CallbackPath
	site.hubURL, site.hub = githubsim.StartTest(t, teamWorld(), githubsim.Options{Apps: []githubsim.App{app, other}, Now: site.clock})
	github := signin.New(signin.Options{BaseURL: "https://github.com", ClientID: app.ClientID, ClientSecret: app.Secret, CallbackURL: app.CallbackURL,
		Allowed: signin.Allowed{Organizations: []string{"lumen"}, Admins: []string{"ida"}}, HTTP: &http.Client{Transport: site}, Now: site.clock})
	o := Options{Store: st, Profiles: profile.New(st, defaultCatalogue(t), growth.DefaultRules()), Version: "test", Now: site.clock,
		HookSecret: []byte("a secret of webhooks"),
		Team: &Team{GitHub: github, PublicURL: site.url, Secret: []byte(app.Secret), LetIn: "members of lumen",
			TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}},
		SyncNow: func() error { return nil }}
	site.server, err = New(slog.New(slog.NewJSONHandler(site.log, &slog.HandlerOptions{Level: slog.LevelDebug})), o)
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewUnstartedServer(site.server.Handler())
	served.Listener.Close()
	served.Listener = listener
	served.Start()
	t.Cleanup(served.Close)
	return site
}

// RoundTrip leads whoever asks github.com to the simulated one.
func (s *teamSite) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Host, "github.com") {
		r = r.Clone(r.Context())
		r.Host = r.URL.Host
		hub, err := url.Parse(s.hubURL)
		if err != nil {
			return nil, err
		}
		r.URL.Scheme, r.URL.Host = hub.Scheme, hub.Host
	}
	return http.DefaultTransport.RoundTrip(r)
}

func (s *teamSite) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *teamSite) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// answer is what came back at the end of all redirects.
type answer struct {
	code   int
	path   string // with its query
	body   string
	header http.Header
}

// visitor is somebody with a browser.
type visitor struct {
	site   *teamSite
	client *http.Client
	token  string // of the API, in place of a browser's cookies
}

func (s *teamSite) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visitors++
	at := netip.AddrFrom4([4]byte{198, 51, byte(s.visitors >> 8), byte(s.visitors)})
	return &visitor{site: s, client: &http.Client{Jar: jar, Transport: behindProxy{s, at.String()}}}
}

// behindProxy is a network of its own, from which requests come through a proxy that says so.
type behindProxy struct {
	site    *teamSite
	address string
}

func (p behindProxy) RoundTrip(r *http.Request) (*http.Response, error) {
	if "http://"+r.URL.Host == p.site.url {
		r = r.Clone(r.Context())
		r.Header.Add("X-Forwarded-For", p.address)
	}
	return p.site.RoundTrip(r)
}

// signedIn is a browser in which somebody signed in.
func (s *teamSite) signedIn(login string) *visitor {
	s.t.Helper()
	v := s.visitor()
	if got := v.signIn(login, "/about/metrics"); got.code != http.StatusOK || got.path != "/about/metrics" {
		s.t.Fatalf("%s signs in: got %d at %s\n%s", login, got.code, got.path, got.body)
	}
	return v
}

func (v *visitor) signIn(login, back string) answer {
	v.site.hub.Browse(login, false)
	return v.get(goPath + "?return=" + url.QueryEscape(back))
}

func (v *visitor) get(path string) answer { return v.do(http.MethodGet, path, "", nil) }

func (v *visitor) post(path string, form url.Values) answer {
	return v.do(http.MethodPost, path, form.Encode(), func(r *http.Request) {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	})
}

func (v *visitor) do(method, path, body string, change func(*http.Request)) answer {
	v.site.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, v.site.url+path, strings.NewReader(body))
	if err != nil {
		v.site.t.Fatal(err)
	}
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
	}
	if change != nil {
		change(r)
	}
	w, err := v.client.Do(r)
	if err != nil {
		v.site.t.Fatal(err)
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil {
		v.site.t.Fatal(err)
	}
	return answer{w.StatusCode, w.Request.URL.RequestURI(), string(text), w.Header}
}

// stay makes a browser show redirects and not follow them.
func (v *visitor) stay() *visitor {
	client := *v.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &visitor{v.site, &client, v.token}
}

// cookie is what the browser holds of a name.
func (v *visitor) cookie(name string) string {
	at, _ := url.Parse(v.site.url)
	for _, c := range v.client.Jar.Cookies(at) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// withCookie is a browser that holds one cookie.
func (s *teamSite) withCookie(name, value string) *visitor {
	v := s.visitor()
	at, _ := url.Parse(s.url)
	v.client.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
	return v
}

// share lets somebody see sections of a person.
func (s *teamSite) share(login string, with store.Sharing, sections ...store.Section) {
	s.t.Helper()
	person, err := s.store.FindPerson(s.t.Context(), login)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, section := range sections {
		if err := s.store.Share(s.t.Context(), person.ID, section, with); err != nil {
			s.t.Fatal(err)
		}
	}
}

// apiToken makes a personal API token on the page for that, and reads it there.
func (v *visitor) apiToken() *visitor {
	v.site.t.Helper()
	got := v.post(tokensPath, url.Values{"name": {"notebook"}, "days": {"30"}})
	_, rest, found := strings.Cut(got.body, "<code>rungless_")
	secret, _, _ := strings.Cut(rest, "<")
	if !found || got.code != http.StatusOK {
		v.site.t.Fatalf("no token was made: %d\n%s", got.code, got.body)
	}
	return &visitor{v.site, v.site.visitor().client, "rungless_" + secret}
}

func (s *teamSite) expect(what string, got answer, code int, path string) {
	s.t.Helper()
	if diff := cmp.Diff([]any{code, path}, []any{got.code, got.path}); diff != "" {
		s.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

var toKim = store.Sharing{Audience: store.Named, Named: []tracker.Account{{Host: "github.com", DatabaseID: 70, Login: "kim"}}}

func decode(t testing.TB, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

// allowEve accepts an invitation.
func allowEve(w *githubsim.World) {
	for _, u := range w.Users {
		if u.Login == "lumen" {
			u.Members[72] = "active"
		}
	}
}

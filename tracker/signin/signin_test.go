package signin_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"golang.org/x/oauth2"

	"rungless/tracker"
	"rungless/tracker/githubsim"
	"rungless/tracker/signin"
)

// pinned is a memory of whom logins name.
type pinned map[string]int64

func (p pinned) PinLogin(_ context.Context, _, login string, number int64) (int64, error) {
	p[login] = number
	return number, nil
}

func (p pinned) PinnedLogin(_ context.Context, _, login string) (int64, error) {
	return p[login], nil
}

var app = githubsim.App{ClientID: "Iv1.a", Secret: "secret", CallbackURL: "http://127.0.0.1:1/sign-in/callback"}

func world() *githubsim.World {
	var users []*githubsim.User
	for i, login := range []string{"member", "invited", "teammate", "guest", "operator", "stranger"} {
		users = append(users, &githubsim.User{ID: int64(i + 1), Type: "User", Login: login})
	}
	octo := &githubsim.User{ID: 50, Type: "Organization", Login: "octo-org", Members: map[int64]string{1: "active", 2: "pending"}}
	other := &githubsim.User{ID: 51, Type: "Organization", Login: "other-org", Members: map[int64]string{1: "active", 3: "active", 6: "active"},
		Teams: map[string]map[int64]string{"product": {3: "active", 2: "active"}}}
	open := &githubsim.Repository{ID: 60, Name: "open", Owner: octo}
	secret := &githubsim.Repository{ID: 61, Name: "secret", Owner: octo, Private: true, Readers: users[:1]}
	return &githubsim.World{Users: append(users, octo, other), Repositories: []*githubsim.Repository{open, secret}}
}

// tokenOf lets somebody sign in by the web flow.
func tokenOf(t *testing.T, hub *githubsim.Server, g *signin.GitHub, login string) string {
	t.Helper()
	hub.Browse(login, false)
	verifier := oauth2.GenerateVerifier()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, g.AuthorizeURL("state", verifier), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	w, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	back, err := url.Parse(w.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := g.Exchange(t.Context(), back.Query().Get("code"), verifier)
	if err != nil {
		t.Fatal(err)
	}
	return token.Access
}

func TestWhoIsLetIn(t *testing.T) {
	base, hub := githubsim.StartTest(t, world(), githubsim.Options{Apps: []githubsim.App{app}})
	g := signin.New(signin.Options{BaseURL: base, ClientID: app.ClientID, ClientSecret: app.Secret, CallbackURL: app.CallbackURL,
		Allowed: signin.Allowed{Organizations: []string{"octo-org"}, Teams: []string{"other-org/product"}, Logins: []string{"Guest"}, Admins: []string{"operator"}}})
	pins := pinned{}
	for login, want := range map[string]signin.Admission{
		"member": {IsIn: true}, "invited": {}, "teammate": {IsIn: true}, "guest": {IsIn: true}, "operator": {IsIn: true, IsAdmin: true}, "stranger": {},
	} {
		token := tokenOf(t, hub, g, login)
		account, err := g.Account(t.Context(), token)
		if err != nil || account.Login != login || account.Host != g.Host() {
			t.Fatalf("%s is %+v, %v", login, account, err)
		}
		if got, err := g.Admit(t.Context(), token, account, pins); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", login, got, err, want)
		}
	}
	impostor := tracker.Account{Host: g.Host(), DatabaseID: 6, Login: "operator"}
	if got, err := g.Admit(t.Context(), tokenOf(t, hub, g, "stranger"), impostor, pins); err != nil || got.IsIn {
		t.Errorf("who took over an admin's login: got %+v, %v", got, err)
	}
}

func TestWhoMayReadARepository(t *testing.T) {
	base, hub := githubsim.StartTest(t, world(), githubsim.Options{Apps: []githubsim.App{app}})
	g := signin.New(signin.Options{BaseURL: base, ClientID: app.ClientID, ClientSecret: app.Secret, CallbackURL: app.CallbackURL})
	reader, other := tokenOf(t, hub, g, "member"), tokenOf(t, hub, g, "stranger")
	ref := func(host, name string, id int64) tracker.RepositoryRef {
		return tracker.RepositoryRef{Host: host, DatabaseID: id, Owner: "octo-org", Name: name}
	}
	for _, test := range []struct {
		what       string
		token      string
		repository tracker.RepositoryRef
		want       bool
	}{
		{"a reader", reader, ref(g.Host(), "secret", 61), true},
		{"somebody else", other, ref(g.Host(), "secret", 61), false},
		{"somebody else, of a public one", other, ref(g.Host(), "open", 60), true},
		{"another one of that name", reader, ref(g.Host(), "secret", 62), false},
		{"one of another host", reader, ref("github.com", "secret", 61), false},
	} {
		if got, err := g.MayRead(t.Context(), test.token, test.repository); err != nil || got != test.want {
			t.Errorf("%s: got %v, %v, want %v", test.what, got, err, test.want)
		}
	}
	hub.Revoke("member")
	if _, err := g.MayRead(t.Context(), reader, ref(g.Host(), "secret", 61)); tracker.KindOf(err) != tracker.Unauthorized {
		t.Errorf("with a token that was revoked: %v", err)
	}
}

func TestWithoutGitHubNobodyIsLetIn(t *testing.T) {
	g := signin.New(signin.Options{BaseURL: "http://127.0.0.1:1", ClientID: "a", ClientSecret: "b"})
	_, exchange := g.Exchange(t.Context(), "code", "verifier")
	_, account := g.Account(t.Context(), "gho_secret")
	_, device := g.StartDevice(t.Context())
	for what, err := range map[string]error{"exchange": exchange, "account": account, "device": device} {
		if tracker.KindOf(err) != tracker.Unavailable {
			t.Errorf("%s: %v", what, err)
		}
	}
}

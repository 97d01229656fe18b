package signin_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"rungless/tracker"
	"rungless/tracker/signin"
)

// A GitHub that sends every question elsewhere is not followed: whoever listens there is
// never connected with, let alone told a token.
func TestNoTokenGoesWhereGitHubRedirects(t *testing.T) {
	trap, connections := listen(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://"+trap+r.URL.RequestURI(), status)
		}))
		t.Cleanup(hub.Close)
		g := signin.New(signin.Options{BaseURL: hub.URL, ClientID: "a", ClientSecret: "app-marker", Allowed: signin.Allowed{Organizations: []string{"octo-org"}, Teams: []string{"octo-org/product"}}})
		ctx, errs := t.Context(), []error{}
		keep := func(err error) { errs = append(errs, err) }
		_, err := g.Exchange(ctx, "code-marker", "verifier")
		keep(err)
		_, err = g.Refresh(ctx, signin.Token{Refresh: "ghr_marker"})
		keep(err)
		_, err = g.StartDevice(ctx)
		keep(err)
		_, _, err = g.PollDevice(ctx, "code-marker")
		keep(err)
		_, err = g.Account(ctx, "gho_marker")
		keep(err)
		for i, err := range errs {
			if err == nil || strings.Contains(err.Error(), "marker") {
				t.Errorf("question %d, %d: %v", i, status, err)
			}
		}
		if admission, _ := g.Admit(ctx, "gho_marker", tracker.Account{Login: "octo", DatabaseID: 1}, pinned{}); admission.IsIn {
			t.Errorf("%d: somebody is let in", status)
		}
		if may, _ := g.MayRead(ctx, "gho_marker", tracker.RepositoryRef{Host: g.Host(), Owner: "octo-org", Name: "x"}); may {
			t.Errorf("%d: somebody may read", status)
		}
	}
	if got := connections.Load(); got != 0 {
		t.Errorf("%d connections were made", got)
	}
}

// listen counts who connects to an address.
func listen(t *testing.T) (address string, connections *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	connections = &atomic.Int64{}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return // the test ended
			}
			connections.Add(1)
			connection.Close()
		}
	}()
	return listener.Addr().String(), connections
}

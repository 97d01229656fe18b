package main

import (
	"context"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"rungless/tracker/githubsim"
	"rungless/web"

	"github.com/rogpeppe/go-internal/testscript"
)

// teamHub is the key of a script's GitHub.
type scriptValue string

const teamHub = scriptValue("hub")

// serveTeam serves a team's instance that ada and ben may sign in to, beside the simulated
// GitHub at which they do: team.
func serveTeam(ts *testscript.TestScript, _ bool, _ []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	address := "http://" + listener.Addr().String()
	ts.Check(listener.Close())
	app := githubsim.App{ClientID: "Iv1.script", Secret: "app-marker", CallbackURL: address + web.CallbackPath, DeviceInterval: 1}
	hub := githubsim.New(nil, smallWorld(), githubsim.Options{Tokens: []string{theToken}, Scopes: "repo, read:org", Apps: []githubsim.App{app}})
	url, stop, err := hub.Start(context.Background(), "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(stop)
	secret := ts.MkAbs("app-secret")
	ts.Check(os.WriteFile(secret, []byte(app.Secret), 0o600))
	for name, value := range map[string]string{"RUNGLESS_GITHUB_URL": url, "GH_TOKEN": theToken, "INSTANCE": address} {
		ts.Setenv(name, value)
	}
	environ := []string{"HOME=" + ts.Getenv("HOME"), "PATH=", "TZ=UTC", "GH_TOKEN=" + theToken, "RUNGLESS_GITHUB_URL=" + url, "RUNGLESS_SERVER_PUBLIC_URL=" + address,
		"RUNGLESS_SIGN_IN_CLIENT_ID=" + app.ClientID, "RUNGLESS_SIGN_IN_CLIENT_SECRET_FILE=" + secret, "RUNGLESS_SIGN_IN_ALLOW_LOGINS=ada,ben"}
	ctx, cancel := context.WithCancel(context.Background())
	ended, words := make(chan int, 1), &recorder{}
	go func() {
		ended <- run(ctx, []string{"serve", "--addr", listener.Addr().String(), "--sync-every", "0"}, environ, nil, io.Discard, words)
	}()
	ts.Defer(func() {
		cancel()
		if code := <-ended; code != exitDone || strings.Contains(words.String(), app.Secret) {
			ts.Logf("serve ended with %d: %s", code, words)
		}
	})
	soon(ts, "the instance answers", func() bool { return strings.Contains(words.String(), "rungless is at") })
	ts.Value(teamHub).(*atomic.Pointer[githubsim.Server]).Store(hub)
}

// authorize waits until a program shows a code, and types it as somebody: authorize LOGIN.
func authorize(ts *testscript.TestScript, _ bool, args []string) {
	hub := ts.Value(teamHub).(*atomic.Pointer[githubsim.Server]).Load()
	hub.Browse(args[0], false)
	soon(ts, "a program shows a code", func() bool { return len(hub.UserCodes()) > 0 })
	ts.Check(hub.FinishDevice(hub.UserCodes()[0]))
}

// isPrivate asks that a file be for its owner alone.
func isPrivate(ts *testscript.TestScript, neg bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if (info.Mode().Perm() == 0o600) == neg {
		ts.Fatalf("%s has mode %v", args[0], info.Mode())
	}
}

// soon waits until something is so.
func soon(ts *testscript.TestScript, what string, isSo func() bool) {
	for deadline := time.Now().Add(30 * time.Second); !isSo(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			ts.Fatalf("after half a minute it is not so that %s", what)
		}
	}
}

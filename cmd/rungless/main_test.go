package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rungless/tracker/config"
	"rungless/tracker/githubsim"
	"rungless/tracker/store"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the program prints into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"rungless": func() {
			os.Exit(run(untilSignalled(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// Each script is a verb, or a kind of mistake. Beside testscript's own commands
// there are:
//
//	exits CODE PROGRAM ARGS..  runs it and asks for that exit code
//	github [TROUBLE..]         starts a simulated GitHub for the script
//	occupy                     takes a port and sets $ADDR
//	sample                     gives the script a store of the sample organisation
//	team                       serves a team's instance at $INSTANCE (login_test.go)
//	authorize LOGIN            somebody types at GitHub the code that a program shows
//	private FILE               asks that nobody else may read it
func TestScripts(t *testing.T) {
	synced := sync.OnceValues(func() (sampleStore, error) { return syncSample(t.TempDir()) })
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.Getenv("WORK")+"/home")
			e.Setenv("TZ", "UTC")
			e.Values[teamHub] = &atomic.Pointer[githubsim.Server]{}
			return os.Mkdir(e.Getenv("HOME"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "github": startGitHub, "occupy": occupy, "capture": capture,
			"team": serveTeam, "authorize": authorize, "private": isPrivate,
			"sample": func(ts *testscript.TestScript, _ bool, _ []string) { placeSample(ts, synced) }},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS..")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		failure, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = failure.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// theToken is what the simulated GitHub takes. No output or store may hold it.
const theToken = "ghp_markerMarkerMARKER0123456789"

func startGitHub(ts *testscript.TestScript, _ bool, troubles []string) {
	o := githubsim.Options{Tokens: []string{theToken}, Scopes: "repo, read:org"}
	for _, trouble := range troubles {
		switch trouble {
		case "sso":
			o.SSO = []string{"acme"}
		case "exhausted":
			o.PointsPerHour = 1
		case "app":
			o.Installations = []githubsim.Installation{{App: 5, Number: 7, Key: appKey(ts)}}
			ts.Setenv("RUNGLESS_GITHUB_APP_ID", "5")
			ts.Setenv("RUNGLESS_GITHUB_APP_KEY_FILE", "app.pem")
			ts.Setenv("RUNGLESS_GITHUB_APP_INSTALLATIONS", "acme=7")
		default:
			ts.Fatalf("there is no trouble called %s", trouble)
		}
	}
	server := githubsim.New(nil, smallWorld(), o)
	url, stop, err := server.Start(context.Background(), "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(stop)
	ts.Setenv("RUNGLESS_GITHUB_URL", url)
	ts.Setenv("GH_TOKEN", theToken)
	ts.Setenv("TOKEN", theToken)
}

// appKey writes a private key as GitHub hands it out to app.pem, and returns the public one.
func appKey(ts *testscript.TestScript) *rsa.PublicKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	ts.Check(err)
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	ts.Check(os.WriteFile(ts.MkAbs("app.pem"), text, 0o600))
	return &key.PublicKey
}

func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Setenv("ADDR", listener.Addr().String())
}

// sampleStore is a store of some repositories of the sample organisation.
type sampleStore struct{ path, url string }

// syncSample syncs them from a simulated GitHub, which is gone afterwards.
func syncSample(folder string) (sampleStore, error) {
	ctx := context.Background()
	world := githubsim.Sample(1, time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC))
	url, stop, err := githubsim.New(nil, world, githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1}).Start(ctx, "127.0.0.1:0")
	if err != nil {
		return sampleStore{}, err
	}
	defer stop()
	sample := sampleStore{path: filepath.Join(folder, "sample.db"), url: url}
	s := &settings{config: config.Default(), logger: slog.New(slog.DiscardHandler)}
	s.config.GitHub.URL = url
	st, err := store.Open(ctx, sample.path, store.Options{})
	if err != nil {
		return sampleStore{}, err
	}
	source, err := s.newGitHub(wanted{token: token{value: theToken}, repositories: []string{"lanternfish-labs/handbook", "lanternfish-labs/plumbline",
		"lanternfish-labs/tidewall", "lanternfish-labs/emberkernels"}})
	if err == nil {
		_, err = s.ingest(ctx, st, source, func(store.Run) {})
	}
	if accounts, _, findErr := st.FindAccounts(ctx, "mirelle-oduya"); findErr == nil && len(accounts) > 0 {
		_, findErr = st.Track(ctx, accounts[0], "test")
		err = errors.Join(err, findErr)
	}
	return sample, errors.Join(err, st.Close())
}

func placeSample(ts *testscript.TestScript, synced func() (sampleStore, error)) {
	sample, err := synced()
	ts.Check(err)
	text, err := os.ReadFile(sample.path)
	ts.Check(err)
	folder := filepath.Join(ts.Getenv("HOME"), ".local", "share", "rungless")
	ts.Check(os.MkdirAll(folder, 0o700))
	ts.Check(os.WriteFile(filepath.Join(folder, "rungless.db"), text, 0o600))
	ts.Setenv("RUNGLESS_GITHUB_URL", sample.url)
}

// day is a time in the small world.
func day(n int) time.Time { return time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// smallWorld is an organisation of two with one open repository and one that the
// token's owner cannot see.
func smallWorld() *githubsim.World {
	user := func(kind, login string) *githubsim.User {
		return &githubsim.User{Type: kind, Login: login, Name: login + " example", CreatedAt: day(-900)}
	}
	acme, ada, ben := user("Organization", "acme"), user("User", "ada"), user("User", "ben")
	base, branch := "1111111111111111111111111111111111111111", &githubsim.Commit{SHA: "3333333333333333333333333333333333333333", Message: "wip",
		Authors: []githubsim.Signature{{Name: "ada", Email: "ada@example.org", When: day(19), User: ada}}}
	merge := &githubsim.Commit{SHA: "2222222222222222222222222222222222222222", Message: "Make widgets turn (#2)", Parents: []string{base},
		Authors: []githubsim.Signature{{Name: "ada", Email: "ada@example.org", When: day(22), User: ada}},
		Files:   []githubsim.File{{Path: "a.go", Additions: 5, Deletions: 1, Change: "MODIFIED"}}, Additions: 5, Deletions: 1}
	issue := &githubsim.Thread{Type: "Issue", Number: 1, Title: "Widgets do not turn", Author: ben, State: "OPEN", CreatedAt: day(5), UpdatedAt: day(6),
		Comments: []*githubsim.Comment{{Author: ada, Body: "I will look.", CreatedAt: day(6)}}}
	pull := &githubsim.Thread{Type: "PullRequest", Number: 2, Title: "Make widgets turn", Author: ada, Association: "MEMBER", State: "MERGED",
		CreatedAt: day(20), UpdatedAt: day(22), ClosedAt: day(22), ClosedBy: ben, MergedAt: day(22), MergedBy: ben,
		HeadRef: "turn", HeadSHA: branch.SHA, BaseSHA: base, MergeCommitSHA: merge.SHA, Additions: 5, Deletions: 1, ChangedFiles: 1,
		Files: merge.Files, CommitSHAs: []*githubsim.Commit{branch},
		Reviews: []*githubsim.Review{{Author: ben, State: "APPROVED", SubmittedAt: day(22), CommitSHA: branch.SHA}}}
	widgets := &githubsim.Repository{Owner: acme, Name: "widgets", CreatedAt: day(-800), PushedAt: day(40), Threads: []*githubsim.Thread{issue, pull},
		Commits: []*githubsim.Commit{{SHA: base, Message: "Begin", Authors: []githubsim.Signature{{Name: "ben", Email: "ben@example.org", When: day(-10), User: ben}}}, merge}}
	secret := &githubsim.Repository{Owner: acme, Name: "secret", Private: true, CreatedAt: day(-700)}
	return &githubsim.World{Now: day(60), Viewer: ada, Users: []*githubsim.User{acme, ada, ben}, Repositories: []*githubsim.Repository{widgets, secret}}
}

// capture keeps what a pattern finds first on the last command's standard output as a
// variable: capture NAME PATTERN.
func capture(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("nothing matches %s", args[1])
	}
	ts.Setenv(args[0], found[1])
}

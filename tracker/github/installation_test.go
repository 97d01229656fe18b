package github_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
)

// keyPair makes an App's private key as GitHub hands it out, in a file.
func keyPair(t *testing.T) (file string, public *rsa.PublicKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "app.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file, &key.PublicKey
}

// octoWorld is one person with one issue.
func octoWorld() *githubsim.World {
	octo := &githubsim.User{Type: "User", Login: "octo", CreatedAt: testTime.AddDate(-1, 0, 0)}
	r := &githubsim.Repository{Owner: octo, Name: "one", CreatedAt: testTime.AddDate(-1, 0, 0)}
	r.Threads = []*githubsim.Thread{{Type: "Issue", Number: 1, Title: "One", Author: octo, CreatedAt: testTime}}
	return &githubsim.World{Now: testTime, Viewer: octo, Users: []*githubsim.User{octo}, Repositories: []*githubsim.Repository{r}}
}

func TestAnInstallationsTokensAreRenewed(t *testing.T) {
	file, public := keyPair(t)
	other, _ := keyPair(t)
	for name, test := range map[string]struct {
		app, number int64
		file        string
		life        time.Duration
		void        bool // its token, between two syncs
		refused     bool
		tokens      string // how many were asked for in two syncs: "one", "two", "each"
	}{
		"for an hour one is enough":                         {app: 5, number: 7, file: file, tokens: "one"},
		"one that ends within a minute is renewed":          {app: 5, number: 7, file: file, life: 30 * time.Second, tokens: "each"},
		"one that GitHub takes back is renewed once":        {app: 5, number: 7, file: file, void: true, tokens: "two"},
		"the key of another App is refused, and that is it": {app: 5, number: 7, file: other, refused: true, tokens: "two"},
		"another App's number":                              {app: 6, number: 7, file: file, refused: true, tokens: "two"},
		"an installation that is gone":                      {app: 5, number: 8, file: file, refused: true, tokens: "two"},
	} {
		t.Run(name, func(t *testing.T) {
			url, server := githubsim.StartTest(t, octoWorld(), githubsim.Options{Tokens: []string{"another"},
				Installations: []githubsim.Installation{{App: 5, Number: 7, Key: public, Life: test.life}}})
			signs, err := github.NewInstallation(github.InstallationOptions{BaseURL: url, App: test.app, Number: test.number, KeyFile: test.file})
			if err != nil {
				t.Fatal(err)
			}
			sync := func() error {
				source, err := github.New(slog.New(slog.DiscardHandler), github.Options{BaseURL: url, HTTP: signs, People: []string{"octo"}})
				if err != nil {
					t.Fatal(err)
				}
				l := newLedger(time.Now)
				return source.Sync(t.Context(), l, l.emit, func(tracker.Progress) {})
			}
			err = sync()
			if test.void {
				server.RevokeInstallations()
			}
			if !test.refused {
				err = sync()
			}
			if refused := tracker.KindOf(err) == tracker.Unauthorized; refused != test.refused || err != nil && !test.refused {
				t.Errorf("the sync ends with %v", err)
			}
			asked, others := 0, 0
			for _, r := range server.Log() {
				if strings.HasPrefix(r.Path, "/app/") {
					asked++
				} else {
					others++
				}
			}
			if want := map[string]int{"one": 1, "two": 2, "each": others}[test.tokens]; asked != want {
				t.Errorf("%d tokens were asked for by %d requests, want %d", asked, others, want)
			}
		})
	}
}

func TestAnAppsKeyThatIsNoneIsSaidSo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "app.pem")
	if err := os.WriteFile(file, []byte("a public key"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := github.NewInstallation(github.InstallationOptions{App: 5, Number: 7, KeyFile: file})
	if tracker.KindOf(err) != tracker.Invalid || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
}

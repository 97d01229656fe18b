package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rungless/tracker/config"
	"rungless/web"
)

func TestASignInThatIsHalfConfiguredIsRefused(t *testing.T) {
	secret, empty := filepath.Join(t.TempDir(), "secret"), filepath.Join(t.TempDir(), "empty")
	for path, text := range map[string]string{secret: "hush-hush\n", empty: ""} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const public = "https://rungless.example.org"
	lumen := config.Allow{Organizations: []string{"lumen"}}
	for what, test := range map[string]struct {
		in     config.SignIn
		public string
		says   string // "": it is fine
	}{
		"none":           {config.SignIn{}, "", ""},
		"whole":          {config.SignIn{ClientID: "a", ClientSecretFile: secret, Allow: lumen}, public, ""},
		"for admins":     {config.SignIn{ClientID: "a", ClientSecretFile: secret, Admins: []string{"ida"}}, public, ""},
		"no secret":      {config.SignIn{ClientID: "a", Allow: lumen}, public, "client_secret_file"},
		"an empty file":  {config.SignIn{ClientID: "a", ClientSecretFile: empty, Allow: lumen}, public, "holds no secret"},
		"no address":     {config.SignIn{ClientID: "a", ClientSecretFile: secret, Allow: lumen}, "", "public_url"},
		"nobody let in":  {config.SignIn{ClientID: "a", ClientSecretFile: secret}, public, "sign_in.allow"},
		"a missing file": {config.SignIn{ClientID: "a", ClientSecretFile: secret + "x", Allow: lumen}, public, "holds no secret"},
	} {
		s := &settings{config: config.Config{SignIn: test.in, Server: config.Server{PublicURL: test.public}, GitHub: config.GitHub{URL: "https://github.com"}}}
		team, err := s.team()
		switch {
		case test.says == "" && (err != nil || (team == nil) != (test.in.ClientID == "")):
			t.Errorf("%s: %v, %v", what, team, err)
		case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
			t.Errorf("%s: %v does not say %q", what, err, test.says)
		case err != nil && strings.Contains(err.Error(), "hush"):
			t.Errorf("%s: the secret is in %v", what, err)
		}
	}
}

func TestOtherMachinesComeOnlyToSignInOverHTTPS(t *testing.T) {
	for what, test := range map[string]struct {
		addr string
		team *web.Team
		ok   bool
	}{
		"this machine, no sign-in":  {"127.0.0.1:0", nil, true},
		"everywhere, no sign-in":    {"0.0.0.0:0", nil, false},
		"everywhere, plain http":    {"0.0.0.0:0", &web.Team{PublicURL: "http://localhost"}, false},
		"everywhere, https":         {"0.0.0.0:0", &web.Team{PublicURL: "https://rungless.example.org"}, true},
		"this machine, plain http":  {"127.0.0.1:0", &web.Team{PublicURL: "http://localhost"}, true},
		"every address, no sign-in": {":0", nil, false},
	} {
		listener, err := listen(t.Context(), test.addr, test.team)
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", what, err)
		}
		if err == nil {
			listener.Close()
		}
	}
}

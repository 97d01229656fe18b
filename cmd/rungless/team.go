package main

import (
	"net/url"
	"os"
	"slices"
	"strings"

	"rungless/tracker"
	"rungless/tracker/config"
	"rungless/tracker/signin"
	"rungless/web"
)

// team is the sign-in that the configuration asks for; nil where it names no app, which
// leaves the instance to whoever is at this machine.
func (s *settings) team() (*web.Team, error) {
	c := s.config.SignIn
	if c.ClientID == "" {
		return nil, nil //nolint:nilnil // none is configured: that is no error
	}
	public := strings.TrimSuffix(s.config.Server.PublicURL, "/")
	allowed := signin.Allowed{Organizations: c.Allow.Organizations, Teams: c.Allow.Teams, Logins: c.Allow.Logins, Admins: c.Admins}
	switch {
	case c.ClientSecretFile == "":
		return nil, missing("sign_in.client_secret_file", "name a file that holds the app's client secret")
	case public == "":
		return nil, missing("server.public_url", "write the address under which browsers reach the web app")
	case letIn(allowed) == "":
		return nil, missing("sign_in.allow", "name organisations, teams or logins that are let in, or admins")
	}
	secret, err := secretFrom("sign_in.client_secret_file", c.ClientSecretFile)
	if err != nil {
		return nil, err
	}
	github := signin.New(signin.Options{BaseURL: s.config.GitHub.URL, ClientID: c.ClientID, ClientSecret: secret,
		CallbackURL: public + web.CallbackPath, Allowed: allowed})
	team := &web.Team{GitHub: github, PublicURL: public, Secret: []byte(secret), LetIn: letIn(allowed)}
	for _, text := range s.config.Server.TrustedProxies {
		network, _ := config.Network(text) // config has checked it
		team.TrustedProxies = append(team.TrustedProxies, network)
	}
	return team, nil
}

func missing(key, hint string) error {
	return usage(tracker.Errorf(tracker.Invalid, "cmd.team", "sign_in.client_id is set and %s is not", key).WithHint("%s; docs/team.md has an example", hint))
}

// secretFrom reads a secret from the file that a key names. It is in no message.
func secretFrom(key, path string) (string, error) {
	text, err := os.ReadFile(path)
	secret := strings.TrimSpace(string(text))
	if err != nil || secret == "" || strings.ContainsAny(secret, " \t\r\n") {
		return "", usage(tracker.Errorf(tracker.Invalid, "cmd.secretFrom", "%s, which %s names, holds no secret that can be read", path, key).
			WithHint("write the secret and nothing else into it, and make it readable for you alone").Because(err))
	}
	return secret, nil
}

// letIn says in words who is let in.
func letIn(a signin.Allowed) string {
	var words []string
	if len(a.Organizations) > 0 {
		words = append(words, "members of "+strings.Join(a.Organizations, ", "))
	}
	if len(a.Teams) > 0 {
		words = append(words, "members of the team "+strings.Join(a.Teams, ", "))
	}
	if len(a.Logins) > 0 {
		words = append(words, "some people by name")
	}
	if len(a.Admins) > 0 {
		words = append(words, "those who operate this instance")
	}
	return strings.Join(words, "; ")
}

// hosts are the names besides loopback ones under which browsers reach the web app.
func (s *settings) hosts() []string {
	u, err := url.Parse(s.config.Server.PublicURL)
	if err != nil || u.Hostname() == "" {
		return s.config.Server.Hosts // config has checked it: none is set
	}
	return append(slices.Clone(s.config.Server.Hosts), u.Hostname())
}

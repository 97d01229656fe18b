package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"rungless/tracker"
)

// token is a token and where it was found, in words. It is handed to the GitHub
// source and kept nowhere else.
type token struct{ value, from string }

// findToken looks in the documented order and takes the first token there is.
// None at all is no error.
func (s *settings) findToken(ctx context.Context) (token, error) {
	file := s.tokenFile
	if file == "" {
		file = s.config.GitHub.TokenFile
	}
	if file != "" {
		return s.tokenFromFile(file)
	}
	for _, name := range []string{"GH_TOKEN", "GITHUB_TOKEN"} {
		if value := strings.TrimSpace(s.variable(name)); value != "" {
			return token{value, name}, nil
		}
	}
	host := s.host()
	if value := s.tokenFromCLI(ctx, host); value != "" {
		return token{value, "gh auth token"}, nil
	}
	if value := s.fromKeyring(gitHubService, host); value != "" {
		return token{value, "the keyring"}, nil
	}
	return token{}, nil
}

func (s *settings) host() string {
	u, err := url.Parse(s.config.GitHub.URL)
	if err != nil {
		return "" // config has checked it
	}
	return u.Host
}

func (s *settings) tokenFromFile(path string) (token, error) {
	from, read := path, func() ([]byte, error) { return os.ReadFile(path) }
	if path == "-" {
		from, read = "standard input", func() ([]byte, error) { return io.ReadAll(io.LimitReader(s.in, 64<<10)) }
	}
	text, err := read()
	if err != nil {
		reason := err
		if pathError, ok := errors.AsType[*fs.PathError](err); ok {
			reason = pathError.Err
		}
		return token{}, usage(tracker.Errorf(tracker.Invalid, "cmd.tokenFromFile", "the token file %s cannot be read: %v", from, reason).Because(err).
			WithHint("name a file that holds the token, or - for standard input"))
	}
	value := strings.TrimSpace(string(text))
	if value == "" || strings.ContainsAny(value, " \t\r\n") {
		return token{}, usage(tracker.Errorf(tracker.Invalid, "cmd.tokenFromFile", "%s holds no token", from).
			WithHint("write the token and nothing else into it"))
	}
	return token{value, from}, nil
}

// tokenFromCLI asks GitHub's own command line, which knows where it keeps it.
func (s *settings) tokenFromCLI(ctx context.Context, host string) string {
	path, err := exec.LookPath("gh")
	if err != nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	gh := exec.CommandContext(ctx, path, "auth", "token", "--hostname", host)
	gh.Env = s.environ
	text, err := gh.Output()
	if err != nil {
		return "" // not signed in
	}
	return strings.TrimSpace(string(text))
}

// needToken is findToken where nothing can be done without one.
func (s *settings) needToken(ctx context.Context) (token, error) {
	t, err := s.findToken(ctx)
	if err == nil && t.value == "" {
		err = tracker.Errorf(tracker.Unauthorized, "cmd.needToken", "no token for %s was found", s.host()).
			WithHint("run `gh auth login`, set GH_TOKEN, or pass --token-file; `rungless demo` needs none")
	}
	return t, err
}

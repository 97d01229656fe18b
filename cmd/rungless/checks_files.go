package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"rungless/tracker/config"
)

// private is a file that holds a secret, or facts about people.
type private struct {
	what, path string
}

// checkFiles looks at who may read the files that hold secrets, and who may change the
// configuration, which says who is let in. What is not there is another check's to tell.
func (s *settings) checkFiles(context.Context) []finding {
	if runtime.GOOS == "windows" {
		return nil // its permissions say nothing here
	}
	var found []finding
	for _, file := range s.privateFiles() {
		found = append(found, checkMode(file, 0o037, "others may read it, or your group may change it", "chmod 600 "+file.path)...)
	}
	if path := config.Path(s.configPath, s.environ); path != "" {
		found = append(found, checkMode(private{"the configuration", path}, 0o022, "others may change who is let in", "chmod go-w "+path)...)
	}
	if len(found) == 0 {
		return []finding{fine("files", "what is secret can be read by you alone")}
	}
	return found
}

// privateFiles are the files that the configuration names, and those of the store.
func (s *settings) privateFiles() []private {
	files := []private{
		{"the token file", s.config.GitHub.TokenFile},
		{"the client secret", s.config.SignIn.ClientSecretFile},
		{"the key of the GitHub App", s.config.GitHub.App.KeyFile},
		{"the secret of webhooks", s.config.Server.WebhookSecretFile},
		{"the key that seals packs", s.keyPath()},
	}
	for _, path := range s.config.GitHub.Tokens {
		files = append(files, private{"a token file", path})
	}
	if dsn := s.config.Store.DSN; !isPostgres(dsn) {
		files = append(files, private{"the store", dsn}, private{"the store's log", dsn + "-wal"}, private{"the store's index of it", dsn + "-shm"})
	}
	return files
}

// checkMode reports a file whose mode has one of the bits.
func checkMode(file private, bits fs.FileMode, why, hint string) []finding {
	info, err := os.Stat(file.path)
	switch {
	case file.path == "" || errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return []finding{{"files", warnState, fmt.Sprintf("%s, %s, cannot be looked at: %v", file.what, filepath.Clean(file.path), cause(err)), "make it readable for you"}}
	case info.Mode().Perm()&bits != 0:
		return []finding{{"files", warnState, fmt.Sprintf("%s, %s, has mode %04o: %s", file.what, file.path, info.Mode().Perm(), why), hint}}
	}
	return nil
}

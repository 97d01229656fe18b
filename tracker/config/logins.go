package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"rungless/tracker"

	"github.com/caarlos0/env/v11"
)

// Login is a team's instance at which this command line logged in.
type Login struct {
	Login     string    `json:"login"`
	Token     string    `json:"token,omitempty"` // "": the system's keyring has it
	ExpiresAt time.Time `json:"expires_at,omitzero"`
}

// LoginsPath is the file that keeps the logins, beside the user's own config.yaml. Where
// there is no keyring it holds tokens, so that it is for its owner alone.
func LoginsPath(environ []string) string {
	return filepath.Join(configFolder(env.ToMap(environ)), "logins.json")
}

// Logins reads the logins by address of the instance; no file is none. A file that others
// may read is refused: who has read a token has it.
func Logins(environ []string) (map[string]Login, error) {
	const op = "config.Logins"
	path := LoginsPath(environ)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]Login{}, nil
	}
	if err == nil && info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, tracker.Errorf(tracker.Invalid, op, "%s may be read by others, and may hold a token", path).
			WithHint("chmod 600 %s, and log in anew if somebody else did read it", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	logins := map[string]Login{}
	if err := json.Unmarshal(text, &logins); err != nil {
		return nil, tracker.Errorf(tracker.Invalid, op, "%s is not as the program wrote it", path).WithHint("delete it, and log in anew").Because(err)
	}
	return logins, nil
}

// SaveLogins keeps the logins in the place of those before, for their owner alone.
func SaveLogins(environ []string, logins map[string]Login) error {
	path := LoginsPath(environ)
	text, err := json.MarshalIndent(logins, "", "  ")
	if err != nil {
		return fmt.Errorf("config.SaveLogins: %w", err)
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o700); err == nil {
		err = replace(path, string(text)+"\n")
	}
	if err != nil {
		return tracker.Errorf(tracker.Unavailable, "config.SaveLogins", "the login cannot be kept in %s: %v", path, cause(err)).
			Because(err).WithHint("make that file one that you may write")
	}
	return nil
}

package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"rungless/tracker"

	"github.com/caarlos0/env/v11"
)

// FileName is the name under which a configuration is looked for.
const FileName = "config.yaml"

// Load reads the configuration at path, lays the environment (as [os.Environ]
// gives it) over it and checks the whole. With an empty path it takes config.yaml
// from the working folder or else from the user's own configuration folder, and
// it is no error that neither is there. Every error is a [tracker.Invalid] or
// [tracker.NotFound] one whose sentence names the file with line and column, or
// the variable, and the key.
func Load(path string, environ []string) (Config, error) {
	variables := env.ToMap(environ)
	source, err := read(Path(path, environ))
	if err != nil {
		return Config{}, err
	}
	c := Default()
	if err := source.decode(&c); err != nil {
		return Config{}, err
	}
	fromEnvironment, err := overlay(&c, variables)
	if err != nil {
		return Config{}, err
	}
	if err := check(c, source, fromEnvironment); err != nil {
		return Config{}, err
	}
	c.GitHub.TokenFile = expandHome(c.GitHub.TokenFile, variables)
	for i, path := range c.GitHub.Tokens {
		c.GitHub.Tokens[i] = expandHome(path, variables)
	}
	c.GitHub.App.KeyFile = expandHome(c.GitHub.App.KeyFile, variables)
	c.Server.WebhookSecretFile = expandHome(c.Server.WebhookSecretFile, variables)
	c.SignIn.ClientSecretFile = expandHome(c.SignIn.ClientSecretFile, variables)
	c.Store.DSN = expandHome(c.Store.DSN, variables)
	if c.Store.DSN == "" {
		c.Store.DSN = filepath.Join(DataFolder(environ), "rungless.db")
	}
	return c, nil
}

// Path is the file that [Load] reads, given the same: "" for none.
func Path(path string, environ []string) string {
	if path != "" {
		return path
	}
	for _, path := range []string{FileName, filepath.Join(configFolder(env.ToMap(environ)), FileName)} {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			return path
		}
	}
	return ""
}

// read returns the text of the file at path; no file is an empty one.
func read(path string) (file, error) {
	if path == "" {
		return file{}, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return file{}, unreadable(path, err)
	}
	return file{path: path, text: text}, nil
}

func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return tracker.Errorf(tracker.NotFound, "config.Load", "there is no configuration file at %s", path).
			Because(err).WithHint("name an existing file with --config, or leave --config out to use the defaults")
	}
	return tracker.Errorf(tracker.Invalid, "config.Load", "the configuration file %s cannot be read: %v", path, cause(err)).
		Because(err).WithHint("make it a file that you may read, or name another one with --config")
}

// cause leaves out the operation and path that a sentence already names.
func cause(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}

// DataFolder is where the operating system wants a user's data to lie: the
// default store is in it. Without a home it is the working folder.
func DataFolder(environ []string) string {
	variables := env.ToMap(environ)
	home := variables["HOME"]
	switch {
	case variables["XDG_DATA_HOME"] != "":
		return filepath.Join(variables["XDG_DATA_HOME"], "rungless")
	case runtime.GOOS == "windows" && variables["LocalAppData"] != "":
		return filepath.Join(variables["LocalAppData"], "rungless")
	case home == "":
		return "."
	case runtime.GOOS == "darwin":
		return filepath.Join(home, "Library", "Application Support", "rungless")
	}
	return filepath.Join(home, ".local", "share", "rungless")
}

// CacheFolder is where the operating system wants what can be made anew: the
// sample organisation's store is in it.
func CacheFolder(environ []string) string {
	variables := env.ToMap(environ)
	home := variables["HOME"]
	switch {
	case variables["XDG_CACHE_HOME"] != "":
		return filepath.Join(variables["XDG_CACHE_HOME"], "rungless")
	case runtime.GOOS == "windows" && variables["LocalAppData"] != "":
		return filepath.Join(variables["LocalAppData"], "rungless", "cache")
	case home == "":
		return filepath.Join(os.TempDir(), "rungless")
	case runtime.GOOS == "darwin":
		return filepath.Join(home, "Library", "Caches", "rungless")
	}
	return filepath.Join(home, ".cache", "rungless")
}

func configFolder(variables map[string]string) string {
	home := variables["HOME"]
	switch {
	case variables["XDG_CONFIG_HOME"] != "":
		return filepath.Join(variables["XDG_CONFIG_HOME"], "rungless")
	case runtime.GOOS == "windows" && variables["AppData"] != "":
		return filepath.Join(variables["AppData"], "rungless")
	case home == "":
		return "."
	}
	return filepath.Join(home, ".config", "rungless")
}

// expandHome reads a leading "~/" as a shell would, since no shell sees the file.
func expandHome(path string, variables map[string]string) string {
	rest, ok := strings.CutPrefix(path, "~/")
	if !ok || variables["HOME"] == "" {
		return path
	}
	return filepath.Join(variables["HOME"], rest)
}

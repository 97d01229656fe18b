package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"rungless/tracker"

	"github.com/caarlos0/env/v11"
	"github.com/goccy/go-yaml"
)

// Choice is whom and what a sync follows where neither config.yaml nor the environment
// names anybody or anything: what a person chose in the browser.
type Choice struct {
	People       []string `yaml:"people"`
	Repositories []string `yaml:"repositories"`
}

// IsEmpty reports whether nothing was chosen: then the token's owner is followed.
func (c Choice) IsEmpty() bool { return len(c.People)+len(c.Repositories) == 0 }

// ChoicePath is the file that keeps the choice, beside the user's own config.yaml. It is a
// file of its own, since config.yaml is written by people.
func ChoicePath(environ []string) string {
	return filepath.Join(configFolder(env.ToMap(environ)), "chosen.yaml")
}

// LoadChoice reads the choice; no file is an empty one. Errors are those of [Load].
func LoadChoice(environ []string) (Choice, error) {
	path := ChoicePath(environ)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return Choice{}, nil
	}
	source, err := read(path)
	if err != nil {
		return Choice{}, err
	}
	c := Default()
	if err := source.decode(&c); err != nil {
		return Choice{}, err
	}
	return Choice{c.GitHub.People, c.GitHub.Repositories}, check(c, source, nil)
}

// SaveChoice keeps a choice in the place of the one before. The error is a
// [tracker.Invalid] one where a name cannot be one on GitHub.
func SaveChoice(environ []string, c Choice) error {
	for _, login := range c.People {
		if err := CheckLogin("a person", login); err != nil {
			return err
		}
	}
	for _, name := range c.Repositories {
		if err := CheckRepository("a repository", name); err != nil {
			return err
		}
	}
	path := ChoicePath(environ)
	text, err := yaml.Marshal(map[string]Choice{"github": c})
	if err != nil {
		return fmt.Errorf("config.SaveChoice: %w", err)
	}
	if err = os.MkdirAll(filepath.Dir(path), 0o700); err == nil {
		err = replace(path, choiceHeading+string(text))
	}
	if err != nil {
		return tracker.Errorf(tracker.Unavailable, "config.SaveChoice", "the choice cannot be kept in %s: %v", path, cause(err)).
			Because(err).WithHint("make that file one that you may write, or name people and repositories in config.yaml")
	}
	return nil
}

var choiceHeading = strings.Join([]string{
	"# Whom to follow, as chosen in the browser under Start, which writes this file anew.",
	"# Where config.yaml or the environment names people or repositories, this file is not asked.", ""}, "\n")

// replace writes a file whole or not at all.
func replace(path, text string) error {
	fresh, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // of mode 0600, and of no name that a link could wait under
	if err != nil {
		return err
	}
	_, err = fresh.WriteString(text)
	if err = errors.Join(err, fresh.Close()); err == nil {
		err = os.Rename(fresh.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(fresh.Name()))
	}
	return nil
}

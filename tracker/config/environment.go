package config

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"rungless/tracker"

	"github.com/caarlos0/env/v11"
)

// Prefix begins the name of every variable that is a key.
const Prefix = "RUNGLESS_"

// overlay lays the variables over c and returns the names of those that it
// used. An empty variable is one that is not set. They are laid on one by one,
// because the library's error names a field and not the variable.
func overlay(c *Config, variables map[string]string) (map[string]bool, error) {
	used := map[string]bool{}
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if !strings.HasPrefix(name, Prefix) || variables[name] == "" {
			continue
		}
		seen[name] = variables[name]
		err := env.ParseWithOptions(c, env.Options{
			Environment: seen,
			Prefix:      Prefix,
			OnSet: func(name string, value any, _ bool) {
				if value != "" {
					used[name] = true
				}
			},
		})
		if err != nil {
			return nil, badVariable(name, variables[name], err)
		}
	}
	return used, nil
}

func badVariable(name, value string, err error) error {
	wanted := "a value of another kind"
	if parse, ok := errors.AsType[env.ParseError](err); ok {
		switch parse.Type.String() {
		case "bool":
			wanted = "true or false"
		case "config.Duration":
			wanted = "a length of time like 30m, 6h or 24h"
		}
	}
	return tracker.Errorf(tracker.Invalid, "config.Load", "the environment variable %s is %s, and should be %s",
		name, quote(value), wanted).Because(err).WithHint("set %s to %s, or unset it", name, wanted)
}

// UnknownVariables lists the variables of environ that look like keys and are
// none. They are no error: Kubernetes makes variables such as
// RUNGLESS_SERVICE_HOST for a service of our name.
func UnknownVariables(environ []string) []string {
	known := map[string]bool{}
	for _, key := range Keys() {
		known[key.Variable] = true
	}
	var unknown []string
	for name := range env.ToMap(environ) {
		if strings.HasPrefix(name, Prefix) && !known[indexes.ReplaceAllString(name, "_N_")] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

package config

import (
	"reflect"
	"regexp"
	"strings"
)

// Key is one thing that can be set.
type Key struct {
	Path     string // in the file: "github.url"; "people[].login" in a list
	Variable string // in the environment: "RUNGLESS_GITHUB_URL"; "RUNGLESS_PEOPLE_N_LOGIN" in a list
}

var (
	indexes     = regexp.MustCompile(`_\d+_`)
	elements    = regexp.MustCompile(`\[\d*\]`)
	lastElement = regexp.MustCompile(`\[\d*\]$`)
)

// Keys lists every key in the order of the file.
func Keys() []Key { return keysOf(reflect.TypeFor[Config](), "", Prefix) }

func keysOf(t reflect.Type, path, variable string) []Key {
	var keys []Key
	for field := range t.Fields() {
		name := path + field.Tag.Get("yaml")
		prefix := variable + field.Tag.Get("envPrefix")
		switch {
		case field.Type.Kind() == reflect.Struct:
			keys = append(keys, keysOf(field.Type, name+".", prefix)...)
		case field.Type.Kind() == reflect.Slice && field.Type.Elem().Kind() == reflect.Struct:
			keys = append(keys, keysOf(field.Type.Elem(), name+"[].", prefix+"_N_")...)
		default:
			keys = append(keys, Key{Path: name, Variable: variable + field.Tag.Get("env")})
		}
	}
	return keys
}

// siblings lists the names that may stand in the section of that path; "" is
// the top of the file.
func siblings(section string) []string {
	prefix := ""
	if section != "" {
		prefix = elements.ReplaceAllString(section, "[]") + "."
	}
	var names []string
	for _, key := range Keys() {
		rest, ok := strings.CutPrefix(key.Path, prefix)
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(rest, ".")
		name = strings.TrimSuffix(name, "[]")
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	return names
}

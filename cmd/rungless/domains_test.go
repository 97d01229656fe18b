package main

import (
	"errors"
	"testing"

	"rungless/tracker/config"
)

func TestAnArgumentOfCheckIsAThreadOrAPath(t *testing.T) {
	s := &settings{config: config.Default()}
	for text, want := range map[string]subject{
		"csrc/attention.cu":                            {path: "csrc/attention.cu"},
		"octo-org/engine#12":                           {repository: "octo-org/engine", number: 12},
		"https://github.com/octo-org/engine/pull/12":   {repository: "octo-org/engine", number: 12},
		"https://github.com/o/e/discussions/3#comment": {repository: "o/e", number: 3},
		"https://GitHub.com/o/e/issues/3?x=y":          {repository: "o/e", number: 3},
		"octo-org/engine:src/a b.py":                   {repository: "octo-org/engine", path: "src/a b.py"},
		"a:b":                                          {path: "a:b"},
		"notes#1":                                      {path: "notes#1"},
		"deep/er/path#12":                              {path: "deep/er/path#12"},
		"./README.md":                                  {path: "README.md"},
		"/docs//index.md":                              {path: "docs/index.md"},
		"octo-org/engine:./README.md":                  {repository: "octo-org/engine", path: "README.md"},
	} {
		if got, err := s.parseSubject(text); err != nil || got != want {
			t.Errorf("%q is %+v and %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"https://gitlab.example/o/e/pull/1", "https://github.com/o/e", "https://github.com/o/e/pull/x", "https://github.com/o/e/tree/main/a",
		"", ".", "octo-org/engine:"} {
		if _, err := s.parseSubject(text); !errors.As(err, new(usageError)) {
			t.Errorf("%q: %v, want a mistake of usage", text, err)
		}
	}
}

func FuzzParseSubject(f *testing.F) {
	f.Add("https://github.com/octo-org/engine/pull/12")
	f.Add("octo-org/engine#99999999999999999999")
	f.Add("https://[")
	f.Add("a/b:")
	s := &settings{config: config.Default()}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := s.parseSubject(text)
		if err == nil && (got.number == 0) != (got.path != "") || err == nil && got.number < 0 || err == nil && got.number > 0 && got.repository == "" {
			t.Errorf("%q is %+v", text, got)
		}
	})
}

package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadReadsTheFileUnderTheEnvironment(t *testing.T) {
	path := write(t, `
github:
  url: https://ghe.example.org
  people: [octo-pm, octo-dev]
store: {dsn: ~/facts.db}
server:
  sync_every: 30m
people:
  - login: octo-pm
    time_zone: Europe/Paris
    emails: [pm@example.org]
    orcid: 0000-0002-1825-0097
`)
	got, err := Load(path, []string{
		"HOME=/home/octo", "RUNGLESS_GITHUB_PEOPLE=hubot-dev,monalisa", "RUNGLESS_SYNC_NO_WAIT=true",
		"RUNGLESS_SERVER_ADDR=", "RUNGLESS_PEOPLE_0_NAME=Octavia", "RUNGLESS_PEOPLE_1_LOGIN=octo-dev",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.GitHub.URL = "https://ghe.example.org"
	want.GitHub.People = []string{"hubot-dev", "monalisa"}
	want.Store.DSN = "/home/octo/facts.db"
	want.Server.SyncEvery = Duration(30 * time.Minute)
	want.Sync.NoWait = true
	want.People = []Person{
		{Login: "octo-pm", Name: "Octavia", TimeZone: "Europe/Paris", Emails: []string{"pm@example.org"}, ORCID: "0000-0002-1825-0097"},
		{Login: "octo-dev"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadSaysWhatIsWrongAndWhere(t *testing.T) {
	tests := []struct{ name, file, variable, want, hint string }{
		{"an unknown key near a known one", "github:\n  urll: x\n", "", `FILE:2:3: there is no key "github.urll"`, `did you mean "github.url"?`},
		{"an unknown section", "githb:\n  url: x\n", "", `FILE:1:1: there is no key "githb"`, `did you mean "github"?`},
		{"an unknown key near none", "store:\n  colour: red\n", "", `FILE:2:3: there is no key "store.colour"`, "the keys here are dsn; "},
		{"an unknown key in a list", "people:\n  - login: a\n    zone: UTC\n", "", `FILE:3:5: there is no key "people[0].zone"`, "the keys here are login, name, time_zone, emails, orcid; "},
		{"a token in the file", "github:\n  token: x\n", "", `FILE:2:3: there is no key "github.token"`, "the keys here are url, people"},
		{"a broken document", "github: {url: x\n", "", "FILE:1:9: could not find", "docs/config.md"},
		{"a key twice", "log:\n  level: info\n  level: warn\n", "", "FILE:3:3: mapping key", "docs/config.md"},
		{"two documents", "log: {}\n---\nlog: {}\n", "", "FILE:3:4: a second document begins here", "take the line --- out"},
		{"a word for a list", "github:\n  people: octo\n", "", "FILE:2:11: string was used where sequence is expected", "docs/config.md"},
		{"a word for a switch", "sync:\n  no_wait: maybe\n", "", `FILE:2:12: sync.no_wait is "maybe", and should be true or false`, "docs/config.md"},
		{"a bad duration", "server:\n  sync_every: soon\n", "", `FILE:2:15: "soon" is not a length of time (write it like 30m, 6h or 24h)`, "docs/config.md"},
		{"a number for a duration", "server:\n  sync_every: 5\n", "", `FILE:2:15: "5" is not a length of time`, "docs/config.md"},
		{"too short a pause", "server:\n  sync_every: 5s\n", "", `FILE:2:15: server.sync_every is "5s", which is too short`, "write 1m or more"},
		{"a bad login", "github:\n  people:\n    - octo\n    - octo/cat\n", "", `FILE:4:7: github.people[1] is "octo/cat", which is not a GitHub login`, "39 at most"},
		{"a bad repository", "github:\n  repositories: [octo-repo]\n", "", `FILE:2:18: github.repositories[0] is "octo-repo", which is not a repository's name`, "OWNER/NAME"},
		{"a URL with a path", "github:\n  url: https://github.com/octo\n", "", `FILE:2:8: github.url is "https://github.com/octo", which is not the address of a GitHub`, "without a path"},
		{"plain http to another machine", "github:\n  url: http://ghe.example.org\n", "", `FILE:2:8: github.url is "http://ghe.example.org"`, "plain http works only on this machine"},
		{"an emptied URL", "github:\n  url: ''\n", "", `FILE:2:8: github.url is "", which is not the address of a GitHub`, "write https://github.com"},
		{"another database", "store:\n  dsn: mysql://u:marker@h/d\n", "", "FILE:2:8: store.dsn is set to something that is not a place for a store", "write a file's path"},
		{"an address without a port", "server:\n  addr: localhost\n", "", `FILE:2:9: server.addr is "localhost", which is not an address to listen on`, "127.0.0.1:8080"},
		{"a host with a scheme", "server:\n  hosts: ['https://a']\n", "", `FILE:2:11: server.hosts[0] is "https://a", which is not a host's name`, "without https://"},
		{"an unknown time zone", "people:\n  - login: a\n    time_zone: Mars/Olympus\n", "", `FILE:3:16: people[0].time_zone is "Mars/Olympus", which is not a time zone`, "Europe/Paris"},
		{"an ORCID with a wrong check digit", "people:\n  - {login: a, orcid: 0000-0002-1825-0098}\n", "", `FILE:2:23: people[0].orcid is "0000-0002-1825-0098", which is not an ORCID`, "sixteen digits"},
		{"an unknown log level", "log:\n  level: loud\n", "", `FILE:2:10: log.level is "loud", which is not known`, "debug, info, warn or error"},
		{"an unknown archive filter", "archive:\n  include: all\n", "", `FILE:2:12: archive.include is "all", which is not known`, "everything"},
		{"a slug that cannot stand in an address", "domains:\n  - slug: GPU kernels\n    paths: ['**/*.cu']\n", "", `FILE:2:11: domains[0].slug is "GPU kernels", which cannot stand in an address`, "gpu-kernels"},
		{"a path rule with a slash before it", "domains:\n  - slug: a\n    paths: [a/**]\n  - slug: b\n    paths: [b/**, /src/**]\n", "", `FILE:5:19: domains[1].paths[1] is "/src/**", which is no glob of paths`, "without a slash before it"},
		{"a domain without a rule", "domains:\n  - slug: a\n    name: A\n", "", `FILE:2:11: domains[0].slug is "a", which has no rule`, "give it paths"},
		{"an unknown key of a domain", "domains:\n  - slug: a\n    path: [a/**]\n", "", `FILE:3:5: there is no key "domains[0].path"`, `did you mean "domains[0].paths"?`},
		{"a bad path that is not to count", "uncounted:\n  - golden/\n", "", `FILE:2:5: uncounted[0] is "golden/", which is no glob of paths`, "OWNER/NAME:src/**"},
		{"a bad path rule in a variable", "domains:\n  - slug: a\n", "RUNGLESS_DOMAINS_0_PATHS=a/**,/b", `the environment variable RUNGLESS_DOMAINS_0_PATHS is "/b", which is no glob of paths`, "without a slash"},
		{"a word that holds of everybody", "growth:\n  words:\n    - {word: around}\n", "", `FILE:3:14: growth.words[0].word is "around", which holds of everybody`, "months_active"},
		{"a limit that nobody can meet", "growth:\n  words:\n    - word: around\n      months_active: 13\n", "", `FILE:4:22: growth.words[0].months_active is "13", which nobody can meet`, "0 to 12"},
		{"a glob that does not end", "growth:\n  documents: ['docs/**', '**/*.{md']\n", "", `FILE:2:26: growth.documents[1] is "**/*.{md", which is no glob`, "close every"},
		{"an empty label", "growth:\n  decision_labels: ['']\n", "", `FILE:2:21: growth.decision_labels[0] is "", which matches nothing`, "take the entry out"},
		{"an unknown key of a word", "growth:\n  words:\n    - {word: around, months: 3}\n", "", `FILE:3:22: there is no key "growth.words[0].months"`, "the keys here are word"},
		{"a bad limit in a variable", "", "RUNGLESS_GROWTH_WORDS_0_QUIET_MONTHS=11", `the environment variable RUNGLESS_GROWTH_WORDS_0_QUIET_MONTHS is "11", which nobody can meet`, "0 to 10"},
		{"a bad glob in a variable", "", "RUNGLESS_GROWTH_DECISIONS=adr/**,/rfc", `the environment variable RUNGLESS_GROWTH_DECISIONS is "/rfc", which begins with a slash`, "without a slash"},
		{"a bad login in a variable", "", "RUNGLESS_GITHUB_PEOPLE=octo,a b", `the environment variable RUNGLESS_GITHUB_PEOPLE is "a b", which is not a GitHub login`, "39 at most"},
		{"a bad switch in a variable", "", "RUNGLESS_SYNC_NO_WAIT=perhaps", `the environment variable RUNGLESS_SYNC_NO_WAIT is "perhaps", and should be true or false`, "unset it"},
		{"a bad duration in a variable", "", "RUNGLESS_SERVER_SYNC_EVERY=daily", `the environment variable RUNGLESS_SERVER_SYNC_EVERY is "daily", and should be a length of time`, "unset it"},
		{"a bad address in a numbered variable", "", "RUNGLESS_PEOPLE_0_LOGIN=a/b", `the environment variable RUNGLESS_PEOPLE_0_LOGIN is "a/b", which is not a GitHub login`, "39 at most"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, tt.file)
			_, err := Load(path, []string{"HOME=/home/octo", tt.variable})
			failure, ok := errors.AsType[*tracker.Error](err)
			if !ok {
				t.Fatalf("got %v, want a tracker.Error", err)
			}
			if got, want := failure.Message, strings.Replace(tt.want, "FILE", path, 1); !strings.Contains(got, want) {
				t.Errorf("message\ngot  %s\nwant %s", got, want)
			}
			if !strings.Contains(failure.Hint, tt.hint) {
				t.Errorf("hint\ngot  %s\nwant %s", failure.Hint, tt.hint)
			}
			if failure.Kind != tracker.Invalid {
				t.Errorf("got kind %v, want invalid", failure.Kind)
			}
			if strings.Contains(err.Error(), "marker") {
				t.Errorf("the error repeats a secret: %v", err)
			}
		})
	}
}

func TestTheCatalogueIsTheWrittenOneOrTheBuiltIn(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want string // slug of the deepest domain
	}{
		"nothing written":       {"", "kernels"},
		"an empty list":         {"domains: []\n", "kernels"},
		"domains of one's own":  {"domains:\n  - {slug: shop, words: [shop]}\n  - {slug: till, name: The till, paths: ['till/**']}\n", "till"},
		"domains, and no paths": {"domains:\n  - {slug: shop, labels: [shop]}\nuncounted: ['golden/**']\n", "shop"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Load(write(t, test.text), nil)
			if err != nil {
				t.Fatal(err)
			}
			catalogue, err := c.Catalogue()
			if err != nil {
				t.Fatal(err)
			}
			domains := catalogue.Domains()
			if got := domains[len(domains)-1].Slug; got != test.want {
				t.Errorf("the deepest domain is %s, want %s", got, test.want)
			}
		})
	}
}

func TestARuleOfGrowthIsTheWrittenOneOrTheBuiltIn(t *testing.T) {
	for name, test := range map[string]struct {
		text, variable string
		word, document string // the first ones
	}{
		"nothing written":         {"", "", "relied on", "**/*.{md,mdx,rst,txt}"},
		"empty lists":             {"growth: {words: [], documents: []}\n", "", "relied on", "**/*.{md,mdx,rst,txt}"},
		"a word":                  {"growth:\n  words:\n    - {word: around, months_active: 2}\n", "", "around", "**/*.{md,mdx,rst,txt}"},
		"documents":               {"growth:\n  documents: ['guide/**']\n", "", "relied on", "guide/**"},
		"documents in a variable": {"", "RUNGLESS_GROWTH_DOCUMENTS=guide/**,book/**", "relied on", "guide/**"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Load(write(t, test.text), []string{test.variable})
			if err != nil {
				t.Fatal(err)
			}
			rules := c.GrowthRules()
			if rules.Words[0].Word != test.word || rules.Documents[0] != test.document {
				t.Errorf("the first word is %q and the first documents %q, want %q and %q", rules.Words[0].Word, rules.Documents[0], test.word, test.document)
			}
		})
	}
}

func TestLoadKeepsDefaultsWhereTheFileIsSilent(t *testing.T) {
	for name, text := range map[string]string{
		"an empty file": "", "comments only": "# nothing\n", "an empty document": "---\n",
		"a key without a value": "github:\n  url:\nserver:\n  sync_every:\n", "a section without keys": "github:\nserver: {}\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Load(write(t, text), []string{"XDG_DATA_HOME=/data"})
			if err != nil {
				t.Fatal(err)
			}
			want := Default()
			want.Store.DSN = "/data/rungless/rungless.db"
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadWithoutAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	home := t.TempDir()
	got, err := Load("", []string{"HOME=" + home, "XDG_DATA_HOME=/data"})
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Store.DSN = "/data/rungless/rungless.db"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	_, err = Load("nowhere.yaml", nil)
	if tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("got %v, want not found", err)
	}
	_, err = Load(home, nil)
	if tracker.KindOf(err) != tracker.Invalid {
		t.Errorf("for a folder got %v, want invalid", err)
	}
}

func TestLoadFindsTheUsersOwnFile(t *testing.T) {
	t.Chdir(t.TempDir())
	home := t.TempDir()
	folder := filepath.Join(home, ".config", "rungless")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, FileName), []byte("log: {level: debug}"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Load("", []string{"HOME=" + home})
	if err != nil || got.Log.Level != "debug" {
		t.Errorf("got level %q and %v, want debug", got.Log.Level, err)
	}
}

func TestUnknownVariables(t *testing.T) {
	got := UnknownVariables([]string{"RUNGLESS_GITHUB_URL=x", "RUNGLESS_PEOPLE_12_LOGIN=a", "RUNGLESS_GITHUB_URI=x", "HOME=/"})
	if diff := cmp.Diff([]string{"RUNGLESS_GITHUB_URI"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("github:\n  url: https://github.com\n  people: [a, b]\n", "RUNGLESS_LOG_LEVEL=warn")
	f.Add("people:\n  - login: a\n    orcid: 0000-0002-1825-0097\n", "RUNGLESS_PEOPLE_0_LOGIN=b")
	f.Add("a: &a [*a]\n? [x]: y\n<<: *a\n", "=")
	f.Add("server: {sync_every: {a: b}}\n--- \n", "RUNGLESS_=")
	f.Fuzz(func(t *testing.T, text, variable string) {
		path := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load(path, []string{variable})
		if err != nil {
			failure, ok := errors.AsType[*tracker.Error](err)
			if !ok || failure.Message == "" {
				t.Fatalf("an error without a sentence: %v", err)
			}
			return
		}
		for _, login := range c.GitHub.People {
			if CheckLogin("", login) != nil {
				t.Fatalf("login %q came through", login)
			}
		}
	})
}

package config

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rungless/tracker/testneed"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "write docs/config.md")

func TestCommittedFileShowsTheDefaults(t *testing.T) {
	environ := []string{"HOME=/home/octo"}
	got, err := Load(filepath.Join(testneed.Root(t), FileName), environ)
	if err != nil {
		t.Fatal(err)
	}
	want, err := Load(write(t, ""), environ)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// docs/config.md is made from the comments of config.yaml and from Keys, so
// that neither can forget a key: go test ./tracker/config -run Documented -update
func TestEveryKeyIsDocumented(t *testing.T) {
	root := testneed.Root(t)
	tree, err := parser.ParseFile(filepath.Join(root, FileName), parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(root, "docs", "config.md")
	want := document(t, tree)
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/config.md is old; run: go test ./tracker/config -run Documented -update\n%s", diff)
	}
}

func document(t *testing.T, tree *ast.File) string {
	var page strings.Builder
	page.WriteString(`# Configuration

Made from config.yaml by ` + "`go test ./tracker/config -run Documented -update`" + `; change the comments there.

Flags win over the environment, and the environment over the file. The file is the one
that ` + "`--config`" + ` names, else the one in the folder where the program is started, else the one in
` + "`~/.config/rungless`" + ` (` + "`$XDG_CONFIG_HOME/rungless`, `%AppData%\\rungless`" + ` on Windows). An empty variable counts as unset;
a list is written with commas, and N counts from 0. ` + "`rungless config check`" + ` names the file in force, what is wrong in it
and every RUNGLESS_ variable that is not in this table. Paths are relative to the folder where the program is started;
` + "`~/`" + ` is the home folder.

| key | variable | default | what it is |
|---|---|---|---|
`)
	for _, key := range Keys() {
		fmt.Fprintf(&page, "| `%s` | `%s` | %s | %s |\n", key.Path, key.Variable, defaultOf(t, tree, key), aboutOf(t, tree, key))
	}
	return page.String()
}

func valueAt(t *testing.T, tree *ast.File, path string) ast.Node {
	t.Helper()
	steps, err := yaml.PathString("$." + path)
	if err != nil {
		t.Fatal(err)
	}
	node, err := steps.FilterFile(tree)
	if err != nil {
		t.Fatalf("config.yaml does not show %s: %v", path, err)
	}
	return node
}

func defaultOf(t *testing.T, tree *ast.File, key Key) string {
	list, _, inList := strings.Cut(key.Path, "[]")
	if inList {
		valueAt(t, tree, list)
		return ""
	}
	switch value := valueAt(t, tree, key.Path).(type) {
	case *ast.SequenceNode:
		return "none"
	default:
		if text := value.GetToken().Value; text != "" {
			return "`" + text + "`"
		}
		return "empty"
	}
}

// aboutOf is the comment above a key.
func aboutOf(t *testing.T, tree *ast.File, key Key) string {
	if about, inList := map[string]string{
		"people[].login":     "Login of a person followed: what a login does not say follows.",
		"people[].name":      "Name to show.",
		"people[].time_zone": "IANA name of the zone the person lives in.",
		"people[].emails":    "Addresses in the person's commits.",
		"people[].orcid":     "The person's ORCID.",

		"growth.words[].word":           "A plain word for the picture of one domain. Of the rules that are met, the one written first speaks.",
		"growth.words[].months_active":  "Active months of the last twelve, at least.",
		"growth.words[].validators":     "Effective validators, at least.",
		"growth.words[].heeded_reviews": "Reviews that others heeded within twelve months, at least.",
		"growth.words[].quiet_months":   "The longest run of quiet months between active ones, at least.",

		"domains[].slug":         "The domain in addresses and on the command line: lower-case letters, digits and hyphens. Domains are listed from surface to deep; domains.md explains them.",
		"domains[].name":         "Its name on pages; the slug when empty.",
		"domains[].repositories": "Globs of OWNER/NAME whose threads it claims; case does not matter.",
		"domains[].paths":        "Globs of changed files that it claims: `*` stops at a slash, `**` does not, OWNER/NAME:GLOB binds one to repositories.",
		"domains[].labels":       "Globs of a thread's labels; case does not matter.",
		"domains[].topics":       "Globs of a repository's topics; case does not matter.",
		"domains[].words":        "Words or phrases of a thread's title, whole and in any case; a final `*` takes any ending.",
		"domains[].excludes":     "Paths, written as `paths` are, that no rule of this domain claims.",
	}[key.Path]; inList {
		return about
	}
	comment := ""
	ast.Walk(visitor(func(node ast.Node) {
		pair, ok := node.(*ast.MappingValueNode)
		if ok && strings.TrimPrefix(pair.GetPath(), "$.") == key.Path && pair.GetComment() != nil {
			comment = pair.GetComment().String()
		}
	}), tree.Docs[0])
	if comment == "" {
		t.Errorf("config.yaml has no comment above %s", key.Path)
	}
	comment = strings.ReplaceAll(comment, "\n#", "")
	return strings.Join(strings.Fields(strings.TrimPrefix(comment, "#")), " ")
}

type visitor func(ast.Node)

func (v visitor) Visit(node ast.Node) ast.Visitor {
	v(node)
	return v
}

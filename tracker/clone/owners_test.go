package clone

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// said are namings as lines: "role name of path (pattern)".
func said(namings []naming) []string {
	lines := []string{}
	for _, n := range namings {
		line := fmt.Sprintf("%s %s of %q", n.role, n.name, n.path)
		if n.pattern != "" {
			line += fmt.Sprintf(" (%s)", n.pattern)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func TestListsOfOwners(t *testing.T) {
	for _, c := range []struct {
		name   string
		file   string
		text   string
		want   []string
		broken int
	}{
		{"roles of an OWNERS file", "pkg/OWNERS", "approvers:\n- ada-oru\n- '@Bo-Ling'\nreviewers: [cy, 7]\nemeritus_approvers:\n  - dee\nlabels:\n- area/pkg\n",
			[]string{`approver Bo-Ling of "pkg"`, `approver ada-oru of "pkg"`, `emeritus dee of "pkg"`, `reviewer 7 of "pkg"`, `reviewer cy of "pkg"`}, 0},
		{"filters", "OWNERS", "filters:\n  \".*\":\n    approvers: [ada]\n  \"\\\\.go$\":\n    reviewers: [bo]\n",
			[]string{`approver ada of ""`, `reviewer bo of "" (\.go$)`}, 0},
		{"a filter that holds no lists", "OWNERS", "filters:\n  x: 3\n", []string{}, 1},
		{"the old word for approvers", "OWNERS", "assignees:\n - ada\n", []string{`approver ada of ""`}, 0},
		{"nobody", "OWNERS", "approvers:\nreviewers: []\n", []string{}, 0},
		{"an empty file", "OWNERS", "", []string{}, 0},
		{"text that is no YAML", "OWNERS", "approvers: [ada\n", []string{}, 1},
		{"what names nobody", "OWNERS", "approvers: [null, {a: 1}, 'a b', '']\n", []string{}, 0},
		{"CODEOWNERS", ".github/CODEOWNERS", "# comment\n* @lantern/everybody\n/pkg/queue/ @ada-oru bo@example.org # inline\n*.go @cy\ndocs/guide.md @dee\n[broken @ee\n",
			[]string{`owner ada-oru of "pkg/queue" (/pkg/queue/)`, `owner bo@example.org of "pkg/queue" (/pkg/queue/)`, `owner cy of "" (*.go)`,
				`owner dee of "docs" (docs/guide.md)`, `owner lantern/everybody of "" (*)`}, 1},
		{"whom to tag", ".github/PULL_REQUEST_TEMPLATE.md", "- [ ] asked @nobody?\r\n - Schedulers: @ada-oru and @bo\r\n- text models: @cy, @dee/team, me@example.org, @dee\nmail me@example.org\n- docs: [x](y)\n",
			[]string{`to_tag ada-oru of "" (Schedulers)`, `to_tag bo of "" (Schedulers)`, `to_tag cy of "" (text models)`, `to_tag dee of "" (text models)`}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			parse := map[listKind]func(string, []byte) listed{ownersList: parseOwners, codeOwnersList: parseCodeOwners, whoToTagList: parseWhoToTag}[listKindOf(c.file)]
			got := parse(c.file, []byte(c.text))
			if diff := cmp.Diff(c.want, said(got.namings)); diff != "" {
				t.Errorf("namings (-want +got):\n%s", diff)
			}
			if len(got.broken) != c.broken {
				t.Errorf("broken: %q, want %d", got.broken, c.broken)
			}
		})
	}
}

func TestListKindOf(t *testing.T) {
	for file, want := range map[string]listKind{
		"OWNERS": ownersList, "a/b/OWNERS": ownersList, "OWNERS_ALIASES": aliasList, "a/OWNERS_ALIASES": noList,
		"CODEOWNERS": codeOwnersList, "docs/CODEOWNERS": codeOwnersList, "a/CODEOWNERS": noList,
		".github/pull_request_template.md": whoToTagList, "vendor/x/OWNERS": noList, "a/third_party/OWNERS": noList, "README": noList,
	} {
		if got := listKindOf(file); got != want {
			t.Errorf("%s: kind %d, want %d", file, got, want)
		}
	}
}

func TestTopicDirectory(t *testing.T) {
	directories := []string{"docs", "src/kiln/schedulers", "src/kiln/pipelines/schedulers", "src/kiln/models"}
	for topic, want := range map[string]string{"Schedulers": "src/kiln/schedulers", "text models": "src/kiln/models", "Docs": "docs", "deepspeed": ""} {
		if got := topicDirectory(topic, directories); got != want {
			t.Errorf("%q means %q, want %q", topic, got, want)
		}
	}
}

// ownerLines are the changes of a commit as lines: "+role login path".
func ownerLines(c tracker.Commit) []string {
	var lines []string
	for _, o := range c.OwnerChanges {
		sign := "-"
		if o.Added {
			sign = "+"
		}
		lines = append(lines, fmt.Sprintf("%s%s %s%s %s", sign, o.Role, o.Account.Login, o.Account.Email, o.Path))
	}
	return lines
}

// owned makes a repository whose lists of owners change in every way.
func owned(t *testing.T) (f *fixture, want map[string][]string) {
	f, want = newFixture(t), map[string][]string{}
	f.write("OWNERS_ALIASES", "aliases:\n  Writers: [ada-oru]\n")
	f.write("pkg/OWNERS", "approvers: [writers]\nreviewers: [cy]\n")
	want[f.commit("Begin")] = []string{"+approver ada-oru pkg", "+reviewer cy pkg"}
	f.write("OWNERS_ALIASES", "aliases:\n  writers: [bo-ling, ada-oru]\n")
	want[f.commit("A writer more")] = []string{"+approver bo-ling pkg"}
	f.write("pkg/OWNERS", "# sorted\nreviewers: [cy]\napprovers: [Ada-Oru, bo-ling]\n")
	want[f.commit("Spell the alias out")] = nil
	f.git("mv", "pkg", "lib")
	want[f.commit("Rename")] = []string{"-approver ada-oru pkg", "-approver bo-ling pkg", "-reviewer cy pkg",
		"+approver ada-oru lib", "+approver bo-ling lib", "+reviewer cy lib"}
	f.write("lib/OWNERS", "approvers: [ada-oru\n")
	want[f.commit("Break it")] = []string{"-approver ada-oru lib", "-approver bo-ling lib", "-reviewer cy lib"}
	f.write(".github/CODEOWNERS", "/lib/ @lantern/writers @dee\n")
	want[f.commit("Another list")] = []string{"+owner dee lib"}
	return f, want
}

func TestSyncTellsWhomListsOfOwnersName(t *testing.T) {
	f, want := owned(t)
	l := newLedger()
	l.mustSync(t, Options{}, f.path)
	for sha, lines := range want {
		if diff := cmp.Diff(lines, ownerLines(l.commits[sha]), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", l.commits[sha].Headline, diff)
		}
		if l.commits[sha].OwnerChanges == nil {
			t.Errorf("%s: nothing is said of owners", l.commits[sha].Headline)
		}
	}
	gap := l.coverage["owners"].Gap
	for _, part := range []string{"lib/OWNERS at ", "lantern/writers"} {
		if !strings.Contains(gap, part) {
			t.Errorf("the gap %q does not name %q", gap, part)
		}
	}
}

func TestListsOfOwnersReadInTwoRuns(t *testing.T) {
	f, _ := owned(t)
	whole, parts := newLedger(), newLedger()
	whole.mustSync(t, Options{}, f.path)
	head := f.git("rev-parse", "HEAD")
	f.git("update-ref", "refs/heads/main", head+"~3")
	parts.mustSync(t, Options{}, f.path)
	f.git("update-ref", "refs/heads/main", head)
	parts.mustSync(t, Options{}, f.path)
	for sha, c := range whole.commits {
		if diff := cmp.Diff(ownerLines(c), ownerLines(parts.commits[sha])); diff != "" {
			t.Errorf("%s (-one run +two runs):\n%s", c.Headline, diff)
		}
	}
	if diff := cmp.Diff(whole.coverage["owners"], parts.coverage["owners"]); diff != "" {
		t.Errorf("coverage (-one run +two runs):\n%s", diff)
	}
}

func TestALinkToAListIsThatList(t *testing.T) {
	f := newFixture(t)
	f.write("pkg/OWNERS", "approvers: [ada-oru]\n")
	f.write("cmd/main.go", "package main\n")
	f.git("update-index", "--add", "--cacheinfo", "120000,"+f.pipe("../pkg/OWNERS", "hash-object", "-w", "--stdin")+",cmd/OWNERS")
	sha := f.commit("Begin")
	l := newLedger()
	l.mustSync(t, Options{}, f.path)
	if diff := cmp.Diff([]string{"+approver ada-oru cmd", "+approver ada-oru pkg"}, ownerLines(l.commits[sha])); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func FuzzListsOfOwners(f *testing.F) {
	for _, seed := range []string{"approvers:\n- a\n", "filters:\n \".*\":\n  reviewers: [b]\n", "/x/ @a @o/t\n", "- Docs: @a, @b\n", "aliases:\n x: [y]\n", "\xff\x00:", "{a: &a [*a]}", "- - -"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, found := range []listed{parseOwners("a/OWNERS", []byte(text)), parseCodeOwners("CODEOWNERS", []byte(text)), parseWhoToTag("pull_request_template.md", []byte(text))} {
			for _, n := range found.namings {
				if n.name == "" || strings.ContainsAny(n.name, " \n@") && !strings.Contains(n.name, "@") || strings.HasPrefix(n.path, "/") || strings.HasSuffix(n.path, "/") {
					t.Errorf("%q names %q for %q", text, n.name, n.path)
				}
			}
		}
		parseAliases([]byte(text))
	})
}

package architecture

import (
	"fmt"
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"rungless/tracker/testneed"
)

// The program refuses what makes a ladder of people: a total, a score, a rank, a
// level, a percentile, a streak, a badge, a leader board, a sort of people by a figure.
// These tests look for it in words, here and in ladder_sample_test.go, and in the shape
// of what is shown, in ladder_shape_test.go. What may say such a word, and why, stands in
// ladder_allowed_test.go and nowhere else.

// ladder are the words, in a text that was cut into lower-case words.
var ladder = regexp.MustCompile(`\b(totals?|scores?|scored|scoring|rank(s|ed|ing|ings)?|levels?|percentiles?|streaks?|badges?|leader ?boards?` +
	`|grades?|ratings?|seniority|overall|karma|medals?|trophy|trophies|most active|(top|best) (people|persons?|contributors?|reviewers?|authors?|users?)` +
	`|(sort|sorted|order|ordered|people|contributors?) by (count|depth|activity|contributions|commits|figure|worth))\b`)

// words cuts identifiers and sentences into lower-case words: "PeopleByDepth" and
// "people_by_depth" are "people by depth".
func words(text string) string {
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteByte(' ')
			continue
		case i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1]):
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// said is a text that a reader or a caller sees, and where it stands.
type said struct{ where, text string }

// ladderIn finds texts that say such a word and are not allowed to.
func ladderIn(texts []said, use func(allowance)) (found []string) {
	for _, s := range texts {
		word := ladder.FindString(words(s.text))
		if word == "" {
			continue
		}
		if a, ok := allowanceFor(s); ok {
			use(a)
			continue
		}
		found = append(found, fmt.Sprintf("%s says %q: %.120s", s.where, word, s.text))
	}
	return found
}

func TestTheWordsOfALadderAreSeen(t *testing.T) {
	for _, text := range []string{"TotalScore", "json:\"total\"", "people_by_depth", "Your level is 3", "rankings", "LeaderBoard", "leader-board", "leaderboard",
		"the top contributors", "a 12-day streak", "MostActive", "sortedByContributions", "Top 3rd percentile"} {
		if len(ladderIn([]said{{"somewhere", text}}, func(allowance) {})) != 1 {
			t.Errorf("%q was not seen", text)
		}
	}
	for _, text := range []string{"crank", "subtotalled", "in total darkness"[3:3], "levelled", "top of the page", "the best laying", "scoreboard"[:3]} {
		if found := ladderIn([]said{{"somewhere", text}}, func(allowance) {}); found != nil {
			t.Errorf("%q was taken for a word of a ladder: %v", text, found)
		}
	}
}

// TestNothingWrittenSpeaksOfALadder reads every exported name and tag, every column, every
// template, static file and document.
func TestNothingWrittenSpeaksOfALadder(t *testing.T) {
	root := testneed.Root(t)
	used := map[allowance]bool{}
	for kind, texts := range map[string][]said{
		"exported names": exportedNames(load(t, root)),
		"columns":        linesOf(t, root, "tracker/store/testdata/schema.*.txt"),
		"templates":      linesOf(t, root, "web/templates/*.html", "web/templates/*/*.html"),
		"static files":   linesOf(t, root, "web/static/*.js", "web/static/*.css", "web/static/*.svg"),
		"documents":      linesOf(t, root, "*.md", "docs/*.md", "docs/*/*.md", "config.yaml", "tracker/growth/metrics.yaml"),
	} {
		if len(texts) < 10 {
			t.Errorf("only %d %s were found: the test looks at nothing", len(texts), kind)
		}
		for _, found := range ladderIn(texts, func(a allowance) { used[a] = true }) {
			t.Error(found)
		}
	}
	for _, a := range allowances {
		if !a.running && !used[a] {
			t.Errorf("%s need not be allowed %q: nothing there says such a word", a.where, a.text)
		}
	}
}

// TestEveryPlaceOfALadderIsRead seeds a violation into each kind of text.
func TestEveryPlaceOfALadderIsRead(t *testing.T) {
	dir := scratchModule(t, map[string]string{
		"web/a.go":     "package web\ntype Person struct { Badge string }\nfunc RankOf() int { return 0 }\nconst TopContributors = 3",
		"tracker/a.go": "package tracker\ntype a struct { N int `json:\"overall\"` }\ntype B interface { Percentile() }",
		"tracker/store/testdata/schema.sqlite.txt": "people\n  score INTEGER\n",
		"web/templates/a.html":                     "<p>{{.Streak}}</p>\n",
		"docs/a.md":                                "Your level is shown.\n",
	})
	for _, test := range []struct {
		texts []said
		want  int
	}{
		{exportedNames(load(t, dir)), 5},
		{linesOf(t, dir, "tracker/store/testdata/schema.*.txt"), 1},
		{linesOf(t, dir, "web/templates/*.html"), 1},
		{linesOf(t, dir, "docs/*.md"), 1},
	} {
		if found := ladderIn(test.texts, func(allowance) {}); len(found) != test.want {
			t.Errorf("found %d violations of %d: %v", len(found), test.want, found)
		}
	}
}

// exportedNames are the names that other packages see, and every tag: what is encoded
// leaves the program, whoever may name the field.
func exportedNames(pkgs []pkg) (names []said) {
	for _, p := range pkgs {
		p.walk(func(n ast.Node) {
			var idents []*ast.Ident
			switch n := n.(type) {
			case *ast.FuncDecl:
				idents = []*ast.Ident{n.Name}
			case *ast.TypeSpec:
				idents = []*ast.Ident{n.Name}
			case *ast.ValueSpec:
				idents = n.Names
			case *ast.Field:
				idents = n.Names
				names = append(names, tagOf(p, n)...)
			}
			for _, id := range idents {
				if id.IsExported() {
					names = append(names, said{p.at(id), id.Name})
				}
			}
		})
	}
	return names
}

// tagOf is a field's names in JSON, CSV, YAML and the store.
func tagOf(p pkg, field *ast.Field) []said {
	if field.Tag == nil {
		return nil
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return nil
	}
	tag, values := reflect.StructTag(text), []string{}
	for _, key := range []string{"json", "csv", "yaml", "gorm", "form", "uri"} {
		values = append(values, tag.Get(key))
	}
	return []said{{p.at(field), strings.Join(values, " ")}}
}

// linesOf reads files by the line.
func linesOf(t *testing.T, root string, globs ...string) (lines []said) {
	t.Helper()
	for _, glob := range globs {
		names, err := fs.Glob(os.DirFS(root), glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range slices.Collect(strings.Lines(string(text))) {
				lines = append(lines, said{fmt.Sprintf("%s:%d", name, i+1), strings.TrimSpace(line)})
			}
		}
	}
	return lines
}

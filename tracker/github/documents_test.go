package github

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"rungless/tracker/testneed"
)

// TestEveryDocumentIsValidGitHubGraphQL validates what ships against GitHub's
// published schema, and against the part of it that the simulated GitHub serves.
func TestEveryDocumentIsValidGitHubGraphQL(t *testing.T) {
	for _, test := range []struct {
		name string
		path func(testing.TB) string
	}{
		{"GitHub's published schema", func(t testing.TB) string { return testneed.Shared(t, "github", "schema.graphql") }},
		{"the simulated GitHub's part of it", func(t testing.TB) string {
			return filepath.Join(testneed.Root(t), "tracker", "githubsim", "schema.graphqls")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			schema := loadSchema(t, test.path(t))
			for name, text := range shipped(t) {
				document, errs := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
				if errs != nil {
					t.Errorf("%s: %v", name, errs)
					continue
				}
				for _, field := range deprecatedFields(document) {
					t.Errorf("%s asks for the deprecated field %s", name, field)
				}
			}
		})
	}
}

// shipped returns every document with its fragments.
func shipped(t *testing.T) map[string]string {
	t.Helper()
	d, err := loadDocuments()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"RepositoryHeads": d.repositoryHeads(headBatch), "Contents": d.contents(blobsInQuery)}
	for _, name := range slices.Sorted(maps.Keys(d.operations)) {
		if texts[name], err = d.operation(name); err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

func loadSchema(t *testing.T, path string) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: filepath.Base(path), Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func deprecatedFields(document *ast.QueryDocument) (names []string) {
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				if s.Definition.Directives.ForName("deprecated") != nil {
					names = append(names, s.ObjectDefinition.Name+"."+s.Name)
				}
				walk(s.SelectionSet)
			case *ast.InlineFragment:
				walk(s.SelectionSet)
			}
		}
	}
	for _, operation := range document.Operations {
		walk(operation.SelectionSet)
	}
	for _, fragment := range document.Fragments {
		walk(fragment.SelectionSet)
	}
	return names
}

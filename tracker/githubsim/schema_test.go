package githubsim_test

import (
	"os"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"rungless/tracker/testneed"
)

func loadSchema(t testing.TB, path string) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	schema, problem := gqlparser.LoadSchema(&ast.Source{Name: path, Input: string(text)})
	if problem != nil {
		t.Fatal(problem)
	}
	return schema
}

func TestSchemaIsPartOfGitHubs(t *testing.T) {
	theirs := loadSchema(t, testneed.Shared(t, "github", "schema.graphql"))
	ours := loadSchema(t, "schema.graphqls")
	for name, our := range ours.Types {
		their := theirs.Types[name]
		switch {
		case our.BuiltIn:
		case their == nil || their.Kind != our.Kind:
			t.Errorf("GitHub has no %s %s", our.Kind, name)
		default:
			compareTypes(t, our, their)
		}
	}
}

func compareTypes(t *testing.T, our, their *ast.Definition) {
	for _, field := range our.Fields {
		match := their.Fields.ForName(field.Name)
		if match == nil || match.Type.String() != field.Type.String() {
			t.Errorf("GitHub has no %s.%s of type %s", our.Name, field.Name, field.Type)
			continue
		}
		for _, arg := range field.Arguments {
			theirArg := match.Arguments.ForName(arg.Name)
			if theirArg == nil || theirArg.Type.String() != arg.Type.String() {
				t.Errorf("GitHub's %s.%s has no argument %s: %s", our.Name, field.Name, arg.Name, arg.Type)
			}
		}
		for _, theirArg := range match.Arguments {
			if theirArg.Type.NonNull && field.Arguments.ForName(theirArg.Name) == nil {
				t.Errorf("%s.%s lacks the argument %s, which GitHub requires", our.Name, field.Name, theirArg.Name)
			}
		}
	}
	for _, value := range our.EnumValues {
		if their.EnumValues.ForName(value.Name) == nil {
			t.Errorf("GitHub's %s has no value %s", our.Name, value.Name)
		}
	}
	for _, member := range append(slices.Clone(our.Types), our.Interfaces...) {
		if !slices.Contains(their.Types, member) && !slices.Contains(their.Interfaces, member) {
			t.Errorf("GitHub's %s has nothing to do with %s", our.Name, member)
		}
	}
}

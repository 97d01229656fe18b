package githubsim_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"rungless/tracker/githubsim"
	"rungless/tracker/testneed"
)

// answered is what a GraphQL request came back with.
type answered struct {
	Status int
	Header http.Header
	Data   map[string]any
	Errors []struct {
		Type, Message string
		Path          []any
		Extensions    map[string]any
	}
}

func ask(t testing.TB, baseURL, query string, variables map[string]any) answered {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, baseURL+"/api/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer test-token")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := answered{Status: response.StatusCode, Header: response.Header}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return got
}

// at follows keys and indices into decoded JSON.
func at(t testing.TB, value any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch s := step.(type) {
		case string:
			object, ok := value.(map[string]any)
			if !ok {
				t.Fatalf("no object at %v of %v, but %v", step, path, value)
			}
			value = object[s]
		case int:
			list, ok := value.([]any)
			if !ok || s >= len(list) {
				t.Fatalf("no element at %v of %v, but %v", step, path, value)
			}
			value = list[s]
		}
	}
	return value
}

func TestEveryFieldOfTheSchemaIsServed(t *testing.T) {
	schema := loadSchema(t, "schema.graphqls")
	url, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{})
	for _, root := range []string{
		`user(login:"ada")`, `organization(login:"acme")`, `repository(owner:"acme",name:"widgets")`, `viewer`, `rateLimit`,
		`search(query:"is:pr",type:ISSUE,first:1)`, `repositoryOwner(login:"acme")`, `user(login:"ben")`,
	} {
		name, _, _ := strings.Cut(root, "(")
		query := "{" + root + everything(schema, schema.Query.Fields.ForName(name).Type.Name(), nil) + "}"
		got := ask(t, url, query, nil)
		for _, e := range got.Errors {
			if e.Type != "NOT_FOUND" {
				t.Errorf("%s: %s at %v", root, e.Message, e.Path)
			}
		}
	}
}

// everything selects all fields of a type, three objects deep on each path and
// never through the same type twice.
func everything(schema *ast.Schema, name string, above []string) string {
	var b strings.Builder
	b.WriteString("{__typename")
	definition := schema.Types[name]
	for _, field := range definition.Fields {
		b.WriteString(selectField(schema, name, field, above))
	}
	if definition.IsAbstractType() {
		for _, possible := range schema.GetPossibleTypes(definition) {
			b.WriteString(" ...on " + possible.Name + strings.ReplaceAll(everything(schema, possible.Name, above), "@", possible.Name))
		}
	}
	b.WriteString("}")
	return b.String()
}

func selectField(schema *ast.Schema, on string, field *ast.FieldDefinition, above []string) string {
	if strings.HasPrefix(field.Name, "__") {
		return ""
	}
	text := " " + on + "_" + field.Name + ":" + field.Name
	for name, args := range map[string]string{
		"file": `(path:"README.md")`, "object": `(expression:"HEAD:README.md")`, "pullRequest": "(number:2)", "issue": "(number:1)", "issueOrPullRequest": "(number:2)", "discussion": "(number:3)",
	} {
		if field.Name == name && len(field.Arguments) > 0 {
			text += args
		}
	}
	if field.Arguments.ForName("first") != nil {
		text += "(first:2)"
	}
	target := schema.Types[field.Type.Name()]
	if target.IsLeafType() {
		return text
	}
	for _, seen := range above {
		if seen == target.Name {
			return ""
		}
	}
	plain := strings.HasSuffix(target.Name, "Connection") || strings.HasSuffix(target.Name, "Edge") || target.Name == "PageInfo"
	if len(above) >= 3 && !plain {
		return text + "{__typename}"
	}
	if len(above) >= 6 {
		return ""
	}
	return text + everything(schema, target.Name, append(above[:len(above):len(above)], target.Name))
}

func TestDraftQueriesRunAndCostWhatWasComputed(t *testing.T) {
	var costs []struct {
		File                    string
		Requests, Points, Nodes int
	}
	raw, err := os.ReadFile(testneed.Shared(t, "github", "queries", "costs.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &costs); err != nil {
		t.Fatal(err)
	}
	world := smallWorld()
	url, server := githubsim.StartTest(t, world, githubsim.Options{PointsPerHour: -1})
	variables := map[string]any{
		"login": "ada", "q": "is:pr author:ada", "owner": "acme", "name": "widgets", "from": day(0), "to": day(59),
		"repoId": world.Repositories[0].NodeID, "authorId": world.Viewer.NodeID, "id": world.Repositories[0].Threads[1].NodeID, "after": nil,
	}
	for _, want := range costs {
		if strings.HasPrefix(want.File, "optional/") {
			continue // they ask for more than the published schema has
		}
		t.Run(want.File, func(t *testing.T) {
			query, err := os.ReadFile(testneed.Shared(t, "github", "queries", want.File))
			if err != nil {
				t.Fatal(err)
			}
			got := ask(t, url, string(query), withIDs(string(query), variables, want.File))
			for _, e := range got.Errors {
				t.Errorf("%s at %v", e.Message, e.Path)
			}
			log := server.Log()
			if cost := log[len(log)-1].Cost; cost != want.Points {
				t.Errorf("cost = %d, want %d", cost, want.Points)
			}
		})
	}
}

// withIDs picks the variables that a document declares; nodes(ids:) get as many
// ids as the costs were computed for.
func withIDs(query string, all map[string]any, file string) map[string]any {
	vars := map[string]any{}
	for name, value := range all {
		if strings.Contains(query, "$"+name+":") && (value != nil || !strings.Contains(query, "$after: String!")) {
			vars[name] = value
		}
	}
	if strings.Contains(query, "$after: String!") {
		vars["after"] = "Y3Vyc29yOnYyOjA6MA=="
	}
	if strings.Contains(query, "$ids:") {
		ids := []any{all["id"]}
		for strings.HasPrefix(filepath.Base(file), "3") && len(ids) < 10 {
			ids = append(ids, all["id"])
		}
		vars["ids"] = ids
	}
	return vars
}

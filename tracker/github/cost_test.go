package github

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"rungless/tracker/testneed"
)

// TestEveryDocumentCostsWhatTheGuideSays computes the points of each document by
// GitHub's formula: one request for each connection, once for each node that it
// hangs on, divided by a hundred, rounded, at least one. See
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api.
// docs/sync.md repeats these figures.
func TestEveryDocumentCostsWhatTheGuideSays(t *testing.T) {
	schema := loadSchema(t, testneed.Shared(t, "github", "schema.graphql"))
	want := map[string]int{
		"Contents": 1, "ContributionYears": 1, "DiscussionComments": 1, "DiscussionDetails": 3, "DiscussionReplies": 1, "FileHistory": 2, "History": 2,
		"LookAt": 1, "Person": 1, "PersonByID": 1, "PersonIndex": 3, "PersonReviewed": 1, "PersonWindow": 1,
		"PullRequestCommits": 1, "PullRequestDetails": 8, "PullRequestFiles": 1, "PullRequestReviews": 1,
		"Reconcile": 1, "RepositoryDiscussions": 4, "RepositoryHeads": 1, "RepositoryPullRequests": 8, "ReviewThreadComments": 1, "ReviewThreads": 1, "Viewer": 1,
	}
	got := map[string]int{}
	for name, text := range shipped(t) {
		document, errs := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
		if errs != nil {
			t.Fatal(errs)
		}
		m := meter{sizes: defaults(document.Operations[0], name)}
		m.walk(document.Operations[0].SelectionSet, 1)
		got[name] = max(1, (m.requests+50)/100)
		if m.nodes > 500_000 {
			t.Errorf("%s may hold %d nodes, above GitHub's limit", name, m.nodes)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if got[name] != want[name] {
			t.Errorf("%s costs %d points, want %d", name, got[name], want[name])
		}
	}
}

// defaults are the sizes that the source asks for.
func defaults(operation *ast.OperationDefinition, name string) map[string]int {
	sizes := map[string]int{"first": fullPage, "ids": detailBatch}
	for _, v := range operation.VariableDefinitions {
		if v.DefaultValue != nil {
			sizes[v.Variable], _ = strconv.Atoi(v.DefaultValue.Raw)
		}
	}
	switch name {
	case "Reconcile", "LookAt":
		sizes["ids"] = reconcileBatch
	case "RepositoryPullRequests":
		sizes["first"] = pullRequestPage
	case "RepositoryDiscussions":
		sizes["first"] = discussionPage
	}
	return sizes
}

// meter adds up what a document may ask for at most.
type meter struct {
	sizes    map[string]int
	requests int
	nodes    int
}

func (m *meter) walk(set ast.SelectionSet, times int) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			size := m.size(s)
			if size > 0 {
				m.requests += times
				m.nodes += times * size
			}
			if s.Name == "nodes" && s.Arguments.ForName("ids") != nil {
				size = m.sizes["ids"]
				m.requests++
			}
			m.walk(s.SelectionSet, times*max(1, size))
		case *ast.InlineFragment:
			m.walk(s.SelectionSet, times)
		case *ast.FragmentSpread:
			m.walk(s.Definition.SelectionSet, times)
		}
	}
}

// size is how many items a connection is asked for; 0 for anything else, and for
// a connection of which only the length is asked.
func (m *meter) size(f *ast.Field) int {
	for _, name := range []string{"first", "last"} {
		if a := f.Arguments.ForName(name); a != nil {
			if a.Value.Kind == ast.Variable {
				return m.sizes[a.Value.Raw]
			}
			n, _ := strconv.Atoi(a.Value.Raw)
			return n
		}
	}
	return 0
}

package githubsim

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// cost is what an operation costs by GitHub's documented formula, before it runs:
// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
type cost struct {
	requests int // one per connection, times the items of those around it
	nodes    int // the most items that it can return
}

// nodeLimit is how many nodes one operation may ask for.
const nodeLimit = 500_000

// points is what the operation takes from the hourly limit.
func (c cost) points() int { return max(1, int(math.Round(float64(c.requests)/100))) }

// costOf adds up an operation's connections.
func costOf(operation *ast.OperationDefinition, vars map[string]any) cost {
	var c cost
	c.add(operation.SelectionSet, vars, 1)
	return c
}

func (c *cost) add(set ast.SelectionSet, vars map[string]any, times int) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if included(s.Directives, vars) {
				c.add(s.SelectionSet, vars, c.field(s, vars, times))
			}
		case *ast.InlineFragment:
			if included(s.Directives, vars) {
				c.add(s.SelectionSet, vars, times)
			}
		case *ast.FragmentSpread:
			if included(s.Directives, vars) {
				c.add(s.Definition.SelectionSet, vars, times)
			}
		}
	}
}

// field counts one field and returns how often what is inside it occurs.
func (c *cost) field(f *ast.Field, vars map[string]any, times int) int {
	items := itemsAsked(f, vars)
	if items < 0 {
		return times
	}
	c.requests += times
	c.nodes += times * items
	return times * max(items, 1)
}

// itemsAsked is how many items a field can return; -1 where it is no list that
// costs. A connection of which only totalCount is asked costs nothing.
func itemsAsked(f *ast.Field, vars map[string]any) int {
	args := f.ArgumentMap(vars)
	switch {
	case f.Name == "nodes" && f.ObjectDefinition.Name == "Query":
		ids, _ := args["ids"].([]any)
		return len(ids)
	case f.Name == "commitContributionsByRepository":
		return integer(args["maxRepositories"], 25)
	case strings.HasSuffix(f.Definition.Type.Name(), "Connection"):
		return max(integer(args["first"], -1), integer(args["last"], -1))
	}
	return -1
}

// integer reads an argument that is a whole number; other when it is absent.
func integer(value any, other int) int {
	switch v := value.(type) {
	case int64:
		return int(v)
	case int:
		return v
	case float64:
		return int(v)
	case json.Number:
		if n, err := strconv.Atoi(v.String()); err == nil {
			return n
		}
	}
	return other
}

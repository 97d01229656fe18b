package github

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

//go:embed queries/*.graphql
var queryFiles embed.FS

// documents are the GraphQL documents that this package sends, by operation
// name, each with the fragments it needs. They are texts in queries/, so that
// they can be read and validated as GraphQL.
type documents struct {
	operations map[string]string
	fragments  map[string]string
}

var (
	definitionPattern = regexp.MustCompile(`(?m)^(query|fragment) (\w+)`)
	spreadPattern     = regexp.MustCompile(`\.\.\.(\w+)`)
	commentPattern    = regexp.MustCompile(`(?m)^\s*#.*\n`)
)

// loadDocuments reads the embedded files. Each holds one query, or fragments.
func loadDocuments() (documents, error) {
	d := documents{operations: map[string]string{}, fragments: map[string]string{}}
	entries, err := queryFiles.ReadDir("queries")
	if err != nil {
		return d, err
	}
	for _, entry := range entries {
		text, err := queryFiles.ReadFile("queries/" + entry.Name())
		if err != nil {
			return d, err
		}
		d.add(commentPattern.ReplaceAllString(string(text), ""))
	}
	return d, nil
}

// add takes the definitions of one file: each begins at the start of a line.
func (d documents) add(text string) {
	starts := definitionPattern.FindAllStringSubmatchIndex(text, -1)
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		kind, name := text[at[2]:at[3]], text[at[4]:at[5]]
		definition := strings.TrimSpace(text[at[0]:end])
		if kind == "query" {
			d.operations[name] = definition
		} else {
			d.fragments[name] = definition
		}
	}
}

// operation returns a query by name with every fragment that it reaches.
func (d documents) operation(name string) (string, error) {
	text, ok := d.operations[name]
	if !ok {
		return "", fmt.Errorf("github.documents: no query is called %s", name)
	}
	return d.complete(text), nil
}

// complete appends to a query the fragments that it reaches, sorted by name.
func (d documents) complete(query string) string {
	reached := map[string]bool{}
	for pending := []string{query}; len(pending) > 0; pending = pending[1:] {
		for _, spread := range spreadPattern.FindAllStringSubmatch(pending[0], -1) {
			if name := spread[1]; !reached[name] && d.fragments[name] != "" {
				reached[name] = true
				pending = append(pending, d.fragments[name])
			}
		}
	}
	parts := []string{query}
	for name := range reached {
		parts = append(parts, d.fragments[name])
	}
	slices.Sort(parts[1:])
	return strings.Join(parts, "\n\n")
}

// repositoryHeads is the query for the heads of n repositories: GraphQL has no
// way to ask for several by name but an alias for each.
func (d documents) repositoryHeads(n int) string {
	var variables, fields strings.Builder
	for i := range n {
		fmt.Fprintf(&variables, "$owner%d: String!, $name%d: String!, ", i, i)
		fmt.Fprintf(&fields, "  r%d: repository(owner: $owner%d, name: $name%d, followRenames: true) { ...RepositoryHead }\n", i, i, i)
	}
	query := fmt.Sprintf("query RepositoryHeads(%s) {\n  rateLimit { ...Limits }\n%s}",
		strings.TrimSuffix(variables.String(), ", "), fields.String())
	return d.complete(query)
}

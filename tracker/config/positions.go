package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rungless/tracker"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// file is a configuration file as it lies on the disk.
type file struct {
	path string // "" when there is none
	text []byte
}

// decode reads the file over c. Keys that the file leaves out keep their value.
func (f file) decode(c *Config) error {
	tree, err := parser.ParseBytes(f.text, 0)
	if err != nil {
		return f.explain(nil, err)
	}
	documents := slices.DeleteFunc(slices.Clone(tree.Docs), isEmpty)
	switch len(documents) {
	case 0:
		return nil // the library would set all of c to zero
	case 1:
	default:
		return f.invalid(documents[1].Body.GetToken(), "a second document begins here").
			WithHint("keep one document: take the line --- out")
	}
	if err := yaml.UnmarshalWithOptions(f.text, c, yaml.Strict()); err != nil {
		return f.explain(tree, err)
	}
	return nil
}

func isEmpty(document *ast.DocumentNode) bool {
	switch document.Body.(type) {
	case nil, *ast.CommentGroupNode, *ast.NullNode:
		return true
	}
	return false
}

// explain says in words what the YAML library found wrong, and where.
func (f file) explain(tree *ast.File, err error) error {
	if unknown, ok := errors.AsType[*yaml.UnknownFieldError](err); ok {
		return f.unknownKey(tree, unknown.Token).Because(err)
	}
	if kind, ok := errors.AsType[*yaml.TypeError](err); ok {
		return f.invalid(kind.Token, "%s is %s, and should be %s", keyAt(tree, kind.Token), quote(kind.Token.Value), wanted(kind)).
			Because(err).WithHint("see config.yaml in the project, or docs/config.md, for an example of every key")
	}
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		return f.invalid(positioned.GetToken(), "%s", positioned.GetMessage()).
			Because(err).WithHint("see config.yaml in the project, or docs/config.md, for an example of every key")
	}
	return tracker.Errorf(tracker.Invalid, "config.Load", "%s is not readable as YAML: %v", f.path, err).Because(err)
}

func wanted(err *yaml.TypeError) string {
	switch err.DstType.String() {
	case "bool":
		return "true or false"
	case "string":
		return "text"
	}
	return "a value of another kind"
}

func (f file) unknownKey(tree *ast.File, at *token.Token) *tracker.Error {
	path := keyAt(tree, at)
	section := strings.TrimSuffix(strings.TrimSuffix(path, at.Value), ".")
	known := siblings(section)
	failure := f.invalid(at, "there is no key %q", path)
	if near := nearest(at.Value, known); near != "" {
		return failure.WithHint("did you mean %q?", strings.TrimPrefix(section+"."+near, "."))
	}
	return failure.WithHint("the keys here are %s; if the file belongs to another program, name yours with --config", strings.Join(known, ", "))
}

// nearest returns the candidate that is most like text, and "" when none is
// like it: more than a third of the letters would have to change.
func nearest(text string, candidates []string) string {
	best, least := "", max(2, len(text)/3)+1
	for _, candidate := range candidates {
		if distance := levenshtein.ComputeDistance(text, candidate); distance < least {
			best, least = candidate, distance
		}
	}
	return best
}

func (f file) invalid(at *token.Token, format string, args ...any) *tracker.Error {
	place := f.path
	if at != nil {
		place = fmt.Sprintf("%s:%d:%d", f.path, at.Position.Line, at.Position.Column)
	}
	return tracker.Errorf(tracker.Invalid, "config.Load", "%s: "+format, append([]any{place}, args...)...)
}

// locate returns the token of the value at a key's path ("github.people[1]"),
// nil when the file does not hold it.
func (f file) locate(path string) *token.Token {
	tree, err := parser.ParseBytes(f.text, 0)
	if err != nil || len(tree.Docs) == 0 {
		return nil
	}
	steps, err := yaml.PathString("$." + path)
	if err != nil {
		return nil
	}
	node, err := steps.FilterFile(tree)
	if err != nil || node == nil {
		return nil
	}
	return node.GetToken()
}

// keyAt returns the path of the key or value that stands at a token.
func keyAt(tree *ast.File, at *token.Token) string {
	finder := &pathFinder{at: at.Position}
	if tree != nil {
		for _, document := range tree.Docs {
			ast.Walk(finder, document)
		}
	}
	if finder.path == "" {
		return at.Value
	}
	return strings.TrimPrefix(strings.TrimPrefix(finder.path, "$"), ".")
}

type pathFinder struct {
	at   *token.Position
	path string
}

func (p *pathFinder) Visit(node ast.Node) ast.Visitor {
	here := node.GetToken()
	if here != nil && here.Position.Line == p.at.Line && here.Position.Column == p.at.Column &&
		node.Type() != ast.MappingType && node.Type() != ast.MappingValueType {
		p.path = node.GetPath()
	}
	return p
}

package pack

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"rungless/tracker"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// longestFile is how many bytes the file of a draft may have: ten times what five
// thousand sources need.
const longestFile = 8 << 20

// ParseDraft reads the file of a draft; name is the file's, for errors. It takes one
// form only: unknown keys, anchors and second documents are refused. The error is a
// [tracker.Invalid] one that names file, line and field, and the way out. Whether the
// sources are there is asked of the store later.
func ParseDraft(name string, text []byte) (Draft, error) {
	f := draftFile{name: name}
	if len(text) > longestFile {
		return Draft{}, f.invalid(nil, "has %d bytes, and may have %d", len(text), longestFile).WithHint("make two packs of it")
	}
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return Draft{}, f.explain(err)
	}
	f.tree = tree
	documents := slices.DeleteFunc(slices.Clone(tree.Docs), func(d *ast.DocumentNode) bool { return d.Body == nil || d.Body.Type() == ast.CommentType })
	if len(documents) != 1 {
		return Draft{}, f.invalid(nil, "holds %d documents, and a draft is one", len(documents)).WithHint("rungless pack new writes one to begin with")
	}
	if at := aliasIn(documents[0]); at != nil {
		return Draft{}, f.invalid(at, "anchors and aliases are not taken").WithHint("write the text out where it is wanted")
	}
	var d Draft
	if err := yaml.NodeToValue(documents[0].Body, &d, yaml.Strict()); err != nil {
		return Draft{}, f.explain(err)
	}
	if err := d.Check(); err != nil {
		return Draft{}, f.locate(err)
	}
	return d, nil
}

// draftFile is a file that is being read.
type draftFile struct {
	name string
	tree *ast.File
}

func (f draftFile) invalid(at *token.Token, format string, args ...any) *tracker.Error {
	place := f.name
	if at != nil {
		place = fmt.Sprintf("%s:%d:%d", f.name, at.Position.Line, at.Position.Column)
	}
	return tracker.Errorf(tracker.Invalid, "pack.ParseDraft", "%s: "+format, append([]any{place}, args...)...)
}

// aliasIn finds an anchor or an alias, nil where there is none. With them a small file
// could stand for an endless one.
func aliasIn(document *ast.DocumentNode) *token.Token {
	finder := &aliasFinder{}
	ast.Walk(finder, document)
	return finder.at
}

type aliasFinder struct{ at *token.Token }

func (a *aliasFinder) Visit(node ast.Node) ast.Visitor {
	switch node.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		if a.at == nil {
			a.at = node.GetToken()
		}
	}
	return a
}

// explain says in words what the YAML library found wrong, and where.
func (f draftFile) explain(err error) error {
	const hint = "docs/packs.md shows every field of a draft"
	if unknown, ok := errors.AsType[*yaml.UnknownFieldError](err); ok {
		failure := f.invalid(unknown.Token, "there is no field %q", unknown.Token.Value).Because(err)
		if near := nearest(unknown.Token.Value, draftFields()); near != "" {
			return failure.WithHint("did you mean %q?", near)
		}
		return failure.WithHint(hint)
	}
	if kind, ok := errors.AsType[*yaml.TypeError](err); ok {
		wanted := map[reflect.Kind]string{reflect.Bool: "true or false", reflect.String: "text", reflect.Slice: "a list"}[kind.DstType.Kind()]
		if wanted == "" {
			wanted = "fields with values"
		}
		return f.invalid(kind.Token, "%q should be %s", kind.Token.Value, wanted).Because(err).WithHint(hint)
	}
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		return f.invalid(positioned.GetToken(), "%s", positioned.GetMessage()).Because(err).WithHint(hint)
	}
	return f.invalid(nil, "is not readable as YAML: %v", err).Because(err).WithHint(hint)
}

// locate names the line of a field that does not hold what it should.
func (f draftFile) locate(err error) error {
	wrong, ok := errors.AsType[*fieldError](err)
	if !ok {
		return err
	}
	var at *token.Token
	for path := wrong.path; path != "" && at == nil; path = path[:max(0, strings.LastIndexAny(path, ".["))] {
		if steps, err := yaml.PathString("$." + path); err == nil {
			if node, err := steps.FilterFile(f.tree); err == nil && node != nil {
				at = node.GetToken()
			}
		}
	}
	return f.invalid(at, "%s %s", wrong.path, wrong.sentence).Because(err).WithHint("%s", wrong.hint)
}

// draftFields are the names of all fields of a draft.
func draftFields() []string {
	var names []string
	var add func(reflect.Type)
	add = func(t reflect.Type) {
		for t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
			names = append(names, name)
			add(t.Field(i).Type)
		}
	}
	add(reflect.TypeFor[Draft]())
	return names
}

// nearest returns the candidate that is most like a text, "" when more than a third of
// the letters would have to change.
func nearest(text string, candidates []string) string {
	best, least := "", max(2, len(text)/3)+1
	for _, candidate := range candidates {
		if distance := levenshtein.ComputeDistance(text, candidate); distance < least {
			best, least = candidate, distance
		}
	}
	return best
}

// ClaimLines tells on which line of a draft's file each claim begins, by its ID. The
// file is one that [ParseDraft] has read.
func ClaimLines(text []byte) map[string]int {
	finder := claimFinder{}
	if tree, err := parser.ParseBytes(text, 0); err == nil {
		for _, document := range tree.Docs {
			ast.Walk(finder, document)
		}
	}
	return finder
}

type claimFinder map[string]int

// Visit notes the fields called id, which claims alone have.
func (c claimFinder) Visit(node ast.Node) ast.Visitor {
	if field, ok := node.(*ast.MappingValueNode); ok && field.Key.String() == "id" {
		at := field.Value.GetToken()
		c[at.Value] = at.Position.Line
	}
	return c
}

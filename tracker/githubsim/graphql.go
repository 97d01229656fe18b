package githubsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// execution answers one operation that is valid against the schema. It writes
// JSON as it goes: fields in the order asked for, as GitHub's answers have them.
//
// A field whose value may not be null but is makes its object null, and so on
// upwards, as the GraphQL specification has it; the text written for it is cut off.
type execution struct {
	*view
	schema    *ast.Schema
	resolvers resolvers
	vars      map[string]any
	cost      cost

	out       bytes.Buffer
	path      []any
	errors    []graphQLError
	served    int // nodes so far, in connections and in nodes(ids:)
	collected map[collectKey][]*selected
}

// graphQLError is one entry of an answer's errors, in GitHub's shape.
type graphQLError struct {
	Type       string         `json:"type,omitempty"`
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
	Locations  []location     `json:"locations,omitempty"`
	Message    string         `json:"message"`
}

type location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

func locate(p *ast.Position) []location {
	if p == nil {
		return nil
	}
	return []location{{p.Line, p.Column}}
}

// selected is a field of a selection with all its occurrences merged.
type selected struct {
	key  string // the alias, or the name
	node *ast.Field
	set  ast.SelectionSet
	args map[string]any
}

type collectKey struct {
	first *ast.Selection // a selection set is known by where it begins
	on    string
}

// call is what a resolver gets beside the value whose field it resolves.
type call struct {
	*execution
	field *selected
}

// fail adds an error about the call's field to the answer.
func (c *call) fail(kind, format string, args ...any) {
	c.execution.fail(kind, format, args...)
	c.errors[len(c.errors)-1].Locations = locate(c.field.node.Position)
}

// object is a value that needs no resolvers: its fields are its entries.
type object map[string]any

// run executes an operation and returns its data as JSON.
func (e *execution) run(operation *ast.OperationDefinition) json.RawMessage {
	e.collected = map[collectKey][]*selected{}
	if !e.object(e.schema.Query, operation.SelectionSet, e.view) {
		return json.RawMessage("null")
	}
	return e.out.Bytes()
}

// object writes one object; false when a field that must not be null is.
func (e *execution) object(definition *ast.Definition, set ast.SelectionSet, value any) bool {
	e.out.WriteByte('{')
	for i, field := range e.collect(set, definition) {
		if i > 0 {
			e.out.WriteByte(',')
		}
		fmt.Fprintf(&e.out, "%q:", field.key)
		e.path = append(e.path, field.key)
		ok := e.complete(field.node.Definition.Type, field, e.resolve(definition, field, value))
		e.path = e.path[:len(e.path)-1]
		if !ok {
			return false
		}
	}
	e.out.WriteByte('}')
	return true
}

// resolve gets the value of one field.
func (e *execution) resolve(definition *ast.Definition, field *selected, value any) any {
	name := field.node.Name
	if name == "__typename" {
		return definition.Name
	}
	if resolver := e.resolvers.find(definition.Name, name); resolver != nil {
		return resolver(&call{e, field}, value)
	}
	if plain, ok := value.(object); ok {
		if resolved, ok := plain[name]; ok {
			return resolved
		}
	}
	e.fail("INTERNAL", "githubsim does not serve %s.%s", definition.Name, name)
	return nil
}

// complete writes a value as its type wants it, or null.
func (e *execution) complete(t *ast.Type, field *selected, value any) bool {
	start, errors := e.out.Len(), len(e.errors)
	if !isNil(value) && e.write(t, field, value) {
		return true
	}
	e.out.Truncate(start)
	if t.NonNull {
		if len(e.errors) == errors && !e.failedHere() {
			e.fail("INTERNAL", "this world does not hold %s.%s", field.node.ObjectDefinition.Name, field.node.Name)
		}
		return false
	}
	e.out.WriteString("null")
	return true
}

// failedHere reports whether the last error is about the present path.
func (e *execution) failedHere() bool {
	return len(e.errors) > 0 && slices.Equal(e.errors[len(e.errors)-1].Path, e.path)
}

func (e *execution) write(t *ast.Type, field *selected, value any) bool {
	if t.Elem != nil {
		return e.list(t, field, value)
	}
	definition := e.schema.Types[t.NamedType]
	switch definition.Kind {
	case ast.Scalar, ast.Enum:
		e.scalar(t.NamedType, value)
		return true
	case ast.Interface, ast.Union:
		possible := e.schema.Types[typeName(value)]
		if possible == nil || !e.is(possible, definition.Name) {
			e.fail("INTERNAL", "this world has a %s where GitHub has a %s", typeName(value), definition.Name)
			return false
		}
		definition = possible
	}
	return e.object(definition, field.set, value)
}

func (e *execution) list(t *ast.Type, field *selected, value any) bool {
	e.out.WriteByte('[')
	items := reflect.ValueOf(value)
	for i := range items.Len() {
		if i > 0 {
			e.out.WriteByte(',')
		}
		e.path = append(e.path, i)
		ok := e.complete(t.Elem, field, items.Index(i).Interface())
		e.path = e.path[:len(e.path)-1]
		if !ok {
			return false
		}
	}
	e.out.WriteByte(']')
	return true
}

func (e *execution) scalar(name string, value any) {
	if when, ok := value.(time.Time); ok {
		if name != "GitTimestamp" {
			when = when.UTC()
		}
		value = when.Format(time.RFC3339)
	}
	if name == "BigInt" {
		value = fmt.Sprint(value)
	}
	encoder := json.NewEncoder(&e.out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		e.fail("INTERNAL", "githubsim cannot write a %s: %v", name, err)
		e.out.WriteString("null")
		return
	}
	e.out.Truncate(e.out.Len() - 1) // Encode's newline
}

// fail adds an error about the present path to the answer.
func (e *execution) fail(kind, format string, args ...any) {
	e.errors = append(e.errors, graphQLError{Type: kind, Path: slices.Clone(e.path), Message: fmt.Sprintf(format, args...)})
}

// collect merges what a selection set asks of a type, through fragments and
// @include and @skip, in order.
func (e *execution) collect(set ast.SelectionSet, definition *ast.Definition) []*selected {
	if len(set) == 0 {
		return nil
	}
	key := collectKey{&set[0], definition.Name}
	if fields, ok := e.collected[key]; ok {
		return fields
	}
	var fields []*selected
	e.gather(set, definition, &fields)
	for _, field := range fields {
		field.args = field.node.ArgumentMap(e.vars)
	}
	e.collected[key] = fields
	return fields
}

func (e *execution) gather(set ast.SelectionSet, definition *ast.Definition, fields *[]*selected) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if included(s.Directives, e.vars) {
				addField(fields, s)
			}
		case *ast.InlineFragment:
			if included(s.Directives, e.vars) && (s.TypeCondition == "" || e.is(definition, s.TypeCondition)) {
				e.gather(s.SelectionSet, definition, fields)
			}
		case *ast.FragmentSpread:
			if included(s.Directives, e.vars) && e.is(definition, s.Definition.TypeCondition) {
				e.gather(s.Definition.SelectionSet, definition, fields)
			}
		}
	}
}

func addField(fields *[]*selected, f *ast.Field) {
	for _, known := range *fields {
		if known.key == f.Alias {
			known.set = append(slices.Clip(known.set), f.SelectionSet...)
			return
		}
	}
	*fields = append(*fields, &selected{key: f.Alias, node: f, set: f.SelectionSet})
}

// is reports whether an object type is the named type, implements it or belongs
// to it.
func (e *execution) is(definition *ast.Definition, name string) bool {
	return definition.Name == name || slices.Contains(e.schema.PossibleTypes[name], definition)
}

func included(directives ast.DirectiveList, vars map[string]any) bool {
	for _, d := range directives {
		condition, _ := d.ArgumentMap(vars)["if"].(bool)
		if d.Name == "skip" && condition || d.Name == "include" && !condition {
			return false
		}
	}
	return true
}

// isNil reports whether a value stands for null: nil, a nil pointer, a zero time.
func isNil(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case time.Time:
		return v.IsZero()
	}
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// typeName is the GraphQL object type of a value of the world.
func typeName(value any) string {
	switch v := value.(type) {
	case *User:
		return v.Type
	case *Thread:
		return v.Type
	case *Comment:
		return v.Type
	case *Event:
		return v.Type
	case *Review:
		return "PullRequestReview"
	case object:
		name, _ := v["__typename"].(string)
		return name
	}
	return strings.TrimPrefix(reflect.TypeOf(value).String(), "*githubsim.")
}

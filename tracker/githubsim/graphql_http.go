package githubsim

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

//go:embed schema.graphqls
var schemaText string

func loadSchema() *ast.Schema {
	return gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphqls", Input: schemaText})
}

// graphQL answers one GraphQL request: it parses and validates the document
// against the schema, prices it, and runs it.
func (s *Server) graphQL(a *answer, r *http.Request, rec *Request) {
	operation, vars, ok := s.readOperation(a, r)
	if !ok {
		return
	}
	rec.Name = operation.Name
	s.world.RLock()
	defer s.world.RUnlock()
	price := costOf(operation, vars)
	if price.nodes > nodeLimit {
		a.errors(graphQLError{Type: "MAX_NODE_LIMIT_EXCEEDED", Message: fmt.Sprintf(
			"This query requests up to %s possible nodes which exceeds the maximum limit of %s.", thousands(price.nodes), thousands(nodeLimit))})
		return
	}
	quota, ok := s.charge(a, rec, price.points())
	if !ok {
		return
	}
	e := &execution{view: newView(s.index, r, rec.At), schema: s.schema, resolvers: s.resolvers, vars: vars, cost: price}
	e.quota = quota
	body := struct {
		Data   json.RawMessage `json:"data"`
		Errors []graphQLError  `json:"errors,omitempty"`
	}{Data: e.run(operation), Errors: e.errors}
	a.json(http.StatusOK, body)
	a.nodes = e.served
}

// readOperation reads a request's operation and variables, or answers with what
// is wrong with them.
func (s *Server) readOperation(a *answer, r *http.Request) (*ast.OperationDefinition, map[string]any, bool) {
	var body struct {
		Query         string         `json:"query"`
		Variables     map[string]any `json:"variables"`
		OperationName string         `json:"operationName"`
	}
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20))
	decoder.UseNumber()
	if r.Method != http.MethodPost {
		a.fail(http.StatusNotFound, "Not Found", "https://docs.github.com/graphql")
		return nil, nil, false
	}
	if err := decoder.Decode(&body); err != nil {
		a.fail(http.StatusBadRequest, "Problems parsing JSON", "https://docs.github.com/graphql")
		return nil, nil, false
	}
	document, problems := gqlparser.LoadQueryWithRules(s.schema, body.Query, rules.NewDefaultRules())
	if len(problems) > 0 {
		a.json(http.StatusOK, map[string]any{"errors": validationErrors(problems)})
		return nil, nil, false
	}
	operation := document.Operations.ForName(body.OperationName)
	if operation == nil {
		a.json(http.StatusOK, map[string]any{"errors": []graphQLError{{Message: "An operation name is required"}}})
		return nil, nil, false
	}
	vars, err := validator.VariableValues(s.schema, operation, body.Variables)
	if err != nil {
		a.json(http.StatusOK, map[string]any{"errors": []graphQLError{{Message: err.Error(), Extensions: map[string]any{"code": "variableMismatch"}}}})
		return nil, nil, false
	}
	return operation, vars, true
}

// validationErrors puts the validator's findings in GitHub's shape. Of an unknown
// field, it says so in GitHub's words.
func validationErrors(problems gqlerror.List) []graphQLError {
	list := make([]graphQLError, len(problems))
	for i, p := range problems {
		e := graphQLError{Message: p.Message, Extensions: map[string]any{"code": "validation"}}
		if p.Rule != "" {
			e.Extensions["code"] = strings.ToLower(p.Rule[:1]) + p.Rule[1:]
		}
		for _, l := range p.Locations {
			e.Locations = append(e.Locations, location{l.Line, l.Column})
		}
		var field, on string
		if n, _ := fmt.Sscanf(p.Message, "Cannot query field %q on type %q", &field, &on); n == 2 {
			e.Message = fmt.Sprintf("Field '%s' doesn't exist on type '%s'", field, on)
			e.Extensions = map[string]any{"code": "undefinedField", "typeName": on, "fieldName": field}
		}
		list[i] = e
	}
	return list
}

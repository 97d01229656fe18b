package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"rungless/tracker/growth"
)

// showOpenAPI answers with the description of the API, made from the types of what it
// answers with.
func (s *Server) showOpenAPI(c *gin.Context) error {
	body, err := json.MarshalIndent(describeAPI(s.options.Version), "", "  ")
	if err != nil {
		return fmt.Errorf("web.showOpenAPI: %w", err)
	}
	send(c, http.StatusOK, "application/json", append(body, '\n'))
	return nil
}

// date, when and actor are how types that write themselves look in JSON.
type (
	date  string
	when  string
	actor struct {
		Login string `json:"login,omitempty"`
		Name  string `json:"name,omitempty"`
	}
)

// Schema says that a date is written as 2026-05-31.
func (date) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

// Schema says that a moment is RFC 3339, or null where it is not known.
func (when) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date-time", Nullable: true}
}

// describeAPI is the OpenAPI 3.1 description.
func describeAPI(version string) *huma.OpenAPI {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	registry.RegisterTypeAlias(reflect.TypeFor[day](), reflect.TypeFor[date]())
	registry.RegisterTypeAlias(reflect.TypeFor[moment](), reflect.TypeFor[when]())
	registry.RegisterTypeAlias(reflect.TypeFor[growth.Actor](), reflect.TypeFor[actor]())
	api := &huma.OpenAPI{OpenAPI: "3.1.0", Components: &huma.Components{Schemas: registry},
		Info: &huma.Info{Title: "rungless", Version: version, Description: "What the pages show, as JSON. It only reads. Times of acts are days, in UTC. Titles and names come from outside: they are data."}}
	failed := &huma.Response{Description: "What went wrong, as RFC 9457 says it",
		Content: map[string]*huma.MediaType{"application/problem+json": {Schema: registry.Schema(reflect.TypeFor[problem](), true, "")}}}
	for _, o := range operations() {
		api.AddOperation(&huma.Operation{OperationID: o.id, Method: http.MethodGet, Path: apiRoot + templated(o.path), Summary: o.summary, Parameters: parametersOf(o),
			Responses: map[string]*huma.Response{
				"200":     {Description: o.summary, Content: map[string]*huma.MediaType{"application/json": {Schema: registry.Schema(jsonTypeOf(o.page), true, strings.TrimPrefix(o.id, "get"))}}},
				"default": failed,
			}})
	}
	return api
}

var routeParameter = regexp.MustCompile(`:(\w+)`)

// templated writes a route as OpenAPI does: "/people/{login}".
func templated(route string) string { return routeParameter.ReplaceAllString(route, "{$1}") }

func parametersOf(o operation) []*huma.Param {
	var all []*huma.Param
	for _, found := range routeParameter.FindAllStringSubmatch(o.path, -1) {
		all = append(all, &huma.Param{Name: found[1], In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	for _, q := range o.query {
		all = append(all, &huma.Param{Name: q.name, In: "query", Description: q.means, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	return all
}

// schemaName names a type by its package and its own name: several packages have an
// Evidence. A type without a name goes by what answers with it.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if strings.Contains(t.Name(), "struct {") { // of a generic type over one without a name
		name = "Value" + strconv.Itoa(len(t.Name()))
	}
	if pkg := path.Base(t.PkgPath()); pkg != "web" && pkg != "." {
		name = capitalized(pkg) + name
	}
	return name
}

package githubsim

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

func queryFields() map[string]resolver {
	return on(map[string]func(*call, *view) any{
		"id":              func(*call, *view) any { return "Query" },
		"viewer":          func(_ *call, v *view) any { return v.world.Viewer },
		"user":            accountOf("User"),
		"organization":    accountOf("Organization"),
		"repositoryOwner": accountOf("RepositoryOwner"),
		"repository":      (*call).repositoryByName,
		"node":            func(c *call, _ *view) any { return c.node(argument[string](c, "id")) },
		"nodes":           (*call).nodesByID,
		"search":          (*call).search,
		"rateLimit":       (*call).rateLimit,
		"__type":          (*call).typeByName,
		"__schema":        func(c *call, _ *view) any { c.fail("INTERNAL", "githubsim serves __type, not __schema"); return nil },
	})
}

// accountOf finds an account by login. GitHub answers for users and for
// organisations under different fields, and for neither where it is a bot.
func accountOf(kind string) func(*call, *view) any {
	return func(c *call, v *view) any {
		login := argument[string](c, "login")
		u := v.user(login)
		if u != nil && (u.Type == kind || kind == "RepositoryOwner" && (u.Type == "User" || u.Type == "Organization")) {
			return u
		}
		c.fail("NOT_FOUND", "Could not resolve to a %s with the login of '%s'.", kind, login)
		return nil
	}
}

func (c *call) repositoryByName(v *view) any {
	owner, name := argument[string](c, "owner"), argument[string](c, "name")
	r := v.repository(owner, name)
	renamed := r != nil && !strings.EqualFold(r.FullName(), owner+"/"+name)
	if r == nil || renamed && c.field.args["followRenames"] == false {
		c.fail("NOT_FOUND", "Could not resolve to a Repository with the name '%s/%s'.", owner, name)
		return nil
	}
	if v.guarded(r) {
		c.refuseWithoutSSO(r)
		return nil
	}
	return r
}

// node finds anything by its node id.
func (c *call) node(id string) any {
	if value := c.view.nodes[id]; value != nil {
		return value
	}
	if r := c.concealed[id]; r != nil {
		c.refuseWithoutSSO(r)
		return nil
	}
	c.fail("NOT_FOUND", "Could not resolve to a node with the global id of '%s'", id)
	return nil
}

// refuseWithoutSSO says that single sign-on would show it.
func (c *call) refuseWithoutSSO(*Repository) {
	c.fail("FORBIDDEN", "Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.")
	c.errors[len(c.errors)-1].Extensions = map[string]any{"saml_failure": true}
}

// nodesByID finds up to 100 things; each that is not there is null, with an error
// of its own.
func (c *call) nodesByID(*view) any {
	ids := texts(c.field.args["ids"])
	if len(ids) > 100 {
		c.fail("ARGUMENT_LIMIT", "You may not provide more than 100 node ids; you provided %d.", len(ids))
		return nil
	}
	found := make([]any, len(ids))
	for i, id := range ids {
		c.path = append(c.path, i)
		found[i] = c.node(id)
		c.path = c.path[:len(c.path)-1]
		c.served++
	}
	return found
}

func (c *call) rateLimit(v *view) any {
	return object{
		"cost": c.cost.points(), "nodeCount": c.cost.nodes, "limit": v.quota.limit,
		"remaining": v.quota.remaining(), "used": v.quota.used, "resetAt": v.quota.reset,
	}
}

func (c *call) typeByName(*view) any {
	definition := c.schema.Types[argument[string](c, "name")]
	if definition == nil {
		return nil
	}
	return definition
}

// introspectionFields serves what feature detection asks: which fields, values
// and possible types a type has.
func introspectionFields() map[string]resolver {
	return map[string]resolver{
		"name":              func(_ *call, v any) any { return introspectName(v) },
		"description":       func(*call, any) any { return nil },
		"isDeprecated":      func(*call, any) any { return false },
		"deprecationReason": func(*call, any) any { return nil },
		"kind":              func(_ *call, v any) any { return v.(*ast.Definition).Kind },
		"fields":            func(_ *call, v any) any { return visibleFields(v.(*ast.Definition)) },
		"inputFields":       func(_ *call, v any) any { return inputFields(v.(*ast.Definition)) },
		"enumValues":        func(_ *call, v any) any { return enumValues(v.(*ast.Definition)) },
		"possibleTypes":     func(c *call, v any) any { return c.schema.PossibleTypes[v.(*ast.Definition).Name] },
		"args":              func(_ *call, v any) any { return v.(*ast.FieldDefinition).Arguments },
	}
}

func introspectName(value any) any {
	switch v := value.(type) {
	case *ast.Definition:
		return v.Name
	case *ast.FieldDefinition:
		return v.Name
	case *ast.EnumValueDefinition:
		return v.Name
	case *ast.ArgumentDefinition:
		return v.Name
	}
	return nil
}

func visibleFields(d *ast.Definition) any {
	if d.Kind != ast.Object && d.Kind != ast.Interface {
		return nil
	}
	fields := ast.FieldList{}
	for _, f := range d.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			fields = append(fields, f)
		}
	}
	return fields
}

func inputFields(d *ast.Definition) any {
	if d.Kind != ast.InputObject {
		return nil
	}
	return d.Fields
}

func enumValues(d *ast.Definition) any {
	if d.Kind != ast.Enum {
		return nil
	}
	return d.EnumValues
}

package assistant

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rungless/tracker/statement"
)

const apiRoot = "/api/v1"

// What the tools are asked with. The tags become the schemas that an assistant reads.
type (
	nothingAsked struct{}
	personAsked  struct {
		Login string `json:"login" jsonschema:"the person's login on GitHub"`
	}
	windowAsked struct {
		Login string `json:"login" jsonschema:"the person's login on GitHub"`
		From  string `json:"from,omitempty" jsonschema:"first day of the window, as 2026-05-31"`
	}
	evidenceAsked struct {
		Login      string `json:"login" jsonschema:"the person's login on GitHub"`
		Kind       string `json:"kind,omitempty" jsonschema:"pull_request, review, review_comment, issue, issue_comment, discussion, discussion_comment, commit_comment, commit or research_credit"`
		State      string `json:"state,omitempty" jsonschema:"open, merged, closed, approved, changes_requested, commented or dismissed"`
		Repository string `json:"repository,omitempty" jsonschema:"owner/name"`
		Domain     string `json:"domain,omitempty" jsonschema:"slug of a domain"`
		With       string `json:"with,omitempty" jsonschema:"login of somebody who took part too"`
		From       string `json:"from,omitempty" jsonschema:"first day, as 2026-05-31"`
		To         string `json:"to,omitempty" jsonschema:"last day, as 2026-05-31"`
		Words      string `json:"words,omitempty" jsonschema:"words in the title"`
		After      string `json:"after,omitempty" jsonschema:"cursor: the result before said it as after"`
	}
	domainAsked struct {
		Slug string `json:"slug,omitempty" jsonschema:"one domain; without it all, from surface to deep"`
	}
	statementAsked struct {
		Text string `json:"text" jsonschema:"one sentence about the person's work"`
	}
)

// addTools adds what can be asked. No description holds anything that is stored.
func (s *Server) addTools(server *mcp.Server) {
	add(server, "list_people", "People who are tracked, by name. Nothing is compared.", func(ctx context.Context, _ nothingAsked) (any, error) {
		return s.ask(ctx, apiRoot+"/people", nil)
	})
	add(server, "profile", "One person in facts: a sentence, scope, depth, initiatives, outcomes, each with its evidence, and what could not be seen.", func(ctx context.Context, a personAsked) (any, error) {
		return s.askPerson(ctx, a.Login, "", nil)
	})
	add(server, "scope", "With whom a person ships, which technical debt they are trusted with, and who invited them to research.", func(ctx context.Context, a windowAsked) (any, error) {
		return s.askPerson(ctx, a.Login, "/scope", values("from", a.From))
	})
	add(server, "depth", "A person's sustained, validated work in each domain. Domains are never added up.", func(ctx context.Context, a windowAsked) (any, error) {
		return s.askPerson(ctx, a.Login, "/depth", values("from", a.From))
	})
	add(server, "research", "Research works that name a person, and who added them.", func(ctx context.Context, a personAsked) (any, error) {
		return s.askPerson(ctx, a.Login, "/research", nil)
	})
	add(server, "evidence", "What a person did, newest first, 50 at a time, each with its link.", func(ctx context.Context, a evidenceAsked) (any, error) {
		found, err := s.askPerson(ctx, a.Login, "/evidence", values("kind", a.Kind, "state", a.State, "repository", a.Repository, "domain", a.Domain,
			"with", a.With, "from", a.From, "to", a.To, "q", a.Words, "after", a.After))
		return withCursor(found), err
	})
	add(server, "domains", "The technical domains, or one with its rules and what was merged there.", func(ctx context.Context, a domainAsked) (any, error) {
		if a.Slug == "" {
			return s.ask(ctx, apiRoot+"/domains", nil)
		}
		return s.ask(ctx, apiRoot+"/domains/"+segment(a.Slug), nil)
	})
	add(server, "statement_check", "Name the words of a sentence that no evidence could carry, and what it lacks.", func(_ context.Context, a statementAsked) (any, error) {
		return map[string]any{"findings": s.rules.Check(statement.Statement{Text: a.Text})}, nil
	})
}

// add adds a tool that only reads.
func add[In any](server *mcp.Server, name, description string, do func(context.Context, In) (any, error)) {
	closed := false
	tool := &mcp.Tool{Name: name, Description: description,
		Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed, DestructiveHint: &closed}}
	mcp.AddTool(server, tool, func(ctx context.Context, _ *mcp.CallToolRequest, asked In) (*mcp.CallToolResult, any, error) {
		value, err := do(ctx, asked)
		if err != nil {
			return nil, nil, err
		}
		return result(value)
	})
}

func (s *Server) askPerson(ctx context.Context, login, page string, query url.Values) (any, error) {
	return s.ask(ctx, apiRoot+"/people/"+segment(login)+page, query)
}

// segment keeps a name one part of a path: a login or slug with a slash in it names
// nobody.
func segment(name string) string {
	if name == "" || strings.ContainsAny(name, "/\\") || strings.Trim(name, ".") == "" {
		return "-"
	}
	return name
}

// values are those of names and values that are not empty.
func values(pairs ...string) url.Values {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	return query
}

// withCursor says the cursor of the next page by itself.
func withCursor(found any) any {
	page, ok := found.(map[string]any)
	if !ok {
		return found
	}
	page["after"] = ""
	if next, err := url.Parse(fmt.Sprint(page["next"])); err == nil {
		page["after"] = next.Query().Get("after")
	}
	return page
}

package githubsim

import (
	"maps"
	"strings"
	"time"
)

// resolver gets the value of one field of a value.
type resolver func(c *call, value any) any

// resolvers are all resolvers, by type and field. A type whose values are an
// object needs none.
type resolvers map[string]map[string]resolver

// newResolvers lists what githubsim serves. Fields that the schema has and this
// list has not are answered with an INTERNAL error, and found by a test.
func newResolvers() resolvers {
	r := resolvers{}
	r.add(queryFields(), "Query")
	r.add(introspectionFields(), "__Type", "__Field", "__EnumValue", "__InputValue")
	r.add(connectionFields(), "Connection")
	r.add(edgeFields(), "Edge")
	r.add(accountFields(), "User", "Bot", "Mannequin", "Organization")
	r.add(userFields(), "User", "Organization")
	r.add(contributionFields(), "ContributionsCollection")
	r.add(map[string]resolver{"contributions": commitDays}, "CommitContributionsByRepository")
	r.add(repositoryFields(), "Repository")
	r.add(repositoryLists(), "Repository")
	r.add(threadFields(), "PullRequest", "Issue", "Discussion")
	r.add(pullRequestFields(), "PullRequest")
	r.add(pullRequestLists(), "PullRequest")
	r.add(issueFields(), "Issue")
	r.add(discussionFields(), "Discussion")
	r.add(reviewFields(), "PullRequestReview")
	r.add(map[string]resolver{"comments": commentsOfReviewThread}, "PullRequestReviewThread")
	r.add(commentFields(), "IssueComment", "PullRequestReviewComment", "CommitComment", "DiscussionComment")
	r.add(reviewCommentFields(), "PullRequestReviewComment")
	r.add(discussionCommentFields(), "DiscussionComment")
	r.add(commitFields(), "Commit")
	r.add(signatureFields(), "GitActor")
	r.add(releaseFields(), "Release")
	for name := range eventTypes {
		r.add(eventFields(), name)
	}
	return r
}

func (r resolvers) add(fields map[string]resolver, types ...string) {
	for _, t := range types {
		if r[t] == nil {
			r[t] = map[string]resolver{}
		}
		maps.Copy(r[t], fields)
	}
}

// find gets a field's resolver. All connections share theirs, and all edges.
func (r resolvers) find(typeName, field string) resolver {
	if resolver := r[typeName][field]; resolver != nil {
		return resolver
	}
	for _, suffix := range []string{"Connection", "Edge"} {
		if strings.HasSuffix(typeName, suffix) {
			return r[suffix][field]
		}
	}
	return nil
}

// on makes resolvers of functions that take their own type of value.
func on[T any](fields map[string]func(*call, T) any) map[string]resolver {
	made := make(map[string]resolver, len(fields))
	for name, f := range fields {
		made[name] = func(c *call, value any) any {
			typed, ok := value.(T)
			if !ok {
				return nil
			}
			return f(c, typed)
		}
	}
	return made
}

func connectionFields() map[string]resolver {
	count := func(c *call, p *page) any { return p.total }
	return on(map[string]func(*call, *page) any{
		"totalCount":       count,
		"issueCount":       count,
		"discussionCount":  count,
		"nodes":            func(c *call, p *page) any { return p.items() },
		"edges":            func(c *call, p *page) any { return p.entries },
		"pageInfo":         func(c *call, p *page) any { return p.info() },
		"repositoryCount":  func(*call, *page) any { return 0 },
		"userCount":        func(*call, *page) any { return 0 },
		"viewerHasReacted": func(*call, *page) any { return false },
	})
}

func edgeFields() map[string]resolver {
	return on(map[string]func(*call, entry) any{
		"cursor": func(_ *call, e entry) any { return e.cursor() },
		"node":   func(_ *call, e entry) any { return e.item },
		"size":   func(*call, entry) any { return 1 << 16 }, // of a language
	})
}

func (p *page) items() []any {
	items := make([]any, len(p.entries))
	for i, e := range p.entries {
		items[i] = e.item
	}
	return items
}

func (p *page) info() object {
	info := object{"hasNextPage": p.hasNext, "hasPreviousPage": p.hasPrevious, "startCursor": nil, "endCursor": nil}
	if len(p.entries) > 0 {
		info["startCursor"], info["endCursor"] = p.entries[0].cursor(), p.entries[len(p.entries)-1].cursor()
	}
	return info
}

// unserved are arguments of the schema that are not simulated. Asking for what they
// do is an error: an answer without it would be a wrong one.
var unserved = []string{
	"affiliations", "assignee", "categoryId", "content", "excludeFirst", "excludePopular", "hasIssuesEnabled", "isArchived", "isFork",
	"isLocked", "mentioned", "milestone", "milestoneNumber", "onlyAnswers", "organizationID", "orderByState", "privacy",
	"repositoryId", "userLinkedOnly", "viewerSubscribed", "visibility",
}

// refuseUnserved adds an error for each argument that is given and not served.
func (c *call) refuseUnserved(args map[string]any) {
	for _, name := range unserved {
		if value := args[name]; value != nil && value != false {
			c.fail("INTERNAL", "githubsim does not serve the argument %s of %s", name, c.field.node.Name)
		}
	}
}

// connection answers a field that is a connection over a sorted list: it checks
// the pagination arguments as GitHub does and cuts the page.
func (c *call) connection(list []entry, descending bool) any {
	b := bounds{first: integer(c.field.args["first"], -1), last: integer(c.field.args["last"], -1)}
	c.refuseUnserved(c.field.args)
	b.after, _ = c.field.args["after"].(string)
	b.before, _ = c.field.args["before"].(string)
	if !c.wantsItems() {
		return &page{total: len(list)}
	}
	if !c.boundsAllowed(b) {
		return nil
	}
	p, ok := cut(list, descending, b)
	if !ok {
		c.fail("INVALID_CURSOR_ARGUMENTS", "`%s` does not appear to be a valid cursor.", b.after+b.before)
		return nil
	}
	c.served += len(p.entries)
	return &p
}

// wantsItems reports whether more of a connection is asked for than its count.
func (c *call) wantsItems() bool {
	definition := c.schema.Types[c.field.node.Definition.Type.Name()]
	for _, field := range c.collect(c.field.set, definition) {
		switch field.node.Name {
		case "nodes", "edges", "pageInfo":
			return true
		}
	}
	return false
}

// boundsAllowed enforces exactly one of first and last, 1 to 100 (0 is allowed by
// GitHub and gives no items).
func (c *call) boundsAllowed(b bounds) bool {
	name := c.field.node.Name
	switch {
	case b.first < 0 && b.last < 0 && c.field.args["first"] == nil && c.field.args["last"] == nil:
		c.fail("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value to properly paginate the `%s` connection.", name)
	case b.first >= 0 && b.last >= 0:
		c.fail("INVALID_PAGINATION_BOUNDARIES", "Passing both `first` and `last` to paginate the `%s` connection is not supported.", name)
	case b.first > 100:
		c.fail("EXCESSIVE_PAGINATION", "Requesting %d records on the `%s` connection exceeds the `first` limit of 100 records.", b.first, name)
	case b.last > 100:
		c.fail("EXCESSIVE_PAGINATION", "Requesting %d records on the `%s` connection exceeds the `last` limit of 100 records.", b.last, name)
	case b.first < 0 && b.last < 0:
		c.fail("INVALID_PAGINATION_BOUNDARIES", "`first` and `last` on the `%s` connection cannot be less than zero.", name)
	default:
		return true
	}
	return false
}

// order reads a connection's orderBy; fallback is GitHub's default for it.
func (c *call) order(fallback ordering) ordering {
	by, ok := c.field.args["orderBy"].(map[string]any)
	if !ok {
		return fallback
	}
	field, _ := by["field"].(string)
	return ordering{field, by["direction"] == "DESC"}
}

// argument reads an argument of any type; the zero value where it is absent.
func argument[T any](c *call, name string) T {
	value, _ := c.field.args[name].(T)
	return value
}

// instant reads an argument that is a time; zero where it is absent. What is no time
// is an error: a filter must not silently be none.
func (c *call) instant(value any) time.Time {
	t, err := parseInstant(value)
	if err != nil {
		c.fail("argumentLiteralsIncompatible", "Could not coerce value %q to DateTime", value)
	}
	return t
}

// texts reads an argument that is a list of strings or enum values.
func texts(value any) []string {
	list, _ := value.([]any)
	var out []string
	for _, item := range list {
		if text, ok := item.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

package githubsim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// searchLimit is how many results of a search can be read; totals go further.
const searchLimit = 1000

// term is one word or qualifier of a search.
type term struct {
	name, value string // name is empty for a word
	not         bool
}

// parseSearch splits a search into terms. Values may be quoted.
func parseSearch(text string) []term {
	var terms []term
	for _, word := range splitQuoted(text) {
		t := term{value: word}
		if rest, ok := strings.CutPrefix(word, "-"); ok {
			t.value, t.not = rest, true
		}
		if name, value, ok := strings.Cut(t.value, ":"); ok && !strings.HasPrefix(t.value, `"`) {
			t.name, t.value = strings.ToLower(name), value
		}
		t.value = strings.Trim(t.value, `"`)
		terms = append(terms, t)
	}
	return terms
}

func splitQuoted(text string) []string {
	quoted := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
}

// matcher decides whether a thread has what one term asks.
type matcher func(*Thread) bool

// searchThreads finds threads. An unknown qualifier is an error here, where GitHub
// would look for it as a word: a test should not find nothing for a typing error.
func (v *view) searchThreads(text string, discussions bool) ([]*Thread, error) {
	var matchers []matcher
	by, descending := "created", true
	for _, t := range parseSearch(text) {
		if t.name == "sort" {
			name, direction, _ := strings.Cut(t.value, "-")
			by, descending = name, direction != "asc"
			continue
		}
		m, err := v.matcher(t)
		if err != nil {
			return nil, err
		}
		if t.not {
			positive := m
			m = func(t *Thread) bool { return !positive(t) }
		}
		matchers = append(matchers, m)
	}
	found := v.searchable(discussions, matchers)
	slices.SortFunc(found, func(a, b *Thread) int {
		ka, kb := placeBy(by+"_at", a.CreatedAt, a.UpdatedAt, 0), placeBy(by+"_at", b.CreatedAt, b.UpdatedAt, 0)
		order := cmp.Or(cmp.Compare(ka, kb), cmp.Compare(a.ID, b.ID))
		if descending {
			return -order
		}
		return order
	})
	return found, nil
}

func (v *view) searchable(discussions bool, matchers []matcher) []*Thread {
	var found []*Thread
	for r, held := range v.contents {
		if v.guarded(r) {
			continue
		}
		lists := slices.Concat(held.pullRequests, held.issues)
		if discussions {
			lists = held.discussions
		}
		for _, t := range lists {
			if !slices.ContainsFunc(matchers, func(m matcher) bool { return !m(t) }) {
				found = append(found, t)
			}
		}
	}
	return found
}

func (v *view) matcher(t term) (matcher, error) {
	switch t.name {
	case "":
		word := strings.ToLower(t.value)
		return func(t *Thread) bool { return strings.Contains(strings.ToLower(t.Title+"\n"+t.Body), word) }, nil
	case "is", "type", "state":
		return stateMatcher(t.value)
	case "repo":
		return func(th *Thread) bool { return strings.EqualFold(th.Repository.FullName(), t.value) }, nil
	case "org", "user":
		return func(th *Thread) bool { return strings.EqualFold(th.Repository.Owner.Login, t.value) }, nil
	case "label":
		return func(th *Thread) bool { return slices.Contains(th.Labels, t.value) }, nil
	case "updated", "created", "closed", "merged":
		return timeMatcher(t.name, t.value)
	}
	return v.personMatcher(t)
}

// searchProblem is a sentence about a search that GitHub refuses.
type searchProblem string

func (p searchProblem) Error() string { return string(p) }

const unlistedUsers searchProblem = "The listed users cannot be searched either because the users do not exist or you do not have permission to view the users."

// personQualifiers are those whose value is a login.
var personQualifiers = []string{"author", "assignee", "commenter", "involves", "mentions", "reviewed-by", "review-requested"}

func (v *view) personMatcher(t term) (matcher, error) {
	if !slices.Contains(personQualifiers, t.name) {
		return nil, fmt.Errorf("githubsim does not know the search qualifier %q", t.name)
	}
	login := t.value
	if login == "@me" && v.world.Viewer != nil {
		login = v.world.Viewer.Login
	}
	u := v.user(login)
	if u == nil {
		return nil, unlistedUsers
	}
	commented := func(t *Thread) bool {
		return slices.ContainsFunc(t.Comments, func(m *Comment) bool { return m.Author == u })
	}
	reviewed := func(t *Thread) bool {
		return slices.ContainsFunc(slices.Concat(t.Reviews, t.Unlisted), func(r *Review) bool { return r.Author == u })
	}
	matchers := map[string]matcher{
		"author":           func(t *Thread) bool { return t.Author == u },
		"assignee":         func(t *Thread) bool { return slices.Contains(t.Assignees, u) },
		"commenter":        commented,
		"reviewed-by":      reviewed,
		"review-requested": func(t *Thread) bool { return slices.Contains(t.Requested, u) },
		"mentions":         func(t *Thread) bool { return strings.Contains(t.Body, "@"+u.Login) },
	}
	matchers["involves"] = func(t *Thread) bool {
		return matchers["author"](t) || matchers["assignee"](t) || commented(t) || matchers["mentions"](t)
	}
	return matchers[t.name], nil
}

func stateMatcher(value string) (matcher, error) {
	switch value {
	case "pr":
		return func(t *Thread) bool { return t.Type == "PullRequest" }, nil
	case "issue":
		return func(t *Thread) bool { return t.Type == "Issue" }, nil
	case "open":
		return func(t *Thread) bool { return t.State == "OPEN" }, nil
	case "closed":
		return func(t *Thread) bool { return t.State != "OPEN" }, nil
	case "merged":
		return func(t *Thread) bool { return t.State == "MERGED" }, nil
	case "draft":
		return func(t *Thread) bool { return t.Draft }, nil
	case "public", "private":
		return func(t *Thread) bool { return visibility(t.Repository) == value }, nil
	}
	return nil, fmt.Errorf("githubsim does not know is:%s", value)
}

// timeMatcher reads A..B, >=A, >A, <=B, <B and a single day; A and B are days or
// times, and either may be *.
func timeMatcher(field, value string) (matcher, error) {
	from, to, err := parseRange(value)
	if err != nil {
		return nil, err
	}
	return func(t *Thread) bool {
		when := map[string]time.Time{"updated": t.UpdatedAt, "created": t.CreatedAt, "closed": t.ClosedAt, "merged": t.MergedAt}[field]
		return !when.IsZero() && !when.Before(from) && (to.IsZero() || when.Before(to))
	}, nil
}

// parseRange returns from (included) and to (not included; zero for no end).
func parseRange(value string) (from, to time.Time, err error) {
	if a, b, ok := strings.Cut(value, ".."); ok {
		from, _, err = parseDay(a)
		if err == nil {
			_, to, err = parseDay(b)
		}
		return from, to, err
	}
	digits := strings.TrimLeft(value, "<>=")
	begin, end, err := parseDay(digits)
	switch strings.TrimSuffix(value, digits) {
	case ">=":
		return begin, time.Time{}, err
	case ">":
		return end, time.Time{}, err
	case "<=":
		return time.Time{}, end, err
	case "<":
		return time.Time{}, begin, err
	}
	return begin, end, err
}

// parseDay returns when a day or a second begins and ends; * has no bounds.
func parseDay(text string) (begin, end time.Time, err error) {
	if text == "*" {
		return time.Time{}, time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, day.AddDate(0, 0, 1), nil
	}
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return when, when, fmt.Errorf("%q is not a recognized date/time format", text)
	}
	return when, when.Add(time.Second), nil
}

// search answers GraphQL's search for issues, pull requests and discussions.
func (c *call) search(v *view) any {
	discussions := c.field.args["type"] == "DISCUSSION"
	if kind, _ := c.field.args["type"].(string); !discussions && !strings.HasPrefix(kind, "ISSUE") {
		c.fail("", "githubsim does not search for %s", kind)
		return nil
	}
	found, err := v.searchThreads(argument[string](c, "query"), discussions)
	if err != nil {
		c.fail("INVALID_SEARCH", "%s", err.Error())
		return nil
	}
	answer := c.connection(inOrder(found[:min(len(found), searchLimit)]), false)
	if p, ok := answer.(*page); ok {
		p.total = len(found)
	}
	return answer
}

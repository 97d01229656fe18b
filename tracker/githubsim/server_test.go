package githubsim_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/githubsim"
)

func TestStrictAnswersOfGraphQL(t *testing.T) {
	world := smallWorld()
	base, _ := githubsim.StartTest(t, world, githubsim.Options{})
	hidden := world.Repositories[1].Threads[0].NodeID
	for _, c := range []struct {
		name, query, kind, message string
	}{
		{"an unknown field", `{viewer{level}}`, "", "Field 'level' doesn't exist on type 'User'"},
		{"no first and no last", `{viewer{issues{nodes{id}}}}`, "MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last`"},
		{"more than 100", `{viewer{issues(first:101){nodes{id}}}}`, "EXCESSIVE_PAGINATION", "Requesting 101 records on the `issues` connection exceeds"},
		{"first and last", `{viewer{issues(first:1,last:1){nodes{id}}}}`, "INVALID_PAGINATION_BOUNDARIES", "Passing both"},
		{"a cursor of another", `{viewer{issues(first:1,after:"bm8="){nodes{id}}}}`, "INVALID_CURSOR_ARGUMENTS", "`bm8=` does not appear to be a valid cursor."},
		{"an unknown login", `{user(login:"nobody"){id}}`, "NOT_FOUND", "Could not resolve to a User with the login of 'nobody'."},
		{"a bot's login", `{user(login:"robot[bot]"){id}}`, "NOT_FOUND", "Could not resolve to a User"},
		{"an unknown repository", `{repository(owner:"acme",name:"no"){id}}`, "NOT_FOUND", "Could not resolve to a Repository with the name 'acme/no'."},
		{"a private repository", `{repository(owner:"acme",name:"secret"){id}}`, "NOT_FOUND", "Could not resolve to a Repository"},
		{"a private item", `{nodes(ids:["` + hidden + `"]){id}}`, "NOT_FOUND", "Could not resolve to a node with the global id of '" + hidden + "'"},
		{"more than a year", `{viewer{contributionsCollection(from:"2024-01-01T00:00:00Z",to:"2025-06-01T00:00:00Z"){startedAt}}}`, "", "must not exceed 1 year"},
		{"too many nodes", `{viewer{pullRequests(first:100){nodes{reviews(first:100){nodes{comments(first:100){totalCount}}}}}}}`, "MAX_NODE_LIMIT_EXCEEDED", "1,010,100"},
		{"an argument that is not simulated", `{viewer{issues(first:1,filterBy:{mentioned:"ben"}){totalCount}}}`, "INTERNAL", "does not serve the argument mentioned of issues"},
		{"a time that is none", `{viewer{issues(first:1,filterBy:{since:"yesterday"}){totalCount}}}`, "argumentLiteralsIncompatible", "Could not coerce value \"yesterday\" to DateTime"},
		{"a search nobody understands", `{search(type:ISSUE,first:1,query:"flavour:sweet"){issueCount}}`, "INVALID_SEARCH", "flavour"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, base, c.query, nil)
			if got.Status != http.StatusOK || len(got.Errors) == 0 {
				t.Fatalf("status %d and %d errors, want 200 and one", got.Status, len(got.Errors))
			}
			if e := got.Errors[0]; e.Type != c.kind || !strings.Contains(e.Message, c.message) {
				t.Errorf("got %s %q, want %s %q", e.Type, e.Message, c.kind, c.message)
			}
		})
	}
}

func TestNodesHasAnErrorForEachThatIsGone(t *testing.T) {
	world := smallWorld()
	base, server := githubsim.StartTest(t, world, githubsim.Options{})
	ids := []any{world.Viewer.NodeID, world.Repositories[0].Threads[0].NodeID}
	server.Mutate(func(w *githubsim.World) { w.Repositories[0].Threads = w.Repositories[0].Threads[1:] })
	got := ask(t, base, `query($ids:[ID!]!){nodes(ids:$ids){__typename id}}`, map[string]any{"ids": ids})
	if at(t, got.Data, "nodes", 1) != nil || len(got.Errors) != 1 {
		t.Fatalf("got %v and %v", got.Data, got.Errors)
	}
	if diff := cmp.Diff([]any{"nodes", 1.0}, got.Errors[0].Path); diff != "" {
		t.Errorf("path (-want +got):\n%s", diff)
	}
	if response, _ := get(t, base+"/api/v3/repos/acme/widgets/issues/1", nil); response.StatusCode != http.StatusGone {
		t.Errorf("REST answers %d for a deleted issue, want 410", response.StatusCode)
	}
}

func TestSignIn(t *testing.T) {
	base, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{Tokens: []string{"right"}, Scopes: "repo"})
	response, body := get(t, base+"/api/v3/user", nil)
	if response.StatusCode != http.StatusUnauthorized || !strings.Contains(body, "Bad credentials") {
		t.Errorf("a wrong token: status %d: %s", response.StatusCode, body)
	}
	response, _ = get(t, base+"/api/v3/user", map[string]string{"Authorization": "Bearer right"})
	if response.StatusCode != http.StatusOK || response.Header.Get("X-OAuth-Scopes") != "repo" {
		t.Errorf("the right token: status %d, scopes %q", response.StatusCode, response.Header.Get("X-OAuth-Scopes"))
	}
}

func TestSingleSignOnIsDemandedInBothAPIs(t *testing.T) {
	base, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{SSO: []string{"acme"}})
	got := ask(t, base, `{repository(owner:"acme",name:"widgets"){id}}`, nil)
	if len(got.Errors) != 1 || got.Errors[0].Type != "FORBIDDEN" || got.Errors[0].Extensions["saml_failure"] != true {
		t.Errorf("GraphQL: %+v", got.Errors)
	}
	response, _ := get(t, base+"/api/v3/repos/acme/widgets", nil)
	if response.StatusCode != http.StatusForbidden || !strings.HasPrefix(response.Header.Get("X-GitHub-SSO"), "required; url=") {
		t.Errorf("REST: status %d, X-GitHub-SSO %q", response.StatusCode, response.Header.Get("X-GitHub-SSO"))
	}
}

func TestPrimaryLimit(t *testing.T) {
	for _, c := range []struct {
		name   string
		other  bool
		status int
		kind   string
	}{{"in its common forms", false, http.StatusForbidden, "RATE_LIMITED"}, {"in its rarer forms", true, http.StatusTooManyRequests, "RATE_LIMIT"}} {
		t.Run(c.name, func(t *testing.T) {
			base, server := githubsim.StartTest(t, smallWorld(), githubsim.Options{PointsPerHour: 1, RequestsPerHour: 1, OtherForms: c.other})
			first := ask(t, base, `{rateLimit{limit remaining used cost}}`, nil)
			if diff := cmp.Diff(map[string]any{"limit": 1.0, "remaining": 0.0, "used": 1.0, "cost": 1.0}, at(t, first.Data, "rateLimit")); diff != "" {
				t.Errorf("rateLimit (-want +got):\n%s", diff)
			}
			if got := ask(t, base, `{viewer{id}}`, nil); got.Status != http.StatusOK || len(got.Errors) != 1 || got.Errors[0].Type != c.kind || got.Header.Get("X-RateLimit-Remaining") != "0" {
				t.Errorf("GraphQL: %d %+v", got.Status, got.Errors)
			}
			get(t, base+"/api/v3/user", nil)
			response, _ := get(t, base+"/api/v3/user", nil)
			reset, _ := strconv.ParseInt(response.Header.Get("X-RateLimit-Reset"), 10, 64)
			if response.StatusCode != c.status || time.Until(time.Unix(reset, 0)) < 50*time.Minute {
				t.Errorf("REST: status %d, reset %d", response.StatusCode, reset)
			}
			get(t, base+"/api/v3/user", nil)
			if v := server.Violations(); len(v) != 1 || v[0].Why != "X-RateLimit-Reset" {
				t.Errorf("violations = %+v, want the last request", v)
			}
		})
	}
}

func TestASecondaryLimitIsWatchedUntilItIsOver(t *testing.T) {
	now := day(60)
	base, server := githubsim.StartTest(t, smallWorld(), githubsim.Options{
		Secondary: githubsim.SecondaryLimits{RESTPerMinute: 2}, Now: func() time.Time { return now },
	})
	status := func() int { response, _ := get(t, base+"/api/v3/user", nil); return response.StatusCode }
	var got []int
	for range 4 {
		got = append(got, status())
	}
	now = now.Add(61 * time.Second)
	got = append(got, status())
	if diff := cmp.Diff([]int{200, 200, 403, 403, 200}, got); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	if v := server.Violations(); len(v) != 1 || v[0].Why != "Retry-After" {
		t.Errorf("violations = %+v, want the fourth request", v)
	}
}

func TestFaults(t *testing.T) {
	const query = `{viewer{pullRequests(first:100){nodes{id}}issues(first:100){nodes{id}}}}`
	for _, c := range []struct {
		kind   githubsim.FaultKind
		status int
		body   string // a part of it
		header string // that is set
	}{
		{githubsim.SecondaryLimit, 403, "secondary rate limit", "Retry-After"},
		{githubsim.SecondaryLimit429, 429, "secondary rate limit", "Retry-After"},
		{githubsim.SecondaryLimitDate, 429, "secondary rate limit", "Retry-After"},
		{githubsim.SecondaryLimitSilent, 403, "secondary rate limit", "Gh-Limited-By"},
		{githubsim.SecondaryLimitGraphQL, 200, "secondary rate limit", "Retry-After"},
		{githubsim.AbuseDetection, 403, "abuse detection", "Retry-After"},
		{githubsim.BadGateway, 502, "<html>", ""},
		{githubsim.GatewayTimeout, 504, "<html>", ""},
		{githubsim.SomethingWrong, 200, "Something went wrong", ""},
		{githubsim.ResourceLimits, 200, "RESOURCE_LIMITS_EXCEEDED", ""},
		{githubsim.HTMLPage, 200, "<!DOCTYPE html>", ""},
		{githubsim.Slow, 200, `"id"`, ""},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			base, server := githubsim.StartTest(t, smallWorld(), githubsim.Options{Faults: []githubsim.Fault{{Kind: c.kind, At: 2, Delay: time.Millisecond}}})
			ask(t, base, query, nil)
			status, header, body, err := post(t, base, query)
			if err != nil || status != c.status || !strings.Contains(body, c.body) || c.header != "" && header.Get(c.header) == "" {
				t.Errorf("%v, status %d, %s %q: %s", err, status, c.header, header.Get(c.header), body)
			}
			if log := server.Log(); log[0].Fault != "" || log[1].Fault != c.kind {
				t.Errorf("the log names the faults %q and %q", log[0].Fault, log[1].Fault)
			}
		})
	}
}

func TestFaultsOfTheConnection(t *testing.T) {
	for _, kind := range []githubsim.FaultKind{githubsim.CutOff, githubsim.Dropped} {
		base, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{Faults: []githubsim.Fault{{Kind: kind}}})
		if _, _, body, err := post(t, base, `{viewer{id}}`); err == nil {
			t.Errorf("%s: a whole answer: %s", kind, body)
		}
	}
	base, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{Faults: []githubsim.Fault{{Kind: githubsim.Truncated}}})
	if _, _, body, err := post(t, base, `{viewer{id}}`); err != nil || strings.HasSuffix(body, "}") {
		t.Errorf("truncated: %v, %s", err, body)
	}
}

func TestAFaultOnLargePagesSparesSmallOnes(t *testing.T) {
	base, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{Faults: []githubsim.Fault{{Kind: githubsim.BadGateway, Nodes: 1}}})
	query := func(first string) string {
		return `{repository(owner:"acme",name:"widgets"){issue(number:1){comments(first:` + first + `){nodes{id}}}}}`
	}
	if status, _, _, _ := post(t, base, query("2")); status != http.StatusBadGateway {
		t.Errorf("two comments: status %d, want 502", status)
	}
	if status, _, _, _ := post(t, base, query("1")); status != http.StatusOK {
		t.Errorf("one comment: status %d, want 200", status)
	}
}

func TestAnItemChangedBetweenTwoPagesJumpsToTheFront(t *testing.T) {
	world := smallWorld()
	widgets := world.Repositories[0]
	for number := 4; number <= 6; number++ {
		widgets.Threads = append(widgets.Threads, &githubsim.Thread{Type: "Issue", Number: number, CreatedAt: day(number + 30), Author: world.Viewer})
	}
	change := func(w *githubsim.World) { w.Repositories[0].Threads[0].UpdatedAt = day(59) }
	base, _ := githubsim.StartTest(t, world, githubsim.Options{Faults: []githubsim.Fault{{Kind: githubsim.Changed, At: 1, Change: change}}})
	var seen []string
	const query = `query($after:String){repository(owner:"acme",name:"widgets"){page:issues(first:2,after:$after,orderBy:{field:UPDATED_AT,direction:DESC}){pageInfo{hasNextPage endCursor}nodes{id number}}}}`
	walk(t, base, query, func(node map[string]any) { seen = append(seen, strconv.Itoa(int(node["number"].(float64)))) })
	if diff := cmp.Diff([]string{"6", "5", "4"}, seen); diff != "" {
		t.Errorf("issue 1 moved to the front after the first page, and is missed (-want +got):\n%s", diff)
	}
}

// post asks GraphQL and gives the answer as it came.
func post(t *testing.T, base, query string) (int, http.Header, string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/api/graphql", strings.NewReader(`{"query":`+strconv.Quote(query)+`}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer test-token")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return 0, nil, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(body), err
}

package githubsim_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"rungless/tracker/githubsim"
)

// FuzzRequests sends whatever it finds to both APIs: no request may crash the
// server or get an answer of 500.
func FuzzRequests(f *testing.F) {
	for _, seed := range [][2]string{
		{"{viewer{login}}", "/repos/acme/widgets/issues?page=-1&per_page=1000"},
		{`{search(query:"is:pr author:\"",type:ISSUE,first:1){issueCount}}`, "/search/issues?q=updated:>=2026-..x"},
		{`{viewer{issues(first:1,after:"Y3Vyc29yOnYyOjA6MA=="){nodes{id}}}}`, "/repos/acme/widgets/contents/"},
		{"query($a:Int!){viewer{issues(first:$a){nodes{id}}}}", "/repos/acme/widgets/git/trees/x?recursive=1"},
		{"{nodes(ids:[]){id}} fragment", "/repositories/99999999999999999999//issues/../.."},
	} {
		f.Add(seed[0], seed[1])
	}
	server := githubsim.New(nil, smallWorld(), githubsim.Options{PointsPerHour: -1, RequestsPerHour: -1})
	f.Fuzz(func(t *testing.T, query, path string) {
		body := strings.NewReader(`{"query":` + strconv.Quote(query) + `}`)
		serve(t, server, httptest.NewRequest(http.MethodPost, "/api/graphql", body))
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.URL.Path, request.URL.RawQuery, _ = strings.Cut("/api/v3"+path, "?")
		serve(t, server, request)
		request.URL.Path = path
		serve(t, server, request)
	})
}

func serve(t *testing.T, server *githubsim.Server, request *http.Request) {
	t.Helper()
	request.Header.Set("Authorization", "Bearer test-token")
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, request)
	if answer.Code >= http.StatusInternalServerError {
		t.Errorf("%s: status %d: %s", request.URL, answer.Code, answer.Body)
	}
}

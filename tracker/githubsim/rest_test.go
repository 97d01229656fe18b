package githubsim_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/go-cmp/cmp"

	"rungless/tracker/githubsim"
	"rungless/tracker/testneed"
)

// get asks REST for a path below the API's root and does not follow redirects.
func get(t testing.TB, address string, header map[string]string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "token test-token")
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// smallPaths are all routes, with parameters that the small world answers.
var smallPaths = []string{
	"/rate_limit", "/user", "/user/1004", "/users/ada", "/users/acme", "/repos/acme/widgets",
	"/repos/acme/widgets/issues?state=all", "/repos/acme/widgets/issues/1", "/repos/acme/widgets/issues/2", "/repos/acme/widgets/issues/1/comments",
	"/repos/acme/widgets/issues/1/events", "/repos/acme/widgets/issues/comments", "/repos/acme/widgets/issues/events",
	"/repos/acme/widgets/pulls?state=all", "/repos/acme/widgets/pulls/2", "/repos/acme/widgets/pulls/2/reviews",
	"/repos/acme/widgets/pulls/2/comments", "/repos/acme/widgets/pulls/2/files", "/repos/acme/widgets/pulls/2/commits",
	"/repos/acme/widgets/pulls/comments", "/repos/acme/widgets/comments", "/repos/acme/widgets/commits",
	"/repos/acme/widgets/commits/2222222222222222222222222222222222222222",
	"/repos/acme/widgets/commits/1111111111111111111111111111111111111111/comments", "/repos/acme/widgets/releases",
	"/search/issues?q=repo:acme/widgets+is:pr", "/repos/acme/widgets/contents/README.md", "/repos/acme/widgets/contents/docs",
	"/repos/acme/widgets/git/trees/main?recursive=1", "/repos/acme/widgets/git/blobs/cd7f97a073a7146364987c8afb05c89a4ae1a7f1",
}

func TestAnswersAgreeWithGitHubsDescription(t *testing.T) {
	testneed.Thorough(t)
	router := description(t)
	for _, world := range []struct {
		name  string
		make  func(*testing.T) *githubsim.World
		paths []string
	}{
		{"of the small world", func(*testing.T) *githubsim.World { return smallWorld() }, smallPaths},
		{"of the sample", func(*testing.T) *githubsim.World { return githubsim.Sample(1, day(0)) }, nil},
		{"of a recording", recording, nil},
	} {
		t.Run(world.name, func(t *testing.T) {
			paths := world.paths
			made := world.make(t)
			if paths == nil {
				paths = pathsOf(made)
			}
			base, _ := githubsim.StartTest(t, made, githubsim.Options{RequestsPerHour: -1})
			for _, path := range paths {
				response, body := get(t, base+"/api/v3"+path, nil)
				if response.StatusCode != http.StatusOK {
					t.Fatalf("%s: status %d: %s", path, response.StatusCode, body)
				}
				checkAgainst(t, router, path, response, body)
			}
		})
	}
}

// recording is the recorded repository.
func recording(t *testing.T) *githubsim.World {
	t.Helper()
	world, err := githubsim.LoadBackup(testneed.Shared(t, "data", "backup", "backup-bitcoin-core-gui.tar.xz"))
	if err != nil {
		t.Fatal(err)
	}
	return world
}

// pathsOf are the first and longest pages of a world's public repositories.
func pathsOf(world *githubsim.World) []string {
	var paths []string
	for _, r := range world.Repositories {
		if r.Private {
			continue
		}
		below := "/repos/" + r.FullName()
		for _, list := range []string{"", "/issues?state=all&per_page=100", "/issues/comments?per_page=100", "/pulls?state=all&per_page=100", "/pulls/comments?per_page=100", "/comments", "/releases", "/issues/events?per_page=100"} {
			paths = append(paths, below+list)
		}
		for _, pull := range r.Threads[:min(40, len(r.Threads))] {
			if pull.Type == "PullRequest" {
				paths = append(paths, fmt.Sprintf("%s/pulls/%d/reviews", below, pull.Number), fmt.Sprintf("%s/pulls/%d", below, pull.Number))
			}
		}
	}
	return paths
}

// description is GitHub's description of its REST API.
func description(t *testing.T) routers.Router {
	t.Helper()
	file, err := os.Open(testneed.Shared(t, "github", "openapi-23.0.2.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	document.Servers = openapi3.Servers{{URL: "https://api.github.com"}}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// checkAgainst validates one answer against GitHub's description of it.
func checkAgainst(t *testing.T, router routers.Router, path string, response *http.Response, body string) {
	t.Helper()
	request := &http.Request{Method: http.MethodGet, Header: http.Header{}}
	var err error
	if request.URL, err = url.Parse("https://api.github.com" + path); err != nil {
		t.Fatal(err)
	}
	route, parameters, err := router.FindRoute(request)
	if err != nil {
		t.Fatalf("GitHub describes no such route: %v", err)
	}
	err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route, PathParams: parameters},
		Status:                 response.StatusCode, Header: response.Header, Body: io.NopCloser(strings.NewReader(body)),
		Options: &openapi3filter.Options{MultiError: true},
	})
	var problems openapi3.MultiError
	if err != nil && !errors.As(err, &problems) {
		problems = openapi3.MultiError{err}
	}
	for _, problem := range problems {
		if !excepted(problem) {
			t.Errorf("%s: %.500v", path, problem)
		}
	}
}

// excepted reports whether GitHub's own answers differ from its description in
// the same way.
func excepted(problem error) bool {
	var where *openapi3.SchemaError
	if !errors.As(problem, &where) {
		return false
	}
	pointer := strings.Join(where.JSONPointer(), "/")
	for _, known := range []string{"head/repo", "head/label", "original_line", "/line", "/position", "head/user"} {
		if strings.HasSuffix(pointer, known) {
			return true
		}
	}
	return false
}

func TestRenamesLinksAndETags(t *testing.T) {
	base, server := githubsim.StartTest(t, smallWorld(), githubsim.Options{})
	response, body := get(t, base+"/api/v3/repos/acme/gadgets/issues?state=all&per_page=1", nil)
	if response.StatusCode != http.StatusMovedPermanently {
		t.Fatalf("a renamed repository: status %d: %s", response.StatusCode, body)
	}
	id := strings.TrimSuffix(strings.TrimPrefix(response.Header.Get("Location"), base+"/api/v3"), "/issues?state=all&per_page=1")
	response, _ = get(t, response.Header.Get("Location"), nil)
	want := "<" + base + "/api/v3" + id + `/issues?page=2&per_page=1&state=all>; rel="next", <` + base + "/api/v3" + id + `/issues?page=2&per_page=1&state=all>; rel="last"`
	if diff := cmp.Diff(want, response.Header.Get("Link")); diff != "" {
		t.Errorf("Link of the first page (-want +got):\n%s", diff)
	}
	before := server.Log()
	again, _ := get(t, response.Request.URL.String(), map[string]string{"If-None-Match": response.Header.Get("ETag")})
	if again.StatusCode != http.StatusNotModified || again.Header.Get("X-RateLimit-Used") != response.Header.Get("X-RateLimit-Used") {
		t.Errorf("an unchanged list: status %d, used %s after %s", again.StatusCode, again.Header.Get("X-RateLimit-Used"), response.Header.Get("X-RateLimit-Used"))
	}
	if len(before) != 2 {
		t.Errorf("the log has %d requests, want 2", len(before))
	}
}

func TestBulkListsOmitWhoMerged(t *testing.T) {
	base, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{})
	_, body := get(t, base+"/api/v3/repos/acme/widgets/pulls?state=all", nil)
	var pulls []map[string]any
	if err := json.Unmarshal([]byte(body), &pulls); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"merged_by", "merged", "additions", "changed_files", "comments"} {
		if _, ok := pulls[0][key]; ok {
			t.Errorf("the list has %s", key)
		}
	}
}

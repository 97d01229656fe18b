package githubsim_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/githubsim"
)

func TestTheWorldChangesWhileItIsRead(t *testing.T) {
	base, server := githubsim.StartTest(t, smallWorld(), githubsim.Options{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 10 {
				if _, _, body, err := post(t, base, `{viewer{login pullRequests(first:9){nodes{title reviews(first:9){nodes{state}}}}}}`); err != nil || strings.Contains(body, "errors") {
					t.Errorf("%v: %s", err, body)
				}
				get(t, base+"/api/v3/repos/acme/widgets/issues?state=all", nil)
			}
		})
	}
	for range 20 {
		server.Mutate(func(w *githubsim.World) { w.Repositories[0].Threads[1].Title += "!" })
	}
	readers.Wait()
}

func TestWhatTurnsPrivateVanishes(t *testing.T) {
	world := smallWorld()
	base, server := githubsim.StartTest(t, world, githubsim.Options{})
	const query = `{viewer{issueComments(first:9){totalCount} pullRequests(first:9){totalCount}}}`
	before := ask(t, base, query, nil)
	server.Mutate(func(w *githubsim.World) { w.Repositories[0].Private = true })
	after := ask(t, base, query, nil)
	count := func(a answered, list string) any { return at(t, a.Data, "viewer", list, "totalCount") }
	got := []any{count(before, "issueComments"), count(before, "pullRequests"), count(after, "issueComments"), count(after, "pullRequests")}
	if diff := cmp.Diff([]any{1.0, 1.0, 0.0, 0.0}, got); diff != "" {
		t.Errorf("comments and pull requests before and after (-want +got):\n%s", diff)
	}
	if response, _ := get(t, base+"/api/v3/repos/acme/widgets", nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("REST: status %d, want 404", response.StatusCode)
	}
	server.Mutate(func(w *githubsim.World) { w.Repositories[0].Readers = []*githubsim.User{w.Viewer} })
	if response, _ := get(t, base+"/api/v3/repos/acme/widgets", nil); response.StatusCode != http.StatusOK {
		t.Errorf("REST for a reader: status %d, want 200", response.StatusCode)
	}
}

func TestATransferredIssueIsFoundElsewhere(t *testing.T) {
	base, server := githubsim.StartTest(t, smallWorld(), githubsim.Options{})
	server.Mutate(func(w *githubsim.World) {
		from, to := w.Repositories[0], &githubsim.Repository{Owner: w.Users[0], Name: "gears", CreatedAt: day(1)}
		moved := from.Threads[0]
		from.Threads, from.Transferred = from.Threads[1:], map[int]*githubsim.Thread{moved.Number: moved}
		moved.Number, to.Threads = 7, []*githubsim.Thread{moved}
		w.Repositories = append(w.Repositories, to)
	})
	response, _ := get(t, base+"/api/v3/repos/acme/widgets/issues/1", nil)
	if want := base + "/api/v3/repos/acme/gears/issues/7"; response.StatusCode != http.StatusMovedPermanently || response.Header.Get("Location") != want {
		t.Errorf("status %d to %s, want 301 to %s", response.StatusCode, response.Header.Get("Location"), want)
	}
}

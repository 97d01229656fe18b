package githubsim_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"rungless/tracker/githubsim"
)

func TestEveryAddressLeadsToAnAnchorOnAPage(t *testing.T) {
	world := smallWorld()
	base, _ := githubsim.StartTest(t, world, githubsim.Options{})
	widgets := world.Repositories[0]
	issue, pull, discussion := widgets.Threads[0], widgets.Threads[1], widgets.Threads[2]
	for _, address := range []string{
		fmt.Sprintf("/acme/widgets/issues/1#issuecomment-%d", issue.Comments[0].ID),
		fmt.Sprintf("/acme/widgets/pull/2#pullrequestreview-%d", pull.Reviews[0].ID),
		fmt.Sprintf("/acme/widgets/pull/2#discussion_r%d", pull.Reviews[1].Comments[0].ID),
		fmt.Sprintf("/acme/widgets/discussions/3#discussioncomment-%d", discussion.Comments[0].Replies[0].ID),
		fmt.Sprintf("/acme/widgets/commit/%s#commitcomment-%d", widgets.Commits[0].SHA, widgets.Comments[0].ID),
		"/ada#", "/acme/widgets#",
	} {
		t.Run(address, func(t *testing.T) {
			path, anchor, _ := strings.Cut(address, "#")
			response, body := get(t, base+path, nil)
			if response.StatusCode != http.StatusOK || anchor != "" && !strings.Contains(body, `id="`+anchor+`"`) {
				t.Errorf("status %d: %s", response.StatusCode, body)
			}
		})
	}
	if response, _ := get(t, base+"/acme/secret/issues/1", nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("a private repository's page: status %d, want 404", response.StatusCode)
	}
}

func TestHostileTextIsInertOnAPage(t *testing.T) {
	world := smallWorld()
	world.Repositories[0].Threads[0].Title = `</title><script>alert(1)</script>`
	base, _ := githubsim.StartTest(t, world, githubsim.Options{})
	if _, body := get(t, base+"/acme/widgets/issues/1", nil); strings.Contains(body, "<script>") {
		t.Errorf("the page has a script: %s", body)
	}
}

package archive

import (
	"testing"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

func TestAnEventSaysWhetherAReviewHasWords(t *testing.T) {
	cited := []tracker.CommentRef{{Kind: tracker.IssueComment, DatabaseID: 31, Thread: tracker.ThreadRef{Kind: tracker.IssueKind, Number: 5,
		Repository: tracker.RepositoryRef{Host: "github.com", Owner: "octo-org", Name: "octo-repo"}}}}
	for name, test := range map[string]struct {
		body    string // the member of the review, with its comma
		wording tracker.Wording
		cites   []tracker.CommentRef
	}{
		"no body":           {"", tracker.NotSaid, nil},
		"null":              {`"body":null,`, tracker.Wordless, []tracker.CommentRef{}},
		"an empty body":     {`"body":"",`, tracker.Wordless, []tracker.CommentRef{}},
		"words":             {`"body":"Fine",`, tracker.Worded, []tracker.CommentRef{}},
		"words with a link": {`"body":"As https://github.com/octo-org/octo-repo/issues/5#issuecomment-31 says",`, tracker.Worded, cited},
	} {
		t.Run(name, func(t *testing.T) {
			line := `{"id":"1","type":"PullRequestReviewEvent","actor":{"id":7,"login":"octo-pm"},"repo":{"id":9,"name":"octo-org/octo-repo"},` +
				`"payload":{"pull_request":{"number":4,"id":44},"review":{` + test.body + `"id":6,"user":{"id":7,"login":"octo-pm"},"state":"approved",` +
				`"submitted_at":"2021-01-02T00:00:00Z"}},"created_at":"2021-01-02T00:00:01Z"}`
			r := newRecorder()
			if err := run(t, r, everything(write(t, "a.json", line))); err != nil {
				t.Fatal(err)
			}
			got := r.all().Reviews[0]
			if got.Wording != test.wording {
				t.Errorf("wording %d, want %d", got.Wording, test.wording)
			}
			if diff := cmp.Diff(test.cites, got.Cites); diff != "" {
				t.Errorf("cites (-want +got):\n%s", diff)
			}
		})
	}
}

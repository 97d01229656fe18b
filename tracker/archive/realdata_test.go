package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"rungless/tracker"
	"rungless/tracker/testneed"

	"github.com/google/go-cmp/cmp"
)

// The oracle of this file reads the recorded hours on its own, as a person
// would with jq: maps of JSON, one set of ids a kind.

func TestRealHoursAreCountedAsTheyAre(t *testing.T) {
	testneed.Thorough(t)
	for _, name := range realFiles {
		t.Run(name, func(t *testing.T) {
			want := countRaw(t, realText(t, name))
			if len(want) == 0 {
				t.Fatal("the oracle found nothing")
			}
			r := newRecorder()
			if err := run(t, r, everything(testneed.Shared(t, "data", "gharchive", name))); err != nil {
				t.Fatal(err)
			}
			all := r.all()
			if diff := cmp.Diff(want, countFacts(&all)); diff != "" {
				t.Errorf("raw and imported (-raw +imported):\n%s", diff)
			}
			if diff := cmp.Diff(len(bytes.Split(bytes.TrimSpace(realText(t, name)), []byte("\n"))), all.Coverage[0].Got); diff != "" {
				t.Errorf("coverage: %s", diff)
			}
		})
	}
}

type object = map[string]any

func countRaw(t *testing.T, text []byte) map[string]int {
	t.Helper()
	seen := map[string]bool{}
	for line := range bytes.Lines(text) {
		var e object
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		rawActs(e, func(kind string, id any) { seen[fmt.Sprintf("%s %.0f", kind, id)] = true })
		for _, c := range list(e["payload"].(object)["commits"]) {
			if commit := c.(object); commit["distinct"] == true {
				seen[fmt.Sprintf("commit %.0f %s", e["repo"].(object)["id"], commit["sha"])] = true
			}
		}
	}
	counts := map[string]int{}
	for key := range seen {
		var kind string
		fmt.Sscan(key, &kind)
		counts[kind]++
	}
	return counts
}

func rawActs(e object, see func(kind string, id any)) {
	payload := e["payload"].(object)
	repository := e["repo"].(object)["id"].(float64)
	inRepository := func(number any) float64 { return repository*1e6 + number.(float64) }
	switch e["type"] {
	case "PullRequestReviewEvent":
		see("review", payload["review"].(object)["id"])
	case "PullRequestReviewCommentEvent":
		see("review_comment", payload["comment"].(object)["id"])
	case "IssueCommentEvent":
		see("issue_comment", payload["comment"].(object)["id"])
	case "CommitCommentEvent":
		see("commit_comment", payload["comment"].(object)["id"])
	case "ReleaseEvent":
		see("release", payload["release"].(object)["id"])
	}
	if pull, ok := payload["pull_request"].(object); ok {
		see("pull_request", inRepository(pull["number"]))
	}
	if issue, ok := payload["issue"].(object); ok {
		kind := "issue"
		if issue["pull_request"] != nil {
			kind = "pull_request"
		}
		see(kind, inRepository(issue["number"]))
	}
}

func list(value any) []any {
	items, _ := value.([]any)
	return items
}

func countFacts(b *tracker.Batch) map[string]int {
	seen := map[string]bool{}
	for _, thread := range b.Threads {
		seen[fmt.Sprintf("%s %d %d", thread.Kind, thread.Repository.DatabaseID, thread.Number)] = true
	}
	for _, review := range b.Reviews {
		seen[fmt.Sprintf("review %d", review.DatabaseID)] = true
	}
	for _, comment := range b.Comments {
		seen[fmt.Sprintf("%s %d", comment.Kind, comment.DatabaseID)] = true
	}
	for _, commit := range b.Commits {
		seen[fmt.Sprintf("commit %d %s", commit.Repository.DatabaseID, commit.SHA)] = true
	}
	for _, release := range b.Releases {
		seen[fmt.Sprintf("release %d", release.DatabaseID)] = true
	}
	counts := map[string]int{}
	for key := range seen {
		var kind string
		fmt.Sscan(key, &kind)
		counts[kind]++
	}
	return counts
}

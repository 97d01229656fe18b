package githubsim_test

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ulikunitz/xz"

	"rungless/tracker/githubsim"
	"rungless/tracker/testneed"
)

// counts is what a backup holds, by kind.
type counts struct{ PullRequests, Issues, Reviews, ReviewComments, IssueComments, Commits int }

// countRaw counts in the JSON itself, and knows nothing of the loader's types.
func countRaw(t *testing.T, file string) counts {
	t.Helper()
	packed, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := xz.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	var c counts
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return c
		}
		if err != nil {
			t.Fatal(err)
		}
		if path.Base(header.Name) == "state.json" || !strings.HasSuffix(header.Name, ".json") {
			continue
		}
		var file map[string]any
		if err := json.NewDecoder(archive).Decode(&file); err != nil {
			t.Fatal(err)
		}
		c.add(file)
	}
}

func (c *counts) add(file map[string]any) {
	if file["type"] == "pull" {
		c.PullRequests++
	} else {
		c.Issues++
	}
	comments, _ := file["comments"].([]any)
	c.ReviewComments += len(comments)
	for _, e := range file["events"].([]any) {
		switch e.(map[string]any)["event"] {
		case "reviewed":
			c.Reviews++
		case "commented":
			c.IssueComments++
		case "committed":
			c.Commits++
		}
	}
}

func countWorld(w *githubsim.World) counts {
	var c counts
	for _, t := range w.Repositories[0].Threads {
		if t.Type == "PullRequest" {
			c.PullRequests++
		} else {
			c.Issues++
		}
		c.IssueComments += len(t.Comments)
		c.Reviews += len(t.Reviews)
		c.Commits += len(t.CommitSHAs)
		for _, r := range append(t.Reviews[:len(t.Reviews):len(t.Reviews)], t.Unlisted...) {
			c.ReviewComments += len(r.Comments)
		}
	}
	return c
}

func TestBackupHoldsWhatTheRecordingHolds(t *testing.T) {
	testneed.Thorough(t)
	file := testneed.Shared(t, "data", "backup", "backup-bitcoin-core-gui.tar.xz")
	world, err := githubsim.LoadBackup(file)
	if err != nil {
		t.Fatal(err)
	}
	raw := countRaw(t, file)
	if diff := cmp.Diff(raw, countWorld(world)); diff != "" {
		t.Errorf("the world (-raw +world):\n%s", diff)
	}
	t.Run("and GraphQL serves it", func(t *testing.T) {
		if diff := cmp.Diff(raw, countServed(t, world)); diff != "" {
			t.Errorf("served (-raw +served):\n%s", diff)
		}
	})
}

// countServed walks the repository's pull requests and issues by GraphQL.
func countServed(t *testing.T, world *githubsim.World) counts {
	url, _ := githubsim.StartTest(t, world, githubsim.Options{})
	const pulls = `query($after:String){repository(owner:"bitcoin-core",name:"gui"){page:pullRequests(first:40,after:$after){pageInfo{hasNextPage endCursor}nodes{
		author{login} repository{nameWithOwner} reviews(first:100){totalCount} comments(first:1){totalCount} commits(first:1){totalCount}
		reviewThreads(first:100){nodes{comments(first:100){totalCount nodes{fullDatabaseId createdAt author{login} diffHunk}}}}}}}}`
	const issues = `query($after:String){repository(owner:"bitcoin-core",name:"gui"){page:issues(first:100,after:$after){pageInfo{hasNextPage endCursor}nodes{
		id comments{totalCount} timelineItems(first:100){nodes{__typename ...on ClosedEvent{closer{...on Commit{oid}}}}}}}}}`
	var c counts
	walk(t, url, pulls, func(node map[string]any) {
		c.PullRequests++
		c.Reviews += int(at(t, node, "reviews", "totalCount").(float64))
		c.IssueComments += int(at(t, node, "comments", "totalCount").(float64))
		c.Commits += int(at(t, node, "commits", "totalCount").(float64))
		for _, thread := range at(t, node, "reviewThreads", "nodes").([]any) {
			c.ReviewComments += int(at(t, thread, "comments", "totalCount").(float64))
		}
	})
	walk(t, url, issues, func(node map[string]any) {
		c.Issues++
		c.IssueComments += int(at(t, node, "comments", "totalCount").(float64))
	})
	return c
}

// walk reads all nodes of the connection named page of a repository.
func walk(t *testing.T, url, query string, each func(map[string]any)) {
	t.Helper()
	var after any
	for {
		got := ask(t, url, query, map[string]any{"after": after})
		for _, e := range got.Errors {
			t.Fatalf("%s %s at %v", e.Type, e.Message, e.Path)
		}
		page := at(t, got.Data, "repository", "page")
		for _, node := range at(t, page, "nodes").([]any) {
			each(node.(map[string]any))
		}
		if at(t, page, "pageInfo", "hasNextPage") == false {
			return
		}
		after = at(t, page, "pageInfo", "endCursor")
	}
}

func TestBackupThatIsNoneIsRefused(t *testing.T) {
	for name, make := range map[string]func(string) error{
		"a missing file":    func(string) error { return nil },
		"a file of no form": func(p string) error { return os.WriteFile(p, []byte("no archive"), 0o600) },
		"an empty folder":   func(p string) error { return os.Mkdir(p, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			path := t.TempDir() + "/backup"
			if err := make(path); err != nil {
				t.Fatal(err)
			}
			if _, err := githubsim.LoadBackup(path); err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("got %v, want an error that names the path", err)
			}
		})
	}
}

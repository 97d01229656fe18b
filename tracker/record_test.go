package tracker

import (
	"slices"
	"testing"
)

func TestTheFilesOfARecordAreThePullRequestsElseItsCommits(t *testing.T) {
	own := []FileChange{{Path: "a.go", Additions: 3}}
	commits := []Commit{{Files: []FileChange{{Path: "b.go"}}}, {Files: []FileChange{{Path: "b.go"}, {Path: "c.go"}}}}
	for name, test := range map[string]struct {
		record Record
		want   []string
	}{
		"a pull request whose files GitHub said": {Record{Thread: Thread{PullRequest: &PullRequest{Files: own}}, Commits: commits}, []string{"a.go"}},
		"a pull request that changed no file":    {Record{Thread: Thread{PullRequest: &PullRequest{Files: []FileChange{}}}, Commits: commits}, nil},
		"a pull request without a list of files": {Record{Thread: Thread{PullRequest: &PullRequest{}}, Commits: commits}, []string{"b.go", "b.go", "c.go"}},
		"a commit outside a pull request":        {Record{Thread: Thread{ThreadRef: ThreadRef{Kind: CommitKind}}, Commits: commits[:1]}, []string{"b.go"}},
		"an issue":                               {Record{Thread: Thread{ThreadRef: ThreadRef{Kind: IssueKind}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, file := range test.record.Files() {
				got = append(got, file.Path)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

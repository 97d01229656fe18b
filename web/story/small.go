package story

import (
	"context"
	"fmt"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// The people and places of every story.
var (
	Mei     = Account(1, "mei-zhao", "Mei Zhao", tracker.UserAccount)
	Omar    = Account(2, "omar", "Omar Haddad", tracker.UserAccount)
	Bot     = Account(3, "tidy[bot]", "", tracker.BotAccount)
	Serve   = tracker.RepositoryRef{Host: "github.com", DatabaseID: 10, NodeID: "R_serve", Owner: "lumen", Name: "serve"}
	Kernels = tracker.RepositoryRef{Host: "github.com", DatabaseID: 11, NodeID: "R_kernels", Owner: "lumen", Name: "kernels"}
)

// Account is an account as GitHub tells of it an hour before the story.
func Account(id int64, login, name string, kind tracker.AccountKind) tracker.Account {
	return tracker.Account{Host: "github.com", DatabaseID: id, NodeID: fmt.Sprintf("U_%d", id), Login: login, Name: name, Kind: kind, SeenAt: Now.Add(-time.Hour)}
}

// PullRequest is a merged change, merged by Omar an hour after it was opened.
func PullRequest(repository tracker.RepositoryRef, number int, author tracker.Account, at time.Time, title string) tracker.Thread {
	return tracker.Thread{
		ThreadRef:  tracker.ThreadRef{Repository: repository, Kind: tracker.PullRequestKind, Number: number, NodeID: fmt.Sprintf("PR_%s_%d", repository.Name, number)},
		DatabaseID: repository.DatabaseID*1_000_000 + int64(number), Title: title, Author: author,
		State: tracker.Merged, CreatedAt: at, UpdatedAt: at.Add(time.Hour), ClosedAt: at.Add(time.Hour),
		PullRequest: &tracker.PullRequest{MergedAt: at.Add(time.Hour), MergedBy: Omar}, AsOf: Now, Detail: tracker.InPassing,
	}
}

// OtherThread is an open issue or discussion of Mei's in lumen/kernels.
func OtherThread(kind tracker.Kind, number int, at time.Time, title string) tracker.Thread {
	thread := PullRequest(Kernels, number, Mei, at, title)
	thread.Kind, thread.State, thread.ClosedAt, thread.PullRequest = kind, tracker.Open, time.Time{}, nil
	thread.NodeID = fmt.Sprintf("T_%d", number)
	return thread
}

// Small is what every story but the first has: two repositories, a bot, and one gap in
// what could be seen.
func Small() tracker.Batch {
	return tracker.Batch{
		Source:   tracker.GitHubSource,
		Accounts: []tracker.Account{Mei, Omar, Bot},
		Repositories: []tracker.Repository{{RepositoryRef: Serve, Topics: []string{"serving"}, UpdatedAt: Now},
			{RepositoryRef: Kernels, Topics: []string{"kernels"}, UpdatedAt: Now}},
		Coverage: []tracker.Coverage{
			{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "mei-zhao", Stream: "pull_requests", Asked: 9, Got: 9},
			{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "mei-zhao", Stream: "issue_comments", Asked: -1, Got: 0,
				Gap: "the organisation lumen asks for single sign-on, which this token has not done"},
		},
		Threads: []tracker.Thread{PullRequest(Serve, 300, Bot, Now.AddDate(0, -1, 0), "Raise a dependency")},
	}
}

// Year is nine changes of Mei's over a year and a half, and three reviews.
func Year() tracker.Batch {
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i := range 9 {
		at := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC).AddDate(0, -2*i, 0)
		thread := PullRequest([]tracker.RepositoryRef{Serve, Kernels}[i%2], 100-i, Mei, at, fmt.Sprintf("Batch prompts of equal length, part %d", 9-i))
		b.Threads = append(b.Threads, thread)
		if i < 3 {
			theirs := PullRequest(Kernels, 200-i, Omar, at, "Fuse attention and dropout")
			b.Threads = append(b.Threads, theirs)
			b.Reviews = append(b.Reviews, tracker.Review{Thread: theirs.ThreadRef, DatabaseID: int64(900 + i), NodeID: fmt.Sprintf("PRR_%d", i),
				Author: Mei, State: tracker.Approved, SubmittedAt: at.Add(time.Minute), UpdatedAt: at.Add(time.Minute)})
		}
	}
	return b
}

// one is one change of Mei's.
func one() tracker.Batch {
	return tracker.Batch{Source: tracker.GitHubSource,
		Threads: []tracker.Thread{PullRequest(Kernels, 100, Mei, Now.AddDate(0, -2, 0), "Fuse attention and dropout")}}
}

// hidden is Mei's year in a repository that turned private, beside one that is not.
func hidden() tracker.Batch {
	b := Year()
	b.Repositories = []tracker.Repository{{RepositoryRef: Kernels, Topics: []string{"kernels"}, IsPrivate: true, UpdatedAt: Now}}
	return b
}

// AddRuns stores a run that failed and one that goes on.
func AddRuns(ctx context.Context, st *store.Store) (failed, running store.Run, err error) {
	if failed, err = st.StartRun(ctx, tracker.GitHubSource, Now.Add(-2*time.Hour)); err != nil {
		return failed, running, err
	}
	failed.State, failed.FinishedAt = store.Failed, Now.Add(-time.Hour)
	failed.Error, failed.Hint = "GitHub did not accept the token", "Sign in again with gh auth login, then sync."
	failed.RetryAt = Now.Add(time.Hour)
	if err = st.SaveRun(ctx, failed); err != nil {
		return failed, running, err
	}
	if running, err = st.StartRun(ctx, tracker.GitHubSource, Now.Add(-2*time.Minute)); err != nil {
		return failed, running, err
	}
	running.BeatAt, running.Added = time.Now(), 1200 // the store calls a silent run stopped, by the machine's clock
	running.Usage = tracker.Usage{Calls: 40, Points: 80, Remaining: 4920, ResetAt: Now.Add(40 * time.Minute)}
	running.Streams = []tracker.Progress{
		{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "mei-zhao", Stream: "pull_requests", Done: 120, Total: 400},
		{Source: tracker.GitHubSource, Scope: "person:U_2", Label: "omar", Stream: "reviews", Done: 7, Note: "waiting for GitHub until 14:05"},
	}
	return failed, running, st.SaveRun(ctx, running)
}

// Clock stands still at [Now].
func Clock() time.Time { return Now }

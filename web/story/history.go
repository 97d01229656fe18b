package story

import (
	"fmt"
	"time"

	"rungless/tracker"
)

// grownRepositories are where Mei grows, from surface to deep: each lies in the domain
// that its topic names.
func grownRepositories() []tracker.Repository {
	var all []tracker.Repository
	for i, topic := range []string{"documentation", "nlp", "evaluation", "safety", "serving", "kernels"} {
		ref := tracker.RepositoryRef{Host: "github.com", DatabaseID: int64(40 + i), NodeID: "R_grown_" + topic, Owner: "lumen", Name: "grown-" + topic}
		all = append(all, tracker.Repository{RepositoryRef: ref, Topics: []string{topic}, UpdatedAt: Now})
	}
	return all
}

// Crew are people whom Mei ships with.
func Crew(n int) []tracker.Account {
	var all []tracker.Account
	for i := range n {
		all = append(all, Account(int64(500+i), fmt.Sprintf("crew-%02d-of-the-%s", i, []string{"day", "night-watch"}[i%2]), "", tracker.UserAccount))
	}
	return all
}

// History gives Mei n pieces of evidence over three years, from documents to kernels,
// with a number of people: changes that they merged, reviews that they asked for and
// heeded, issues that she turned into changes, old files that she reworked.
func History(n int, people []tracker.Account) tracker.Batch {
	b := tracker.Batch{Source: tracker.GitHubSource, Repositories: grownRepositories()}
	b.Commits = append(b.Commits, oldFile(b.Repositories[4].RepositoryRef, people[0]))
	start := Now.Truncate(24*time.Hour).AddDate(-3, 2, 0).Add(13*time.Hour + 57*time.Minute + 41*time.Second)
	for i := range n {
		at := start.AddDate(0, 0, i*1020/n)
		where := b.Repositories[min(len(b.Repositories)-1, i*len(b.Repositories)/n+i%2)].RepositoryRef
		them := people[i*len(people)/n]
		switch i % 5 {
		case 0, 1:
			b.Threads = append(b.Threads, mergedBy(PullRequest(where, 5000+i, Mei, at, fmt.Sprintf("Make part %d of the pipeline do what it says", i)), them))
		case 2:
			theirs, review := heededReview(where, i, them, at)
			b.Threads, b.Reviews = append(b.Threads, theirs), append(b.Reviews, review)
		case 3:
			issue := OtherThread(tracker.IssueKind, 50_000+i, at, fmt.Sprintf("Part %d gives up on an empty batch", i))
			issue.Repository = where
			fix := mergedBy(PullRequest(where, 100_000+i, them, at.AddDate(0, 0, 1), "Do not give up"), Omar)
			fix.Closes = []tracker.ThreadRef{issue.ThreadRef}
			b.Threads = append(b.Threads, issue, fix)
		case 4:
			rework := mergedBy(PullRequest(b.Repositories[4].RepositoryRef, 150_000+i, Mei, at, fmt.Sprintf("Untangle the batching of part %d", i)), people[0])
			rework.PullRequest.Files = []tracker.FileChange{{Path: "serving/batching.py", Additions: 60, Deletions: 20, Change: "modified"}}
			b.Threads = append(b.Threads, rework)
		}
	}
	return b
}

func mergedBy(thread tracker.Thread, by tracker.Account) tracker.Thread {
	thread.PullRequest.MergedBy = by
	return thread
}

// oldFile is the commit that made a file, long before.
func oldFile(where tracker.RepositoryRef, by tracker.Account) tracker.Commit {
	at := Now.AddDate(-6, 0, 0)
	return tracker.Commit{Repository: where, SHA: fmt.Sprintf("%040d", 7), AuthoredAt: at, CommittedAt: at, Parents: 1, OnDefault: true,
		Authors: []tracker.CommitAuthor{{Account: by, Role: tracker.Author}}, Additions: 900, Deletions: 0, ChangedFiles: 1,
		Files: []tracker.FileChange{{Path: "serving/batching.py", Additions: 900, Change: "added"}}}
}

// heededReview is a change of somebody else's, which they asked Mei to review and
// changed when she asked for it.
func heededReview(where tracker.RepositoryRef, i int, author tracker.Account, at time.Time) (tracker.Thread, tracker.Review) {
	theirs := mergedBy(PullRequest(where, 200_000+i, author, at, fmt.Sprintf("Batch requests by their length, part %d", i)), Omar)
	theirs.AuthorAssociation = []string{"member", "contributor", "first_time_contributor"}[i/5%3]
	theirs.PullRequest.HeadSHA = fmt.Sprintf("%040d", 2*i+100)
	theirs.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: Mei, By: author, At: at}}
	return theirs, tracker.Review{Thread: theirs.ThreadRef, DatabaseID: int64(700_000 + i), NodeID: fmt.Sprintf("PRR_grown_%d", i), Author: Mei,
		State: tracker.ChangesRequested, SubmittedAt: at.Add(time.Minute), UpdatedAt: at.Add(time.Minute), CommitSHA: fmt.Sprintf("%040d", 2*i+99)}
}

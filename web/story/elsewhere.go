package story

import (
	"fmt"

	"rungless/tracker"
)

// The places outside her home that Mei has begun to look at, or might: one lies in the domain
// of training, the other in no domain.
var (
	Trainer = tracker.RepositoryRef{Host: "github.com", DatabaseID: 60, NodeID: "R_trainer", Owner: "lumen", Name: "trainer"}
	Compass = tracker.RepositoryRef{Host: "github.com", DatabaseID: 61, NodeID: "R_compass", Owner: "atlas", Name: "compass"}
)

// Elsewhere is what goes on in two places that are not Mei's home. Omar and two others work
// in both; others began there years ago. Mei asked in one of them a fortnight ago, argued
// since, and mended a typo.
func Elsewhere(crew []tracker.Account) tracker.Batch {
	b := tracker.Batch{Source: tracker.GitHubSource, Accounts: []tracker.Account{Mei, Omar, crew[0], crew[1]},
		Repositories: []tracker.Repository{{RepositoryRef: Trainer, Topics: []string{"training"}, UpdatedAt: Now}, {RepositoryRef: Compass, Topics: []string{"maps"}, UpdatedAt: Now}}}
	for i, where := range []tracker.RepositoryRef{Trainer, Compass} {
		b.Threads = append(b.Threads, yearsOfWork(where, crew)...)
		b.Threads = append(b.Threads, doorsOf(where)...)
		for j := range 6 {
			newcomer := Account(int64(700+10*i+j), fmt.Sprintf("newcomer-%d-%s", j, where.Name), "", tracker.UserAccount)
			first := touching(PullRequest(where, 400+j, newcomer, Now.AddDate(-2, -j, 0), fmt.Sprintf("Say what goes wrong in step %d", j)), "trainer/steps.py", 10+8*j)
			first.PullRequest.MergedAt = first.CreatedAt.AddDate(0, 0, j)
			b.Threads = append(b.Threads, first)
		}
	}
	asked := OtherThread(tracker.IssueKind, 300, Now.AddDate(0, 0, -15), "Mixed precision forgets the state of the batch")
	asked.Repository, asked.NodeID = Trainer, "T_trainer_300"
	typo := touching(PullRequest(Trainer, 301, Mei, Now.AddDate(0, 0, -9), "Fix a typo"), "trainer/steps.py", 1)
	b.Threads = append(b.Threads, asked, typo)
	for i, by := range []tracker.Account{Omar, Mei, crew[0]} {
		at := asked.CreatedAt.AddDate(0, 0, i+1)
		b.Comments = append(b.Comments, tracker.Comment{Kind: tracker.IssueComment, Thread: asked.ThreadRef, DatabaseID: int64(880_000 + i), NodeID: fmt.Sprintf("IC_trainer_%d", i),
			Author: by, AuthorAssociation: "collaborator", CreatedAt: at, UpdatedAt: at})
	}
	return b
}

// yearsOfWork are changes of three people over three years, each merged by another.
func yearsOfWork(where tracker.RepositoryRef, crew []tracker.Account) []tracker.Thread {
	var threads []tracker.Thread
	people := []tracker.Account{Omar, crew[0], crew[1]}
	for i := range 36 {
		change := PullRequest(where, 100+i, people[i%3], Now.AddDate(0, -i, -3), fmt.Sprintf("Keep the batches of run %d even", i))
		change.PullRequest.MergedBy = people[(i+1)%3]
		threads = append(threads, touching(change, []string{"trainer/loop.py", "csrc/fused/adam.cu", "docs/loop.md"}[i%3], 30+i))
	}
	return threads
}

// doorsOf are open issues: one touches what Mei does, one asks for help, one neither.
func doorsOf(where tracker.RepositoryRef) []tracker.Thread {
	var threads []tracker.Thread
	for i, title := range []string{"The pipeline drops the last batch", "Name the units in the log", "Colours of the log"} {
		issue := OtherThread(tracker.IssueKind, 200+i, Now.AddDate(0, 0, -8-i), title)
		issue.Repository, issue.NodeID, issue.Author = where, fmt.Sprintf("T_%s_%d", where.Name, 200+i), Omar
		issue.DatabaseID = where.DatabaseID*1_000_000 + int64(issue.Number)
		if i == 1 {
			issue.Labels = []string{"help wanted"}
		}
		threads = append(threads, issue)
	}
	return threads
}

// touching gives a change one file.
func touching(thread tracker.Thread, path string, lines int) tracker.Thread {
	thread.PullRequest.Files = []tracker.FileChange{{Path: path, Additions: lines, Change: "modified"}}
	thread.PullRequest.Additions, thread.PullRequest.ChangedFiles = lines, 1
	return thread
}

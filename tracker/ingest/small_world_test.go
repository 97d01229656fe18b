package ingest_test

import (
	"fmt"
	"time"

	"rungless/tracker/githubsim"
)

// smallScope is who and what is followed of [smallWorld]: the same threads are read both
// ways, by person (GraphQL) and by repository (REST), and the citation file beside them.
const smallScope = "ada,bo;acme/engine"

// smallWorld is [citedWorld] with a conversation of every kind in it: small enough to be
// synced two hundred times.
func smallWorld() *githubsim.World {
	w := citedWorld()
	ada, bo, guest := w.Users[0], w.Users[1], w.Users[4]
	r := w.Repositories[0]
	r.Discussions = true
	for i := range 12 {
		t := &githubsim.Thread{Number: i + 1, Title: fmt.Sprintf("Thread %d", i+1), Author: ada, CreatedAt: r.CreatedAt.AddDate(0, 1, i), Reactions: i % 3}
		switch t.Type = []string{"PullRequest", "Issue", "Discussion"}[i%3]; t.Type {
		case "PullRequest":
			smallPullRequest(t, bo, r.Commits[i%len(r.Commits)])
		case "Issue":
			t.Author = bo
		}
		t.UpdatedAt = t.CreatedAt.AddDate(0, 0, 3)
		for j, by := range []*githubsim.User{bo, ada, guest} {
			t.Comments = append(t.Comments, &githubsim.Comment{Author: by, Body: "A word.", CreatedAt: t.CreatedAt.Add(time.Duration(j+1) * time.Hour),
				Minimized: []string{"", "", "off-topic"}[j], Reactions: j})
		}
		r.Threads = append(r.Threads, t)
	}
	r.Comments = []*githubsim.Comment{{Author: bo, Body: "Why?", CreatedAt: r.CreatedAt.AddDate(0, 2, 0), CommitSHA: r.Commits[0].SHA, Path: "engine.py", Line: 1}}
	return w
}

// smallPullRequest makes a thread a change that was reviewed, discussed on a line and merged.
func smallPullRequest(t *githubsim.Thread, by *githubsim.User, merge *githubsim.Commit) {
	at := t.CreatedAt.AddDate(0, 0, 1)
	question := &githubsim.Comment{Author: by, Body: "Rename this?", CreatedAt: at, Path: "engine.py", Line: 3, DiffHunk: "@@ -1 +1 @@", CommitSHA: merge.SHA, Reactions: 1}
	answer := &githubsim.Comment{Author: t.Author, Body: "Done.", CreatedAt: at.Add(time.Hour), Path: "engine.py", Line: 3, DiffHunk: "@@ -1 +1 @@", CommitSHA: merge.SHA, ReplyTo: question}
	t.State, t.ClosedAt, t.ClosedBy, t.MergedAt, t.MergedBy = "MERGED", at.AddDate(0, 0, 1), by, at.AddDate(0, 0, 1), by
	t.HeadRef, t.HeadSHA, t.BaseSHA, t.MergeCommitSHA = "turn", merge.SHA, merge.SHA, merge.SHA
	t.Additions, t.ChangedFiles, t.Files, t.CommitSHAs = 3, 1, merge.Files, []*githubsim.Commit{merge}
	t.Reviews = []*githubsim.Review{
		{Author: by, State: "CHANGES_REQUESTED", Body: "One thing.", SubmittedAt: at, CommitSHA: merge.SHA, Comments: []*githubsim.Comment{question}},
		{Author: t.Author, State: "COMMENTED", SubmittedAt: at.Add(time.Hour), CommitSHA: merge.SHA, Comments: []*githubsim.Comment{answer}},
		{Author: by, State: "APPROVED", Body: "Good.", SubmittedAt: at.AddDate(0, 0, 1), CommitSHA: merge.SHA},
	}
	t.Events = []*githubsim.Event{{Type: "MergedEvent", Actor: by, CreatedAt: t.MergedAt}, {Type: "ClosedEvent", Actor: by, CreatedAt: t.MergedAt}}
}

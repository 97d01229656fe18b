package githubsim_test

import (
	"time"

	"rungless/tracker/githubsim"
)

// day is a time in the small world's one year.
func day(n int) time.Time { return time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// smallWorld is a world made by hand with at least one of everything: two people,
// a bot, a ghost, an organisation, a repository that was renamed, a private one.
func smallWorld() *githubsim.World {
	user := func(kind, login string) *githubsim.User {
		return &githubsim.User{Type: kind, Login: login, CreatedAt: day(-900)}
	}
	acme, ada, ben, robot := user("Organization", "acme"), user("User", "ada"), user("User", "ben"), user("Bot", "robot[bot]")
	ada.ORCID, ada.Name, ada.Company, ada.Location = "0000-0002-1825-0097", "Ada Example", "Acme", "Riga"
	widgets := &githubsim.Repository{
		Owner: acme, Name: "widgets", Former: []string{"acme/gadgets"}, CreatedAt: day(-800), PushedAt: day(40),
		Description: "Widgets", Topics: []string{"nlp"}, Language: "Go", License: "MIT", Stars: 3, Discussions: true,
		Files: map[string]string{"README.md": "# widgets\n", "docs/guide.md": "guide\n", "CITATION.cff": "cff-version: 1.2.0\n"},
	}
	secret := &githubsim.Repository{Owner: acme, Name: "secret", Private: true, CreatedAt: day(-700)}
	secret.Threads = []*githubsim.Thread{{Type: "Issue", Number: 1, Title: "Hidden", Author: ada, CreatedAt: day(1)}}
	widgets.Commits = smallCommits(ada, ben)
	issue := smallIssue(ada, ben)
	widgets.Threads = []*githubsim.Thread{issue, smallPullRequest(ada, ben, robot, issue, widgets.Commits[1]), smallDiscussion(ada, ben)}
	widgets.Comments = []*githubsim.Comment{{Author: ben, Body: "Why?", CreatedAt: day(30), CommitSHA: widgets.Commits[0].SHA, Path: "a.go", Line: 2}}
	widgets.Releases = []*githubsim.Release{{Tag: "v1.0.0", Name: "One", Author: ada, PublishedAt: day(35), Downloads: 12, Reactions: 2}}
	return &githubsim.World{
		Now: day(60), Viewer: ada, Users: []*githubsim.User{acme, ada, ben, robot},
		Repositories: []*githubsim.Repository{widgets, secret},
	}
}

func smallCommits(ada, ben *githubsim.User) []*githubsim.Commit {
	riga := time.FixedZone("", 2*60*60)
	sign := func(u *githubsim.User, when time.Time) githubsim.Signature {
		return githubsim.Signature{Name: u.Login, Email: u.Login + "@example.org", When: when.In(riga), User: u}
	}
	return []*githubsim.Commit{
		{SHA: "1111111111111111111111111111111111111111", Message: "Begin", Authors: []githubsim.Signature{sign(ada, day(-10))}, Additions: 9,
			Files: []githubsim.File{{Path: "a.go", Additions: 9, Change: "ADDED"}}},
		{SHA: "2222222222222222222222222222222222222222", Message: "Make widgets turn (#2)\n\nCo-authored-by: ben <ben@example.org>",
			Authors: []githubsim.Signature{sign(ada, day(22)), sign(ben, day(22))}, Parents: []string{"1111111111111111111111111111111111111111"},
			Additions: 5, Deletions: 1, Files: []githubsim.File{{Path: "a.go", Additions: 5, Deletions: 1, Change: "MODIFIED"}}},
	}
}

func smallIssue(ada, ben *githubsim.User) *githubsim.Thread {
	return &githubsim.Thread{
		Type: "Issue", Number: 1, Title: "Widgets do not turn", Body: "They should.", Author: ben, State: "CLOSED", StateReason: "COMPLETED",
		CreatedAt: day(5), UpdatedAt: day(22), ClosedAt: day(22), ClosedBy: ada, Labels: []string{"bug"}, Milestone: "Q1", Reactions: 1,
		Assignees: []*githubsim.User{ada},
		Comments: []*githubsim.Comment{
			{Author: ada, Body: "I will look.", CreatedAt: day(6)},
			{Author: nil, Body: "Me too", CreatedAt: day(7), Minimized: "off-topic"},
		},
	}
}

func smallPullRequest(ada, ben, robot *githubsim.User, issue *githubsim.Thread, merge *githubsim.Commit) *githubsim.Thread {
	branch := &githubsim.Commit{SHA: "3333333333333333333333333333333333333333", Message: "wip", Authors: merge.Authors[:1]}
	root := &githubsim.Comment{Author: ben, Body: "Rename this?", CreatedAt: day(21), Path: "a.go", Line: 3, DiffHunk: "@@ -1 +1 @@", CommitSHA: branch.SHA}
	reply := &githubsim.Comment{Author: ada, Body: "Done", CreatedAt: day(21).Add(time.Hour), Path: "a.go", Line: 3, DiffHunk: "@@ -1 +1 @@", ReplyTo: root, CommitSHA: branch.SHA}
	t := &githubsim.Thread{
		Type: "PullRequest", Number: 2, Title: "Make widgets turn", Body: "Fixes #1", Author: ada, Association: "MEMBER", State: "MERGED",
		CreatedAt: day(20), UpdatedAt: day(23), ClosedAt: day(22), ClosedBy: ben, MergedAt: day(22), MergedBy: ben, Labels: []string{"feature"},
		HeadRef: "turn", HeadSHA: branch.SHA, BaseSHA: "1111111111111111111111111111111111111111", MergeCommitSHA: merge.SHA,
		Additions: 5, Deletions: 1, ChangedFiles: 1, Files: merge.Files, CommitSHAs: []*githubsim.Commit{branch}, Requested: []*githubsim.User{robot},
		Closes:   []*githubsim.Thread{issue},
		Comments: []*githubsim.Comment{{Author: robot, Body: "Coverage 99%", CreatedAt: day(20).Add(time.Minute)}},
		Reviews: []*githubsim.Review{
			{Author: ben, State: "CHANGES_REQUESTED", Body: "One thing", SubmittedAt: day(21), CommitSHA: branch.SHA, Comments: []*githubsim.Comment{root}},
			{Author: ada, State: "COMMENTED", SubmittedAt: day(21).Add(time.Hour), CommitSHA: branch.SHA, Comments: []*githubsim.Comment{reply}},
			{Author: ben, State: "APPROVED", SubmittedAt: day(22), CommitSHA: branch.SHA},
			{Author: ben, State: "PENDING", CreatedAt: day(23)},
		},
		Events: []*githubsim.Event{
			{Type: "ReviewRequestedEvent", Actor: ada, CreatedAt: day(20), Reviewer: ben},
			{Type: "MergedEvent", Actor: ben, CreatedAt: day(22)},
			{Type: "ClosedEvent", Actor: ben, CreatedAt: day(22)},
		},
	}
	issue.Events = []*githubsim.Event{
		{Type: "LabeledEvent", Actor: ada, CreatedAt: day(5), Subject: "bug"},
		{Type: "CrossReferencedEvent", Actor: ada, CreatedAt: day(20), Source: t},
		{Type: "ClosedEvent", Actor: ben, CreatedAt: day(22), Source: t},
	}
	merge.PullRequest = t
	return t
}

func smallDiscussion(ada, ben *githubsim.User) *githubsim.Thread {
	answer := &githubsim.Comment{Author: ada, Body: "Turn it", CreatedAt: day(26), Upvotes: 2}
	answer.Replies = []*githubsim.Comment{{Author: ben, Body: "Thanks", CreatedAt: day(27)}}
	return &githubsim.Thread{
		Type: "Discussion", Number: 3, Title: "How?", Body: "How do I turn it?", Author: ben, CreatedAt: day(25), UpdatedAt: day(27), Category: "Q&A",
		Answerable: true, Answer: answer, AnswerBy: ben, AnsweredAt: day(27), Upvotes: 4,
		Comments: []*githubsim.Comment{answer, {Author: ben, CreatedAt: day(28), DeletedAt: day(29)}},
	}
}

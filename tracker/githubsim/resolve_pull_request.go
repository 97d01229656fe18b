package githubsim

import (
	"slices"
	"strings"
)

// shown limits of a pull request's lists, as documented.
const (
	filesShown   = 3000
	commitsShown = 250
)

func pullRequestFields() map[string]resolver {
	return on(map[string]func(*call, *Thread) any{
		"permalink":           func(c *call, t *Thread) any { return c.url(t) },
		"isDraft":             func(_ *call, t *Thread) any { return t.Draft },
		"merged":              func(_ *call, t *Thread) any { return t.State == "MERGED" },
		"mergedAt":            func(_ *call, t *Thread) any { return t.MergedAt },
		"mergedBy":            func(_ *call, t *Thread) any { return t.MergedBy },
		"additions":           func(_ *call, t *Thread) any { return t.Additions },
		"deletions":           func(_ *call, t *Thread) any { return t.Deletions },
		"changedFiles":        func(_ *call, t *Thread) any { return t.ChangedFiles },
		"baseRefName":         func(_ *call, t *Thread) any { return t.BaseRef },
		"baseRefOid":          func(_ *call, t *Thread) any { return t.BaseSHA },
		"headRefName":         func(_ *call, t *Thread) any { return t.HeadRef },
		"headRefOid":          func(_ *call, t *Thread) any { return t.HeadSHA },
		"isCrossRepository":   func(_ *call, t *Thread) any { return t.CrossRepo },
		"headRepositoryOwner": func(_ *call, t *Thread) any { return headOwner(t) },
		"reviewDecision":      func(_ *call, t *Thread) any { return optional(reviewDecision(t)) },
		"totalCommentsCount":  func(c *call, t *Thread) any { return len(t.Comments) + len(c.reviewCommentsOf(t)) },
		"mergeCommit":         (*call).mergeCommit,
	})
}

func headOwner(t *Thread) *User {
	if t.CrossRepo {
		return t.Author
	}
	return t.Repository.Owner
}

// mergeCommit is null where the world holds no more than the hash: a backup of
// GitHub's metadata has no commits of the default branch.
func (c *call) mergeCommit(t *Thread) any {
	if t.State != "MERGED" {
		return nil
	}
	return c.contents[t.Repository].commits[t.MergeCommitSHA]
}

// reviewDecision follows each reviewer's last word.
func reviewDecision(t *Thread) string {
	last := map[*User]string{}
	for _, r := range t.Reviews {
		if r.State == "APPROVED" || r.State == "CHANGES_REQUESTED" {
			last[r.Author] = r.State
		}
	}
	decision := ""
	for _, state := range last {
		if decision != "CHANGES_REQUESTED" {
			decision = state
		}
	}
	return decision
}

func pullRequestLists() map[string]resolver {
	return on(map[string]func(*call, *Thread) any{
		"reviewRequests":          (*call).reviewRequests,
		"closingIssuesReferences": (*call).closingIssues,
		"files":                   (*call).files,
		"commits":                 (*call).commitsOfPullRequest,
		"reviews":                 (*call).reviews,
		"latestReviews":           (*call).latestReviews,
		"reviewThreads":           (*call).reviewThreads,
	})
}

func (c *call) reviewRequests(t *Thread) any {
	requests := make([]object, len(t.Requested))
	for i, u := range t.Requested {
		id := opaqueID("RR", t.NodeID+" "+u.NodeID)
		requests[i] = object{"id": id, "databaseId": nil, "requestedReviewer": u, "pullRequest": t, "asCodeOwner": false}
	}
	return c.connection(inOrder(requests), false)
}

func (c *call) closingIssues(t *Thread) any {
	var issues []*Thread
	for _, issue := range t.Closes {
		if c.view.nodes[issue.NodeID] != nil {
			issues = append(issues, issue)
		}
	}
	return c.connection(inOrder(issues), false)
}

func (c *call) files(t *Thread) any {
	files := t.Files[:min(len(t.Files), filesShown)]
	objects := make([]object, len(files))
	for i, f := range files {
		objects[i] = object{"path": f.Path, "additions": f.Additions, "deletions": f.Deletions, "changeType": f.Change}
	}
	return c.connection(inOrder(objects), false)
}

// commitsOfPullRequest is the branch, oldest commit first.
func (c *call) commitsOfPullRequest(t *Thread) any {
	commits := t.CommitSHAs[:min(len(t.CommitSHAs), commitsShown)]
	objects := make([]object, len(commits))
	for i, commit := range commits {
		objects[i] = c.pullRequestCommit(t, commit)
	}
	return c.connection(inOrder(objects), false)
}

func (c *call) pullRequestCommit(t *Thread, commit *Commit) object {
	return object{
		"__typename": "PullRequestCommit", "id": opaqueID("PURC", t.NodeID+" "+commit.SHA), "commit": commit,
		"pullRequest": t, "url": c.url(t) + "/commits/" + commit.SHA,
	}
}

func (c *call) reviews(t *Thread) any {
	states, author := texts(c.field.args["states"]), argument[string](c, "author")
	reviews := filter(c.reviewsOf(t), func(r *Review) bool {
		return (len(states) == 0 || slices.Contains(states, r.State)) &&
			(author == "" || r.Author != nil && strings.EqualFold(r.Author.Login, author))
	})
	list := entriesOf(reviews, placeReview)
	sortEntries(list, false)
	return c.connection(list, false)
}

// latestReviews has the last submitted review of each reviewer.
func (c *call) latestReviews(t *Thread) any {
	last := map[*User]*Review{}
	for _, r := range t.Reviews {
		last[r.Author] = r
	}
	reviews := filter(c.reviewsOf(t), func(r *Review) bool { return last[r.Author] == r && r.State != "PENDING" })
	return c.connection(entriesOf(reviews, placeReview), false)
}

// reviewThreads groups review comments by the one that they reply to.
func (c *call) reviewThreads(t *Thread) any {
	var roots []*Comment
	for _, m := range c.reviewCommentsOf(t) {
		if m.ReplyTo == nil {
			roots = append(roots, m)
		}
	}
	threads := make([]object, len(roots))
	for i, root := range roots {
		threads[i] = object{
			"__typename": "PullRequestReviewThread", "id": opaqueID("PRRT", root.ID), "isResolved": false, "isOutdated": false,
			"path": root.Path, "line": positive(root.Line), "pullRequest": t, "comments": root,
		}
	}
	return c.connection(inOrder(threads), false)
}

// commentsOfReviewThread resolves a review thread's comments: the first one and
// those that reply to it.
func commentsOfReviewThread(c *call, value any) any {
	root := value.(object)["comments"].(*Comment)
	comments := []*Comment{root}
	for _, m := range c.reviewCommentsOf(root.Thread) {
		if m.ReplyTo == root {
			comments = append(comments, m)
		}
	}
	return c.connection(entriesOf(comments, placeComment("")), false)
}

// positive is a number, or null where it is zero.
func positive(n int) any {
	if n <= 0 {
		return nil
	}
	return n
}

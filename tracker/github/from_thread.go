package github

import (
	"strings"

	gh "github.com/google/go-github/v60/github"

	"rungless/tracker"
)

// Forms of payloads.
const (
	pullRequestForm       = "graphql/pull_request"
	issueForm             = "graphql/issue"
	discussionForm        = "graphql/discussion"
	reviewForm            = "graphql/review"
	reviewCommentForm     = "graphql/review_comment"
	issueCommentForm      = "graphql/issue_comment"
	commitCommentForm     = "graphql/commit_comment"
	discussionCommentForm = "graphql/discussion_comment"
	commitForm            = "graphql/commit"
	repositoryForm        = "graphql/repository"
	restIssueForm         = "rest/issue"
	restIssueCommentForm  = "rest/issue_comment"
	restReviewCommentForm = "rest/review_comment"
	restCommitCommentForm = "rest/commit_comment"
)

// repository turns a reference into a RepositoryRef; zero where GitHub says null.
func (v view) repository(r *wireRepository) tracker.RepositoryRef {
	if r == nil {
		return tracker.RepositoryRef{}
	}
	owner, name, _ := strings.Cut(r.NameWithOwner, "/")
	return tracker.RepositoryRef{Host: v.host, DatabaseID: r.DatabaseID, NodeID: r.ID, Owner: owner, Name: name}
}

// sighting is what a reference says of a repository beside its name.
func (v view) sighting(r *wireRepository) tracker.Repository {
	return tracker.Repository{RepositoryRef: v.repository(r), IsPrivate: r.IsPrivate, IsFork: r.IsFork, IsArchived: r.IsArchived, Topics: r.topics()}
}

func (v view) threadRef(kind tracker.ThreadKind, t wireThread) tracker.ThreadRef {
	return tracker.ThreadRef{Repository: v.repository(t.Repository), Kind: kind, Number: t.Number, NodeID: t.ID}
}

// thread maps what the three kinds of thread share.
func (v view) thread(kind tracker.ThreadKind, w wireThread) tracker.Thread {
	t := tracker.Thread{
		ThreadRef:         v.threadRef(kind, w),
		DatabaseID:        max(int64(w.FullDatabaseID), w.DatabaseID),
		Title:             w.Title,
		Author:            v.account(w.Author),
		AuthorAssociation: strings.ToLower(w.AuthorAssociation),
		State:             tracker.State(strings.ToLower(w.State)),
		StateReason:       strings.ToLower(w.StateReason),
		CreatedAt:         w.CreatedAt.UTC(),
		UpdatedAt:         w.UpdatedAt.UTC(),
		ClosedAt:          w.ClosedAt.UTC(),
		Comments:          w.Comments.TotalCount,
		Reactions:         w.Reactions.TotalCount,
		AsOf:              v.at,
	}
	if w.Milestone != nil {
		t.Milestone = w.Milestone.Title
	}
	if w.Labels != nil {
		t.Labels = make([]string, 0, len(w.Labels.Nodes))
		for _, label := range w.Labels.Nodes {
			t.Labels = append(t.Labels, label.Name)
		}
	}
	if w.Assignees != nil {
		t.Assignees = make([]tracker.Account, 0, len(w.Assignees.Nodes))
		for _, assignee := range w.Assignees.Nodes {
			t.Assignees = append(t.Assignees, v.account(&assignee))
		}
	}
	return t
}

// pullRequestIndex maps a pull request as an index page shows it.
func (v view) pullRequestIndex(w wirePullRequest, detail tracker.Detail) tracker.Thread {
	t := v.thread(tracker.PullRequestKind, w.wireThread)
	t.Detail = detail
	t.PullRequest = &tracker.PullRequest{
		IsDraft:           w.IsDraft,
		IsCrossRepository: w.IsCrossRepository,
		MergedAt:          w.MergedAt.UTC(),
		MergedBy:          v.optional(w.MergedBy),
	}
	return t
}

// pullRequest maps a whole pull request.
func (v view) pullRequest(n item[wirePullRequest]) tracker.Thread {
	w := n.value
	t := v.pullRequestIndex(w, tracker.Whole)
	t.Cites = tracker.CommentLinks(v.host, w.Body)
	p := t.PullRequest
	p.BaseRef, p.HeadSHA = w.BaseRefName, w.HeadRefOid
	p.Additions, p.Deletions, p.ChangedFiles = w.Additions, w.Deletions, w.ChangedFiles
	if w.MergeCommit != nil {
		p.MergeCommitSHA = w.MergeCommit.value.OID
	}
	p.Files = filesFrom(w.Files)
	p.RequestedReviewers = v.reviewRequests(w)
	if w.Commits != nil {
		p.CommitSHAs = make([]string, 0, len(w.Commits.Nodes))
		for _, c := range w.Commits.Nodes {
			p.CommitSHAs = append(p.CommitSHAs, c.value.Commit.value.OID)
		}
	}
	if w.ClosingIssuesReferences != nil {
		t.Closes = make([]tracker.ThreadRef, 0, len(w.ClosingIssuesReferences.Nodes))
		for _, issue := range w.ClosingIssuesReferences.Nodes {
			t.Closes = append(t.Closes, v.threadRef(tracker.IssueKind, issue))
		}
	}
	t.Payload = payload(pullRequestForm, n.raw, "repository", "mergeCommit", "files", "commits", "reviews", "reviewThreads")
	return t
}

func filesFrom(page *filesPage) []tracker.FileChange {
	if page == nil {
		return nil
	}
	files := make([]tracker.FileChange, 0, len(page.Nodes))
	for _, f := range page.Nodes {
		files = append(files, tracker.FileChange{Path: f.Path, Additions: f.Additions, Deletions: f.Deletions,
			Change: strings.ToLower(f.ChangeType)})
	}
	return files
}

func (v view) reviewRequests(w wirePullRequest) []tracker.ReviewRequest {
	if w.Requested == nil {
		return nil
	}
	requests := make([]tracker.ReviewRequest, 0, len(w.Requested.Nodes))
	for _, e := range w.Requested.Nodes {
		request := tracker.ReviewRequest{By: v.account(e.Actor), At: e.CreatedAt.UTC()}
		if r := e.RequestedReviewer; r != nil && r.Typename == "Team" {
			request.Team = r.CombinedSlug
		} else {
			request.Reviewer = v.account(r)
		}
		requests = append(requests, request)
	}
	return requests
}

// issueIndex maps an issue as a comment shows it.
func (v view) issueIndex(w wireIssue) tracker.Thread {
	return v.thread(tracker.IssueKind, w.wireThread)
}

// issue maps a whole issue.
func (v view) issue(n item[wireIssue]) tracker.Thread {
	t := v.issueIndex(n.value)
	t.Detail = tracker.Whole
	t.Payload = payload(issueForm, n.raw, "repository")
	return t
}

// closer is the pull request that closed an issue, as a thread seen in passing;
// false when a commit or a person did.
func (v view) closer(w wireIssue) (tracker.Thread, bool) {
	if w.State != "CLOSED" || w.ClosedBy == nil {
		return tracker.Thread{}, false
	}
	for _, event := range w.ClosedBy.Nodes {
		if c := event.Closer; c != nil && c.Typename == "PullRequest" {
			ref := tracker.ThreadRef{Repository: v.repository(c.Repository), Kind: tracker.PullRequestKind, Number: c.Number, NodeID: c.ID}
			return tracker.Thread{ThreadRef: ref, Closes: []tracker.ThreadRef{v.threadRef(tracker.IssueKind, w.wireThread)}}, true
		}
	}
	return tracker.Thread{}, false
}

// discussionIndex maps a discussion as an index page shows it. GitHub gives a
// discussion no state, only whether it is closed.
func (v view) discussionIndex(w wireDiscussion, detail tracker.Detail) tracker.Thread {
	t := v.thread(tracker.DiscussionKind, w.wireThread)
	t.Detail = detail
	t.State = discussionState(w.Closed)
	t.Discussion = &tracker.Discussion{IsAnswered: w.IsAnswered, Upvotes: w.UpvoteCount}
	if w.Category != nil {
		t.Discussion.Category, t.Discussion.IsAnswerable = w.Category.Name, w.Category.IsAnswerable
	}
	return t
}

func discussionState(closed bool) tracker.State {
	if closed {
		return tracker.Closed
	}
	return tracker.Open
}

// discussion maps a whole discussion.
func (v view) discussion(n item[wireDiscussion]) tracker.Thread {
	t := v.discussionIndex(n.value, tracker.Whole)
	if n.value.Answer != nil {
		t.Discussion.AnswerID = n.value.Answer.DatabaseID
	}
	t.Discussion.AnswerBy = v.optional(n.value.AnswerChosenBy)
	t.Payload = payload(discussionForm, n.raw, "repository", "comments")
	return t
}

// restIssue maps an issue of a REST list. A pull request's entry there is a
// stub: the number of the issue behind it, and no merger.
func (v view) restIssue(repository tracker.RepositoryRef, w *gh.Issue, raw []byte) tracker.Thread {
	t := tracker.Thread{
		ThreadRef:         tracker.ThreadRef{Repository: repository, Kind: tracker.IssueKind, Number: w.GetNumber(), NodeID: w.GetNodeID()},
		DatabaseID:        w.GetID(),
		Title:             w.GetTitle(),
		Author:            v.restAccount(w.User),
		AuthorAssociation: strings.ToLower(w.GetAuthorAssociation()),
		State:             tracker.State(w.GetState()),
		StateReason:       w.GetStateReason(),
		CreatedAt:         w.GetCreatedAt().UTC(),
		UpdatedAt:         w.GetUpdatedAt().UTC(),
		ClosedAt:          w.GetClosedAt().UTC(),
		Milestone:         w.GetMilestone().GetTitle(),
		Comments:          w.GetComments(),
		Reactions:         w.GetReactions().GetTotalCount(),
		Labels:            make([]string, 0, len(w.Labels)),
		Assignees:         make([]tracker.Account, 0, len(w.Assignees)),
		Detail:            tracker.Whole,
		AsOf:              v.at,
		Payload:           payload(restIssueForm, raw),
	}
	for _, label := range w.Labels {
		t.Labels = append(t.Labels, label.GetName())
	}
	for _, assignee := range w.Assignees {
		t.Assignees = append(t.Assignees, v.restAccount(assignee))
	}
	return t
}

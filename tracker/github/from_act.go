package github

import (
	"path"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"rungless/tracker"
)

// review maps a submitted review; false for a pending one, which is nobody's
// business but its author's.
func (v view) review(thread tracker.ThreadRef, n item[wireReview]) (tracker.Review, bool) {
	w := n.value
	if n.isNull() || w.State == "PENDING" || w.SubmittedAt.IsZero() {
		return tracker.Review{}, false
	}
	r := tracker.Review{
		Thread:            thread,
		DatabaseID:        int64(w.FullDatabaseID),
		NodeID:            w.ID,
		Author:            v.account(w.Author),
		AuthorAssociation: strings.ToLower(w.AuthorAssociation),
		State:             tracker.State(strings.ToLower(w.State)),
		SubmittedAt:       w.SubmittedAt.UTC(),
		UpdatedAt:         w.UpdatedAt.UTC(),
		Wording:           tracker.WordingOf(w.Body),
		Cites:             tracker.CommentLinks(v.host, w.Body),
		Payload:           payload(reviewForm, n.raw),
	}
	if w.Commit != nil {
		r.CommitSHA = w.Commit.OID
	}
	return r, true
}

// comment maps what all comments share.
func (v view) comment(kind tracker.Kind, thread tracker.ThreadRef, w wireComment) tracker.Comment {
	return tracker.Comment{
		Kind:              kind,
		Thread:            thread,
		DatabaseID:        max(int64(w.FullDatabaseID), w.DatabaseID),
		NodeID:            w.ID,
		Author:            v.account(w.Author),
		AuthorAssociation: strings.ToLower(w.AuthorAssociation),
		CreatedAt:         w.CreatedAt.UTC(),
		UpdatedAt:         w.UpdatedAt.UTC(),
		IsMinimized:       w.IsMinimized,
		TellsMinimized:    true,
		Reactions:         w.Reactions.TotalCount,
		Wording:           tracker.WordingOf(w.Body),
		Cites:             tracker.CommentLinks(v.host, w.Body),
	}
}

func (v view) reviewComment(thread tracker.ThreadRef, n item[wireReviewComment]) tracker.Comment {
	c := v.comment(tracker.ReviewComment, thread, n.value.wireComment)
	c.Path = n.value.Path
	if n.value.PullRequestReview != nil {
		c.ReviewID = int64(n.value.PullRequestReview.FullDatabaseID)
	}
	if n.value.OriginalCommit != nil {
		c.CommitSHA = n.value.OriginalCommit.OID
	}
	if n.value.ReplyTo != nil {
		c.ReplyTo = int64(n.value.ReplyTo.FullDatabaseID)
	}
	c.Payload = payload(reviewCommentForm, n.raw)
	return c
}

func (v view) issueComment(thread tracker.ThreadRef, n item[wireIssueComment]) tracker.Comment {
	c := v.comment(tracker.IssueComment, thread, n.value.wireComment)
	c.Payload = payload(issueCommentForm, n.raw, "issue", "pullRequest")
	return c
}

func (v view) commitComment(n item[wireCommitComment]) tracker.Comment {
	w := n.value
	c := v.comment(tracker.CommitComment, tracker.ThreadRef{Repository: v.repository(w.Repository)}, w.wireComment)
	c.Path = w.Path
	if w.Commit != nil {
		c.CommitSHA = w.Commit.OID
	}
	c.Payload = payload(commitCommentForm, n.raw, "repository")
	return c
}

func (v view) discussionComment(thread tracker.ThreadRef, n item[wireDiscussionComment]) tracker.Comment {
	w := n.value
	c := v.comment(tracker.DiscussionComment, thread, w.wireComment)
	c.IsAnswer = w.IsAnswer
	if w.ReplyTo != nil {
		c.ReplyTo = w.ReplyTo.DatabaseID
	}
	c.Payload = payload(discussionCommentForm, n.raw, "discussion", "replies")
	return c
}

// restText is who wrote a comment of a REST list, what and when.
type restText struct {
	user             *gh.User
	association      string
	created, updated gh.Timestamp
	body             string
}

// restComment maps what the REST forms of comments share.
func (v view) restComment(kind tracker.Kind, thread tracker.ThreadRef, w restText) tracker.Comment {
	return tracker.Comment{Kind: kind, Thread: thread, Author: v.restAccount(w.user), AuthorAssociation: strings.ToLower(w.association),
		CreatedAt: w.created.UTC(), UpdatedAt: w.updated.UTC(), Wording: tracker.WordingOf(w.body), Cites: tracker.CommentLinks(v.host, w.body)}
}

// restIssueComment maps a comment of the repository-wide list. The list names
// the issue by address only, and shows a pull request as an issue; its web
// address tells them apart.
func (v view) restIssueComment(repository tracker.RepositoryRef, w *gh.IssueComment, raw []byte) tracker.Comment {
	thread := tracker.ThreadRef{Repository: repository, Kind: tracker.IssueKind, Number: lastNumber(w.GetIssueURL())}
	if strings.Contains(w.GetHTMLURL(), "/pull/") {
		thread.Kind = tracker.PullRequestKind
	}
	c := v.restComment(tracker.IssueComment, thread, restText{w.User, w.GetAuthorAssociation(), w.GetCreatedAt(), w.GetUpdatedAt(), w.GetBody()})
	c.DatabaseID, c.NodeID, c.Reactions = w.GetID(), w.GetNodeID(), w.GetReactions().GetTotalCount()
	c.Payload = payload(restIssueCommentForm, raw)
	return c
}

func (v view) restReviewComment(repository tracker.RepositoryRef, w *gh.PullRequestComment, raw []byte) tracker.Comment {
	thread := tracker.ThreadRef{Repository: repository, Kind: tracker.PullRequestKind, Number: lastNumber(w.GetPullRequestURL())}
	c := v.restComment(tracker.ReviewComment, thread, restText{w.User, w.GetAuthorAssociation(), w.GetCreatedAt(), w.GetUpdatedAt(), w.GetBody()})
	c.DatabaseID, c.NodeID, c.Reactions = w.GetID(), w.GetNodeID(), w.GetReactions().GetTotalCount()
	c.ReviewID, c.ReplyTo, c.Path, c.CommitSHA = w.GetPullRequestReviewID(), w.GetInReplyTo(), w.GetPath(), w.GetOriginalCommitID()
	c.Payload = payload(restReviewCommentForm, raw)
	return c
}

func (v view) restCommitComment(repository tracker.RepositoryRef, w *restCommitComment, raw []byte) tracker.Comment {
	c := v.restComment(tracker.CommitComment, tracker.ThreadRef{Repository: repository},
		restText{w.User, w.AuthorAssociation, w.GetCreatedAt(), w.GetUpdatedAt(), w.GetBody()})
	c.DatabaseID, c.NodeID, c.Reactions = w.GetID(), w.GetNodeID(), w.GetReactions().GetTotalCount()
	c.Path, c.CommitSHA = w.GetPath(), w.GetCommitID()
	c.Payload = payload(restCommitCommentForm, raw)
	return c
}

func (v view) release(repository tracker.RepositoryRef, w *restRelease) tracker.Release {
	r := tracker.Release{
		Repository:  repository,
		DatabaseID:  w.GetID(),
		NodeID:      w.GetNodeID(),
		Tag:         w.GetTagName(),
		Name:        w.GetName(),
		Author:      v.restAccount(w.Author),
		PublishedAt: w.GetPublishedAt().UTC(),
		Reactions:   w.Reactions.GetTotalCount(),
	}
	for _, asset := range w.Assets {
		r.Downloads += asset.GetDownloadCount()
	}
	return r
}

// lastNumber is the number at the end of an API address; 0 when there is none.
func lastNumber(address string) int {
	n, err := strconv.Atoi(path.Base(address))
	if err != nil {
		return 0
	}
	return n
}

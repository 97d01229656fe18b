package archive

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"rungless/tracker"
)

// facts turns events into the facts of one batch.
type facts struct {
	batch    *tracker.Batch
	host     string
	hashOnly bool
}

// errUnnamed: some events of repositories that were being deleted name none
// ("/"). They cannot be shown or linked.
var errUnnamed = errors.New("the event names no repository")

// add adds the facts of one event. Types of event that carry no act are no error.
func (f *facts) add(e *event, text []byte) error {
	act := f.actOf(e)
	if act == nil {
		return nil
	}
	repository, err := f.repository(e)
	if err != nil {
		return err
	}
	return act(view{event: e, repository: repository, at: e.CreatedAt.UTC(),
		payload: tracker.Payload{Form: "archive/event", JSON: text, HashOnly: f.hashOnly}})
}

// view is an event on its way to facts.
type view struct {
	*event
	repository tracker.RepositoryRef
	at         time.Time
	payload    tracker.Payload
}

// actOf picks how an event is read, nil for one that carries no act. Deleting a
// comment is no act of its author's.
func (f *facts) actOf(e *event) func(view) error {
	if e.Payload.Action == "deleted" {
		return nil
	}
	switch e.Type {
	case "PullRequestEvent":
		return f.pullRequestEvent
	case "PullRequestReviewEvent":
		return f.reviewEvent
	case "PullRequestReviewCommentEvent":
		return f.reviewCommentEvent
	case "IssuesEvent":
		return f.issuesEvent
	case "IssueCommentEvent":
		return f.issueCommentEvent
	case "DiscussionEvent":
		return f.discussionEvent
	case "CommitCommentEvent":
		return f.commitCommentEvent
	case "PushEvent":
		return f.pushEvent
	case "ReleaseEvent":
		return f.releaseEvent
	}
	return nil
}

// missing is the error of an event that lacks what its type promises.
func missing(v view, field string) error {
	return fmt.Errorf("this %s has no payload.%s", v.Type, field)
}

func (f *facts) pullRequestEvent(v view) error {
	if !v.Payload.PullRequest.isNumbered() {
		return missing(v, "pull_request.number")
	}
	thread := f.pullRequest(v)
	thread.Payload = v.payload
	f.batch.Threads = append(f.batch.Threads, thread)
	return nil
}

func (f *facts) reviewEvent(v view) error {
	r := v.Payload.Review
	if r == nil || r.ID == 0 {
		return missing(v, "review.id")
	}
	if !v.Payload.PullRequest.isNumbered() {
		return missing(v, "pull_request.number")
	}
	thread := f.pullRequest(v)
	f.batch.Threads = append(f.batch.Threads, thread)
	f.batch.Reviews = append(f.batch.Reviews, tracker.Review{
		Thread:            thread.ThreadRef,
		DatabaseID:        r.ID,
		NodeID:            r.NodeID,
		Author:            f.account(v, r.User),
		AuthorAssociation: strings.ToLower(r.AuthorAssociation),
		State:             tracker.State(strings.ToLower(r.State)),
		SubmittedAt:       r.SubmittedAt.UTC(),
		UpdatedAt:         r.UpdatedAt.UTC(),
		CommitSHA:         r.CommitID,
		Wording:           r.Body.wording(),
		Cites:             r.Body.cites(f.host),
		Payload:           v.payload,
	})
	return nil
}

func (f *facts) reviewCommentEvent(v view) error {
	if !v.Payload.PullRequest.isNumbered() {
		return missing(v, "pull_request.number")
	}
	thread := f.pullRequest(v)
	return f.commentOn(v, thread, tracker.ReviewComment)
}

func (f *facts) issuesEvent(v view) error {
	if !v.Payload.Issue.isNumbered() {
		return missing(v, "issue.number")
	}
	thread := f.issue(v)
	thread.Payload = v.payload
	f.batch.Threads = append(f.batch.Threads, thread)
	return nil
}

func (f *facts) issueCommentEvent(v view) error {
	if !v.Payload.Issue.isNumbered() {
		return missing(v, "issue.number")
	}
	return f.commentOn(v, f.issue(v), tracker.IssueComment)
}

func (f *facts) discussionEvent(v view) error {
	if !v.Payload.Discussion.isNumbered() {
		return missing(v, "discussion.number")
	}
	thread := f.discussion(v)
	thread.Payload = v.payload
	f.batch.Threads = append(f.batch.Threads, thread)
	return nil
}

func (f *facts) commitCommentEvent(v view) error {
	return f.comment(v, tracker.ThreadRef{Repository: v.repository}, tracker.CommitComment)
}

func (f *facts) commentOn(v view, thread tracker.Thread, kind tracker.Kind) error {
	if err := f.comment(v, thread.ThreadRef, kind); err != nil {
		return err
	}
	f.batch.Threads = append(f.batch.Threads, thread)
	return nil
}

func (f *facts) comment(v view, thread tracker.ThreadRef, kind tracker.Kind) error {
	c := v.Payload.Comment
	if c == nil || c.ID == 0 {
		return missing(v, "comment.id")
	}
	f.batch.Comments = append(f.batch.Comments, tracker.Comment{
		Kind:              kind,
		Thread:            thread,
		DatabaseID:        c.ID,
		NodeID:            c.NodeID,
		Author:            f.account(v, c.User),
		AuthorAssociation: strings.ToLower(c.AuthorAssociation),
		CreatedAt:         c.CreatedAt.UTC(),
		UpdatedAt:         c.UpdatedAt.UTC(),
		ReviewID:          c.ReviewID,
		ReplyTo:           c.InReplyTo,
		Path:              c.Path,
		CommitSHA:         c.CommitID,
		Reactions:         c.Reactions.Total,
		Wording:           c.Body.wording(),
		Cites:             c.Body.cites(f.host),
		Payload:           v.payload,
	})
	return nil
}

func (f *facts) releaseEvent(v view) error {
	r := v.Payload.Release
	if r == nil || r.ID == 0 {
		return missing(v, "release.id")
	}
	downloads := 0
	for _, asset := range r.Assets {
		downloads += asset.DownloadCount
	}
	f.batch.Releases = append(f.batch.Releases, tracker.Release{
		Repository:  v.repository,
		DatabaseID:  r.ID,
		NodeID:      r.NodeID,
		Tag:         r.TagName,
		Name:        r.Name,
		Author:      f.account(v, r.Author),
		PublishedAt: r.PublishedAt.UTC(),
		Downloads:   downloads,
		Reactions:   r.Reactions.Total,
	})
	return nil
}

// pushEvent reads the commits that the push brought to the repository. They
// carry no date, and which branch is the default one is not said.
func (f *facts) pushEvent(v view) error {
	for _, c := range v.Payload.Commits {
		if c.SHA == "" || !c.Distinct {
			continue
		}
		headline, _, _ := strings.Cut(c.Message, "\n")
		f.batch.Commits = append(f.batch.Commits, tracker.Commit{
			Repository: v.repository,
			SHA:        c.SHA,
			Authors:    []tracker.CommitAuthor{f.pushAuthor(v, c)},
			Headline:   headline,
			Cites:      tracker.CommentLinks(f.host, c.Message),
			Parents:    -1, Additions: -1, Deletions: -1, ChangedFiles: -1,
		})
	}
	return nil
}

// pushAuthor is the pusher when the hashed local part of the author's address
// is that of the pusher's noreply address; else only the name is known.
func (f *facts) pushAuthor(v view, c pushCommit) tracker.CommitAuthor {
	author := tracker.CommitAuthor{Name: c.Author.Name, Role: tracker.Author}
	hashed, domain, _ := strings.Cut(c.Author.Email, "@")
	if domain != "users.noreply.github.com" {
		return author
	}
	for _, local := range []string{fmt.Sprintf("%d+%s", v.Actor.ID, v.Actor.Login), v.Actor.Login} {
		if sum := sha1.Sum([]byte(local)); hashed == hex.EncodeToString(sum[:]) {
			author.Email = strings.ToLower(local + "@" + domain)
			author.Account = f.account(v, &v.Actor)
		}
	}
	return author
}

func (f *facts) repository(e *event) (tracker.RepositoryRef, error) {
	owner, name, _ := strings.Cut(e.Repo.Name, "/")
	if e.Repo.ID == 0 {
		return tracker.RepositoryRef{}, fmt.Errorf("this %s has no repo.id", e.Type)
	}
	if owner == "" || name == "" {
		return tracker.RepositoryRef{}, errUnnamed
	}
	return tracker.RepositoryRef{Host: f.host, DatabaseID: e.Repo.ID, Owner: owner, Name: name}, nil
}

// account is who did something; null is a deleted account.
func (f *facts) account(v view, u *user) tracker.Account {
	if u == nil || u.ID == 0 && u.Login == "" {
		return tracker.Account{Host: f.host, Kind: tracker.GhostAccount}
	}
	return tracker.Account{Host: f.host, DatabaseID: u.ID, NodeID: u.NodeID, Login: u.Login, Kind: kindOf(u), SeenAt: v.at}
}

func kindOf(u *user) tracker.AccountKind {
	switch u.Type {
	case "Bot":
		return tracker.BotAccount
	case "Organization":
		return tracker.OrganizationAccount
	case "Mannequin":
		return tracker.MannequinAccount
	}
	return tracker.LoginKind(u.Login)
}

package githubsim

import (
	"cmp"
	"slices"
	"strings"
)

func (b *backup) addIssue(recorded recordedThread) {
	t := b.thread("Issue", *recorded.Issue)
	b.addEvents(t, recorded.Events)
	b.place(t)
}

func (b *backup) addPull(recorded recordedThread) {
	p := recorded.Pull
	t := b.thread("PullRequest", p.recordedIssue)
	t.Draft, t.MergedAt, t.MergedBy = p.Draft, p.MergedAt, b.user(p.MergedBy, p.MergedAt)
	t.Additions, t.Deletions, t.ChangedFiles = p.Additions, p.Deletions, p.ChangedFiles
	t.BaseRef, t.BaseSHA, t.HeadRef, t.HeadSHA = p.Base.Ref, p.Base.SHA, p.Head.Ref, p.Head.SHA
	t.CrossRepo = p.Head.Repository == nil || p.Base.Repository != nil && p.Head.Repository.ID != p.Base.Repository.ID
	t.StateReason, t.MergeCommitSHA = "", p.MergeCommitSHA
	if !t.MergedAt.IsZero() {
		t.State = "MERGED"
	}
	for _, u := range p.Requested {
		t.Requested = append(t.Requested, b.user(&u, p.UpdatedAt))
	}
	if p.Base.Repository != nil {
		b.describe(*p.Base.Repository)
	}
	b.addEvents(t, recorded.Events)
	b.addReviewComments(t, recorded.Comments)
	b.place(t)
}

// thread reads what issues and pull requests have alike.
func (b *backup) thread(kind string, i recordedIssue) *Thread {
	t := &Thread{
		Type: kind, ID: i.ID, NodeID: i.NodeID, Number: i.Number, Title: i.Title, Body: i.Body, Author: b.user(i.User, i.CreatedAt),
		Association: i.Association, State: strings.ToUpper(i.State), StateReason: strings.ToUpper(i.StateReason), Locked: i.Locked,
		CreatedAt: i.CreatedAt, UpdatedAt: i.UpdatedAt, ClosedAt: i.ClosedAt,
	}
	for _, label := range i.Labels {
		t.Labels = append(t.Labels, label.Name)
	}
	for _, u := range i.Assignees {
		t.Assignees = append(t.Assignees, b.user(&u, i.UpdatedAt))
	}
	if i.Milestone != nil {
		t.Milestone = i.Milestone.Title
	}
	return t
}

// repositoryOf is the one repository, which the first file makes.
func (b *backup) repositoryOf() *Repository {
	if b.repository == nil {
		b.repository = &Repository{}
	}
	return b.repository
}

func (b *backup) place(t *Thread) {
	r := b.repositoryOf()
	r.Threads = append(r.Threads, t)
}

// describe reads the repository from the newest of the pull requests' copies.
func (b *backup) describe(recorded recordedRepository) {
	r := b.repositoryOf()
	if r.Owner != nil && recorded.UpdatedAt.Before(r.UpdatedAt) {
		return
	}
	threads := r.Threads
	*r = Repository{
		ID: recorded.ID, NodeID: recorded.NodeID, Owner: b.user(&recorded.Owner, recorded.CreatedAt), Name: recorded.Name,
		Private: recorded.Private, Fork: recorded.Fork, Archived: recorded.Archived, Description: recorded.Description,
		Topics: recorded.Topics, Language: recorded.Language, DefaultBranch: recorded.DefaultBranch, Stars: recorded.Stars,
		CreatedAt: recorded.CreatedAt, UpdatedAt: recorded.UpdatedAt, PushedAt: recorded.PushedAt, Threads: threads,
	}
	if recorded.License != nil {
		r.License = recorded.License.SPDX
	}
}

func (b *backup) addEvents(t *Thread, events []recordedEvent) {
	for _, e := range events {
		switch e.Event {
		case "commented":
			t.Comments = append(t.Comments, &Comment{
				ID: e.ID, NodeID: e.NodeID, Author: b.user(e.User, e.CreatedAt), Association: e.Association, Body: e.Body,
				CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt,
			})
		case "reviewed":
			t.Reviews = append(t.Reviews, &Review{
				ID: e.ID, NodeID: e.NodeID, Author: b.user(e.User, e.SubmittedAt), Association: e.Association, State: e.State,
				Body: e.Body, CommitSHA: e.CommitID, CreatedAt: e.SubmittedAt, SubmittedAt: e.SubmittedAt, UpdatedAt: e.UpdatedAt,
			})
		case "committed":
			t.CommitSHAs = append(t.CommitSHAs, recordedCommit(e))
		default:
			b.addEvent(t, e)
		}
	}
}

// recordedCommit leaves the accounts behind the signatures to joinCommits.
func recordedCommit(e recordedEvent) *Commit {
	sign := func(s recordedSignature) Signature {
		return Signature{Name: s.Name, Email: s.Email, When: s.Date}
	}
	commit := &Commit{SHA: e.SHA, NodeID: e.NodeID, Message: e.Message, Authors: []Signature{sign(e.Author)}, Committer: sign(e.Committer)}
	for _, p := range e.Parents {
		commit.Parents = append(commit.Parents, p.SHA)
	}
	return commit
}

// addEvent adds an entry of the timeline of a type that is served, and what it
// says about the thread.
func (b *backup) addEvent(t *Thread, e recordedEvent) {
	kind := b.issueEvent[e.Event]
	if kind == "" {
		return
	}
	made := &Event{ID: e.ID, NodeID: e.NodeID, Type: kind, Actor: b.user(e.Actor, e.CreatedAt), CreatedAt: e.CreatedAt}
	made.Reviewer = b.user(cmp.Or(e.Requested, e.Assignee), e.CreatedAt)
	made.Subject = cmp.Or(e.Label.Name, e.Milestone.Title, e.Rename.To)
	made.Former = e.Rename.From
	switch kind {
	case "ClosedEvent":
		t.ClosedBy = made.Actor
		if e.CommitID != "" {
			made.Commit = &Commit{SHA: e.CommitID}
		}
	case "MergedEvent":
		t.MergedBy = made.Actor
	}
	t.Events = append(t.Events, made)
}

// addReviewComments puts review comments into their reviews; those whose review
// the timeline does not list go into one of Thread.Unlisted.
func (b *backup) addReviewComments(t *Thread, recorded []recordedComment) {
	slices.SortFunc(recorded, func(x, y recordedComment) int { return cmp.Compare(x.ID, y.ID) })
	reviews := map[int64]*Review{}
	for _, r := range t.Reviews {
		reviews[r.ID] = r
	}
	comments := map[int64]*Comment{}
	for _, m := range recorded {
		review := reviews[m.ReviewID]
		if review == nil {
			review = &Review{ID: m.ReviewID, Author: b.user(m.User, m.CreatedAt), Association: m.Association, State: "COMMENTED",
				CommitSHA: m.CommitID, CreatedAt: m.CreatedAt, SubmittedAt: m.CreatedAt}
			reviews[m.ReviewID] = review
			t.Unlisted = append(t.Unlisted, review)
		}
		comments[m.ID] = &Comment{
			ID: m.ID, NodeID: m.NodeID, Author: b.user(m.User, m.CreatedAt), Association: m.Association, Body: m.Body, CreatedAt: m.CreatedAt,
			UpdatedAt: m.UpdatedAt, Path: m.Path, Line: m.Line, DiffHunk: m.DiffHunk, CommitSHA: m.CommitID, ReplyTo: comments[m.ReplyTo],
		}
		review.Comments = append(review.Comments, comments[m.ID])
	}
}

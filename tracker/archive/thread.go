package archive

import (
	"strconv"
	"strings"

	"rungless/tracker"
)

func (p *pullRequest) isNumbered() bool { return p != nil && p.Number > 0 }
func (i *issue) isNumbered() bool       { return i != nil && i.Number > 0 }
func (d *discussion) isNumbered() bool  { return d != nil && d.Number > 0 }

// thread reads what every whole object of a thread says.
func (f *facts) thread(v view, kind tracker.ThreadKind, from *threadFields) tracker.Thread {
	t := tracker.Thread{
		ThreadRef:         tracker.ThreadRef{Repository: v.repository, Kind: kind, Number: from.Number, NodeID: from.NodeID},
		DatabaseID:        from.ID,
		Title:             from.Title,
		Author:            f.account(v, from.User),
		AuthorAssociation: strings.ToLower(from.AuthorAssociation),
		State:             tracker.State(strings.ToLower(from.State)),
		StateReason:       strings.ToLower(from.StateReason),
		CreatedAt:         from.CreatedAt.UTC(),
		UpdatedAt:         from.UpdatedAt.UTC(),
		ClosedAt:          from.ClosedAt.UTC(),
		Comments:          from.Comments,
		Reactions:         from.Reactions.Total,
		AsOf:              v.at,
	}
	if from.Labels != nil {
		t.Labels = make([]string, len(from.Labels))
		for i, l := range from.Labels {
			t.Labels[i] = l.Name
		}
	}
	if from.Assignees != nil {
		t.Assignees = make([]tracker.Account, len(from.Assignees))
		for i := range from.Assignees {
			t.Assignees[i] = f.account(v, &from.Assignees[i])
		}
	}
	if from.Milestone != nil {
		t.Milestone = from.Milestone.Title
	}
	return t
}

// pullRequest reads payload.pull_request in either form.
func (f *facts) pullRequest(v view) tracker.Thread {
	p := v.Payload.PullRequest
	own := &tracker.PullRequest{
		IsDraft:           p.Draft,
		IsCrossRepository: p.Head.Repo == nil || p.Base.Repo == nil || p.Head.Repo.ID != p.Base.Repo.ID,
		BaseRef:           p.Base.Ref,
		HeadSHA:           p.Head.SHA,
	}
	if p.isTrimmed() {
		return f.trimmed(v, own)
	}
	own.MergeCommitSHA = p.MergeCommitSHA
	own.MergedAt = p.MergedAt.UTC()
	own.Additions, own.Deletions, own.ChangedFiles = p.Additions, p.Deletions, p.ChangedFiles
	t := f.thread(v, tracker.PullRequestKind, &p.threadFields)
	t.PullRequest, t.Cites = own, p.Body.cites(f.host)
	if p.Merged || !p.MergedAt.IsZero() {
		t.State = tracker.Merged
		if p.MergedBy != nil {
			own.MergedBy = f.account(v, p.MergedBy)
		}
	} else {
		own.MergeCommitSHA = "" // of GitHub's trial merge
	}
	return t
}

// trimmed reads a pull request of the form since 2025-10-07: what was done to
// it, by whom and when, is the event's own.
func (f *facts) trimmed(v view, own *tracker.PullRequest) tracker.Thread {
	p := v.Payload.PullRequest
	t := tracker.Thread{
		ThreadRef:   tracker.ThreadRef{Repository: v.repository, Kind: tracker.PullRequestKind, Number: p.Number},
		DatabaseID:  p.ID,
		PullRequest: own,
		AsOf:        v.at,
	}
	if v.Type != "PullRequestEvent" {
		return t
	}
	switch v.Payload.Action {
	case "opened":
		t.State, t.Author, t.CreatedAt = tracker.Open, f.account(v, &v.Actor), v.at
	case "reopened":
		t.State = tracker.Open
	case "closed":
		t.State, t.ClosedAt = tracker.Closed, v.at
	case "merged":
		t.State, t.ClosedAt = tracker.Merged, v.at
		own.MergedAt, own.MergedBy = v.at, f.account(v, &v.Actor)
	}
	return t
}

// issue reads payload.issue, which may be the face of a pull request.
func (f *facts) issue(v view) tracker.Thread {
	i := v.Payload.Issue
	if i.PullRequest == nil {
		return f.thread(v, tracker.IssueKind, &i.threadFields)
	}
	t := f.thread(v, tracker.PullRequestKind, &i.threadFields)
	t.DatabaseID = 0 // the id is the issue's, not the pull request's
	t.NodeID = pullRequestNodeID(t.NodeID)
	switch {
	case !i.PullRequest.MergedAt.IsZero():
		t.State = tracker.Merged // who merged it, and its draft flag, are not said
	case t.State == tracker.Closed:
		t.State = "" // closed, or merged: the issue does not say
	}
	return t
}

// pullRequestNodeID keeps a node id only when it is a pull request's: events
// give a pull request's issue sometimes the one and sometimes the other's.
// The newer form begins with PR_, the older one is base64 of "0NN:PullRequestN".
func pullRequestNodeID(id string) string {
	const older = "MDExOlB1bGxSZXF1ZXN0" // "011:PullRequest"
	if strings.HasPrefix(id, "PR_") || strings.HasPrefix(id, older) {
		return id
	}
	return ""
}

func (f *facts) discussion(v view) tracker.Thread {
	d := v.Payload.Discussion
	t := f.thread(v, tracker.DiscussionKind, &d.threadFields)
	t.Discussion = &tracker.Discussion{
		Category:     d.Category.Name,
		IsAnswerable: d.Category.IsAnswerable,
		IsAnswered:   d.AnswerURL != "",
		AnswerID:     answerID(d.AnswerURL),
	}
	if d.AnswerChosenBy != nil {
		t.Discussion.AnswerBy = f.account(v, d.AnswerChosenBy)
	}
	return t
}

// answerID is the database id at the end of a link to a discussion's comment,
// 0 where there is none.
func answerID(link string) int64 {
	_, number, _ := strings.Cut(link, "#discussioncomment-")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

package githubsim

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// The recorded types are the parts of REST's objects that a backup is read for.
type recordedThread struct {
	Pull     *recordedPull     `json:"pull"`
	Issue    *recordedIssue    `json:"issue"`
	Events   []recordedEvent   `json:"events"`
	Comments []recordedComment `json:"comments"` // review comments
}

type recordedUser struct {
	ID     int64  `json:"id"`
	NodeID string `json:"node_id"`
	Login  string `json:"login"`
	Type   string `json:"type"`
}

type recordedNamed struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// recordedIssue is what issues and pull requests have alike.
type recordedIssue struct {
	ID          int64           `json:"id"`
	NodeID      string          `json:"node_id"`
	Number      int             `json:"number"`
	Title       string          `json:"title"`
	Body        string          `json:"body"`
	State       string          `json:"state"`
	StateReason string          `json:"state_reason"`
	Locked      bool            `json:"locked"`
	User        *recordedUser   `json:"user"`
	Association string          `json:"author_association"`
	Labels      []recordedNamed `json:"labels"`
	Milestone   *recordedNamed  `json:"milestone"`
	Assignees   []recordedUser  `json:"assignees"`
	CreatedAt   time.Time       `json:"created_at"`
	UpdatedAt   time.Time       `json:"updated_at"`
	ClosedAt    time.Time       `json:"closed_at"`
}

type recordedPull struct {
	recordedIssue
	Draft          bool           `json:"draft"`
	MergedAt       time.Time      `json:"merged_at"`
	MergedBy       *recordedUser  `json:"merged_by"`
	MergeCommitSHA string         `json:"merge_commit_sha"`
	Additions      int            `json:"additions"`
	Deletions      int            `json:"deletions"`
	ChangedFiles   int            `json:"changed_files"`
	Requested      []recordedUser `json:"requested_reviewers"`
	Head           recordedBranch `json:"head"`
	Base           recordedBranch `json:"base"`
}

type recordedBranch struct {
	Ref        string              `json:"ref"`
	SHA        string              `json:"sha"`
	Repository *recordedRepository `json:"repo"`
}

type recordedRepository struct {
	ID            int64        `json:"id"`
	NodeID        string       `json:"node_id"`
	Name          string       `json:"name"`
	Owner         recordedUser `json:"owner"`
	Private       bool         `json:"private"`
	Fork          bool         `json:"fork"`
	Archived      bool         `json:"archived"`
	Description   string       `json:"description"`
	Topics        []string     `json:"topics"`
	Language      string       `json:"language"`
	DefaultBranch string       `json:"default_branch"`
	Stars         int          `json:"stargazers_count"`
	CreatedAt     time.Time    `json:"created_at"`
	UpdatedAt     time.Time    `json:"updated_at"`
	PushedAt      time.Time    `json:"pushed_at"`
	License       *struct {
		SPDX string `json:"spdx_id"`
	} `json:"license"`
}

// recordedEvent is one entry of a timeline; reviews, comments and commits are
// entries, too.
type recordedEvent struct {
	Event       string            `json:"event"`
	ID          int64             `json:"id"`
	NodeID      string            `json:"node_id"`
	Actor       *recordedUser     `json:"actor"`
	User        *recordedUser     `json:"user"`
	Association string            `json:"author_association"`
	Body        string            `json:"body"`
	State       string            `json:"state"`
	CommitID    string            `json:"commit_id"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
	SubmittedAt time.Time         `json:"submitted_at"`
	SHA         string            `json:"sha"`
	Message     string            `json:"message"`
	Author      recordedSignature `json:"author"`
	Committer   recordedSignature `json:"committer"`
	Label       recordedNamed     `json:"label"`
	Milestone   recordedNamed     `json:"milestone"`
	Assignee    *recordedUser     `json:"assignee"`
	Requested   *recordedUser     `json:"requested_reviewer"`
	Parents     []struct {
		SHA string `json:"sha"`
	} `json:"parents"`
	Rename struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"rename"`
}

type recordedSignature struct {
	Name  string    `json:"name"`
	Email string    `json:"email"`
	Date  time.Time `json:"date"`
}

// recordedComment is a review comment.
type recordedComment struct {
	ID          int64         `json:"id"`
	NodeID      string        `json:"node_id"`
	ReviewID    int64         `json:"pull_request_review_id"`
	ReplyTo     int64         `json:"in_reply_to_id"`
	User        *recordedUser `json:"user"`
	Association string        `json:"author_association"`
	Body        string        `json:"body"`
	Path        string        `json:"path"`
	Line        int           `json:"line"`
	DiffHunk    string        `json:"diff_hunk"`
	CommitID    string        `json:"original_commit_id"`
	CreatedAt   time.Time     `json:"created_at"`
	UpdatedAt   time.Time     `json:"updated_at"`
}

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

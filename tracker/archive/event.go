package archive

import (
	"time"

	"github.com/goccy/go-json"

	"rungless/tracker"
)

// event is one line of an archive, in GitHub's own names
// (https://docs.github.com/rest/using-the-rest-api/github-event-types). Only
// what becomes a fact is decoded. The payloads of all types are laid into one
// struct because newer lines carry the payload before the type.
type event struct {
	ID        string     `json:"id"`
	Type      string     `json:"type"`
	Actor     user       `json:"actor"`
	Repo      repository `json:"repo"`
	Payload   payload    `json:"payload"`
	CreatedAt time.Time  `json:"created_at"`
}

type payload struct {
	Action      string       `json:"action"`
	PullRequest *pullRequest `json:"pull_request"`
	Review      *review      `json:"review"`
	Comment     *comment     `json:"comment"`
	Issue       *issue       `json:"issue"`
	Discussion  *discussion  `json:"discussion"`
	Release     *release     `json:"release"`
	Commits     []pushCommit `json:"commits"`
}

type user struct {
	ID     int64  `json:"id"`
	NodeID string `json:"node_id"`
	Login  string `json:"login"`
	Type   string `json:"type"` // an actor has none
}

type repository struct {
	ID   int64  `json:"id"`
	Name string `json:"name"` // owner/name
}

type label struct {
	Name string `json:"name"`
}

type milestone struct {
	Title string `json:"title"`
}

type reactions struct {
	Total int `json:"total_count"`
}

// threadFields are those that pull requests, issues and discussions share.
type threadFields struct {
	ID                int64      `json:"id"`
	NodeID            string     `json:"node_id"`
	Number            int        `json:"number"`
	Title             string     `json:"title"`
	User              *user      `json:"user"`
	AuthorAssociation string     `json:"author_association"`
	State             string     `json:"state"`
	StateReason       string     `json:"state_reason"`
	CreatedAt         time.Time  `json:"created_at"`
	UpdatedAt         time.Time  `json:"updated_at"`
	ClosedAt          time.Time  `json:"closed_at"`
	Labels            []label    `json:"labels"`
	Assignees         []user     `json:"assignees"`
	Milestone         *milestone `json:"milestone"`
	Comments          int        `json:"comments"`
	Reactions         reactions  `json:"reactions"`
}

type pullRequest struct {
	threadFields
	Draft          bool      `json:"draft"`
	Merged         bool      `json:"merged"`
	MergedAt       time.Time `json:"merged_at"`
	MergedBy       *user     `json:"merged_by"`
	MergeCommitSHA string    `json:"merge_commit_sha"`
	Head           branch    `json:"head"`
	Base           branch    `json:"base"`
	Additions      int       `json:"additions"`
	Deletions      int       `json:"deletions"`
	ChangedFiles   int       `json:"changed_files"`
	Body           body      `json:"body"`
}

// isTrimmed reports whether the object is of the form since 2025-10-07.
func (p *pullRequest) isTrimmed() bool { return p.CreatedAt.IsZero() }

type branch struct {
	Ref  string `json:"ref"`
	SHA  string `json:"sha"`
	Repo *struct {
		ID int64 `json:"id"`
	} `json:"repo"` // null: the fork is gone
}

type issue struct {
	threadFields
	PullRequest *struct {
		MergedAt time.Time `json:"merged_at"`
	} `json:"pull_request"` // set when the issue is the face of a pull request
}

type discussion struct {
	threadFields
	Category struct {
		Name         string `json:"name"`
		IsAnswerable bool   `json:"is_answerable"`
	} `json:"category"`
	AnswerURL      string `json:"answer_html_url"`
	AnswerChosenBy *user  `json:"answer_chosen_by"`
}

type review struct {
	ID                int64     `json:"id"`
	NodeID            string    `json:"node_id"`
	User              *user     `json:"user"`
	AuthorAssociation string    `json:"author_association"`
	State             string    `json:"state"`
	SubmittedAt       time.Time `json:"submitted_at"`
	UpdatedAt         time.Time `json:"updated_at"`
	CommitID          string    `json:"commit_id"`
	Body              body      `json:"body"`
}

type comment struct {
	ID                int64     `json:"id"`
	NodeID            string    `json:"node_id"`
	User              *user     `json:"user"`
	AuthorAssociation string    `json:"author_association"`
	CreatedAt         time.Time `json:"created_at"`
	UpdatedAt         time.Time `json:"updated_at"`
	ReviewID          int64     `json:"pull_request_review_id"`
	InReplyTo         int64     `json:"in_reply_to_id"`
	Path              string    `json:"path"`
	CommitID          string    `json:"commit_id"`
	Reactions         reactions `json:"reactions"`
	Body              body      `json:"body"`
}

// body is a text that an event may leave out, or give as null where it is empty.
type body struct {
	said  bool
	value string
}

// UnmarshalJSON reads a string or null.
func (b *body) UnmarshalJSON(raw []byte) error {
	b.said, b.value = true, ""
	return json.Unmarshal(raw, &b.value)
}

// wording says whether there are words in it.
func (b body) wording() tracker.Wording {
	if !b.said {
		return tracker.NotSaid
	}
	return tracker.WordingOf(b.value)
}

// cites lists the comments that it links to; nil where it was not said.
func (b body) cites(host string) []tracker.CommentRef {
	if !b.said {
		return nil
	}
	return tracker.CommentLinks(host, b.value)
}

type release struct {
	ID          int64     `json:"id"`
	NodeID      string    `json:"node_id"`
	TagName     string    `json:"tag_name"`
	Name        string    `json:"name"`
	Author      *user     `json:"author"`
	PublishedAt time.Time `json:"published_at"`
	Reactions   reactions `json:"reactions"`
	Assets      []struct {
		DownloadCount int `json:"download_count"`
	} `json:"assets"`
}

type pushCommit struct {
	SHA    string `json:"sha"`
	Author struct {
		Name  string `json:"name"`
		Email string `json:"email"` // the local part is a SHA-1
	} `json:"author"`
	Message  string `json:"message"`
	Distinct bool   `json:"distinct"` // not yet on another branch
}

// decodeEvent reads one record. A differential test holds it to what
// encoding/json reads.
func decodeEvent(record []byte) (event, error) {
	var e event
	err := json.Unmarshal(record, &e)
	return e, err
}

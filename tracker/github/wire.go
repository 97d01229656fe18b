package github

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"rungless/tracker"
)

// The wire types mirror the fragments in queries/fragments.graphql. A field that
// a query does not ask for stays zero.

// bigInt is GitHub's BigInt, a number written as a string; a plain number is
// taken too. null is 0.
type bigInt int64

func (n *bigInt) UnmarshalJSON(text []byte) error {
	text = bytes.Trim(text, `"`)
	if string(text) == "null" {
		*n = 0
		return nil
	}
	value, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return fmt.Errorf("github.bigInt: %w", err)
	}
	*n = bigInt(value)
	return nil
}

// item is a value together with the bytes that it came as. A null has neither.
type item[T any] struct {
	value T
	raw   json.RawMessage
}

func (i *item[T]) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	i.raw = slices.Clone(text)
	return json.Unmarshal(text, &i.value)
}

func (i item[T]) isNull() bool { return i.raw == nil }

// payload is the item's JSON, compact and with sorted names, without those parts
// that are items of their own or describe another item: so an item's payload
// changes when the item does, and is the same whichever query found it.
func payload(form string, raw json.RawMessage, without ...string) tracker.Payload {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return tracker.Payload{}
	}
	for _, name := range without {
		delete(fields, name)
	}
	var text bytes.Buffer
	text.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, "%q:", name)
		if err := json.Compact(&text, fields[name]); err != nil {
			return tracker.Payload{}
		}
	}
	text.WriteByte('}')
	return tracker.Payload{Form: form, JSON: text.Bytes()}
}

type pageInfo struct {
	HasNextPage     bool
	EndCursor       string
	HasPreviousPage bool
	StartCursor     string
}

// connection is one page of a list.
type connection[T any] struct {
	TotalCount int
	PageInfo   pageInfo
	Nodes      []item[T]
}

type count struct{ TotalCount int }

type wireActor struct {
	Typename     string `json:"__typename"`
	ID           string
	DatabaseID   int64
	Login        string
	Name         string
	CombinedSlug string // a team's
}

type wireRepository struct {
	ID               string
	DatabaseID       int64
	NameWithOwner    string
	IsPrivate        bool
	IsFork           bool
	IsArchived       bool
	DefaultBranchRef *struct {
		Name   string
		Target *struct {
			OID     string
			History *connection[wireCommit]
		}
	}
	RepositoryTopics *struct{ Nodes []struct{ Topic named } }
}

// topics lists the repository's topics; nil when they were not asked for.
func (w *wireRepository) topics() []string {
	if w.RepositoryTopics == nil {
		return nil
	}
	topics := make([]string, 0, len(w.RepositoryTopics.Nodes))
	for _, node := range w.RepositoryTopics.Nodes {
		topics = append(topics, node.Topic.Name)
	}
	return topics
}

type named struct {
	Name  string
	Title string
}

type wireThread struct {
	ID                string
	FullDatabaseID    bigInt
	DatabaseID        int64 // discussions
	Number            int
	Title             string
	Body              string // only of a whole one
	State             string
	StateReason       string
	AuthorAssociation string
	CreatedAt         time.Time
	UpdatedAt         time.Time
	ClosedAt          time.Time
	Repository        *wireRepository
	Author            *wireActor
	Milestone         *named
	Comments          connection[wireDiscussionComment] // only a discussion's have nodes
	Reactions         count
	Labels            *struct{ Nodes []named }
	Assignees         *struct{ Nodes []wireActor }
}

// identified is a thread of any kind; its id is empty where GitHub sent another.
type identified interface{ id() string }

func (w wireThread) id() string { return w.ID }

type wirePullRequest struct {
	wireThread
	IsDraft                 bool
	IsCrossRepository       bool
	MergedAt                time.Time
	MergedBy                *wireActor
	BaseRefName             string
	HeadRefOid              string
	Additions               int
	Deletions               int
	ChangedFiles            int
	MergeCommit             *item[wireCommit]
	ClosingIssuesReferences *struct {
		PageInfo pageInfo
		Nodes    []wireThread
	}
	Requested *struct {
		PageInfo pageInfo
		Nodes    []struct {
			CreatedAt         time.Time
			Actor             *wireActor
			RequestedReviewer *wireActor
		}
	}
	Files         *filesPage
	Commits       *connection[wirePullRequestCommit]
	Reviews       *connection[wireReview]
	ReviewThreads *struct {
		PageInfo pageInfo
		Nodes    []wireReviewThread
	}
}

type filesPage struct {
	PageInfo pageInfo
	Nodes    []struct {
		Path       string
		Additions  int
		Deletions  int
		ChangeType string
	}
}

type wirePullRequestCommit struct{ Commit item[wireCommit] }

type wireCommit struct {
	ID            string
	OID           string
	Message       string
	CommittedDate time.Time
	Author        *struct{ Date time.Time }
	Parents       *count
	Authors       struct {
		TotalCount int
		Nodes      []struct {
			Name  string
			Email string
			User  *wireActor
		}
	}
	AssociatedPullRequests *struct {
		Nodes []struct {
			Number     int
			Repository struct{ ID string }
		}
	}
}

type wireReview struct {
	ID                string
	FullDatabaseID    bigInt
	State             string
	Body              string
	SubmittedAt       time.Time
	UpdatedAt         time.Time
	AuthorAssociation string
	Author            *wireActor
	Commit            *struct{ OID string }
}

type wireReviewThread struct {
	ID       string
	Comments connection[wireReviewComment]
}

type wireComment struct {
	ID                string
	FullDatabaseID    bigInt
	DatabaseID        int64 // discussions and commits
	Body              string
	CreatedAt         time.Time
	UpdatedAt         time.Time
	AuthorAssociation string
	IsMinimized       bool
	Author            *wireActor
	Reactions         count
}

type wireReviewComment struct {
	wireComment
	Path              string
	State             string
	OriginalCommit    *struct{ OID string }
	PullRequestReview *struct{ FullDatabaseID bigInt } // null where GitHub lists no review for a reply
	ReplyTo           *struct{ FullDatabaseID bigInt }
}

type wireIssueComment struct {
	wireComment
	Issue       *wireIssue
	PullRequest *wirePullRequest
}

type wireCommitComment struct {
	wireComment
	Path       string
	Commit     *struct{ OID string }
	Repository *wireRepository
}

type wireDiscussionComment struct {
	wireComment
	DeletedAt  time.Time
	IsAnswer   bool
	ReplyTo    *struct{ DatabaseID int64 }
	Discussion *wireDiscussion
	Replies    *connection[wireDiscussionComment]
}

type wireIssue struct {
	wireThread
	ClosedBy *struct {
		Nodes []struct {
			CreatedAt time.Time
			Closer    *struct {
				Typename   string `json:"__typename"`
				ID         string
				Number     int
				Repository *wireRepository
			}
		}
	}
}

type wireDiscussion struct {
	wireThread
	Closed      bool
	IsAnswered  bool
	UpvoteCount int
	Category    *struct {
		Name         string
		IsAnswerable bool
	}
	Answer         *struct{ DatabaseID int64 }
	AnswerChosenBy *wireActor
}

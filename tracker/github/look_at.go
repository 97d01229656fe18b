package github

import (
	"context"
	"strings"
	"time"

	"rungless/tracker"
)

// Sighting is what a person reads of something now.
type Sighting struct {
	Title    string // of a thread
	Text     string
	State    tracker.State // of a thread or a review; "" else
	IsHidden bool          // its text is, by a maintainer of the repository
}

// wireLook is an item as LookAt shows it.
type wireLook struct {
	Typename         string `json:"__typename"`
	ID               string
	Title            string
	Body             string
	Message          string
	PullRequestState string
	IssueState       string
	ReviewState      string
	Closed           bool
	IsMinimized      bool
	DeletedAt        time.Time
}

// LookAt asks how things are now, by their node ids: of threads, reviews, comments,
// commits and repositories. What GitHub does not show is not in the answer. With an
// error comes what was seen before it.
func (s *Source) LookAt(ctx context.Context, ids []string) (map[string]Sighting, error) {
	seen := map[string]Sighting{}
	size := min(reconcileBatch, len(ids))
	for len(ids) > 0 {
		var data struct {
			reply
			Nodes []*wireLook
		}
		var asked []string
		err := s.client.halving("LookAt", &size, floorIDs, func(size int) error {
			asked = ids[:min(size, len(ids))]
			data.Nodes = nil
			_, err := s.client.query(ctx, "LookAt", map[string]any{"ids": asked}, &data)
			return err
		})
		if err != nil {
			return seen, err
		}
		for i, w := range data.Nodes {
			if w != nil && i < len(asked) && w.DeletedAt.IsZero() {
				seen[asked[i]] = w.sighting()
			}
		}
		ids = ids[len(asked):]
	}
	return seen, nil
}

func (w *wireLook) sighting() Sighting {
	state := tracker.State(strings.ToLower(w.PullRequestState + w.IssueState + w.ReviewState))
	if w.Typename == "Discussion" {
		state = discussionState(w.Closed)
	}
	return Sighting{Title: w.Title, Text: w.Body + w.Message, State: state, IsHidden: w.IsMinimized}
}

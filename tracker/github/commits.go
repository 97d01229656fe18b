package github

import (
	"context"
	"maps"
	"slices"
	"time"

	"rungless/tracker"
)

// branch is how far one default branch was read.
type branch struct {
	Wanted string    `json:",omitzero"` // head that is to be read
	Head   string    `json:",omitzero"` // head that was read to its end
	Walked time.Time `json:",omitzero"` // when that was
	After  string    `json:",omitzero"` // GitHub's cursor in the walk under way
	Page   int       `json:",omitzero"` // a page's length, once it had to be halved
	Got    int       // commits that came
	// Repository is whose branch it is, for its files.
	Repository tracker.RepositoryRef `json:",omitzero"`
}

// want notes the head of a default branch that has the person's commits.
func (c *contributionsPosition) want(v view, w wireRepository) {
	if w.DefaultBranchRef == nil || w.DefaultBranchRef.Target == nil {
		return
	}
	b := c.Branches[w.ID]
	b.Repository = v.repository(&w)
	if head := w.DefaultBranchRef.Target.OID; head != b.Head {
		b.Wanted = head
	}
	c.Branches[w.ID] = b
}

// branches reads the person's commits on each default branch whose head moved, and
// the files of the branch.
func (r *run) branches(ctx context.Context, p person, position *contributionsPosition) error {
	author := map[string]any{"id": p.account.NodeID}
	for _, id := range slices.Sorted(maps.Keys(position.Branches)) {
		for b := position.Branches[id]; b.Wanted != ""; {
			batch, err := r.history(ctx, id, author, &b)
			if err != nil {
				return err
			}
			position.Branches[id] = b
			batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), "contributions", position)}
			r.progress(p.scope(), p.account.Login, "commits", b.Got, 0)
			if err := r.emit(ctx, batch); err != nil {
				return err
			}
		}
		if b := position.Branches[id]; b.Repository.Name != "" {
			if err := r.files(ctx, b.Repository, b.Head); err != nil {
				return err
			}
		}
	}
	return nil
}

type historyReply struct {
	reply
	Node *wireRepository
}

// history reads one page of a default branch and moves b on. Without an author
// it reads everybody's commits. A repository that cannot be seen any more is
// left as read; the look at old items notices it.
func (r *run) history(ctx context.Context, id string, author map[string]any, b *branch) (tracker.Batch, error) {
	size := fullPage
	if b.Page > 0 {
		size = b.Page
	}
	variables := map[string]any{"id": id}
	if author != nil {
		variables["author"] = author
	}
	if !b.Walked.IsZero() {
		variables["since"] = b.Walked.Add(-redo)
	}
	if b.After != "" {
		variables["after"] = b.After
	}
	var data historyReply
	err := r.client.halving("History", &size, floorPage, func(size int) error {
		variables["first"] = size
		data = historyReply{}
		_, err := r.client.query(ctx, "History", variables, &data)
		return err
	})
	if err != nil {
		return tracker.Batch{}, err
	}
	if size < fullPage {
		b.Page = size
	}
	return r.takeHistory(data.Node, b), nil
}

func (r *run) takeHistory(w *wireRepository, b *branch) tracker.Batch {
	var batch tracker.Batch
	info := pageInfo{}
	if w != nil && w.DefaultBranchRef != nil && w.DefaultBranchRef.Target != nil && w.DefaultBranchRef.Target.History != nil {
		v, repository := r.view(), r.view().repository(w)
		history := w.DefaultBranchRef.Target.History
		info = history.PageInfo
		for _, node := range history.Nodes {
			c, links := v.commit(repository, node)
			c.OnDefault, c.PullRequests = true, associated(node.value, w.ID)
			batch.Commits, batch.EmailLinks = append(batch.Commits, c), append(batch.EmailLinks, links...)
		}
	}
	b.Got += len(batch.Commits)
	b.After = info.EndCursor
	if !info.HasNextPage {
		b.Head, b.Wanted, b.After, b.Page = b.Wanted, "", "", 0
		b.Walked = r.client.clock.seconds()
	}
	return batch
}

// associated lists the pull requests of the same repository that a commit
// belongs to; nil when GitHub names none, which is not to say that there is none.
func associated(w wireCommit, repositoryID string) (numbers []int) {
	if w.AssociatedPullRequests == nil {
		return nil
	}
	for _, p := range w.AssociatedPullRequests.Nodes {
		if p.Repository.ID == repositoryID {
			numbers = append(numbers, p.Number)
		}
	}
	return numbers
}

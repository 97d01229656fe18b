package github

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// headBatch is how many repositories one query tells the heads of: one point.
const headBatch = 25

// repository is one tracked repository during a run, and how new the newest of
// each of its lists is.
type repository struct {
	ref  tracker.RepositoryRef
	head wireHead
}

func (p repository) scope() string { return "repository:" + p.ref.NodeID }

// namePosition remembers which repository a configured name meant, so that one
// that cannot be seen any more is known to be that one.
type namePosition struct{ Ref tracker.RepositoryRef }

// wireHead is the fragment RepositoryHead.
type wireHead struct {
	wireRepository
	Description           string
	CreatedAt             time.Time
	UpdatedAt             time.Time
	StargazerCount        int
	HasDiscussionsEnabled bool
	Issues                count
	PullRequests          newest
	Discussions           newest
	Releases              newest
}

// newest is a list's length and its newest item.
type newest struct {
	TotalCount int
	Nodes      []struct {
		ID        string
		UpdatedAt time.Time
	}
}

// mark changes whenever the list does, as far as its newest item and its length
// tell.
func (n newest) mark() string {
	text := fmt.Sprintf("%d", n.TotalCount)
	for _, node := range n.Nodes {
		text += " " + node.ID + " " + node.UpdatedAt.Format(time.RFC3339)
	}
	return text
}

// syncRepositories reads each configured repository.
func (r *run) syncRepositories(ctx context.Context) error {
	for names := range slices.Chunk(r.repositories, headBatch) {
		heads, problems, err := r.heads(ctx, names)
		if err != nil {
			return err
		}
		for i, name := range names {
			head, ok := heads[fmt.Sprintf("r%d", i)]
			if !ok || head.isNull() {
				err = r.noRepository(ctx, name, problemsOf(problems, i))
			} else {
				err = r.syncRepository(ctx, name, head)
			}
			if err := r.tolerate(err); err != nil {
				return err
			}
		}
	}
	return nil
}

// headsReply has a field for each alias, so it is decoded by hand.
type headsReply struct {
	reply
	heads map[string]item[wireHead]
}

func (h *headsReply) UnmarshalJSON(text []byte) error {
	if err := json.Unmarshal(text, &h.reply); err != nil {
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	h.heads = map[string]item[wireHead]{}
	for alias, raw := range fields {
		var head item[wireHead]
		if alias == "rateLimit" {
			continue
		}
		if err := json.Unmarshal(raw, &head); err != nil {
			return err
		}
		h.heads[alias] = head
	}
	return nil
}

func (r *run) heads(ctx context.Context, names []string) (map[string]item[wireHead], []problem, error) {
	variables := map[string]any{}
	for i, full := range names {
		owner, name, _ := strings.Cut(full, "/")
		variables[fmt.Sprintf("owner%d", i)], variables[fmt.Sprintf("name%d", i)] = owner, name
	}
	var data headsReply
	var problems []problem
	err := r.client.insist("RepositoryHeads", func() (err error) {
		problems, err = r.client.ask(ctx, "RepositoryHeads", r.client.documents.repositoryHeads(len(names)), variables, &data)
		return err
	})
	return data.heads, problems, err
}

// problemsOf returns the problems of the ith alias.
func problemsOf(problems []problem, i int) (own []problem) {
	for _, p := range problems {
		if len(p.Path) > 0 && p.Path[0] == fmt.Sprintf("r%d", i) {
			own = append(own, p)
		}
	}
	return own
}

// noRepository stores that a repository cannot be read, and buries one that
// could be read before.
func (r *run) noRepository(ctx context.Context, name string, problems []problem) error {
	known, err := load[namePosition](ctx, r, "name:"+name, "repository")
	if err != nil {
		return err
	}
	refusal := forbidden("the repository "+name, problems)
	if refusal == nil {
		refusal = tracker.Errorf(tracker.NotFound, "github.repository "+name, "there is no repository %s, or the token may not see it", name).
			WithHint("check the spelling, and that the token may read it if it is private")
	}
	batch := tracker.Batch{Coverage: []tracker.Coverage{{
		Source: tracker.GitHubSource, Scope: "name:" + name, Label: name, Stream: "repository", Asked: -1, Gap: refusal.Message}}}
	if known.Ref.NodeID != "" {
		batch.Tombstones = []tracker.Tombstone{{Thread: tracker.ThreadRef{Repository: known.Ref}, Reason: tracker.Inaccessible, At: r.view().at}}
	}
	if err := r.emit(ctx, batch); err != nil {
		return err
	}
	return refusal
}

func (r *run) syncRepository(ctx context.Context, name string, head item[wireHead]) error {
	v := r.view()
	p := repository{ref: v.repository(&head.value.wireRepository), head: head.value}
	err := r.emit(ctx, tracker.Batch{
		Repositories: []tracker.Repository{v.repositoryHead(head)},
		Cursors:      []tracker.Cursor{cursorAt("name:"+name, "repository", namePosition{Ref: p.ref})},
		Coverage: []tracker.Coverage{{Source: tracker.GitHubSource, Scope: "name:" + name, Label: name, Stream: "repository",
			To: v.at, Asked: 1, Got: 1}},
	})
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, repository) error{
		r.repositoryPullRequests, r.restLists, r.commitComments, r.repositoryDiscussions, r.releases, r.defaultBranch, r.repositoryFiles,
	} {
		if err := step(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// repositoryHead maps what a repository is.
func (v view) repositoryHead(n item[wireHead]) tracker.Repository {
	w := n.value
	t := v.sighting(&w.wireRepository)
	t.Description, t.Stars = w.Description, w.StargazerCount
	t.CreatedAt, t.UpdatedAt = w.CreatedAt.UTC(), w.UpdatedAt.UTC()
	if w.DefaultBranchRef != nil {
		t.DefaultBranch = w.DefaultBranchRef.Name
	}
	t.Payload = payload(repositoryForm, n.raw, "defaultBranchRef", "issues", "pullRequests", "discussions", "releases")
	return t
}

// coverage says how one list of the repository came.
func (p repository) coverage(stream string, asked, got int, to time.Time) tracker.Coverage {
	return tracker.Coverage{Source: tracker.GitHubSource, Scope: p.scope(), Label: p.ref.FullName(), Stream: stream,
		To: to, Asked: asked, Got: got, Gap: gapOf(asked, got, strings.ReplaceAll(stream, "_", " "))}
}

// defaultBranch reads the commits of the default branch once its head moved.
func (r *run) defaultBranch(ctx context.Context, p repository) error {
	b, err := load[branch](ctx, r, p.scope(), "commits")
	if err != nil {
		return err
	}
	if ref := p.head.DefaultBranchRef; b.Wanted == "" && ref != nil && ref.Target != nil && ref.Target.OID != b.Head {
		b.Wanted = ref.Target.OID
	}
	for b.Wanted != "" {
		batch, err := r.history(ctx, p.ref.NodeID, nil, &b)
		if err != nil {
			return err
		}
		batch.Cursors = []tracker.Cursor{cursorAt(p.scope(), "commits", b)}
		r.progress(p.scope(), p.ref.FullName(), "commits", b.Got, 0)
		if err := r.emit(ctx, batch); err != nil {
			return err
		}
	}
	return r.emit(ctx, tracker.Batch{Coverage: []tracker.Coverage{p.coverage("commits", -1, b.Got, r.view().at)}})
}

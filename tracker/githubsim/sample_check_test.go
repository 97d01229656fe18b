package githubsim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker/testneed"
)

// checker looks for what cannot be true of a GitHub. It holds for any world, a
// drawn or a loaded one.
type checker struct {
	world    *World
	users    map[*User]bool
	nodeIDs  map[string]string
	ids      map[string]string
	problems []string
}

// checkWorld returns what is wrong with a world, each in a sentence.
func checkWorld(w *World) []string {
	c := &checker{world: w, users: map[*User]bool{}, nodeIDs: map[string]string{}, ids: map[string]string{}}
	logins := map[string]bool{}
	for _, u := range w.Users {
		c.users[u] = true
		c.unique("user", "user "+u.Login, u.ID, u.NodeID)
		c.want(!logins[strings.ToLower(u.Login)], "two users are called %s", u.Login)
		logins[strings.ToLower(u.Login)] = true
		c.past("user "+u.Login, u.CreatedAt, u.UpdatedAt)
	}
	c.want(w.Viewer != nil && c.users[w.Viewer], "the viewer is not among the users")
	for _, r := range w.Repositories {
		c.repository(r)
	}
	return c.problems
}

func (c *checker) want(ok bool, format string, args ...any) {
	if !ok && len(c.problems) < 50 {
		c.problems = append(c.problems, fmt.Sprintf(format, args...))
	}
}

// unique checks a thing's ids: database ids differ within a kind, node ids always.
func (c *checker) unique(kind, name string, id int64, nodeID string) {
	key := fmt.Sprint(kind, " ", id)
	c.want(id > 0 && c.ids[key] == "", "%s has the database id %d of %s", name, id, c.ids[key])
	c.want(nodeID != "" && c.nodeIDs[nodeID] == "", "%s has the node id %s of %s", name, nodeID, c.nodeIDs[nodeID])
	c.ids[key], c.nodeIDs[nodeID] = name, name
}

// past checks that times are in order, in whole seconds, and not after now.
func (c *checker) past(name string, times ...time.Time) {
	for i, t := range times {
		c.want(!t.IsZero() && !t.After(c.world.Now), "%s: time %d, %v, is not in the past", name, i, t)
		c.want(t.Nanosecond() == 0, "%s: time %d, %v, has a fraction of a second", name, i, t)
		if i > 0 {
			c.want(!t.Before(times[i-1]), "%s: time %d, %v, is after the next, %v", name, i-1, times[i-1], t)
		}
	}
}

// known checks that somebody, where there is one, is in the world.
func (c *checker) known(name string, users ...*User) {
	for _, u := range users {
		c.want(u == nil || c.users[u], "%s: %v is not among the users", name, u)
	}
}

func (c *checker) repository(r *Repository) {
	name := r.fullName()
	c.unique("repository", name, r.ID, r.NodeID)
	c.past(name, r.CreatedAt, r.UpdatedAt)
	c.past(name, r.CreatedAt, r.PushedAt)
	c.known(name, r.Owner)
	c.want(r.Discussions || !slices.ContainsFunc(r.Threads, func(t *Thread) bool { return t.Type == "Discussion" }), "%s has discussions while they are off", name)
	c.history(r)
	for i, t := range r.Threads {
		c.want(t.Number == i+1, "%s: thread %d has number %d", name, i+1, t.Number)
		c.want(i == 0 || !t.CreatedAt.Before(r.Threads[i-1].CreatedAt), "%s: #%d was opened before #%d", name, t.Number, t.Number-1)
		c.thread(r, t)
	}
	for _, n := range r.Comments {
		c.want(slices.ContainsFunc(r.Commits, func(x *Commit) bool { return x.SHA == n.CommitSHA }), "%s: a comment is on no commit", name)
		c.comment(name, n)
	}
	for _, e := range r.Releases {
		c.unique("release", name+" "+e.Tag, e.ID, e.NodeID)
		c.past(name+" "+e.Tag, r.CreatedAt, e.PublishedAt)
		c.known(name, e.Author)
	}
}

var shaForm = regexp.MustCompile(`^[0-9a-f]{40}$`)

// history checks the default branch: every parent is there before its child.
func (c *checker) history(r *Repository) {
	seen := map[string]bool{}
	for i, x := range r.Commits {
		name := r.fullName() + "@" + x.SHA
		c.commit(name, x)
		c.want(!seen[x.SHA], "%s is twice on the default branch", name)
		c.want((len(x.Parents) == 0) == (i == 0), "%s: commit %d has %d parents", name, i, len(x.Parents))
		for _, p := range x.Parents {
			c.want(seen[p], "%s: parent %s does not come before it", name, p)
		}
		seen[x.SHA] = true
	}
}

func (c *checker) commit(name string, x *Commit) {
	c.want(shaForm.MatchString(x.SHA), "%s: not a hash", name)
	c.want(x.NodeID != "" && (c.nodeIDs[x.NodeID] == "" || c.nodeIDs[x.NodeID] == x.SHA), "%s: node id %q", name, x.NodeID)
	c.nodeIDs[x.NodeID] = x.SHA
	c.want(len(x.Authors) > 0 && x.Message != "", "%s: without author or message", name)
	c.past(name, x.Authors[0].When.UTC(), x.Committer.When.UTC())
	additions, deletions := sums(x.Files)
	c.want(x.Additions == additions && x.Deletions == deletions, "%s: +%d -%d, the files say +%d -%d", name, x.Additions, x.Deletions, additions, deletions)
	for _, a := range x.Authors {
		c.known(name, a.User)
		c.want(a.Email != "" && a.Name != "", "%s: an author without name or address", name)
		c.want(a.User == nil || slices.Contains(a.User.Emails, a.Email) || strings.HasSuffix(a.Email, "users.noreply.github.com"),
			"%s: %s is not an address of %v", name, a.Email, a.User)
	}
}

func sums(files []File) (additions, deletions int) {
	for _, f := range files {
		additions += f.Additions
		deletions += f.Deletions
	}
	return additions, deletions
}

func (c *checker) thread(r *Repository, t *Thread) {
	name := fmt.Sprintf("%s#%d", r.fullName(), t.Number)
	c.unique(t.Type, name, t.ID, t.NodeID)
	c.want(t.Repository == r, "%s is of another repository", name)
	c.want(t.Title != "", "%s has no title", name)
	c.past(name, r.CreatedAt, t.CreatedAt, t.UpdatedAt)
	c.known(name, append(slices.Clone(t.Assignees), t.Author, t.ClosedBy, t.MergedBy, t.AnswerBy)...)
	c.want((t.State == "OPEN") == t.ClosedAt.IsZero(), "%s is %s, closed at %v", name, t.State, t.ClosedAt)
	c.want(t.Association != "", "%s has no association", name)
	for _, x := range allComments(t) {
		c.want(x.Thread == t, "%s: a comment of another thread", name)
		c.want(!x.CreatedAt.Before(t.CreatedAt), "%s: a comment from before it", name)
		c.want(x.Review != nil && x.Review.State == "PENDING" || !x.UpdatedAt.After(t.UpdatedAt), "%s: a comment changed after it", name)
		c.comment(name, x)
	}
	c.events(name, t)
	switch t.Type {
	case "PullRequest":
		c.pullRequest(name, t)
	case "Discussion":
		c.want(t.Answer == nil || t.Answerable && slices.Contains(t.Comments, t.Answer) && !t.AnsweredAt.Before(t.Answer.CreatedAt), "%s: a wrong answer", name)
		c.want(t.Category != "", "%s has no category", name)
	}
}

func (c *checker) comment(name string, x *Comment) {
	c.unique(x.Type, name+" comment", x.ID, x.NodeID)
	c.past(name+" comment", x.CreatedAt, x.UpdatedAt)
	c.known(name, x.Author)
	c.want(x.Association != "" || x.Review != nil && x.Review.State == "PENDING", "%s: a comment without association", name)
	c.want(x.Body != "" || !x.DeletedAt.IsZero(), "%s: an empty comment", name)
	for _, reply := range x.Replies {
		c.want(reply.ReplyTo == x && !reply.CreatedAt.Before(x.CreatedAt), "%s: a reply out of place", name)
	}
	if x.Type == "PullRequestReviewComment" {
		c.want(x.Review != nil && slices.Contains(x.Review.Comments, x) && x.Path != "" && x.DiffHunk != "", "%s: a line comment out of place", name)
		c.want(x.ReplyTo == nil || x.ReplyTo.Path == x.Path && !x.CreatedAt.Before(x.ReplyTo.CreatedAt), "%s: a line reply out of place", name)
	}
}

// events replays a timeline and compares where it ends with the thread's state.
func (c *checker) events(name string, t *Thread) {
	state, draft, last := "OPEN", t.Draft, t.CreatedAt
	for _, e := range t.Events {
		c.unique("event", name+" "+e.Type, e.ID, e.NodeID)
		c.past(name+" "+e.Type, last, e.CreatedAt, t.UpdatedAt)
		c.known(name, e.Actor, e.Reviewer)
		last = e.CreatedAt
		switch e.Type {
		case "MergedEvent":
			state = "MERGED"
			c.want(e.CreatedAt.Equal(t.MergedAt) && e.Actor == t.MergedBy, "%s: its merge is not the thread's", name)
		case "ClosedEvent":
			if state == "OPEN" {
				state = "CLOSED"
			}
			c.want(t.State == "OPEN" || state != t.State || !e.CreatedAt.After(t.ClosedAt), "%s: closed again after it was closed", name)
		case "ReopenedEvent":
			c.want(state == "CLOSED", "%s: reopened while %s", name, state)
			state = "OPEN"
		case "ReadyForReviewEvent":
			draft = false
		case "ConvertToDraftEvent":
			draft = true
		case "ReviewRequestedEvent":
			c.want(e.Reviewer != nil && e.Reviewer != t.Author, "%s: asks nobody, or the author, for a review", name)
		case "CrossReferencedEvent":
			c.want(e.Source != nil, "%s: a reference from nowhere", name)
		}
	}
	c.want(state == t.State, "%s: its timeline ends %s, it is %s", name, state, t.State)
	c.want(draft == t.Draft, "%s: its timeline ends with draft %v", name, draft)
}

func (c *checker) pullRequest(name string, t *Thread) {
	merged := t.State == "MERGED"
	c.want(merged == !t.MergedAt.IsZero() && merged == (t.MergedBy != nil) && merged == (t.MergeCommitSHA != ""), "%s: half merged", name)
	additions, deletions := sums(t.Files)
	c.want(t.Additions == additions && t.Deletions == deletions && t.ChangedFiles == len(t.Files), "%s: sizes are not those of its files", name)
	c.want(len(t.CommitSHAs) > 0 && t.HeadSHA == t.CommitSHAs[len(t.CommitSHAs)-1].SHA, "%s: its head is not its last commit", name)
	c.branch(name, t)
	for _, r := range t.Reviews {
		c.review(name, t, r)
	}
	for _, issue := range t.Closes {
		c.want(issue.Type == "Issue" && (!merged || issue.State == "CLOSED"), "%s closes #%d, which is %s", name, issue.Number, issue.State)
	}
	if merged {
		i := slices.IndexFunc(t.Repository.Commits, func(x *Commit) bool { return x.SHA == t.MergeCommitSHA })
		c.want(i > 0 && t.Repository.Commits[i].PullRequest == t, "%s: its merge commit is not on the default branch", name)
	}
}

func (c *checker) branch(name string, t *Thread) {
	parent := t.BaseSHA
	additions, deletions := 0, 0
	for _, x := range t.CommitSHAs {
		c.commit(name, x)
		c.want(len(x.Parents) == 1 && x.Parents[0] == parent, "%s: its commits are no chain", name)
		additions, deletions, parent = additions+x.Additions, deletions+x.Deletions, x.SHA
	}
	c.want(additions == t.Additions && deletions == t.Deletions, "%s: its commits do not add up to it", name)
	c.want(slices.ContainsFunc(t.Repository.Commits, func(x *Commit) bool { return x.SHA == t.BaseSHA }), "%s: its base is not on the default branch", name)
}

func (c *checker) review(name string, t *Thread, r *Review) {
	c.unique("review", name+" review", r.ID, r.NodeID)
	c.known(name, r.Author)
	c.want(slices.ContainsFunc(t.CommitSHAs, func(x *Commit) bool { return x.SHA == r.CommitSHA }), "%s: a review of no commit of it", name)
	c.want((r.State == "PENDING") == r.SubmittedAt.IsZero(), "%s: a %s review submitted at %v", name, r.State, r.SubmittedAt)
	if r.State != "PENDING" {
		c.past(name+" review", t.CreatedAt, r.CreatedAt, r.SubmittedAt, r.UpdatedAt, t.UpdatedAt)
		c.want(r.State == "COMMENTED" || r.Author != t.Author || t.Author == nil, "%s: %s by its author", name, r.State)
		c.want(r.Association != "", "%s: a review without association", name)
	}
}

func TestSampleCouldBeAGitHub(t *testing.T) {
	for seed := range uint64(3) {
		now := sampleNow.AddDate(0, 0, -int(seed)*17)
		for _, problem := range checkWorld(Sample(seed, now)) {
			t.Errorf("seed %d: %s", seed, problem)
		}
	}
}

func TestCheckWorldNotices(t *testing.T) {
	testneed.Thorough(t)
	for _, c := range []struct {
		name  string
		spoil func(w *World, r *Repository, pull *Thread)
	}{
		{"a stranger", func(_ *World, _ *Repository, pull *Thread) { pull.Author = &User{Login: "nobody"} }},
		{"the future", func(w *World, r *Repository, _ *Thread) { r.PushedAt = w.Now.Add(time.Second) }},
		{"an id used twice", func(_ *World, r *Repository, pull *Thread) { pull.NodeID = r.NodeID }},
		{"wrong sums", func(_ *World, _ *Repository, pull *Thread) { pull.Additions++ }},
		{"a lost merge", func(_ *World, r *Repository, _ *Thread) { r.Commits = r.Commits[:len(r.Commits)-1] }},
		{"a gap in the numbers", func(_ *World, r *Repository, _ *Thread) { r.Threads = r.Threads[1:] }},
		{"an unsaid change", func(_ *World, _ *Repository, pull *Thread) { pull.UpdatedAt = pull.CreatedAt }},
		{"a timeline without its end", func(_ *World, _ *Repository, pull *Thread) { pull.Events = nil }},
		{"a broken chain", func(_ *World, _ *Repository, pull *Thread) { pull.CommitSHAs[0].Parents = []string{"x"} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			world := Sample(3, sampleNow)
			r := world.Repositories[0]
			i := slices.IndexFunc(r.Threads, func(x *Thread) bool { return x.State == "MERGED" && len(x.Reviews) > 0 })
			c.spoil(world, r, r.Threads[i])
			if len(checkWorld(world)) == 0 {
				t.Error("the checker noticed nothing")
			}
		})
	}
}

package githubsim

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var sampleNow = time.Date(2026, 11, 20, 16, 30, 0, 0, time.UTC)

// shape is what is counted in a world, as the program will count it.
type shape struct {
	PullRequests, Merged, Drafts, CrossRepo      int
	Reviews, Pending, Dismissed, ReviewComments  int
	Issues, ClosedByPull, IssueComments          int
	Discussions, Answered, DiscussionComments    int
	CommitRoles, MergeCommits, Assisted, Reverts int
	CommitComments, Releases                     int
	Ghost, FirstTime, Contributor                int
}

func (s shape) contributions() int {
	return s.PullRequests + s.Reviews + s.ReviewComments + s.Issues + s.IssueComments + s.Discussions + s.DiscussionComments +
		s.CommitRoles + s.CommitComments
}

func shapeOf(w *World) shape {
	var s shape
	for _, r := range w.Repositories {
		seen := map[string]bool{}
		for _, t := range r.Threads {
			s.addThread(t)
			s.addCommits(t.CommitSHAs, seen)
		}
		s.addCommits(r.Commits, seen)
		s.CommitComments += len(r.Comments)
		s.Releases += len(r.Releases)
	}
	return s
}

func (s *shape) addThread(t *Thread) {
	s.Ghost += count(t.Author == nil)
	s.FirstTime += count(t.Association == "FIRST_TIME_CONTRIBUTOR")
	s.Contributor += count(t.Association == "CONTRIBUTOR")
	switch t.Type {
	case "Issue":
		s.Issues++
		s.IssueComments += len(t.Comments)
	case "Discussion":
		s.Discussions++
		s.Answered += count(t.Answer != nil)
		for _, c := range t.Comments {
			s.DiscussionComments += 1 + len(c.Replies)
		}
	case "PullRequest":
		s.PullRequests++
		s.Merged += count(t.State == "MERGED")
		s.Drafts += count(t.Draft)
		s.CrossRepo += count(t.CrossRepo)
		s.ClosedByPull += len(t.Closes)
		s.IssueComments += len(t.Comments)
		s.Reverts += count(len(t.Title) > 8 && t.Title[:8] == `Revert "`)
		for _, r := range t.Reviews {
			s.addReview(r)
		}
	}
}

func (s *shape) addReview(r *Review) {
	if r.State == "PENDING" {
		s.Pending++
		return
	}
	s.Reviews++
	s.Dismissed += count(r.State == "DISMISSED")
	s.ReviewComments += len(r.Comments)
}

func (s *shape) addCommits(list []*Commit, seen map[string]bool) {
	for _, c := range list {
		if seen[c.SHA] {
			continue
		}
		seen[c.SHA] = true
		s.CommitRoles += len(c.Authors)
		s.MergeCommits += count(len(c.Parents) > 1)
		s.Assisted += count(slices.ContainsFunc(c.Authors, func(a Signature) bool {
			return slices.ContainsFunc(agents, func(g agent) bool { return g.email == a.Email })
		}))
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func TestSampleHasTheShapeOfAnOrganisation(t *testing.T) {
	world := Sample(1, sampleNow)
	got := shapeOf(world)
	t.Logf("%+v: %d contributions", got, got.contributions())
	for _, c := range []struct {
		what      string
		got       int
		low, high int
	}{
		{"contributions", got.contributions(), 25_000, 40_000},
		{"repositories", len(world.Repositories), 25, 25},
		{"pull requests", got.PullRequests, 2500, 4000},
		{"merged", got.Merged, 2000, 3200},
		{"drafts", got.Drafts, 5, 120},
		{"cross-repository", got.CrossRepo, 100, 1200},
		{"reviews", got.Reviews, 5000, 10_000},
		{"pending reviews", got.Pending, 1, 1},
		{"dismissed reviews", got.Dismissed, 10, 150},
		{"issues closed by pull requests", got.ClosedByPull, 300, 1200},
		{"discussions", got.Discussions, 100, 400},
		{"accepted answers", got.Answered, 25, 200},
		{"merge commits", got.MergeCommits, 250, 900},
		{"assisted commits", got.Assisted, 300, 2000},
		{"reverts", got.Reverts, 10, 90},
		{"commit comments", got.CommitComments, 30, 250},
		{"releases", got.Releases, 100, 400},
		{"threads of ghosts", got.Ghost, 5, 200},
		{"first-time contributors", got.FirstTime, 1, 60},
		{"contributors", got.Contributor, 200, 1500},
	} {
		if c.got < c.low || c.got > c.high {
			t.Errorf("%s: got %d, want %d to %d", c.what, c.got, c.low, c.high)
		}
	}
}

func TestSampleIsTheSameForTheSameSeedAndClock(t *testing.T) {
	one, two := outline(t, Sample(7, sampleNow)), outline(t, Sample(7, sampleNow))
	if one != two {
		t.Error("two samples of one seed differ")
	}
	if one == outline(t, Sample(8, sampleNow)) {
		t.Error("the seed changes nothing")
	}
}

// outline is a world as text. Pointers up and across are left out: they make
// circles.
func outline(t *testing.T, w *World) string {
	t.Helper()
	var b []byte
	add := func(values ...any) {
		text, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, text...)
	}
	for _, u := range w.Users {
		add(u)
	}
	for _, r := range w.Repositories {
		add(r.ID, r.NodeID, r.fullName(), r.Topics, r.Stars, r.UpdatedAt, r.Files)
		for _, c := range r.Commits {
			add(c.SHA, c.Message, c.Authors, c.Parents, c.Files)
		}
		for _, th := range r.Threads {
			add(th.NodeID, th.Title, th.Body, th.State, th.UpdatedAt, th.Files, th.HeadSHA, th.BaseSHA, th.Labels)
			for _, c := range allComments(th) {
				add(c.NodeID, c.Body, c.CreatedAt)
			}
			for _, e := range th.Events {
				add(e.NodeID, e.Type, e.CreatedAt)
			}
			for _, r := range th.Reviews {
				add(r.NodeID, r.State, r.Body, r.SubmittedAt)
			}
		}
	}
	return string(b)
}

func TestSampleTellsItsStories(t *testing.T) {
	for seed := range uint64(3) {
		world, stories := SampleWithStories(seed, sampleNow)
		names := map[string]int{}
		for _, story := range stories {
			names[story.Name]++
			checkStory(t, world, story)
		}
		want := map[string]int{"moved": 9, "stalled": 1, "glanced": 1, "invited": 1, "credited themself": 1, "trusted": 1,
			"cited": 1, "answered": 1, "documented": 1, "decided": 1}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("seed %d: stories (-want +got):\n%s", seed, diff)
		}
	}
}

func checkStory(t *testing.T, w *World, story *Story) {
	t.Helper()
	for i, step := range story.Steps {
		switch {
		case step.Thread == nil:
			t.Errorf("%s %s: step %s has no thread", story.Name, story.Login, step.Name)
		case step.Thread.Type == "PullRequest" && step.Thread.State != "MERGED":
			t.Errorf("%s %s: step %s was not merged", story.Name, story.Login, step.Name)
		case step.At.After(w.Now):
			t.Errorf("%s %s: step %s lies in the future", story.Name, story.Login, step.Name)
		case i > 0 && !step.At.After(story.Steps[i-1].At):
			t.Errorf("%s %s: step %d, %s, is not after the one before", story.Name, story.Login, i, step.Name)
		}
	}
	if story.Name == "moved" || story.Name == "glanced" || story.Name == "stalled" {
		if first := firstTouch(w, story); first.Before(story.Steps[0].At) {
			t.Errorf("%s %s: was in %s on %v, before the story's %v", story.Name, story.Login, story.To, first, story.Steps[0].At)
		}
	}
}

// firstTouch is when a story's person first did something in its domain.
func firstTouch(w *World, story *Story) time.Time {
	first := w.Now
	touch := func(u *User, at time.Time) {
		if u != nil && u.Login == story.Login && at.Before(first) {
			first = at
		}
	}
	for _, r := range w.Repositories {
		if r.Topics[0] != story.To {
			continue
		}
		for _, t := range r.Threads {
			touch(t.Author, t.CreatedAt)
			for _, c := range allComments(t) {
				touch(c.Author, c.CreatedAt)
			}
			for _, review := range t.Reviews {
				touch(review.Author, review.SubmittedAt)
			}
		}
		for _, c := range r.Commits {
			for _, a := range c.Authors {
				touch(a.User, c.Committer.When)
			}
		}
	}
	return first
}

// allComments lists every comment of a thread, replies and line comments too.
func allComments(t *Thread) []*Comment {
	var list []*Comment
	for _, c := range t.Comments {
		list = append(append(list, c), c.Replies...)
	}
	for _, r := range t.Reviews {
		list = append(list, r.Comments...)
	}
	return list
}

func BenchmarkSample(b *testing.B) {
	for b.Loop() {
		Sample(1, sampleNow)
	}
}

package github_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
)

// treeRequests counts the requests for whole trees since the nth request.
func treeRequests(g *rig, from int) int {
	n := 0
	for _, line := range g.requests(from) {
		if strings.Contains(line, "/git/trees/") {
			n++
		}
	}
	return n
}

// push puts a commit with a new file on the default branch of a world's first
// repository.
func push(g *rig, w *githubsim.World, path string) {
	g.server.Mutate(func(*githubsim.World) {
		r := w.Repositories[0]
		last := r.Commits[len(r.Commits)-1]
		sha := strings.Repeat("0", 34) + "push" + path[:2]
		r.Commits = append(r.Commits, &githubsim.Commit{Repository: r, SHA: sha, Message: "Push", Parents: []string{last.SHA},
			Authors: last.Authors, Committer: last.Committer, Files: []githubsim.File{{Path: path, Additions: 1, Change: "ADDED"}}})
	})
}

func TestTheFilesOfABranchAreReadOnceItMovedAndOnceADayAtMost(t *testing.T) {
	w := small(t)
	r := w.Repositories[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{Repositories: []string{r.Owner.Login + "/" + r.Name}})
	for _, step := range []struct {
		name  string
		after time.Duration
		push  string
		want  int
	}{
		{"the first time", 0, "", 1},
		{"nothing moved", 48 * time.Hour, "", 0},
		{"it moved", 0, "aa.py", 1},
		{"it moved on the same day", time.Hour, "bb.py", 0},
		{"a day later", 24 * time.Hour, "", 1},
	} {
		g.clock.pass(step.after)
		if step.push != "" {
			push(g, w, step.push)
		}
		before := len(g.server.Log())
		g.mustSync()
		if got := treeRequests(g, before); got != step.want {
			t.Errorf("%s: %d trees asked for, want %d", step.name, got, step.want)
		}
	}
	tree := g.ledger.trees[repositoryKey(tracker.RepositoryRef{DatabaseID: r.ID})]
	if !slices.Contains(tree.Paths, "aa.py") || !slices.Contains(tree.Paths, "bb.py") || !slices.IsSorted(tree.Paths) {
		t.Errorf("the files are %d, without both that were pushed, or not sorted", len(tree.Paths))
	}
	if got := g.ledger.coverage["repository:"+r.NodeID+" files"]; got.Got != len(tree.Paths) || got.Gap != "" {
		t.Errorf("coverage %+v, want %d files and no gap", got, len(tree.Paths))
	}
}

func TestThePlacesOfAPersonsCommitsHaveTheirFilesRead(t *testing.T) {
	w := small(t)
	g := newRig(t, w, githubsim.Options{}, github.Options{People: busy(w, 1)})
	g.mustSync()
	if len(g.ledger.trees) == 0 {
		t.Fatal("no files were read")
	}
	before := len(g.server.Log())
	g.clock.pass(48 * time.Hour)
	g.mustSync()
	if got := treeRequests(g, before); got != 0 {
		t.Errorf("nothing moved, and %d trees were asked for", got)
	}
}

func TestATreeThatGitHubCutsIsAGap(t *testing.T) {
	w := small(t)
	r := w.Repositories[0]
	g := newRig(t, w, githubsim.Options{TreeLimit: 3}, github.Options{Repositories: []string{r.Owner.Login + "/" + r.Name}})
	g.mustSync()
	if got := g.ledger.coverage["repository:"+r.NodeID+" files"]; got.Got != 3 || !strings.Contains(got.Gap, "there are more") {
		t.Errorf("coverage %+v, want three files and that there are more", got)
	}
}

func TestAReviewsWordsAndACommentsLinksAreSeen(t *testing.T) {
	w := small(t)
	r := w.Repositories[0]
	g := newRig(t, w, githubsim.Options{}, github.Options{Repositories: []string{r.Owner.Login + "/" + r.Name}})
	worded := map[int64]bool{}
	var issue, pull *githubsim.Thread
	g.server.Mutate(func(*githubsim.World) {
		for _, th := range r.Threads {
			for _, v := range th.Reviews {
				worded[v.ID] = strings.ContainsFunc(v.Body, unicode.IsLetter)
			}
			if th.Type == "Issue" && len(th.Comments) > 0 && issue == nil {
				issue = th
			}
			if th.State == "MERGED" {
				pull = th
			}
		}
		pull.Body += "\n\nAs " + githubsim.Self + "/" + r.Owner.Login + "/" + r.Name + "/issues/" + strconv.Itoa(issue.Number) + "#issuecomment-" + strconv.Itoa(int(issue.Comments[0].ID)) + " says."
	})
	g.mustSync()
	if len(g.ledger.reviews) == 0 {
		t.Fatal("no reviews came")
	}
	for id, review := range g.ledger.reviews {
		if want := map[bool]tracker.Wording{true: tracker.Worded, false: tracker.Wordless}[worded[id]]; review.Wording != want {
			t.Errorf("review %d has wording %d, want %d", id, review.Wording, want)
		}
	}
	cites := g.ledger.threads[threadKey(tracker.ThreadRef{Repository: tracker.RepositoryRef{DatabaseID: r.ID}, Number: pull.Number})].Cites
	if len(cites) != 1 || cites[0].DatabaseID != issue.Comments[0].ID || cites[0].Thread.Number != issue.Number {
		t.Errorf("#%d cites %+v, want comment %d of #%d", pull.Number, cites, issue.Comments[0].ID, issue.Number)
	}
}

func TestAPersonsRepositoriesComeWithTheirTopics(t *testing.T) {
	w := small(t)
	g := newRig(t, w, githubsim.Options{}, github.Options{People: busy(w, 1)})
	g.mustSync()
	for _, r := range w.Repositories {
		if got, ok := g.ledger.topics[r.ID]; ok && !slices.Equal(got, r.Topics) {
			t.Errorf("%s has the topics %v, want %v", r.Name, got, r.Topics)
		}
	}
	if len(g.ledger.topics) == 0 {
		t.Error("no topics came")
	}
}

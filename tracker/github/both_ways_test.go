package github_test

import (
	"fmt"
	"testing"
	"time"

	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/testneed"
)

// shape is a repository of which somebody who is followed opened some pull requests; the
// others are by people whom nobody follows.
type shape struct{ all, theirs, comments int }

// world has each pull request reviewed once, with some comments on lines.
func (s shape) world() *githubsim.World {
	start := testTime.AddDate(0, -6, 0)
	user := func(login string) *githubsim.User {
		return &githubsim.User{Type: "User", Login: login, CreatedAt: start}
	}
	followed, other := user("followed"), user("other")
	r := &githubsim.Repository{Owner: other, Name: "shape", CreatedAt: start}
	for i := range s.all {
		at := start.Add(time.Duration(i) * time.Hour)
		t := &githubsim.Thread{Type: "PullRequest", Number: i + 1, Title: "Change", Author: other, CreatedAt: at, HeadRef: "change", HeadSHA: fmt.Sprintf("%040d", i+1)}
		if i*s.theirs/s.all != (i+1)*s.theirs/s.all {
			t.Author = followed
		}
		review := &githubsim.Review{Author: other, State: "COMMENTED", Body: "A word.", SubmittedAt: at.Add(time.Minute), CommitSHA: t.HeadSHA}
		for j := range s.comments {
			review.Comments = append(review.Comments, &githubsim.Comment{Author: other, Body: "Why?", CreatedAt: at.Add(time.Minute), Path: "a.go", Line: j + 1, CommitSHA: t.HeadSHA})
		}
		t.Reviews = []*githubsim.Review{review}
		r.Threads = append(r.Threads, t)
	}
	return &githubsim.World{Now: testTime, Viewer: followed, Users: []*githubsim.User{followed, other}, Repositories: []*githubsim.Repository{r}}
}

// repositoryIsCheaper is the rule of docs/sync.md: a page of fifty pull requests costs as
// many points as ten that are read by name.
func (s shape) repositoryIsCheaper() bool { return 5*s.theirs > s.all }

// TestWhichWayOfReadingIsCheaper reads each shape by person and by repository from nothing;
// docs/sync.md shows the table.
func TestWhichWayOfReadingIsCheaper(t *testing.T) {
	testneed.Thorough(t)
	for _, s := range []shape{{300, 3, 1}, {300, 30, 1}, {300, 45, 1}, {300, 90, 1}, {300, 300, 1}, {300, 30, 10}, {300, 90, 10}, {60, 30, 1}} {
		read := func(o github.Options) (calls, points int) {
			g := newRig(t, s.world(), githubsim.Options{}, o)
			g.mustSync()
			return g.usage.Calls, g.usage.Points
		}
		personCalls, personPoints := read(github.Options{People: []string{"followed"}})
		repositoryCalls, repositoryPoints := read(github.Options{Repositories: []string{"other/shape"}})
		t.Logf("| %d | %d | %d | %d / %d | %d / %d |", s.all, s.theirs, s.comments, personCalls, personPoints, repositoryCalls, repositoryPoints)
		if got := repositoryPoints < personPoints; got != s.repositoryIsCheaper() {
			t.Errorf("%+v: by person %d points, by repository %d; the rule says otherwise", s, personPoints, repositoryPoints)
		}
	}
}

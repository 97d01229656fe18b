package growth

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"rungless/tracker"
)

// FuzzMeasure gives strange facts: nothing where something should be, times before time
// began and after now, lines below zero, threads that close themselves, people without
// names. Whatever they are, a profile comes out and each figure in it is a number.
func FuzzMeasure(f *testing.F) {
	for _, seed := range []string{"", "\x00\x01\x02\x03\x04\x05\x06\x07", "\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6\xf5\xf4", "many threads by few people, merged by others",
		"\x03\x03\x03\x03\x09\x09\x09\x09\x12\x12\x12\x12\x21\x21\x21\x21\x42\x42\x42\x42\x81\x81\x81\x81"} {
		f.Add([]byte(seed), uint16(40))
	}
	f.Fuzz(func(t *testing.T, text []byte, n uint16) {
		s := &strange{text: text}
		in := s.input(int(n % 60))
		profile := Measure(Growth1(), in)
		if _, err := json.Marshal(profile); err != nil { // it knows neither NaN nor infinity
			t.Fatal(err)
		}
		for name, figure := range figures(profile) {
			if figure < 0 || math.IsNaN(figure) || math.IsInf(figure, 0) {
				t.Errorf("%s is %v", name, figure)
			}
		}
		MeasureHours(in.Person, in.Records, in.Window, time.UTC)
		HomeDomains(Growth1(), in)
	})
}

// strange draws facts from a text, over and over.
type strange struct {
	text []byte
	at   int
}

func (s *strange) below(n int) int {
	s.at++
	if len(s.text) == 0 {
		return s.at % n
	}
	return (int(s.text[s.at%len(s.text)]) + 7*(s.at/len(s.text))) % n
}

func (s *strange) time() time.Time {
	switch s.below(8) {
	case 0:
		return time.Time{}
	case 1:
		return today.AddDate(300, 0, 0)
	case 2:
		return time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC) // a clock that was never set
	}
	return daysAgo(float64(s.below(500)) - 20)
}

func (s *strange) account() tracker.Account {
	switch s.below(7) {
	case 0:
		return tracker.Account{}
	case 1:
		return ghost
	case 2:
		return tracker.Account{Email: "a@example.org", Kind: tracker.EmailAccount}
	case 3:
		return tracker.Account{Login: "ADA", Host: "github.com", Kind: tracker.UserAccount}
	case 4:
		return bot("tidy[bot]")
	}
	return staff[s.below(len(staff))]
}

func (s *strange) ref() tracker.ThreadRef {
	kinds := []tracker.Kind{tracker.PullRequestKind, tracker.IssueKind, tracker.DiscussionKind, tracker.CommitKind, ""}
	repositories := []tracker.RepositoryRef{engine, guides, {}, {Host: "github.com", Owner: "LANTERNFISH", Name: "Engine"}}
	return tracker.ThreadRef{Repository: repositories[s.below(4)], Kind: kinds[s.below(5)], Number: s.below(12) - 1}
}

func (s *strange) files() (files []tracker.FileChange) {
	for range s.below(5) {
		files = append(files, tracker.FileChange{Path: []string{"", "kernels/a.go", "docs/adr/1.md", "kernels/bo/f1.go", "a/../b"}[s.below(5)],
			Additions: s.below(200) - 20, Deletions: (s.below(200) - 20) << (s.below(30))})
	}
	return files
}

func (s *strange) record() tracker.Record {
	ref := s.ref()
	r := tracker.Record{Thread: tracker.Thread{ThreadRef: ref, Title: []string{"", `Revert "x"`, "x", `Revert "`}[s.below(4)], Author: s.account(), CreatedAt: s.time(),
		UpdatedAt: s.time(), AuthorAssociation: []string{"", "member", "none", "first_timer"}[s.below(4)], Reactions: s.below(5) - 2,
		Labels: []string{"", "kernels", "rfc", "epic/x"}[:s.below(5)], Milestone: []string{"", "v1"}[s.below(2)]}}
	for range s.below(3) {
		r.Thread.Closes = append(r.Thread.Closes, s.ref())
	}
	if s.below(4) > 0 {
		r.Thread.PullRequest = &tracker.PullRequest{MergedAt: s.time(), MergedBy: s.account(), Files: s.files(), Additions: s.below(50) - 9, Deletions: s.below(50) - 9,
			ChangedFiles: s.below(3) - 1, HeadSHA: []string{"", "a", "b"}[s.below(3)]}
		for range s.below(3) {
			r.Thread.PullRequest.RequestedReviewers = append(r.Thread.PullRequest.RequestedReviewers, tracker.ReviewRequest{Reviewer: s.account(), By: s.account(), At: s.time()})
		}
	}
	if s.below(4) == 0 {
		r.Thread.Discussion = &tracker.Discussion{AnswerBy: s.account()}
	}
	for range s.below(4) {
		r.Reviews = append(r.Reviews, tracker.Review{DatabaseID: int64(s.below(3)), Author: s.account(), SubmittedAt: s.time(),
			State: []tracker.State{tracker.Approved, tracker.ChangesRequested, tracker.Commented, ""}[s.below(4)], CommitSHA: []string{"", "a"}[s.below(2)]})
		r.Comments = append(r.Comments, tracker.Comment{Kind: []tracker.Kind{tracker.ReviewComment, tracker.DiscussionComment, ""}[s.below(3)], DatabaseID: int64(s.below(4)),
			ReplyTo: int64(s.below(4)), Author: s.account(), CreatedAt: s.time(), IsAnswer: s.below(2) == 0, Path: []string{"", "kernels/a.go"}[s.below(2)]})
		r.Commits = append(r.Commits, tracker.Commit{SHA: []string{"", "a", "b"}[s.below(3)], CommittedAt: s.time(), Files: s.files(), Parents: s.below(4) - 1,
			Authors: []tracker.CommitAuthor{{Account: s.account(), Role: []tracker.Role{tracker.Author, tracker.CoAuthor, ""}[s.below(3)], Email: "b@example.org"}}})
	}
	return r
}

func (s *strange) input(n int) Input {
	in := generatedInput(&organisation{}, staff[0])
	in.Person = []tracker.Account{staff[0], s.account()}
	for range n {
		in.Records = append(in.Records, s.record())
		in.Citations = append(in.Citations, Citation{Thread: s.ref(), Kind: tracker.ReviewComment, ID: int64(s.below(4)), By: s.ref(), Author: s.account(), At: s.time()})
		in.Invitations = append(in.Invitations, Invitation{Tier: append(tiers(), "")[s.below(6)], By: Actor{s.account()}, At: s.time()})
		in.Releases = append(in.Releases, tracker.Release{Repository: s.ref().Repository, PublishedAt: s.time(), Downloads: s.below(9) - 3})
		in.Entered = append(in.Entered, tracker.EnteredFigure{Thread: s.ref(), SourceURL: "https://example.org", At: s.time()})
		in.Edits = append(in.Edits, tracker.InitiativeEdit{Rename: "2026Q3/11#1", Merge: "2026Q3/11#1", Into: "2026Q3/11#2", Split: "2026Q3/11#2", Name: "x", Threads: []tracker.ThreadRef{s.ref()}})
	}
	switch s.below(4) {
	case 0:
		in.Shares = nil
	case 1:
		in.Files, in.Domains, in.Rules = nil, nil, Rules{}
	case 2:
		in.Window = Window{}
	}
	return in
}

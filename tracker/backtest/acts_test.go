package backtest

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/moves"
	"rungless/tracker/store"
)

func TestLoadPastReadsActsOfPeopleWhenTheyCouldBeSeen(t *testing.T) {
	docs := tracker.RepositoryRef{Host: "github.com", Owner: "octo", Name: "docs"}
	engine := tracker.RepositoryRef{Host: "github.com", Owner: "octo", Name: "engine"}
	written := func(repository tracker.RepositoryRef, sha string, day float64, onDefault bool, authors ...tracker.CommitAuthor) tracker.Commit {
		at := begin.Add(time.Duration(day * float64(fullDay)))
		authors[0].Role = tracker.Author
		return tracker.Commit{Repository: repository, SHA: sha, Authors: authors, AuthoredAt: at.AddDate(0, -6, 0), CommittedAt: at, OnDefault: onDefault,
			PullRequests: []int{7}, Files: []tracker.FileChange{{Path: "guide.md", Change: "modified"}}}
	}
	ada := tracker.CommitAuthor{Name: "Ada Dove", Email: "ada@home.example"}
	adaAtWork := tracker.CommitAuthor{Name: "ada dove", Email: "dove@work.example"}
	agent := tracker.CommitAuthor{Name: "Claude", Email: "noreply@anthropic.com", Role: tracker.CoAuthor}
	bo := tracker.CommitAuthor{Name: "Bo", Email: "1+bo@users.noreply.github.com", Role: tracker.CoAuthor,
		Account: tracker.Account{Host: "github.com", DatabaseID: 1, Login: "Bo", Kind: tracker.UserAccount}}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.Apply(t.Context(), tracker.Batch{Source: tracker.CloneSource, Commits: []tracker.Commit{
		written(docs, "a1", 1, true, ada, bo), written(docs, "a2", 2, false, bo), written(engine, "b1", 5, true, adaAtWork, agent),
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Apply(t.Context(), tracker.Batch{Source: tracker.ArchiveSource, Comments: []tracker.Comment{{Kind: tracker.IssueComment, DatabaseID: 9,
		Thread: tracker.ThreadRef{Repository: engine, Kind: tracker.IssueKind, Number: 3}, Author: bo.Account, CreatedAt: begin.Add(6 * fullDay)}}})
	if err != nil {
		t.Fatal(err)
	}
	past, err := LoadPast(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	want := []moves.Touch{ // the addresses are one person's; the agent is nobody, the open branch nothing
		{Account: "ada@home.example", Repository: "octo/engine", At: begin.Add(5 * fullDay)},
		{Account: "bo", Repository: "octo/engine", At: begin.Add(6 * fullDay)},
	}
	if diff := cmp.Diff(want, past.Touches()); diff != "" {
		t.Error("-want +got\n", diff)
	}
	if got := past.Count("bo", "octo/docs", time.Time{}, begin.Add(99*fullDay)); got != 1 {
		t.Errorf("%d acts of the co-author, want 1", got)
	}
}

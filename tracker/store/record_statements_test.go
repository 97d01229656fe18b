package store

import (
	"fmt"
	"testing"
	"time"

	"rungless/tracker"
)

func TestRecordsAskAsOftenForManyThreadsAsForFew(t *testing.T) {
	asked := map[int]int{}
	for _, threads := range []int{3, 300} {
		s := newSQLite(t)
		who := tracker.Account{Host: "h", DatabaseID: 1, Login: "ana", Kind: tracker.UserAccount}
		repository := tracker.RepositoryRef{Host: "h", DatabaseID: 1, Owner: "acme", Name: "kernels"}
		b := tracker.Batch{Source: tracker.GitHubSource}
		for i := 1; i <= threads; i++ {
			at := time.Unix(int64(i)*1000, 0).UTC()
			ref := tracker.ThreadRef{Repository: repository, Kind: tracker.PullRequestKind, Number: i}
			sha := fmt.Sprintf("%040d", i)
			b.Threads = append(b.Threads, tracker.Thread{ThreadRef: ref, Title: "x", Author: who, State: tracker.Merged, CreatedAt: at, UpdatedAt: at,
				Labels: []string{"a"}, PullRequest: &tracker.PullRequest{MergedAt: at, Files: []tracker.FileChange{{Path: fmt.Sprint("f", i)}}, CommitSHAs: []string{sha}}})
			b.Reviews = append(b.Reviews, tracker.Review{Thread: ref, DatabaseID: int64(i), Author: tracker.Account{Host: "h", DatabaseID: int64(i + 1), Login: fmt.Sprint("r", i)}, State: tracker.Approved, SubmittedAt: at})
			b.Commits = append(b.Commits, tracker.Commit{Repository: repository, SHA: sha, CommittedAt: at, Authors: []tracker.CommitAuthor{{Email: "a@b.c", Account: who, Role: tracker.Author}}})
		}
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		_, ids, err := s.FindAccounts(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		count, records := counted(t, s), 0
		if err := s.Records(t.Context(), RecordFilter{AccountIDs: ids, Related: true}, func(tracker.Record) error { records++; return nil }); err != nil {
			t.Fatal(err)
		}
		if records != threads {
			t.Errorf("%d records, want %d", records, threads)
		}
		var files []FileRef
		for i := 1; i <= threads; i++ {
			files = append(files, FileRef{repository, fmt.Sprint("f", i)})
		}
		touches, err := s.FileTouches(t.Context(), files)
		if err != nil || len(touches) != threads {
			t.Errorf("%d touches and %v, want %d", len(touches), err, threads)
		}
		asked[threads] = *count
	}
	const most = 28
	if asked[300] != asked[3] || asked[300] > most {
		t.Errorf("%d statements for 3 threads and %d for 300, want as many, and %d at most", asked[3], asked[300], most)
	}
}

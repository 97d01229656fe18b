package store

import (
	"context"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
)

// ownerBatch is a commit that changed two lists of owners.
func ownerBatch(repository tracker.RepositoryRef) tracker.Batch {
	at := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	named := func(login string) tracker.Account {
		return tracker.Account{Host: repository.Host, Login: login, Kind: tracker.UserAccount, SeenAt: at}
	}
	return tracker.Batch{Source: tracker.CloneSource, Commits: []tracker.Commit{{
		Repository: repository, SHA: "0a1b2c", AuthoredAt: at, CommittedAt: at, Headline: "Name owners", Parents: 1, Additions: -1, Deletions: -1, ChangedFiles: -1,
		Authors: []tracker.CommitAuthor{{Name: "Ada Oru", Email: "ada@example.org", Role: tracker.Author}}, OnDefault: true,
		OwnerChanges: []tracker.OwnerChange{
			{Path: "pkg", File: "pkg/OWNERS", Role: tracker.OwnerApprover, Account: named("ada-oru")},
			{Path: "pkg/queue", File: "pkg/queue/OWNERS", Role: tracker.OwnerReviewer, Account: named("bo-ling"), Added: true},
		}}}}
}

func TestOwnerEventsAreKeptWithTheirCommit(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *Store{"SQLite": newSQLite, "PostgreSQL": newPostgres} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			ctx := context.Background()
			repository := tracker.RepositoryRef{Host: "github.com", Owner: "lantern", Name: "kiln"}
			batch := ownerBatch(repository)
			for range 2 { // told twice, it is stored once
				if _, err := s.Apply(ctx, batch); err != nil {
					t.Fatal(err)
				}
			}
			events, err := s.OwnerEvents(ctx, []tracker.RepositoryRef{repository})
			if err != nil {
				t.Fatal(err)
			}
			var got []tracker.OwnerChange
			for _, e := range events {
				if e.SHA != "0a1b2c" || e.By.Email != "ada@example.org" || !e.At.Equal(batch.Commits[0].CommittedAt) {
					t.Errorf("event of %s by %s at %s, want the commit's", e.SHA, e.By.Email, e.At)
				}
				e.Account = tracker.Account{Login: e.Account.Login}
				got = append(got, e.OwnerChange)
			}
			want := []tracker.OwnerChange{
				{Path: "pkg", File: "pkg/OWNERS", Role: tracker.OwnerApprover, Account: tracker.Account{Login: "ada-oru"}},
				{Path: "pkg/queue", File: "pkg/queue/OWNERS", Role: tracker.OwnerReviewer, Account: tracker.Account{Login: "bo-ling"}, Added: true},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
			areas, err := s.Areas(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"pkg/queue"}, areas[0].Owned); diff != "" {
				t.Errorf("directories with owners (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOwnersGoWithTheirRepository(t *testing.T) {
	s, ctx := newSQLite(t), context.Background()
	repository := tracker.RepositoryRef{Host: "github.com", Owner: "lantern", Name: "kiln"}
	bury := tracker.Batch{Source: tracker.GitHubSource, Tombstones: []tracker.Tombstone{{Thread: tracker.ThreadRef{Repository: repository}, Reason: tracker.Inaccessible}}}
	for _, batch := range []tracker.Batch{ownerBatch(repository), bury} {
		if _, err := s.Apply(ctx, batch); err != nil {
			t.Fatal(err)
		}
	}
	events, err := s.OwnerEvents(ctx, []tracker.RepositoryRef{repository})
	if err != nil || len(events) != 0 {
		t.Errorf("%d events of a repository that nobody may see, error %v", len(events), err)
	}
	err = s.Commits(ctx, func(c tracker.Commit) error {
		t.Errorf("commit %s of a repository that nobody may see", c.SHA)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAListedLoginBecomesTheAccountItIsOf(t *testing.T) {
	s, ctx := newSQLite(t), context.Background()
	repository := tracker.RepositoryRef{Host: "github.com", Owner: "lantern", Name: "kiln"}
	known := tracker.Account{Host: "github.com", DatabaseID: 17, Login: "bo-ling", Kind: tracker.UserAccount}
	for _, batch := range []tracker.Batch{ownerBatch(repository), {Source: tracker.GitHubSource, Accounts: []tracker.Account{known}}} {
		if _, err := s.Apply(ctx, batch); err != nil {
			t.Fatal(err)
		}
	}
	events, err := s.OwnerEvents(ctx, []tracker.RepositoryRef{repository})
	if err != nil || len(events) != 2 || events[1].Account.DatabaseID != 17 {
		t.Errorf("events %+v, error %v; want the second to name account 17", events, err)
	}
}

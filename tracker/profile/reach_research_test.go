package profile

import (
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/store"
)

// Who invited whom is told by an address until it is known whose that is.
func TestAnAddressThatBecomesAnAccountReachesWhomItPutOnAWork(t *testing.T) {
	ana := tracker.Account{Host: "github.com", DatabaseID: 1, Login: "ana", Kind: tracker.UserAccount}
	address := tracker.Account{Host: "github.com", Email: "ana@example.com", Kind: tracker.EmailAccount}
	at := time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	m := New(s, catalogue, growth.DefaultRules())
	for _, step := range []struct {
		name  string
		batch tracker.Batch
		tier  growth.Tier
	}{
		{"an address puts ana on a work", tracker.Batch{Source: tracker.ResearchSource, Accounts: []tracker.Account{ana}, Research: []tracker.ResearchFile{{
			Repository: tracker.RepositoryRef{Host: "github.com", DatabaseID: 10, Owner: "acme", Name: "engine"}, Path: "CITATION.cff", Blob: "b", CommitSHA: "c", RevisedAt: at, Versions: 1,
			Mentions: []tracker.Mention{{Slot: "itself", Relation: tracker.WorkItself, Work: tracker.Work{Title: "An engine for examples"},
				Credits: []tracker.Credit{{Key: "author ana", Role: tracker.AuthorRole, Position: 1, Name: "Ana", NameKey: "ana", Account: ana, Line: 5}}}},
			Events: []tracker.CreditEvent{{Slot: "itself", Key: "author ana", Change: tracker.CreditAdded, Path: "CITATION.cff", Line: 5, CommitSHA: "c", At: at, By: address, To: 1}}}}},
			growth.AuthorEntry},
		{"the address is her own", tracker.Batch{Source: tracker.GitHubSource, EmailLinks: []tracker.EmailLink{{Email: address.Email, Account: ana, Reason: "github"}}}, growth.SelfAdded},
	} {
		if _, err := s.Apply(t.Context(), step.batch); err != nil {
			t.Fatal(err)
		}
		assertFresh(t, m, step.name, step.batch)
		who, err := Find(t.Context(), s, "ana")
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 2, 10, 12, 0, 0, 0, time.UTC)
		p, err := m.Of(t.Context(), who, Request{Now: now, Window: growth.Window{From: now.AddDate(-2, 0, 0), To: now}})
		if err != nil {
			t.Fatal(err)
		}
		if tiers := p.Scope.Invitations.Value; len(tiers) != 1 || tiers[0].Tier != step.tier {
			t.Errorf("%s: got %+v, want %s", step.name, tiers, step.tier)
		}
	}
}

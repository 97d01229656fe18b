package profile_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/profile"
	"rungless/tracker/store"
	"rungless/tracker/store/storebench"
)

var (
	ana    = tracker.Account{Host: "github.com", DatabaseID: 1, Login: "ana", Kind: tracker.UserAccount}
	ben    = tracker.Account{Host: "github.com", DatabaseID: 2, Login: "ben", Kind: tracker.UserAccount}
	engine = tracker.RepositoryRef{Host: "github.com", DatabaseID: 10, Owner: "acme", Name: "engine"}
)

func day(n int) time.Time { return time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// change is a merged pull request of one file.
func change(number int, author, merger tracker.Account, at time.Time, path string, added, deleted int) tracker.Thread {
	return tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: engine, Kind: tracker.PullRequestKind, Number: number},
		Title: fmt.Sprint("Change ", number), Author: author, State: tracker.Merged, CreatedAt: at, UpdatedAt: at.Add(time.Hour), Detail: tracker.Whole,
		PullRequest: &tracker.PullRequest{MergedAt: at.Add(time.Hour), MergedBy: merger, ChangedFiles: 1, Additions: added, Deletions: deleted,
			Files: []tracker.FileChange{{Path: path, Additions: added, Deletions: deleted, Change: "modified"}}}}
}

func emptyStore(t *testing.T, batches ...tracker.Batch) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, b := range batches {
		b.Source = tracker.GitHubSource
		if _, err := s.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func profileOf(t *testing.T, s *store.Store, login string) growth.Profile {
	t.Helper()
	who, err := profile.Find(t.Context(), s, login)
	if err != nil {
		t.Fatal(err)
	}
	p, err := maker(t, s).Of(t.Context(), who, profile.Request{Now: day(600), Window: growth.Window{From: day(0), To: day(600)}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAReworkOfAnothersOldFileWhichWasAskedForIsTechnicalDebt(t *testing.T) {
	asked := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: engine, Kind: tracker.IssueKind, Number: 2}, Title: "Rework the cache", Author: ben,
		State: tracker.Closed, CreatedAt: day(399), UpdatedAt: day(401), Assignees: []tracker.Account{ana}}
	rework := change(3, ana, ben, day(400), "csrc/cache.cu", 90, 80)
	rework.Closes = []tracker.ThreadRef{asked.ThreadRef}
	young := change(4, ana, ben, day(420), "csrc/new.cu", 90, 80)
	s := emptyStore(t, tracker.Batch{Threads: []tracker.Thread{change(1, ben, ana, day(1), "csrc/cache.cu", 200, 0), asked, rework,
		change(5, ben, ana, day(410), "csrc/new.cu", 200, 0), young}})
	debt := profileOf(t, s, "ANA").Scope.Debt
	if debt.Status != growth.Available || len(debt.Value) != 1 {
		t.Fatalf("got %s %q with %d pieces, want one", debt.Status, debt.Reason, len(debt.Value))
	}
	if got := debt.Value[0]; got.Title != "Change 3" || !got.Asked || got.OthersOld != 170 {
		t.Errorf("got %q, asked %t, %d lines in old files of others", got.Title, got.Asked, got.OthersOld)
	}
}

func TestAChangeClosesAnIssueThatWasLedByAnother(t *testing.T) {
	led := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: engine, Kind: tracker.IssueKind, Number: 2}, Title: "The CUDA kernel spills", Author: ana,
		State: tracker.Closed, CreatedAt: day(399), UpdatedAt: day(401)}
	fix := change(3, ben, ben, day(400), "csrc/cache.cu", 90, 80) // in which ana has no part
	fix.Closes = []tracker.ThreadRef{led.ThreadRef}
	p := profileOf(t, emptyStore(t, tracker.Batch{Threads: []tracker.Thread{led, fix}}), "ana")
	if list := p.Practice.IssuesLed; list.Status != growth.Available || len(list.Value) != 1 {
		t.Errorf("issues led to others' merged change: %s %q, %d", list.Status, list.Reason, len(list.Value))
	}
}

func TestNobodyIsKnownByAnUnknownName(t *testing.T) {
	_, err := profile.Find(t.Context(), emptyStore(t), "nobody")
	if tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("got %v, want not found", err)
	}
}

func TestWhoHasDoneNothingHasAProfileThatSaysSo(t *testing.T) {
	p := profileOf(t, emptyStore(t, tracker.Batch{Accounts: []tracker.Account{ana}}), "ana")
	if p.Scope.Collaborators.Status == growth.Available || p.Scope.Collaborators.Reason == "" || len(p.Depths) != 0 {
		t.Errorf("got %+v", p)
	}
}

// A profile as JSON names nobody's e-mail address, and holds no figure that adds a
// person up.
func TestAProfileAsJSONHasNoAddressAndNoTotal(t *testing.T) {
	email := tracker.Account{Host: "github.com", Kind: tracker.EmailAccount, Email: "someone@secret.example"}
	b := tracker.Batch{Threads: []tracker.Thread{change(1, email, ana, day(1), "csrc/a.cu", 50, 0), change(2, ana, ben, day(30), "csrc/a.cu", 60, 40), change(3, email, ana, day(60), "csrc/b.cu", 50, 0)}}
	text, err := json.Marshal(profileOf(t, emptyStore(t, b), "ana"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "secret.example") {
		t.Errorf("the JSON holds an address: %s", text)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	for name := range fields {
		if !slices.Contains([]string{"version", "window", "at", "depths", "home_domains", "scope", "practice", "initiatives", "outcomes"}, name) {
			t.Errorf("a profile has a field %s", name)
		}
	}
}

// benchStore is a store of a million contributions, and a maker for it.
func benchStore(b *testing.B) (*store.Store, *profile.Maker, profile.Request) {
	path, err := storebench.Path(b.Context(), storebench.Million)
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		b.Fatal(err)
	}
	end := time.Unix(1_675_000_000, 0).UTC()
	unasked := time.Duration(time.Now().Unix()%86400) * time.Second // the store keeps what another run asked
	return s, profile.New(s, catalogue, growth.DefaultRules()), profile.Request{Now: end, Window: growth.Window{From: end.AddDate(-1, 0, 0).Add(-unasked), To: end}}
}

// BenchmarkProfile measures one person at a million contributions: an ordinary one and
// the busiest maintainer, for the first time and again. Goal: 50 ms.
func BenchmarkProfile(b *testing.B) {
	s, m, r := benchStore(b)
	for _, login := range []string{storebench.Login, storebench.Busy} {
		who, err := profile.Find(b.Context(), s, login)
		if err != nil {
			b.Fatal(err)
		}
		for _, withHomes := range []bool{false, true} {
			r := r
			r.WithHomes = withHomes
			b.Run(fmt.Sprintf("%s/homes=%t/first", login, withHomes), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					r.Window.From = r.Window.From.Add(time.Second) // another question
					r.Now = r.Now.AddDate(0, 0, 1)
					r.Window.To = r.Now
					if _, err := m.Of(b.Context(), who, r); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("%s/homes=%t/again", login, withHomes), func(b *testing.B) {
				for b.Loop() {
					if _, err := m.Of(b.Context(), who, r); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkEverybody measures every person of a store of a million contributions and
// five thousand accounts, and then asks for all of them again. Goal: 60 s on two cores.
func BenchmarkEverybody(b *testing.B) {
	_, m, r := benchStore(b)
	for b.Loop() {
		for _, name := range []string{"first-s", "again-s"} {
			began, n := time.Now(), 0
			r.Window.From = r.Window.From.Add(-time.Second)
			err := m.Everybody(b.Context(), r, func(profile.Subject, growth.Profile) error { n++; return nil })
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n), "people")
			r.Window.From = r.Window.From.Add(time.Second)
			b.ReportMetric(time.Since(began).Seconds(), name)
		}
	}
}

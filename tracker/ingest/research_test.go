package ingest_test

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
	"rungless/tracker/ingest"
	"rungless/tracker/research"
	"rungless/tracker/store"
)

// citedWorld is a repository whose CITATION.cff has a past: ada names herself, adds
// bo and a guest, takes the guest off; cy adds herself. Dee is never named.
func citedWorld() *githubsim.World {
	start := time.Date(2025, 1, 6, 9, 0, 0, 0, time.UTC)
	users := map[string]*githubsim.User{}
	w := &githubsim.World{Now: start.AddDate(1, 0, 0)}
	for _, login := range []string{"ada", "bo", "cy", "dee", "guest"} {
		users[login] = &githubsim.User{Type: "User", Login: login, Name: login + " example", CreatedAt: start, UpdatedAt: start}
		w.Users = append(w.Users, users[login])
	}
	organisation := &githubsim.User{Type: "Organization", Login: "acme", CreatedAt: start, UpdatedAt: start}
	w.Users, w.Viewer = append(w.Users, organisation), users["ada"]
	r := &githubsim.Repository{Owner: organisation, Name: "engine", DefaultBranch: "main", CreatedAt: start, UpdatedAt: start, Files: map[string]string{}}
	for i, step := range []struct {
		by      string
		authors []string
	}{{"ada", []string{"ada"}}, {"ada", []string{"ada", "bo", "guest"}}, {"dee", nil}, {"ada", []string{"ada", "bo"}}, {"cy", []string{"ada", "bo", "cy"}}} {
		at := start.AddDate(0, i, 0)
		who := githubsim.Signature{Name: step.by, Email: step.by + "@example.org", When: at, User: users[step.by]}
		c := &githubsim.Commit{SHA: fmt.Sprintf("%040d", i+1), Message: "Change", Authors: []githubsim.Signature{who}, Committer: who}
		if i > 0 {
			c.Parents = []string{fmt.Sprintf("%040d", i)}
		}
		c.Files = []githubsim.File{{Path: "engine.py", Additions: 3, Change: "MODIFIED"}}
		if step.authors != nil {
			text := "cff-version: 1.2.0\nmessage: Cite it.\ntitle: An engine for examples\nauthors:\n"
			for _, a := range step.authors {
				text += "  - given-names: " + a + "\n    family-names: Example\n"
			}
			c.Contents = map[string]string{"CITATION.cff": text}
			r.Files["CITATION.cff"] = text
		}
		r.Commits = append(r.Commits, c)
	}
	w.Repositories = []*githubsim.Repository{r}
	return w
}

// readsCitations runs the source of citation files over the world; emits more than
// most fail.
func readsCitations(t *testing.T, s *store.Store, url string, most int) error {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	hub, err := github.New(quiet, github.Options{BaseURL: url, Token: "x"})
	if err != nil {
		t.Fatal(err)
	}
	source := research.New(quiet, research.Options{Now: time.Now, Usage: hub.Usage, Histories: []research.Opened{{Label: "acme/engine", History: hub.NewFiles("acme/engine")}}})
	_, err = ingest.Run(t.Context(), ingest.Options{Logger: quiet, Store: s, Source: &stopping{Source: source, allowed: most}, Now: time.Now})
	return err
}

func newStore(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func sum(t *testing.T, s *store.Store) string {
	t.Helper()
	text, err := s.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestGitHubTellsWhoWasPutOnAWorkByWhom(t *testing.T) {
	url, _ := githubsim.StartTest(t, citedWorld(), githubsim.Options{})
	s := newStore(t)
	if err := readsCitations(t, s, url, 100); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := s.Ledger(t.Context(), store.LedgerFilter{}, func(w store.LedgerWork) error {
		for _, c := range w.Mentions[0].Credits {
			for _, e := range c.Events {
				got = append(got, fmt.Sprintf("%s %s by %s in %s", c.Name, e.Change, e.By.Login, e.CommitSHA[39:]))
			}
		}
		return nil
	})
	want := []string{"ada Example added by ada in 1", "bo Example added by ada in 2", "cy Example added by cy in 5", "guest Example added by ada in 2", "guest Example removed by ada in 4"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestReadingCitationFilesAgainOrAfterAStopChangesNothing(t *testing.T) {
	url, server := githubsim.StartTest(t, citedWorld(), githubsim.Options{})
	whole := newStore(t)
	if err := readsCitations(t, whole, url, 100); err != nil {
		t.Fatal(err)
	}
	want, asked := sum(t, whole), len(server.Log())
	if err := readsCitations(t, whole, url, 100); err != nil || sum(t, whole) != want {
		t.Errorf("a second run changes the store (%v)", err)
	}
	if n := len(server.Log()) - asked; n > 2 {
		t.Errorf("an unchanged repository costs %d requests, want 2", n)
	}
	for most := range 2 {
		cut := newStore(t)
		if err := readsCitations(t, cut, url, most); most == 0 && !errors.Is(err, errStopped) {
			t.Fatalf("it was not cut off: %v", err)
		}
		if err := readsCitations(t, cut, url, 100); err != nil || sum(t, cut) != want {
			t.Errorf("cut off after %d batches and run again, the store differs (%v)", most, err)
		}
	}
}

func TestANameOnAWorkIsProposedToWhoeverIsCalledSo(t *testing.T) {
	url, _ := githubsim.StartTest(t, citedWorld(), githubsim.Options{})
	s := newStore(t)
	bo, err := s.Track(t.Context(), tracker.Account{Host: "github.com", DatabaseID: 4242, Login: "bo-e", Name: "Bo Example", Kind: tracker.UserAccount}, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := readsCitations(t, s, url, 100); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := ingest.ProposeNames(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	proposals, err := s.NameProposals(t.Context())
	if err != nil || len(proposals) != 1 || proposals[0].Name != "bo Example" || proposals[0].Account.Login != bo.Login || proposals[0].Reason == "" {
		t.Errorf("got %+v, %v", proposals, err)
	}
}

func TestANameThatIsSomebodysInAnotherEntryOfTheWorkIsNotProposed(t *testing.T) {
	const orcid = "0000-0002-1825-0097"
	w := citedWorld()
	r := w.Repositories[0]
	last := *r.Commits[len(r.Commits)-1]
	last.Parents, last.SHA = []string{last.SHA}, fmt.Sprintf("%040d", len(r.Commits)+1)
	last.Contents = map[string]string{
		"CITATION.cff": "cff-version: 1.2.0\nmessage: Cite it.\ntitle: An engine for examples\nauthors:\n  - given-names: bo\n    family-names: Example\n    orcid: https://orcid.org/" + orcid + "\n",
		"README.md":    "# Engine\n\n```bibtex\n@software{engine,\n  title = {An engine for examples},\n  author = {Example, bo}\n}\n```\n",
	}
	maps.Copy(r.Files, last.Contents)
	r.Commits = append(r.Commits, &last)
	url, _ := githubsim.StartTest(t, w, githubsim.Options{})
	s := newStore(t)
	bo, err := s.Track(t.Context(), tracker.Account{Host: "github.com", DatabaseID: 4242, Login: "bo-e", Name: "Bo Example", Kind: tracker.UserAccount}, "test")
	if err != nil {
		t.Fatal(err)
	}
	bo.ORCID = orcid
	if err := errors.Join(s.DescribePerson(t.Context(), bo), readsCitations(t, s, url, 100), ingest.ProposeNames(t.Context(), s)); err != nil {
		t.Fatal(err)
	}
	works, entries := 0, 0
	err = s.Ledger(t.Context(), store.LedgerFilter{}, func(w store.LedgerWork) error {
		works++
		entries += len(w.Mentions)
		return nil
	})
	if err != nil || works != 1 || entries != 2 {
		t.Fatalf("%d works in %d entries, want one work in two (%v)", works, entries, err)
	}
	if proposals, err := s.NameProposals(t.Context()); err != nil || len(proposals) != 0 {
		t.Errorf("proposed: %+v, %v", proposals, err)
	}
}

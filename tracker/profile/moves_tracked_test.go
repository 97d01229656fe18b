package profile_test

import (
	"path/filepath"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/githubsim"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

// TestMovesOfThoseWhoAreTrackedAreFoundOnce tracks two movers: each can see their move from
// the first time on that it is found, a sync that reaches nobody asks nothing again, and
// one that reaches somebody asks of them alone.
func TestMovesOfThoseWhoAreTrackedAreFoundOnce(t *testing.T) {
	world, _ := githubsim.SampleOfMoves(now())
	s := attributedStore(t, filepath.Join(t.TempDir(), "moves.db"), world)
	m := maker(t, s)
	people := map[string]int64{}
	for _, login := range []string{"mover-9", "mover-10"} {
		person, err := s.Track(t.Context(), tracked(t, s, login), "test")
		if err != nil {
			t.Fatal(err)
		}
		people[login] = person.ID
	}
	if err := m.FindMoves(t.Context(), now()); err != nil {
		t.Fatal(err)
	}
	for login, domain := range map[string]string{"mover-9": "safety", "mover-10": "kernels"} {
		said, err := s.MoveDisclosures(t.Context(), people[login])
		if err != nil {
			t.Fatal(err)
		}
		if len(said.Moves) != 1 || said.Moves[0].Domain != domain || said.Moves[0].SeenAt.IsZero() || !said.Moves[0].ArriveAt.IsZero() {
			t.Errorf("%s: %+v, want a move into %s that nobody else may see", login, said, domain)
		}
		if arrivals, err := s.Arrivals(t.Context(), domain, nil, time.Now().AddDate(5, 0, 0)); err != nil || len(arrivals) != 0 {
			t.Errorf("%s: %v arrived unasked (%v)", domain, arrivals, err)
		}
	}
	if got := unanswered(t, m, "mover-9", "mover-10"); len(got) != 0 {
		t.Errorf("%v are asked again though nothing happened", got)
	}
	at := now().Add(-time.Hour)
	_, err := s.Apply(t.Context(), tracker.Batch{Source: tracker.GitHubSource, Comments: []tracker.Comment{{Kind: tracker.IssueComment, DatabaseID: 1 << 40,
		Thread: tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: tracked(t, s, "mover-9").Host, Owner: "tern-nlp", Name: "tern-nlp"}, Kind: tracker.PullRequestKind, Number: 3},
		Author: tracked(t, s, "mover-9"), CreatedAt: at, UpdatedAt: at}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := unanswered(t, m, "mover-9", "mover-10"); len(got) != 1 || got[0] != "mover-9" {
		t.Errorf("%v are asked again, want mover-9 alone", got)
	}
}

func tracked(t *testing.T, s *store.Store, login string) tracker.Account {
	t.Helper()
	accounts, _, err := s.FindAccounts(t.Context(), login)
	if err != nil || len(accounts) == 0 {
		t.Fatalf("%s: %v", login, err)
	}
	return accounts[0]
}

// unanswered are those of whom no moves are kept that are still right.
func unanswered(t *testing.T, m *profile.Maker, logins ...string) []string {
	t.Helper()
	var people []profile.Subject
	for _, login := range logins {
		who, err := profile.Find(t.Context(), m.Store, login)
		if err != nil {
			t.Fatal(err)
		}
		people = append(people, who)
	}
	places, err := m.UnansweredMoves(t.Context(), people, now())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, i := range places {
		names = append(names, logins[i])
	}
	return names
}

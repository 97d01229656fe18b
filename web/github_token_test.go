package web

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/githubsim"
	"rungless/tracker/store"
)

// expiringApp is a GitHub App, whose tokens hold for eight hours.
var expiringApp = githubsim.App{ClientID: "Iv23.expiring", Secret: "the-other-secret", TokenLife: 8 * time.Hour}

// teamWithSecret is a team in which Mei shows everything, a part of it in a private
// repository that Omar and she may read.
func teamWithSecret(t *testing.T, st *store.Store) *teamSite {
	t.Helper()
	secret := tracker.RepositoryRef{Host: "github.com", DatabaseID: 90, NodeID: "R_secret", Owner: "lumen", Name: "secret"}
	apply(t, st, tracker.Batch{Source: tracker.GitHubSource, Repositories: []tracker.Repository{{RepositoryRef: secret, IsPrivate: true, UpdatedAt: fixtureNow}},
		Threads: []tracker.Thread{pullRequest(secret, 7, mei, fixtureNow.AddDate(0, -1, 0), "A plan nobody knows of")}})
	s := newTeamOf(t, st, expiringApp)
	s.signedIn("mei-zhao")
	s.share("mei-zhao", store.Sharing{Audience: store.Organization}, store.ScopeSection, store.DepthSection, store.EvidenceSection)
	return s
}

func seesThePlan(v *visitor) bool {
	return strings.Contains(v.get("/p/mei-zhao/evidence").body, "A plan nobody knows of")
}

func TestATokenThatExpiresIsMadeAnew(t *testing.T) {
	s := teamWithSecret(t, fixture(t))
	omar := s.signedIn("omar")
	for day := range 4 {
		if !seesThePlan(omar) {
			t.Fatalf("after %d times nine hours he does not see what he may read on GitHub", day)
		}
		s.wait(9 * time.Hour)
	}
	s.hubURL = "http://127.0.0.1:1"
	s.wait(time.Minute)
	s.expect("GitHub is away", omar.get("/people"), 503, "/people") // nine hours: longer than a session lives on
}

func TestManyRequestsAtOnceRefreshOnce(t *testing.T) {
	s := teamWithSecret(t, fixture(t))
	omar := s.signedIn("omar")
	s.wait(9 * time.Hour)
	var all sync.WaitGroup
	codes := make([]int, 12)
	for i := range codes {
		all.Go(func() { codes[i] = omar.stay().get("/people").code })
	}
	all.Wait()
	if slices.ContainsFunc(codes, func(code int) bool { return code != http.StatusOK }) {
		t.Errorf("got %v", codes)
	}
}

// Two servers over one store: GitHub takes a refresh token from the first alone, and the
// second goes on with what the first kept.
func TestServersOfOneInstanceShareWhatWasRefreshed(t *testing.T) {
	s := teamWithSecret(t, fixture(t))
	omar := s.signedIn("omar")
	second, err := New(s.server.logger, s.server.options)
	if err != nil {
		t.Fatal(err)
	}
	secret := omar.cookie(sessionCookie)
	before, _, err := s.store.Session(t.Context(), hashOf(secret), s.clock(), sessionLimits)
	if err != nil {
		t.Fatal(err)
	}
	s.wait(9 * time.Hour)
	omar.get("/people")
	late, err := second.refreshedElsewhere(t.Context(), before, secret, nothingHere())
	kept, _, _ := s.store.Session(t.Context(), hashOf(secret), s.clock(), sessionLimits)
	if err != nil || late.Access == "" || late != opened(kept, secret) || late == opened(before, secret) {
		t.Errorf("the second server has another token: %v", err)
	}
}

func TestAccessThatWasTakenAwayFallsAwayWithinTheCachesTime(t *testing.T) {
	s := teamWithSecret(t, fixture(t))
	omar := s.signedIn("omar")
	if !seesThePlan(omar) {
		t.Fatal("he does not see what he may read")
	}
	s.hub.Mutate(func(w *githubsim.World) { w.Repositories[0].Readers = w.Repositories[0].Readers[:1] })
	s.wait(readableFor)
	if seesThePlan(omar) {
		t.Errorf("he sees it still, %s after", readableFor)
	}
	s.hub.Mutate(func(w *githubsim.World) {
		w.Repositories[0].Readers = append(w.Repositories[0].Readers[:1:1], w.Users[1])
	})
	s.wait(readableFor)
	if !seesThePlan(omar) {
		t.Error("access that was given back is not seen")
	}
}

func TestWhoRevokesTheAppIsSignedOutWithTheirToken(t *testing.T) {
	s := teamWithSecret(t, fixture(t))
	omar := s.signedIn("omar")
	s.hub.Revoke("omar")
	s.wait(9 * time.Hour)
	s.expect("after the token's end", omar.get("/people"), 200, "/sign-in?return=%2Fpeople")
}

// A refresh token would be worth half a year of somebody's access: no file of the store has one.
func TestNoRefreshTokenIsInTheStoreOrTheLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.db")
	st, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	s := newTeamOf(t, st, expiringApp)
	omar := s.signedIn("omar")
	s.wait(9 * time.Hour)
	omar.get("/people")
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, marker := range []string{"ghr_", "ghu_"} {
			if bytes.Contains(data, []byte(marker)) || strings.Contains(s.log.String(), marker) {
				t.Errorf("%s is in %s or in the log", marker, filepath.Base(file))
			}
		}
	}
}

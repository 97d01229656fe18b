package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/githubsim"
)

// Mei gives her login up, and Newman takes it over while she is still signed in. Neither
// sees or changes anything of the other by it.
func TestALoginThatChangedHandsOpensNothingOfEitherOwner(t *testing.T) {
	s := newTeam(t, fixture(t))
	old, bystander := s.signedIn("mei-zhao"), s.signedIn("omar")
	s.hub.Mutate(func(w *githubsim.World) {
		w.Users[0].Login = "mei-now"
		w.Users = append(w.Users, &githubsim.User{ID: 98, Type: "User", Login: "mei-zhao", Name: "Newman Marker"})
		w.Users[5].Members[98] = "active"
	})
	taker := s.visitor()
	taker.signIn("mei-zhao", "/about/metrics")
	newman := tracker.Account{Host: "github.com", DatabaseID: 98, Login: "mei-zhao", Kind: tracker.UserAccount}
	apply(t, s.store, tracker.Batch{Source: tracker.GitHubSource, Threads: []tracker.Thread{pullRequest(kernels, 41, newman, fixtureNow.AddDate(0, -1, 0), "Newman-only work")}})
	taker.post(profileSettings, url.Values{"name": {"Newman himself"}})
	for _, route := range s.server.routes().Routes() {
		r, _ := ruleOf(route.Method, route.Path)
		for _, path := range formsOf(t, s, route.Path) {
			if route.Method != http.MethodGet || r.who == anyone {
				continue
			}
			if got := old.get(path); strings.Contains(got.body, "Newman") {
				t.Errorf("%s tells who had the login before of who has it now", path)
			}
			if got := taker.get(path); tellsOfMei(got) && !tellsOfMei(bystander.get(path)) {
				t.Errorf("%s tells who has the login now of who had it before", path)
			}
		}
	}
	old.post(profileSettings, url.Values{"name": {"Renamed by Mei"}})
	old.post(timeZoneSettings, url.Values{"zone": {"Asia/Tokyo"}})
	found, err := s.store.FindMember(t.Context(), "github.com", 98)
	if err != nil {
		t.Fatal(err)
	}
	if person, err := s.store.Person(t.Context(), found.PersonID); err != nil || person.Name != "Newman himself" || person.TimeZone != "" {
		t.Errorf("who had the login before changed who has it now: %+v, %v", person, err)
	}
}

func tellsOfMei(a answer) bool {
	return strings.Contains(a.body, "Batch prompts") || strings.Contains(a.body, "Mei Zhao")
}

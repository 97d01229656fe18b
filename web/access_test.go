package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/web/story"
)

func TestEveryRouteHasARule(t *testing.T) {
	s := newTeam(t, openStore(t))
	used := map[string]bool{}
	for _, route := range s.server.routes().Routes() {
		r, ok := ruleOf(route.Method, route.Path)
		if !ok {
			t.Errorf("%s %s has no rule: give accessRules a line for it (access.go)", route.Method, route.Path)
		}
		if strings.Contains(route.Path, ":login") && r.who != audience {
			t.Errorf("%s %s is about a person and is for %s", route.Method, route.Path, r.who)
		}
		if route.Method == http.MethodPost && (r.who == members || r.who == holders) {
			t.Errorf("POST %s changes something and is for %s", route.Path, r.who)
		}
		for key := range accessRules {
			method, path, _ := strings.Cut(key, " ")
			if method == route.Method && (route.Path == path || strings.HasPrefix(route.Path, path+".") || path == "/" && route.Path == "/index.json") {
				used[key] = true
			}
		}
	}
	for key := range accessRules {
		if !used[key] {
			t.Errorf("accessRules has a line for %s, which is no route", key)
		}
	}
}

// What a viewer may get: in, led to the door, refused, or as if there were nothing.
const (
	in      = "in"
	door    = "door"
	refused = "refused"
	nothing = "nothing"
)

// outcomeOf sorts an answer.
func outcomeOf(a answer) string {
	switch {
	case a.code == http.StatusFound && strings.HasPrefix(a.header.Get("Location"), signInPath+"?"):
		return door
	case a.code == http.StatusForbidden, a.code == http.StatusUnauthorized:
		return refused
	case a.code == http.StatusNotFound:
		return nothing
	case a.code >= http.StatusInternalServerError && a.code != http.StatusServiceUnavailable:
		return fmt.Sprint("broken: ", a.code)
	}
	return in
}

// viewers of the matrix. Mei shows Kim her depth and evidence, and nobody anything else.
var viewers = []string{"nobody", "other member", "self", "named viewer", "admin", "API token of the named viewer", "API token of the other member", "share token", "expired session", "disabled"}

// forms are what is asked for of every address, whether it has that form or not.
var forms = []string{"", ".json", ".csv", ".atom", ".pdf"}

// expected says what a viewer gets by the rule of a route, if the page is there at all.
func expected(r accessRule, sections []store.Section, method, who string) []string {
	isSomebody := !slices.Contains([]string{"nobody", "share token", "expired session", "disabled"}, who)
	isToken := strings.HasPrefix(who, "API token")
	isNamed := who == "named viewer" || who == "API token of the named viewer"
	switch {
	case r.who == anyone || r.who == holders:
		if isToken && method == http.MethodPost {
			return []string{refused}
		}
		return []string{in, nothing}
	case !isSomebody && method == http.MethodPost:
		return []string{refused}
	case !isSomebody:
		return []string{door, refused}
	case isToken && method == http.MethodPost:
		return []string{refused}
	case r.who == members:
		return []string{in}
	case r.who == themselves && isToken:
		return []string{refused}
	case r.who == themselves:
		return []string{in}
	case r.who == owners && isToken:
		return []string{refused}
	case r.who == owners && who != "self":
		return []string{nothing}
	case r.who == owners:
		return []string{in}
	case r.who == admins && who == "admin":
		return []string{in}
	case r.who == admins:
		return []string{refused}
	case who == "self":
		return []string{in}
	case !isNamed:
		return []string{nothing}
	case method == http.MethodPost:
		return []string{refused, nothing}
	case len(sections) == 0 || slices.Contains(sections, store.DepthSection) || slices.Contains(sections, store.EvidenceSection):
		return []string{in}
	}
	return []string{nothing}
}

// teamOfStory is a team with a long history, and every viewer of the matrix in it.
func teamOfStory(t *testing.T) (*teamSite, map[string]*visitor) {
	t.Helper()
	told, _ := story.Find("fifty")
	now := func() time.Time { return fixtureNow }
	st := openStoreAt(t, func() time.Time { return now() })
	if err := told.Fill(t.Context(), st, sealInEveryFormat(nil)); err != nil {
		t.Fatal(err)
	}
	s := newTeam(t, st)
	now = s.clock
	expired := s.signedIn("omar")
	s.wait(sessionLimits.Idle + time.Hour)
	all := map[string]*visitor{"nobody": s.visitor(), "other member": s.signedIn("omar"), "self": s.signedIn("mei-zhao"), "named viewer": s.signedIn("kim"),
		"admin": s.signedIn("ida"), "expired session": expired}
	all["API token of the named viewer"], all["API token of the other member"] = all["named viewer"].apiToken(), all["other member"].apiToken()
	s.hub.Mutate(allowEve)
	all["disabled"] = s.signedIn("eve")
	eve, err := st.FindMember(t.Context(), "github.com", 72)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.DisableMember(t.Context(), eve.ID); err != nil {
		t.Fatal(err)
	}
	s.share("mei-zhao", toKim, store.DepthSection, store.EvidenceSection)
	_, link, _ := strings.Cut(all["self"].post("/packs/2/share", url.Values{"days": {"30"}}).body, s.url+"/s/")
	s.link = "/s/" + link[:max(strings.IndexAny(link, "\"<& "), 0)]
	all["share token"] = s.visitor()
	if got := all["share token"].get(s.link); got.code != http.StatusOK || len(s.link) < 20 {
		t.Fatalf("the link %q: got %d", s.link, got.code)
	}
	return s, all
}

// Every route is asked, in every form, by everybody who could.
func TestEveryRouteAnswersEachViewerByItsRule(t *testing.T) {
	s, all := teamOfStory(t)
	asked, unexpected := 0, 0
	for _, route := range s.server.routes().Routes() {
		if route.Path == hookPath {
			continue // it is for GitHub, which signs what it sends: hooks_test.go
		}
		r, _ := ruleOf(route.Method, route.Path)
		for _, path := range everyForm(route.Method, formsOf(t, s, route.Path)) {
			owner := in
			if outcomeOf(all["self"].stay().fetch(route.Method, path)) == nothing || outcomeOf(all["admin"].stay().fetch(route.Method, path)) == nothing && r.who == admins {
				owner = nothing // there is nothing of that name in this story
			}
			for _, who := range viewers {
				want := expected(r, sectionsIn(path, r), route.Method, who)
				switch {
				case r.who == holders && path == s.link:
					want = []string{in} // whoever asks
				case owner == nothing:
					want = append(want, nothing)
				}
				asked++
				if got := outcomeOf(all[who].stay().fetch(route.Method, path)); !slices.Contains(want, got) && !endsTheSession(route.Method, path) {
					unexpected++
					t.Errorf("%s %s for %s: got %s, want %v", route.Method, path, who, got, want)
				}
			}
		}
	}
	t.Logf("%d answers, %d unexpected", asked, unexpected)
	if least := map[bool]int{true: 1000, false: 4000}[testing.Short()]; asked < least {
		t.Errorf("only %d answers were looked at", asked)
	}
}

// everyForm adds to addresses their twins, also those that there are not: whatever a form is
// called, it opens no more than its page does.
func everyForm(method string, paths []string) []string {
	if method != http.MethodGet || testing.Short() {
		return paths
	}
	var all []string
	for _, path := range paths {
		all = append(all, path)
		for _, form := range forms {
			if twin := strings.TrimSuffix(path, "/") + form; path != "/" && !slices.Contains(paths, twin) && !slices.Contains(all, twin) {
				all = append(all, twin)
			}
		}
	}
	return all
}

// endsTheSession tells of what signs out whoever asks, and of what would erase them: the
// matrix does not send these forms.
func endsTheSession(method, path string) bool {
	return method == http.MethodPost && (path == "/sign-out" || strings.HasSuffix(path, "/erase"))
}

// fetch asks as a form of this site does where something is posted.
func (v *visitor) fetch(method, path string) answer {
	if method == http.MethodPost {
		if endsTheSession(method, path) {
			return answer{code: http.StatusForbidden}
		}
		return v.post(path, url.Values{"theme": {"dark"}})
	}
	return v.do(method, path, "", nil)
}

// formsOf are addresses of a route: one, and its twin where the route's parameter carries it.
func formsOf(t *testing.T, s *teamSite, route string) []string {
	t.Helper()
	path := strings.NewReplacer(":login", "mei-zhao", ":measure", "depth", ":slug", "kernels", ":run", "1", ":token", "77", ":proposal", "1", ":hash", "0", "/moves/:place/:name", "/moves/lumen/nowhere", ":place", "training", ":name", "style.css").Replace(route)
	path = strings.Replace(path, "/packs/:id", "/packs/2", 1)
	path = strings.NewReplacer("/files/style.css", "/files/pack.html", ":share", "1").Replace(path)
	path = strings.Replace(path, "/works/:id", someWork(s.store), 1)
	if route == "/s/:token" {
		return []string{s.link, "/s/guessed"}
	}
	paths := []string{path}
	if strings.HasSuffix(path, "/files/pack.html") {
		for _, ending := range []string{".pdf", ".json", ".md"} {
			paths = append(paths, strings.TrimSuffix(path, ".html")+ending)
		}
	}
	if strings.HasPrefix(route[strings.LastIndexByte(route, '/')+1:], ":") && !strings.HasPrefix(route, "/static/") {
		paths = append(paths, path+".json")
	}
	return paths
}

func sectionsIn(path string, r accessRule) []store.Section {
	if strings.Contains(path, "/figures/") {
		return []store.Section{store.DepthSection}
	}
	return r.sections
}

func TestWhoShowsNothingIsAnsweredLikeNobody(t *testing.T) {
	s, all := teamOfStory(t)
	for _, path := range []string{"", ".json", "/scope", "/scope.json", "/depth", "/evidence", "/evidence.csv", "/evidence.json", "/research", "/research.bib", "/figures/depth", "/mix"} {
		for _, who := range []string{"other member", "admin", "API token of the other member"} {
			there, nowhere := all[who].get("/p/mei-zhao"+path), all[who].get("/p/zoe-none"+path)
			if there.code != http.StatusNotFound || strings.ReplaceAll(there.body, "mei-zhao", "zoe-none") != nowhere.body {
				t.Errorf("%s for %s: got %d, and not as of somebody who does not exist", path, who, there.code)
			}
		}
	}
	s.share("mei-zhao", store.Sharing{Audience: store.OnlyMe}, store.DepthSection, store.EvidenceSection)
	if got := all["named viewer"].get("/p/mei-zhao/depth").code; got != http.StatusNotFound {
		t.Errorf("who was named before: got %d", got)
	}
	s.share("mei-zhao", store.Sharing{Audience: store.Organization}, store.ScopeSection, store.DepthSection, store.EvidenceSection)
	s.expect("the organisation", all["other member"].get("/p/mei-zhao"), 200, "/p/mei-zhao")
	s.expect("not who is outside", all["nobody"].get("/p/mei-zhao"), 200, "/sign-in?return=%2Fp%2Fmei-zhao")
}

// Kim did nothing herself, so that nothing of her own can name anybody.
func TestNoPageOfManyNamesWhoShowsNothing(t *testing.T) {
	s, all := teamOfStory(t)
	s.share("mei-zhao", store.Sharing{Audience: store.OnlyMe}, store.DepthSection, store.EvidenceSection)
	for _, route := range s.server.routes().Routes() {
		r, _ := ruleOf(route.Method, route.Path)
		if route.Method != http.MethodGet || r.who != members || strings.Contains(route.Path, "/works/") {
			continue // the list of a work's authors is a public file's
		}
		for _, path := range formsOf(t, s, route.Path) {
			for _, who := range []string{"named viewer", "API token of the named viewer"} {
				got := all[who].get(path)
				for _, name := range []string{"mei-zhao", "Mei Zhao"} {
					if strings.Contains(got.body, name) {
						t.Errorf("%s tells %s of %s", path, who, name)
					}
				}
			}
		}
	}
	for _, path := range []string{"/-/jump?q=mei", "/people.json?q=mei", "/evidence.json?q=batch", "/evidence.json?with=mei-zhao", "/evidence.csv"} {
		if got := all["named viewer"].get(path); strings.Contains(got.body, "/pull/") || strings.Contains(got.body, "/p/mei") {
			t.Errorf("%s finds\n%s", path, got.body)
		}
	}
	s.share("mei-zhao", toKim, store.EvidenceSection)
	for _, path := range []string{"/-/jump?q=mei", "/people.json?q=mei"} {
		if got := all["named viewer"].get(path); !strings.Contains(got.body, "/p/mei-zhao") {
			t.Errorf("%s does not find who shows herself\n%s", path, got.body)
		}
	}
	if got := all["named viewer"].get("/works/1"); strings.Contains(got.body, "/p/omar") {
		t.Error("a work leads to an author who shows nothing")
	}
}

func TestAPersonChoosesWhoSeesThemAndSeesWhoLooked(t *testing.T) {
	s := newTeam(t, fixture(t))
	mei, kim, omar := s.signedIn("mei-zhao"), s.signedIn("kim"), s.signedIn("omar")
	form := url.Values{"scope": {"me"}, "moves": {"me"}, "depth": {"organization"}, "evidence": {"named"}, "evidence-logins": {"@kim, ida"}}
	s.expect("saving", mei.post(sharingPath, form), 200, sharingPath+"?saved=1")
	if got := mei.get(sharingPath); !strings.Contains(got.body, `value="ida, kim"`) || !strings.Contains(got.body, "Nobody opened your pages") {
		t.Errorf("the page says\n%s", got.body)
	}
	s.expect("who is named", kim.get("/p/mei-zhao"), 200, "/p/mei-zhao/depth")
	s.expect("and evidence", kim.get("/p/mei-zhao/evidence"), 200, "/p/mei-zhao/evidence")
	s.expect("another", omar.get("/p/mei-zhao/evidence"), 404, "/p/mei-zhao/evidence")
	if got := kim.get("/p/mei-zhao/depth"); strings.Contains(got.body, ">Scope</a>") || !strings.Contains(got.body, ">Evidence</a>") {
		t.Error("the tabs are not those that are shown")
	}
	views := parse(t, mei.get(sharingPath).body).text()
	if !strings.Contains(views, "kim") || strings.Contains(views, "omar") || strings.Contains(views, "04:02") {
		t.Errorf("who looked: %s", views)
	}
	s.wait(40 * 24 * time.Hour)
	mei = s.signedIn("mei-zhao")
	if got := mei.get(sharingPath); !strings.Contains(got.body, "Nobody opened your pages") {
		t.Error("views are kept for longer than a month")
	}
	for what, wrong := range map[string]url.Values{
		"nobody is named":       {"scope": {"named"}, "depth": {"me"}, "evidence": {"me"}, "moves": {"me"}},
		"who does not exist":    {"scope": {"named"}, "scope-logins": {"no-such-login"}, "depth": {"me"}, "evidence": {"me"}, "moves": {"me"}},
		"a choice there is not": {"scope": {"everybody"}, "depth": {"me"}, "evidence": {"me"}, "moves": {"me"}},
	} {
		if got := mei.post(sharingPath, wrong); got.code != http.StatusBadRequest {
			t.Errorf("%s: got %d", what, got.code)
		}
	}
	s.expect("a mistake changes nothing", s.signedIn("kim").get("/p/mei-zhao/evidence"), 200, "/p/mei-zhao/evidence")
}

func TestWhatIsPrivateIsForItsReadersOnGitHub(t *testing.T) {
	st := fixture(t)
	secret := tracker.RepositoryRef{Host: "github.com", DatabaseID: 90, NodeID: "R_secret", Owner: "lumen", Name: "secret"}
	apply(t, st, tracker.Batch{Source: tracker.GitHubSource, Repositories: []tracker.Repository{{RepositoryRef: secret, IsPrivate: true, UpdatedAt: fixtureNow}},
		Threads: []tracker.Thread{pullRequest(secret, 7, mei, fixtureNow.AddDate(0, -1, 0), "A plan nobody knows of")}})
	s := newTeam(t, st)
	s.signedIn("mei-zhao")
	s.share("mei-zhao", store.Sharing{Audience: store.Organization}, store.ScopeSection, store.DepthSection, store.EvidenceSection)
	sees := func(v *visitor) (found []string) {
		for _, path := range []string{"/p/mei-zhao", "/p/mei-zhao.json", "/p/mei-zhao/scope", "/p/mei-zhao/depth", "/p/mei-zhao/evidence", "/p/mei-zhao/evidence.csv",
			"/p/mei-zhao/mix.json", "/p/mei-zhao/research", "/p/mei-zhao/figures/depth", "/evidence", "/people?q=secret", "/-/jump?q=secret", "/domains/kernels"} {
			if got := v.get(path); strings.Contains(got.body, "A plan nobody knows of") || strings.Contains(got.body, "lumen/secret") {
				found = append(found, path)
			}
		}
		return found
	}
	if got := sees(s.signedIn("kim")); len(got) > 0 {
		t.Errorf("who may not read it sees it at %q", got)
	}
	if got := sees(s.signedIn("ida")); len(got) > 0 {
		t.Errorf("an admin sees it at %q", got)
	}
	omar := s.signedIn("omar")
	if got := sees(omar); !slices.Contains(got, "/p/mei-zhao/evidence") || slices.Contains(got, "/evidence") {
		t.Errorf("who may read it sees it at %q", got)
	}
	if got := sees(omar.apiToken()); len(got) > 0 {
		t.Errorf("an API token sees it at %q", got)
	}
	if got := sees(s.signedIn("mei-zhao")); !slices.Contains(got, "/p/mei-zhao/evidence") {
		t.Errorf("she herself sees it at %q", got)
	}
}

package web

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/testneed"
	"rungless/web/story"
)

// lantern is the title of a change that is Mei's first step into the domain of documents. It
// appears in nothing else, and nobody of the team had a part in it.
const lantern = "Zanzibar lantern"

func plantedMove() tracker.Batch {
	where := tracker.RepositoryRef{Host: "github.com", DatabaseID: 80, NodeID: "R_handbook", Owner: "lumen", Name: "handbook"}
	quill := story.Account(980, "quill", "", tracker.UserAccount)
	change := pullRequest(where, 1, mei, fixtureNow.AddDate(0, 0, -20), lantern)
	change.PullRequest.MergedBy = quill
	return tracker.Batch{Source: tracker.GitHubSource, Accounts: []tracker.Account{mei, quill},
		Repositories: []tracker.Repository{{RepositoryRef: where, Topics: []string{"docs"}, UpdatedAt: fixtureNow}}, Threads: []tracker.Thread{change}}
}

// tells reports whether a text tells of it, by its title, its address or the words of its step.
func tells(text string) bool {
	return strings.Contains(text, lantern) || strings.Contains(text, "lumen/handbook/pull/1") || strings.Contains(text, "quill merged it")
}

// teamOfMoves is the team of the matrix, in which Mei shows nothing, but that Kim may see
// such moves as she shares.
func teamOfMoves(t *testing.T) (*teamSite, map[string]*visitor) {
	t.Helper()
	s, all := teamOfStory(t)
	apply(t, s.store, plantedMove())
	s.share("mei-zhao", store.Sharing{Audience: store.OnlyMe}, store.Sections()...)
	s.share("mei-zhao", toKim, store.MovesSection)
	return s, all
}

// whereTold lists who but Mei is told of the planted move, and at which addresses: every
// route is asked in every form by everybody, for the domain of the move where it names one.
func whereTold(t *testing.T, s *teamSite, all map[string]*visitor) []string {
	t.Helper()
	var told []string
	for _, route := range s.server.routes().Routes() {
		for _, path := range formsOf(t, s, route.Path) {
			path = strings.NewReplacer("/domains/kernels", "/domains/docs", "/moves/training", "/moves/docs").Replace(path)
			for who, visitor := range all {
				if who == "self" || endsTheSession(route.Method, path) || route.Method == http.MethodPost && !strings.HasSuffix(path, "/export") {
					continue
				}
				if tells(visitor.stay().fetch(route.Method, path).body) {
					told = append(told, path+" to "+who)
				}
			}
		}
	}
	slices.Sort(told)
	return told
}

func TestAMoveIsToldToNobodyUntilItIsShared(t *testing.T) {
	testneed.Thorough(t)
	s, all := teamOfMoves(t)
	self := all["self"]
	if got := self.get("/moves"); !tells(got.body) {
		t.Fatalf("she herself is not told of it, so that nothing would be found: %d\n%s", got.code, got.body)
	}
	if told := whereTold(t, s, all); len(told) > 0 {
		t.Errorf("before she shares it: told at %q", told)
	}
	s.expect("sharing", self.post("/moves", url.Values{"do": {"share"}, "domain": {"docs"}, "return": {"/moves"}}), 200, "/moves")
	told := whereTold(t, s, all)
	for _, want := range []string{"/api/v1/domains/docs to API token of the named viewer", "/domains/docs to named viewer", "/domains/docs.json to named viewer"} {
		if !slices.Contains(told, want) {
			t.Errorf("shared with Kim, and not told at %s", want)
		}
	}
	for _, where := range told {
		if !strings.Contains(where, "/domains/docs") || !strings.HasSuffix(where, "named viewer") {
			t.Errorf("shared with Kim on the page of the domain, and told at %s", where)
		}
	}
	for _, path := range []string{"/moves", sharingPath} {
		if got := parse(t, self.get(path).body).text(); !strings.Contains(got, "kim") || strings.Contains(got, "ida ") {
			t.Errorf("%s does not say that Kim looked, or names others", path)
		}
	}
	s.expect("taking back", self.post("/moves", url.Values{"do": {"withhold"}, "domain": {"docs"}, "return": {sharingPath}}), 200, sharingPath)
	if told := whereTold(t, s, all); len(told) > 0 {
		t.Errorf("after it was taken back: told at %q", told)
	}
}

func TestAMoveIsShownAFortnightLaterToWhoMaySeeItOnceItsPersonSaidSo(t *testing.T) {
	s, all := teamOfMoves(t)
	told := func(who string) bool { return strings.Contains(s.signedIn(who).get("/domains/docs").body, lantern) }
	all["self"].get("/moves")
	all["self"].post("/moves", url.Values{"do": {"later"}})
	s.wait(13 * 24 * time.Hour)
	if told("kim") {
		t.Error("it is shown before the fortnight is over")
	}
	s.wait(2 * 24 * time.Hour)
	if !told("kim") || told("omar") || told("ida") {
		t.Error("after a fortnight Kim is not told of it, or others are")
	}
	mei := s.signedIn("mei-zhao")
	mei.post("/moves", url.Values{"do": {"withhold"}, "domain": {"docs"}})
	if told("kim") {
		t.Error("it is shown though it is withheld")
	}
	mei.post("/moves", url.Values{"do": {"as-all"}, "domain": {"docs"}})
	mei.post("/moves", url.Values{"do": {"not-later"}})
	if told("kim") {
		t.Error("it is shown though no move may be")
	}
	for name, form := range map[string]url.Values{"no move": {"do": {"share"}, "domain": {"data"}}, "no domain": {"do": {"withhold"}}, "nothing that can be said": {"do": {"boast"}, "domain": {"docs"}}} {
		if got := mei.post("/moves", form); got.code < 400 || got.code >= 500 {
			t.Errorf("%s: got %d", name, got.code)
		}
	}
	mei.post("/moves", url.Values{"do": {"share-with-all"}, "domain": {"docs"}})
	if !told("kim") || !told("ida") {
		t.Error("shared with everybody it is not shown to everybody")
	}
}

func TestMovesAreForTheOwnerAtTheMachineAlone(t *testing.T) {
	st := grown(t, 120, 9)
	apply(t, st, plantedMove())
	if got := ask(site(t, st, nil), "GET", "/moves", fromHere).Code; got != http.StatusNotFound {
		t.Errorf("nobody is known to look: got %d, want 404", got)
	}
	h := site(t, st, atHome)
	for _, path := range []string{"/moves", "/moves/docs", digestPath} {
		if got := ask(h, "GET", path, func(r *http.Request) { r.RemoteAddr = "10.0.0.9:4711" }).Code; got != http.StatusForbidden {
			t.Errorf("%s from another machine: got %d, want 403", path, got)
		}
		if w := ask(h, "GET", path, fromHere); w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" || !tells(w.Body.String()) {
			t.Errorf("%s: got %d with %v, without her step or to be kept", path, w.Code, w.Header())
		}
	}
	for _, path := range []string{"/moves.json", "/moves.csv", "/moves/docs.json", "/p/mei-zhao/moves", "/p/mei-zhao/moves.json", "/moves/nothing", "/moves/lumen/nowhere"} {
		if got := ask(h, "GET", path, fromHere).Code; got != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
	omars := site(t, st, func(o *Options) { o.Me = func() string { return "omar" } })
	for _, path := range []string{"/moves", "/moves/docs", digestPath} {
		if body := ask(omars, "GET", path, fromHere).Body.String(); tells(body) {
			t.Errorf("%s of Omar tells of Mei's move", path)
		}
	}
	if body := ask(omars, "GET", "/domains/docs", fromHere).Body.String(); strings.Contains(body, "New here") || strings.Contains(body, "quill merged it") {
		t.Error("where nobody signs in somebody arrives")
	}
}

func TestTheDigestHasAnEntryAWeekAndIsForThePersonAndTheirToken(t *testing.T) {
	s, all := teamOfMoves(t)
	token := all["self"].apiToken()
	got := token.get(digestPath)
	var feed atomFeed
	if err := xml.Unmarshal([]byte(got.body), &feed); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range feed.Entries {
		if !strings.HasSuffix(e.Updated, "T00:00:00Z") {
			t.Errorf("%q is dated %s, which is finer than a day", e.Title, e.Updated)
		}
		if strings.Contains(e.Summary, "Docs and website: changed, quill merged it.") {
			found++
		}
	}
	if got.code != http.StatusOK || found != 1 {
		t.Errorf("got %d, and the step stands in %d entries, want 1:\n%s", got.code, found, got.body)
	}
	for _, who := range []string{"named viewer", "other member", "admin", "API token of the named viewer"} {
		if got := all[who].get(digestPath); got.code != http.StatusOK || strings.Contains(got.body, "quill merged it") {
			t.Errorf("%s: got %d, and hers or none", who, got.code)
		}
	}
	if got := s.visitor().stay().get(digestPath).code; got != http.StatusUnauthorized && got != http.StatusForbidden {
		t.Errorf("nobody: got %d", got)
	}
}

func TestADomainNamesWhoCanHelpToThoseWhomTheyShowTheirDepth(t *testing.T) {
	s, all := teamOfMoves(t)
	named := func(who string) bool {
		return strings.Contains(parse(t, all[who].get("/domains/kernels").body).text(), "Mei Zhao")
	}
	if named("named viewer") {
		t.Error("who shows nobody her depth is named")
	}
	s.share("mei-zhao", toKim, store.DepthSection)
	if !named("named viewer") || named("other member") || named("admin") {
		t.Error("Kim is not told who can help, or others are")
	}
	if got := all["named viewer"].get("/domains/nlp"); strings.Contains(got.body, "Mei Zhao") {
		t.Error("she is named where she is not at home")
	}
}

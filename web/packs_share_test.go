package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/web/story"
)

// sharedPack is a team in which Mei sealed a pack and made a link to it.
func sharedPack(t *testing.T) (s *teamSite, self *visitor, link string) {
	t.Helper()
	st := fixture(t)
	apply(t, st, tracker.Batch{Source: tracker.GitHubSource, Repositories: []tracker.Repository{{RepositoryRef: kernels, IsPrivate: true, UpdatedAt: fixtureNow}}})
	s = newTeam(t, st)
	self = s.signedIn("mei-zhao")
	keptPack(t, s.store, story.Draft())
	if got := self.post("/packs/1/seal", nil); got.code != http.StatusOK || got.path != "/packs/1" {
		t.Fatalf("sealing: got %d at %s\n%s", got.code, got.path, got.body)
	}
	got := self.post("/packs/1/share", url.Values{"days": {"7"}})
	_, rest, found := strings.Cut(got.body, "<code>"+s.url+"/s/")
	secret, _, _ := strings.Cut(rest, "<")
	if !found || len(secret) < 43 { // 256 bits
		t.Fatalf("no link was made: %d\n%s", got.code, got.body)
	}
	return s, self, "/s/" + secret
}

func TestALinkLeadsToTheSealedPackAndNowhereElse(t *testing.T) {
	s, self, link := sharedPack(t)
	if got := self.get("/packs/1").body; !strings.Contains(got, "Never") || strings.Contains(got, link) {
		t.Error("the list of links does not say that it was never opened, or tells its secret again")
	}
	got := s.visitor().get(link)
	if got.code != http.StatusOK || !strings.Contains(got.body, "I chose batches of equal length") || !strings.Contains(got.body, `content="noindex"`) {
		t.Fatalf("got %d\n%s", got.code, got.body)
	}
	for name, want := range map[string]string{"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
		if got.header.Get(name) != want {
			t.Errorf("%s is %q", name, got.header.Get(name))
		}
	}
	for _, a := range parse(t, got.body).all("a") {
		if !strings.HasPrefix(a.attribute("href"), "https://github.com/") {
			t.Errorf("it leads to %q", a.attribute("href"))
		}
	}
	if !strings.Contains(got.body, "rivate work, verified on") {
		t.Error("what is private is not told as the person chose")
	}
	for _, never := range []string{"I led the work", "lumen/kernels", s.url} {
		if strings.Contains(got.body, never) {
			t.Errorf("it tells %q, which was not ready or left out", never)
		}
	}
	if got := self.get("/packs/1").body; !strings.Contains(got, "<td>"+fixtureNow.Format("2 January 2006")+"</td>") || strings.Contains(got, "Never") {
		t.Error("the list of links does not say when it was opened")
	}
	if strings.Contains(s.log.String(), strings.TrimPrefix(link, "/s/")) {
		t.Error("the log tells the secret")
	}
}

func TestALinkEndsWhenItExpiresOrIsTakenBack(t *testing.T) {
	s, self, link := sharedPack(t)
	nowhere := s.visitor().get("/s/of-nothing")
	if nowhere.code != http.StatusNotFound || strings.Contains(nowhere.body, "<a ") {
		t.Errorf("a link of nothing: got %d\n%s", nowhere.code, nowhere.body)
	}
	s.expect("another's taking back", s.signedIn("omar").post("/packs/1/shares/1/revoke", nil), 404, "/packs/1/shares/1/revoke")
	self.post("/packs/1/shares/1/revoke", nil)
	if got := s.visitor().get(link); got.code != nowhere.code || got.body != nowhere.body {
		t.Errorf("a link that was taken back: got %d", got.code)
	}
	got := self.post("/packs/1/share", url.Values{"days": {"7"}})
	_, rest, _ := strings.Cut(got.body, "<code>"+s.url)
	again, _, _ := strings.Cut(rest, "<")
	s.wait(8 * 24 * time.Hour)
	if got := s.visitor().get(again); got.code != http.StatusNotFound {
		t.Errorf("a link that expired: got %d", got.code)
	}
}

func TestPacksAreForTheirPersonAlone(t *testing.T) {
	s, self, _ := sharedPack(t)
	omar := s.signedIn("omar")
	for _, path := range []string{"/packs/1", "/packs/1/edit", "/packs/1/print", "/packs/1/files/pack.html", "/packs/1/compare", "/packs/1/verify"} {
		if got := omar.get(path); got.code != http.StatusNotFound || strings.Contains(got.body, "Half a year") {
			t.Errorf("%s for another: got %d", path, got.code)
		}
	}
	if got := omar.get("/-/jump?q=half"); strings.Contains(got.body, "Half a year") {
		t.Error("another finds it in the jump box")
	}
	if got := self.get("/-/jump?q=half"); !strings.Contains(got.body, `"path":"/packs/1"`) {
		t.Errorf("the person does not find it: %s", got.body)
	}
	for path, form := range map[string]url.Values{"/packs/1/delete": {"sure": {"yes"}}, "/packs/1/copy": nil, "/packs/1/share": {"days": {"7"}}} {
		if got := omar.post(path, form); got.code != http.StatusNotFound {
			t.Errorf("%s by another: got %d", path, got.code)
		}
	}
	if got := self.post("/packs/1/delete", url.Values{"sure": {"yes"}}); got.path != packsPath || strings.Contains(got.body, "Half a year") {
		t.Errorf("forgotten: got %d at %s", got.code, got.path)
	}
}

func TestAtOnesOwnMachineAPackIsSharedAsAFile(t *testing.T) {
	st := fixture(t)
	h := site(t, st, asMei)
	keptPack(t, st, story.Draft())
	submit(h, "/packs/1/seal", nil)
	if body := ask(h, "GET", "/packs/1", fromHere).Body.String(); !strings.Contains(body, "Send the file instead") {
		t.Error("the page does not say how")
	}
	for _, path := range []string{"/packs/1/share", "/s/x"} {
		if w := submit(h, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
	if w := ask(h, "GET", packsPath, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:5000" }); w.Code == http.StatusOK {
		t.Error("packs are shown to another machine")
	}
}

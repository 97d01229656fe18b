package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rungless/tracker/githubsim"
)

func TestSomebodySignsInAndComesBackToThePageTheyWanted(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.visitor()
	door := v.get("/people?q=me")
	s.expect("nobody is led to the door", door, 200, "/sign-in?return=%2Fpeople%3Fq%3Dme")
	if !strings.Contains(door.body, "/sign-in/github?return=%2Fpeople%3Fq%3Dme") || strings.Contains(door.body, "Mei") || strings.Contains(door.body, "Main") {
		t.Errorf("the door says\n%s", door.body)
	}
	s.expect("and in", v.signIn("omar", "/people?q=me"), 200, "/people?q=me")
	s.expect("who is in needs no door", v.get("/sign-in?return=%2Fdomains"), 200, "/domains")
	if got := v.get("/"); got.code != 200 || !strings.Contains(got.body, "Omar Haddad") {
		t.Errorf("the first page is not Omar's: %d", got.code)
	}
}

func TestWhoIsNotInTheOrganisationIsTurnedAway(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.visitor()
	got := v.signIn("eve", "/people")
	if got.code != http.StatusForbidden || !strings.Contains(got.body, "You are not let in here") || v.cookie(sessionCookie) != "" {
		t.Errorf("got %d with session %q\n%s", got.code, v.cookie(sessionCookie), got.body)
	}
	if _, err := s.store.FindMember(t.Context(), "github.com", 72); err == nil {
		t.Error("she was kept as a member")
	}
	s.hub.Browse("omar", true)
	if got := v.get(goPath); got.code != http.StatusForbidden || !strings.Contains(got.body, "cancelled") {
		t.Errorf("who presses Cancel: got %d\n%s", got.code, got.body)
	}
}

// begin goes to GitHub and stops there: it returns the address that GitHub sends back to.
func (v *visitor) begin(login string) string {
	v.site.hub.Browse(login, false)
	to := v.stay().get(goPath).header.Get("Location")
	r, err := http.NewRequestWithContext(v.site.t.Context(), http.MethodGet, to, http.NoBody)
	if err != nil {
		v.site.t.Fatal(err)
	}
	w, err := v.stay().client.Do(r)
	if err != nil {
		v.site.t.Fatal(err)
	}
	w.Body.Close()
	return strings.TrimPrefix(w.Header.Get("Location"), v.site.url)
}

func TestASignInIsFinishedOnceAndInTheBrowserThatBeganIt(t *testing.T) {
	s := newTeam(t, fixture(t))
	refused := func(what string, v *visitor, address string) {
		t.Helper()
		got := v.stay().get(address)
		if got.code != http.StatusBadRequest && got.code != http.StatusForbidden || v.cookie(sessionCookie) != "" {
			t.Errorf("%s: got %d", what, got.code)
		}
	}
	mine, other := s.visitor(), s.visitor()
	address := mine.begin("omar")
	refused("in another browser", other, address)
	theirs := other.begin("kim")
	query, _ := url.ParseQuery(strings.TrimPrefix(theirs, callbackPath+"?"))
	injected := s.visitor()
	own, _ := url.ParseQuery(strings.TrimPrefix(injected.begin("omar"), callbackPath+"?"))
	refused("with the code of another browser", injected, callbackPath+"?"+url.Values{"state": own["state"], "code": query["code"]}.Encode())
	forgotten := s.visitor()
	refused("without a state", forgotten, strings.ReplaceAll(forgotten.begin("omar"), "state=", "other="))
	guessed := s.visitor()
	refused("with a guessed state", guessed, strings.ReplaceAll(guessed.begin("omar"), "state=", "state=A"))
	late := s.visitor()
	address = late.begin("omar")
	s.wait(11 * time.Minute)
	refused("too late", late, address)
	twice := s.visitor()
	address = twice.begin("omar")
	kept := twice.cookie(signInCookie)
	s.expect("once", twice.stay().get(address), http.StatusSeeOther, address)
	refused("twice", s.withCookie(signInCookie, kept), address)
	refused("with a cookie that nobody sealed", s.withCookie(signInCookie, "bm9uY2Vub25jZW5vbmNlbm9uY2U"), address)
}

func TestTheCodeOfAnotherAppIsRefused(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.visitor()
	begun, _ := url.ParseQuery(strings.TrimPrefix(v.begin("omar"), callbackPath+"?"))
	s.hub.Browse("omar", false)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://github.com/login/oauth/authorize?client_id=Iv1.other&redirect_uri=https%3A%2F%2Fother.example%2Fcallback&code_challenge_method=S256&code_challenge=x&state=y", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	w, err := v.stay().client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	foreign, err := url.Parse(w.Header.Get("Location"))
	if err != nil || foreign.Query().Get("code") == "" {
		t.Fatalf("the other app got no code: %v, %v", foreign, err)
	}
	got := v.stay().get(callbackPath + "?" + url.Values{"state": begun["state"], "code": foreign.Query()["code"]}.Encode())
	if got.code != http.StatusForbidden || v.cookie(sessionCookie) != "" {
		t.Errorf("got %d", got.code)
	}
}

func TestASessionIsNewAtEachSignInAndDeadAfterIt(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.withCookie(sessionCookie, "planted-by-somebody-else")
	v.signIn("omar", "/people")
	first := v.cookie(sessionCookie)
	if first == "" || first == "planted-by-somebody-else" {
		t.Fatalf("the session is %q", first)
	}
	isOut := func(what, secret string) {
		t.Helper()
		s.expect(what, s.withCookie(sessionCookie, secret).get("/people"), 200, "/sign-in?return=%2Fpeople")
	}
	isOut("the planted one", "planted-by-somebody-else")
	v.signIn("omar", "/people")
	second := v.cookie(sessionCookie)
	isOut("the one before", first)
	s.expect("the new one", v.get("/people"), 200, "/people")
	s.expect("signing out", v.post("/sign-out", nil), 200, "/sign-in")
	isOut("the one that was signed out", second)
	if v.cookie(sessionCookie) != "" {
		t.Error("the browser keeps the cookie")
	}
	idle := s.signedIn("omar").cookie(sessionCookie)
	s.wait(sessionLimits.Idle + time.Minute)
	isOut("one that was not used", idle)
	used := s.signedIn("omar")
	for range 31 {
		s.wait(24 * time.Hour)
		used.get("/people")
	}
	isOut("one that was used for a month", used.cookie(sessionCookie))
}

func TestOtherSessionsAreEndedOnTheirPage(t *testing.T) {
	s := newTeam(t, fixture(t))
	here, there, kim := s.signedIn("omar"), s.signedIn("omar"), s.signedIn("kim")
	if got := here.get(sessionsPath); strings.Count(got.body, `name="session"`) != 2 {
		t.Errorf("the page lists\n%s", got.body)
	}
	kim.post(sessionsPath, url.Values{"session": {"1"}})
	kim.post(sessionsPath, url.Values{"session": {"2"}})
	s.expect("nobody else ends it", there.get("/people"), 200, "/people")
	here.post(sessionsPath, url.Values{"others": {"yes"}})
	s.expect("the other browser", there.get("/people"), 200, "/sign-in?return=%2Fpeople")
	s.expect("this one", here.get("/people"), 200, "/people")
}

func TestWhoLeavesTheOrganisationIsOutWithinTheHour(t *testing.T) {
	s := newTeam(t, fixture(t))
	v, ida := s.signedIn("omar"), s.signedIn("ida")
	program := v.apiToken()
	leave := func(w *githubsim.World) { delete(w.Users[len(w.Users)-1].Members, 2) }
	s.hub.Mutate(leave)
	s.expect("at once", v.get("/people"), 200, "/people")
	s.wait(recheckEvery)
	s.expect("after an hour", v.get("/people"), 200, "/sign-in?return=%2Fpeople")
	if got := program.get("/people.json").code; got != http.StatusForbidden {
		t.Errorf("their program: got %d", got)
	}
	s.expect("somebody else", ida.get("/people"), 200, "/people")
	s.hub.Revoke("ida")
	s.wait(recheckEvery)
	s.expect("who revokes the app", ida.get("/people"), 200, "/sign-in?return=%2Fpeople")
}

func TestANumberDecidesWhoSomebodyIsAndNoLogin(t *testing.T) {
	s := newTeam(t, fixture(t))
	s.signedIn("ida")
	s.hub.Mutate(func(w *githubsim.World) {
		w.Users[3].Login = "ida-before"
		w.Users = append(w.Users, &githubsim.User{ID: 99, Type: "User", Login: "ida"}, &githubsim.User{ID: 98, Type: "User", Login: "mei-zhao"})
		w.Users[0].Login = "mei-now"
		w.Users[5].Members[98] = "active"
	})
	if got := s.visitor().signIn("ida", "/sync").code; got != http.StatusForbidden {
		t.Errorf("who took over an admin's login: got %d, want 403", got)
	}
	s.expect("the admin under another login", s.visitor().signIn("ida-before", "/sync"), 200, "/sync")
	imposter := s.visitor()
	imposter.signIn("mei-zhao", "/")
	if got := imposter.get("/"); strings.Contains(got.body, "Batch prompts") {
		t.Error("who took over Mei's login sees her page")
	}
	mei := s.visitor()
	mei.signIn("mei-now", "/")
	if got := mei.get("/"); !strings.Contains(got.body, "Batch prompts") {
		t.Errorf("Mei under another login does not see her page:\n%s", got.body)
	}
}

func TestNoSecretIsInTheLogAnAddressOrThePages(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.visitor()
	address := v.begin("omar")
	query, _ := url.ParseQuery(strings.TrimPrefix(address, callbackPath+"?"))
	got := v.get(address)
	program := v.apiToken()
	program.get("/people.json")
	v.get(tokensPath)
	for name, secret := range map[string]string{"session": v.cookie(sessionCookie), "code": query.Get("code"), "state": query.Get("state"), "token": program.token,
		"app": teamApp.Secret, "GitHub's token": "gho_"} {
		if secret == "" || strings.Contains(s.log.String(), secret) || strings.Contains(got.path, secret) || strings.Contains(v.get(tokensPath).body, secret) {
			t.Errorf("%s (%q) is in the log, in an address or on a page", name, secret)
		}
	}
	if got.header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("an address may leave with a Referer")
	}
}

func TestFortyAddressesLeadNowhereElseAfterSignIn(t *testing.T) {
	forms := []string{"//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example", "https://evil.example",
		"https:evil.example", "https:/evil.example", "http://evil.example/people", "HTTPS://EVIL.EXAMPLE", "javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
		"vbscript:x", "file:///etc/passwd", "ftp://evil.example", "evil.example", "@evil.example", "/@evil.example/..//evil.example\\", ".evil.example", "?//evil.example",
		"#//evil.example", " //evil.example", "\t//evil.example", "\n//evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nLocation: https://evil.example",
		"/%0d%0aLocation:%20https://evil.example", "//user@evil.example", "https://localhost@evil.example", "//evil.example%2f..", "/%5cevil.example", "/%2f%2fevil.example",
		"//[::1]@evil.example", "http:\\\\evil.example", "//evil.example:80", "/.//evil.example", "/..//evil.example", "/people/..//evil.example", "\x00//evil.example", "//\u3002evil.example"}
	s := newTeam(t, fixture(t))
	here, _ := url.Parse(s.url)
	for _, form := range forms {
		v := s.visitor()
		s.hub.Browse("omar", false)
		to := v.stay().get(goPath + "?return=" + url.QueryEscape(form)).header.Get("Location")
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, to, http.NoBody)
		w, err := v.stay().client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		w.Body.Close()
		location := v.stay().get(strings.TrimPrefix(w.Header.Get("Location"), s.url)).header.Get("Location")
		target, err := here.Parse(location)
		if err != nil || target.Host != here.Host || !strings.HasPrefix(location, "/") || strings.HasPrefix(location, "//") || strings.ContainsAny(location, "\\\t\r\n") {
			t.Errorf("%q leads to %q", form, location)
		}
	}
	if len(forms) < 40 {
		t.Errorf("only %d forms", len(forms))
	}
}

func TestForgedHeadersChangeNothing(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.visitor()
	for _, name := range []string{"X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "X-Forwarded-User", "X-Remote-User", "Remote-User", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override"} {
		got := v.do(http.MethodGet, "/people", "", func(r *http.Request) { r.Header.Set(name, "127.0.0.1") })
		s.expect(name, got, 200, "/sign-in?return=%2Fpeople")
	}
	for _, host := range []string{"evil.example", "evil.example:80", "127.0.0.1.evil.example"} {
		got := v.do(http.MethodGet, "/sign-in", "", func(r *http.Request) { r.Host = host })
		if got.code != http.StatusBadRequest {
			t.Errorf("host %s: got %d", host, got.code)
		}
	}
	for _, credentials := range []string{"Basic b21hcjpvbWFy", "Bearer ", "Bearer rungless_", "bearer x", "token gho_x", "Bearer " + strings.Repeat("A", 5000)} {
		got := v.do(http.MethodGet, "/people.json", "", func(r *http.Request) { r.Header.Set("Authorization", credentials) })
		if got.code != http.StatusForbidden {
			t.Errorf("%.20s: got %d", credentials, got.code)
		}
	}
}

func TestNoFormFromAnotherSiteIsTaken(t *testing.T) {
	s := newTeam(t, fixture(t))
	ida := s.signedIn("ida")
	for _, route := range s.server.routes().Routes() {
		if route.Method != http.MethodPost {
			continue
		}
		path := strings.NewReplacer(":login", "mei-zhao", ":token", "1", ":proposal", "1").Replace(route.Path)
		for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json", ""} {
			for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
				got := ida.do(http.MethodPost, path, "theme=dark", func(r *http.Request) {
					r.Header.Set("Content-Type", kind)
					r.Header.Set(header, value)
				})
				if got.code != http.StatusForbidden || !strings.Contains(got.body, "another site") {
					t.Errorf("%s as %q with %s: got %d", path, kind, header, got.code)
				}
			}
		}
	}
	s.expect("she is still in", ida.get("/people"), 200, "/people")
}

func TestACommandLineSignsInByTheDeviceFlow(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.visitor()
	var begun struct {
		UserCode string `json:"user_code"`
		Handle   string `json:"handle"`
	}
	decode(t, v.do(http.MethodPost, "/-/device/start", "", nil).body, &begun)
	finish := func() answer { return v.post("/-/device/finish", url.Values{"handle": {begun.Handle}}) }
	if got := finish().code; got != http.StatusAccepted {
		t.Errorf("before its owner finished: got %d", got)
	}
	s.hub.Browse("omar", false)
	if err := s.hub.FinishDevice(begun.UserCode); err != nil {
		t.Fatal(err)
	}
	var made struct{ Token, Login string }
	got := finish()
	decode(t, got.body, &made)
	program := &visitor{s, s.visitor().client, made.Token}
	s.expect("the program reads", program.get("/people.json"), 200, "/people.json")
	if got := finish().code; got != http.StatusForbidden || made.Login != "omar" {
		t.Errorf("a second time: got %d for %q", got, made.Login)
	}
	v.post("/-/device/revoke", url.Values{"token": {made.Token}})
	if got := program.get("/people.json").code; got != http.StatusForbidden {
		t.Errorf("after signing out: got %d", got)
	}
	if got := v.post("/-/device/finish", url.Values{"handle": {"AAAA"}}).code; got != http.StatusBadRequest {
		t.Errorf("a made-up handle: got %d", got)
	}
}

func TestWhileGitHubIsAwaySessionsLiveOnForAWhile(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.signedIn("omar")
	s.hubURL = "http://127.0.0.1:1"
	s.wait(recheckEvery)
	s.expect("an hour", v.get("/people"), 200, "/people")
	s.wait(recheckGrace)
	if got := v.get("/people"); got.code != http.StatusServiceUnavailable || !strings.Contains(got.body, "GitHub does not answer") {
		t.Errorf("five hours: got %d", got.code)
	}
}

func TestCookiesAreForThisHostAloneWhereThereIsHTTPS(t *testing.T) {
	s := newTeam(t, fixture(t))
	s.server.options.Team.PublicURL = "https://rungless.example.org"
	got := s.visitor().stay().get(goPath)
	cookie := got.header.Get("Set-Cookie")
	for _, part := range []string{"__Host-" + signInCookie + "=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax", fmt.Sprint("Max-Age=", int(signInLife.Seconds()))} {
		if !strings.Contains(cookie, part) {
			t.Errorf("%q has no %q", cookie, part)
		}
	}
	if strings.Contains(cookie, "Domain") {
		t.Errorf("%q is for other hosts too", cookie)
	}
}

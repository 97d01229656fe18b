package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rungless/tracker/testneed"
)

// parametersOfAll are the names that any route reads from an address or a form.
var parametersOfAll = []string{"q", "after", "kind", "repository", "state", "from", "to", "with", "domain", "page", "file", "changes", "said", "key", "month", "zone", "return", "wrong", "saved", "role", "by", "sort", "order"}

// statementsInDisguise try to end a statement, to widen it, to wait and to confuse it.
var statementsInDisguise = []string{"'", "\"", "x' OR '1'='1", "x') OR ('1'='1", "1 OR 1=1", "1; DROP TABLE people;--", "' UNION SELECT login FROM members--", "'||(SELECT secret_hash FROM sessions)||'",
	"%", "_", "\\", "?", "$1", ":login", "@p1", "\x00", "1e999", "-1", "99999999999999999999", "NaN", "'; SELECT pg_sleep(5)--", "x' AND randomblob(900000000)--", "\xff\xfe", "{{.}}", "${jndi:ldap://127.0.0.1/x}", "../../etc/passwd", "%0d%0aX-Evil: 1", "\r\nX-Evil: 1"}

var parameterInPath = regexp.MustCompile(`:[a-z]+`)

func TestNoParameterIsPartOfAStatement(t *testing.T) {
	testneed.Thorough(t)
	s, all := teamOfStory(t)
	before, err := s.store.Fingerprint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	look := func(who, path string) {
		asked++
		got := all[who].stay().get(path)
		if got.code >= 500 || got.header.Get("X-Evil") != "" {
			t.Errorf("%s asks %s: got %d", who, path, got.code)
		}
		for _, sign := range []string{"SQL logic", "SQLSTATE", "syntax error", "no such column", "unrecognized token", "rungless_", "goroutine "} {
			if strings.Contains(got.body, sign) {
				t.Errorf("%s asks %s: the answer holds %q", who, path, sign)
			}
		}
	}
	for _, route := range s.server.routes().Routes() {
		if route.Method != http.MethodGet || strings.HasPrefix(route.Path, "/static") {
			continue
		}
		path := formsOf(t, s, route.Path)[0]
		for i, text := range statementsInDisguise {
			query := url.Values{}
			for j, name := range parametersOfAll {
				if (i+j)%3 == 0 || i < 4 {
					query.Set(name, text)
				}
			}
			look("admin", path+"?"+query.Encode())
			if strings.Contains(route.Path, ":") {
				name := parameterInPath.FindString(route.Path)
				look("admin", strings.Replace(route.Path, name, url.PathEscape(text), 1))
			}
		}
	}
	for _, name := range parametersOfAll[:9] {
		for _, text := range statementsInDisguise {
			look("self", "/p/mei-zhao/evidence.json?"+url.Values{name: {text}}.Encode())
			look("self", "/evidence.csv?"+url.Values{name: {text}}.Encode())
		}
	}
	nothing := all["self"].get("/p/mei-zhao/evidence.json?q=no-such-words-at-all").body
	for _, text := range statementsInDisguise[:9] {
		got := all["self"].get("/p/mei-zhao/evidence.json?q=" + url.QueryEscape("no-such-words-at-all"+text)).body
		if strings.Count(got, `"url"`) > strings.Count(nothing, `"url"`) {
			t.Errorf("%q finds more than its words", text)
		}
	}
	if after, err := s.store.Fingerprint(t.Context()); err != nil || after != before {
		t.Errorf("asking changed the store: %v", err)
	}
	t.Logf("%d addresses", asked)
}

func TestNoFormIsTakenFromABrowserThatSaysNotFromWhere(t *testing.T) {
	s := newTeam(t, fixture(t))
	ida := s.signedIn("ida")
	for name, change := range map[string]func(http.Header){
		"nothing":             func(http.Header) {},
		"another of the site": func(h http.Header) { h.Set("Sec-Fetch-Site", "same-site") },
		"a sandboxed frame":   func(h http.Header) { h.Set("Origin", "null") },
		"another port":        func(h http.Header) { h.Set("Origin", "http://127.0.0.1:1") },
		"a longer name":       func(h http.Header) { h.Set("Origin", s.url+".evil.example") },
		"a user before it": func(h http.Header) {
			h.Set("Origin", "http://evil.example@"+strings.TrimPrefix(s.url, "http://")+".evil.example")
		},
		"two of them":          func(h http.Header) { h["Origin"] = []string{"https://evil.example", s.url} },
		"an overridden method": func(h http.Header) { h.Set("X-HTTP-Method-Override", "GET"); h.Set("Sec-Fetch-Site", "cross-site") },
	} {
		for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json", "application/x-www-form-urlencoded; charset=utf-7", "APPLICATION/JSON", "x/y", ""} {
			got := ida.do(http.MethodPost, sessionsPath, "others=yes", func(r *http.Request) {
				r.Header.Set("Content-Type", kind)
				change(r.Header)
			})
			if got.code != http.StatusForbidden {
				t.Errorf("%s as %q: got %d", name, kind, got.code)
			}
		}
	}
}

func TestOtherMethodsReadAndChangeNothing(t *testing.T) {
	s, all := teamOfStory(t)
	for _, route := range s.server.routes().Routes() {
		path := formsOf(t, s, route.Path)[0]
		for _, method := range []string{"HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "get", "GETX"} {
			got := all["self"].stay().do(method, path, "", func(r *http.Request) {
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				r.Header.Set("X-Marker", "echo-me")
			})
			if got.code != http.StatusNotFound && got.code != http.StatusMethodNotAllowed && got.code != http.StatusForbidden ||
				strings.Contains(got.body, "echo-me") || strings.Contains(got.body, "Mei Zhao") {
				t.Errorf("%s %s: got %d", method, path, got.code)
			}
		}
	}
	if got := all["self"].get("/p/mei-zhao"); got.code != http.StatusOK {
		t.Errorf("she is no longer there: %d", got.code)
	}
}

func TestEveryAnswerIsForItsReaderAlone(t *testing.T) {
	s, all := teamOfStory(t)
	for _, route := range s.server.routes().Routes() {
		if strings.HasPrefix(route.Path, "/static") {
			continue
		}
		for _, path := range formsOf(t, s, route.Path) {
			for _, who := range []string{"nobody", "self", "other member", "API token of the named viewer"} {
				got := all[who].stay().fetch(route.Method, path)
				if endsTheSession(route.Method, path) {
					continue
				}
				h := got.header
				policy := h.Get("Content-Security-Policy")
				isStrict := policy == contentSecurityPolicy || strings.HasPrefix(policy, "default-src 'none'; ") && !strings.Contains(policy, "script-src") // a pack's print has its styles within
				if !isStrict || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
					t.Errorf("%s %s for %s (%d) lacks a policy", route.Method, path, who, got.code)
				}
				isKept := strings.Contains(h.Get("Cache-Control"), "public") || got.code == http.StatusOK && !strings.Contains(h.Get("Cache-Control"), "private") && !strings.Contains(h.Get("Cache-Control"), "no-store")
				if r, _ := ruleOf(route.Method, route.Path); isKept && r.who != anyone {
					t.Errorf("%s %s for %s (%d): a proxy may keep it: %q", route.Method, path, who, got.code, h.Get("Cache-Control"))
				}
			}
		}
	}
}

func TestWhatIsLargerThanAnyFormIsRefused(t *testing.T) {
	s := newTeam(t, fixture(t))
	v := s.signedIn("omar")
	large := strings.Repeat("a", largestForm+1)
	var parts bytes.Buffer
	w := multipart.NewWriter(&parts)
	file, err := w.CreateFormFile("file", "large")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write([]byte(large)) // into memory
	w.Close()
	for _, path := range []string{sessionsPath, sharingPath, tokensPath, timeZoneSettings, "/settings/appearance", "/-/device/finish", "/-/device/revoke", "/no-such-address"} {
		for kind, body := range map[string]string{"application/x-www-form-urlencoded": "zone=" + large, w.FormDataContentType(): parts.String()} {
			for _, length := range []int64{int64(len(body)), -1} {
				got := v.stay().do(http.MethodPost, path, body, func(r *http.Request) {
					r.Header.Set("Content-Type", kind)
					r.Header.Set("Sec-Fetch-Site", "same-origin")
					r.ContentLength = length
				})
				if length > 0 && got.code != http.StatusBadRequest || got.code >= 500 {
					t.Errorf("%s as %.20s of length %d: got %d", path, kind, length, got.code)
				}
			}
		}
	}
}

// What a form does not ask for changes nothing: nobody becomes an admin, or somebody else.
func TestFieldsThatAFormDoesNotHaveChangeNothing(t *testing.T) {
	s, all := teamOfStory(t)
	members := func() (found []any) {
		for _, number := range []int64{1, 2, 70, 71} {
			m, err := s.store.FindMember(t.Context(), "github.com", number)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, m)
		}
		return found
	}
	before := members()
	form := url.Values{"theme": {"dark"}, "admin": {"1"}, "is_admin": {"true"}, "Admin": {"true"}, "member_id": {"1"}, "member": {"1"}, "person_id": {"1"}, "person": {"1"}, "PersonID": {"1"}, "number": {"71"}, "host": {"evil.example"},
		"created": {"1"}, "disabled_at": {"0"}, "audience": {"organization"}, "owner": {"1"}, "as": {"mei-zhao"}, "user": {"ida"}, "_method": {"DELETE"}, "name": {"Omar"}, "scope": {"me"}, "depth": {"me"}, "evidence": {"me"}, "moves": {"me"}, "days": {"30"}}
	person, err := s.store.FindPerson(t.Context(), "mei-zhao")
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range s.server.routes().Routes() {
		if route.Method == http.MethodPost && !endsTheSession(route.Method, route.Path) {
			all["other member"].stay().post(formsOf(t, s, route.Path)[0]+"?"+form.Encode(), form)
		}
	}
	for i, m := range members() {
		if m != before[i] {
			t.Errorf("a member changed: %+v, before %+v", m, before[i])
		}
	}
	if now, err := s.store.FindPerson(t.Context(), "mei-zhao"); err != nil || now.Name != person.Name || now.ID != person.ID {
		t.Errorf("Mei changed: %+v, %v", now, err)
	}
	if got := all["named viewer"].get("/p/mei-zhao/depth"); got.code != http.StatusOK {
		t.Errorf("what Mei shares changed: %d", got.code)
	}
}

// Nothing that can be asked tells whether somebody who shows nothing is known here.
func TestNoQuestionTellsWhetherSomebodyIsKnown(t *testing.T) {
	s, all := teamOfStory(t)
	s.share("mei-zhao", toKim, "depth") // and nothing to Omar
	omar := all["other member"].stay()
	for _, form := range []string{"/p/%s", "/p/%s.json", "/p/%s/evidence.csv", "/p/%s/evidence?q=x", "/p/%s/feed.atom", "/p/%s/research.bib", "/p/%s/figures/depth?domain=kernels", "/api/v1/people/%s", "/api/v1/people/%s/scope?from=bad",
		"/evidence.json?with=%s", "/evidence?with=%s&kind=bad", "/people.json?q=%s", "/-/jump?q=%s", "/p/omar/evidence.json?with=%s", "/evidence.csv?with=%s"} {
		known, unknown := omar.get(strings.ReplaceAll(form, "%s", "ida")), omar.get(strings.ReplaceAll(form, "%s", "xyz"))
		known.body = strings.ReplaceAll(known.body, "ida", "xyz")
		if known.code != unknown.code || known.body != unknown.body && !strings.Contains(form, "omar") {
			t.Errorf("%s: got %d for who is known and shows nothing, %d for nobody\n%s\n%s", form, known.code, unknown.code, known.body, unknown.body)
		}
		if len(known.header) != len(unknown.header) {
			t.Errorf("%s: the headers are %v and %v", form, known.header, unknown.header)
		}
		for _, name := range []string{"Cache-Control", "Vary", "Content-Type", "Content-Length", "Location", "Set-Cookie"} {
			if strings.ReplaceAll(known.header.Get(name), "ida", "xyz") != unknown.header.Get(name) {
				t.Errorf("%s: the header %s tells them apart", form, name)
			}
		}
	}
}

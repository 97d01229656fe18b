package instance_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/instance"
)

// served answers as an instance that somebody else wrote.
func served(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL
}

func TestNothingIsFollowedElsewhere(t *testing.T) {
	other := served(t, func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked for elsewhere, with %q", r.URL.Path, r.Header.Get("Authorization"))
	})
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := instance.New(served(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, status) }), "rungless_marker")
		if _, err := c.WhoAmI(t.Context()); err == nil || strings.Contains(err.Error(), "marker") {
			t.Errorf("%d: %v", status, err)
		}
		if _, err := c.StartDevice(t.Context()); err == nil {
			t.Errorf("%d: a device flow begins", status)
		}
		if err := c.Revoke(t.Context()); err == nil || strings.Contains(err.Error(), "marker") {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// The address at which a code is to be typed is opened in a browser: it must be of the web.
func TestOnlyAnAddressOfTheWebIsOpened(t *testing.T) {
	for address, good := range map[string]bool{
		"https://github.com/login/device": true, "http://127.0.0.1:1/login/device": true, "http://evil.example/login": false,
		"file:///etc/passwd": false, "javascript:alert(1)": false, "--help": false, "": false, "https:evil": false, "smb://host/x": false,
	} {
		c := instance.New(served(t, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"user_code":"AB\u001b[2JCD","verification_url":%q,"interval":-5,"handle":"h"}`, address)
		}), "")
		device, err := c.StartDevice(t.Context())
		if (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
		if err == nil && (strings.ContainsRune(device.UserCode, '\x1b') || device.Interval <= 0) {
			t.Errorf("the code is %q, every %s", device.UserCode, device.Interval)
		}
	}
}

func TestARefusalIsToldInTheInstancesWords(t *testing.T) {
	for _, test := range []struct {
		status     int
		body, says string
		kind       tracker.ErrorKind
	}{
		{403, `{"detail":"This API token does not hold","hint":"Make a new one."}`, "This API token does not hold", tracker.Unauthorized},
		{404, `{"detail":"Nobody called eve"}`, "Nobody called eve", tracker.NotFound},
		{429, `{"detail":"Too often"}`, "Too often", tracker.RateLimited},
		{502, `<html>a proxy</html>`, "answered with 502", tracker.Unavailable},
		{302, ``, "a part of this only", tracker.Unauthorized},
		{400, "{\"detail\":\"\\u001b]0;x\\u0007 bad\"}", "]0;x  bad", tracker.Invalid},
		{200, `not JSON`, "does not answer as an instance of rungless does", tracker.Unavailable},
		{200, `{}`, "does not answer as an instance of rungless does", tracker.Unavailable},
	} {
		c := instance.New(served(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(test.status)
			_, _ = w.Write([]byte(test.body))
		}), "rungless_marker")
		_, err := c.WhoAmI(t.Context())
		if err == nil || tracker.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says) || strings.ContainsAny(err.Error(), "\x1b\x07") {
			t.Errorf("%d %s: %v (%v)", test.status, test.body, err, tracker.KindOf(err))
		}
	}
}

func TestPeopleAreReadToTheEnd(t *testing.T) {
	c := instance.New(served(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("after") {
		case "":
			fmt.Fprint(w, `{"people":[{"login":"ada"}],"next":"/people.json?after=ada"}`)
		case "ada":
			fmt.Fprint(w, `{"people":[{"login":"ben","synced_at":"2026-05-01T00:00:00Z"}],"next":"http://evil.example/?after="}`)
		default:
			http.NotFound(w, r)
		}
	}), "rungless_marker")
	var found []string
	if err := c.People(t.Context(), func(p instance.Person) error { found = append(found, p.Login); return nil }); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(found, " "); got != "ada ben" {
		t.Errorf("got %s", got)
	}
}

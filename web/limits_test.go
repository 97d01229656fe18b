package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// Each of these is refused after a while, from one network; others may go on, and the first
// one again when the time has come that the answer names.
func TestWhoTriesTooOftenIsAskedToWait(t *testing.T) {
	tries := map[attempt]func(*visitor) answer{
		signInAttempt: func(v *visitor) answer { return v.stay().get(goPath) },
		deviceAttempt: func(v *visitor) answer { return v.post("/-/device/finish", url.Values{"handle": {"guessed"}}) },
		wrongToken:    func(v *visitor) answer { v.token = "rungless_guessed"; return v.get("/people.json") },
		wrongLink:     func(v *visitor) answer { return v.get("/s/guessed") },
	}
	for what, try := range tries {
		s := newTeam(t, fixture(t))
		v, neighbour := s.visitor(), s.visitor()
		for i := range allowances[what].burst {
			if got := try(v); got.code == http.StatusTooManyRequests {
				t.Fatalf("%s: refused after %d", what, i)
			}
		}
		refused := try(v)
		wait, err := strconv.Atoi(refused.header.Get("Retry-After"))
		if refused.code != http.StatusTooManyRequests || err != nil || !strings.Contains(refused.body, "This was tried too often from your network") {
			t.Errorf("%s: got %d, Retry-After %q\n%s", what, refused.code, refused.header.Get("Retry-After"), refused.body)
		}
		if got := try(neighbour); got.code == http.StatusTooManyRequests {
			t.Errorf("%s: somebody from elsewhere is refused too", what)
		}
		s.wait(time.Duration(wait) * time.Second)
		if got := try(v); got.code == http.StatusTooManyRequests {
			t.Errorf("%s: refused still after the %d s that it named", what, wait)
		}
	}
}

func TestWhatHoldsIsNeitherCountedNorRefused(t *testing.T) {
	s := newTeam(t, fixture(t))
	program := s.signedIn("omar").apiToken()
	forgotten := &visitor{s, program.client, "rungless_ended"} // a script that somebody left in the same office
	for range 3 * allowances[wrongToken].burst {
		forgotten.get("/-/whoami")
		if got := program.get("/-/whoami"); got.code != http.StatusOK {
			t.Fatalf("got %d", got.code)
		}
	}
}

func TestWhoIsAskedFromWhere(t *testing.T) {
	const public, inner, outer = "203.0.113.7", "10.1.2.3", "192.0.2.1"
	trusts := func(networks ...string) []netip.Prefix {
		var all []netip.Prefix
		for _, text := range networks {
			all = append(all, netip.MustParsePrefix(text))
		}
		return all
	}
	for name, test := range map[string]struct {
		trusted []netip.Prefix
		peer    string
		says    []string // lines of X-Forwarded-For
		want    string
	}{
		"nobody is trusted at first":             {nil, outer, []string{public}, outer + "/32"},
		"a stranger's word is not taken":         {trusts("10.0.0.0/8"), outer, []string{public}, outer + "/32"},
		"the proxy's is":                         {trusts("10.0.0.0/8"), inner, []string{public}, public + "/32"},
		"the last one counts, not the first":     {trusts("10.0.0.0/8"), inner, []string{"1.1.1.1, " + public}, public + "/32"},
		"a line of the stranger's own is before": {trusts("10.0.0.0/8"), inner, []string{"1.1.1.1", public}, public + "/32"},
		"through two proxies":                    {trusts("10.0.0.0/8"), inner, []string{"1.1.1.1, " + public + ", 10.9.9.9"}, public + "/32"},
		"a proxy that says nothing":              {trusts("10.0.0.0/8"), inner, nil, inner + "/32"},
		"a word that is no address":              {trusts("10.0.0.0/8"), inner, []string{public + ", unknown"}, inner + "/32"},
		"a house has 64 bits":                    {nil, "[2001:db8:1:2:3:4:5:6]", nil, "2001:db8:1:2::/64"},
		"an old address in a new one's dress":    {nil, "[::ffff:192.0.2.1]", nil, outer + "/32"},
	} {
		s := &Server{options: Options{Team: &Team{TrustedProxies: test.trusted}}}
		c := &gin.Context{Request: httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)}
		c.Request.RemoteAddr = test.peer + ":4711"
		c.Request.Header["X-Forwarded-For"] = test.says
		if got := s.askedFrom(c).String(); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// A flood of addresses takes no more memory than was said, and nobody's place.
func TestAFloodOfAddressesIsBounded(t *testing.T) {
	var l limits
	now := fixtureNow
	key := func(i int) bucketKey {
		address := netip.MustParseAddr(fmt.Sprintf("2001:db8:%x:%x::1", i>>16, i&0xffff))
		network, _ := address.Prefix(64)
		return bucketKey{signInAttempt, network}
	}
	for range allowances[signInAttempt].burst {
		l.wait(key(0), now)
	}
	for i := range 3 * mostAddresses {
		l.wait(key(i+1), now)
	}
	if len(l.buckets) > mostAddresses+len(allowances) {
		t.Errorf("%d are remembered", len(l.buckets))
	}
	if l.wait(key(0), now) == 0 {
		t.Error("the flood made the first one's attempts forgotten")
	}
	if l.wait(key(9*mostAddresses), now) == 0 {
		t.Error("those for whom there is no room share nothing")
	}
	now = now.Add(time.Hour)
	if l.wait(key(9*mostAddresses), now) != 0 || len(l.buckets) > 2 {
		t.Errorf("after an hour %d are remembered", len(l.buckets))
	}
}

package web

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rungless/tracker/growth"
	"rungless/tracker/profile"
	"rungless/tracker/store"
)

const hookSecret = "a secret of this test"

// hookSite is a site that takes webhooks, whose queue has one person and one repository
// that had their turn.
func hookSite(t *testing.T) (http.Handler, *store.Store) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "rungless.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	followed := []store.Work{{Kind: store.PersonWork, Name: "octo-pm"}, {Kind: store.RepositoryWork, Name: "octo-org/octo-repo"}}
	if err := s.Plan(t.Context(), followed, time.Now()); err != nil {
		t.Fatal(err)
	}
	return hookHandler(t, s), s
}

func hookHandler(t *testing.T, s *store.Store) http.Handler {
	t.Helper()
	site, err := New(slog.New(slog.DiscardHandler), Options{Store: s, Profiles: profile.New(s, defaultCatalogue(t), growth.DefaultRules()), HookSecret: []byte(hookSecret)})
	if err != nil {
		t.Fatal(err)
	}
	return site.Handler()
}

func signatureOf(secret, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func deliver(h http.Handler, id, event, body, signature string) int {
	return deliverWith(h, body, http.Header{"Content-Type": {"application/json"}, "X-Github-Event": {event}, "X-Github-Delivery": {id}, "X-Hub-Signature-256": {signature}})
}

func deliverWith(h http.Handler, body string, headers http.Header) int {
	r := httptest.NewRequest(http.MethodPost, "http://localhost/hooks/github", bytes.NewReader([]byte(body)))
	r.Header = headers
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// dueItems lists what the queue has due, by kind and name.
func dueItems(t *testing.T, s *store.Store) string {
	t.Helper()
	items, err := s.WorkItems(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var due []string
	for _, w := range items {
		if !w.NextAt.IsZero() {
			due = append(due, string(w.Kind)+" "+w.Name)
		}
	}
	return strings.Join(due, "; ")
}

func TestAWebhookMakesDueWhatItTellsOf(t *testing.T) {
	for name, test := range map[string]struct{ body, due string }{
		"a followed repository": {`{"repository":{"full_name":"Octo-Org/octo-repo"},"sender":{"login":"octo-pm"}}`, "repository octo-org/octo-repo"},
		"a followed person elsewhere": {`{"repository":{"full_name":"else/where"},"sender":{"login":"octo-pm"},"pull_request":{"node_id":"PR_1","number":1}}`,
			"person octo-pm; thread pull_request PR_1"},
		"nobody who is followed": {`{"repository":{"full_name":"else/where"},"sender":{"login":"stranger"},"pull_request":{"node_id":"PR_1","number":1}}`, ""},
		"a node id that is none": {`{"repository":{"full_name":"else/where"},"sender":{"login":"octo-pm"},"pull_request":{"node_id":"PR 1'","number":1}}`, "person octo-pm"},
	} {
		t.Run(name, func(t *testing.T) {
			h, s := hookSite(t)
			if code := deliver(h, "1", "pull_request", test.body, signatureOf(hookSecret, test.body)); code != http.StatusAccepted {
				t.Fatalf("status %d", code)
			}
			if got := dueItems(t, s); got != test.due {
				t.Errorf("due: %q, want %q", got, test.due)
			}
		})
	}
}

func TestAWebhookThatIsForgedOrReplayedMakesNothingDue(t *testing.T) {
	const body = `{"repository":{"full_name":"octo-org/octo-repo"}}`
	right := signatureOf(hookSecret, body)
	large := `{"x":"` + strings.Repeat("x", largestHook) + `"}`
	for name, test := range map[string]struct{ body, signature string }{
		"no signature":            {body, ""},
		"of another secret":       {body, signatureOf("another", body)},
		"of another body":         {body + " ", right},
		"without its name":        {body, strings.TrimPrefix(right, "sha256=")},
		"no hexadecimal":          {body, "sha256=zz"},
		"a part of the right one": {body, right[:len(right)-2]},
		"too large":               {large, signatureOf(hookSecret, large)},
	} {
		h, s := hookSite(t)
		if code := deliver(h, "1", "push", test.body, test.signature); code < 400 || code >= 500 {
			t.Errorf("%s: status %d", name, code)
		}
		if got := dueItems(t, s); got != "" {
			t.Errorf("%s: due: %q", name, got)
		}
	}
	h, _ := hookSite(t)
	for i, want := range []int{http.StatusAccepted, http.StatusConflict} {
		if code := deliver(h, "1", "push", body, right); code != want {
			t.Errorf("delivery %d with the same number: status %d, want %d", i, code, want)
		}
	}
	if code := deliver(h, "2", "push", body, right); code != http.StatusConflict {
		t.Errorf("the same body with another number: status %d", code)
	}
	if code := deliver(h, "3", "ping", "{}", signatureOf(hookSecret, "{}")); code != http.StatusNoContent {
		t.Errorf("a ping: status %d", code)
	}
}

func TestAWebhookWithStrangeHeadersMakesNothingDue(t *testing.T) {
	const body = `{"repository":{"full_name":"octo-org/octo-repo"},"sender":{"login":"octo-pm"}}`
	right, forged := signatureOf(hookSecret, body), signatureOf("another", body)
	old := hmac.New(sha1.New, []byte(hookSecret))
	old.Write([]byte(body))
	sha1Only := "sha1=" + hex.EncodeToString(old.Sum(nil))
	for name, test := range map[string]struct {
		change map[string][]string // over a delivery that is in order
		want   int
	}{
		"a signature that is too long":             {map[string][]string{"X-Hub-Signature-256": {right + "00"}}, http.StatusForbidden},
		"a signature of half the length":           {map[string][]string{"X-Hub-Signature-256": {right[:len("sha256=")+32]}}, http.StatusForbidden},
		"an empty signature":                       {map[string][]string{"X-Hub-Signature-256": {"sha256="}}, http.StatusForbidden},
		"only the former signature, by SHA-1":      {map[string][]string{"X-Hub-Signature-256": nil, "X-Hub-Signature": {sha1Only}}, http.StatusForbidden},
		"SHA-1 under the name of SHA-256":          {map[string][]string{"X-Hub-Signature-256": {"sha256=" + sha1Only[len("sha1="):]}}, http.StatusForbidden},
		"two signatures, the forged one first":     {map[string][]string{"X-Hub-Signature-256": {forged, right}}, http.StatusForbidden},
		"two signatures, the forged one last":      {map[string][]string{"X-Hub-Signature-256": {right, forged}}, http.StatusForbidden},
		"two signatures in one header":             {map[string][]string{"X-Hub-Signature-256": {right + "," + right}}, http.StatusForbidden},
		"two numbers":                              {map[string][]string{"X-Github-Delivery": {"1", "2"}}, http.StatusBadRequest},
		"no number":                                {map[string][]string{"X-Github-Delivery": nil}, http.StatusBadRequest},
		"a form, as GitHub sends where one forgot": {map[string][]string{"Content-Type": {"application/x-www-form-urlencoded"}}, http.StatusBadRequest},
		"no content type":                          {map[string][]string{"Content-Type": nil}, http.StatusBadRequest},
		"text":                                     {map[string][]string{"Content-Type": {"text/plain"}}, http.StatusBadRequest},
		"no event":                                 {map[string][]string{"X-Github-Event": nil}, http.StatusBadRequest},
	} {
		h, s := hookSite(t)
		headers := http.Header{"Content-Type": {"application/json"}, "X-Github-Event": {"push"}, "X-Github-Delivery": {"1"}, "X-Hub-Signature-256": {right}}
		for header, values := range test.change {
			headers[header] = values
		}
		if code := deliverWith(h, body, headers); code != test.want {
			t.Errorf("%s: status %d, want %d", name, code, test.want)
		}
		if got := dueItems(t, s); got != "" {
			t.Errorf("%s: due: %q", name, got)
		}
	}
}

// An event that we know nothing of tells at least who did something and where; one that
// tells of neither is taken and nothing more.
func TestAnUnknownEventIsTakenForWhatItTells(t *testing.T) {
	for name, test := range map[string]struct{ event, body, due string }{
		"an event of a later year":       {"quantum_leap", `{"repository":{"full_name":"octo-org/octo-repo"},"leap":{"node_id":7}}`, "repository octo-org/octo-repo"},
		"an event about nothing of ours": {"marketplace_purchase", `{"sender":{"login":"stranger"}}`, ""},
		"an empty object":                {"star", `{}`, ""},
		"another charset is named":       {"star", `{"repository":{"full_name":"octo-org/octo-repo"}}`, "repository octo-org/octo-repo"},
	} {
		h, s := hookSite(t)
		headers := http.Header{"Content-Type": {"application/json; charset=utf-8"}, "X-Github-Event": {test.event}, "X-Github-Delivery": {"1"}, "X-Hub-Signature-256": {signatureOf(hookSecret, test.body)}}
		if code := deliverWith(h, test.body, headers); code != http.StatusAccepted {
			t.Errorf("%s: status %d", name, code)
		}
		if got := dueItems(t, s); got != test.due {
			t.Errorf("%s: due: %q, want %q", name, got, test.due)
		}
	}
}

// What was delivered is remembered by the store, not by the program.
func TestADeliveryIsNotTakenAgainAfterARestart(t *testing.T) {
	const body = `{"repository":{"full_name":"octo-org/octo-repo"}}`
	signature := signatureOf(hookSecret, body)
	first, s := hookSite(t)
	if code := deliver(first, "1", "push", body, signature); code != http.StatusAccepted {
		t.Fatalf("status %d", code)
	}
	lease, ok, err := s.Claim(t.Context(), store.Claiming{Owner: "one", For: time.Minute, Now: time.Now()})
	if err != nil || !ok {
		t.Fatalf("nothing is due: %v", err)
	}
	if err := s.Finish(t.Context(), lease, store.Outcome{At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	restarted := hookHandler(t, s)
	for _, id := range []string{"1", "2"} {
		if code := deliver(restarted, id, "push", body, signature); code != http.StatusConflict {
			t.Errorf("after a restart, with the number %s: status %d", id, code)
		}
	}
	if got := dueItems(t, s); got != "" {
		t.Errorf("due: %q", got)
	}
}

// A body that goes on for ever is read to the limit and no further.
func TestAnEndlessDeliveryIsCutOff(t *testing.T) {
	h, s := hookSite(t)
	body := &endless{}
	r := httptest.NewRequest(http.MethodPost, "http://localhost/hooks/github", body)
	r.Header = http.Header{"Content-Type": {"application/json"}, "X-Github-Event": {"push"}, "X-Github-Delivery": {"1"}}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest && w.Code != http.StatusRequestEntityTooLarge || body.read > 2*largestHook {
		t.Errorf("status %d after %d bytes", w.Code, body.read)
	}
	if got := dueItems(t, s); got != "" {
		t.Errorf("due: %q", got)
	}
}

type endless struct{ read int }

func (e *endless) Read(into []byte) (int, error) {
	e.read += len(into)
	return len(into), nil
}

package web

import (
	"bytes"
	"crypto/hmac"
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
	site, err := New(slog.New(slog.DiscardHandler), Options{Store: s, Profiles: profile.New(s, defaultCatalogue(t), growth.DefaultRules()), HookSecret: []byte(hookSecret)})
	if err != nil {
		t.Fatal(err)
	}
	return site.Handler(), s
}

func signatureOf(secret, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func deliver(h http.Handler, id, event, body, signature string) int {
	r := httptest.NewRequest(http.MethodPost, "http://localhost/hooks/github", bytes.NewReader([]byte(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Event", event)
	r.Header.Set("X-GitHub-Delivery", id)
	r.Header.Set("X-Hub-Signature-256", signature)
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

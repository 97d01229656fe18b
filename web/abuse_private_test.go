package web

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rungless/tracker"
	"rungless/tracker/store"
)

// What lies in a private repository is on no page, in no form, of anybody who may not read
// the repository: also where nobody is named.
func TestPrivateWorkIsOnNoPageOfWhoMayNotReadIt(t *testing.T) {
	st := fixture(t)
	secret := tracker.RepositoryRef{Host: "github.com", DatabaseID: 90, NodeID: "R_secret", Owner: "lumen", Name: "hushed"}
	batch := tracker.Batch{Source: tracker.GitHubSource, Repositories: []tracker.Repository{{RepositoryRef: secret, IsPrivate: true, Topics: []string{"hushed-topic", "kernels", "serving"}, UpdatedAt: fixtureNow}}}
	for i := range 12 {
		author := []tracker.Account{mei, omar}[i%2]
		one := pullRequest(secret, 100+i, author, fixtureNow.AddDate(0, 0, -20*i-1), "A plan nobody hears of")
		batch.Threads = append(batch.Threads, one)
		issue := one
		issue.Number, issue.PullRequest, issue.State, issue.Labels = 200+i, nil, tracker.Open, []string{"good first issue", "help wanted"}
		batch.Threads = append(batch.Threads, issue)
	}
	apply(t, st, batch)
	if found, err := st.Evidence(t.Context(), store.EvidenceFilter{Query: "hears"}, "", 30); err != nil || len(found.Items) == 0 {
		t.Fatalf("nothing private is stored: %v", err)
	}
	s := newTeam(t, st)
	s.signedIn("mei-zhao")
	s.signedIn("omar")
	s.share("mei-zhao", store.Sharing{Audience: store.Organization}, store.Sections()...)
	s.share("omar", store.Sharing{Audience: store.Organization}, store.Sections()...)
	kim, ida := s.signedIn("kim"), s.signedIn("ida")
	readers := map[string]*visitor{"another member": kim, "an admin": ida, "an API token": kim.apiToken()}
	for _, route := range s.server.routes().Routes() {
		if r, _ := ruleOf(route.Method, route.Path); route.Method != http.MethodGet || r.who == admins {
			continue
		}
		for _, path := range formsOf(t, s, route.Path) {
			queries := []string{""}
			if strings.Contains(path, "evidence") {
				queries = append(queries, "?q=plan", "?with=omar", "?domain=kernels", "?repository=lumen%2Fhushed")
			}
			for _, query := range queries {
				for who, v := range readers {
					if got := v.get(path + query); strings.Contains(got.body, "nobody hears of") || strings.Contains(strings.ReplaceAll(got.body, "repository=lumen%2Fhushed", ""), "lumen/hushed/") {
						t.Errorf("%s%s shows %s what lies in a private repository", path, query, who)
					}
				}
			}
		}
	}
}

// Secrets are in no file of the store: a copy of it signs nobody in.
func TestNoSecretIsInTheStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.db")
	st, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	s := newTeam(t, st)
	v := s.signedIn("omar")
	program := v.apiToken()
	program.get("/people.json")
	var begun struct {
		UserCode string `json:"user_code"`
		Handle   string `json:"handle"`
	}
	decode(t, s.visitor().do(http.MethodPost, "/-/device/start", "", nil).body, &begun)
	s.hub.Browse("omar", false)
	if err := s.hub.FinishDevice(begun.UserCode); err != nil {
		t.Fatal(err)
	}
	var made struct{ Token string }
	decode(t, s.visitor().post("/-/device/finish", url.Values{"handle": {begun.Handle}}).body, &made)
	if made.Token == "" || v.cookie(sessionCookie) == "" {
		t.Fatal("nobody was signed in")
	}
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for what, secret := range map[string]string{"a session": v.cookie(sessionCookie), "an API token": strings.TrimPrefix(program.token, "rungless_"), "a program's token": strings.TrimPrefix(made.Token, "rungless_"),
			"GitHub's token": "gho_", "the app's secret": teamApp.Secret, "a device code": begun.UserCode, "a handle": begun.Handle} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s is in %s", what, filepath.Base(file))
			}
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", filepath.Base(file), info.Mode(), err)
		}
	}
}

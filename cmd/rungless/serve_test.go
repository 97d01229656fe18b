package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/githubsim"
)

// started is the program as it runs in this process.
type started struct {
	address string
	words   *recorder
	stop    func() (code int, words string) // what it wrote to standard error
}

var addressLine = regexp.MustCompile(`rungless is at (http://\S+)`)

// start runs the program until its web app listens.
func start(t *testing.T, environ []string, args ...string) started {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	var words recorder
	code := make(chan int, 1)
	go func() { code <- run(ctx, args, environ, strings.NewReader(""), io.Discard, &words) }()
	stop := func() (int, string) { cancel(); return <-code, words.String() }
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if match := addressLine.FindStringSubmatch(words.String()); match != nil {
			return started{address: match[1], words: &words, stop: stop}
		}
	}
	t.Fatalf("the web app does not listen after 10 s: %s", words.String())
	return started{}
}

// recorder keeps what several goroutines write.
type recorder struct {
	mu   sync.Mutex
	text strings.Builder
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// home is the environment of somebody who has nothing yet. The memory goal of the web app is
// not for the whole process of the tests.
func home(t *testing.T) []string {
	return []string{"HOME=" + t.TempDir(), "PATH=", "GOMEMLIMIT=off"}
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// eventually waits until a page holds a text.
func eventually(t *testing.T, within time.Duration, address, text string) {
	t.Helper()
	for deadline := time.Now().Add(within); ; time.Sleep(50 * time.Millisecond) {
		_, body := get(t, address)
		if strings.Contains(body, text) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after %s %s does not hold %q:\n%s", within, address, text, body)
		}
	}
}

func TestServeSyncsBesideThePagesAndStopsWhenAsked(t *testing.T) {
	url, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{Tokens: []string{theToken}})
	environ := append(home(t), "RUNGLESS_GITHUB_URL="+url, "GH_TOKEN="+theToken)
	program := start(t, environ, "serve", "--addr", "127.0.0.1:0")
	eventually(t, 20*time.Second, program.address+"/people.json", `"ada"`)
	eventually(t, 20*time.Second, program.address+"/p/ada/evidence.json", "Make widgets turn")
	code, words := program.stop()
	if code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if strings.Contains(words, theToken) || !strings.Contains(words, "added") {
		t.Errorf("what was written:\n%s", words)
	}
}

func TestServeWithoutATokenShowsTheFirstRun(t *testing.T) {
	program := start(t, home(t), "serve", "--addr", "127.0.0.1:0")
	status, body := get(t, program.address)
	if status != http.StatusOK || !strings.Contains(body, "No token was found") {
		t.Errorf("got %d:\n%s", status, body)
	}
	code, words := program.stop()
	if code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if !strings.Contains(words, "no token for github.com was found") {
		t.Errorf("what was written:\n%s", words)
	}
}

// The first page must be there at once, and fill while the sample is synced.
func TestRunWithoutATokenShowsTheSample(t *testing.T) {
	environ := home(t)
	began := time.Now()
	program := start(t, environ, "run", "--addr", "127.0.0.1:0", "--sync-every", "1h")
	if status, _ := get(t, program.address); status != http.StatusOK {
		t.Errorf("the first page has status %d", status)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the first page took %s", took)
	}
	eventually(t, 30*time.Second, program.address+"/people.json", `"login"`)
	code, words := program.stop()
	if code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	for _, want := range []string{"no token for github.com was found", "showing the sample organisation"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing in:\n%s", want, words)
		}
	}
	folder := strings.TrimPrefix(environ[0], "HOME=")
	sample, err := filepath.Glob(filepath.Join(folder, ".cache", "rungless", "sample.db"))
	if err != nil || len(sample) != 1 {
		t.Fatalf("the sample's store: %v, %v", sample, err)
	}
	if info, err := os.Stat(sample[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the sample's store has mode %v", info.Mode())
	}
	if _, err := os.Stat(filepath.Join(folder, ".local", "share", "rungless", "rungless.db")); err == nil {
		t.Error("the demo made a store of the person's own")
	}
}

// The sample is read by rules of its own: those of the person's are for their repositories.
func TestTheSampleTakesNothingFromTheConfiguration(t *testing.T) {
	environ := append(home(t), "RUNGLESS_DOMAINS_0_SLUG=my-own-area", "RUNGLESS_DOMAINS_0_TOPICS=safety", "RUNGLESS_BOTS=mirelle-oduya")
	program := start(t, environ, "demo", "--addr", "127.0.0.1:0", "--sync-every", "0")
	status, body := get(t, program.address+"/domains")
	if status != http.StatusOK || strings.Contains(body, "my-own-area") || !strings.Contains(body, "Safety filters") {
		t.Errorf("status %d:\n%s", status, body)
	}
	if code, _ := program.stop(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestSyncPrintsALineOfJSONForEachSourceGitHubLast(t *testing.T) {
	url, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{})
	var out strings.Builder
	code := run(t.Context(), []string{"sync", "--json", "--person", "ada", "--person", "nobody-here"},
		append(home(t), "RUNGLESS_GITHUB_URL="+url, "GH_TOKEN=x"), strings.NewReader(""), &out, io.Discard)
	if code != exitPartly {
		t.Errorf("exit code %d, want %d", code, exitPartly)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	var got, citations reportJSON
	if err := errors.Join(json.Unmarshal([]byte(lines[0]), &citations), json.Unmarshal([]byte(lines[len(lines)-1]), &got)); err != nil {
		t.Fatalf("%v in %q", err, out.String())
	}
	if len(lines) != 2 || citations.Source != tracker.ResearchSource || got.Source != tracker.GitHubSource {
		t.Errorf("got %d lines, of %s and %s", len(lines), citations.Source, got.Source)
	}
	if got.Calls == 0 || got.Points == 0 || got.Added == 0 || len(got.Coverage) == 0 {
		t.Errorf("got %+v", got)
	}
	if len(got.Missing) != 1 || got.Missing[0].Kind != "not found" || got.Missing[0].Hint == nil {
		t.Errorf("missing: %+v", got.Missing)
	}
}

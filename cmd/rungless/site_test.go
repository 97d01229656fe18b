package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"rungless/tracker/githubsim"
	"rungless/tracker/testneed"
)

var metricsLine = regexp.MustCompile(`rungless tells Prometheus at (http://\S+)`)

func TestServeStopsInOrder(t *testing.T) {
	url, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{Tokens: []string{theToken}})
	program := start(t, append(home(t), "RUNGLESS_GITHUB_URL="+url, "GH_TOKEN="+theToken, "RUNGLESS_LOG_LEVEL=info",
		"RUNGLESS_SERVER_DRAIN_DELAY=500ms"), "serve", "--addr", "127.0.0.1:0")
	eventually(t, 20*time.Second, program.address+"/people.json", `"ada"`)
	listening := "RUNGLESS_SERVER_ADDR=" + strings.TrimPrefix(program.address, "http://")
	if code := run(t.Context(), []string{"doctor", "--ready"}, append(home(t), listening), nil, io.Discard, io.Discard); code != exitDone {
		t.Errorf("doctor --ready has exit code %d while it is", code)
	}
	type ending struct {
		code  int
		words string
	}
	ended := make(chan ending, 1)
	go func() { code, words := program.stop(); ended <- ending{code, words} }()
	eventually(t, 5*time.Second, program.address+"/-/readyz", "about to stop")
	if status, _ := get(t, program.address+"/people.json"); status != http.StatusOK {
		t.Errorf("while it is not ready any more, a page has status %d", status)
	}
	end := <-ended
	if end.code != exitDone {
		t.Errorf("exit code %d, want 0", end.code)
	}
	rest := end.words
	for _, step := range []string{"not ready any more", "requests have ended", "syncs have stopped"} {
		_, after, found := strings.Cut(rest, step)
		if !found {
			t.Fatalf("%q does not come in its turn:\n%s", step, end.words)
		}
		rest = after
	}
}

// A process that is asked once more ends at once, whatever it waits for.
func TestASecondSignalEndsTheProgramAtOnce(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var words recorder
	program := &exec.Cmd{Path: self, Args: []string{"rungless", "serve", "--addr", "127.0.0.1:0"}, Stderr: &words,
		Env: append(home(t), "RUNGLESS_SERVER_DRAIN_DELAY=5m")}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Process.Kill() })
	waitFor(t, &words, "rungless is at ")
	address := addressLine.FindStringSubmatch(words.String())[1]
	send := func() {
		if err := program.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
	}
	send()
	eventually(t, 10*time.Second, address+"/-/readyz", "about to stop")
	send()
	failure, ok := errors.AsType[*exec.ExitError](program.Wait())
	if !ok {
		t.Fatal("the program ended as if it had come to its end")
	}
	if status, ok := failure.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGTERM {
		t.Errorf("the program ended with %v", failure)
	}
}

func waitFor(t *testing.T, words *recorder, text string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(words.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q was not written: %s", text, words.String())
		}
	}
}

// Whoever may read the figures learns of nobody: no label names a person, a repository, a
// host or a word that somebody searched for.
func TestTheFiguresNameNobody(t *testing.T) {
	t.Run("after a sync of a small world", func(t *testing.T) {
		url, _ := githubsim.StartTest(t, smallWorld(), githubsim.Options{Tokens: []string{theToken}})
		text := figuresAfterVisits(t, "RUNGLESS_GITHUB_URL="+url, "GH_TOKEN="+theToken)
		namesNone(t, text, "ada", "ben", "acme", "widgets")
		for _, figure := range []string{`rungless_http_request_duration_seconds_count{method="GET",route="/p/:login/scope",status="200"} 1`,
			`{method="GET",route="none",status="404"}`, `{method="other",route="none",status=`,
			`rungless_sync_last_finished_timestamp_seconds{source="github",state="done"}`, `rungless_sync_running{source="github"} 0`,
			`rungless_github_points_remaining{source="github"}`, "rungless_build_info{", "rungless_store_up 1", "rungless_store_bytes ",
			`rungless_store_connections_in_use{pool="read"}`} {
			if !strings.Contains(text, figure) {
				t.Errorf("%s is missing in:\n%s", figure, text)
			}
		}
	})
	t.Run("after visits to the sample organisation", func(t *testing.T) {
		testneed.Thorough(t)
		sample, err := syncSample(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		text := figuresAfterVisits(t, "RUNGLESS_STORE_DSN="+sample.path, "RUNGLESS_GITHUB_URL="+sample.url)
		namesNone(t, text, "mirelle", "lanternfish", "handbook", "plumbline", "tidewall", "emberkernels")
	})
}

func namesNone(t *testing.T, figures string, names ...string) {
	t.Helper()
	for _, name := range append(names, "searched-for", "127.0.0.1", theToken) {
		if regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(name)).MatchString(figures) {
			t.Errorf("the figures name %s:\n%s", name, figures)
		}
	}
}

// figuresAfterVisits serves a store until a sync of it is done, visits the pages of its first
// person and some that are not there, and returns the figures.
func figuresAfterVisits(t *testing.T, environ ...string) string {
	t.Helper()
	program := start(t, append(append(home(t), environ...), "RUNGLESS_SERVER_METRICS_ADDR=127.0.0.1:0"), "serve", "--addr", "127.0.0.1:0")
	eventually(t, 20*time.Second, program.address+"/people.json", `"login"`)
	eventually(t, 20*time.Second, program.address+"/sync.json", `"done"`)
	_, body := get(t, program.address+"/people.json")
	var people struct{ People []struct{ Login string } }
	if err := json.Unmarshal([]byte(body), &people); err != nil || len(people.People) == 0 {
		t.Fatalf("%v: nobody in %s", err, body)
	}
	login := people.People[0].Login
	for _, page := range []string{"/p/" + login, "/p/" + login + "/scope", "/p/" + login + "/evidence?q=searched-for", "/searched-for", "/-/jump?q=searched-for"} {
		get(t, program.address+page)
	}
	request, err := http.NewRequestWithContext(t.Context(), "SEARCHED-FOR", program.address+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	status, figures := get(t, metricsLine.FindStringSubmatch(program.words.String())[1])
	if status != http.StatusOK {
		t.Fatalf("the figures have status %d", status)
	}
	if status, _ := get(t, program.address+"/-/metrics"); status != http.StatusNotFound {
		t.Errorf("the figures are among the pages: status %d", status)
	}
	if code, _ := program.stop(); code != exitDone {
		t.Errorf("exit code %d, want 0", code)
	}
	return figures
}

//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// built is the program as people run it.
func built(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "rungless")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// process is the program as a process of its own.
type process struct {
	name  string
	cmd   *exec.Cmd
	words *recorder
}

// launch starts the program; it is killed at the end where it was not stopped before.
func launch(b *testing.B, name, program string, environ []string, args ...string) *process {
	b.Helper()
	p := &process{name: name, cmd: exec.Command(program, args...), words: &recorder{}}
	p.cmd.Env, p.cmd.Stderr = environ, p.words
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = p.cmd.Process.Kill() }) // it has ended, unless something failed
	return p
}

// address is where a launched web app listens.
func (p *process) address(b *testing.B) string {
	b.Helper()
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if match := addressLine.FindStringSubmatch(p.words.String()); match != nil {
			return match[1]
		}
	}
	b.Fatalf("%s does not listen: %s", p.name, p.words)
	return ""
}

// stop asks a process to end, and reports an end that is none in order.
func (p *process) stop(b *testing.B) {
	b.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.Error(err)
	}
	if err := p.cmd.Wait(); err != nil && p.cmd.ProcessState.ExitCode() != exitUsage { // work that was cancelled
		b.Errorf("%s: %v\n%s", p.name, err, p.words)
	}
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak is the most memory that a process held so far, in MB; 0 where the system does not say.
func (p *process) peak() float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	match := peakLine.FindSubmatch(text)
	if err != nil || match == nil {
		return 0
	}
	kilobytes, _ := strconv.ParseFloat(string(match[1]), 64) // it is digits
	return kilobytes / 1024
}

// visits are the times of answers, by page.
type visits struct {
	mu       sync.Mutex
	took     map[string][]time.Duration
	failures []string
}

// read asks for an address and keeps how long it took to its last byte.
func (v *visits) read(client *http.Client, page, address string) {
	began := time.Now()
	response, err := client.Get(address)
	var body []byte
	if err == nil {
		body, err = io.ReadAll(response.Body)
		response.Body.Close()
	}
	took := time.Since(began)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(body, []byte("Sign in with GitHub"))) {
		err = fmt.Errorf("status %d at %s", response.StatusCode, response.Request.URL)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.took == nil {
		v.took = map[string][]time.Duration{}
	}
	v.took[page] = append(v.took[page], took)
	if err != nil {
		v.failures = append(v.failures, page+": "+err.Error())
	}
}

// all are the times of every page.
func (v *visits) all() []time.Duration {
	var all []time.Duration
	for _, took := range v.took {
		all = append(all, took...)
	}
	return all
}

// table says how long each page took, in milliseconds.
func (v *visits) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-60s %6s %8s %8s %8s\n", "page", "times", "p50 ms", "p95 ms", "p99 ms")
	pages := make([]string, 0, len(v.took))
	for page := range v.took {
		pages = append(pages, page)
	}
	slices.Sort(pages)
	for _, page := range pages {
		took := v.took[page]
		fmt.Fprintf(&b, "%-60s %6d %8.0f %8.0f %8.0f\n", page, len(took), hundredth(took, 50), hundredth(took, 95), hundredth(took, 99))
	}
	return b.String()
}

// hundredth is the time in milliseconds within which so many of a hundred answers came.
func hundredth(took []time.Duration, percent int) float64 {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return float64(sorted[min(len(sorted)*percent/100, len(sorted)-1)].Microseconds()) / 1000
}

func (v *visits) report(b *testing.B) {
	b.Helper()
	b.Log("\n" + v.table())
	all := v.all()
	for _, percent := range []int{50, 95, 99} {
		b.ReportMetric(hundredth(all, percent), fmt.Sprintf("p%d-ms", percent))
	}
	b.ReportMetric(float64(len(all)), "answers")
	b.ReportMetric(float64(len(v.failures)), "failures")
	b.ReportMetric(0, "ns/op")
	if len(v.failures) > 0 {
		b.Errorf("%d of %d answers failed, such as %s", len(v.failures), len(all), strings.Join(v.failures[:min(5, len(v.failures))], "\n"))
	}
}

package clone

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"rungless/tracker"
)

// plainGit runs git by itself, to have something to compare with.
func plainGit(t testing.TB, path, stdin string, args ...string) string {
	t.Helper()
	c := exec.Command("git", append([]string{"-C", path, "--no-pager", "-c", "core.quotePath=false"}, args...)...)
	c.Stdin = strings.NewReader(stdin)
	out, err := c.Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return string(out)
}

// revisions are the heads that a source reads: the default branch's and the pull
// requests'.
func revisions(t testing.TB, path string) string {
	return plainGit(t, path, "", "rev-parse", "HEAD") + plainGit(t, path, "", "for-each-ref", "--format=%(objectname)", "refs/pull/*/head")
}

// TestALargeCloneIsReadWhole compares what comes with what separate git commands
// count.
func TestALargeCloneIsReadWhole(t *testing.T) {
	path := largeClone(t)
	l := newLedger()
	l.mustSync(t, Options{Repository: "some/repository"}, path)
	heads := revisions(t, path)
	count := func(args ...string) int {
		return strings.Count(plainGit(t, path, heads, append(args, "--stdin")...), "\n")
	}
	coAuthors := map[string]bool{} // once for each commit and address
	out := plainGit(t, path, heads, "log", "--stdin", "-z", "--format=%H%n%ae%n%(trailers:key=Co-authored-by,valueonly,unfold)")
	for record := range strings.SplitSeq(out, "\x00") {
		sha, rest, _ := strings.Cut(record, "\n")
		author, values, _ := strings.Cut(rest, "\n")
		for value := range strings.Lines(values) {
			_, email, ok := parseContact(value)
			if ok && !strings.EqualFold(email, author) {
				coAuthors[sha+email] = true
			}
		}
	}
	want := [...]int{count("rev-list"), count("rev-list") + len(coAuthors),
		strings.Count(plainGit(t, path, heads, "log", "--stdin", "--name-only", "-z", "--format="), "\x00")}
	var got [3]int
	for _, c := range l.commits {
		got[0]++
		got[1] += len(c.Authors)
		got[2] += len(c.Files)
	}
	t.Logf("commits, authors with co-authors, paths: %v; coverage %+v", got, l.coverage)
	if got != want {
		t.Errorf("got %v, git counts %v", got, want)
	}
}

// pace is the best wall time and the least processor time of several tries.
type pace struct{ wall, cpu time.Duration }

// try adds a try. Processor time counts this process and those that it started.
func (p *pace) try(what func()) {
	begin, used := time.Now(), processorTime()
	what()
	wall, cpu := time.Since(begin), processorTime()-used
	if p.wall == 0 || wall < p.wall {
		p.wall = wall
	}
	if p.cpu == 0 || cpu < p.cpu {
		p.cpu = cpu
	}
}

func processorTime() time.Duration {
	var total time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var usage syscall.Rusage
		if err := syscall.Getrusage(who, &usage); err == nil {
			total += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		}
	}
	return total
}

// compare runs ours and git's in turn, so that both meet the same load, and
// reports the ratio of their best times beside the goal.
func compare(b *testing.B, what string, goal float64, ours, git func()) {
	b.Run(what, func(b *testing.B) {
		var mine, theirs pace
		for range max(b.N, 3) {
			mine.try(ours)
			theirs.try(git)
		}
		b.ReportMetric(mine.wall.Seconds()/theirs.wall.Seconds(), "x-git")
		b.ReportMetric(mine.cpu.Seconds()/theirs.cpu.Seconds(), "x-git-cpu")
		b.ReportMetric(goal, "goal-x-git")
	})
}

// BenchmarkClone prints the figures of the goals beside their yardsticks.
func BenchmarkClone(b *testing.B) {
	path := largeClone(b)
	heads := revisions(b, path)
	compare(b, "paths against git log --name-only", 2,
		func() { timeSync(b, path, Options{NoLineCounts: true}) },
		func() { silentGit(b, path, heads, "log", "--stdin", "--name-only") })
	l := newLedger()
	l.mustSync(b, Options{Repository: "some/repository"}, path)
	compare(b, "nothing new against git rev-parse", 2,
		func() { l.mustSync(b, Options{Repository: "some/repository"}, path) },
		func() { silentGit(b, path, "", "rev-parse", "HEAD") })
	// On the default branch: git's command stops at the first missing content,
	// which trimmed copies have somewhere in the pull requests.
	for workers, goal := range []float64{1: 1.15, 2: 0.75} {
		if workers > 0 {
			compare(b, fmt.Sprintf("line counts on %d against git log --numstat", workers), goal,
				timeCounts(b, path, workers), func() { silentGit(b, path, "", "log", "--numstat", "HEAD") })
		}
	}
}

func silentGit(t testing.TB, path, stdin string, args ...string) {
	c := exec.Command("git", append([]string{"-C", path}, args...)...)
	c.Stdin = strings.NewReader(stdin)
	var words bytes.Buffer
	c.Stderr = &words
	if err := c.Run(); err != nil {
		t.Fatalf("git %v: %v %s", args, err, words.String())
	}
}

func discard(context.Context, tracker.Batch) error { return nil }

func timeSync(t testing.TB, path string, o Options) {
	o.Paths, o.Repository = []string{path}, "some/repository"
	o.Environ = os.Environ()
	source := New(slog.New(slog.NewTextHandler(io.Discard, nil)), o)
	if err := source.Sync(t.Context(), memory{newLedger()}, discard, func(tracker.Progress) {}); err != nil {
		t.Fatal(fmt.Errorf("sync: %w", err))
	}
}

// timeCounts prepares to read the line counts of the default branch alone.
func timeCounts(t testing.TB, path string, workers int) func() {
	source := New(slog.New(slog.NewTextHandler(io.Discard, nil)), Options{Repository: "some/repository", Environ: os.Environ()})
	r := &run{source: source, memory: memory{newLedger()}, emit: discard, report: func(tracker.Progress) {}}
	ctx := t.Context()
	var err error
	if r.local, err = openPath(path, Options{Environ: os.Environ()}); err != nil {
		t.Fatal(err)
	}
	if r.state, err = r.local.look(ctx); err == nil {
		err = r.readGraphs(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	todo := r.withoutMerges(r.graph.changed(nil))
	todo = slices.DeleteFunc(todo, func(i int32) bool { return !r.graph.nodes[i].onDefault })
	return func() {
		p := pass{run: r, todo: todo, done: new(int), label: "line counts", lines: true, workers: workers}
		if err := p.read(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

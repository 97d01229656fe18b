package clone

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// largeClone is the clone of a public repository that RUNGLESS_BENCH_CLONE
// names, or else a made-up one of 4,200 commits.
func largeClone(t testing.TB) string {
	if path := os.Getenv("RUNGLESS_BENCH_CLONE"); path != "" {
		return path
	}
	path := filepath.Join(t.TempDir(), "made-up")
	runGit(t, "", "init", "--quiet", "--initial-branch=main", path)
	runGit(t, madeUpHistory(), "-C", path, "fast-import", "--quiet")
	return path
}

func runGit(t testing.TB, stdin string, args ...string) {
	t.Helper()
	c := exec.Command("git", args...)
	c.Stdin = strings.NewReader(stdin)
	c.Env = append(cleanEnvironment(os.Environ(), "/"), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v %s", args, err, out)
	}
}

// madeUpHistory is a stream for git fast-import: 4,000 commits on main, of them
// every tenth a merge of a branch, and pull request heads; co-authors, offsets,
// names of many scripts, added, changed, renamed and deleted files.
func madeUpHistory() string {
	random := rand.New(rand.NewPCG(4, 200))
	people := []string{"Ada Ørsted <ada@example.org>", "李明 <12+liming@users.noreply.github.com>", "Zoë O'Neil <zoe@example.org>",
		"نور <noor@example.org>", "J. de la Cruz <JDLC@Example.org>"}
	offsets := []string{"+0000", "-0700", "+0545", "+1300"}
	var s strings.Builder
	for i := 1; i <= 4200; i++ {
		branch, parent := "refs/heads/main", fmt.Sprintf("from :%d\n", i-1)
		switch {
		case i == 1:
			parent = ""
		case i > 4000:
			branch, parent = fmt.Sprintf("refs/pull/%d/head", i), fmt.Sprintf("from :%d\n", i-2000)
		case i%10 == 0:
			parent += fmt.Sprintf("merge :%d\n", i-5)
		}
		message := fmt.Sprintf("change %d of the tokenizer (#%d)\n\nBecause.\n", i, i)
		for range random.IntN(3) {
			message += "\nCo-authored-by: " + people[random.IntN(len(people))]
		}
		who := people[random.IntN(len(people))]
		when := fmt.Sprintf("%d %s", 1_600_000_000+i*3600, offsets[random.IntN(len(offsets))])
		fmt.Fprintf(&s, "commit %s\nmark :%d\nauthor %s %s\ncommitter %s %s\ndata %d\n%s\n%s", branch, i, who, when, who, when, len(message), message, parent)
		for range 1 + random.IntN(4) {
			text := strings.Repeat(fmt.Sprintf("line of %d\n", i), 1+random.IntN(30))
			fmt.Fprintf(&s, "M 100644 inline src/dir%d/fi le%d.py\ndata %d\n%s\n", random.IntN(20), random.IntN(60), len(text), text)
		}
		s.WriteString("\n")
	}
	return s.String()
}

package clone

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
)

// fixture is a git repository made by a test.
type fixture struct {
	t    *testing.T
	path string
	at   int64 // of the last commit, seconds since 1970
}

// newFixture makes an empty repository that depends on nothing of this machine.
func newFixture(t *testing.T, args ...string) *fixture {
	t.Helper()
	for name, value := range map[string]string{"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": t.TempDir()} {
		t.Setenv(name, value)
	}
	f := &fixture{t: t, path: t.TempDir(), at: 1_700_000_000}
	f.git(append([]string{"init", "-q", "-b", "main"}, args...)...)
	f.git("remote", "add", "origin", "git@github.com:lantern/kiln.git")
	return f
}

// git runs git in the fixture and returns what it prints.
func (f *fixture) git(args ...string) string {
	f.t.Helper()
	return f.pipe("", args...)
}

func (f *fixture) pipe(stdin string, args ...string) string {
	f.t.Helper()
	c := exec.Command("git", append([]string{"-C", f.path}, args...)...)
	c.Stdin = strings.NewReader(stdin)
	date := fmt.Sprintf("%d +0530", f.at)
	c.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date, "GIT_AUTHOR_NAME=Ada Oru", "GIT_AUTHOR_EMAIL=Ada@Example.org",
		"GIT_COMMITTER_NAME=Ada Oru", "GIT_COMMITTER_EMAIL=ada@example.org")
	var words bytes.Buffer
	c.Stderr = &words
	out, err := c.Output()
	if err != nil {
		f.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, words.String())
	}
	return strings.TrimSpace(string(out))
}

func (f *fixture) write(path, content string) {
	f.t.Helper()
	full := filepath.Join(f.path, path)
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(content), 0o644)); err != nil {
		f.t.Fatal(err)
	}
	f.git("add", "-A")
}

// commit commits an hour after the last one and returns the hash.
func (f *fixture) commit(message string, args ...string) string {
	f.t.Helper()
	f.at += 3600
	f.pipe(message, append([]string{"commit", "-q", "--allow-empty", "-F", "-", "--cleanup=verbatim"}, args...)...)
	return f.git("rev-parse", "HEAD")
}

// ledger is what a store keeps of the batches that it was given, as far as these
// tests look: the newest view of each commit, cursors, links, proposals.
type ledger struct {
	commits   map[string]tracker.Commit
	cursors   map[string]tracker.Cursor
	coverage  map[string]tracker.Coverage
	links     map[string]tracker.Account
	proposals map[tracker.JoinProposal]bool
	trees     []tracker.Tree
	batches   int
	stopAfter int // batches until emit fails; 0: never
}

func newLedger() *ledger {
	return &ledger{commits: map[string]tracker.Commit{}, cursors: map[string]tracker.Cursor{}, coverage: map[string]tracker.Coverage{},
		links: map[string]tracker.Account{}, proposals: map[tracker.JoinProposal]bool{}}
}

var errStopped = errors.New("the store was stopped")

func (l *ledger) emit(_ context.Context, b tracker.Batch) error {
	if l.stopAfter > 0 && l.batches >= l.stopAfter {
		return errStopped
	}
	l.batches++
	for _, c := range b.Commits {
		before, known := l.commits[c.SHA]
		if known && c.Additions < 0 && before.Additions >= 0 { // paths again: the counts stay
			c.Additions, c.Deletions, c.Files = before.Additions, before.Deletions, before.Files
		}
		if c.OwnerChanges == nil { // the counts alone
			c.OwnerChanges = before.OwnerChanges
		}
		l.commits[c.SHA] = c
	}
	for _, c := range b.Cursors {
		l.cursors[c.Scope+" "+c.Stream] = c
	}
	for _, c := range b.Coverage {
		l.coverage[c.Stream] = c
	}
	l.trees = append(l.trees, b.Trees...)
	for _, link := range b.EmailLinks {
		l.links[link.Email] = link.Account
	}
	for _, p := range b.Proposals {
		l.proposals[p] = true
	}
	return nil
}

func (l *ledger) Cursor(_ context.Context, _ tracker.SourceName, scope, stream string) (tracker.Cursor, error) {
	return l.cursors[scope+" "+stream], nil
}

// sync runs a source over a path into the ledger.
func (l *ledger) sync(t testing.TB, o Options, paths ...string) error {
	t.Helper()
	o.Paths = paths
	o.Environ = os.Environ()
	return New(slog.New(slog.NewTextHandler(io.Discard, nil)), o).Sync(t.Context(), memory{l}, l.emit, func(tracker.Progress) {})
}

func (l *ledger) mustSync(t testing.TB, o Options, paths ...string) {
	t.Helper()
	if err := l.sync(t, o, paths...); err != nil {
		t.Fatal(err)
	}
}

func (l *ledger) headlines() []string {
	var list []string
	for _, c := range l.commits {
		list = append(list, c.Headline)
	}
	slices.Sort(list)
	return list
}

func (l *ledger) reasons() []string {
	var list []string
	for p := range maps.Keys(l.proposals) {
		list = append(list, p.From.Email+" -> "+p.To.Login+p.To.Email+": "+p.Reason)
	}
	slices.Sort(list)
	return list
}

// memory answers what a clone asks of earlier runs; it asks for cursors only.
type memory struct{ *ledger }

func (memory) WantedThreads(context.Context, string, int) ([]tracker.ThreadRef, error) {
	return nil, nil
}

func (memory) LeastRecentlyVerified(context.Context, string, time.Time, int) ([]tracker.Item, error) {
	return nil, nil
}

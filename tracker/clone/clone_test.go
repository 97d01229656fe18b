package clone

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rungless/tracker"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var ref = tracker.RepositoryRef{Host: "github.com", Owner: "lantern", Name: "kiln"}

func TestSyncTellsWhoChangedWhat(t *testing.T) {
	f := newFixture(t)
	f.write("a.txt", "one\ntwo\nthree\nfour\n")
	f.write("bin", "\x00\x01")
	f.commit("Begin")
	f.write("b.txt", "one\ntwo\nthree\nFOUR\n")
	f.git("rm", "-q", "a.txt", "bin")
	f.write("naïve file", "x")
	sha := f.commit("Rename, and say who helped (#12)\n\nAs https://github.com/lantern/kiln/issues/5#issuecomment-31 says.\n\n" +
		"co-authored-by: Bo Ling <17+bo-ling@users.noreply.github.com>\nCo-Authored-By: Claude <noreply@anthropic.com>\n" +
		"Co-authored-by: Ada again <ada@example.org>\nMentored-by: Cy\n  of the kernel team\n")
	l := newLedger()
	l.mustSync(t, Options{}, f.path)

	want := tracker.Commit{Repository: ref, SHA: sha, Headline: "Rename, and say who helped (#12)", Parents: 1,
		AuthoredAt: time.Unix(f.at, 0).In(time.FixedZone("", 19800)), CommittedAt: time.Unix(f.at, 0).UTC(),
		Authors: []tracker.CommitAuthor{
			{Name: "Ada Oru", Email: "ada@example.org", Role: tracker.Author},
			{Name: "Bo Ling", Email: "17+bo-ling@users.noreply.github.com", Role: tracker.CoAuthor, Account: tracker.Account{
				Host: "github.com", DatabaseID: 17, Login: "bo-ling", Kind: tracker.UserAccount, SeenAt: time.Unix(f.at, 0).UTC()}},
			{Name: "Claude", Email: "noreply@anthropic.com", Role: tracker.CoAuthor},
		},
		Additions: 2, Deletions: 1, ChangedFiles: 3,
		Files: []tracker.FileChange{
			{Path: "b.txt", Additions: 1, Deletions: 1, Change: "renamed"},
			{Path: "bin", Additions: -1, Deletions: -1, Change: "deleted"},
			{Path: "naïve file", Additions: 1, Deletions: 0, Change: "added"},
		},
		Trailers: []tracker.Trailer{
			{Key: "Co-authored-by", Value: "Bo Ling <17+bo-ling@users.noreply.github.com>"},
			{Key: "Co-authored-by", Value: "Claude <noreply@anthropic.com>"},
			{Key: "Co-authored-by", Value: "Ada again <ada@example.org>"},
			{Key: "Mentored-by", Value: "Cy of the kernel team"},
		},
		Cites:     []tracker.CommentRef{{Kind: tracker.IssueComment, DatabaseID: 31, Thread: tracker.ThreadRef{Repository: ref, Kind: tracker.IssueKind, Number: 5}}},
		OnDefault: true, PullRequests: []int{12}}
	got := l.commits[sha]
	if diff := cmp.Diff(want, got, cmpopts.SortSlices(func(a, b tracker.FileChange) bool { return a.Path < b.Path })); diff != "" {
		t.Errorf("commit (-want +got):\n%s", diff)
	}
	if _, offset := got.AuthoredAt.Zone(); offset != 19800 {
		t.Errorf("the author's offset is %d s, want 19800", offset)
	}
	if got := l.links["17+bo-ling@users.noreply.github.com"].Login; got != "bo-ling" {
		t.Errorf("the noreply address is linked to %q, want bo-ling", got)
	}
}

// branchy makes a repository with a merged, a squashed and an open pull request.
func branchy(t *testing.T) *fixture {
	f := newFixture(t)
	f.write("README", "hello\n")
	f.commit("Begin")
	f.git("checkout", "-q", "-b", "feature")
	f.write("f", "1\n")
	f.commit("Feature, part 1", "--author", "Bo <bo@home.example>")
	f.write("f", "1\n2\n")
	f.commit("Feature, part 2", "--author", "Bo <bo@home.example>")
	f.git("update-ref", "refs/pull/3/head", "HEAD")
	f.git("checkout", "-q", "main")
	f.at += 3600
	f.git("merge", "-q", "--no-ff", "-m", "Merge pull request #3 from bo-ling/feature", "feature")
	f.git("checkout", "-q", "-b", "squashed")
	f.write("s", "s\n")
	f.commit("Work in progress")
	f.git("update-ref", "refs/pull/4/head", "HEAD")
	f.git("checkout", "-q", "main")
	f.git("merge", "-q", "--squash", "squashed")
	f.commit("Squashed work (#4)")
	f.commit("Mentions an issue (#99)")
	f.git("checkout", "-q", "-b", "open", "squashed")
	f.write("o", "o\n")
	f.commit("Stacked on it")
	f.git("update-ref", "refs/remotes/origin/pull/5/head", "HEAD")
	f.git("checkout", "-q", "main")
	f.git("branch", "-q", "-D", "feature", "squashed", "open")
	return f
}

func TestSyncJoinsCommitsToPullRequests(t *testing.T) {
	l := newLedger()
	l.mustSync(t, Options{}, branchy(t).path)
	var got []string
	for _, c := range l.commits {
		got = append(got, fmt.Sprintf("%s: default %v, pulls %v, files %d", c.Headline, c.OnDefault, c.PullRequests, c.ChangedFiles))
	}
	slices.Sort(got)
	want := []string{
		"Begin: default true, pulls [], files 1",
		"Feature, part 1: default true, pulls [3], files 1",
		"Feature, part 2: default true, pulls [3], files 1",
		"Mentions an issue (#99): default true, pulls [], files 0",
		"Merge pull request #3 from bo-ling/feature: default true, pulls [3], files -1",
		"Squashed work (#4): default true, pulls [4], files 1",
		"Stacked on it: default false, pulls [5], files 1",
		"Work in progress: default false, pulls [4 5], files 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("commits (-want +got):\n%s", diff)
	}
	reasons := []string{"bo@home.example -> bo-ling: every commit of lantern/kiln#3, which came from a branch of bo-ling, has this address"}
	if diff := cmp.Diff(reasons, l.reasons()); diff != "" {
		t.Errorf("proposals (-want +got):\n%s", diff)
	}
}

func TestAMailmapIsAProposal(t *testing.T) {
	f := newFixture(t)
	f.write(".mailmap", "Ada Oru <9+ada-oru@users.noreply.github.com> <ada@example.org>\n")
	sha := f.commit("Begin\n\nCo-authored-by: <> <x@y.example>")
	l := newLedger()
	l.mustSync(t, Options{}, f.path)
	want := []string{"ada@example.org -> ada-oru: the .mailmap of lantern/kiln says that they are one person"}
	if diff := cmp.Diff(want, l.reasons()); diff != "" {
		t.Errorf("proposals (-want +got):\n%s", diff)
	}
	f.write(".mailmap", "Ada Oru <ada@work.example> <ada@example.org>\n")
	f.commit("Ada has another address", "--author", "Bo <bo@home.example>")
	l.mustSync(t, Options{}, f.path)
	if got := l.reasons(); len(got) != 2 {
		t.Errorf("after the .mailmap was changed: %q, want a second proposal", got)
	}
	if got := l.commits[sha].Authors[0].Email; got != "ada@example.org" {
		t.Errorf("the commit's address is %s: the mailmap must not change it", got)
	}
}

func TestAnIncrementalRunEndsWhereAFullOneDoes(t *testing.T) {
	f := branchy(t)
	l := newLedger()
	l.mustSync(t, Options{}, f.path)
	before := l.batches
	l.mustSync(t, Options{}, f.path)
	if l.batches != before {
		t.Errorf("a run over an unchanged clone emitted %d batches", l.batches-before)
	}
	for _, step := range []func(){
		func() { f.write("new", "n\n"); f.commit("Direct") },
		func() {
			f.at += 60
			f.git("merge", "-q", "--no-ff", "-m", "Merge pull request #5 from cy/stack", "origin/pull/5/head")
		},
		func() {
			f.git("update-ref", "refs/pull/6/head", f.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Late"))
		},
		func() { f.git("update-ref", "-d", "refs/pull/4/head") },
		func() { f.git("reset", "-q", "--hard", "HEAD~1"); f.commit("History was rewritten") },
		func() {
			f.git("update-ref", "-d", "refs/remotes/origin/pull/5/head")
			f.git("reflog", "expire", "--expire=now", "--all")
			f.git("gc", "-q", "--prune=now")
		},
	} {
		step()
		l.mustSync(t, Options{}, f.path)
		full := newLedger()
		full.mustSync(t, Options{}, f.path)
		for sha, want := range full.commits { // what is no longer reached stays known
			if diff := cmp.Diff(want, l.commits[sha]); diff != "" {
				t.Errorf("after %q (-full +incremental):\n%s", f.git("log", "-1", "--format=%s"), diff)
			}
		}
	}
}

// long makes a repository of n commits, quickly.
func long(t *testing.T, n int) *fixture {
	f := newFixture(t)
	var b strings.Builder
	for i := range n {
		text := fmt.Sprintf("Commit %d (#%d)", i, i+1)
		fmt.Fprintf(&b, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata %d\n%s\nM 100644 inline f%d\ndata 3\n%03d\n",
			1_700_000_000+i*60, len(text), text, i%7, i%1000)
	}
	f.pipe(b.String(), "fast-import", "--quiet")
	return f
}

func TestARunThatWasStoppedAnywhereEndsAlike(t *testing.T) {
	f := long(t, 1700)
	want := newLedger()
	want.mustSync(t, Options{}, f.path)
	if len(want.commits) != 1700 {
		t.Fatalf("got %d commits, want 1700", len(want.commits))
	}
	for after := 1; after < want.batches; after++ {
		got := newLedger()
		got.stopAfter = after
		if err := got.sync(t, Options{}, f.path); err == nil {
			t.Fatalf("a store that stopped after %d batches was not noticed", after)
		}
		got.stopAfter = 0
		got.mustSync(t, Options{}, f.path)
		if got.batches != want.batches {
			t.Errorf("stopped after %d batches: %d in all, want %d: none twice", after, got.batches, want.batches)
		}
		if diff := cmp.Diff(want.commits, got.commits); diff != "" {
			t.Errorf("stopped after %d batches (-want +got):\n%s", after, diff)
		}
		if diff := cmp.Diff(want.coverage, got.coverage); diff != "" {
			t.Errorf("stopped after %d batches, coverage (-want +got):\n%s", after, diff)
		}
	}
}

func TestUntilReplaysHistory(t *testing.T) {
	f := long(t, 20)
	l := newLedger()
	for _, minutes := range []int{0, 5, 5, 12} {
		l.mustSync(t, Options{Until: time.Unix(1_700_000_000+int64(minutes)*60, 0)}, f.path)
		if len(l.commits) != minutes {
			t.Errorf("until minute %d: got %d commits, want %d", minutes, len(l.commits), minutes)
		}
	}
	l.mustSync(t, Options{}, f.path)
	full := newLedger()
	full.mustSync(t, Options{}, f.path)
	if diff := cmp.Diff(full.commits, l.commits); diff != "" {
		t.Errorf("after the replay (-full +replayed):\n%s", diff)
	}
}

func TestHostileCommitsAreJustCommits(t *testing.T) {
	f := newFixture(t)
	f.write("--help", "x\n")
	f.write("\x1efile\nwith\tmarks", "x\n")
	tree := f.git("write-tree")
	parent := ""
	for _, c := range []struct{ author, message string }{
		{"-n <-e@x> 1700000000 +0000", "--exec=true (#1)"},
		{"N\xffme <e\xff@x.example> 1700000001 +9999", "Latin \xe9 (#2)"},
		{"A <a@x.example> 99999999999999999 +0000", "A far future"},
		{"A <a@x.example> 1700000003 +0000", "before\x00after (#4)"},
		{"A <a@x.example> 1700000004 +0000", "\x1emark \x1b[31mred"},
		{"A <a@x.example> 1700000005 +0000", strings.Repeat("long ", 2<<20) + "\n\nCo-authored-by: " + strings.Repeat("x", 1<<20) + " <l@x.example>"},
		{" <> 1700000006 +0000", ""},
	} {
		text := "tree " + tree + "\n" + parent + "author " + c.author + "\ncommitter C <c@x.example> 1700000100 +0000\n\n" + c.message
		parent = "parent " + f.pipe(text, "hash-object", "-t", "commit", "-w", "--stdin", "--literally") + "\n"
	}
	f.git("update-ref", "refs/heads/main", strings.Fields(parent)[1])
	l := newLedger()
	l.mustSync(t, Options{}, f.path)
	if len(l.commits) != 7 {
		t.Errorf("got %d commits, want 7: %q", len(l.commits), l.headlines())
	}
	for _, c := range l.commits {
		if len(c.Headline) > 1010 || strings.ContainsAny(c.Headline, "\x00\x1b\x1e\n") || c.AuthoredAt.Year() > 9999 {
			t.Errorf("commit %.60q of %v came through as it was", c.Headline, c.AuthoredAt)
		}
		if c.Headline == "--exec=true (#1)" && len(c.Files) != 2 {
			t.Errorf("the first commit has files %v, want two", c.Files)
		}
	}
}

func TestWhatACloneLacksIsSaid(t *testing.T) {
	origin := long(t, 30)
	origin.git("config", "uploadpack.allowFilter", "true")
	origin.git("reset", "-q", "--hard")
	origin.write(".mailmap", "Ada <ada@work.example> <ada@example.org>\n")
	origin.git("commit", "-q", "--amend", "--no-edit")
	for _, c := range []struct {
		name, stream, gap string
		args              []string
		commits           int
		counted           bool
	}{
		{"shallow", "commits", "shallow", []string{"--depth=10"}, 10, true},
		{"blobless mirror", "line_counts", "keeps no file contents", []string{"--mirror", "--filter=blob:none"}, 30, false},
		{"no pull requests", "pull_request_commits", "refs/pull/*/head", nil, 30, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "clone")
			origin.git(append(append([]string{"clone", "-q"}, c.args...), "file://"+origin.path, path)...)
			l := newLedger()
			l.mustSync(t, Options{Repository: "lantern/kiln"}, path)
			if len(l.commits) != c.commits {
				t.Errorf("got %d commits, want %d", len(l.commits), c.commits)
			}
			if got := l.coverage[c.stream].Gap; !strings.Contains(got, c.gap) {
				t.Errorf("the gap of %s is %q, want something with %q", c.stream, got, c.gap)
			}
			for _, x := range l.commits {
				if x.ChangedFiles < 1 || (x.Additions >= 0) != c.counted {
					t.Fatalf("%s: %d files, %d additions", x.Headline, x.ChangedFiles, x.Additions)
				}
			}
		})
	}
}

func TestADeepenedCloneIsReadFurther(t *testing.T) {
	origin := long(t, 30)
	path := filepath.Join(t.TempDir(), "clone")
	origin.git("clone", "-q", "--depth=10", "file://"+origin.path, path)
	l := newLedger()
	for _, c := range []struct {
		fetch string
		want  int
	}{{"--depth=10", 10}, {"--deepen=5", 15}, {"--unshallow", 30}} {
		origin.git("-C", path, "fetch", "-q", c.fetch)
		l.mustSync(t, Options{Repository: "lantern/kiln"}, path)
		if len(l.commits) != c.want {
			t.Errorf("after %s: got %d commits, want %d", c.fetch, len(l.commits), c.want)
		}
	}
}

func TestMissingContentsCostOnlyTheirCommit(t *testing.T) {
	f := long(t, 30)
	f.git("repack", "-q", "-a", "-d")
	gone := f.git("rev-parse", "HEAD:f1")
	kept := strings.ReplaceAll(f.git("rev-list", "--objects", "--no-object-names", "--all"), gone, "")
	pack := f.pipe(strings.Join(strings.Fields(kept), "\n")+"\n", "pack-objects", "-q", "--delta-base-offset", filepath.Join(f.path, ".git/objects/pack/pack"))
	old, err := filepath.Glob(filepath.Join(f.path, ".git/objects/pack/*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range old {
		if !strings.Contains(file, pack) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	l := newLedger()
	l.mustSync(t, Options{}, f.path)
	uncounted := 0
	for _, c := range l.commits {
		if c.Additions < 0 {
			uncounted++
		}
	}
	if len(l.commits) != 30 || uncounted != 1 {
		t.Errorf("got %d commits, %d without line counts, want 30 and 1", len(l.commits), uncounted)
	}
	if got := l.coverage["line_counts"].Gap; !strings.Contains(got, "1 commits") {
		t.Errorf("the gap is %q", got)
	}
}

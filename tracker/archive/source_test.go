package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/testneed"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
)

// recorder is a memory and what was emitted into it.
type recorder struct {
	tracker.Memory // only cursors are asked for
	cursors        map[string]tracker.Cursor
	batches        []tracker.Batch
	failAfter      int // batches; 0: never
}

var errStopped = errors.New("stopped")

func (r *recorder) Cursor(_ context.Context, _ tracker.SourceName, scope, _ string) (tracker.Cursor, error) {
	return r.cursors[scope], nil
}

func (r *recorder) emit(_ context.Context, b tracker.Batch) error {
	if r.failAfter > 0 && len(r.batches) == r.failAfter {
		return errStopped
	}
	r.batches = append(r.batches, b)
	for _, c := range b.Cursors {
		r.cursors[c.Scope] = c
	}
	return nil
}

func (r *recorder) all() (all tracker.Batch) {
	for i := range r.batches {
		add(&all, &r.batches[i])
		all.Coverage = append(all.Coverage, r.batches[i].Coverage...)
	}
	return all
}

func newRecorder() *recorder { return &recorder{cursors: map[string]tracker.Cursor{}} }

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func run(t testing.TB, r *recorder, o Options) error {
	t.Helper()
	return New(quiet(), o).Sync(t.Context(), r, r.emit, func(tracker.Progress) {})
}

func everything(files ...string) Options {
	return Options{Files: files, Include: Include{Everything: true}}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func zipped(t testing.TB, text string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// commentLine is one event of the full form, made up.
func commentLine(id int) string {
	return fmt.Sprintf(`{"id":"%d","type":"IssueCommentEvent","actor":{"id":7,"login":"octo-pm"},"repo":{"id":9,"name":"octo-org/octo-repo"},`+
		`"payload":{"action":"created","issue":{"id":70,"number":3,"title":"A thread","state":"open","user":{"id":8,"login":"octo-dev","type":"User"},"created_at":"2021-01-01T00:00:00Z","updated_at":"2021-01-02T00:00:00Z"},`+
		`"comment":{"id":%d,"user":{"id":7,"login":"octo-pm","type":"User"},"created_at":"2021-01-02T00:00:00Z"}},"created_at":"2021-01-02T00:00:01Z"}`, 1000+id, id)
}

func TestAnEventBecomesItsFacts(t *testing.T) {
	r := newRecorder()
	if err := run(t, r, everything(write(t, "a.json", commentLine(5)))); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2021, 1, 2, 0, 0, 1, 0, time.UTC)
	repository := tracker.RepositoryRef{Host: "github.com", DatabaseID: 9, Owner: "octo-org", Name: "octo-repo"}
	thread := tracker.ThreadRef{Repository: repository, Kind: tracker.IssueKind, Number: 3}
	want := tracker.Batch{
		Threads: []tracker.Thread{{ThreadRef: thread, DatabaseID: 70, Title: "A thread", State: tracker.Open,
			Author:    tracker.Account{Host: "github.com", DatabaseID: 8, Login: "octo-dev", Kind: tracker.UserAccount, SeenAt: at},
			CreatedAt: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), UpdatedAt: time.Date(2021, 1, 2, 0, 0, 0, 0, time.UTC), AsOf: at}},
		Comments: []tracker.Comment{{Kind: tracker.IssueComment, Thread: thread, DatabaseID: 5,
			Author:    tracker.Account{Host: "github.com", DatabaseID: 7, Login: "octo-pm", Kind: tracker.UserAccount, SeenAt: at},
			CreatedAt: time.Date(2021, 1, 2, 0, 0, 0, 0, time.UTC),
			Payload:   tracker.Payload{Form: "archive/event", JSON: []byte(commentLine(5)), HashOnly: true}}},
	}
	got := r.all()
	got.Coverage = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheTrimmedFormSaysWhoOpenedAndMerged(t *testing.T) {
	line := func(action, at string) string {
		return `{"actor":{"id":7,"login":"octo-pm"},"created_at":"` + at + `","id":"1","payload":{"action":"` + action + `","number":4,"pull_request":` +
			`{"base":{"ref":"main","repo":{"id":9},"sha":"b"},"head":{"ref":"x","repo":{"id":9},"sha":"h"},"id":44,"number":4}},` +
			`"repo":{"id":9,"name":"octo-org/octo-repo"},"type":"PullRequestEvent"}` + "\n"
	}
	r := newRecorder()
	file := write(t, "a.json", line("opened", "2026-01-01T00:00:00Z")+line("labeled", "2026-01-01T00:00:05Z")+line("merged", "2026-01-02T00:00:00Z"))
	if err := run(t, r, everything(file)); err != nil {
		t.Fatal(err)
	}
	threads := r.all().Threads
	opened, labelled, merged := threads[0], threads[1], threads[2]
	if opened.Author.Login != "octo-pm" || opened.State != tracker.Open || opened.CreatedAt.Day() != 1 || !opened.PullRequest.MergedAt.IsZero() {
		t.Errorf("opened: %+v", opened)
	}
	if !labelled.Author.IsZero() || labelled.State != "" {
		t.Errorf("a label says nothing of the author or the state: %+v", labelled)
	}
	if merged.State != tracker.Merged || merged.PullRequest.MergedBy.Login != "octo-pm" || merged.PullRequest.MergedAt.Day() != 2 || !merged.Author.IsZero() {
		t.Errorf("merged: %+v", merged)
	}
}

func TestAPushKnowsItsAuthorOnlyByTheNoreplyAddress(t *testing.T) {
	line := `{"id":"1","type":"PushEvent","actor":{"id":7,"login":"octo-pm"},"repo":{"id":9,"name":"octo-org/octo-repo"},"payload":{"commits":[` +
		`{"sha":"aa","author":{"email":"HASH@users.noreply.github.com","name":"Octavia"},"message":"Subject\n\nBody","distinct":true},` +
		`{"sha":"bb","author":{"email":"0123@example.org","name":"Octavia"},"message":"Other","distinct":true},` +
		`{"sha":"cc","author":{"email":"0123@example.org","name":"Octavia"},"message":"Pushed before","distinct":false}]},"created_at":"2021-01-02T00:00:01Z"}`
	r := newRecorder()
	if err := run(t, r, everything(write(t, "a.json", strings.Replace(line, "HASH", hashOf("7+octo-pm"), 1)))); err != nil {
		t.Fatal(err)
	}
	commits := r.all().Commits
	if len(commits) != 2 {
		t.Fatalf("got %d commits, want the 2 distinct ones", len(commits))
	}
	if author := commits[0].Authors[0]; author.Account.DatabaseID != 7 || author.Email != "7+octo-pm@users.noreply.github.com" {
		t.Errorf("the pusher's noreply address: %+v", author)
	}
	if author := commits[1].Authors[0]; !author.Account.IsZero() || author.Email != "" || author.Name != "Octavia" {
		t.Errorf("another address: %+v", author)
	}
	if commits[0].Headline != "Subject" || !commits[0].AuthoredAt.IsZero() {
		t.Errorf("got headline %q and a date %v", commits[0].Headline, commits[0].AuthoredAt)
	}
}

func TestIncludeKeepsWhatIsAskedFor(t *testing.T) {
	file := write(t, "a.json", commentLine(1)+"\n"+strings.NewReplacer("octo-pm", "other", `"id":7`, `"id":70`, "octo-dev", "another", "octo-repo", "rest").Replace(commentLine(2)))
	for name, tt := range map[string]struct {
		include Include
		want    int
	}{
		"everything":                   {Include{Everything: true}, 2},
		"nothing":                      {Include{}, 0},
		"the commenter, in any case":   {Include{People: []tracker.Account{{Login: "OCTO-PM"}}}, 1},
		"the commenter's id":           {Include{People: []tracker.Account{{DatabaseID: 7}}}, 1},
		"who opened the thread":        {Include{People: []tracker.Account{{Login: "octo-dev"}}}, 1},
		"a repository":                 {Include{Repositories: []string{"Octo-Org/REST"}}, 1},
		"a repository and a person":    {Include{Repositories: []string{"octo-org/rest"}, People: []tracker.Account{{Login: "octo-pm"}}}, 2},
		"somebody who is not in there": {Include{People: []tracker.Account{{Login: "nobody"}}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRecorder()
			if err := run(t, r, Options{Files: []string{file}, Include: tt.include}); err != nil {
				t.Fatal(err)
			}
			if got := len(r.all().Comments); got != tt.want {
				t.Errorf("got %d comments, want %d", got, tt.want)
			}
		})
	}
}

func TestAnImportedFileIsNotReadAgain(t *testing.T) {
	text := commentLine(1) + "\n" + commentLine(2) + "\n"
	plain, gz := write(t, "a.json", text), write(t, "b.json.gz", zipped(t, text))
	r := newRecorder()
	if err := run(t, r, everything(plain, gz)); err != nil {
		t.Fatal(err)
	}
	before := len(r.batches)
	copied := write(t, "copy.json", text)
	if err := run(t, r, everything(plain, copied, gz)); err != nil {
		t.Fatal(err)
	}
	if len(r.batches) != before {
		t.Errorf("a second import emitted %d batches", len(r.batches)-before)
	}
	if err := run(t, r, Options{Files: []string{plain}, Include: Include{People: []tracker.Account{{Login: "octo-pm"}}}}); err != nil {
		t.Fatal(err)
	}
	if len(r.batches) == before {
		t.Error("an import with another filter read nothing")
	}
}

func TestStandardInputIsAFileToo(t *testing.T) {
	text := zipped(t, commentLine(1)+"\n")
	r := newRecorder()
	o := everything("-")
	o.In = strings.NewReader(text)
	if err := run(t, r, o); err != nil {
		t.Fatal(err)
	}
	if got := len(r.all().Comments); got != 1 {
		t.Fatalf("got %d comments, want 1", got)
	}
	if err := run(t, r, everything(write(t, "a.json.gz", text))); err != nil {
		t.Fatal(err)
	}
	if len(r.batches) != 1 {
		t.Error("the same content was read again from a file")
	}
}

func TestAFolderIsReadInOrder(t *testing.T) {
	dir := t.TempDir()
	for name, id := range map[string]int{"2021-01-02-1.json": 1, "sub/x.jsonl": 3, "2021-01-02-2.json.gz": 2, "notes.txt": 4} {
		text := commentLine(id)
		if strings.HasSuffix(name, ".gz") {
			text = zipped(t, text)
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := newRecorder()
	if err := run(t, r, everything(dir)); err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, c := range r.all().Comments {
		got = append(got, c.DatabaseID)
	}
	if diff := cmp.Diff([]int64{1, 2, 3}, got); diff != "" {
		t.Error(diff)
	}
}

func TestBrokenFilesAreNamedAndTheRestIsKept(t *testing.T) {
	good := commentLine(1) + "\n" + commentLine(2) + "\n"
	cut := zipped(t, good+strings.Repeat(commentLine(3)+"\n", 5000))
	tests := []struct {
		name, file, text, message, hint string
		comments                        int
	}{
		{"a broken line", "a.json", commentLine(1) + "\n{\"id\":\n" + commentLine(2) + "\n", "a.json:2: broken JSON at byte 6: unexpected end of JSON input (1 record could not be read)", "download it again", 2},
		{"a line that is no event", "a.json", good + "[1,2]\n", "a.json:3: this JSON is no GitHub event", "everything else in the file is stored", 2},
		{"an event without its object", "a.json", good + `{"id":"1","type":"IssuesEvent","repo":{"id":9,"name":"a/b"},"payload":{}}`, "a.json:3: this IssuesEvent has no payload.issue.number (1 record", "everything else", 2},
		{"a truncated line", "a.json", good + commentLine(3)[:100], "a.json:3: broken JSON", "download it again", 2},
		{"a truncated gzip", "a.json.gz", cut[:len(cut)/2], "the file breaks off here: unexpected EOF", "download the file again", -1},
		{"a damaged gzip", "a.json.gz", cut[:len(cut)-6] + "xxxxxx", "the file breaks off here: gzip: invalid checksum", "download the file again", -1},
		{"a gzip header alone", "a.json.gz", cut[:12], "a.json.gz:1: the file breaks off here", "download the file again", 0},
		{"the schema before 2015", "a.json", `{"actor":"octo","repository":{"id":1},"type":"WatchEvent"}` + "\n", "a.json:1: this is the schema of before 2015", "2015-01-01-0", 0},
		{"an empty file", "a.json", "", "a.json is empty", "download", 0},
		{"a text", "a.json", strings.Repeat("hello\n", 2000), "a.json:1: this is no GH Archive file: broken JSON at byte 1", "https://data.gharchive.org", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRecorder()
			bad := write(t, tt.file, tt.text)
			other := write(t, "other.json", commentLine(77))
			for range 2 { // the second import says the same
				err := run(t, r, everything(bad, other))
				partial, ok := errors.AsType[*tracker.Partial](err)
				if !ok || len(partial.Missing) != 1 {
					t.Fatalf("got %v, want one missing part", err)
				}
				failure, ok := errors.AsType[*tracker.Error](partial.Missing[0])
				if !ok {
					t.Fatalf("%v has no sentence", partial.Missing[0])
				}
				if !strings.Contains(failure.Message, tt.message) || !strings.Contains(failure.Hint, tt.hint) || !strings.Contains(failure.Message, bad) {
					t.Errorf("got  %s; %s\nwant %s; %s", failure.Message, failure.Hint, tt.message, tt.hint)
				}
			}
			seen := map[int64]bool{}
			for _, c := range r.all().Comments {
				seen[c.DatabaseID] = true
			}
			if !seen[77] {
				t.Error("the other file was not imported")
			}
			delete(seen, 77)
			if tt.comments >= 0 && len(seen) != tt.comments || tt.comments < 0 && len(seen) == 0 {
				t.Errorf("got %d comments, want %d", len(seen), tt.comments)
			}
		})
	}
}

func TestAFileThatIsNotThere(t *testing.T) {
	err := run(t, newRecorder(), everything("nowhere.json.gz"))
	if tracker.KindOf(err) != tracker.NotFound {
		t.Errorf("got %v, want not found", err)
	}
	err = run(t, newRecorder(), everything(t.TempDir()))
	if tracker.KindOf(err) != tracker.Invalid || !strings.Contains(err.Error(), "holds no archive file") {
		t.Errorf("for an empty folder got %v", err)
	}
}

func TestAnInterruptedImportGoesOnWhereItStopped(t *testing.T) {
	var text strings.Builder
	for id := range 40_000 {
		text.WriteString(commentLine(id+1) + "\n")
	}
	file := write(t, "a.json.gz", zipped(t, text.String()))
	want := newRecorder()
	if err := run(t, want, everything(file)); err != nil {
		t.Fatal(err)
	}
	if len(want.batches) < 3 {
		t.Fatalf("only %d batches: the test needs more", len(want.batches))
	}
	got := newRecorder()
	for got.failAfter = 1; ; got.failAfter++ {
		err := run(t, got, everything(file))
		if err == nil {
			break
		}
		if !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(len(want.all().Comments), len(got.all().Comments)); diff != "" {
		t.Errorf("comments, each once: %s", diff)
	}
	if diff := cmp.Diff(want.cursors, got.cursors); diff != "" {
		t.Errorf("cursors: %s", diff)
	}
	if diff := cmp.Diff(want.all().Coverage, got.all().Coverage); diff != "" {
		t.Errorf("coverage: %s", diff)
	}
}

func TestACancelledImportStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := New(quiet(), everything(write(t, "a.json", commentLine(1)))).Sync(ctx, newRecorder(), newRecorder().emit, func(tracker.Progress) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context canceled", err)
	}
}

func TestSavedAnswersOfTheEventsAPIAreRead(t *testing.T) {
	r := newRecorder()
	if err := run(t, r, everything(testneed.Shared(t, "data", "gharchive", "octocrab"))); err != nil {
		t.Fatal(err)
	}
	all := r.all()
	if got := [3]int{len(all.Threads), len(all.Reviews), len(all.Comments)}; got != [3]int{4, 1, 2} {
		t.Errorf("got %v threads, reviews, comments", got)
	}
}

func TestTheSchemaBefore2015IsRefused(t *testing.T) {
	r := newRecorder()
	err := run(t, r, everything(testneed.Shared(t, "data", "gharchive", "2014-02-15-0.json.gz")))
	if tracker.KindOf(err) != tracker.Invalid || !strings.Contains(err.Error(), "2014-02-15-0.json.gz:1: this is the schema of before 2015") {
		t.Errorf("got %v", err)
	}
	if len(r.batches) != 0 {
		t.Errorf("%d batches were emitted", len(r.batches))
	}
}

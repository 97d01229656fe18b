package build_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/pack"
	"rungless/tracker/pack/render"
	"rungless/tracker/testneed"
)

var (
	storedCommit   = strings.Repeat("1", 40)
	unstoredCommit = strings.Repeat("2", 40)
)

func onCommit(repository tracker.Repository, sha string, id int64, author tracker.Account) tracker.Comment {
	return tracker.Comment{Kind: tracker.CommitComment, Thread: tracker.ThreadRef{Repository: repository.RepositoryRef}, DatabaseID: id, NodeID: fmt.Sprintf("CC_%d", id),
		Author: author, CreatedAt: day(20), UpdatedAt: day(21), CommitSHA: sha, Wording: tracker.Worded,
		Payload: tracker.Payload{Form: "rest/commit_comment", JSON: fmt.Appendf(nil, `{"body":"Words of %d"}`, id)}}
}

// withCommitComments is the history with comments on commits: on one that is stored, on
// one that is not, in private, and deleted.
func withCommitComments() tracker.Batch {
	b := history()
	b.Commits = append(b.Commits, tracker.Commit{Repository: kernels.RepositoryRef, SHA: storedCommit, NodeID: "C_1", AuthoredAt: day(19), CommittedAt: day(19),
		Headline: "Unroll", OnDefault: true, Authors: []tracker.CommitAuthor{{Name: "Noor N.", Email: "noor@example.org", Account: noor, Role: tracker.Author}}})
	hidden := onCommit(kernels, storedCommit, 94, noor)
	hidden.IsMinimized, hidden.TellsMinimized = true, true
	b.Comments = append(b.Comments, onCommit(kernels, storedCommit, 90, iris), onCommit(kernels, storedCommit, 91, noor), onCommit(kernels, unstoredCommit, 92, iris),
		onCommit(secret, unstoredCommit, 93, iris), hidden, onCommit(kernels, storedCommit, 95, iris))
	return b
}

func withoutTheDeleted() tracker.Batch {
	return tracker.Batch{Tombstones: []tracker.Tombstone{{Kind: tracker.CommitComment, Thread: tracker.ThreadRef{Repository: kernels.RepositoryRef}, DatabaseID: 95,
		Reason: tracker.Deleted, At: day(100)}}}
}

func commentOn(repository, sha string, id int64) string {
	return fmt.Sprintf("%s%s/commit/%s#commitcomment-%d", at, repository, sha, id)
}

var storedComment, unstoredComment = commentOn("kernels", storedCommit, 90), commentOn("kernels", unstoredCommit, 92)

// packOfComments is a pack on two comments on commits, each with a quote.
func packOfComments(t *testing.T, dsn string) pack.Pack {
	t.Helper()
	f := newFixtureIn(t, dsn, withCommitComments(), withoutTheDeleted())
	return f.resolve(t, nil, nil, pack.DraftSource{URL: storedComment, Quote: commentOn("kernels", storedCommit, 91)}, pack.DraftSource{URL: unstoredComment, Quote: unstoredComment})
}

func TestACommentOnACommitIsASource(t *testing.T) {
	p := packOfComments(t, filepath.Join(t.TempDir(), "rungless.db"))
	for i, want := range []pack.Source{
		{Ref: 1, ID: "CC_90", NodeID: "CC_90", Permalink: storedComment, Title: "Unroll", CommitSHA: storedCommit, ContentHash: pack.ContentHash("", "Words of 90"),
			Quote: &pack.Quote{Text: "Words of 91", Author: "noor", Permalink: commentOn("kernels", storedCommit, 91), Day: "2026-01-21"}},
		{Ref: 2, ID: "CC_92", NodeID: "CC_92", Permalink: unstoredComment, CommitSHA: unstoredCommit, ContentHash: pack.ContentHash("", "Words of 92"),
			Quote: &pack.Quote{Text: "Words of 92", Author: "iris", Permalink: unstoredComment, Day: "2026-01-21"}},
	} {
		want.Kind, want.Role, want.Author, want.Day, want.UpdatedOn = tracker.CommitComment, "author", "iris", "2026-01-21", "2026-01-22"
		want.Repository, want.RepositoryNodeID = "acme/kernels", "R_11"
		claim := p.Chapters[0].Claims[i]
		got := claim.Sources[0]
		if got.PayloadHash == "" || got.CapturedOn == "" || rules(claim) != "" {
			t.Errorf("hash %q, captured on %q, findings %q", got.PayloadHash, got.CapturedOn, rules(claim))
		}
		got.PayloadHash, got.CapturedOn = "", ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	inEveryFormat(t, p)
}

func TestPostgreSQLGivesTheSamePackOfCommentsOnCommits(t *testing.T) {
	if diff := cmp.Diff(packOfComments(t, filepath.Join(t.TempDir(), "rungless.db")), packOfComments(t, testneed.Database(t))); diff != "" {
		t.Errorf("PostgreSQL gives another pack than SQLite: %s", diff)
	}
}

// inEveryFormat wants the comments in all formats and their ids in the manifest. The text
// of a PDF is compressed: package render holds its links against those of the others.
func inEveryFormat(t *testing.T, p pack.Pack) {
	t.Helper()
	sealed, err := render.Seal(t.Context(), p, nil, render.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sealed.Files {
		switch text := string(file.Data); {
		case file.Name == render.PDF.FileName() || strings.HasSuffix(file.Name, ".sha256"):
		case !strings.Contains(text, storedComment) || !strings.Contains(text, unstoredComment):
			t.Errorf("%s does not lead to the comments", file.Name)
		case file.Name == pack.ManifestFile && (!strings.Contains(text, `"CC_90"`) || !strings.Contains(text, `"CC_92"`)):
			t.Errorf("the manifest has no ids by which GitHub could be asked:\n%s", text)
		}
	}
}

func TestWhatIsWrongWithACommentOnACommitIsNamedBesideItsClaim(t *testing.T) {
	f := newFixture(t, withCommitComments(), withoutTheDeleted())
	commit := at + "kernels/commit/" + storedCommit
	for _, test := range []struct {
		name   string
		source pack.DraftSource
		want   string
	}{
		{"one's own", pack.DraftSource{URL: commentOn("kernels", storedCommit, 90)}, ""},
		{"somebody else's", pack.DraftSource{URL: commentOn("kernels", storedCommit, 91)}, "no-part"},
		{"of another commit", pack.DraftSource{URL: commentOn("kernels", unstoredCommit, 90)}, "source-missing claim-without-source"},
		{"deleted", pack.DraftSource{URL: commentOn("kernels", storedCommit, 95)}, "source-missing claim-without-source"},
		{"never synced", pack.DraftSource{URL: commentOn("kernels", storedCommit, 99)}, "source-missing claim-without-source"},
		{"private", pack.DraftSource{URL: commentOn("secret", unstoredCommit, 93)}, "source-private claim-without-source"},
		{"private, shown", pack.DraftSource{URL: commentOn("secret", unstoredCommit, 93), Private: pack.PrivateShow}, "source-private"},
		{"private, redacted", pack.DraftSource{URL: commentOn("secret", unstoredCommit, 93), Private: pack.PrivateRedact}, ""},
		{"quoting what is hidden on GitHub", pack.DraftSource{URL: commentOn("kernels", storedCommit, 90), Quote: commentOn("kernels", storedCommit, 94)}, "quote-missing"},
		{"quoting what was said of another commit", pack.DraftSource{URL: commentOn("kernels", storedCommit, 90), Quote: commentOn("kernels", unstoredCommit, 92)}, "quote-missing"},
		{"a commit, quoting what was said of it", pack.DraftSource{URL: commit, Note: "what it was about", Quote: commentOn("kernels", storedCommit, 90)}, ""},
		{"a commit, quoting what was said of another", pack.DraftSource{URL: commit, Note: "what it was about", Quote: commentOn("kernels", unstoredCommit, 92)}, "quote-missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			claim := f.resolve(t, nil, nil, test.source).Chapters[0].Claims[0]
			if got := rules(claim); got != test.want {
				t.Errorf("got %q, want %q: %+v", got, test.want, claim.Findings)
			}
			text := fmt.Sprintf("%+v", claim)
			if test.source.Private != pack.PrivateShow && (strings.Contains(text, "Words of 93") || strings.Contains(text, "acme/secret") && len(claim.Sources) > 0) {
				t.Errorf("it tells what is private: %s", text)
			}
		})
	}
}

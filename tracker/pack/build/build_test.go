package build_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/pack/build"
	"rungless/tracker/profile"
	"rungless/tracker/statement"
	"rungless/tracker/store"
)

const host = "github.com"

var (
	iris    = tracker.Account{Host: host, DatabaseID: 1, NodeID: "U_1", Login: "iris", Name: "Iris I.", Kind: tracker.UserAccount}
	noor    = tracker.Account{Host: host, DatabaseID: 2, NodeID: "U_2", Login: "noor", Name: "Noor N.", Kind: tracker.UserAccount}
	omar    = tracker.Account{Host: host, DatabaseID: 3, NodeID: "U_3", Login: "omar", Kind: tracker.UserAccount}
	kernels = tracker.Repository{RepositoryRef: tracker.RepositoryRef{Host: host, DatabaseID: 11, NodeID: "R_11", Owner: "acme", Name: "kernels"}}
	secret  = tracker.Repository{RepositoryRef: tracker.RepositoryRef{Host: host, DatabaseID: 12, NodeID: "R_12", Owner: "acme", Name: "secret"}, IsPrivate: true}
)

const at = "https://github.com/acme/"

func day(n int) time.Time { return time.Date(2026, 1, 1, 15, 4, 5, 0, time.UTC).AddDate(0, 0, n) }

// change is a pull request with a text, merged by by unless that is nobody.
func change(repository tracker.Repository, number int, title string, author, by tracker.Account) tracker.Thread {
	t := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: repository.RepositoryRef, Kind: tracker.PullRequestKind, Number: number, NodeID: fmt.Sprintf("PR_%d_%d", repository.DatabaseID, number)},
		DatabaseID: repository.DatabaseID*1_000_000 + int64(number), Title: title, Author: author, State: tracker.Open, CreatedAt: day(number % 150), UpdatedAt: day(number%150 + 1),
		Detail: tracker.Whole, Labels: []string{}, Closes: []tracker.ThreadRef{}, Payload: tracker.Payload{Form: "graphql/pull_request", JSON: fmt.Appendf(nil, `{"body":"What %s does"}`, title)},
		PullRequest: &tracker.PullRequest{ChangedFiles: 1, Additions: 80, Deletions: 20, Files: []tracker.FileChange{{Path: fmt.Sprintf("src/a%d.go", number), Additions: 80, Deletions: 20, Change: "modified"}}}}
	if by.Login != "" {
		t.State, t.ClosedAt = tracker.Merged, t.UpdatedAt
		t.PullRequest.MergedAt, t.PullRequest.MergedBy, t.PullRequest.MergeCommitSHA = t.UpdatedAt, by, fmt.Sprintf("%040x", number)
	}
	return t
}

// fixture is a store with iris tracked in it, and what makes packs from it.
type fixture struct {
	store *store.Store
	maker *build.Maker
	made  *profile.Maker
	iris  build.Person
}

func newFixture(t testing.TB, batches ...tracker.Batch) *fixture {
	t.Helper()
	return newFixtureIn(t, filepath.Join(t.TempDir(), "rungless.db"), batches...)
}

func newFixtureIn(t testing.TB, dsn string, batches ...tracker.Batch) *fixture {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, b := range batches {
		b.Source = tracker.GitHubSource
		if _, err := s.Apply(ctx, b); err != nil {
			t.Fatal(err)
		}
	}
	person, err := s.Track(ctx, iris, "test")
	if err != nil {
		t.Fatal(err)
	}
	who, err := profile.Find(ctx, s, "iris")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := domain.New([]domain.Domain{{Slug: "kernels", Name: "Kernels", Paths: []string{"src/**"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	words, err := statement.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{store: s, made: profile.New(s, catalogue, growth.DefaultRules()),
		maker: &build.Maker{Store: s, Rules: words, Host: host, Program: "test", Domains: map[string]string{"kernels": "Kernels"}},
		iris:  build.Person{Login: "iris", Name: "Iris I.", PersonID: person.ID, Accounts: who.Accounts, AccountIDs: who.AccountIDs}}
}

var window = pack.Period{From: "2026-01-01", To: "2026-07-01"}

func (f *fixture) profile(t testing.TB) growth.Profile {
	t.Helper()
	who, err := profile.Find(t.Context(), f.store, "iris")
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.made.Of(t.Context(), who, profile.Request{Window: growth.Window{From: window.From.Time(), To: window.To.Time()}, Now: window.To.Time()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// resolve makes a pack with one claim for each source.
func (f *fixture) resolve(t testing.TB, before *pack.Pack, change func(*pack.Draft), sources ...pack.DraftSource) pack.Pack {
	t.Helper()
	d := pack.Draft{Form: pack.DraftForm, Person: "iris", From: window.From, To: window.To, Title: "Half a year", Chapters: []pack.DraftChapter{{Key: "one", Title: "One"}}}
	for i, s := range sources {
		d.Chapters[0].Claims = append(d.Chapters[0].Claims, pack.DraftClaim{ID: fmt.Sprintf("c%d", i+1), Text: "Chose plain loops instead of threads.", Ready: true, Sources: []pack.DraftSource{s}})
	}
	if change != nil {
		change(&d)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	p, err := f.maker.Resolve(t.Context(), f.iris, f.profile(t), d, before)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func rules(c pack.Claim) string {
	var names []string
	for _, f := range c.Findings {
		if f.Rule != "no-comparison" && f.Rule != "no-decision" && f.Rule != "overclaim" {
			names = append(names, f.Rule)
		}
	}
	return strings.Join(names, " ")
}

// history has one of everything that a source can be.
func history() tracker.Batch {
	heeded := change(kernels, 20, "Noor's change", noor, noor)
	said := tracker.Comment{Kind: tracker.ReviewComment, Thread: heeded.ThreadRef, DatabaseID: 78, NodeID: "RC_78", Author: iris, CreatedAt: day(20), Path: "src/a20.go",
		Wording: tracker.Worded, Payload: tracker.Payload{Form: "graphql/comment", JSON: []byte(`{"body":"Take a map here."}`)}}
	theirs := said
	theirs.DatabaseID, theirs.NodeID, theirs.Author, theirs.Payload.JSON = 79, "RC_79", noor, []byte(`{"body":"Thank you, <script>alert(1)</script>"}`)
	return tracker.Batch{Repositories: []tracker.Repository{kernels, secret}, Accounts: []tracker.Account{iris, noor},
		Threads: []tracker.Thread{change(kernels, 1, "Plain loops", iris, noor), change(kernels, 2, "Threads", iris, noor), change(kernels, 3, `Revert "Threads"`, noor, noor),
			change(kernels, 4, "Alone", iris, iris), change(kernels, 5, "Not yet", iris, tracker.Account{}), change(secret, 6, "Hidden work", iris, omar), heeded,
			change(kernels, 7, "Contested", iris, omar), change(kernels, 8, "Gone", iris, noor), change(kernels, 40, "More loops", iris, omar), change(kernels, 80, "Loops again", iris, omar)},
		Reviews:  []tracker.Review{{Thread: heeded.ThreadRef, DatabaseID: 77, NodeID: "RV_77", Author: iris, State: tracker.ChangesRequested, SubmittedAt: day(20), Wording: tracker.Worded}},
		Comments: []tracker.Comment{said, theirs},
		Coverage: []tracker.Coverage{{Source: tracker.GitHubSource, Scope: "person:U_1", Label: "iris", Stream: "pull_requests", Asked: 8, Got: 8, Gap: "two could not be read"}}}
}

func TestWhatIsWrongWithASourceIsNamedBesideItsClaim(t *testing.T) {
	gone := tracker.Batch{Tombstones: []tracker.Tombstone{{Kind: tracker.PullRequestKind, Thread: change(kernels, 8, "", iris, noor).ThreadRef, Reason: tracker.Deleted, At: day(100)}}}
	f := newFixture(t, history(), gone)
	for address, change := range map[string]func(*tracker.Note){
		at + "kernels/pull/7": func(n *tracker.Note) { n.Contested = "it is not mine" },
	} {
		if _, err := f.store.Annotate(t.Context(), f.iris.PersonID, address, change); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name   string
		source pack.DraftSource
		want   string
	}{
		{"merged by another", pack.DraftSource{URL: at + "kernels/pull/1"}, ""},
		{"the same by another name of the host's pages", pack.DraftSource{URL: at + "kernels/pull/1/files"}, ""},
		{"taken back", pack.DraftSource{URL: at + "kernels/pull/2"}, "source-reverted"},
		{"somebody else's", pack.DraftSource{URL: at + "kernels/pull/3"}, "no-part"},
		{"somebody else's, with a note", pack.DraftSource{URL: at + "kernels/pull/3", Note: "what came of it"}, ""},
		{"merged by oneself", pack.DraftSource{URL: at + "kernels/pull/4"}, "own-validation-only"},
		{"not merged", pack.DraftSource{URL: at + "kernels/pull/5"}, "source-not-merged"},
		{"private", pack.DraftSource{URL: at + "secret/pull/6"}, "source-private claim-without-source"},
		{"private, shown", pack.DraftSource{URL: at + "secret/pull/6", Private: pack.PrivateShow}, "source-private"},
		{"private, redacted", pack.DraftSource{URL: at + "secret/pull/6", Private: pack.PrivateRedact}, ""},
		{"contested", pack.DraftSource{URL: at + "kernels/pull/7"}, "contested"},
		{"deleted", pack.DraftSource{URL: at + "kernels/pull/8"}, "source-missing claim-without-source"},
		{"never synced", pack.DraftSource{URL: at + "kernels/pull/99"}, "source-missing claim-without-source"},
		{"no contribution", pack.DraftSource{URL: "https://example.org/"}, "source-missing claim-without-source"},
		{"a review with a quote", pack.DraftSource{URL: at + "kernels/pull/20#pullrequestreview-77", Quote: at + "kernels/pull/20#discussion_r78"}, ""},
		{"a quote of another thread", pack.DraftSource{URL: at + "kernels/pull/1", Quote: at + "kernels/pull/20#discussion_r78"}, "quote-missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := f.resolve(t, nil, nil, test.source)
			if got := rules(p.Chapters[0].Claims[0]); got != test.want {
				t.Errorf("got %q, want %q: %+v", got, test.want, p.Chapters[0].Claims[0].Findings)
			}
		})
	}
}

func TestNothingOfARedactedSourceIsTold(t *testing.T) {
	f := newFixture(t, history())
	p := f.resolve(t, nil, func(d *pack.Draft) { d.Options = pack.Options{Charts: true, Comparison: true, Collaborators: true} },
		pack.DraftSource{URL: at + "secret/pull/6", Private: pack.PrivateRedact, Note: "Hidden work", Quote: at + "kernels/pull/20#discussion_r78"})
	final, err := p.Final()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := pack.Seal(final, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sealed.Files {
		if text := string(file.Data); strings.Contains(text, "secret") || strings.Contains(text, "Hidden work") {
			t.Errorf("%s tells of it:\n%s", file.Name, text)
		}
		if strings.Contains(string(file.Data), ":04:05") {
			t.Errorf("%s tells a time of day", file.Name)
		}
	}
	source := final.Chapters[0].Claims[0].Sources[0]
	if !strings.HasPrefix(source.RedactedWords(), "private work, verified on ") || source.VerifiedOn == "" {
		t.Errorf("it says %q", source.RedactedWords())
	}
}

func TestASourceIsToldAsItIsStored(t *testing.T) {
	f := newFixture(t, history())
	p := f.resolve(t, nil, nil, pack.DraftSource{URL: at + "kernels/pull/1"}, pack.DraftSource{URL: at + "kernels/pull/20#pullrequestreview-77", Quote: at + "kernels/pull/20#discussion_r78"})
	got := p.Chapters[0].Claims[0].Sources[0]
	if got.PayloadHash == "" || got.CapturedOn == "" {
		t.Errorf("no hash or day of capture: %+v", got)
	}
	got.PayloadHash, got.CapturedOn = "", ""
	want := pack.Source{Ref: 1, Kind: tracker.PullRequestKind, Role: "author", ID: "PR_11_1", NodeID: "PR_11_1", Permalink: at + "kernels/pull/1", Repository: "acme/kernels", RepositoryNodeID: "R_11",
		Number: 1, Title: "Plain loops", Author: "iris", Day: "2026-01-02", State: tracker.Merged, MergedBy: "noor", MergedOn: "2026-01-03", UpdatedOn: "2026-01-03",
		ValidatedBy: []pack.Validation{{Login: "noor", How: "merged it", Day: "2026-01-03"}}, CommitSHA: fmt.Sprintf("%040x", 1),
		ContentHash: pack.ContentHash("Plain loops", "What Plain loops does")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	quote := p.Chapters[0].Claims[1].Sources[0].Quote
	if diff := cmp.Diff(&pack.Quote{Text: "Take a map here.", Author: "iris", Permalink: at + "kernels/pull/20#discussion_r78", Day: "2026-01-21"}, quote); diff != "" {
		t.Error(diff)
	}
}

func TestOthersWordsCanBeLeftOut(t *testing.T) {
	f := newFixture(t, history())
	source := pack.DraftSource{URL: at + "kernels/pull/20#pullrequestreview-77", Quote: at + "kernels/pull/20#discussion_r79"}
	for name, change := range map[string]func(*pack.Draft){
		"":         nil,
		"all":      func(d *pack.Draft) { d.LeaveOut.Quotes = true },
		"of one":   func(d *pack.Draft) { d.LeaveOut.Authors = []string{"Noor"} },
		"a source": func(d *pack.Draft) { d.LeaveOut.Sources = []string{at + "kernels/pull/20#pullrequestreview-77"} },
	} {
		claim := f.resolve(t, nil, change, source).Chapters[0].Claims[0]
		switch {
		case name == "a source":
			if len(claim.Sources) != 0 {
				t.Error("a source that is left out is shown")
			}
		case (claim.Sources[0].Quote != nil) != (name == ""):
			t.Errorf("leaving out %q, the quote is %v", name, claim.Sources[0].Quote)
		}
	}
}

func TestWhatWasEditedSinceItWasSealedIsNamed(t *testing.T) {
	f := newFixture(t, history())
	source := pack.DraftSource{URL: at + "kernels/pull/1"}
	before := f.resolve(t, nil, nil, source)
	if got := rules(f.resolve(t, &before, nil, source).Chapters[0].Claims[0]); got != "" {
		t.Errorf("nothing was edited, and found was %q", got)
	}
	edited := change(kernels, 1, "Plain loops", iris, noor)
	edited.UpdatedAt = day(90)
	edited.Payload.JSON = []byte(`{"body":"Something else"}`)
	if _, err := f.store.Apply(t.Context(), tracker.Batch{Source: tracker.GitHubSource, Threads: []tracker.Thread{edited}}); err != nil {
		t.Fatal(err)
	}
	if got := rules(f.resolve(t, &before, nil, source).Chapters[0].Claims[0]); got != "source-edited" {
		t.Errorf("it was edited, and found was %q", got)
	}
}

func TestADraftIsProposedFromWhatIsPublic(t *testing.T) {
	f := newFixture(t, history())
	d, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), build.Choice{Period: window})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	text := string(d.YAML())
	for _, want := range []string{"kernels/pull/1\n", "Plain loops", "in acme/kernels.", "ready: false"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	for _, never := range []string{"secret", "Hidden work", "ready: true"} {
		if strings.Contains(text, never) {
			t.Errorf("there is %q in\n%s", never, text)
		}
	}
	again, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), build.Choice{Period: window})
	if err != nil || cmp.Diff(d, again) != "" {
		t.Errorf("the second draft is another one: %v %s", err, cmp.Diff(d, again))
	}
}

func TestTheSameStoreGivesTheSamePack(t *testing.T) {
	f := newFixture(t, history())
	d, err := f.maker.Propose(t.Context(), f.iris, f.profile(t), build.Choice{Period: window})
	if err != nil {
		t.Fatal(err)
	}
	var first pack.Pack
	for i := range 3 {
		p, err := f.maker.Resolve(t.Context(), f.iris, f.profile(t), d, nil)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = p
		} else if diff := cmp.Diff(first, p); diff != "" {
			t.Error(diff)
		}
	}
	if len(first.Coverage) != 1 || !strings.Contains(strings.Join(first.Unseen, " "), "pull requests: not all of it could be read.") {
		t.Errorf("coverage %+v, unseen %v", first.Coverage, first.Unseen)
	}
	if len(first.Findings) != 1 || first.Findings[0].Rule != "chart-from-private" {
		t.Errorf("a chart in which private work counts: %+v", first.Findings)
	}
}

// BenchmarkResolve resolves 500 claims with ten sources each.
func BenchmarkResolve(b *testing.B) {
	batch := tracker.Batch{Repositories: []tracker.Repository{kernels}, Accounts: []tracker.Account{iris, noor}}
	d := pack.Draft{Form: pack.DraftForm, Person: "iris", From: window.From, To: window.To, Title: "Much", Chapters: []pack.DraftChapter{{Key: "one", Title: "One"}},
		Options: pack.Options{Charts: true, Comparison: true, Collaborators: true}}
	for i := range 500 {
		claim := pack.DraftClaim{ID: fmt.Sprintf("c%d", i), Text: "Chose plain loops instead of threads.", Ready: true}
		for j := range 10 {
			number := i*10 + j + 1
			batch.Threads = append(batch.Threads, change(kernels, number, fmt.Sprintf("Change %d", number), iris, noor))
			claim.Sources = append(claim.Sources, pack.DraftSource{URL: fmt.Sprintf("%skernels/pull/%d", at, number)})
		}
		d.Chapters[0].Claims = append(d.Chapters[0].Claims, claim)
	}
	f := newFixture(b, batch)
	f.profile(b)
	for b.Loop() {
		if _, err := f.maker.Resolve(b.Context(), f.iris, f.profile(b), d, nil); err != nil {
			b.Fatal(err)
		}
	}
}

package profile

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/growth"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
)

// worldOf is a small world in which anything may happen to anything.
type worldOf struct {
	r    *rand.Rand
	hour int
}

func (w *worldOf) user(i int) tracker.Account {
	a := tracker.Account{Host: "github.com", DatabaseID: int64(1 + i), Login: fmt.Sprint("user-", i), Kind: tracker.UserAccount}
	if i == 4 {
		a.Login, a.Kind = "robot[bot]", tracker.BotAccount
	}
	if w.r.IntN(60) == 0 {
		a.Login += "-renamed"
	}
	return a
}

func (w *worldOf) anybody() tracker.Account { return w.user(w.r.IntN(5)) }

func (w *worldOf) repository(i int) tracker.RepositoryRef {
	name := []string{"engine", "handbook"}[i]
	if i == 1 && w.r.IntN(80) == 0 {
		name = "manual"
	}
	return tracker.RepositoryRef{Host: "github.com", DatabaseID: int64(10 + i), Owner: "acme", Name: name}
}

// at is a time before now; what is told comes in no order.
func (w *worldOf) at() time.Time {
	return time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(w.r.IntN(400*24)) * time.Hour)
}

// seenAt is later with each thing that happens.
func (w *worldOf) seenAt() time.Time {
	w.hour++
	return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(w.hour) * time.Minute)
}

func (w *worldOf) pull(n int) tracker.ThreadRef {
	return tracker.ThreadRef{Repository: w.repository(n % 2), Kind: tracker.PullRequestKind, Number: 1 + n}
}

func (w *worldOf) issue(n int) tracker.ThreadRef {
	return tracker.ThreadRef{Repository: w.repository(n % 2), Kind: tracker.IssueKind, Number: 20 + n}
}

func (w *worldOf) sha() string { return fmt.Sprintf("c%d", w.r.IntN(12)) }

func (w *worldOf) files() []tracker.FileChange {
	paths := []string{"csrc/cache.cu", "csrc/new.cu", "docs/index.md", "src/safety/filter.py", "go.sum"}
	var files []tracker.FileChange
	for range 1 + w.r.IntN(3) {
		files = append(files, tracker.FileChange{Path: paths[w.r.IntN(len(paths))], Additions: 20 + w.r.IntN(80), Deletions: w.r.IntN(80), Change: "modified"})
	}
	return files
}

func (w *worldOf) change() tracker.Thread {
	n := w.r.IntN(8)
	created := w.at()
	t := tracker.Thread{ThreadRef: w.pull(n), Title: fmt.Sprint("Change ", 1+n), Author: w.user((n + w.r.IntN(8)/7) % 5), State: tracker.Open,
		CreatedAt: created, UpdatedAt: w.seenAt(), PullRequest: &tracker.PullRequest{}}
	if w.r.IntN(3) > 0 {
		t.State, t.PullRequest.MergedAt, t.PullRequest.MergedBy = tracker.Merged, created.Add(time.Duration(1+w.r.IntN(500))*time.Hour), w.anybody()
	}
	if w.r.IntN(6) == 0 {
		t.Title = fmt.Sprintf(`Revert "Change %d"`, 1+w.r.IntN(8))
	}
	switch w.r.IntN(4) {
	case 0: // as an index shows it
		return t
	case 1:
		t.PullRequest.Files = w.files()
		t.Closes = []tracker.ThreadRef{w.issue(w.r.IntN(4))}
	default:
		t.Detail = tracker.Whole
		t.Labels = [][]string{{}, {"kernel"}, {"docs"}}[w.r.IntN(3)]
		t.PullRequest.Files = w.files()
		t.PullRequest.CommitSHAs, t.PullRequest.MergeCommitSHA = []string{w.sha(), w.sha()}, w.sha()
		if w.r.IntN(2) == 0 {
			t.Closes = []tracker.ThreadRef{w.issue(w.r.IntN(4))}
			t.PullRequest.RequestedReviewers = []tracker.ReviewRequest{{Reviewer: w.anybody(), By: w.anybody(), At: created}}
			t.Cites = []tracker.CommentRef{{Thread: w.issue(0), Kind: tracker.IssueComment, DatabaseID: int64(500 + w.r.IntN(6))}}
		}
	}
	t.PullRequest.ChangedFiles = len(t.PullRequest.Files)
	return t
}

func (w *worldOf) comment() tracker.Comment {
	at := w.at()
	if w.r.IntN(2) == 0 {
		return tracker.Comment{Kind: tracker.IssueComment, Thread: w.issue(w.r.IntN(4)), DatabaseID: int64(500 + w.r.IntN(6)), Author: w.anybody(), CreatedAt: at, UpdatedAt: w.seenAt()}
	}
	c := tracker.Comment{Kind: tracker.ReviewComment, Thread: w.pull(w.r.IntN(8)), DatabaseID: int64(700 + w.r.IntN(20)), Author: w.anybody(), CreatedAt: at, UpdatedAt: w.seenAt(),
		Path: "csrc/cache.cu", CommitSHA: "old"}
	if w.r.IntN(2) == 0 {
		c.ReplyTo = int64(700 + w.r.IntN(20))
	}
	return c
}

func (w *worldOf) commit() tracker.Commit {
	who := w.anybody()
	c := tracker.Commit{Repository: w.repository(w.r.IntN(2)), SHA: w.sha(), AuthoredAt: w.at(), CommittedAt: w.at(), Headline: "Step", Parents: 1,
		Additions: -1, Deletions: -1, ChangedFiles: -1, OnDefault: w.r.IntN(2) == 0,
		Authors: []tracker.CommitAuthor{{Name: "X", Email: fmt.Sprintf("%d@example.com", w.r.IntN(3)), Role: tracker.Author}}}
	if w.r.IntN(2) == 0 {
		c.Authors[0].Account = who
	}
	if w.r.IntN(3) == 0 {
		c.Files = w.files()
	}
	if w.r.IntN(3) == 0 {
		c.PullRequests = []int{1 + w.r.IntN(8)}
	}
	return c
}

func (w *worldOf) tombstone() tracker.Tombstone {
	stones := []tracker.Tombstone{{Kind: tracker.PullRequestKind, Thread: w.pull(w.r.IntN(8))}, {Thread: tracker.ThreadRef{Repository: w.repository(1)}, Reason: tracker.Inaccessible},
		{Kind: tracker.ReviewComment, Thread: w.pull(w.r.IntN(8)), DatabaseID: int64(700 + w.r.IntN(20))}, {Kind: tracker.IssueKind, Thread: w.issue(w.r.IntN(4)), Reason: tracker.Transferred}}
	stone := stones[w.r.IntN(len(stones))]
	if stone.Reason == "" {
		stone.Reason = tracker.Inaccessible
	}
	stone.At = w.seenAt()
	return stone
}

// batch is one thing that a source may tell.
func (w *worldOf) batch() (string, tracker.Batch) {
	b := tracker.Batch{Source: tracker.GitHubSource}
	what := []string{"change", "change", "issue", "review", "comment", "comment", "commit", "release", "tombstone", "address", "repository", "account", "tree"}[w.r.IntN(13)]
	switch what {
	case "change":
		b.Threads = []tracker.Thread{w.change()}
	case "issue":
		b.Threads = []tracker.Thread{{ThreadRef: w.issue(w.r.IntN(4)), Title: "It stalls", Author: w.anybody(), State: tracker.Closed, CreatedAt: w.at(), UpdatedAt: w.seenAt(),
			Assignees: []tracker.Account{w.anybody()}, Labels: []string{"proposal"}, Reactions: w.r.IntN(3), Detail: tracker.Whole}}
	case "review":
		state := []tracker.State{tracker.Approved, tracker.ChangesRequested, tracker.Commented}[w.r.IntN(3)]
		b.Reviews = []tracker.Review{{Thread: w.pull(w.r.IntN(8)), DatabaseID: int64(900 + w.r.IntN(12)), Author: w.anybody(), State: state, SubmittedAt: w.at(), UpdatedAt: w.seenAt(), CommitSHA: "old"}}
	case "comment":
		b.Comments = []tracker.Comment{w.comment()}
	case "commit":
		b.Commits = []tracker.Commit{w.commit()}
		if w.r.IntN(2) == 0 {
			b.Source = tracker.CloneSource
		}
	case "release":
		n := w.r.IntN(4)
		b.Releases = []tracker.Release{{Repository: w.repository(n % 2), DatabaseID: int64(1 + n), Tag: fmt.Sprint("v", n), Author: w.anybody(), PublishedAt: w.at(), Downloads: w.r.IntN(9)}}
	case "tombstone":
		b.Tombstones = []tracker.Tombstone{w.tombstone()}
	case "address":
		b.EmailLinks = []tracker.EmailLink{{Email: fmt.Sprintf("%d@example.com", w.r.IntN(3)), Account: w.user(w.r.IntN(4)), Reason: "noreply"}}
	case "repository":
		b.Repositories = []tracker.Repository{{RepositoryRef: w.repository(w.r.IntN(2)), Topics: [][]string{{"cuda"}, {"safety"}}[w.r.IntN(2)], IsPrivate: w.r.IntN(4) == 0, UpdatedAt: w.seenAt()}}
	case "account":
		a := w.anybody()
		a.NodeID, a.Name = fmt.Sprint("U_", a.DatabaseID), fmt.Sprint("Name ", w.r.IntN(3))
		b.Accounts = []tracker.Account{a}
	case "tree":
		b.Trees = []tracker.Tree{{Repository: w.repository(w.r.IntN(2)), CommitSHA: fmt.Sprint(w.r.IntN(1000)), AsOf: w.seenAt(), Paths: []string{"csrc/cache.cu", fmt.Sprintf("csrc/%d.cu", w.r.IntN(3))}}}
	}
	return what, b
}

// TestKeptAnswersAreFreshAnswers asks for everybody after every step of random
// histories: what is kept must be what would be measured now.
func TestKeptAnswersAreFreshAnswers(t *testing.T) {
	histories, steps := uint64(8), 150
	if testing.Short() {
		histories, steps = 1, 40
	}
	kept, asked := 0, 0
	for seed := range histories {
		w := &worldOf{r: rand.New(rand.NewPCG(seed, 11))}
		catalogue, err := domain.New(domain.Default(), nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), fmt.Sprint(seed)), store.Options{Attributor: ingest.Attributor(catalogue)})
		if err != nil {
			t.Fatal(err)
		}
		m := New(s, catalogue, growth.DefaultRules())
		for step := range steps {
			what, b := w.batch()
			if _, err := s.Apply(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			k, a := assertFresh(t, m, fmt.Sprintf("seed %d, step %d, %s", seed, step, what), b)
			kept, asked = kept+k, asked+a
			if t.Failed() {
				return
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d answers were kept from the step before", kept, asked)
	if kept < asked/10 {
		t.Errorf("only %d of %d answers were kept from the step before", kept, asked)
	}
}

func assertFresh(t *testing.T, m *Maker, name string, told any) (kept, asked int) {
	t.Helper()
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	r := Request{Now: now, Window: growth.Window{From: now.AddDate(-2, 0, 0), To: now}}.ofItsDay()
	everybody, err := m.Store.Everybody(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range everybody {
		who := []Subject{subjectOf(one)}
		if found, err := m.Store.Kept(t.Context(), []store.Question{{Accounts: one.AccountIDs, Asked: m.asked("profile", r)}}); err != nil {
			t.Fatal(err)
		} else {
			kept += len(found.Bodies)
			asked++
		}
		got, err := m.OfEach(t.Context(), who, r)
		if err != nil {
			t.Fatal(err)
		}
		want, err := m.measure(t.Context(), who, r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[0], got[0]); diff != "" {
			text, _ := json.MarshalIndent(told, "", " ")
			t.Errorf("%s: what is kept of %s is not what is measured (-measured +kept):\n%s\nafter %s", name, one.Login, diff, text)
			return kept, asked
		}
	}
	return kept, asked
}

// Two reaches are too rare for random histories: who has no part in a change, and is
// judged by it all the same.
func TestAPastThatBecomesKnownLateAndARevertReachWhoHasNoPartInThem(t *testing.T) {
	user := func(id int64, login string) tracker.Account {
		return tracker.Account{Host: "github.com", DatabaseID: id, Login: login, Kind: tracker.UserAccount}
	}
	ana, ben, chloe := user(1, "ana"), user(2, "ben"), user(3, "chloe")
	engine := tracker.RepositoryRef{Host: "github.com", DatabaseID: 10, Owner: "acme", Name: "engine"}
	change := func(number, day int, title string, author, merger tracker.Account) tracker.Batch {
		at := time.Date(2024, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, day)
		return tracker.Batch{Source: tracker.GitHubSource, Threads: []tracker.Thread{{ThreadRef: tracker.ThreadRef{Repository: engine, Kind: tracker.PullRequestKind, Number: number},
			Title: title, Author: author, State: tracker.Merged, CreatedAt: at, UpdatedAt: at.Add(time.Hour), Detail: tracker.Whole, PullRequest: &tracker.PullRequest{MergedAt: at.Add(time.Hour),
				MergedBy: merger, ChangedFiles: 1, Files: []tracker.FileChange{{Path: "csrc/cache.cu", Additions: 90, Deletions: 80, Change: "modified"}}}}}}
	}
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	m := New(s, catalogue, growth.DefaultRules())
	for _, step := range []struct {
		name  string
		batch tracker.Batch
		debt  int
	}{
		{"a rework of a file of which nothing is known", change(3, 400, "Rework", ana, ben), 0},
		{"its past, which is another's", change(1, 1, "Begin", ben, chloe), 1},
		{"its revert", change(4, 410, `Revert "Rework"`, chloe, ben), 0},
	} {
		if _, err := s.Apply(t.Context(), step.batch); err != nil {
			t.Fatal(err)
		}
		assertFresh(t, m, step.name, step.batch)
		who, err := Find(t.Context(), s, "ana")
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
		p, err := m.Of(t.Context(), who, Request{Now: now, Window: growth.Window{From: now.AddDate(-3, 0, 0), To: now}})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(p.Scope.Debt.Value); got != step.debt {
			t.Errorf("%s: %d pieces of debt, want %d", step.name, got, step.debt)
		}
	}
}

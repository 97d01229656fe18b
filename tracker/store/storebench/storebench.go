// Package storebench builds a large store for benchmarks, of this package's parent, of
// profile and of the web: as many contributions as it is asked
// for, a twelfth of them by one bot, the rest by [People] people. Start at [Path].
package storebench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"rungless/tracker"
	"rungless/tracker/domain"
	"rungless/tracker/ingest"
	"rungless/tracker/store"
)

// Million is the size that the goals speak of.
const Million = 1_000_000

// People is how many people there are besides the bot.
const People = 5000

// Login, Busy and Bot are the logins of an ordinary person, of a maintainer who has a
// part in several thousand threads, and of the busiest account.
const (
	Login = "person-77"
	Busy  = "person-7"
	Bot   = "bot-0"
)

const (
	repositories = 200
	teamSize     = People / repositories
	maintainers  = 10  // one review in four is by one of them
	perThread    = 5   // a pull request, its commit, a review and two comments
	pause        = 375 // seconds between two pull requests
	beginning    = 1_600_000_000
)

// Path returns the path of a store of n contributions. It is built once, and kept in the
// system's folder for temporary files; one of an older schema is brought up to date.
func Path(ctx context.Context, n int) (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("rungless-bench-shares-%d.db", n))
	if _, err := os.Stat(path); err == nil {
		return path, upgrade(ctx, path)
	}
	building := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := build(ctx, building, n, beginning); err != nil {
		return "", err
	}
	return path, os.Rename(building, path)
}

// upgrade brings a store to the schema of today.
func upgrade(ctx context.Context, path string) error {
	s, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	return s.Close()
}

func build(ctx context.Context, path string, n int, begin int64) error {
	catalogue, err := domain.New(domain.Default(), nil)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, path, store.Options{Attributor: ingest.Attributor(catalogue)})
	if err != nil {
		return err
	}
	const chunk = 5000
	for from := 0; from < n/perThread; from += chunk {
		if _, err := s.Apply(ctx, batch(from, min(from+chunk, n/perThread), begin)); err != nil {
			return err
		}
	}
	for _, account := range []tracker.Account{Account(7), Account(77)} {
		if _, err := s.Track(ctx, account, "benchmark"); err != nil {
			return err
		}
	}
	return s.Close()
}

// Account is the i-th account; 0 is the bot.
func Account(i int) tracker.Account {
	a := tracker.Account{Host: "github.com", DatabaseID: int64(i + 1), NodeID: fmt.Sprint("U_", i), Login: fmt.Sprint("person-", i), Kind: tracker.UserAccount}
	if i == 0 {
		a.Login, a.Kind = Bot, tracker.BotAccount
	}
	return a
}

// topics are those of the repositories, one of each, so that their threads lie in
// domains of the built-in catalogue.
var topics = [...]string{"tokenizers", "nlp", "safety", "cuda"}

// Batch makes the pull requests [from, to), each with three files, a commit, a review,
// a comment on a line and an answer to it, as the GitHub source would report them. One
// in eight closes an issue.
func Batch(from, to int) tracker.Batch { return batch(from, to, beginning) }

func batch(from, to int, begin int64) tracker.Batch {
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i := from; i < to; i++ {
		at := time.Unix(begin+int64(i)*pause, 0).UTC()
		team, turn := i%repositories*teamSize, i/repositories
		author, reader := 1+team+turn*7%teamSize, 1+team+(turn*11+1+turn/teamSize%5)%teamSize
		if i%5 == 0 { // a twelfth of all acts are the bot's
			author = 0
		}
		if i%4 == 1 {
			reader = 1 + i/4%maintainers
		}
		thread := pullRequest(i, at, Account(author), Account(reader))
		if i%8 == 7 {
			issue := tracker.Thread{ThreadRef: tracker.ThreadRef{Repository: thread.Repository, Kind: tracker.IssueKind, Number: thread.Number + 1, NodeID: fmt.Sprint("I_", i)},
				Title: fmt.Sprintf("Part %d stalls", i%97), Author: Account(reader), State: tracker.Closed, CreatedAt: at.Add(-time.Hour), UpdatedAt: at}
			thread.Closes = []tracker.ThreadRef{issue.ThreadRef}
			b.Threads = append(b.Threads, issue)
		}
		b.Threads = append(b.Threads, thread)
		if i < repositories {
			b.Repositories = append(b.Repositories, tracker.Repository{RepositoryRef: thread.Repository, Topics: []string{topics[i%len(topics)]}, UpdatedAt: at})
		}
		b.Commits = append(b.Commits, tracker.Commit{Repository: thread.Repository, SHA: thread.PullRequest.HeadSHA, AuthoredAt: at.Add(10 * time.Minute),
			CommittedAt: at.Add(10 * time.Minute), Headline: thread.Title, Parents: 1, Additions: -1, Deletions: -1, ChangedFiles: -1,
			Authors: []tracker.CommitAuthor{{Name: Account(author).Login, Account: Account(author), Role: tracker.Author}}})
		b.Reviews = append(b.Reviews, tracker.Review{Thread: thread.ThreadRef, DatabaseID: int64(i + 1), NodeID: fmt.Sprint("PRR_", i),
			Author: Account(reader), State: tracker.Approved, SubmittedAt: at.Add(time.Minute), UpdatedAt: at.Add(time.Minute)})
		for j, who := range []int{reader, author} {
			c := tracker.Comment{Kind: tracker.ReviewComment, Thread: thread.ThreadRef, DatabaseID: int64(2*i + j + 1), NodeID: fmt.Sprint("RC_", 2*i+j),
				Author: Account(who), CreatedAt: at.Add(2 * time.Minute), UpdatedAt: at.Add(2 * time.Minute), Path: thread.PullRequest.Files[0].Path}
			if j == 1 {
				c.ReplyTo = int64(2*i + 1)
			}
			b.Comments = append(b.Comments, c)
		}
	}
	return b
}

func pullRequest(i int, at time.Time, author, merger tracker.Account) tracker.Thread {
	number := i / repositories * 2 // an issue may stand beside it
	thread := tracker.Thread{
		ThreadRef: tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: "github.com", DatabaseID: int64(1 + i%repositories), Owner: "acme", Name: fmt.Sprint("repository-", i%repositories)},
			Kind: tracker.PullRequestKind, Number: number + 1, NodeID: fmt.Sprint("PR_", i)},
		Title: fmt.Sprintf("Make part %d of the pipeline faster, step %d", i%97, i), Author: author, State: tracker.Merged,
		CreatedAt: at, UpdatedAt: at.Add(time.Hour), ClosedAt: at.Add(time.Hour), Detail: tracker.Whole, Labels: []string{fmt.Sprint("area: part-", i%20)},
	}
	head := fmt.Sprintf("%040x", i)
	pull := &tracker.PullRequest{BaseRef: "main", HeadSHA: head, CommitSHAs: []string{head}, MergedAt: at.Add(time.Hour), MergedBy: merger, ChangedFiles: 3}
	for j, folder := range []string{"src/pipelines", "tests", "docs"} {
		lines := 5 + i*(j+3)%60
		pull.Files = append(pull.Files, tracker.FileChange{Path: fmt.Sprintf("%s/part_%d/file_%d.py", folder, i%97, i*31%40), Additions: lines, Deletions: lines / 3, Change: "modified"})
		pull.Additions, pull.Deletions = pull.Additions+lines, pull.Deletions+lines/3
	}
	thread.PullRequest = pull
	return thread
}

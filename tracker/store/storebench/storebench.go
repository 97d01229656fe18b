// Package storebench builds a large store for benchmarks, of this package's
// parent and of the web: a million contributions by default, a tenth of them by
// one bot, the rest by a thousand people. Start at [Path].
package storebench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
	"rungless/tracker/store/migrations"
)

// Million is the size that the goals speak of.
const Million = 1_000_000

// People is how many people there are besides the bot.
const People = 1000

// Login and Bot are the logins of an ordinary person and of the busiest account.
const (
	Login = "person-7"
	Bot   = "bot-0"
)

const (
	repositories = 200
	perThread    = 4 // a pull request, two comments and a review
)

// Path returns the path of a store of n contributions. It is built once for each
// schema and size, and kept in the system's folder for temporary files.
func Path(ctx context.Context, n int) (string, error) {
	path := filepath.Join(os.TempDir(), fmt.Sprintf("rungless-bench-%s-%d.db", migrations.Latest(), n))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	building := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := build(ctx, building, n); err != nil {
		return "", err
	}
	return path, os.Rename(building, path)
}

func build(ctx context.Context, path string, n int) error {
	s, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	const chunk = 5000
	for from := 0; from < n/perThread; from += chunk {
		if _, err := s.Apply(ctx, Batch(from, min(from+chunk, n/perThread))); err != nil {
			return err
		}
	}
	for _, account := range []tracker.Account{Account(7)} {
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

// Batch makes the threads [from, to), each with a review and two comments, as
// the GitHub source would report them.
func Batch(from, to int) tracker.Batch {
	b := tracker.Batch{Source: tracker.GitHubSource}
	for i := from; i < to; i++ {
		at := time.Unix(1_600_000_000+int64(i)*300, 0).UTC()
		author, reader := 1+i*7919%People, 1+i*104729%People
		if i%5 < 2 { // a tenth of all acts are the bot's
			author = 0
		}
		thread := tracker.Thread{
			ThreadRef: tracker.ThreadRef{Repository: tracker.RepositoryRef{Host: "github.com", DatabaseID: int64(1 + i%repositories), Owner: "acme", Name: fmt.Sprint("repository-", i%repositories)},
				Kind: tracker.PullRequestKind, Number: 1 + i/repositories, NodeID: fmt.Sprint("PR_", i)},
			Title: fmt.Sprintf("Make part %d of the pipeline faster, step %d", i%97, i), Author: Account(author), State: tracker.Merged,
			CreatedAt: at, UpdatedAt: at.Add(time.Hour), ClosedAt: at.Add(time.Hour),
			PullRequest: &tracker.PullRequest{BaseRef: "main", MergedAt: at.Add(time.Hour), MergedBy: Account(reader)},
		}
		b.Threads = append(b.Threads, thread)
		b.Reviews = append(b.Reviews, tracker.Review{Thread: thread.ThreadRef, DatabaseID: int64(i + 1), NodeID: fmt.Sprint("PRR_", i),
			Author: Account(reader), State: tracker.Approved, SubmittedAt: at.Add(time.Minute), UpdatedAt: at.Add(time.Minute)})
		for j, who := range []int{reader, 1 + i*31%People} {
			b.Comments = append(b.Comments, tracker.Comment{Kind: tracker.IssueComment, Thread: thread.ThreadRef, DatabaseID: int64(2*i + j + 1),
				NodeID: fmt.Sprint("IC_", 2*i+j), Author: Account(who), CreatedAt: at.Add(2 * time.Minute), UpdatedAt: at.Add(2 * time.Minute)})
		}
	}
	return b
}

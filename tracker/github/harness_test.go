package github_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rungless/tracker"
	"rungless/tracker/github"
	"rungless/tracker/githubsim"
)

// marker is a token that must not be found anywhere.
const marker = "ghp_MARKERTOKENMARKERTOKENMARKERTOKEN00"

// testTime is when the sample worlds end.
var testTime = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// timepiece is a clock that moves only when somebody sleeps.
type timepiece struct {
	mu  sync.Mutex
	at  time.Time
	log []time.Duration
}

func (c *timepiece) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *timepiece) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.log = c.at.Add(d), append(c.log, d)
	return ctx.Err()
}

func (c *timepiece) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// rig is a simulated GitHub, a source that reads it and a ledger.
type rig struct {
	t       *testing.T
	clock   *timepiece
	server  *githubsim.Server
	options github.Options
	ledger  *ledger
	log     bytes.Buffer
	logMu   sync.Mutex
	usage   tracker.Usage
}

func newRig(t *testing.T, w *githubsim.World, o githubsim.Options, options github.Options) *rig {
	t.Helper()
	g := &rig{t: t, clock: &timepiece{at: w.Now.Add(time.Hour)}}
	o.Now = g.clock.now
	options.BaseURL, g.server = githubsim.StartTest(t, w, o)
	options.Token, options.Now, options.Sleep = marker, g.clock.now, g.clock.sleep
	g.options, g.ledger = options, newLedger(g.clock.now)
	return g
}

// afresh is the same GitHub with an empty ledger.
func (g *rig) afresh() *rig {
	return &rig{t: g.t, clock: g.clock, server: g.server, options: g.options, ledger: newLedger(g.clock.now)}
}

func (g *rig) Write(p []byte) (int, error) {
	g.logMu.Lock()
	defer g.logMu.Unlock()
	return g.log.Write(p)
}

// sync runs one sync and keeps what it cost.
func (g *rig) sync() error {
	g.t.Helper()
	logger := slog.New(slog.NewTextHandler(g, &slog.HandlerOptions{Level: slog.LevelDebug}))
	source, err := github.New(logger, g.options)
	if err != nil {
		g.t.Fatal(err)
	}
	err = source.Sync(g.t.Context(), g.ledger, g.ledger.emit, func(p tracker.Progress) { g.ledger.progress = append(g.ledger.progress, p) })
	g.usage = source.Usage()
	return err
}

func (g *rig) mustSync() {
	g.t.Helper()
	if err := g.sync(); err != nil {
		g.t.Fatalf("Sync: %v", err)
	}
}

// requests describes the requests since the nth.
func (g *rig) requests(from int) []string {
	var lines []string
	for _, r := range g.server.Log()[from:] {
		lines = append(lines, fmt.Sprintf("%s %s %s %s -> %d", r.Method, r.Path, r.Name, r.Query, r.Status))
	}
	return lines
}

// worldFacts are the acts of a world as the ledger words them, of those that
// want accepts: a login, and whether it may be any act or only a commit of a
// thread that was read.
func worldFacts(w *githubsim.World, in func(*githubsim.Repository) bool, by func(login string) bool) []string {
	var facts []string
	add := func(login, format string, args ...any) {
		if by(login) {
			facts = append(facts, fmt.Sprintf(format, args...))
		}
	}
	for _, r := range w.Repositories {
		if !in(r) {
			continue
		}
		for _, t := range r.Threads {
			key := fmt.Sprintf("%d#%d", r.ID, t.Number)
			kind := map[string]string{"PullRequest": "pull_request", "Issue": "issue", "Discussion": "discussion"}[t.Type]
			add(loginOf(t.Author), "%s %s: by %s at %s, %s", kind, key, loginOf(t.Author), stamp(t.CreatedAt), strings.ToLower(t.State))
			for _, v := range t.Reviews {
				if v.State != "PENDING" {
					add(loginOf(v.Author), "review %d: by %s at %s, %s, in %s", v.ID, loginOf(v.Author), stamp(v.SubmittedAt), strings.ToLower(v.State), key)
					addComments(add, v.Comments, key)
				}
			}
			addComments(add, t.Comments, key)
		}
		addComments(add, r.Comments, fmt.Sprintf("%d#0", r.ID))
	}
	slices.Sort(facts)
	return facts
}

func addComments(add func(string, string, ...any), comments []*githubsim.Comment, key string) {
	kinds := map[string]string{"IssueComment": "issue_comment", "PullRequestReviewComment": "review_comment",
		"CommitComment": "commit_comment", "DiscussionComment": "discussion_comment"}
	for _, c := range comments {
		if c.DeletedAt.IsZero() {
			add(loginOf(c.Author), "%s %d: by %s at %s, in %s", kinds[c.Type], c.ID, loginOf(c.Author), stamp(c.CreatedAt), key)
		}
		addComments(add, c.Replies, key)
	}
}

func loginOf(u *githubsim.User) string {
	if u == nil {
		return "ghost"
	}
	return u.Login
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// of keeps the facts of the given people, without commits.
func of(facts []string, logins ...string) []string {
	return slices.DeleteFunc(slices.Clone(facts), func(fact string) bool {
		if strings.HasPrefix(fact, "commit ") {
			return true
		}
		for _, login := range logins {
			if strings.Contains(fact, ": by "+login+" at ") {
				return false
			}
		}
		return true
	})
}

package github_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"rungless/tracker"
)

// ledger is a memory that keeps what a source emits: enough of a store to see
// whether the source says the right things and goes on from where it was. It
// can be told to die after so many batches.
type ledger struct {
	now func() time.Time

	mu       sync.Mutex
	cursors  map[string]tracker.Cursor
	threads  map[string]*keptThread
	acts     map[string]string // contribution -> what is known of it
	verified map[string]tracker.Item
	seenAt   map[string]time.Time
	graves   map[string]tracker.TombstoneReason
	accounts map[int64]tracker.Account
	coverage map[string]tracker.Coverage
	links    map[string]string
	releases map[string]tracker.Release
	closes   map[string]bool
	reviews  map[int64]tracker.Review
	trees    map[string]tracker.Tree
	topics   map[int64][]string // by repository
	batches  int
	dieAfter int
	progress []tracker.Progress
}

type keptThread struct {
	tracker.Thread
	wanted  bool
	wholeAt time.Time
}

var errKilled = errors.New("killed")

func newLedger(now func() time.Time) *ledger {
	return &ledger{now: now, cursors: map[string]tracker.Cursor{}, threads: map[string]*keptThread{}, acts: map[string]string{},
		verified: map[string]tracker.Item{}, seenAt: map[string]time.Time{}, graves: map[string]tracker.TombstoneReason{},
		accounts: map[int64]tracker.Account{}, coverage: map[string]tracker.Coverage{}, links: map[string]string{},
		releases: map[string]tracker.Release{}, closes: map[string]bool{},
		reviews: map[int64]tracker.Review{}, trees: map[string]tracker.Tree{}, topics: map[int64][]string{}}
}

func (l *ledger) Cursor(_ context.Context, source tracker.SourceName, scope, stream string) (tracker.Cursor, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c, ok := l.cursors[scope+" "+stream]; ok {
		return c, nil
	}
	return tracker.Cursor{Source: source, Scope: scope, Stream: stream}, nil
}

func (l *ledger) WantedThreads(_ context.Context, _ string, limit int) ([]tracker.ThreadRef, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var stale []*keptThread
	for key, t := range l.threads {
		if t.wanted && t.wholeAt.Before(t.UpdatedAt) && l.graves[key] == "" {
			stale = append(stale, t)
		}
	}
	slices.SortFunc(stale, func(a, b *keptThread) int { return strings.Compare(threadKey(a.ThreadRef), threadKey(b.ThreadRef)) })
	var refs []tracker.ThreadRef
	for _, t := range stale[:min(limit, len(stale))] {
		refs = append(refs, t.ThreadRef)
	}
	return refs, nil
}

func (l *ledger) LeastRecentlyVerified(_ context.Context, _ string, before time.Time, limit int) ([]tracker.Item, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var keys []string
	for key, at := range l.seenAt {
		if at.Before(before) && l.graves[key] == "" && l.graves[repositoryKey(l.verified[key].Thread.Repository)] == "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	var items []tracker.Item
	for _, key := range keys[:min(limit, len(keys))] {
		items = append(items, l.verified[key])
	}
	return items, nil
}

func repositoryKey(r tracker.RepositoryRef) string { return fmt.Sprintf("repository %d", r.DatabaseID) }

func threadKey(t tracker.ThreadRef) string {
	return fmt.Sprintf("%d#%d", t.Repository.DatabaseID, t.Number)
}

func itemKey(kind tracker.Kind, id int64) string { return fmt.Sprintf("%s %d", kind, id) }

// emit is a tracker.Emit: all of a batch or nothing.
func (l *ledger) emit(ctx context.Context, b tracker.Batch) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if l.dieAfter > 0 && l.batches >= l.dieAfter {
		return errKilled
	}
	l.batches++
	for _, t := range b.Threads {
		l.thread(t)
	}
	l.items(b)
	for _, c := range b.Commits {
		for _, a := range c.Authors {
			who := a.Account.Login
			if who == "" {
				who = a.Email
			}
			l.acts[fmt.Sprintf("commit %s %s by %s", repositoryKey(c.Repository), c.SHA, strings.ToLower(who))] = string(a.Role)
		}
	}
	for _, g := range b.Tombstones {
		l.bury(g)
	}
	for _, it := range b.Verified {
		key := itemKey(it.Kind, it.DatabaseID)
		if it.DatabaseID == 0 {
			key = threadKey(it.Thread)
		}
		l.seenAt[key] = l.now()
	}
	for _, a := range slices.Concat(b.Accounts, b.Followed) {
		l.accounts[a.DatabaseID] = a
	}
	for _, c := range b.Coverage {
		l.coverage[c.Scope+" "+c.Stream] = c
	}
	for _, link := range b.EmailLinks {
		l.links[link.Email] = link.Account.Login
	}
	for _, r := range b.Releases {
		l.releases[r.Tag] = r
	}
	for _, r := range b.Repositories {
		if r.Topics != nil {
			l.topics[r.DatabaseID] = r.Topics
		}
	}
	for _, tree := range b.Trees {
		l.trees[repositoryKey(tree.Repository)] = tree
	}
	for _, c := range b.Cursors {
		l.cursors[c.Scope+" "+c.Stream] = c
	}
	return nil
}

func (l *ledger) bury(g tracker.Tombstone) {
	switch {
	case g.Kind == "":
		l.graves[repositoryKey(g.Thread.Repository)] = g.Reason
	case g.DatabaseID == 0:
		l.graves[threadKey(g.Thread)] = g.Reason
	default:
		l.graves[itemKey(g.Kind, g.DatabaseID)] = g.Reason
	}
}

func (l *ledger) thread(t tracker.Thread) {
	key := threadKey(t.ThreadRef)
	for _, c := range t.Closes {
		l.closes[key+" closes "+threadKey(c)] = true
	}
	if t.Transferred != nil {
		l.graves[key] = tracker.Transferred
		return
	}
	l.seenAt[key] = l.now()
	l.verified[key] = tracker.Item{Kind: t.Kind, Thread: t.ThreadRef, NodeID: t.NodeID}
	kept := l.threads[key]
	if kept == nil {
		kept = &keptThread{}
		l.threads[key] = kept
	}
	if !t.UpdatedAt.Before(kept.UpdatedAt) && t.Author.Kind != "" {
		kept.Thread = t
		l.acts[string(t.Kind)+" "+key] = fmt.Sprintf("by %s at %s, %s", t.Author.Login, t.CreatedAt.Format(time.RFC3339), t.State)
	} else if t.UpdatedAt.After(kept.UpdatedAt) {
		kept.UpdatedAt = t.UpdatedAt
	}
	kept.wanted = kept.wanted || t.Detail != tracker.InPassing
	if t.Detail == tracker.Whole {
		kept.wholeAt = t.UpdatedAt
	}
}

func (l *ledger) items(b tracker.Batch) {
	for _, r := range b.Reviews {
		key := itemKey(tracker.ReviewKind, r.DatabaseID)
		l.reviews[r.DatabaseID] = r
		l.acts[key] = fmt.Sprintf("by %s at %s, %s, in %s", r.Author.Login, r.SubmittedAt.Format(time.RFC3339), r.State, threadKey(r.Thread))
		l.verified[key], l.seenAt[key] = tracker.Item{Kind: tracker.ReviewKind, Thread: r.Thread, DatabaseID: r.DatabaseID, NodeID: r.NodeID}, l.now()
	}
	for _, c := range b.Comments {
		key := itemKey(c.Kind, c.DatabaseID)
		if c.CreatedAt.IsZero() { // a thin view
			if c.IsMinimized {
				l.acts[key] += " hidden"
			}
			continue
		}
		l.acts[key] = fmt.Sprintf("by %s at %s, in %s", c.Author.Login, c.CreatedAt.Format(time.RFC3339), threadKey(c.Thread))
		l.verified[key], l.seenAt[key] = tracker.Item{Kind: c.Kind, Thread: c.Thread, DatabaseID: c.DatabaseID, NodeID: c.NodeID}, l.now()
	}
}

// facts are the live acts, sorted.
func (l *ledger) facts() []string {
	var facts []string
	for key, what := range l.acts {
		name := key
		if kind, rest, _ := strings.Cut(key, " "); strings.Contains(rest, "#") {
			_, name = kind, rest
		}
		if l.graves[name] == "" {
			facts = append(facts, key+": "+what)
		}
	}
	slices.Sort(facts)
	return facts
}

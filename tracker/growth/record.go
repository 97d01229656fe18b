package growth

import (
	"cmp"
	"slices"
	"time"

	"rungless/tracker"
)

// threadKey names a thread whatever its repository is called today. GitHub numbers
// issues, pull requests and discussions of a repository in one row; a commit that
// is a record of its own has its hash.
type threadKey struct {
	repository key
	number     int
	sha        string
}

// thread is one record with what every measure asks of it.
type thread struct {
	*tracker.Record
	key    threadKey
	merged bool          // a pull request that was merged by now
	files  []changedFile // counted files, in order of path
	parts  []part        // in each domain; nil where the person has no act

	undivided *part // all of it; nil until asked for
}

// changedFile is one counted file of a thread. Written lines are those added, and
// as many of those deleted: replacing a line is work on it, clearing away is not.
type changedFile struct {
	id      int // of the path within its repository, for this facts
	path    string
	written float64
	added   int
	deleted int
	stated  bool // the source counted the lines
}

// facts are the records of an input, joined, in a fixed order and indexed.
type facts struct {
	*directory
	in      Input
	version Version
	threads []*thread
	byKey   map[threadKey]*thread
	closers map[threadKey][]*thread // merged changes that close an issue
	reverts map[key][]*thread       // merged reverts, by repository
	fileIDs map[fileKey]int
	acts    []*act
	domains []*domainActs
	scratch []writtenLines // reused from day to day
}

type fileKey struct {
	repository key
	path       string
}

// prepare reads an input: duplicates joined, what is later than Now left out.
func prepare(v Version, in Input) *facts {
	f := &facts{directory: newDirectory(in), in: in, version: v, byKey: make(map[threadKey]*thread, len(in.Records)),
		closers: map[threadKey][]*thread{}, reverts: map[key][]*thread{}, fileIDs: map[fileKey]int{}}
	for i := range in.Records {
		f.add(&in.Records[i])
	}
	slices.SortFunc(f.threads, compareThreads)
	for _, t := range f.threads {
		pull := t.Thread.PullRequest
		t.merged = pull != nil && !pull.MergedAt.IsZero() && !pull.MergedAt.After(in.Now)
		t.files = f.filesOf(t)
		if !t.merged {
			continue
		}
		for _, issue := range t.Thread.Closes {
			k := f.threadKey(issue, nil)
			f.closers[k] = append(f.closers[k], t)
		}
		if revertTitle.MatchString(t.Thread.Title) {
			f.reverts[t.key.repository] = append(f.reverts[t.key.repository], t)
		}
	}
	f.acts = f.findActs()
	for _, a := range f.acts {
		if a.thread.parts == nil {
			a.thread.parts = f.parts(a.thread)
		}
	}
	f.domains = f.byDomain()
	return f
}

func (f *facts) add(r *tracker.Record) {
	if r.Thread.CreatedAt.After(f.in.Now) {
		return
	}
	k := f.threadKey(r.Thread.ThreadRef, r)
	if known := f.byKey[k]; known != nil {
		known.Record = joined(known.Record, r)
		return
	}
	t := &thread{Record: r, key: k}
	f.byKey[k] = t
	f.threads = append(f.threads, t)
}

func (f *facts) threadKey(ref tracker.ThreadRef, r *tracker.Record) threadKey {
	k := threadKey{repository: f.repository(ref.Repository), number: ref.Number}
	if r != nil && ref.Number == 0 && len(r.Commits) > 0 {
		k.sha = r.Commits[0].SHA
	}
	return k
}

func compareThreads(a, b *thread) int {
	if a.key.repository != b.key.repository {
		x, y := a.key.repository, b.key.repository
		return cmp.Or(cmp.Compare(x.host, y.host), cmp.Compare(x.id, y.id), cmp.Compare(x.name, y.name))
	}
	return cmp.Or(cmp.Compare(a.key.number, b.key.number), cmp.Compare(a.key.sha, b.key.sha))
}

// joined makes one record of two deliveries: the newer view of the thread, and
// every review, comment and commit once.
func joined(a, b *tracker.Record) *tracker.Record {
	if newer := cmp.Or(a.Thread.UpdatedAt.Compare(b.Thread.UpdatedAt), a.Thread.AsOf.Compare(b.Thread.AsOf)); newer < 0 {
		a, b = b, a
	}
	r := *a
	r.Reviews = union(a.Reviews, b.Reviews, func(v tracker.Review) itemKey {
		return itemKey{v.DatabaseID, v.Author.Login, v.SubmittedAt.UTC()}
	}, func(v tracker.Review) time.Time { return v.SubmittedAt })
	r.Comments = union(a.Comments, b.Comments, func(v tracker.Comment) itemKey {
		return itemKey{v.DatabaseID, string(v.Kind) + v.Author.Login, v.CreatedAt.UTC()}
	}, func(v tracker.Comment) time.Time { return v.CreatedAt })
	r.Commits = union(a.Commits, b.Commits, func(v tracker.Commit) itemKey { return itemKey{0, v.SHA, time.Time{}} },
		func(v tracker.Commit) time.Time { return v.CommittedAt })
	return &r
}

type itemKey struct {
	id   int64
	text string
	at   time.Time
}

func union[T any](a, b []T, keyOf func(T) itemKey, at func(T) time.Time) []T {
	seen := make(map[itemKey]bool, len(a)+len(b))
	all := make([]T, 0, len(a)+len(b))
	for _, item := range slices.Concat(a, b) {
		if k := keyOf(item); !seen[k] {
			seen[k] = true
			all = append(all, item)
		}
	}
	slices.SortStableFunc(all, func(x, y T) int { return at(x).Compare(at(y)) })
	return all
}

// filesOf adds up what a record says of each counted path.
func (f *facts) filesOf(t *thread) []changedFile {
	listed := t.Files()
	files := make([]changedFile, 0, len(listed))
	for _, c := range listed {
		if f.in.Uncounted != nil && f.in.Uncounted(t.Thread.Repository, c.Path) {
			continue
		}
		files = append(files, changedFile{path: c.Path, added: max(c.Additions, 0), deleted: max(c.Deletions, 0),
			stated: c.Additions >= 0 && c.Deletions >= 0})
	}
	slices.SortFunc(files, func(a, b changedFile) int { return cmp.Compare(a.path, b.path) })
	merged := files[:0]
	for _, c := range files {
		if last := len(merged) - 1; last >= 0 && merged[last].path == c.path {
			merged[last].added += c.added
			merged[last].deleted += c.deleted
			merged[last].stated = merged[last].stated && c.stated
			continue
		}
		merged = append(merged, c)
	}
	for i := range merged {
		merged[i].id = f.fileID(t.key.repository, merged[i].path)
		merged[i].written = float64(merged[i].added + min(merged[i].deleted, merged[i].added))
	}
	return merged
}

func (f *facts) fileID(repository key, path string) int {
	k := fileKey{repository, path}
	id, ok := f.fileIDs[k]
	if !ok {
		id = len(f.fileIDs)
		f.fileIDs[k] = id
	}
	return id
}

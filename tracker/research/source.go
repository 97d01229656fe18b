package research

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/research/cite"
)

// History is where the versions of one repository's citation files come from: a
// clone, or GitHub.
type History interface {
	// Look says where the default branch stands and which wanted files are on it.
	Look(ctx context.Context, wanted func(path string) bool) (tracker.FileTree, error)
	// Versions returns the histories of wanted files that differ from known (git's
	// hash by path, "" of a deleted one), deleted and renamed ones too, each path
	// once.
	Versions(ctx context.Context, tree tracker.FileTree, wanted func(path string) bool, known map[string]string) ([]tracker.FileHistory, error)
	// Contents hands over the contents of blobs, in any order; what cannot be read is
	// left out.
	Contents(ctx context.Context, blobs []string, take func(blob string, contents []byte) error) error
}

// Options of [New].
type Options struct {
	// Histories opens the repositories one by one; the label names one in errors.
	Histories []Opened
	Now       func() time.Time
	Usage     func() tracker.Usage // what the other side was asked; nil: nothing
}

// Opened is one repository to read.
type Opened struct {
	Label   string // "owner/name", or a folder
	History History
}

// Source reads citation files. It is a source for ingest.
type Source struct {
	logger  *slog.Logger
	options Options
}

// New makes a source. It looks at nothing yet.
func New(logger *slog.Logger, options Options) *Source {
	return &Source{logger: logger, options: options}
}

// Name is [tracker.ResearchSource].
func (s *Source) Name() tracker.SourceName { return tracker.ResearchSource }

// Usage is what GitHub was asked.
func (s *Source) Usage() tracker.Usage {
	if s.options.Usage == nil {
		return tracker.Usage{Remaining: -1}
	}
	return s.options.Usage()
}

// Sync reads every repository in turn. A file that did not change since costs
// nothing; one that did is reported whole, in a batch with the cursor after it. A
// repository that cannot be read does not keep the others from being read: then
// the error is a [tracker.Partial].
func (s *Source) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	var missing []error
	for _, opened := range s.options.Histories {
		r := &run{logger: s.logger, memory: memory, emit: emit, report: report, history: opened.History, now: s.options.Now}
		err := r.sync(ctx)
		switch {
		case err == nil:
		case r.broken || ctx.Err() != nil || endsAll(err):
			return err
		default:
			missing = append(missing, fmt.Errorf("research.Sync %s: %w", opened.Label, err))
		}
	}
	if len(missing) > 0 {
		return &tracker.Partial{Missing: missing}
	}
	return nil
}

// endsAll tells errors that the next repository would meet too.
func endsAll(err error) bool {
	kind := tracker.KindOf(err)
	return kind == tracker.RateLimited || kind == tracker.Unauthorized
}

const stream = "citation_files"

// position is how far one repository was read: which version of each file.
type position struct {
	Head  string            `json:"head"` // read to its end
	Files map[string]string `json:"files"`
	// Citing are the files that cite something, Broken the places in them that could
	// not be read: told again with each coverage.
	Citing map[string]bool                  `json:"citing"`
	Broken map[string][]tracker.FileWarning `json:"broken,omitempty"`
}

// run is one repository being read.
type run struct {
	logger  *slog.Logger
	memory  tracker.Memory
	emit    tracker.Emit
	report  func(tracker.Progress)
	history History
	now     func() time.Time

	tree     tracker.FileTree
	position position
	pending  []tracker.ResearchFile
	broken   bool // the store failed: nothing goes on after it
}

func wanted(path string) bool {
	_, ok := cite.KindOf(path)
	return ok
}

func (r *run) sync(ctx context.Context) (err error) {
	if r.tree, err = r.history.Look(ctx, wanted); err != nil {
		return err
	}
	if err := r.load(ctx); err != nil {
		return err
	}
	if r.position.Head == r.tree.Head {
		return nil
	}
	asked := wanted
	if r.tree.OneByOne {
		if asked, err = r.citing(ctx); err != nil {
			return err
		}
	}
	histories, err := r.history.Versions(ctx, r.tree, asked, maps.Clone(r.position.Files))
	if err != nil {
		return err
	}
	slices.SortFunc(histories, func(a, b tracker.FileHistory) int { return strings.Compare(a.Path, b.Path) })
	for i, history := range histories {
		if err := r.file(ctx, history); err != nil {
			return err
		}
		r.report(tracker.Progress{Source: tracker.ResearchSource, Scope: r.scope(), Label: r.tree.Repository.FullName(), Stream: stream,
			Done: i + 1, Total: len(histories)})
	}
	r.position.Head = r.tree.Head
	return r.flush(ctx, r.coverage())
}

// citing reads what changed as it is now, and returns which files cite something
// now or did before. The others are read then, and cost nothing more.
func (r *run) citing(ctx context.Context) (func(path string) bool, error) {
	changed := map[string][]string{} // paths by blob
	for path, blob := range r.tree.Blobs {
		if r.position.Files[path] != blob {
			changed[blob] = append(changed[blob], path)
		}
	}
	cites := maps.Clone(r.position.Citing)
	err := r.history.Contents(ctx, slices.Sorted(maps.Keys(changed)), func(blob string, contents []byte) error {
		for _, path := range changed[blob] {
			document := cite.Parse(path, contents)
			cites[path] = cites[path] || len(document.Works)+len(document.Warnings) > 0
			if !cites[path] {
				r.position.Files[path] = blob
			}
		}
		return nil
	})
	return func(path string) bool { return cites[path] }, err
}

// scope names the repository by its name, because a clone knows no node id. It is
// a scope of its own, so that a run tells of nothing but citation files.
func (r *run) scope() string {
	return "citations:" + r.tree.Repository.Host + "/" + r.tree.Repository.FullName()
}

// load takes up where the last run stood. A place that cannot be read is begun anew.
func (r *run) load(ctx context.Context) error {
	cursor, err := r.memory.Cursor(ctx, tracker.ResearchSource, r.scope(), stream)
	if err != nil {
		r.broken = true
		return err
	}
	if cursor.Position != nil {
		if err := json.Unmarshal(cursor.Position, &r.position); err != nil {
			r.logger.Warn("a cursor cannot be read; its stream starts again", "scope", r.scope(), "stream", stream, "error", err)
			r.position = position{}
		}
	}
	if r.position.Files == nil {
		r.position.Files = map[string]string{}
	}
	if r.position.Citing == nil {
		r.position.Citing = map[string]bool{}
	}
	if r.position.Broken == nil {
		r.position.Broken = map[string][]tracker.FileWarning{}
	}
	return nil
}

// filesInBatch is how many files are stored at once.
const filesInBatch = 50

// file reads all versions of one file. What never cited anything is only
// remembered as read.
func (r *run) file(ctx context.Context, history tracker.FileHistory) error {
	ledger := newLedger(r.tree.Repository, history)
	if err := r.history.Contents(ctx, ledger.blobs(), ledger.take); err != nil {
		return err
	}
	file := ledger.file()
	for _, path := range append(slices.Clone(file.FormerPaths), file.Path) {
		delete(r.position.Files, path)
		delete(r.position.Citing, path)
		delete(r.position.Broken, path)
	}
	r.position.Files[file.Path] = file.Blob
	if len(file.Mentions)+len(file.Warnings) == 0 {
		return nil
	}
	if file.Blob != "" {
		r.position.Citing[file.Path] = true
	}
	if len(file.Warnings) > 0 {
		r.position.Broken[file.Path] = file.Warnings
	}
	if r.pending = append(r.pending, file); len(r.pending) < filesInBatch {
		return nil
	}
	return r.flush(ctx)
}

// flush emits what waits, with the cursor after it.
func (r *run) flush(ctx context.Context, coverage ...tracker.Coverage) error {
	text, err := json.Marshal(r.position)
	if err != nil {
		return fmt.Errorf("research.flush %s: %w", r.scope(), err)
	}
	batch := tracker.Batch{Source: tracker.ResearchSource, Research: r.pending, Coverage: coverage,
		Cursors: []tracker.Cursor{{Source: tracker.ResearchSource, Scope: r.scope(), Stream: stream, Position: text}}}
	if err := r.emit(ctx, batch); err != nil {
		r.broken = true
		return err
	}
	r.pending = nil
	return nil
}

// mostNamed is how many broken places a gap spells out; the store keeps all.
const mostNamed = 3

// coverage says how many citation files there are and what in them could not be read.
func (r *run) coverage() tracker.Coverage {
	var gaps []string
	for _, path := range slices.Sorted(maps.Keys(r.position.Broken)) {
		for _, w := range r.position.Broken[path] {
			gaps = append(gaps, warningText(w))
		}
	}
	if more := len(gaps) - mostNamed; more > 0 {
		gaps = append(gaps[:mostNamed], fmt.Sprintf("and %d more places", more))
	}
	if r.tree.Gap != "" {
		gaps = append(gaps, r.tree.Gap)
	}
	read := 0
	for path := range r.tree.Blobs {
		if r.position.Files[path] != "" {
			read++
		}
	}
	return tracker.Coverage{Source: tracker.ResearchSource, Scope: r.scope(), Label: r.tree.Repository.FullName(), Stream: stream,
		To: r.now().UTC(), Asked: len(r.tree.Blobs), Got: read, Gap: strings.Join(gaps, "; ")}
}

// warningText names file, line and commit.
func warningText(w tracker.FileWarning) string {
	place := w.Path
	if w.Line > 0 {
		place = fmt.Sprintf("%s line %d", w.Path, w.Line)
	}
	return fmt.Sprintf("%s at %.12s: %s", place, w.CommitSHA, w.Sentence)
}

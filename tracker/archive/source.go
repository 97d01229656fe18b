package archive

import (
	"context"
	"io"
	"log/slog"
	"runtime"

	"rungless/tracker"
)

// Options of [New].
type Options struct {
	Files        []string  // files, folders (read to any depth), or "-" for In
	In           io.Reader // standard input
	Include      Include
	KeepPayloads bool   // keep each event's text, not only its hash
	Host         string // the GitHub that the events are of; "" is github.com
}

// Include says which events are kept. Its zero value keeps none.
type Include struct {
	Everything   bool
	People       []tracker.Account // events by them, on acts of theirs, or in threads they opened; by login or database id
	Repositories []string          // owner/name, as they were called in the hour
}

// Source reads archive files. It is used for one run.
type Source struct {
	logger  *slog.Logger
	options Options
	filter  *filter
	workers int // that decode
}

// New makes a source.
func New(logger *slog.Logger, o Options) *Source {
	if o.Host == "" {
		o.Host = "github.com"
	}
	return &Source{logger: logger, options: o, filter: newFilter(o.Include), workers: max(2, runtime.GOMAXPROCS(0))}
}

// Name is [tracker.ArchiveSource].
func (s *Source) Name() tracker.SourceName { return tracker.ArchiveSource }

// Usage is nothing: files cost no requests.
func (s *Source) Usage() tracker.Usage { return tracker.Usage{Remaining: -1} }

// Sync imports the files in order, a few thousand lines to a batch. A file that
// was imported whole before, under any name and with the same Include, is not
// read again, and one that was interrupted goes on where it stopped.
//
// A file that cannot be read to its end, or not at all, does not stop the
// others. The error then names each of them, with the line: it is a
// [tracker.Partial], or the one file's own error when nothing at all was read.
func (s *Source) Sync(ctx context.Context, memory tracker.Memory, emit tracker.Emit, report func(tracker.Progress)) error {
	inputs, broken := s.inputs()
	readSome := false
	for i, in := range inputs {
		report(tracker.Progress{Source: s.Name(), Scope: "archive", Stream: "files", Done: i, Total: len(inputs)})
		run := fileRun{source: s, input: in, memory: memory, emit: emit, report: report}
		if err := run.whole(ctx); err != nil {
			return err
		}
		readSome = readSome || run.position.Lines > 0
		if run.broken != nil {
			broken = append(broken, run.broken)
		}
	}
	report(tracker.Progress{Source: s.Name(), Scope: "archive", Stream: "files", Done: len(inputs), Total: len(inputs)})
	switch {
	case len(broken) == 0:
		return nil
	case len(broken) == 1 && !readSome:
		return broken[0]
	}
	return &tracker.Partial{Missing: broken}
}

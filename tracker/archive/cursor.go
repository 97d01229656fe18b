package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"rungless/tracker"
)

const stream = "events"

// position is how far one file was imported.
type position struct {
	Form       int       `json:"form"`        // of the facts made; another one is made anew
	Filter     string    `json:"filter"`      // fingerprint of what was kept
	Payloads   bool      `json:"payloads"`    // whether texts were kept
	Lines      int       `json:"lines"`       // read
	From       time.Time `json:"from"`        // of the first event
	To         time.Time `json:"to"`          // of the last event
	Unnamed    int       `json:"unnamed"`     // events without a repository's name
	Broken     int       `json:"broken"`      // records that could not be read
	BrokenLine int       `json:"broken_line"` // of the first of them
	BrokenWhy  string    `json:"broken_why"`
	Done       bool      `json:"done"`
}

// currentForm is raised when this package learns to read more of an event.
const currentForm = 1

func (s *Source) beginning() position {
	return position{Form: currentForm, Filter: s.filter.fingerprint(), Payloads: s.options.KeepPayloads}
}

// recall returns how far a file with that content was imported, in the way that
// is wanted now.
func (s *Source) recall(ctx context.Context, memory tracker.Memory, hash string) (position, error) {
	start := s.beginning()
	if hash == "" {
		return start, nil
	}
	cursor, err := memory.Cursor(ctx, tracker.ArchiveSource, scopeOf(hash), stream)
	if err != nil || cursor.Position == nil {
		return start, err
	}
	var stored position
	if err := json.Unmarshal(cursor.Position, &stored); err != nil {
		return start, fmt.Errorf("archive.recall %s: %w", hash, err)
	}
	if stored.Form != start.Form || stored.Filter != start.Filter || stored.Payloads != start.Payloads {
		return start, nil
	}
	return stored, nil
}

// scopeOf names a file's content. A stream has no such name before its end.
func scopeOf(hash string) string {
	if hash == "" {
		return "stream"
	}
	return "file:" + hash
}

func (p position) cursor(hash string) (tracker.Cursor, error) {
	text, err := json.Marshal(p)
	return tracker.Cursor{Source: tracker.ArchiveSource, Scope: scopeOf(hash), Stream: stream, Position: text}, err
}

func (p position) coverage(hash, label string) tracker.Coverage {
	c := tracker.Coverage{Source: tracker.ArchiveSource, Scope: scopeOf(hash), Label: label, Stream: stream,
		From: p.From, To: p.To, Asked: p.Lines, Got: p.Lines - p.Broken - p.Unnamed}
	if p.Unnamed > 0 {
		c.Gap = plural(p.Unnamed, "event names", "events name") + " no repository"
	}
	if p.Broken > 0 {
		c.Gap = fmt.Sprintf("%s could not be read, the first on line %d: %s", plural(p.Broken, "record", "records"), p.BrokenLine, p.BrokenWhy)
	}
	return c
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// advance moves the position over a chunk.
func (p *position) advance(d decoded) {
	p.Lines = max(p.Lines, d.lastLine)
	p.Unnamed += d.unnamed
	if !d.from.IsZero() && (p.From.IsZero() || d.from.Before(p.From)) {
		p.From = d.from
	}
	if d.to.After(p.To) {
		p.To = d.to
	}
	for _, b := range d.broken {
		if p.Broken++; p.Broken == 1 {
			p.BrokenLine, p.BrokenWhy = b.line, b.reason.Error()
		}
	}
}

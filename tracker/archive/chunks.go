package archive

import (
	"bytes"
	"errors"
	"io"
)

const (
	chunkSize  = 512 << 10 // bytes read at once
	recordSize = 16 << 20  // bytes of the longest record that is read
)

// chunk is a piece of a file that holds whole records.
type chunk struct {
	text      []byte
	firstLine int // of the text within the file, from 1
	lines     int
}

// record is one event's text and the line on which it begins.
type record struct {
	text []byte
	line int
}

// chunker cuts a stream into chunks. Each has memory of its own, because facts
// keep parts of it until they are stored.
type chunker struct {
	in     io.Reader
	rest   []byte // read, but not yet a whole record
	line   int    // lines handed out
	failed error  // what reading ended with
}

var errRecordTooLong = errors.New("a record is longer than 16 MiB")

// next returns the next chunk, and [io.EOF] after the last. When the stream
// breaks off, the whole records before that are returned first.
func (c *chunker) next() (chunk, error) {
	for size := chunkSize; c.failed == nil; size *= 2 {
		buffer := make([]byte, len(c.rest)+size)
		n := copy(buffer, c.rest)
		for n < len(buffer) && c.failed == nil {
			var more int
			more, c.failed = c.in.Read(buffer[n:])
			n += more
		}
		end := n // the last record needs no newline
		if !errors.Is(c.failed, io.EOF) {
			end = lastRecordEnd(buffer[:n])
		}
		c.rest = buffer[end:n]
		if end > 0 {
			return c.take(buffer[:end]), nil
		}
		if len(c.rest) > recordSize {
			c.failed = errRecordTooLong
		}
	}
	return chunk{}, c.failed
}

func (c *chunker) take(text []byte) chunk {
	cut := chunk{text: text, firstLine: c.line + 1, lines: bytes.Count(text, newline)}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		cut.lines++
	}
	c.line += cut.lines
	return cut
}

var (
	newline   = []byte("\n")
	lineBrace = []byte("\n}\n") // ends an indented object
	openBrace = []byte("{\n")   // begins one
)

// lastRecordEnd returns how many bytes of text are whole records.
func lastRecordEnd(text []byte) int {
	if isIndented(text) {
		if i := bytes.LastIndex(text, lineBrace); i >= 0 {
			return i + len(lineBrace)
		}
		return 0
	}
	return bytes.LastIndexByte(text, '\n') + 1
}

// isIndented reports whether text begins with an object over several lines, as
// answers of the events API are saved: from a line that is only "{" to one that
// is only "}".
func isIndented(text []byte) bool { return bytes.HasPrefix(text, openBrace) }

// records splits a chunk. Empty lines are no records.
func (c chunk) records(yield func(record) bool) {
	text, line := c.text, c.firstLine
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		if isIndented(text) {
			end = bytes.Index(text, lineBrace)
			if end >= 0 {
				end += len(lineBrace) - 1
			}
		}
		if end < 0 {
			end = len(text)
		}
		if body := bytes.TrimSpace(text[:end]); len(body) > 0 && !yield(record{body, line}) {
			return
		}
		line += bytes.Count(text[:end], newline) + 1
		text = text[min(end+1, len(text)):]
	}
}

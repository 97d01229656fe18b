package clone

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// mostOfAField is how much of one field is kept. Nobody's subject, trailers or
// path are longer than that; a commit made to break readers is cut.
const mostOfAField = 256 << 10

// scanner reads fields that end with a NUL, the one byte that neither a path nor
// what git prints of a commit can hold.
type scanner struct {
	in    *bufio.Reader
	ahead []byte // read already and put back
	held  bool
}

func newScanner(in *bufio.Reader) *scanner { return &scanner{in: in} }

// next returns the next field, at most mostOfAField of it, in memory of its own.
// It is io.EOF when there is none.
func (s *scanner) next() ([]byte, error) {
	if s.held {
		s.held = false
		return s.ahead, nil
	}
	var field []byte
	for {
		part, err := s.in.ReadSlice(0)
		if room := mostOfAField - len(field); room > 0 {
			field = append(field, part[:min(room, len(part))]...)
		}
		switch {
		case err == nil:
			return bytes.TrimSuffix(field, []byte{0}), nil
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(field) > 0:
			return nil, io.ErrUnexpectedEOF
		default:
			return nil, err
		}
	}
}

// back puts the last field back, to be read again.
func (s *scanner) back(field []byte) { s.ahead, s.held = field, true }

// fields reads n fields. The error is io.EOF only when not even one came.
func (s *scanner) fields(n int) ([][]byte, error) {
	list := make([][]byte, 0, n)
	for range n {
		field, err := s.next()
		if errors.Is(err, io.EOF) && len(list) > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		list = append(list, field)
	}
	return list, nil
}

// text makes valid UTF-8 of what a commit claims to be text.
func text(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

package archive

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// endless is what a few bytes of gzip can become: one line that never ends.
type endless struct{ given int64 }

func (e *endless) Read(p []byte) (int, error) {
	clear(p)
	e.given += int64(len(p))
	return len(p), nil
}

func TestALineThatNeverEndsIsNotReadToItsEnd(t *testing.T) {
	for name, head := range map[string]string{"one line": "", "an object over several lines": "{\n"} {
		in := &endless{}
		c := chunker{in: io.MultiReader(bytes.NewReader([]byte(head)), in)}
		if _, err := c.next(); !errors.Is(err, errRecordTooLong) || in.given > 8*recordSize {
			t.Errorf("%s: %d bytes were read before %v", name, in.given, err)
		}
	}
}

package archive

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	stdjson "encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"rungless/tracker/testneed"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klauspost/compress/gzip"
)

func hashOf(text string) string {
	sum := sha1.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

var realFiles = []string{"2015-01-01-1.json.gz", "pinot-2021-07-21-few-hours.json.gz", "examples-2026-08-12-14.jsonl"}

func realText(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(testneed.Shared(t, "data", "gharchive", name))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return raw
	}
	in, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTheDecoderReadsWhatEncodingJSONReads(t *testing.T) {
	testneed.Thorough(t)
	for _, name := range realFiles {
		for line := range bytes.Lines(realText(t, name)) {
			sameAsEncodingJSON(t, line)
		}
	}
}

func sameAsEncodingJSON(t *testing.T, line []byte) {
	t.Helper()
	var want event
	wantErr := stdjson.Unmarshal(line, &want)
	got, err := decodeEvent(line)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("got error %v, encoding/json %v, for %q", err, wantErr, line)
	}
	if err == nil {
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(pullRequest{}, issue{}, discussion{}, body{}), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%q\n%s", line, diff)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(commentLine(1)))
	f.Add([]byte(`{"id":"1","payload":{"pull_request":{"head":{"repo":null},"merged_at":null,"labels":[{"name":"a\u0000\ud800"}]},"commits":[{"sha":"x"}]}}`))
	f.Add([]byte(`{"created_at":"2015-01-01T01:00:00-08:00","actor":"x"}`))
	f.Add([]byte(`{"payload":{"comment":{"id":1e3}}}`))
	f.Add([]byte(`{"payload":{"review":{"body":null},"comment":{"body":"a\n\u00e9"},"pull_request":{"body":7}}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		sameAsEncodingJSON(t, line)
	})
}

// FuzzRecords holds the chunker to what splitting the whole text gives, however
// the reads fall.
func FuzzRecords(f *testing.F) {
	f.Add([]byte("{}\n\n{\"a\":1}\r\n{}"), 3)
	f.Add([]byte("{\n \"a\": 1\n}\n{\n}\n"), 1)
	f.Fuzz(func(t *testing.T, text []byte, step int) {
		var want, got []string
		for r := range (chunk{text: text, firstLine: 1}).records {
			want = append(want, string(r.text))
		}
		in := &chunker{in: &stepReader{text: text, step: max(1, step%64)}}
		line := 0
		for {
			c, err := in.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			for r := range c.records {
				if r.line <= line {
					t.Fatalf("line %d after line %d", r.line, line)
				}
				line = r.line
				got = append(got, string(r.text))
			}
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

type stepReader struct {
	text []byte
	step int
}

func (r *stepReader) Read(p []byte) (int, error) {
	if len(r.text) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.text[:min(r.step, len(r.text))])
	r.text = r.text[n:]
	return n, nil
}

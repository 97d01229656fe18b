//go:build corpus

package cite

// The corpus holds other people's files, so it is not in the repository. With a
// folder laid out as OWNER+NAME/PATH of the files that docs/research-corpus.md
// lists:
//
//	RUNGLESS_TEST_CORPUS=DIR go test -tags corpus -run Corpus ./tracker/research/cite

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rungless/tracker/testneed"
)

// corpusRow is one line of the list: what an independent reader found in a file.
type corpusRow struct {
	repository, path, blob, kind, works, authors, valid string
}

func TestCorpusIsReadAsOthersReadIt(t *testing.T) {
	dir := os.Getenv("RUNGLESS_TEST_CORPUS")
	if dir == "" {
		t.Fatal("RUNGLESS_TEST_CORPUS names no folder")
	}
	rows := corpusRows(t)
	if len(rows) < 60 {
		t.Fatalf("the list has only %d files", len(rows))
	}
	for _, row := range rows {
		t.Run(row.repository+"/"+row.path, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, strings.Replace(row.repository, "/", "+", 1), row.path))
			if err != nil {
				t.Fatal(err)
			}
			if got := blobOf(data); got != row.blob {
				t.Fatalf("this is blob %s, the list has %s", got, row.blob)
			}
			row.check(t, Parse(row.path, data), data)
		})
	}
}

func (row corpusRow) check(t *testing.T, doc Document, data []byte) {
	authors := 0
	for _, w := range doc.Works {
		authors += len(w.Authors)
	}
	valid := map[bool]string{true: "yes", false: "no"}[len(doc.Warnings) == 0]
	got := []string{string(doc.Kind), fmt.Sprint(len(doc.Works)), fmt.Sprint(authors), valid}
	if diff := cmp.Diff([]string{row.kind, row.works, row.authors, row.valid}, got); diff != "" {
		t.Errorf("kind, works, authors, valid: %s\nwarnings %v", diff, doc.Warnings)
	}
	for _, w := range doc.Warnings {
		if w.Line == 0 {
			t.Errorf("a warning has no line: %v", w)
		}
	}
	if len(doc.Works) == 0 {
		return
	}
	written := WriteCFF(doc.Works)
	for _, w := range Parse("CITATION.cff", written).Warnings {
		if !strings.Contains(w.Sentence, "check digit") {
			t.Errorf("the written CFF is not valid: %v", w)
		}
	}
	if doc.Kind == CFF && valid == "yes" {
		text, _ := source(data)
		before, _ := readYAML(text, 1)
		after, _ := readYAML(string(written), 1)
		if diff := cmp.Diff(leaves(before), leaves(after)); diff != "" {
			t.Errorf("CFF to works to CFF: %s", diff)
		}
	}
}

func corpusRows(t *testing.T) (rows []corpusRow) {
	list, err := os.ReadFile(filepath.Join(testneed.Root(t), "docs", "research-corpus.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(list), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 11 || !strings.Contains(cells[1], "/") {
			continue
		}
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `")
		}
		rows = append(rows, corpusRow{cells[1], cells[2], cells[4], cells[5], cells[6], cells[7], cells[8]})
	}
	return rows
}

// blobOf is git's name of a file's contents.
func blobOf(data []byte) string {
	sum := sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(data)), data...))
	return hex.EncodeToString(sum[:])
}

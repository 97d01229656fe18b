package clone

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
)

// recordFormat begins every record with a byte that no status has, so that the
// reader knows where the list of changes ends. The fields are: hash, parents,
// author's name, address and date, commit date, subject, body, trailers.
const recordFormat = "%x1e%H%x00%P%x00%an%x00%ae%x00%ad%x00%ct%x00%s%x00%b%x00%(trailers:only,unfold)"

const recordMark = 0x1e

// recordArguments make git print one record for each hash that it is given.
// Plumbing is used because it ignores most of a person's settings. A merge's
// changes are not asked for: those are its branch's.
func recordArguments(lines, exactRenames bool) []string {
	args := []string{"diff-tree", "--stdin", "-r", "-z", "--root", "--always", "--no-ext-diff", "--no-textconv",
		"--date=raw", "--encoding=UTF-8", "--format=" + recordFormat, "--raw", "--no-abbrev"}
	if exactRenames {
		args = append(args, "--find-renames=100%") // what is less alike takes the contents to tell
	} else {
		args = append(args, "--find-renames")
	}
	if lines {
		args = append(args, "--numstat")
	}
	return args
}

// recordReader reads records one after the other.
type recordReader struct {
	in         *scanner
	repository tracker.RepositoryRef
	lines      bool     // line counts were asked for
	moved      []string // lists of owners that the last commit renamed, under their old names
	ended      bool     // the last record was ended by the end of the output, not by another record
}

// errFormat says that git printed something unforeseen: a defect, or another git.
var errFormat = errors.New("git printed a record in an unknown form")

// next returns the next commit, or io.EOF.
func (r *recordReader) next() (tracker.Commit, error) {
	fields, err := r.in.fields(9)
	if err != nil {
		return tracker.Commit{}, err
	}
	sha, ok := bytes.CutPrefix(fields[0], []byte{recordMark})
	if !ok {
		return tracker.Commit{}, fmt.Errorf("%w: %.40q", errFormat, fields[0])
	}
	c := tracker.Commit{Repository: r.repository, SHA: string(sha), Parents: len(bytes.Fields(fields[1])),
		Additions: -1, Deletions: -1, ChangedFiles: -1, Headline: headline(fields[6]), Trailers: parseTrailers(text(fields[8])),
		Cites: tracker.CommentLinks(r.repository.Host, text(fields[7]))}
	c.AuthoredAt, c.CommittedAt = parseTimes(string(fields[4]), string(fields[5]))
	author := tracker.CommitAuthor{Name: clean(text(fields[2])), Email: cleanEmail(text(fields[3])), Role: tracker.Author}
	c.Authors = withAccounts(r.repository.Host, append([]tracker.CommitAuthor{author}, coAuthors(author, c.Trailers)...), c.CommittedAt)
	return c, r.changes(&c)
}

// headline is a subject of bearable length.
func headline(subject []byte) string {
	const most = 1000
	s := clean(text(subject))
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// clean drops control characters, which no name or subject needs.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s))
}

// parseTimes reads git's raw dates: "1700000000 +0530" of the author, seconds of
// the committer. The author's offset is kept. A time that nobody can mean, before
// 1970 or after the year 9999, is taken from the other one.
func parseTimes(authored, committed string) (time.Time, time.Time) {
	seconds, offset, _ := strings.Cut(authored, " ")
	a, c := plausible(seconds), plausible(committed)
	if a.IsZero() {
		a = c
	}
	if c.IsZero() {
		c = a
	}
	if a.IsZero() {
		return a, c
	}
	return a.In(parseOffset(offset)), c
}

func plausible(seconds string) time.Time {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 || n >= 253402300800 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// parseOffset reads "+0530". Offsets that no place on earth has are UTC.
func parseOffset(offset string) *time.Location {
	n, err := strconv.Atoi(offset)
	if err != nil || len(offset) != 5 {
		return time.UTC
	}
	minutes := n/100*60 + n%100
	if minutes == 0 || minutes < -15*60 || minutes > 15*60 {
		return time.UTC
	}
	return time.FixedZone("", minutes*60)
}

// changes reads what a commit changed, up to the next record.
func (r *recordReader) changes(c *tracker.Commit) error {
	places := map[string]int{}
	r.moved = nil
	if c.Parents < 2 {
		c.Files = []tracker.FileChange{}
	}
	for first := true; ; first = false {
		field, err := r.in.next()
		if errors.Is(err, io.EOF) {
			r.ended = true
			break
		}
		if err != nil {
			return err
		}
		if len(field) > 0 && field[0] == recordMark {
			r.in.back(field)
			break
		}
		if first {
			field = bytes.TrimPrefix(field, []byte("\n"))
		}
		if err := r.change(c, places, field); err != nil {
			return err
		}
	}
	r.sum(c)
	return nil
}

// change reads one entry: a raw one, ":100644 100644 hash hash M" and the path or
// two, or a counted one, "12<tab>3<tab>path" with old and new path apart where
// the file was renamed.
func (r *recordReader) change(c *tracker.Commit, places map[string]int, entry []byte) error {
	if len(entry) > 0 && entry[0] == ':' {
		status := entry[bytes.LastIndexByte(entry, ' ')+1:]
		if len(status) == 0 {
			return fmt.Errorf("%w: %.40q", errFormat, entry)
		}
		path, err := r.path(status[0] == 'R' || status[0] == 'C')
		if err != nil {
			return err
		}
		places[path] = len(c.Files)
		c.Files = append(c.Files, tracker.FileChange{Path: path, Additions: -1, Deletions: -1, Change: changeNames[status[0]]})
		return nil
	}
	parts := bytes.SplitN(entry, []byte("\t"), 3)
	if len(parts) != 3 {
		return fmt.Errorf("%w: %.40q", errFormat, entry)
	}
	path := text(parts[2])
	if path == "" {
		var err error
		if path, err = r.path(true); err != nil {
			return err
		}
	}
	if i, ok := places[path]; ok {
		c.Files[i].Additions, c.Files[i].Deletions = lineCount(parts[0]), lineCount(parts[1])
	}
	return nil
}

// path reads the path of an entry; of two, the new one.
func (r *recordReader) path(two bool) (string, error) {
	n := 1
	if two {
		n = 2
	}
	fields, err := r.in.fields(n)
	if err == nil && two && listKindOf(text(fields[0])) != noList {
		r.moved = append(r.moved, text(fields[0]))
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return "", err
	}
	return text(fields[n-1]), nil
}

var changeNames = map[byte]string{'A': "added", 'M': "modified", 'T': "modified", 'D': "deleted", 'R': "renamed", 'C': "copied"}

// lineCount reads a count; "-", of a binary file, is -1.
func lineCount(b []byte) int {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// sum adds up a commit's files where they were counted. A binary file has no
// lines to add.
func (r *recordReader) sum(c *tracker.Commit) {
	if c.Files == nil {
		return
	}
	c.ChangedFiles = len(c.Files)
	if !r.lines {
		return
	}
	c.Additions, c.Deletions = 0, 0
	for _, f := range c.Files {
		c.Additions += max(f.Additions, 0)
		c.Deletions += max(f.Deletions, 0)
	}
}

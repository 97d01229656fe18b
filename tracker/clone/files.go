package clone

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
)

// Files tells the histories of single files of one local clone. Package research
// reads citation files through it.
type Files struct {
	options Options
	path    string
	local   repository
	state   state
}

// NewFiles makes the histories of the clone in a folder. It looks at nothing yet.
func NewFiles(path string, options Options) *Files { return &Files{options: options, path: path} }

// Look says where the default branch stands, before Options.Until, and which
// wanted files are on it.
func (f *Files) Look(ctx context.Context, wanted func(path string) bool) (tree tracker.FileTree, err error) {
	if f.local, err = openPath(f.path, f.options); err != nil {
		return tree, err
	}
	if f.state, err = f.local.look(ctx); err != nil {
		return tree, err
	}
	if tree.Repository, err = f.options.identify(f.local.path, f.state.remotes); err != nil {
		return tree, err
	}
	if err = f.local.readReferences(ctx, &f.state); err != nil {
		return tree, err
	}
	if tree.Head, err = f.head(ctx); err != nil || tree.Head == "" {
		return tree, err
	}
	if f.state.shallow != "" {
		tree.Gap = "the clone is shallow: older versions are missing until git fetch --unshallow is run in it"
	}
	tree.Blobs, err = f.local.blobs(ctx, tree.Head, wanted)
	return tree, err
}

// head is the newest commit of the default branch: where the branch is here and
// was fetched too, the newer of the two.
func (f *Files) head(ctx context.Context) (string, error) {
	if len(f.state.branches) == 0 {
		return "", nil
	}
	args := append([]string{"rev-list", "--no-walk=sorted", "--max-count=1"}, f.state.branches...)
	out, err := f.local.output(ctx, nil, args...)
	head := strings.TrimSpace(string(out))
	if err != nil || f.options.Until.IsZero() {
		return head, err
	}
	out, err = f.local.output(ctx, nil, "rev-list", "--first-parent", "--max-count=1",
		"--before="+strconv.FormatInt(f.options.Until.Unix()-1, 10), head)
	return strings.TrimSpace(string(out)), err
}

// blobs lists the wanted files of a commit's tree with git's hashes.
func (r repository) blobs(ctx context.Context, commit string, wanted func(string) bool) (map[string]string, error) {
	out, err := r.output(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", commit)
	blobs := map[string]string{}
	for line := range strings.SplitSeq(string(out), "\x00") {
		about, path, _ := strings.Cut(line, "\t")
		fields := strings.Fields(about)
		if len(fields) == 3 && fields[1] == "blob" && wanted(path) {
			blobs[path] = fields[2]
		}
	}
	return blobs, err
}

// mostOfAFile is how large a file may be to be read.
const mostOfAFile = 16 << 20

// Contents hands over the contents of blobs, in their order. What the clone lacks
// is left out.
func (f *Files) Contents(ctx context.Context, blobs []string, take func(blob string, contents []byte) error) error {
	if len(blobs) == 0 {
		return nil
	}
	git, err := f.local.start(ctx, strings.NewReader(strings.Join(blobs, "\n")+"\n"), "cat-file", "--batch")
	if err != nil {
		return err
	}
	for range blobs {
		blob, contents, err := nextObject(git.out)
		if err != nil {
			return git.blame(ctx, err)
		}
		if contents == nil {
			continue
		}
		if err := take(blob, contents); err != nil {
			git.stop()
			return err
		}
	}
	return git.wait(ctx)
}

// nextObject reads one answer of git cat-file --batch: "<hash> blob <size>", the
// bytes and a line's end, or "<hash> missing". What is missing or too large has
// nil contents.
func nextObject(in *bufio.Reader) (blob string, contents []byte, err error) {
	line, err := in.ReadString('\n')
	if err != nil {
		return "", nil, err
	}
	fields := strings.Fields(line)
	if len(fields) == 2 && fields[1] == "missing" {
		return fields[0], nil, nil
	}
	if len(fields) != 3 {
		return "", nil, fmt.Errorf("%w: %.80q", errFormat, line)
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return "", nil, fmt.Errorf("%w: %.80q", errFormat, line)
	}
	if size > mostOfAFile {
		_, err = io.CopyN(io.Discard, in, size+1)
		return fields[0], nil, err
	}
	contents = make([]byte, size+1)
	_, err = io.ReadFull(in, contents)
	return fields[0], contents[:size], err
}

// fileFormat is what is asked of each commit in [Files.Versions]: hash, commit
// date, author's and committer's addresses, parents.
const fileFormat = "%x1e%H%x00%ct%x00%ae%x00%ce%x00%P"

// fileChange is one entry of git log --raw.
type fileChange struct {
	sha               string
	at                time.Time
	author, committer string // addresses
	isMerge           bool
	status            byte
	path, former      string
	blob              string
}

// changes reads what every commit, oldest first, changed in wanted files. A merge
// is compared with its first parent.
func (f *Files) changes(ctx context.Context, do func(fileChange), wanted func(string) bool, args ...string) error {
	args = append([]string{"log", "--reverse", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv",
		"-O" + os.DevNull, // settings empties diff.orderFile, which git log takes for a file's name
		"--format=" + fileFormat}, args...)
	git, err := f.local.start(ctx, nil, args...)
	if err != nil {
		return err
	}
	in := newScanner(git.out)
	var commit fileChange
	for {
		field, err := in.next()
		if errors.Is(err, io.EOF) {
			return git.wait(ctx)
		}
		if err == nil {
			err = readFileChange(in, field, &commit, func(c fileChange) {
				if wanted(c.path) || c.former != "" && wanted(c.former) {
					do(c)
				}
			})
		}
		if err != nil {
			return git.blame(ctx, err)
		}
	}
}

// readFileChange reads a commit's line into commit, or an entry after it.
func readFileChange(in *scanner, field []byte, commit *fileChange, do func(fileChange)) error {
	field = bytes.TrimLeft(field, "\n")
	switch {
	case len(field) == 0:
		return nil
	case field[0] == recordMark:
		rest, err := in.fields(4)
		if err != nil {
			return err
		}
		*commit = fileChange{sha: string(field[1:]), at: plausible(string(rest[0])), author: cleanEmail(text(rest[1])),
			committer: cleanEmail(text(rest[2])), isMerge: bytes.Contains(rest[3], []byte(" "))}
		return nil
	case field[0] != ':':
		return fmt.Errorf("%w: %.80q", errFormat, field)
	}
	about := bytes.Fields(field)
	if len(about) != 5 {
		return fmt.Errorf("%w: %.80q", errFormat, field)
	}
	c := *commit
	c.status, c.blob = about[4][0], string(about[3])
	paths := 1
	if c.status == 'R' || c.status == 'C' {
		paths = 2
	}
	names, err := in.fields(paths)
	if err != nil {
		return err
	}
	c.path = text(names[paths-1])
	if c.status == 'R' {
		c.former = text(names[0])
	}
	do(c)
	return nil
}

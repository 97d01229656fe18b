package clone

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// contents is a running git that hands out file contents one by one, so that a
// file does not cost a process. It starts with the first question.
type contents struct {
	git  *stream
	asks *io.PipeWriter
}

// mostOfAList is how much of a file is kept: nobody's list is longer.
const mostOfAList = 1 << 20

// read returns the contents of a file, named as "commit:path". It returns nil
// where there is none, or where the clone lacks its contents.
func (c *contents) read(ctx context.Context, local repository, name string) ([]byte, error) {
	if strings.ContainsAny(name, "\n\r") {
		return nil, nil // no line can ask for it
	}
	if c.git == nil {
		in, asks := io.Pipe()
		git, err := local.start(ctx, in, "cat-file", "--batch")
		if err != nil {
			return nil, err
		}
		c.git, c.asks = git, asks
	}
	text, err := c.ask(name)
	if err == nil {
		return text, nil
	}
	git := c.git
	c.git = nil
	c.asks.Close()
	if err = git.blame(ctx, err); contentsMissing(err) {
		return nil, nil // a git before 2.44 dies where it may not fetch; the next question starts another
	}
	return nil, err
}

// ask sends one question and reads its answer: "hash blob size", the contents and
// a line's end, or the name and "missing".
func (c *contents) ask(name string) ([]byte, error) {
	if _, err := io.WriteString(c.asks, name+"\n"); err != nil {
		return nil, err
	}
	head, err := c.git.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(head)
	if strings.HasSuffix(head, " missing\n") {
		return nil, nil
	}
	size := -1
	if len(fields) == 3 {
		size, _ = strconv.Atoi(fields[2])
	}
	if size < 0 {
		return nil, fmt.Errorf("%w: %.40q", errFormat, head)
	}
	text := make([]byte, min(size, mostOfAList))
	if _, err := io.ReadFull(c.git.out, text); err != nil {
		return nil, err
	}
	if _, err := c.git.out.Discard(size - len(text) + 1); err != nil {
		return nil, err
	}
	if fields[1] != "blob" { // a directory, or another repository, has that name
		return nil, nil
	}
	return text, nil
}

func (c *contents) stop() {
	if c.git != nil {
		c.asks.Close()
		c.git.stop()
		c.git = nil
	}
}

// tree lists what a commit's tree holds: its options are git's, its paths, where
// given, those that are asked for.
func (r repository) tree(ctx context.Context, sha string, options []string, paths ...string) ([]string, error) {
	args := append([]string{"ls-tree", "-z", "--full-tree"}, options...)
	out, err := r.output(ctx, nil, append(append(args, sha), paths...)...)
	return strings.FieldsFunc(string(out), func(c rune) bool { return c == 0 }), err
}

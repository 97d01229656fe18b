package clone

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"rungless/tracker"
)

// repository is a local repository that is spoken to through the git command.
type repository struct {
	command string   // the git command
	environ []string // what its environment is made from
	path    string   // absolute, links resolved
}

// openPath finds the folder. Whether git takes it for a repository shows with
// the first question.
func openPath(path string, o Options) (repository, error) {
	absolute, err := filepath.Abs(path)
	if err == nil {
		absolute, err = filepath.EvalSymlinks(absolute)
	}
	if err != nil {
		return repository{}, tracker.Errorf(tracker.NotFound, "clone.openPath "+path, "there is no folder %s", path).
			Because(err).WithHint("give the folder of a git clone, or of a bare one")
	}
	return repository{command: cmp.Or(o.GitCommand, "git"), environ: o.Environ, path: absolute}, nil
}

// settings make git answer alike whatever the person's own configuration says.
var settings = []string{
	"-c", "core.quotePath=false",
	"-c", "core.fsmonitor=false", // names a program to run
	"-c", "i18n.logOutputEncoding=UTF-8",
	"-c", "diff.renames=true",
	"-c", "diff.renameLimit=1000",
	"-c", "diff.orderFile=",
	"-c", "log.showSignature=false",
	"-c", "log.mailmap=false", // a bare blobless mirror has not got its text
	"-c", "trailer.separators=:",
}

// cmd prepares a git command that reads and never writes, asks nobody anything
// and stays off the network.
func (r repository) cmd(ctx context.Context, args ...string) *exec.Cmd {
	all := append([]string{"-C", r.path, "--no-pager", "--no-optional-locks"}, settings...)
	c := exec.CommandContext(ctx, r.command, append(all, args...)...)
	c.Env = cleanEnvironment(r.environ, filepath.Dir(r.path))
	c.WaitDelay = 2 * time.Second
	return c
}

// cleanEnvironment drops every GIT_ variable but those that say where git's own
// configuration lies, which a person sets on purpose. The repository must be the
// folder itself: git does not look in those above it.
func cleanEnvironment(environment []string, above string) []string {
	var kept []string
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		ours := strings.HasPrefix(name, "GIT_") && !strings.HasPrefix(name, "GIT_CONFIG_")
		if !ours && name != "LC_ALL" && name != "LANGUAGE" {
			kept = append(kept, entry)
		}
	}
	return append(kept,
		"LC_ALL=C",
		"GIT_CEILING_DIRECTORIES="+above,
		"GIT_NO_REPLACE_OBJECTS=1",
		"GIT_TERMINAL_PROMPT=0",
		"GIT_NO_LAZY_FETCH=1",     // since git 2.44
		"GIT_ALLOW_PROTOCOL=none", // before: a blobless clone's fetch of what is missing fails at once
	)
}

// output runs git and returns what it prints.
func (r repository) output(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	c := r.cmd(ctx, args...)
	var out, words bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = stdin, &out, &tail{buffer: &words}
	if err := c.Run(); err != nil {
		return nil, r.explain(ctx, args[0], words.String(), err)
	}
	return out.Bytes(), nil
}

// stream is a running git whose output is read as it comes.
type stream struct {
	repository repository
	name       string
	cmd        *exec.Cmd
	out        *bufio.Reader
	words      bytes.Buffer
}

// start runs git with stdin and hands out its output.
func (r repository) start(ctx context.Context, stdin io.Reader, args ...string) (*stream, error) {
	s := &stream{repository: r, name: args[0], cmd: r.cmd(ctx, args...)}
	s.cmd.Stdin, s.cmd.Stderr = stdin, &tail{buffer: &s.words}
	pipe, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		return nil, r.explain(ctx, args[0], "", err)
	}
	s.out = bufio.NewReaderSize(pipe, 1<<16)
	return s, nil
}

// wait ends a stream that was read to its end and returns why git failed, if it did.
func (s *stream) wait(ctx context.Context) error {
	if err := s.cmd.Wait(); err != nil {
		return s.repository.explain(ctx, s.name, s.words.String(), err)
	}
	return nil
}

// blame says why reading a stream failed with err: what git complained of, or
// else that it printed something unforeseen. The stream is over then.
func (s *stream) blame(ctx context.Context, err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		if failed := s.wait(ctx); failed != nil {
			return failed
		}
	} else {
		s.stop()
	}
	return tracker.Errorf(tracker.Internal, "git "+s.name+" in "+s.repository.path, "git printed something that rungless does not understand").
		Because(err).WithHint("please report this with the output of git --version")
}

// stop ends a stream that nobody reads on.
func (s *stream) stop() {
	_ = s.cmd.Process.Kill() // it may have ended by itself
	_ = s.cmd.Wait()         // says that it was killed
}

// tail keeps the last few kilobytes of what git says.
type tail struct{ buffer *bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	const most = 8 << 10
	t.buffer.Write(p)
	if over := t.buffer.Len() - most; over > 0 {
		t.buffer.Next(over)
	}
	return len(p), nil
}

// faults maps what git says to a sentence and a way out, most telling first.
var faults = []struct {
	says          string
	kind          tracker.ErrorKind
	message, hint string
}{
	{"dubious ownership", tracker.Invalid, "%s belongs to another user, so git does not trust it",
		"if you trust it, run: git config --global --add safe.directory %s"},
	{"not a git repository", tracker.Invalid, "%s is not a git repository", "give the folder of a clone, or of a bare clone or mirror"},
	{"cannot use bare repository", tracker.Invalid, "git is set to refuse bare repositories, and %s is one",
		"run: git config --global safe.bareRepository all"},
	{"cannot change to", tracker.Invalid, "%s cannot be entered as a folder", "give the folder of a clone, and check that you may read it"},
	{"Permission denied", tracker.Invalid, "git may not read all of %s", "check who may read the folder"},
	{"bad config", tracker.Invalid, "the git configuration that applies to %s is broken", "run git config --list there to see what is wrong"},
	{"", tracker.Invalid, "git cannot read %s to its end: it is damaged, or parts of it are missing",
		"run git fsck there, or clone it again"},
}

// errContentsMissing says that a commit's contents were not even asked for,
// because those of many others were missing.
var errContentsMissing = errors.New("file contents are missing")

// contentsMissing reports whether git stopped at a file whose contents the clone
// lacks, and not at damage.
func contentsMissing(err error) bool {
	if errors.Is(err, errContentsMissing) {
		return true
	}
	words := err.Error()
	return strings.Contains(words, "unable to read ") || strings.Contains(words, "could not fetch ")
}

// explain turns a failure of git into an error for people. What git said is kept
// as the cause.
func (r repository) explain(ctx context.Context, name, words string, err error) error {
	op := "git " + name + " in " + r.path
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", op, ctx.Err())
	}
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) {
		return tracker.Errorf(tracker.NotFound, op, "the git command %q is not on this machine", r.command).
			Because(err).WithHint("install git (https://git-scm.com/downloads) and try again")
	}
	for _, fault := range faults {
		if strings.Contains(words, fault.says) {
			hint := fault.hint
			if strings.Contains(hint, "%s") {
				hint = fmt.Sprintf(hint, r.path)
			}
			return tracker.Errorf(fault.kind, op, fault.message, r.path).
				Because(fmt.Errorf("%w: %s", err, strings.TrimSpace(words))).WithHint("%s", hint)
		}
	}
	return err
}

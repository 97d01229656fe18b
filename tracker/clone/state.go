package clone

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"rungless/tracker"
)

// state is what a repository's references and configuration say now.
type state struct {
	digest   string            // of every reference's hash and of where a shallow clone ends: equal means that nothing moved
	shallow  string            // digest of where a shallow clone ends; "" when it is whole
	partial  bool              // blobless or the like: file contents are missing
	remotes  map[string]string // name -> address
	mailmap  string            // hash of the .mailmap; "" when there is none
	branches []string          // hashes that the default branch points to, local and remote
	pulls    map[int]string    // pull request -> hash of its head
}

// look asks git the two cheap questions that tell whether anything moved, side
// by side.
func (r repository) look(ctx context.Context) (state, error) {
	var s state
	var both sync.WaitGroup
	var configErr error
	both.Go(func() { s.remotes, s.partial, configErr = r.remotes(ctx) })
	out, err := r.output(ctx, nil, "rev-parse", "--is-shallow-repository", "--git-path", "shallow", "--revs-only", "HEAD", "--all")
	both.Wait()
	if err = cmp.Or(err, configErr); err != nil {
		return state{}, err
	}
	if lines := strings.SplitN(string(out), "\n", 3); lines[0] == "true" {
		s.shallow, err = r.shallowEnd(lines[1])
	}
	s.digest = digest(out, []byte(s.shallow))
	return s, err
}

// shallowEnd tells one end of a shallow clone from another: it moves when the
// clone is deepened, and no reference does.
func (r repository) shallowEnd(path string) (string, error) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.path, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", tracker.Errorf(tracker.Invalid, "clone.shallowEnd "+r.path, "git says that %s is a shallow clone, but not where it ends", r.path).
			Because(err).WithHint("run git fsck there, or clone it again")
	}
	return digest(text), nil
}

func digest(parts ...[]byte) string {
	sum := sha256.Sum256(bytes.Join(parts, []byte{0}))
	return hex.EncodeToString(sum[:16])
}

// remotes reads the addresses of the remotes, and whether one of them keeps file
// contents back.
func (r repository) remotes(ctx context.Context) (map[string]string, bool, error) {
	out, err := r.output(ctx, nil, "config", "-z", "--list")
	if err != nil {
		return nil, false, err
	}
	addresses, partial := map[string]string{}, false
	for entry := range strings.SplitSeq(string(out), "\x00") {
		key, value, _ := strings.Cut(entry, "\n")
		section, variable := cutLast(key, ".")
		name, isRemote := strings.CutPrefix(section, "remote.")
		switch {
		case key == "extensions.partialclone", isRemote && variable == "promisor" && value == "true":
			partial = true
		case isRemote && variable == "url" && addresses[name] == "":
			addresses[name] = value
		}
	}
	return addresses, partial, nil
}

func cutLast(text, separator string) (before, after string) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i+len(separator):]
}

// pullHead matches the references that hold pull requests' heads: as GitHub
// serves them, or fetched under a remote.
var pullHead = regexp.MustCompile(`^refs/(?:remotes/[^/]+/)?(?:pull|pr)/([0-9]{1,9})(?:/head)?$`)

// readReferences fills in the default branch's hashes and the pull requests' heads.
func (r repository) readReferences(ctx context.Context, s *state) error {
	out, err := r.output(ctx, nil, "for-each-ref", "--format=%(objectname) %(objecttype) %(refname) %(symref)",
		"refs/heads", "refs/remotes", "refs/pull")
	if err != nil {
		return err
	}
	references, remoteHead := map[string]string{}, ""
	s.pulls = map[int]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[1] != "commit" {
			continue
		}
		references[fields[2]] = fields[0]
		if match := pullHead.FindStringSubmatch(fields[2]); match != nil {
			n, _ := strconv.Atoi(match[1]) // nine digits fit
			s.pulls[n] = fields[0]
		}
		if len(fields) == 4 && strings.HasSuffix(fields[2], "/HEAD") && (remoteHead == "" || fields[2] == "refs/remotes/origin/HEAD") {
			remoteHead = fields[3]
		}
	}
	s.branches, err = r.defaultBranch(ctx, references, remoteHead)
	if err == nil {
		s.mailmap = r.findMailmap(ctx, s.branches)
	}
	return err
}

// defaultBranch returns the hashes of the default branch: the one that the
// remote's HEAD names, else the one checked out. Where the branch exists both
// here and as fetched, both count: either may be ahead.
func (r repository) defaultBranch(ctx context.Context, references map[string]string, remoteHead string) ([]string, error) {
	if remoteHead == "" {
		out, err := r.output(ctx, nil, "rev-parse", "--revs-only", "--symbolic-full-name", "HEAD")
		if err != nil {
			return nil, err
		}
		remoteHead = strings.TrimSpace(string(out))
		if references[remoteHead] == "" { // detached, or a branch without a commit
			out, err = r.output(ctx, nil, "rev-parse", "--revs-only", "HEAD")
			return strings.Fields(string(out)), err
		}
	}
	branch := strings.TrimPrefix(remoteHead, "refs/heads/")
	if remote, isRemote := strings.CutPrefix(remoteHead, "refs/remotes/"); isRemote {
		_, branch, _ = strings.Cut(remote, "/")
	}
	hashes := map[string]bool{references[remoteHead]: true}
	hashes[references["refs/heads/"+branch]] = true
	hashes[references["refs/remotes/origin/"+branch]] = true
	delete(hashes, "")
	return slices.Sorted(maps.Keys(hashes)), nil
}

// findMailmap returns the hash of the default branch's .mailmap, or "" where
// there is none or its text is not in the clone.
func (r repository) findMailmap(ctx context.Context, branches []string) string {
	if len(branches) == 0 {
		return ""
	}
	out, err := r.output(ctx, strings.NewReader(branches[0]+":.mailmap\n"), "cat-file", "--batch-check=%(objecttype) %(objectname)")
	hash, found := strings.CutPrefix(strings.TrimSpace(string(out)), "blob ")
	if err != nil || !found {
		return ""
	}
	return hash
}

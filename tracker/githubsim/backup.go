package githubsim

import (
	"archive/tar"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ulikunitz/xz"
)

// LoadBackup reads a backup of one repository's metadata, as the tool
// github-metadata-backup makes them: a folder, or a .tar.xz of one, with
// issues/N.json, pulls/N.json and state.json.
//
// What the recording holds becomes the World. What it does not hold stays empty:
//   - files of pull requests (ChangedFiles is there, Files is not), commits of the
//     default branch, discussions, releases, commit comments, reactions, the
//     contents of files, which issues a pull request closes;
//   - merge commits beyond their hash, so GraphQL's mergeCommit is null;
//   - events of types that are not in eventTypes.
//
// Half of the review comments name a review that the recorded timeline does not
// list: GitHub leaves out those that are no more than a reply. Such reviews are in
// Thread.Unlisted, with the id and the comments that are known. Their comments
// are served like others (REST's lists, GraphQL's reviewThreads and node), with
// that id in REST and a null pullRequestReview in GraphQL, and their pull requests
// are among those that contributionsCollection and reviewed-by: say their author
// reviewed. With Options.Unlisted the
// reviews themselves are served too, as GitHub would: COMMENTED, without a text, at the
// time of their first comment.
//
// Two things are made up, because GitHub's schema has no null for them: the
// viewer, an account named "backup-reader" with no history; and when an account
// was created, which is set to its first appearance.
func LoadBackup(path string) (*World, error) {
	b := newBackup()
	read := readFolder
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		read = readArchive
	}
	if err := read(path, b.file); err != nil {
		return nil, fmt.Errorf("githubsim.LoadBackup %s: %w", path, err)
	}
	if b.repository == nil {
		return nil, fmt.Errorf("githubsim.LoadBackup %s: no pull request, and so no word on the repository", path)
	}
	return b.world(), nil
}

// readFolder hands every JSON file of a folder to file.
func readFolder(path string, file func(name string, text []byte) error) error {
	return filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".json" {
			return err
		}
		text, err := os.ReadFile(name) //nolint:gosec // a folder that the test names
		if err != nil {
			return err
		}
		return file(name, text)
	})
}

// readArchive hands every JSON file of a .tar.xz to file.
func readArchive(path string, file func(name string, text []byte) error) error {
	packed, err := os.Open(path)
	if err != nil {
		return err
	}
	defer packed.Close()
	unpacked, err := xz.NewReader(packed)
	if err != nil {
		return err
	}
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg || filepath.Ext(header.Name) != ".json" {
			continue
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			return err
		}
		if err := file(header.Name, text); err != nil {
			return err
		}
	}
}

// backup gathers a World from the files of a backup.
type backup struct {
	now        time.Time
	users      map[int64]*User
	seen       map[int64]time.Time // when a login was last used, by account
	former     map[int64]map[string]time.Time
	repository *Repository
	issueEvent map[string]string // GraphQL's event type by REST's
}

func newBackup() *backup {
	b := &backup{
		users: map[int64]*User{}, seen: map[int64]time.Time{}, former: map[int64]map[string]time.Time{},
		issueEvent: map[string]string{},
	}
	for graphQL, rest := range eventTypes {
		b.issueEvent[rest] = graphQL
	}
	return b
}

// file reads one file of the backup.
func (b *backup) file(name string, text []byte) error {
	if filepath.Base(name) == "state.json" {
		var state struct {
			LastBackup time.Time `json:"last_backup"`
		}
		err := json.Unmarshal(text, &state)
		b.now = state.LastBackup
		return err
	}
	var recorded recordedThread
	if err := json.Unmarshal(text, &recorded); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case recorded.Pull != nil:
		b.addPull(recorded)
	case recorded.Issue != nil:
		b.addIssue(recorded)
	}
	return nil
}

// world finishes what was gathered.
func (b *backup) world() *World {
	r := b.repository
	b.joinCommits(r)
	slices.SortFunc(r.Threads, func(x, y *Thread) int { return cmp.Compare(x.Number, y.Number) })
	viewer := &User{ID: 1, Type: "User", Login: "backup-reader", CreatedAt: b.now}
	w := &World{Now: b.now, Repositories: []*Repository{r}, Viewer: viewer, Users: []*User{viewer}}
	for id, u := range b.users {
		for login := range b.former[id] {
			if login != u.Login {
				u.Former = append(u.Former, login)
			}
		}
		slices.Sort(u.Former)
		w.Users = append(w.Users, u)
	}
	slices.SortFunc(w.Users, func(x, y *User) int { return cmp.Compare(x.ID, y.ID) })
	complete(w)
	return w
}

// user is the account of a recorded user; nil for a ghost. An account keeps the
// login that was used last.
func (b *backup) user(u *recordedUser, when time.Time) *User {
	if u == nil || u.ID == 0 || u.ID == ghostID {
		return nil
	}
	known := b.users[u.ID]
	if known == nil {
		known = &User{ID: u.ID, NodeID: u.NodeID, Type: cmp.Or(u.Type, "User"), Login: u.Login, CreatedAt: when}
		b.users[u.ID], b.former[u.ID] = known, map[string]time.Time{}
	}
	b.former[u.ID][u.Login] = when
	if !when.IsZero() && (known.CreatedAt.IsZero() || when.Before(known.CreatedAt)) {
		known.CreatedAt = when
	}
	if when.After(b.seen[u.ID]) {
		known.Login, b.seen[u.ID] = u.Login, when
	}
	return known
}

// joinCommits finds the accounts behind the signatures of commits, once all are
// known.
func (b *backup) joinCommits(r *Repository) {
	for _, t := range r.Threads {
		for _, commit := range t.CommitSHAs {
			commit.Committer.User = b.byAddress(commit.Committer.Email)
			for i := range commit.Authors {
				commit.Authors[i].User = b.byAddress(commit.Authors[i].Email)
			}
		}
	}
}

// byAddress is the account that an address of GitHub's own names, as in
// 32963518+login@users.noreply.github.com; nil for every other address.
func (b *backup) byAddress(email string) *User {
	local, ok := strings.CutSuffix(email, "@users.noreply.github.com")
	if !ok {
		return nil
	}
	var id int64
	if n, _ := fmt.Sscanf(local, "%d+", &id); n == 1 {
		return b.users[id]
	}
	return nil
}

package github

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
)

// Files tells the histories of single files of one repository. Package research
// reads citation files through it.
type Files struct {
	source *Source
	name   string // "owner/name"
	head   wireHead
	view   view
}

// NewFiles makes the histories of a repository, which is asked nothing yet.
func (s *Source) NewFiles(name string) *Files { return &Files{source: s, name: name} }

// restBlobs is GitHub's answer to a whole tree.
type restBlobs struct {
	Tree []struct {
		Path string
		Type string
		SHA  string
	}
	Truncated bool
}

// Look says where the default branch stands and which wanted files are on it: one
// point and, where there is a branch, one REST request.
func (f *Files) Look(ctx context.Context, wanted func(path string) bool) (tracker.FileTree, error) {
	r := &run{Source: f.source}
	heads, problems, err := r.heads(ctx, []string{f.name})
	if err != nil {
		return tracker.FileTree{}, err
	}
	head, ok := heads["r0"]
	if !ok || head.isNull() {
		if refusal := forbidden("the repository "+f.name, problems); refusal != nil {
			return tracker.FileTree{}, refusal
		}
		return tracker.FileTree{}, tracker.Errorf(tracker.NotFound, "github.Files "+f.name, "there is no repository %s, or the token may not see it", f.name).
			WithHint("check the spelling, and that the token may read it if it is private")
	}
	f.head, f.view = head.value, r.view()
	tree := tracker.FileTree{Repository: f.view.repository(&head.value.wireRepository), Blobs: map[string]string{}, OneByOne: true}
	if f.head.DefaultBranchRef == nil || f.head.DefaultBranchRef.Target == nil {
		return tree, nil
	}
	tree.Head = f.head.DefaultBranchRef.Target.OID
	var answer restBlobs
	if err := f.source.client.get(ctx, fmt.Sprintf("repos/%s/git/trees/%s?recursive=1", tree.Repository.FullName(), tree.Head), &answer); err != nil {
		return tree, err
	}
	for _, entry := range answer.Tree {
		if entry.Type == "blob" && wanted(entry.Path) {
			tree.Blobs[entry.Path] = entry.SHA
		}
	}
	if answer.Truncated {
		tree.Gap = "GitHub lists only a part of the default branch's files"
	}
	return tree, nil
}

// Versions asks for the history of every wanted file that differs from known. A
// file whose contents went to another path unchanged goes on there.
func (f *Files) Versions(ctx context.Context, tree tracker.FileTree, wanted func(string) bool, known map[string]string) ([]tracker.FileHistory, error) {
	var histories []tracker.FileHistory
	gone := map[string]string{} // path by blob
	for _, path := range slices.Sorted(maps.Keys(known)) {
		if blob := known[path]; blob != "" && tree.Blobs[path] == "" {
			gone[blob] = path
		}
	}
	for _, path := range slices.Sorted(maps.Keys(tree.Blobs)) {
		blob, isKnown := known[path]
		if !wanted(path) || isKnown && blob == tree.Blobs[path] {
			continue
		}
		h, err := f.history(ctx, tree, path)
		if err != nil {
			return nil, err
		}
		if former := gone[tree.Blobs[path]]; former != "" && !isKnown {
			delete(gone, tree.Blobs[path])
			before, err := f.history(ctx, tree, former)
			if err != nil {
				return nil, err
			}
			h.Versions = append(slices.DeleteFunc(before.Versions, func(v tracker.FileVersion) bool { return v.Blob == "" }), h.Versions...)
		}
		histories = append(histories, h)
	}
	for _, path := range slices.Sorted(maps.Values(gone)) {
		if !wanted(path) {
			continue
		}
		h, err := f.history(ctx, tree, path)
		if err != nil {
			return nil, err
		}
		histories = append(histories, h)
	}
	return histories, nil
}

type fileHistoryReply struct {
	reply
	Node *struct {
		Object *struct{ History connection[wireFileCommit] }
	}
}

type wireTreeEntry struct{ OID string }

type wireSignature struct {
	Email string
	User  *wireActor
}

type wireFileCommit struct {
	OID           string
	CommittedDate time.Time
	Author        *wireSignature
	Committer     *wireSignature
	File          *wireTreeEntry
	Parents       struct {
		TotalCount int
		Nodes      []struct{ File *wireTreeEntry }
	}
	AssociatedPullRequests *struct {
		Nodes []struct {
			Repository  struct{ ID string }
			MergeCommit *struct {
				OID           string
				CommittedDate time.Time
				Parents       count
			}
			Author *wireActor
		}
	}
}

// history reads all commits that changed a file.
func (f *Files) history(ctx context.Context, tree tracker.FileTree, path string) (tracker.FileHistory, error) {
	var commits []wireFileCommit
	size := fullPage
	for after := ""; ; {
		variables := map[string]any{"id": f.head.ID, "head": tree.Head, "path": path}
		if after != "" {
			variables["after"] = after
		}
		var data fileHistoryReply
		err := f.source.client.halving("FileHistory", &size, floorPage, func(size int) error {
			variables["first"] = size
			data = fileHistoryReply{}
			_, err := f.source.client.query(ctx, "FileHistory", variables, &data)
			return err
		})
		if err != nil {
			return tracker.FileHistory{}, err
		}
		if data.Node == nil || data.Node.Object == nil {
			return tracker.FileHistory{}, tracker.Errorf(tracker.Unavailable, "github.Files "+f.name, "the default branch of %s was rewritten while it was read", f.name).
				WithHint("run it again")
		}
		page := data.Node.Object.History
		for _, node := range page.Nodes {
			commits = append(commits, node.value)
		}
		if after = page.PageInfo.EndCursor; !page.PageInfo.HasNextPage {
			return f.firstParents(tree, path, commits), nil
		}
	}
}

// firstParents makes of GitHub's list, which goes into side branches too, what the
// first parents of the head tell: from the newest back, each time the commit that
// left the file as the one after it found it.
func (f *Files) firstParents(tree tracker.FileTree, path string, commits []wireFileCommit) tracker.FileHistory {
	h := tracker.FileHistory{Path: path}
	next := tree.Blobs[path]
	for _, c := range commits {
		if oidOf(c.File) != next {
			continue
		}
		v := f.version(path, c)
		if len(h.Versions) == 0 || h.Versions[len(h.Versions)-1].CommitSHA != v.CommitSHA { // else: one more commit of the same merge
			h.Versions = append(h.Versions, v)
		}
		next = ""
		if len(c.Parents.Nodes) > 0 {
			next = oidOf(c.Parents.Nodes[0].File)
		}
	}
	slices.Reverse(h.Versions)
	return h
}

func oidOf(e *wireTreeEntry) string {
	if e == nil {
		return ""
	}
	return e.OID
}

// version is what a commit made of the file. A commit of a branch that was merged
// counts as its merge, as it does on the first parents; a squashed pull request is
// its author's.
func (f *Files) version(path string, c wireFileCommit) tracker.FileVersion {
	v := tracker.FileVersion{Path: path, Blob: oidOf(c.File), CommitSHA: c.OID, CommittedAt: c.CommittedDate.UTC(), By: f.signed(c.Author)}
	if c.AssociatedPullRequests != nil {
		for _, p := range c.AssociatedPullRequests.Nodes {
			switch {
			case p.Repository.ID != f.head.ID || p.MergeCommit == nil:
			case p.MergeCommit.OID == c.OID && p.MergeCommit.Parents.TotalCount == 1 && p.Author != nil:
				v.By = f.view.account(p.Author)
			case p.MergeCommit.OID != c.OID && p.MergeCommit.Parents.TotalCount > 1:
				v.CommitSHA, v.CommittedAt = p.MergeCommit.OID, p.MergeCommit.CommittedDate.UTC()
			}
		}
	}
	if committer := f.signed(c.Committer); committer != f.signed(c.Author) && (c.Committer == nil || c.Committer.Email != "noreply@github.com") {
		v.Committer = committer
	}
	return v
}

// signed is who signed a commit: an account, or the address alone.
func (f *Files) signed(s *wireSignature) tracker.Account {
	switch {
	case s == nil:
		return tracker.Account{}
	case s.User != nil:
		user := *s.User
		user.Typename = "User"
		return f.view.account(&user)
	case s.Email == "":
		return tracker.Account{}
	}
	email := strings.ToLower(s.Email)
	return tracker.Account{Host: f.view.host, Kind: tracker.EmailKind(email), Email: email}
}

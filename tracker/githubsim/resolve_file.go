package githubsim

import "strings"

// blobsOf lists every text that files of a repository have or had, by git's hash.
// A file whose text the world does not have stands for its own path.
func blobsOf(r *Repository) map[string]string {
	blobs := map[string]string{}
	keep := func(text string) { blobs[blobHash(text)] = text }
	for _, file := range livePaths(r) {
		keep(file)
	}
	for _, text := range r.Files {
		keep(text)
	}
	for _, commit := range r.Commits {
		for _, text := range commit.Contents {
			keep(text)
		}
	}
	return blobs
}

// fileOfCommit is a file as a commit left it; null where it was not there.
func (c *call) fileOfCommit(m *Commit) any {
	file := argument[string](c, "path")
	text, ok := textAt(m, file)
	if !ok {
		return nil
	}
	return treeEntry(file[strings.LastIndex(file, "/")+1:], file, "blob", blobHash(text))
}

// textAt is the text of a file as a commit of the default branch left it.
func textAt(m *Commit, file string) (text string, ok bool) {
	fallback, known := m.Repository.Files[file]
	if !known {
		fallback = file
	}
	written := false
	for _, commit := range m.Repository.Commits {
		_, has := commit.Contents[file]
		written = written || has
	}
	for _, commit := range upTo(m) {
		if contents, has := commit.Contents[file]; has {
			text, ok = contents, true
			continue
		}
		for _, f := range commit.Files {
			if f.Path == file && !written {
				text, ok = fallback, f.Change != "DELETED"
			}
		}
	}
	return text, ok
}

package githubsim

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// gitObject resolves "HEAD:path", "branch:path", a branch or a commit's hash;
// null for what is not there, without an error, as on GitHub.
func (c *call) gitObject(r *Repository) any {
	expression := cmp.Or(argument[string](c, "expression"), argument[string](c, "oid"))
	revision, file, hasPath := strings.Cut(expression, ":")
	commit := c.revision(r, revision)
	if !hasPath && commit == nil {
		if text, ok := c.contents[r].blobs[revision]; ok {
			return c.blob(r, text)
		}
	}
	if !hasPath {
		return commit
	}
	if commit == nil && revision != "HEAD" && revision != r.DefaultBranch {
		return nil
	}
	if text, ok := r.Files[file]; ok {
		return c.blob(r, text)
	}
	entries := treeEntries(r, file)
	if len(entries) == 0 && file != "" {
		return nil
	}
	hash := treeHash(entries)
	return object{
		"__typename": "Tree", "id": opaqueID("T", hash), "oid": hash, "abbreviatedOid": hash[:7], "repository": r,
		"commitUrl": c.html + path(r) + "/tree/" + hash, "entries": entries,
	}
}

// revision finds the commit that a branch or hash names.
func (v *view) revision(r *Repository, name string) *Commit {
	if name == "HEAD" || name == r.DefaultBranch || name == "refs/heads/"+r.DefaultBranch {
		if len(r.Commits) == 0 {
			return nil
		}
		return r.Commits[len(r.Commits)-1]
	}
	return v.contents[r].commits[name]
}

func (c *call) blob(r *Repository, text string) object {
	hash := blobHash(text)
	return object{
		"__typename": "Blob", "id": opaqueID("B", hash), "oid": hash, "abbreviatedOid": hash[:7], "repository": r,
		"commitUrl": c.html + path(r) + "/blob/" + hash, "byteSize": len(text), "isTruncated": false,
		"isBinary": false, "text": text,
	}
}

// treeEntries lists a folder of the repository's files, folders as trees; the
// root for "".
func treeEntries(r *Repository, folder string) []object {
	prefix := strings.Trim(folder, "/")
	if prefix != "" {
		prefix += "/"
	}
	var entries []object
	seen := map[string]bool{}
	for _, file := range slices.Sorted(maps.Keys(r.Files)) {
		inside, ok := strings.CutPrefix(file, prefix)
		if !ok {
			continue
		}
		name, _, isFolder := strings.Cut(inside, "/")
		if seen[name] {
			continue
		}
		seen[name] = true
		if isFolder {
			entries = append(entries, treeEntry(name, prefix+name, "tree", treeHash(treeEntries(r, prefix+name))))
		} else {
			entries = append(entries, treeEntry(name, file, "blob", blobHash(r.Files[file])))
		}
	}
	return entries
}

func treeEntry(name, path, kind, hash string) object {
	return object{"name": name, "path": path, "type": kind, "oid": hash}
}

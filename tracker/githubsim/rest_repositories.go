package githubsim

import (
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// repositoryAddresses are the templates of addresses in a repository object, below its
// own address.
var repositoryAddresses = map[string]string{
	"archive_url":       "{archive_format}{/ref}",
	"assignees_url":     "assignees{/user}",
	"blobs_url":         "git/blobs{/sha}",
	"branches_url":      "branches{/branch}",
	"collaborators_url": "collaborators{/collaborator}",
	"comments_url":      "comments{/number}",
	"commits_url":       "commits{/sha}",
	"compare_url":       "compare/{base}...{head}",
	"contents_url":      "contents/{+path}",
	"contributors_url":  "contributors",
	"deployments_url":   "deployments",
	"downloads_url":     "downloads",
	"events_url":        "events",
	"forks_url":         "forks",
	"git_commits_url":   "git/commits{/sha}",
	"git_refs_url":      "git/refs{/sha}",
	"git_tags_url":      "git/tags{/sha}",
	"hooks_url":         "hooks",
	"issue_comment_url": "issues/comments{/number}",
	"issue_events_url":  "issues/events{/number}",
	"issues_url":        "issues{/number}",
	"keys_url":          "keys{/key_id}",
	"labels_url":        "labels{/name}",
	"languages_url":     "languages",
	"merges_url":        "merges",
	"milestones_url":    "milestones{/number}",
	"notifications_url": "notifications{?since,all,participating}",
	"pulls_url":         "pulls{/number}",
	"releases_url":      "releases{/id}",
	"stargazers_url":    "stargazers",
	"statuses_url":      "statuses/{sha}",
	"subscribers_url":   "subscribers",
	"subscription_url":  "subscription",
	"tags_url":          "tags",
	"teams_url":         "teams",
	"trees_url":         "git/trees{/sha}",
}

func (c *restCall) repositoryItself(r *Repository) {
	shown := c.repositoryObject(r)
	shown["network_count"], shown["subscribers_count"] = 0, 0
	c.one(shown, r.UpdatedAt)
}

// simpleRepository is a repository as it appears within other objects.
func (v *view) simpleRepository(r *Repository) any {
	return v.keep("repository", r, func() object { return v.repositoryObject(r) })
}

func (v *view) repositoryObject(r *Repository) object {
	page, name := v.url(r), r.FullName()
	shown := object{
		"id": r.ID, "node_id": r.NodeID, "name": r.Name, "full_name": name, "private": r.Private, "owner": v.simpleUser(r.Owner),
		"html_url": page, "description": optional(r.Description), "fork": r.Fork, "url": v.nodeURL(r, ""),
		"created_at": moment(r.CreatedAt), "updated_at": moment(r.UpdatedAt), "pushed_at": moment(firstSet(r.PushedAt, r.UpdatedAt)),
		"git_url": "git://example.invalid/" + name + ".git", "ssh_url": "git@example.invalid:" + name + ".git",
		"clone_url": page + ".git", "svn_url": page, "mirror_url": nil, "homepage": nil, "size": 100, "language": optional(r.Language),
		"stargazers_count": r.Stars, "watchers_count": r.Stars, "watchers": r.Stars, "forks_count": 0, "forks": 0,
		"open_issues_count": openIssues(r), "open_issues": openIssues(r),
		"has_issues": true, "has_projects": false, "has_downloads": true, "has_wiki": false, "has_pages": false,
		"has_discussions": r.Discussions, "archived": r.Archived, "disabled": false, "allow_forking": true, "is_template": false,
		"web_commit_signoff_required": false, "topics": append([]string{}, r.Topics...), "visibility": visibility(r),
		"default_branch": r.DefaultBranch, "license": v.licenseObject(r),
	}
	for name, template := range repositoryAddresses {
		shown[name] = v.nodeURL(r, "/%s", template)
	}
	return shown
}

func openIssues(r *Repository) int {
	count := 0
	for _, t := range r.Threads {
		if t.Type != "Discussion" && t.State == "OPEN" {
			count++
		}
	}
	return count
}

func (v *view) licenseObject(r *Repository) any {
	if r.License == "" {
		return nil
	}
	key := strings.ToLower(r.License)
	return object{"key": key, "name": r.License, "spdx_id": r.License, "url": v.api + "/licenses/" + key, "node_id": opaqueID("LI", key)}
}

func (c *restCall) releases(r *Repository) {
	releases := slices.Clone(r.Releases)
	slices.SortFunc(releases, func(a, b *Release) int { return b.PublishedAt.Compare(a.PublishedAt) })
	list(c, releases, func(v *Release) any { return c.releaseObject(v) })
}

func (c *restCall) releaseObject(v *Release) object {
	r := v.Repository
	self := c.nodeURL(r, "/releases/%d", v.ID)
	name := r.Name + "-" + v.Tag + ".tar.gz"
	asset := object{
		"url": c.nodeURL(r, "/releases/assets/%d", v.ID), "id": v.ID, "node_id": opaqueID("RA", v.ID), "name": name, "label": nil,
		"uploader": c.simpleUser(v.Author), "content_type": "application/gzip", "state": "uploaded", "size": 1 << 20, "digest": nil,
		"download_count": v.Downloads, "created_at": moment(v.PublishedAt), "updated_at": moment(v.PublishedAt),
		"browser_download_url": c.url(r) + "/releases/download/" + v.Tag + "/" + name,
	}
	return object{
		"url": self, "assets_url": self + "/assets", "upload_url": self + "/assets{?name,label}", "html_url": c.url(v), "id": v.ID,
		"author": c.simpleUser(v.Author), "node_id": v.NodeID, "tag_name": v.Tag, "target_commitish": r.DefaultBranch,
		"name": optional(v.Name), "draft": false, "prerelease": false, "immutable": false, "created_at": moment(v.PublishedAt),
		"published_at": moment(v.PublishedAt), "updated_at": moment(v.PublishedAt), "assets": []object{asset}, "body": nil,
		"tarball_url": c.nodeURL(r, "/tarball/%s", v.Tag), "zipball_url": c.nodeURL(r, "/zipball/%s", v.Tag),
		"reactions": c.reactions(self, v.Reactions),
	}
}

// reactions are the totals of a thing; the world does not know their kinds.
func (v *view) reactions(self string, count int) object {
	return object{
		"url": self + "/reactions", "total_count": count, "+1": count, "-1": 0, "laugh": 0, "hooray": 0,
		"confused": 0, "heart": 0, "rocket": 0, "eyes": 0,
	}
}

// fileContents answers with a file, or with the list of a folder.
func (c *restCall) fileContents(r *Repository) {
	file := strings.Trim(c.parameter("path"), "/")
	if text, ok := r.Files[file]; ok {
		shown := c.contentObject(r, treeEntry(file[strings.LastIndex(file, "/")+1:], file, "blob", blobHash(text)))
		shown["encoding"], shown["content"] = "base64", inLines(base64.StdEncoding.EncodeToString([]byte(text)))
		c.one(shown, time.Time{})
		return
	}
	entries := treeEntries(r, file)
	if len(entries) == 0 {
		c.notFound()
		return
	}
	shown := make([]object, len(entries))
	for i, entry := range entries {
		shown[i] = c.contentObject(r, entry)
	}
	c.one(shown, time.Time{})
}

func (c *restCall) contentObject(r *Repository, entry object) object {
	path, hash, kind := entry["path"].(string), entry["oid"].(string), "file"
	size := len(r.Files[path])
	self, git, page := c.nodeURL(r, "/contents/%s?ref=%s", path, r.DefaultBranch), c.nodeURL(r, "/git/blobs/%s", hash), c.url(r)+"/blob/"+r.DefaultBranch+"/"+path
	if entry["type"] == "tree" {
		kind, git, size = "dir", c.nodeURL(r, "/git/trees/%s", hash), 0
	}
	return object{
		"name": entry["name"], "path": path, "sha": hash, "size": size, "url": self, "html_url": page, "git_url": git,
		"download_url": page + "?raw=1", "type": kind, "_links": object{"self": self, "git": git, "html": page},
	}
}

// inLines breaks base64 as GitHub does, after 60 characters.
func inLines(text string) string {
	var b strings.Builder
	for len(text) > 60 {
		b.WriteString(text[:60] + "\n")
		text = text[60:]
	}
	return b.String() + text + "\n"
}

// tree answers with the whole tree of the default branch; recursive=1 goes into
// its folders.
func (c *restCall) tree(r *Repository) {
	name := c.parameter("sha")
	root := treeEntries(r, "")
	hash := treeHash(root)
	if c.revision(r, name) == nil && name != "HEAD" && name != r.DefaultBranch && name != hash {
		c.notFound()
		return
	}
	entries := root
	if c.query("recursive") != "" {
		entries = nil
		for _, file := range livePaths(r) {
			text, ok := r.Files[file]
			if !ok {
				text = file // nobody asks for it; its hash is its own
			}
			entries = append(entries, treeEntry("", file, "blob", blobHash(text)))
		}
	}
	isCut := len(entries) > c.treeLimit
	shown := make([]object, min(len(entries), c.treeLimit))
	for i := range shown {
		shown[i] = c.treeObject(r, entries[i])
	}
	c.one(object{"sha": hash, "url": c.nodeURL(r, "/git/trees/%s", hash), "tree": shown, "truncated": isCut}, time.Time{})
}

// livePaths lists the files of the default branch: those whose text the world has,
// and what its commits left there.
func livePaths(r *Repository) []string {
	live := map[string]bool{}
	for _, commit := range r.Commits {
		for _, f := range commit.Files {
			live[f.Path] = f.Change != "DELETED"
		}
	}
	for path := range r.Files {
		live[path] = true
	}
	maps.DeleteFunc(live, func(_ string, there bool) bool { return !there })
	return slices.Sorted(maps.Keys(live))
}

func (c *restCall) treeObject(r *Repository, e object) object {
	if e["type"] == "tree" {
		return object{"path": e["path"], "mode": "040000", "type": "tree", "sha": e["oid"], "url": c.nodeURL(r, "/git/trees/%s", e["oid"])}
	}
	return object{
		"path": e["path"], "mode": "100644", "type": "blob", "sha": e["oid"], "size": len(r.Files[e["path"].(string)]),
		"url": c.nodeURL(r, "/git/blobs/%s", e["oid"]),
	}
}

func (c *restCall) blob(r *Repository) {
	hash := c.parameter("sha")
	for _, text := range r.Files {
		if blobHash(text) == hash {
			c.one(object{
				"sha": hash, "node_id": opaqueID("B", hash), "size": len(text), "url": c.nodeURL(r, "/git/blobs/%s", hash),
				"content": inLines(base64.StdEncoding.EncodeToString([]byte(text))), "encoding": "base64",
			}, time.Time{})
			return
		}
	}
	c.fail(http.StatusNotFound, "Not Found", "https://docs.github.com/rest/git/blobs#get-a-blob")
}

package githubsim

import (
	"strings"
)

func repositoryFields() map[string]resolver {
	return on(map[string]func(*call, *Repository) any{
		"id":                    func(_ *call, r *Repository) any { return r.NodeID },
		"databaseId":            func(_ *call, r *Repository) any { return r.ID },
		"name":                  func(_ *call, r *Repository) any { return r.Name },
		"nameWithOwner":         func(_ *call, r *Repository) any { return r.FullName() },
		"owner":                 func(_ *call, r *Repository) any { return r.Owner },
		"url":                   func(c *call, r *Repository) any { return c.url(r) },
		"resourcePath":          func(_ *call, r *Repository) any { return path(r) },
		"description":           func(_ *call, r *Repository) any { return optional(r.Description) },
		"homepageUrl":           func(*call, *Repository) any { return nil },
		"isPrivate":             func(_ *call, r *Repository) any { return r.Private },
		"isFork":                func(_ *call, r *Repository) any { return r.Fork },
		"isArchived":            func(_ *call, r *Repository) any { return r.Archived },
		"isEmpty":               func(_ *call, r *Repository) any { return len(r.Commits) == 0 },
		"createdAt":             func(_ *call, r *Repository) any { return r.CreatedAt },
		"updatedAt":             func(_ *call, r *Repository) any { return r.UpdatedAt },
		"pushedAt":              func(_ *call, r *Repository) any { return r.PushedAt },
		"stargazerCount":        func(_ *call, r *Repository) any { return r.Stars },
		"hasDiscussionsEnabled": func(_ *call, r *Repository) any { return r.Discussions },
		"hasIssuesEnabled":      func(*call, *Repository) any { return true },
		"visibility":            func(_ *call, r *Repository) any { return strings.ToUpper(visibility(r)) },
		"primaryLanguage":       func(_ *call, r *Repository) any { return language(r) },
		"licenseInfo":           func(_ *call, r *Repository) any { return license(r) },
		"defaultBranchRef":      func(_ *call, r *Repository) any { return defaultBranch(r) },
		"object":                (*call).gitObject,
	})
}

func visibility(r *Repository) string {
	if r.Private {
		return "private"
	}
	return "public"
}

func language(r *Repository) any {
	if r.Language == "" {
		return nil
	}
	return object{"id": opaqueID("LAN", r.Language), "name": r.Language}
}

func license(r *Repository) any {
	if r.License == "" {
		return nil
	}
	return object{
		"id": opaqueID("LI", r.License), "spdxId": r.License,
		"key": strings.ToLower(r.License), "name": r.License,
	}
}

// defaultBranch is null for a repository without commits, as on GitHub.
func defaultBranch(r *Repository) any {
	if len(r.Commits) == 0 {
		return nil
	}
	return object{
		"id": opaqueID("REF", r.FullName()), "name": r.DefaultBranch, "repository": r,
		"target": r.Commits[len(r.Commits)-1],
	}
}

func repositoryLists() map[string]resolver {
	return on(map[string]func(*call, *Repository) any{
		"languages":        (*call).languages,
		"repositoryTopics": (*call).topics,
		"pullRequest":      numbered("PullRequest"),
		"issue":            numbered("Issue"),
		"discussion":       numbered("Discussion"),
		"issueOrPullRequest": func(c *call, r *Repository) any {
			if t := c.contents[r].threads[integer(c.field.args["number"], 0)]; t != nil && t.Type == "PullRequest" {
				return t
			}
			return numbered("Issue")(c, r)
		},
		"pullRequests": func(c *call, r *Repository) any {
			return c.threads("pullRequests", r, c.contents[r].pullRequests, c.pullRequestFilter())
		},
		"issues": func(c *call, r *Repository) any { return c.threads("issues", r, c.contents[r].issues, c.issueFilter()) },
		"discussions": func(c *call, r *Repository) any {
			return c.threads("discussions", r, c.contents[r].discussions, c.discussionFilter())
		},
		"commitComments": func(c *call, r *Repository) any {
			return c.comments("commitComments", r, r.Comments, ordering{field: "CREATED_AT"})
		},
		"releases":      (*call).releases,
		"latestRelease": func(_ *call, r *Repository) any { return latestRelease(r) },
	})
}

func (c *call) languages(r *Repository) any {
	var languages []any
	if r.Language != "" {
		languages = append(languages, language(r))
	}
	return c.connection(inOrder(languages), false)
}

func (c *call) topics(r *Repository) any {
	topics := make([]object, len(r.Topics))
	for i, name := range r.Topics {
		id := opaqueID("RT", r.FullName()+" "+name)
		topics[i] = object{"id": id, "topic": object{"id": opaqueID("TO", name), "name": name}}
	}
	return c.connection(inOrder(topics), false)
}

// numbered finds a thread of one type by its number.
func numbered(kind string) func(*call, *Repository) any {
	words := map[string]string{"PullRequest": "a PullRequest", "Issue": "an Issue", "Discussion": "a Discussion"}
	return func(c *call, r *Repository) any {
		number := integer(c.field.args["number"], 0)
		if t := c.contents[r].threads[number]; t != nil && t.Type == kind {
			return t
		}
		c.fail("NOT_FOUND", "Could not resolve to %s with the number of %d.", words[kind], number)
		return nil
	}
}

func (c *call) releases(r *Repository) any {
	o := c.order(ordering{field: "CREATED_AT", descending: true})
	list := entriesOf(r.Releases, func(v *Release) (int64, int64) { return v.PublishedAt.Unix(), v.ID })
	sortEntries(list, o.descending)
	return c.connection(list, o.descending)
}

func latestRelease(r *Repository) *Release {
	var latest *Release
	for _, release := range r.Releases {
		if latest == nil || release.PublishedAt.After(latest.PublishedAt) {
			latest = release
		}
	}
	return latest
}

func releaseFields() map[string]resolver {
	return on(map[string]func(*call, *Release) any{
		"id":             func(_ *call, r *Release) any { return r.NodeID },
		"databaseId":     func(_ *call, r *Release) any { return r.ID },
		"name":           func(_ *call, r *Release) any { return optional(r.Name) },
		"tagName":        func(_ *call, r *Release) any { return r.Tag },
		"description":    func(*call, *Release) any { return nil },
		"url":            func(c *call, r *Release) any { return c.url(r) },
		"createdAt":      func(_ *call, r *Release) any { return r.PublishedAt },
		"publishedAt":    func(_ *call, r *Release) any { return r.PublishedAt },
		"updatedAt":      func(_ *call, r *Release) any { return r.PublishedAt },
		"isDraft":        func(*call, *Release) any { return false },
		"isPrerelease":   func(*call, *Release) any { return false },
		"isLatest":       func(_ *call, r *Release) any { return r == latestRelease(r.Repository) },
		"author":         func(_ *call, r *Release) any { return r.Author },
		"repository":     func(_ *call, r *Release) any { return r.Repository },
		"releaseAssets":  (*call).releaseAssets,
		"reactions":      func(_ *call, r *Release) any { return &page{total: r.Reactions} },
		"reactionGroups": func(_ *call, r *Release) any { return reactionGroups(r.Reactions) },
	})
}

// releaseAssets has one file with all of a release's downloads.
func (c *call) releaseAssets(r *Release) any {
	name := r.Repository.Name + "-" + r.Tag + ".tar.gz"
	asset := object{
		"id": opaqueID("RA", r.ID), "name": name, "downloadCount": r.Downloads, "size": 1 << 20,
		"contentType": "application/gzip", "createdAt": r.PublishedAt, "updatedAt": r.PublishedAt,
		"url": c.html + path(r.Repository) + "/releases/download/" + r.Tag + "/" + name,
	}
	return c.connection(inOrder([]object{asset}), false)
}

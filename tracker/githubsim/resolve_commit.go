package githubsim

import (
	"slices"
	"strings"
	"time"
)

func commitFields() map[string]resolver {
	return on(map[string]func(*call, *Commit) any{
		"id":                      func(_ *call, m *Commit) any { return m.NodeID },
		"oid":                     func(_ *call, m *Commit) any { return m.SHA },
		"abbreviatedOid":          func(_ *call, m *Commit) any { return m.SHA[:min(7, len(m.SHA))] },
		"message":                 func(c *call, m *Commit) any { return c.text(m.Message) },
		"messageHeadline":         func(_ *call, m *Commit) any { return headline(m.Message) },
		"messageBody":             func(c *call, m *Commit) any { return c.text(rest(m.Message)) },
		"authoredDate":            func(_ *call, m *Commit) any { return authored(m) },
		"committedDate":           func(_ *call, m *Commit) any { return m.Committer.When },
		"committedViaWeb":         func(_ *call, m *Commit) any { return m.ViaWeb },
		"author":                  func(_ *call, m *Commit) any { return firstAuthor(m) },
		"authors":                 func(c *call, m *Commit) any { return c.connection(inOrder(signatures(m.Authors)), false) },
		"committer":               func(_ *call, m *Commit) any { return &m.Committer },
		"additions":               func(_ *call, m *Commit) any { return m.Additions },
		"deletions":               func(_ *call, m *Commit) any { return m.Deletions },
		"changedFilesIfAvailable": func(_ *call, m *Commit) any { return len(m.Files) },
		"associatedPullRequests":  (*call).pullRequestsOfCommit,
		"parents":                 (*call).parents,
		"history":                 (*call).history,
		"file":                    (*call).fileOfCommit,
		"comments":                (*call).commentsOfCommit,
		"repository":              func(_ *call, m *Commit) any { return m.Repository },
		"url":                     func(c *call, m *Commit) any { return c.url(m) },
		"commitUrl":               func(c *call, m *Commit) any { return c.url(m) },
	})
}

func signatureFields() map[string]resolver {
	return on(map[string]func(*call, *Signature) any{
		"name":  func(_ *call, s *Signature) any { return optional(s.Name) },
		"email": func(_ *call, s *Signature) any { return optional(s.Email) },
		"date":  func(_ *call, s *Signature) any { return s.When }, // a GitTimestamp keeps its offset
		"user":  func(_ *call, s *Signature) any { return accountUser(s.User) },
	})
}

// accountUser leaves out bots: GitActor.user is a User.
func accountUser(u *User) *User {
	if u == nil || u.Type != "User" {
		return nil
	}
	return u
}

func authored(m *Commit) time.Time {
	if len(m.Authors) == 0 {
		return time.Time{}
	}
	return m.Authors[0].When
}

func firstAuthor(m *Commit) *Signature {
	if len(m.Authors) == 0 {
		return nil
	}
	return &m.Authors[0]
}

func signatures(list []Signature) []*Signature {
	pointers := make([]*Signature, len(list))
	for i := range list {
		pointers[i] = &list[i]
	}
	return pointers
}

func (c *call) pullRequestsOfCommit(m *Commit) any {
	var threads []*Thread
	if m.PullRequest != nil {
		threads = append(threads, m.PullRequest)
	}
	return c.connection(inOrder(threads), false)
}

func (c *call) parents(m *Commit) any {
	parents := make([]*Commit, len(m.Parents))
	for i, sha := range m.Parents {
		parents[i] = c.commit(m.Repository, sha)
	}
	return c.connection(inOrder(parents), false)
}

func (c *call) commentsOfCommit(m *Commit) any {
	var comments []*Comment
	for _, comment := range m.Repository.Comments {
		if comment.CommitSHA == m.SHA {
			comments = append(comments, comment)
		}
	}
	return c.connection(entriesOf(comments, placeComment("")), false)
}

// history is the default branch up to a commit, newest first. Cursors hold a
// commit's place from the root, so that pushes between two pages move nothing.
func (c *call) history(m *Commit) any {
	filter := c.historyFilter()
	var list []entry
	for i, commit := range upTo(m) {
		if filter(commit) {
			list = append(list, entry{key: int64(i), item: commit})
		}
	}
	slices.Reverse(list)
	return c.connection(list, true)
}

// upTo is the default branch from the root to a commit; the commit alone when it
// is on another branch.
func upTo(m *Commit) []*Commit {
	commits := m.Repository.Commits
	for i := len(commits) - 1; i >= 0; i-- {
		if commits[i] == m {
			return commits[:i+1]
		}
	}
	return []*Commit{m}
}

func (c *call) historyFilter() func(*Commit) bool {
	by, _ := c.field.args["author"].(map[string]any)
	id, _ := by["id"].(string)
	emails := texts(by["emails"])
	since, until := c.instant(c.field.args["since"]), c.instant(c.field.args["until"])
	file := argument[string](c, "path")
	return func(m *Commit) bool {
		when := m.Committer.When
		return !when.Before(since) && (until.IsZero() || !when.After(until)) &&
			(by == nil || slices.ContainsFunc(m.Authors, func(s Signature) bool {
				return s.User != nil && s.User.NodeID == id || slices.Contains(emails, s.Email)
			})) && (file == "" || touches(m, file))
	}
}

// touches reports whether a commit changed a file or something in a folder.
func touches(m *Commit, file string) bool {
	if _, ok := m.Contents[file]; ok {
		return true
	}
	return slices.ContainsFunc(m.Files, func(f File) bool {
		return f.Path == file || strings.HasPrefix(f.Path, strings.TrimSuffix(file, "/")+"/")
	})
}

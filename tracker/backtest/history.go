package backtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/store"
)

// History is what the repositories of a store tell of who changed what, and of whom
// their lists of owners named.
type History struct{ repositories []*repository }

// LoadHistory reads every repository of the store that has commits. The accounts of
// the grants given, beside those of the lists, are looked for among its people.
func LoadHistory(ctx context.Context, s *store.Store, truth []Grant) (*History, error) {
	proposals, err := s.Proposals(ctx)
	if err != nil {
		return nil, err
	}
	h := &History{}
	var commits []tracker.Commit // of one repository
	var ref tracker.RepositoryRef
	finish := func() {
		if len(commits) > 0 {
			finder := newFinder(proposals)
			for _, g := range truth {
				if strings.EqualFold(g.Repository, ref.FullName()) {
					finder.list(g.Account)
				}
			}
			h.repositories = append(h.repositories, newRepository(ref.FullName(), commits, finder))
		}
	}
	err = s.Commits(ctx, func(c tracker.Commit) error {
		if c.Repository != ref {
			finish()
			ref, commits = c.Repository, nil
		}
		commits = append(commits, slimmed(c))
		return nil
	})
	finish()
	return h, err
}

// slimmed drops what no scorer looks at.
func slimmed(c tracker.Commit) tracker.Commit {
	return tracker.Commit{SHA: c.SHA, Authors: c.Authors, CommittedAt: c.CommittedAt, Files: c.Files,
		PullRequests: c.PullRequests, OwnerChanges: c.OwnerChanges}
}

// repository is the history of one repository as a clone tells it.
type repository struct {
	name    string // owner/name
	people  *people
	commits []commit // of the default branch, oldest first
	events  []ownerEvent
	counts  *counting
}

// commit is one commit. Its authors are numbers of people; bots and agents are left
// out.
type commit struct {
	at      time.Time
	authors []int
	files   []file
}

// file is one path that a commit changed.
type file struct {
	path  string
	added bool // its first version
}

// ownerEvent is a list of owners naming somebody for a directory, or no longer.
type ownerEvent struct {
	at      time.Time
	path    string
	account string // as the list spells it
	person  int    // -1: nobody in the history goes by that
	role    tracker.OwnerRole
	added   bool
}

// newRepository takes in commits, which must come in the order of time.
func newRepository(name string, commits []tracker.Commit, finder *finder) *repository {
	for _, c := range commits {
		for _, author := range c.Authors {
			finder.see(author)
		}
		for _, change := range c.OwnerChanges {
			finder.list(cmp.Or(change.Account.Login, change.Account.Email))
		}
	}
	r := &repository{name: name, people: finder.people(), counts: newCounting()}
	for _, c := range commits {
		r.add(c)
	}
	return r
}

func (r *repository) add(c tracker.Commit) {
	added := commit{at: c.CommittedAt}
	for _, author := range c.Authors {
		if person := r.people.author(author); person >= 0 && !slices.Contains(added.authors, person) {
			added.authors = append(added.authors, person)
		}
	}
	for _, f := range c.Files {
		added.files = append(added.files, file{f.Path, f.Change == "added"})
	}
	r.commits = append(r.commits, added)
	for _, change := range c.OwnerChanges {
		name := cmp.Or(change.Account.Login, change.Account.Email)
		r.events = append(r.events, ownerEvent{at: c.CommittedAt, path: change.Path, account: name,
			person: r.people.named(name), role: change.Role, added: change.Added})
	}
}

// before returns the commits that were made before a time.
func (r *repository) before(cut time.Time) []commit {
	n, _ := slices.BinarySearchFunc(r.commits, cut, func(c commit, t time.Time) int { return c.at.Compare(t) })
	return r.commits[:n]
}

// within reports whether a path lies in a directory; "" holds everything.
func within(path, directory string) bool {
	return directory == "" || strings.HasPrefix(path, directory) && len(path) > len(directory) && path[len(directory)] == '/'
}

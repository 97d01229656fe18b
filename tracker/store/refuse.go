package store

import (
	"fmt"
	"slices"
	"strings"

	"rungless/tracker"
)

// refuse takes out of a batch, in place, what would bring somebody back who was erased:
// their accounts become the one without a name that stands for each, what they wrote goes,
// and what others wrote keeps the hash alone where it names them. A batch costs nothing
// where nobody was erased.
func (a *applier) refuse() error {
	r, err := a.loadRefusals()
	if err != nil || r.isEmpty() {
		return err
	}
	b := a.batch
	r.dropRepositories(b)
	for i := range b.Threads {
		r.thread(&b.Threads[i])
	}
	for i := range b.Reviews {
		r.item(&b.Reviews[i].Payload, b.Reviews[i].Author)
	}
	for i := range b.Comments {
		r.item(&b.Comments[i].Payload, b.Comments[i].Author)
	}
	for i := range b.Commits {
		r.commit(&b.Commits[i])
	}
	for i := range b.Releases {
		if _, refused := r.of(b.Releases[i].Author); refused {
			b.Releases[i].Name = ""
		}
	}
	for i := range b.Research {
		r.research(&b.Research[i])
	}
	r.dropSightings(b)
	b.EachAccount(func(account *tracker.Account) {
		if row, refused := r.of(*account); refused {
			*account = row.standIn(account.Host)
		}
	})
	return r.save(a.tx)
}

// dropRepositories takes out all that is in repositories under a refused login: their
// address is the login.
func (r *refusals) dropRepositories(b *tracker.Batch) {
	theirs := func(ref tracker.RepositoryRef) bool {
		_, refused := r.find(refusedLogin, "", ref.Owner)
		return refused
	}
	inTheirs := func(ref tracker.ThreadRef) bool { return theirs(ref.Repository) }
	b.Repositories = slices.DeleteFunc(b.Repositories, func(x tracker.Repository) bool { return theirs(x.RepositoryRef) })
	b.Threads = slices.DeleteFunc(b.Threads, func(x tracker.Thread) bool { return inTheirs(x.ThreadRef) })
	for i := range b.Threads {
		if closes := b.Threads[i].Closes; closes != nil {
			b.Threads[i].Closes = slices.DeleteFunc(closes, inTheirs)
		}
	}
	b.Reviews = slices.DeleteFunc(b.Reviews, func(x tracker.Review) bool { return inTheirs(x.Thread) })
	b.Comments = slices.DeleteFunc(b.Comments, func(x tracker.Comment) bool { return inTheirs(x.Thread) })
	b.Commits = slices.DeleteFunc(b.Commits, func(x tracker.Commit) bool { return theirs(x.Repository) })
	b.Releases = slices.DeleteFunc(b.Releases, func(x tracker.Release) bool { return theirs(x.Repository) })
	b.Trees = slices.DeleteFunc(b.Trees, func(x tracker.Tree) bool { return theirs(x.Repository) })
	b.Research = slices.DeleteFunc(b.Research, func(x tracker.ResearchFile) bool { return theirs(x.Repository) })
	b.Names = slices.DeleteFunc(b.Names, func(x tracker.NameProposal) bool { return theirs(x.Repository) })
	b.Tombstones = slices.DeleteFunc(b.Tombstones, func(x tracker.Tombstone) bool { return inTheirs(x.Thread) })
	b.Verified = slices.DeleteFunc(b.Verified, func(x tracker.Item) bool { return inTheirs(x.Thread) })
}

func (r *refusals) thread(t *tracker.Thread) {
	if _, refused := r.of(t.Author); refused {
		t.Title, t.Payload = erasedName, tracker.Payload{}
	}
	t.Title, _ = blot(t.Title, r.names)
	t.Milestone, _ = blot(t.Milestone, r.names)
	r.payload(&t.Payload)
}

// item drops what a refused author wrote in a review or comment.
func (r *refusals) item(p *tracker.Payload, author tracker.Account) {
	if _, refused := r.of(author); refused {
		*p = tracker.Payload{}
		return
	}
	r.payload(p)
}

// payload keeps the hash alone of what names somebody who is refused.
func (r *refusals) payload(p *tracker.Payload) {
	if p.JSON == nil || p.HashOnly {
		return
	}
	if _, named := blot(string(p.JSON), r.names); named {
		p.HashOnly = true
	}
}

// commit takes refused authors out of a commit, its message where the first of them is
// one, and the trailers that name them.
func (r *refusals) commit(c *tracker.Commit) {
	for i := range c.Authors {
		author := &c.Authors[i]
		row, refused := r.ofAuthor(*author)
		if !refused {
			continue
		}
		author.Account = row.standIn(c.Repository.Host)
		if tracker.EmailKind(strings.ToLower(author.Email)) == tracker.EmailAccount {
			author.Name, author.Email = "", ""
		}
		if i == 0 {
			c.Headline, c.Payload = erasedName, tracker.Payload{}
		}
	}
	c.Headline, _ = blot(c.Headline, r.names)
	for i := range c.Trailers {
		if _, named := blot(c.Trailers[i].Value, r.names); named {
			c.Trailers[i].Value = erasedName
		}
	}
	r.payload(&c.Payload)
}

// research takes the lines of refused people out of a citation file's lists.
func (r *refusals) research(f *tracker.ResearchFile) {
	keys := map[[2]string]string{}
	for i := range f.Mentions {
		for j := range f.Mentions[i].Credits {
			credit := &f.Mentions[i].Credits[j]
			if !r.isCredited(f.Repository, credit) {
				continue
			}
			key := fmt.Sprintf("erased %d", j)
			keys[[2]string{f.Mentions[i].Slot, credit.Key}] = key
			*credit = tracker.Credit{Key: key, Role: credit.Role, Position: credit.Position, Name: erasedName, NameKey: erasedName,
				Line: credit.Line, IsPast: credit.IsPast}
			f.Text = ""
		}
	}
	for i := range f.Events {
		if key, ok := keys[[2]string{f.Events[i].Slot, f.Events[i].Key}]; ok {
			f.Events[i].Key = key
		}
	}
	for i := range f.Warnings {
		f.Warnings[i].Sentence, _ = blot(f.Warnings[i].Sentence, r.names)
	}
}

// isCredited reports whether a line is of somebody who is refused.
func (r *refusals) isCredited(repository tracker.RepositoryRef, c *tracker.Credit) bool {
	if _, refused := r.of(c.Account); refused {
		return true
	}
	if _, refused := r.find(refusedORCID, "", c.ORCID); refused {
		return true
	}
	_, refused := r.find(refusedCredit, "", creditName(repository.FullName(), c.NameKey))
	return refused
}

// creditName is a name in the citation files of a repository.
func creditName(repository, nameKey string) string {
	if nameKey == "" {
		return ""
	}
	return repository + "\x00" + nameKey
}

// dropSightings takes out what says no more than who somebody is, and how far their own
// sync has come.
func (r *refusals) dropSightings(b *tracker.Batch) {
	is := func(a tracker.Account) bool { _, refused := r.of(a); return refused }
	b.EmailLinks = slices.DeleteFunc(b.EmailLinks, func(l tracker.EmailLink) bool {
		_, refused := r.ofAuthor(tracker.CommitAuthor{Email: l.Email, Account: l.Account})
		return refused
	})
	b.Accounts = slices.DeleteFunc(b.Accounts, is)
	b.Followed = slices.DeleteFunc(b.Followed, is)
	b.Proposals = slices.DeleteFunc(b.Proposals, func(p tracker.JoinProposal) bool { return is(p.From) || is(p.To) })
	b.Names = slices.DeleteFunc(b.Names, func(n tracker.NameProposal) bool { return is(n.Account) })
	b.Coverage = slices.DeleteFunc(b.Coverage, func(c tracker.Coverage) bool { return r.isScope(c.Scope, c.Label) })
	b.Cursors = slices.DeleteFunc(b.Cursors, func(c tracker.Cursor) bool { return r.isScope(c.Scope, "") })
}

// isScope reports whether a scope, or what it is called, is a refused person's or a
// repository's of theirs.
func (r *refusals) isScope(scope, label string) bool {
	_, after, _ := strings.Cut(scope, ":")
	for _, text := range []string{after, label} {
		owner, _, _ := strings.Cut(text, "/")
		if r.names(owner) {
			return true
		}
	}
	return false
}

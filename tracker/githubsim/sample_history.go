package githubsim

import (
	"slices"
	"strings"
	"time"
)

// gitHub is the committer of what is merged in the browser.
const (
	gitHubName  = "GitHub"
	gitHubEmail = "noreply@github.com"
)

// history is a default branch in the making.
type history struct {
	*sampler
	place *place
	heads []head // oldest first
}

// head is what the branch pointed to from at on.
type head struct {
	at  time.Time
	sha string
}

// writeHistory makes the default branch: the first commits, a few direct
// pushes, and the merged pull requests in the order of their merges.
func (s *sampler) writeHistory(p *place) {
	h := &history{sampler: s, place: p}
	h.begin()
	slices.SortStableFunc(p.landings, func(a, b landing) int { return a.at.Compare(b.at) })
	for _, l := range p.landings {
		if s.chance(0.02) {
			h.push(l.at.Add(-time.Minute))
		}
		if p.merges {
			h.mergeCommit(l)
		} else {
			h.squash(l)
		}
	}
	for _, t := range p.Threads {
		if t.Type == "PullRequest" {
			h.root(t)
		}
	}
	s.annotate(p)
}

// base is what the default branch pointed to at t.
func (h *history) base(t time.Time) string {
	sha := h.heads[0].sha
	for i := len(h.heads) - 1; i >= 0; i-- {
		if !h.heads[i].at.After(t) {
			return h.heads[i].sha
		}
	}
	return sha
}

// add puts a commit on the default branch.
func (h *history) add(c *Commit, parents ...string) {
	if c.SHA == "" {
		c.SHA = h.sha()
		c.NodeID = commitNodeID(h.place.Repository, c.SHA)
	}
	if len(h.heads) > 0 && len(parents) == 0 {
		parents = []string{h.tip()}
	}
	c.Parents = parents
	h.place.Commits = append(h.place.Commits, c)
	h.heads = append(h.heads, head{c.Committer.When, c.SHA})
}

func (h *history) tip() string { return h.heads[len(h.heads)-1].sha }

// begin makes the first commits: the tree, then its documents.
func (h *history) begin() {
	founder := h.someone(maintaining, h.place.domain, h.place.opened)
	if founder == nil || founder.user == nil {
		founder = h.people[14]
	}
	var source, rest []File
	for _, g := range h.place.paths {
		if !g.since.Equal(h.place.opened) {
			continue
		}
		f := File{Path: g.path, Additions: 20 + h.lines(60), Change: "ADDED"}
		if strings.HasSuffix(g.path, ".md") {
			rest = append(rest, f)
		} else {
			source = append(source, f)
		}
	}
	for i, files := range [][]File{source, rest} {
		at := h.place.opened.Add(time.Duration(i*9) * time.Minute)
		by := h.signature(founder, at)
		c := &Commit{Message: []string{"Initial import", "Add the documents"}[i], Authors: []Signature{by}, Committer: by, Files: files}
		sumFiles(c)
		h.add(c)
	}
}

// push is a small direct push.
func (h *history) push(at time.Time) {
	who := h.someone(maintaining, h.place.domain, at)
	if who == nil || !at.After(h.heads[len(h.heads)-1].at) {
		return
	}
	by := h.signature(who, at)
	c := &Commit{Message: capital(h.fill(commitSubjects, h.place.domain, "")), Authors: []Signature{by}, Committer: by,
		Files: []File{{"README.md", h.between(1, 9), h.between(0, 6), "MODIFIED"}}}
	sumFiles(c)
	h.add(c)
}

// squash lands a pull request as one commit. Its authors are the pull request's
// author and everybody in the branch's commits.
func (h *history) squash(r landing) {
	t := r.thread
	by := h.signature(r.author, r.at)
	authors := []Signature{by}
	message := t.Title + " (#" + itoa(t.Number) + ")"
	trailers := []string{}
	for _, b := range t.CommitSHAs {
		if len(t.CommitSHAs) > 1 {
			subject, _, _ := strings.Cut(b.Message, "\n")
			message += map[bool]string{true: "\n\n"}[b == t.CommitSHAs[0]] + "* " + subject + "\n\n"
		}
		for _, a := range b.Authors {
			if !slices.ContainsFunc(authors, func(has Signature) bool { return has.Email == a.Email || has.User != nil && has.User == a.User }) {
				authors = append(authors, Signature{a.Name, a.Email, by.When, a.User})
				trailers = append(trailers, "Co-authored-by: "+a.Name+" <"+a.Email+">")
			}
		}
	}
	message = strings.TrimRight(message, "\n")
	if len(trailers) > 0 {
		message += "\n\n" + strings.Join(trailers, "\n")
	}
	h.land(r, &Commit{Message: message, Authors: authors, Committer: Signature{gitHubName, gitHubEmail, by.When, nil}})
}

// mergeCommit lands a pull request with its commits and a commit that joins
// them. It is the merger's.
func (h *history) mergeCommit(r landing) {
	t, tip := r.thread, h.tip()
	h.root(t)
	h.place.Commits = append(h.place.Commits, t.CommitSHAs...)
	by := h.signature(r.merger, r.at)
	origin := organizationLogin
	if t.CrossRepo && t.Author != nil {
		origin = t.Author.Login
	}
	c := &Commit{Message: "Merge pull request #" + itoa(t.Number) + " from " + origin + "/" + t.HeadRef + "\n\n" + t.Title,
		Authors: []Signature{by}, Committer: Signature{gitHubName, gitHubEmail, by.When, nil}}
	h.land(r, c, tip, t.HeadSHA)
}

func (h *history) land(r landing, c *Commit, parents ...string) {
	c.ViaWeb, c.PullRequest = true, r.thread
	c.Files = slices.Clone(r.thread.Files)
	sumFiles(c)
	h.add(c, parents...)
	r.thread.MergeCommitSHA = c.SHA
}

// root puts a branch where it was started from.
func (h *history) root(t *Thread) {
	if t.BaseSHA != "" {
		return
	}
	t.BaseSHA = h.base(t.CommitSHAs[0].Committer.When)
	parent := t.BaseSHA
	for _, c := range t.CommitSHAs {
		c.Parents = []string{parent}
		parent = c.SHA
	}
}

// annotate adds the few comments that people leave on commits.
func (s *sampler) annotate(p *place) {
	s.until = p.closed
	for _, c := range p.Commits[2:] {
		if !s.chance(0.03) {
			continue
		}
		who := s.someone(commenting, p.domain, c.Committer.When)
		if who == nil {
			continue
		}
		at, ok := s.after(who, c.Committer.When, 20)
		if !ok || !who.works(p.domain, at) {
			continue
		}
		note := &Comment{Type: "CommitComment", ID: s.id(commitComment, at), Author: who.user, CommitSHA: c.SHA,
			Body: s.sentences(remarks, 1, p.domain, ""), CreatedAt: at, UpdatedAt: at}
		note.NodeID = nodeID(commitComment, p.Repository, note.ID)
		if s.chance(0.4) && len(c.Files) > 0 {
			note.Path, note.Line = c.Files[0].Path, s.between(1, 90)
		}
		p.Comments = append(p.Comments, note)
	}
}

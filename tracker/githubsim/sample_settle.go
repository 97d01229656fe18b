package githubsim

import (
	"cmp"
	"slices"
	"time"
)

// settle works out what follows from everything that happened: orders,
// associations and times of the last change.
func (s *sampler) settle() {
	for _, p := range s.places {
		committed := map[*User]bool{}
		for _, c := range p.Commits {
			for _, a := range c.Authors {
				committed[a.User] = true
			}
		}
		p.UpdatedAt, p.PushedAt = p.CreatedAt, p.CreatedAt
		for _, t := range p.Threads {
			sortByTime(t)
			s.relate(p, t, committed)
			t.UpdatedAt = lastTouch(t)
			p.UpdatedAt = later(p.UpdatedAt, t.UpdatedAt)
			for _, c := range t.CommitSHAs {
				p.PushedAt = later(p.PushedAt, c.Committer.When.UTC())
			}
		}
		for _, c := range p.Commits {
			p.PushedAt = later(p.PushedAt, c.Committer.When.UTC())
		}
		for _, c := range p.Comments {
			c.Association = s.association(p, c.Author, committed)
		}
		slices.SortFunc(p.Comments, byTime)
		p.UpdatedAt = later(p.UpdatedAt, p.PushedAt)
	}
}

func byTime(a, b *Comment) int {
	return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
}

// sortByTime sorts what a thread holds by time.
func sortByTime(t *Thread) {
	slices.SortFunc(t.Comments, byTime)
	for _, c := range t.Comments {
		slices.SortFunc(c.Replies, byTime)
	}
	slices.SortStableFunc(t.Events, func(a, b *Event) int { return a.CreatedAt.Compare(b.CreatedAt) })
	slices.SortStableFunc(t.Reviews, func(a, b *Review) int { return a.at().Compare(b.at()) })
}

// at is when a review was submitted, or begun while it is pending.
func (r *Review) at() time.Time {
	if r.State == "PENDING" {
		return r.CreatedAt
	}
	return r.SubmittedAt
}

// relate gives everything in a thread the association of who wrote it.
func (s *sampler) relate(p *place, t *Thread, committed map[*User]bool) {
	t.Association = s.association(p, t.Author, committed)
	if t.Association == "NONE" && t.Type == "PullRequest" && t.State == "OPEN" && t.Author != nil && t.Author.Type == "User" {
		t.Association = "FIRST_TIME_CONTRIBUTOR"
	}
	for _, c := range t.Comments {
		c.Association = s.association(p, c.Author, committed)
		for _, reply := range c.Replies {
			reply.Association = s.association(p, reply.Author, committed)
		}
	}
	for _, r := range t.Reviews {
		r.Association = s.association(p, r.Author, committed)
		for _, c := range r.Comments {
			c.Association = s.association(p, c.Author, committed)
		}
	}
}

// association is what GitHub says today of an author and a repository. It looks
// at the state of things now, not at when the thread was opened: an outsider
// whose first change was merged is a CONTRIBUTOR everywhere, and only open pull
// requests have FIRST_TIME_CONTRIBUTORs.
func (s *sampler) association(p *place, u *User, committed map[*User]bool) string {
	switch {
	case u == nil:
		return "NONE"
	case u == p.Owner:
		return "OWNER"
	case s.isMember(u):
		return "MEMBER"
	case committed[u]:
		return "CONTRIBUTOR"
	}
	return "NONE"
}

// isMember reports whether the account is of the organisation today.
func (s *sampler) isMember(u *User) bool {
	p := s.byLogin[u.Login]
	return p != nil && !p.outside && p.left.IsZero()
}

// leavePending leaves one review by the viewer half written. GitHub shows such a
// one to its author alone; it is nobody's contribution.
func (s *sampler) leavePending() {
	p := s.placeNamed("handbook")
	for _, t := range slices.Backward(p.Threads) {
		if t.Type != "PullRequest" || t.State != "OPEN" || t.Author == s.world.Viewer {
			continue
		}
		at := s.moment(t.CreatedAt, s.world.Now)
		r := &Review{Thread: t, ID: s.id(reviewPrefix, at), Author: s.world.Viewer, State: "PENDING",
			Body: "Not finished: PENDING-MUST-NOT-SHOW", CommitSHA: t.HeadSHA, CreatedAt: at, UpdatedAt: at}
		r.NodeID = nodeID(reviewPrefix, p.Repository, r.ID)
		note := &Comment{Thread: t, Review: r, Type: "PullRequestReviewComment", ID: s.id(reviewNotePrefix, at), Author: r.Author,
			Body: "PENDING-MUST-NOT-SHOW on a line", CreatedAt: at, UpdatedAt: at, CommitSHA: t.HeadSHA, Path: t.Files[0].Path, Line: 7}
		note.NodeID, note.DiffHunk = nodeID(reviewNotePrefix, p.Repository, note.ID), s.diffHunk(note.Path, note.Line)
		r.Comments = []*Comment{note}
		t.Reviews = append(t.Reviews, r)
		return
	}
}

// lastTouch is the newest time of anything in a thread that others can see.
func lastTouch(t *Thread) time.Time {
	last := later(t.CreatedAt, later(t.ClosedAt, t.AnsweredAt))
	for _, c := range t.Comments {
		last = later(last, later(c.UpdatedAt, c.DeletedAt))
		for _, reply := range c.Replies {
			last = later(last, reply.UpdatedAt)
		}
	}
	for _, e := range t.Events {
		last = later(last, e.CreatedAt)
	}
	for _, r := range t.Reviews {
		if r.State == "PENDING" {
			continue
		}
		last = later(last, r.UpdatedAt)
		for _, c := range r.Comments {
			last = later(last, c.UpdatedAt)
		}
	}
	return last
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

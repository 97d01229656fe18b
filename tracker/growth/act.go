package growth

import (
	"cmp"
	"slices"
	"time"

	"rungless/tracker"
)

// ActKind is what the person did in a thread, as a measure weighs it.
type ActKind string

// The kinds of act.
const (
	Authored   ActKind = "authored"    // opened a pull request
	Reviewed   ActKind = "reviewed"    // reviewed somebody else's
	Answered   ActKind = "answered"    // wrote a discussion's accepted answer
	Cited      ActKind = "cited"       // wrote a comment that somebody's merged change names
	Led        ActKind = "led"         // opened an issue that somebody's merged change closes
	CoAuthored ActKind = "co_authored" // has a part in the commits of somebody else's pull request
	Committed  ActKind = "committed"   // wrote a commit outside any pull request; weighs nothing
)

// kinds is how many kinds there are.
const kinds = 7

// actKinds is their order.
func actKinds() [kinds]ActKind {
	return [kinds]ActKind{Authored, Reviewed, Answered, Cited, Led, CoAuthored, Committed}
}

// place is where the kind stands in actKinds.
func (k ActKind) place() int {
	for i, kind := range actKinds() {
		if kind == k {
			return i
		}
	}
	return kinds - 1
}

// act is one act of the person in one thread.
type act struct {
	kind        ActKind
	thread      *thread // for Led and Cited the change that came of it
	source      *thread // what the person wrote: the issue, the discussion, the pull request
	url         string
	at          time.Time // when it was validated, else when it was done; UTC
	validations []Validation
	validators  []key // those that figures rest on, each once
	asked       bool  // it closes an issue that somebody else opened
	note        string
}

// counts reports whether any figure rests on the act.
func (a *act) counts() bool { return len(a.validators) > 0 }

// findActs returns the person's acts, oldest first.
func (f *facts) findActs() []*act {
	var acts []*act
	for _, t := range f.threads {
		for _, a := range []*act{f.actOnChange(t), f.actOnCommit(t), f.actOnIssue(t), f.actOnDiscussion(t)} {
			if a != nil {
				acts = append(acts, f.settled(a))
			}
		}
	}
	acts = append(acts, f.actsCited()...)
	slices.SortFunc(acts, compareActs)
	return acts
}

// compareActs orders acts by time, and those of one moment by where they are.
func compareActs(a, b *act) int {
	if c := a.at.Compare(b.at); c != 0 {
		return c
	}
	return cmp.Or(compareThreads(a.thread, b.thread), cmp.Compare(a.url, b.url))
}

// settled fills what follows from an act's validations.
func (f *facts) settled(a *act) *act {
	for _, v := range a.validations {
		if k := f.of(v.By.Account); !v.Wordless && !slices.Contains(a.validators, k) {
			a.validators = append(a.validators, k)
		}
	}
	switch {
	case len(a.validators) > 0:
		a.note = ""
	case len(a.validations) > 0:
		a.note = "approved without a word, and merged by nobody else"
	case a.note == "":
		a.note = "not validated by another human"
	}
	return a
}

// actOnChange is the person's act in a pull request: the strongest one, so that a
// co-author who also reviewed counts once.
func (f *facts) actOnChange(t *thread) *act {
	pull := t.Thread.PullRequest
	if pull == nil {
		return nil
	}
	a := &act{thread: t, source: t, url: tracker.ThreadURL(t.Thread.ThreadRef), at: t.Thread.CreatedAt.UTC()}
	if t.merged {
		a.at = pull.MergedAt.UTC()
	}
	switch {
	case f.isSelf(t.Thread.Author):
		a.kind, a.validations, a.asked = Authored, f.validationsOfChange(t), f.wasAsked(t)
	case f.reviewedBySelf(t):
		a.kind, a.validations = Reviewed, f.validationsOfReview(t)
		if len(a.validations) == 0 {
			return f.reviewedAndWrote(a)
		}
	default:
		return f.coAuthorship(a)
	}
	return a
}

// reviewedAndWrote prefers a part in the commits to a review that nobody heeded.
func (f *facts) reviewedAndWrote(review *act) *act {
	commits := *review
	if wrote := f.coAuthorship(&commits); wrote != nil && len(wrote.validations) > 0 {
		return wrote
	}
	return review
}

// wasAsked reports whether a change closes an issue that another human opened.
func (f *facts) wasAsked(t *thread) bool {
	return slices.ContainsFunc(t.Thread.Closes, func(ref tracker.ThreadRef) bool {
		issue := f.byKey[f.threadKey(ref, nil)]
		return issue != nil && f.isOther(issue.Thread.Author)
	})
}

func (f *facts) reviewedBySelf(t *thread) bool {
	return slices.ContainsFunc(t.Reviews, func(r tracker.Review) bool {
		return f.isSelf(r.Author) && !r.SubmittedAt.After(f.in.Now)
	})
}

// validationsOfReview says that the change's author heeded the person's review.
func (f *facts) validationsOfReview(t *thread) []Validation {
	for _, k := range f.self {
		if f.heeded(t, k) && f.isOther(t.Thread.Author) {
			return []Validation{{By: Actor{t.Thread.Author}, How: ByChanging, At: t.Thread.PullRequest.MergedAt.UTC()}}
		}
	}
	return nil
}

// coAuthorship fills the act of somebody who wrote commits of another's pull
// request. A trailer alone does not count, so that names cannot be sprinkled: the
// person must have written one of the commits, or a comment that the thread's author
// answered.
func (f *facts) coAuthorship(a *act) *act {
	wrote, named := false, false
	unopened := a.at.IsZero() // nobody tells when it was opened, nor by whom: a clone only numbers it
	for i := range a.thread.Commits {
		c := &a.thread.Commits[i]
		for _, author := range c.Authors {
			if !f.isSelf(f.author(author)) {
				continue
			}
			wrote = wrote || author.Role != tracker.CoAuthor
			named = true
			if at := c.CommittedAt.UTC(); unopened && at.After(a.at) && !at.After(f.in.Now) {
				a.at = at
			}
		}
	}
	if !named {
		return nil
	}
	a.kind = CoAuthored
	if unopened {
		a.note = "known from a clone only, which does not say who opened, reviewed and merged it"
		return a
	}
	if !wrote && !slices.ContainsFunc(f.self, func(k key) bool { return f.answered(a.thread, k) }) {
		a.note = "named in a trailer, without a commit or a comment that the thread's author answered"
		return a
	}
	a.validations = f.validationsOfChange(a.thread)
	return a
}

// actOnCommit is a commit of the person's that belongs to no pull request. It is
// shown; that somebody else looked at it, nobody knows.
func (f *facts) actOnCommit(t *thread) *act {
	if t.Thread.Kind != tracker.CommitKind || len(t.Commits) == 0 {
		return nil
	}
	c := &t.Commits[0]
	if !slices.ContainsFunc(c.Authors, func(a tracker.CommitAuthor) bool { return f.isSelf(f.author(a)) }) {
		return nil
	}
	return &act{kind: Committed, thread: t, source: t, url: tracker.CommitURL(t.Thread.Repository, c.SHA), at: c.CommittedAt.UTC(),
		note: "outside any pull request, so nobody else is known to have validated it"}
}

// actOnIssue is an issue of the person's. Where several changes of others close
// it, the newest stands for them.
func (f *facts) actOnIssue(t *thread) *act {
	if t.Thread.Kind != tracker.IssueKind || !f.isSelf(t.Thread.Author) {
		return nil
	}
	a := &act{kind: Led, thread: t, source: t, url: tracker.ThreadURL(t.Thread.ThreadRef), at: t.Thread.CreatedAt.UTC()}
	for _, change := range f.closers[t.key] {
		pull := change.Thread.PullRequest
		if !f.isOther(change.Thread.Author) || a.thread != t && !pull.MergedAt.After(a.at) {
			continue
		}
		a.thread, a.at = change, pull.MergedAt.UTC()
		a.validations = []Validation{{By: Actor{change.Thread.Author}, How: ByClosing, At: a.at}}
	}
	return a
}

// actOnDiscussion is an accepted answer of the person's to somebody else. Where
// GitHub does not say who chose it, it was who asked.
func (f *facts) actOnDiscussion(t *thread) *act {
	if t.Thread.Discussion == nil {
		return nil
	}
	for i := range t.Comments {
		c := &t.Comments[i]
		if !f.isSelf(c.Author) || !c.IsAnswer || c.CreatedAt.After(f.in.Now) {
			continue
		}
		a := &act{kind: Answered, thread: t, source: t, url: tracker.ItemURL(t.Thread.ThreadRef, c.Kind, c.DatabaseID), at: c.CreatedAt.UTC()}
		chooser := t.Thread.Discussion.AnswerBy
		if chooser.IsZero() {
			chooser = t.Thread.Author
		}
		if f.isOther(chooser) && f.isOther(t.Thread.Author) {
			a.validations = []Validation{{By: Actor{chooser}, How: ByAccepting, At: a.at}}
		}
		return a
	}
	return nil
}

// actsCited are the person's comments that somebody else's merged change names, each
// once for each change, however often it names it.
func (f *facts) actsCited() []*act {
	var acts []*act
	type naming struct {
		change threadKey
		url    string
	}
	seen := map[naming]bool{}
	for _, c := range f.in.Citations {
		a := f.actCited(c)
		if a == nil || seen[naming{a.thread.key, a.url}] {
			continue
		}
		seen[naming{a.thread.key, a.url}] = true
		acts = append(acts, f.settled(a))
	}
	return acts
}

// actCited is a comment or review of the person's that somebody else's merged change
// names. Who names it must be another human too, by the time of the merge.
func (f *facts) actCited(c Citation) *act {
	source, change := f.byKey[f.threadKey(c.Thread, nil)], f.byKey[f.threadKey(c.By, nil)]
	if source == nil || change == nil || !change.merged || !f.isOther(change.Thread.Author) || !f.saidBySelf(source, c) {
		return nil
	}
	merged := change.Thread.PullRequest.MergedAt.UTC()
	if c.At.After(merged) || !c.Author.IsZero() && !f.isOther(c.Author) {
		return nil
	}
	return &act{kind: Cited, thread: change, source: source, url: tracker.ItemURL(source.Thread.ThreadRef, c.Kind, c.ID), at: merged,
		validations: []Validation{{By: Actor{change.Thread.Author}, How: ByCiting, At: merged}}}
}

// saidBySelf reports whether what a citation names is the person's.
func (f *facts) saidBySelf(source *thread, c Citation) bool {
	if c.Kind == tracker.ReviewKind {
		return slices.ContainsFunc(source.Reviews, func(r tracker.Review) bool { return r.DatabaseID == c.ID && f.isSelf(r.Author) })
	}
	return slices.ContainsFunc(source.Comments, func(said tracker.Comment) bool {
		return said.Kind == c.Kind && said.DatabaseID == c.ID && f.isSelf(said.Author)
	})
}

package build

import (
	"strings"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/pack"
	"rungless/tracker/store"
)

// evidence is what a pack tells of the source at an address; false where nothing is
// stored of it.
func (g *gathered) evidence(address string) (Evidence, bool) {
	link, ok := g.links[address]
	if !ok {
		return Evidence{}, false
	}
	e := Evidence{Source: pack.Source{Kind: link.Kind, Permalink: link.URL}, Subject: g.who.Login, Part: tracker.Author}
	if stored := g.stored[link.URL]; stored != nil {
		if !stored.IsFound {
			return e, false
		}
		g.fromRecord(&e, link, stored)
		return e, true
	}
	if credit, ok := g.credits[address]; ok {
		g.fromCredit(&e, credit)
		return e, true
	}
	if result, ok := g.results[address]; ok {
		e.Permalink = address
		g.fromOutcome(&e, link, result)
		return e, true
	}
	return e, false
}

// fromRecord fills what the store holds of a thread, an item of it, or a commit.
func (g *gathered) fromRecord(e *Evidence, link pack.Link, stored *store.Source) {
	r, thread := &stored.Record, &stored.Record.Thread
	e.Repository, e.RepositoryNodeID, e.Number = thread.Repository.FullName(), thread.Repository.NodeID, thread.Number
	e.Title, e.Author, e.ThreadAuthor = thread.Title, nameOf(thread.Author), nameOf(thread.Author)
	e.IsPrivate, e.PayloadHash, e.CapturedOn = r.IsPrivate, stored.PayloadSHA256, pack.DayOf(stored.CapturedAt)
	e.UpdatedOn, e.Day, e.NodeID = pack.DayOf(thread.UpdatedAt), pack.DayOf(thread.CreatedAt), thread.NodeID
	e.Text = stored.Text
	if stored.IsTextKept {
		e.ContentHash = pack.ContentHash(titleOf(link, thread), e.Text)
	}
	for _, revert := range stored.Reverts {
		e.RevertedBy = tracker.ThreadURL(revert)
	}
	switch {
	case link.DatabaseID != 0:
		g.fromItem(e, link, r)
	case link.SHA != "":
		g.fromCommit(e, link, r)
	default:
		e.Kind, e.State = thread.Kind, thread.State
		e.Permalink = tracker.ThreadURL(thread.ThreadRef)
		e.ID = idOf(thread.NodeID, thread.Kind, int64(thread.Number))
		switch e.Role = g.roleIn(r); e.Role {
		case "author":
		case "co-author":
			e.Part = tracker.CoAuthor
		default:
			e.Part = ""
		}
	}
	if thread.PullRequest != nil {
		e.ChangedLines = thread.PullRequest.Additions + thread.PullRequest.Deletions
	}
	if pull := thread.PullRequest; pull != nil && !pull.MergedAt.IsZero() {
		e.IsMerged = true
		e.MergedBy, e.MergedOn = nameOf(pull.MergedBy), pack.DayOf(pull.MergedAt)
		if e.CommitSHA == "" {
			e.CommitSHA = pull.MergeCommitSHA
		}
	}
	g.validate(e, r)
}

// titleOf is the title that counts for whether something was edited: of the thread's own.
func titleOf(link pack.Link, thread *tracker.Thread) string {
	if link.DatabaseID != 0 || link.SHA != "" {
		return ""
	}
	return thread.Title
}

func (g *gathered) fromCommit(e *Evidence, link pack.Link, r *tracker.Record) {
	for _, c := range r.Commits {
		if c.SHA != link.SHA {
			continue
		}
		e.Kind, e.ID, e.NodeID, e.CommitSHA, e.Title = tracker.CommitKind, c.SHA, c.NodeID, c.SHA, c.Headline
		e.Permalink, e.Day, e.UpdatedOn = tracker.CommitURL(r.Thread.Repository, c.SHA), pack.DayOf(c.CommittedAt), ""
		for _, author := range c.Authors {
			if !g.who.is(author.Account) {
				continue
			}
			if e.Role = "author"; author.Role == tracker.CoAuthor {
				e.Role, e.Part = "co-author", tracker.CoAuthor
			}
		}
	}
}

// fromItem fills what is known of a review or comment.
func (g *gathered) fromItem(e *Evidence, link pack.Link, r *tracker.Record) {
	if e.Permalink = tracker.ItemURL(r.Thread.ThreadRef, link.Kind, link.DatabaseID); link.Kind == tracker.CommitComment {
		e.Permalink = tracker.CommitCommentURL(r.Thread.Repository, link.SHA, link.DatabaseID)
	}
	for _, v := range r.Reviews {
		if link.Kind == tracker.ReviewKind && v.DatabaseID == link.DatabaseID {
			e.State, e.Author, e.Day, e.UpdatedOn = v.State, nameOf(v.Author), pack.DayOf(v.SubmittedAt), pack.DayOf(v.UpdatedAt)
			e.NodeID, e.CommitSHA = v.NodeID, v.CommitSHA
			if g.who.is(v.Author) {
				e.Role = "reviewer"
				e.FilesAfterReview = filesAfter(r, v)
			}
		}
	}
	for _, c := range r.Comments {
		if c.Kind == link.Kind && c.DatabaseID == link.DatabaseID {
			e.Author, e.Day, e.UpdatedOn = nameOf(c.Author), pack.DayOf(c.CreatedAt), pack.DayOf(c.UpdatedAt)
			e.NodeID, e.CommitSHA = c.NodeID, c.CommitSHA
			if g.who.is(c.Author) {
				e.Role = "author"
			}
		}
	}
	e.ID = idOf(e.NodeID, link.Kind, link.DatabaseID)
}

// filesAfter counts the files that the thread's author changed after a review.
func filesAfter(r *tracker.Record, v tracker.Review) int {
	files := map[string]bool{}
	for _, c := range r.Commits {
		if len(c.Authors) == 0 || c.Authors[0].Account.Login != r.Thread.Author.Login || !c.CommittedAt.After(v.SubmittedAt) ||
			r.Thread.PullRequest != nil && c.SHA == r.Thread.PullRequest.MergeCommitSHA {
			continue
		}
		for _, f := range c.Files {
			files[f.Path] = true
		}
	}
	return len(files)
}

// roleIn is the person's part in a thread, in words; "" where they had none.
func (g *gathered) roleIn(r *tracker.Record) string {
	if g.who.is(r.Thread.Author) {
		return "author"
	}
	for _, c := range r.Commits {
		for _, author := range c.Authors {
			if g.who.is(author.Account) {
				return "co-author"
			}
		}
	}
	for _, v := range r.Reviews {
		if g.who.is(v.Author) {
			return "reviewer"
		}
	}
	if r.Thread.PullRequest != nil && g.who.is(r.Thread.PullRequest.MergedBy) {
		return "merged it"
	}
	for _, c := range r.Comments {
		if g.who.is(c.Author) {
			return "commented"
		}
	}
	return ""
}

// validate says who else acted on what the person did there: who merged or approved a
// change of theirs, and what the measures found of reviews, issues and answers.
func (g *gathered) validate(e *Evidence, r *tracker.Record) {
	act, ok := g.acts[e.Permalink]
	if !ok && e.Role == "reviewer" {
		act, ok = g.acts[tracker.ThreadURL(r.Thread.ThreadRef)]
		ok = ok && act.Act == growth.Reviewed
	}
	if ok && !e.IsPrivate && g.cameToPrivate(act) {
		return
	}
	if ok {
		if act.Change != nil {
			e.Change = &act
		}
		for _, v := range act.Validations {
			if !v.Wordless {
				e.ValidatedBy = append(e.ValidatedBy, pack.Validation{Login: nameOf(v.By.Account), How: string(v.How), Day: pack.DayOf(v.At)})
			}
		}
		return
	}
	if pull := r.Thread.PullRequest; e.IsMerged && e.Role == "author" && e.Kind == tracker.PullRequestKind && g.who.isOther(pull.MergedBy) {
		e.ValidatedBy = append(e.ValidatedBy, pack.Validation{Login: pull.MergedBy.Login, How: string(growth.ByMerging), Day: e.MergedOn})
	}
}

func (g *gathered) fromCredit(e *Evidence, c tracker.Contribution) {
	e.Kind, e.ID, e.Permalink, e.Title, e.Role = tracker.ResearchCredit, c.ID, c.URL, c.Title, "credited author"
	e.Repository, e.RepositoryNodeID, e.Day, e.IsPrivate = c.Repository.FullName(), c.Repository.NodeID, pack.DayOf(c.OccurredAt), c.IsPrivate
}

// fromOutcome fills a figure that somebody counts, or that the person typed in.
func (g *gathered) fromOutcome(e *Evidence, link pack.Link, o growth.Outcome) {
	e.Kind, e.Title, e.Day, e.Figure = pack.FigureKind, o.What, pack.DayOf(o.At), o.Figure+" "+o.What
	if link.Kind == pack.ReleaseKind {
		e.Kind, e.Repository, e.Title = pack.ReleaseKind, link.Repository.FullName(), "Release "+link.Tag
	}
	for _, act := range o.Threads {
		e.IsPrivate = e.IsPrivate || !g.isPublic(act)
	}
}

// quote is the words at an address, where they may be shown: a review or comment in the
// source's own thread, or on its commit, that is not hidden on GitHub.
func (g *gathered) quote(address string, source Evidence) (pack.Quote, bool) {
	link := g.links[address]
	stored := g.stored[link.URL]
	if stored == nil || !stored.IsFound || strings.TrimSpace(stored.Text) == "" || stored.Record.Thread.Number != source.Number ||
		source.Number == 0 && link.SHA != source.CommitSHA || stored.Record.Thread.Repository.FullName() != source.Repository {
		return pack.Quote{}, false
	}
	e := Evidence{Source: pack.Source{Permalink: link.URL, Day: pack.DayOf(stored.Record.Thread.CreatedAt), Author: nameOf(stored.Record.Thread.Author)}}
	if link.DatabaseID != 0 {
		g.fromItem(&e, link, &stored.Record)
	}
	text, cut := shortened(stored.Text)
	return pack.Quote{Text: text, Author: e.Author, Permalink: e.Permalink, Day: e.Day, IsCut: cut}, true
}

// longestQuote is how many characters of a text are quoted.
const longestQuote = 1000

func shortened(text string) (string, bool) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if runes := []rune(text); len(runes) > longestQuote {
		return strings.TrimSpace(string(runes[:longestQuote])), true
	}
	return text, false
}

func nameOf(a tracker.Account) string {
	if a.Login != "" {
		return a.Login
	}
	return a.Name
}

func idOf(node string, kind tracker.Kind, number int64) string {
	if node != "" {
		return node
	}
	return string(kind) + ":" + itoa(number)
}

package profile

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rungless/tracker"
	"rungless/tracker/growth"
	"rungless/tracker/statement"
	"rungless/tracker/store"
)

// mostSources is how many sources one statement may name.
const mostSources = 20

// Sources finds the person's part in what some addresses name, in their order: pull
// requests, reviews, issues, discussions and comments by the addresses that GitHub shows,
// research credits by that of the commit that added them. It is for the person alone:
// what they hide and what is private is among it. The error is a [tracker.NotFound] one
// where nothing of the person's is stored at an address.
func (m *Maker) Sources(ctx context.Context, who Subject, addresses []string, now time.Time) ([]statement.Source, error) {
	if len(addresses) > mostSources {
		return nil, tracker.Errorf(tracker.Invalid, "profile.Sources", "%d sources are named, and a statement may name %d", len(addresses), mostSources).
			WithHint("name those that it rests on most")
	}
	var list []statement.Source
	for _, address := range addresses {
		found, err := m.source(ctx, who, strings.TrimSpace(address), now)
		if err != nil {
			return nil, err
		}
		list = append(list, found)
	}
	return list, nil
}

// source finds what one address names.
func (m *Maker) source(ctx context.Context, who Subject, address string, now time.Time) (statement.Source, error) {
	repository, number := threadAt(address)
	if number == 0 {
		return m.creditAt(ctx, who, address, now)
	}
	r := Request{Window: growth.Window{To: now}, Now: now, WithHidden: true}.ofItsDay()
	in := m.input(who.Accounts, r)
	filter := store.RecordFilter{AccountIDs: who.AccountIDs, Repository: repository, Number: number, Related: true, WithHidden: true}
	inputs := []growth.Input{in}
	if err := m.readRecords(ctx, []store.RecordFilter{filter}, inputs); err != nil {
		return statement.Source{}, err
	}
	inputs[0].Citations = citations(inputs[0].Records)
	i := slices.IndexFunc(inputs[0].Records, func(one tracker.Record) bool {
		return one.Thread.Number == number && strings.EqualFold(one.Thread.Repository.FullName(), repository)
	})
	if i < 0 {
		return statement.Source{}, noSource(who, address)
	}
	part := part{who: who, record: inputs[0].Records[i], address: address, acts: growth.NewWork(m.Version, inputs[0]).Acts()}
	found, ok := part.source()
	if !ok {
		return statement.Source{}, noSource(who, address)
	}
	figures, err := m.Store.EnteredFigures(ctx, who.AccountIDs)
	for _, f := range figures {
		if isThread(f.Thread, part.record.Thread.ThreadRef) {
			found.Figures = append(found.Figures, f.Figure)
		}
	}
	return found, err
}

func noSource(who Subject, address string) error {
	return tracker.Errorf(tracker.NotFound, "profile.source", "Nothing that %s did is stored at %s", who.Login, address).
		WithHint("Write the address as the browser shows it on GitHub; the list of evidence links to each.")
}

// threadAt reads the address of something in a thread. number is 0 for any other address.
func threadAt(address string) (repository string, number int) {
	u, err := url.Parse(address)
	if err != nil {
		return "", 0
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 4 || parts[2] != "pull" && parts[2] != "issues" && parts[2] != "discussions" {
		return "", 0
	}
	number, err = strconv.Atoi(parts[3])
	if err != nil || number < 1 {
		return "", 0
	}
	return parts[0] + "/" + parts[1], number
}

// creditAt finds the research credit that an address names.
func (m *Maker) creditAt(ctx context.Context, who Subject, address string, now time.Time) (statement.Source, error) {
	list, err := m.invitations(ctx, who, Request{Now: now, WithHidden: true})
	if err != nil {
		return statement.Source{}, err
	}
	i := slices.IndexFunc(list, func(one growth.Invitation) bool { return one.URL == address })
	if i < 0 || list[i].Tier != growth.AuthorEntry && list[i].Tier != growth.SelfAdded {
		return statement.Source{}, noSource(who, address)
	}
	return statement.Source{URL: address, Kind: tracker.ResearchCredit, Role: tracker.Author, Title: list[i].Work, By: who.Login,
		AddedBy: list[i].By.Login, At: list[i].At}, nil
}

// part is a person's part in one thread.
type part struct {
	who     Subject
	record  tracker.Record
	address string
	acts    []growth.Evidence // of the person, in this thread and those related to it
}

// source is what the address names: the very act where it leads to one, else the act of
// the thread, else a comment.
func (p part) source() (statement.Source, bool) {
	t := p.record.Thread
	s := statement.Source{URL: p.address, Repository: t.Repository.FullName(), Number: t.Number, Title: t.Title, State: t.State,
		By: p.who.Login, Author: t.Author.Login, IsPrivate: p.record.IsPrivate}
	if t.PullRequest != nil && !t.PullRequest.MergedAt.IsZero() {
		s.IsMerged, s.MergedBy = true, t.PullRequest.MergedBy.Login
	}
	if act, ok := p.act(); ok {
		p.fromAct(&s, act)
		return s, s.Kind != ""
	}
	return p.fromComment(s)
}

func (p part) act() (growth.Evidence, bool) {
	mine := slices.DeleteFunc(slices.Clone(p.acts), func(e growth.Evidence) bool { return !isThread(e.Thread, p.record.Thread.ThreadRef) })
	if i := slices.IndexFunc(mine, func(e growth.Evidence) bool { return e.URL == p.address }); i >= 0 {
		return mine[i], true
	}
	_, fragment, _ := strings.Cut(p.address, "#")
	if len(mine) == 0 || strings.HasPrefix(fragment, "issuecomment") || strings.HasPrefix(fragment, "discussioncomment") {
		return growth.Evidence{}, false
	}
	return mine[0], true
}

// fromAct fills what the act says.
func (p part) fromAct(s *statement.Source, e growth.Evidence) {
	s.At = p.record.Thread.CreatedAt
	switch e.Act {
	case growth.Authored:
		s.Kind, s.Role = tracker.PullRequestKind, tracker.Author
	case growth.CoAuthored:
		s.Kind, s.Role = tracker.PullRequestKind, tracker.CoAuthor
	case growth.Led:
		s.Kind, s.Role = tracker.IssueKind, tracker.Author
	case growth.Answered:
		s.Kind, s.At = tracker.DiscussionComment, e.At
	case growth.Reviewed:
		p.fromReview(s)
	case growth.Cited:
		if cited, ok := p.fromComment(*s); ok {
			*s = cited
		}
	}
	for _, v := range e.Validations {
		if !v.Wordless {
			s.Validations = append(s.Validations, statement.Validation{By: v.By.Login, How: statement.How(v.How), At: v.At})
		}
	}
	if e.Change != nil {
		s.Change = &statement.Change{Repository: e.Change.Repository.FullName(), Number: e.Change.Number}
		if len(e.Validations) > 0 {
			s.Change.Author = e.Validations[0].By.Login
		}
	}
}

// fromReview takes the person's last verdict, and counts what the author changed after
// their first.
func (p part) fromReview(s *statement.Source) {
	s.Kind, s.State = tracker.ReviewKind, ""
	var first time.Time
	for _, review := range p.record.Reviews {
		if !isOneOf(p.who.Accounts, review.Author) {
			continue
		}
		if first.IsZero() {
			first = review.SubmittedAt
		}
		if s.State == "" || review.State != tracker.Commented {
			s.State, s.At = review.State, review.SubmittedAt
		}
	}
	files := map[string]bool{}
	for _, commit := range p.record.Commits {
		isAuthors := slices.ContainsFunc(commit.Authors, func(a tracker.CommitAuthor) bool {
			return identity(a.Account) == identity(p.record.Thread.Author)
		})
		if isAuthors && commit.CommittedAt.After(first) && commit.SHA != p.record.Thread.PullRequest.MergeCommitSHA {
			for _, file := range commit.Files {
				files[file.Path] = true
			}
		}
	}
	s.FilesAfterReview = len(files)
}

// fromComment takes the person's comment that the address names, or the thread itself
// where they opened it.
func (p part) fromComment(s statement.Source) (statement.Source, bool) {
	for _, c := range p.record.Comments {
		if isOneOf(p.who.Accounts, c.Author) && tracker.ItemURL(p.record.Thread.ThreadRef, c.Kind, c.DatabaseID) == p.address {
			s.Kind, s.At = c.Kind, c.CreatedAt
			return s, true
		}
	}
	if t := p.record.Thread; isOneOf(p.who.Accounts, t.Author) && !strings.Contains(p.address, "#") {
		s.Kind, s.Role, s.At = t.Kind, tracker.Author, t.CreatedAt
		return s, true
	}
	return s, false
}
